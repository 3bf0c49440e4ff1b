package server

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// weightOf returns the weight that a header such as Accept gives to the first of
// the names that it holds, the most specific of them coming first (RFC 9110, 12.4.2
// and 12.5.1); 0 if it holds none.
func weightOf(header string, names ...string) float64 {
	best, weight := len(names), 0.0
	for part := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(part, ";")
		name = strings.TrimSpace(name)
		for i, wanted := range names[:min(best+1, len(names))] {
			if !strings.EqualFold(name, wanted) {
				continue
			}
			w := 1.0
			if parameters != "" {
				w = quality(parameters)
			}
			if i < best {
				best, weight = i, w
			} else {
				weight = max(weight, w)
			}
		}
	}
	return weight
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

// negotiate picks the coding that the client gives the highest weight, the first
// offered among equals (RFC 9110, 12.5.3).
func negotiate(r *http.Request, offered []coding) coding {
	accept := r.Header.Get("Accept-Encoding")
	best, bestWeight := identity, 0.0
	if accept == "" {
		return best
	}
	for _, c := range offered {
		if weight := weightOf(accept, codingNames[c], "*"); weight > bestWeight {
			best, bestWeight = c, weight
		}
	}
	return best
}

// typeWeight returns the weight that Accept gives to a media type.
func typeWeight(accept, mediaType string) float64 {
	mediaType, _, _ = strings.Cut(mediaType, ";")
	major, _, _ := strings.Cut(mediaType, "/")
	return weightOf(accept, mediaType, major+"/*", "*/*")
}

// format is one in which a resource can be had.
type format struct{ name, mediaType string }

var (
	asJSON    = format{"json", jsonMedia}
	asHTML    = format{"html", htmlMedia}
	asGeoJSON = format{"json", geoJSONMedia}
	asSchema  = format{"json", schemaMedia}
)

// format picks the format that f names or, without f, the one that Accept gives
// the highest weight, the first offered among equals.
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
		return format{}, badParameter("f", fmt.Sprintf("format %q: want %s", f, list(names)), "")
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
			fmt.Sprintf("Accept %q: want %s", accept, list(names)), "the parameter f chooses without Accept")
	}
	return best, nil
}

// wantsLanding tells whether a request for / wants the landing page of the API and
// not the map: with f=json, or by an Accept that prefers JSON to HTML or names JSON
// alone. Who accepts anything gets the map, as those who fetch previews do.
func (q *request) wantsLanding() bool {
	if f, _ := q.parameter("f"); f != "" {
		return f != "html"
	}
	accept := strings.Join(q.Header.Values("Accept"), ",")
	json, html := typeWeight(accept, jsonMedia), typeWeight(accept, "text/html")
	named := strings.Contains(accept, jsonMedia) && !strings.Contains(accept, "text/html")
	return accept != "" && (json > html || named && json == html && json > 0)
}
