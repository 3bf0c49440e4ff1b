package server

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"demarc/server/answer"
)

// ranges yields the members of a header such as Accept with their weights (RFC 9110, 12.4.2).
func ranges(header string, yield func(name string, weight float64)) {
	for header != "" {
		var part string
		part, header, _ = strings.Cut(header, ",")
		name, parameters, _ := strings.Cut(part, ";")
		weight := 1.0
		if parameters != "" {
			weight = quality(parameters)
		}
		yield(strings.TrimSpace(name), weight)
	}
}

// quality reads the weight among parameters, 1 without.
func quality(parameters string) float64 {
	for part := range strings.SplitSeq(parameters, ";") {
		if value, ok := strings.CutPrefix(strings.TrimSpace(part), "q="); ok {
			if weight, err := strconv.ParseFloat(value, 64); err == nil {
				return weight
			}
		}
	}
	return 1
}

// negotiate picks the coding that the client gives the highest weight, the first offered among
// equals (RFC 9110, 12.5.3).
func negotiate(r *http.Request, offered []coding) coding {
	accept := r.Header.Get("Accept-Encoding")
	if accept == "" {
		return identity
	}
	weights, other := [len(codingNames)]float64{-1, -1, -1, -1}, 0.0 // -1: not named
	ranges(accept, func(name string, weight float64) {
		if name == "*" {
			other = weight
		}
		for _, c := range offered {
			if len(name) == len(codingNames[c]) && strings.EqualFold(name, codingNames[c]) {
				weights[c] = weight
			}
		}
	})
	best, bestWeight := identity, 0.0
	for _, c := range offered {
		weight := weights[c]
		if weight < 0 {
			weight = other
		}
		if weight > bestWeight {
			best, bestWeight = c, weight
		}
	}
	return best
}

// typeWeight returns the weight that Accept gives to a media type, that of the most specific range
// that holds it (RFC 9110, 12.5.1).
func typeWeight(accept, mediaType string) float64 {
	mediaType, _, _ = strings.Cut(mediaType, ";")
	major, _, _ := strings.Cut(mediaType, "/")
	names := [...]string{mediaType, major + "/*", "*/*"}
	best, weight := len(names), 0.0
	ranges(accept, func(name string, w float64) {
		for i, wanted := range names[:min(best+1, len(names))] {
			if strings.EqualFold(name, wanted) {
				if i == best {
					w = max(w, weight)
				}
				best, weight = i, w
				return
			}
		}
	})
	return weight
}

// format is a representation of a resource: the value of f that chooses it, and its media type.
type format struct{ name, mediaType string }

var (
	asJSON    = format{"json", jsonMedia}
	asHTML    = format{"html", htmlMedia}
	asGeoJSON = format{"json", geoJSONMedia}
	asSchema  = format{"json", schemaMedia}
)

// format picks the format that f names or, without f, the one that Accept gives the highest weight,
// the first offered among equals.
func (q *request) format(w http.ResponseWriter, offered ...format) (format, error) {
	w.Header().Set("Vary", "Accept, Accept-Encoding")
	var names []string
	for _, o := range offered {
		names = append(names, o.name)
	}
	if f, given := q.parameter("f"); given {
		for _, o := range offered {
			if o.name == f {
				return o, nil
			}
		}
		return format{}, badParameter("f", fmt.Sprintf("format %q: want %s", f, answer.List(names)), "")
	}
	accept := strings.Join(q.Header.Values("Accept"), ",")
	if accept == "" {
		return offered[0], nil
	}
	best, weight := format{}, 0.0
	for _, o := range offered {
		w := typeWeight(accept, o.mediaType)
		if o != asJSON && o.name == "json" {
			w = max(w, typeWeight(accept, jsonMedia)) // GeoJSON and schemas are JSON too
		}
		if w > weight {
			best, weight = o, w
		}
	}
	if weight == 0 {
		return best, newProblem(http.StatusNotAcceptable,
			fmt.Sprintf("Accept %q: want %s", accept, answer.List(names)), "the parameter f chooses without Accept")
	}
	return best, nil
}

// Limits of what is read of the languages of a request; no tag is longer (RFC 5646, 4.4.1).
const (
	mostLanguages  = 50
	longestTagSize = 35
)

// languages returns the tags of Accept-Language, the best first (RFC 9110, 12.5.4).
func (q *request) languages() []string {
	type weighted struct {
		tag    string
		weight float64
	}
	var all []weighted
	ranges(strings.Join(q.Header.Values("Accept-Language"), ","), func(tag string, weight float64) {
		if len(tag) <= longestTagSize && weight > 0 && len(all) < mostLanguages {
			all = append(all, weighted{tag, weight})
		}
	})
	slices.SortStableFunc(all, func(a, b weighted) int { return cmp.Compare(b.weight, a.weight) })
	tags := make([]string, len(all))
	for i, w := range all {
		tags[i] = w.tag
	}
	return tags
}

// wantsLanding tells whether a request for / wants the landing page of the API instead of the map:
// with f=json, or by an Accept that prefers JSON to HTML or names JSON alone. An Accept of
// anything, as that of programs that fetch previews, gets the map.
func (q *request) wantsLanding() bool {
	if f, _ := q.parameter("f"); f != "" {
		return f != "html"
	}
	accept := strings.Join(q.Header.Values("Accept"), ",")
	json, html := typeWeight(accept, jsonMedia), typeWeight(accept, "text/html")
	named := strings.Contains(accept, jsonMedia) && !strings.Contains(accept, "text/html")
	return accept != "" && (json > html || named && json == html && json > 0)
}
