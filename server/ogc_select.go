package server

import (
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"demarc/data"
	"demarc/geo"
	"demarc/server/answer"
)

// maxIDs is how many features are asked for by their ids at once.
const maxIDs = 1000

// selection is the part of each feature that is shown.
type selection struct {
	fields []int // of the collection, nil for all
	bare   bool  // without geometries
}

// selection reads properties and skipGeometry.
func (q *request) selection() (selection, error) {
	var s selection
	bare, given := q.parameter("skipGeometry")
	if given && bare != "true" && bare != "false" {
		return s, badParameter("skipGeometry", fmt.Sprintf("skipGeometry %q: want true or false", bare), "")
	}
	s.bare = bare == "true"
	names, given := q.parameter("properties")
	if !given {
		return s, nil
	}
	s.fields = []int{}
	if names == "" {
		return s, nil
	}
	for name := range strings.SplitSeq(names, ",") {
		i, err := q.fieldOf("properties", name)
		if err != nil {
			return s, err
		}
		if !slices.Contains(s.fields, i) {
			s.fields = append(s.fields, i)
		}
	}
	return s, nil
}

// withID adds the field of the ids, which comes first: in tables they stand nowhere else.
func (s selection) withID() selection {
	if s.fields != nil {
		s.fields = append([]int{0}, slices.DeleteFunc(slices.Clone(s.fields), func(i int) bool { return i == 0 })...)
	}
	return s
}

// fieldOf finds the field of the collection that a parameter names.
func (q *request) fieldOf(parameter, name string) (int, error) {
	var names []string
	for i, field := range q.collection.Fields {
		if field.Name == name {
			return i, nil
		}
		names = append(names, field.Name)
	}
	return 0, badParameter(parameter, fmt.Sprintf("%s: %q is no field of this collection: want some of %s", parameter, name, answer.List(names)), "")
}

// of returns the layer with what is shown of its features; ids stay.
func (s selection) of(layer geo.Layer) geo.Layer {
	if s.fields == nil && !s.bare {
		return layer
	}
	layer.Features = slices.Clone(layer.Features)
	for i := range layer.Features {
		f := &layer.Features[i]
		if s.bare {
			f.Geometry = nil
		}
		if s.fields != nil {
			f.Values = chosen(f.Values, s.fields)
		}
	}
	if s.fields != nil {
		layer.Fields = chosen(layer.Fields, s.fields)
	}
	return layer
}

func chosen[T any](all []T, which []int) []T {
	some := make([]T, len(which))
	for i, at := range which {
		some[i] = all[at]
	}
	return some
}

// order reads sortby: fields with commas between them, each with - for descending, or +, which
// addresses that do not escape it write as a space.
func (q *request) order() ([]data.Order, error) {
	text, given := q.parameter("sortby")
	if !given {
		return nil, nil
	}
	var order []data.Order
	for name := range strings.SplitSeq(text, ",") {
		descending := strings.HasPrefix(name, "-")
		if name != "" && strings.ContainsRune("-+ ", rune(name[0])) {
			name = name[1:]
		}
		i, err := q.fieldOf("sortby", name)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(order, func(o data.Order) bool { return o.Field == i }) {
			return nil, badParameter("sortby", fmt.Sprintf("sortby: %q is named twice", name), "")
		}
		order = append(order, data.Order{Field: i, Descending: descending})
	}
	return order, nil
}

// hits tells whether the features are only counted.
func (q *request) hits() (bool, error) {
	kind, given := q.parameter("resultType")
	if given && kind != "hits" && kind != "results" {
		return false, badParameter("resultType", fmt.Sprintf("resultType %q: want hits or results", kind), "")
	}
	return kind == "hits", nil
}

// ids reads ids; nil when it is not given.
func (q *request) ids() (map[string]bool, error) {
	text, given := q.parameter("ids")
	if !given {
		return nil, nil
	}
	ids := map[string]bool{}
	for id := range strings.SplitSeq(text, ",") {
		ids[id] = true
	}
	if len(ids) > maxIDs {
		return nil, badParameter("ids", fmt.Sprintf("ids: %d of them: want at most %d", len(ids), maxIDs), "ask several times")
	}
	return ids, nil
}

// daysTaken says which days were taken for the times that datetime and filter were given in; nil
// where they were days.
func (q *request) daysTaken() map[string]string {
	taken := map[string]string{}
	for _, text := range append(slices.Clone(q.values["datetime"]), timesIn(q.values)...) {
		for part := range strings.SplitSeq(text, "/") {
			if at := strings.IndexAny(part, "Tt"); at > 0 {
				taken[part] = part[:at]
			}
		}
	}
	if len(taken) == 0 {
		return nil
	}
	return taken
}

var timestamp = regexp.MustCompile(`[-+]?\d{4,}-\d\d-\d\d[Tt][\d:.]+([Zz]|[-+]\d\d:\d\d)`)

// timesIn are the timestamps in a filter that has been read.
func timesIn(values url.Values) []string { return timestamp.FindAllString(values.Get("filter"), -1) }

// sortLinks are the addresses of the page sorted by each field, downwards where it is sorted by it
// upwards.
func (q *request) sortLinks() []string {
	by := q.values.Get("sortby")
	var all []string
	for _, field := range q.collection.Fields {
		values := maps.Clone(q.values)
		if values == nil {
			values = url.Values{}
		}
		values.Del("after")
		values.Set("sortby", field.Name)
		if by == field.Name {
			values.Set("sortby", "-"+field.Name)
		}
		values.Set("f", "html")
		all = append(all, "?"+values.Encode())
	}
	return all
}

// sortedBy says in the words of HTML how a field is sorted, "" where it is not.
func (q *request) sortedBy(field string) string {
	first, _, _ := strings.Cut(q.values.Get("sortby"), ",")
	switch strings.TrimLeft(first, "+ ") {
	case field:
		return "ascending"
	case "-" + field:
		return "descending"
	}
	return ""
}
