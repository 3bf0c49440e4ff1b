package cql2

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"demarc/geo"
)

// Equal returns the filter of features whose field with the name has a value, written as a
// parameter of a query writes it (OGC 19-079r2, 6.5).
func Equal(name, text string, schema Schema) (*Filter, error) {
	i := slices.IndexFunc(schema.Fields, func(f geo.Field) bool { return f.Name == name })
	if i < 0 {
		return nil, fmt.Errorf("field %q is not known", name)
	}
	k := kindOf(schema.Fields[i])
	want, ok := plainValue(k, text)
	if !ok {
		form := map[kind]string{numberKind: "a number", truthKind: "true or false", dayKind: "YYYY-MM-DD"}[k]
		return nil, fmt.Errorf("%s %q: want %s", name, text, form)
	}
	return &Filter{func(f *geo.Feature) value {
		have := fieldValue(k, f.Values[i])
		return value{truth: !have.null && compare(have, want) == 0}
	}}, nil
}

// plainValue reads a text without quotes as a value of a kind.
func plainValue(k kind, text string) (v value, ok bool) {
	switch k {
	case numberKind:
		n, err := strconv.ParseFloat(text, 64)
		return value{number: n}, err == nil && !math.IsNaN(n) && !math.IsInf(n, 0)
	case truthKind:
		is := text == "true" || text == "1" // which GDAL writes
		return value{truth: is}, is || text == "false" || text == "0"
	case dayKind:
		day, ok := parseDay(text)
		return value{span: span{day, day}}, ok && !strings.ContainsAny(text, "Tt")
	}
	return value{text: text}, true
}

// All returns the filter of features that meet each of the filters.
func All(filters ...*Filter) *Filter {
	return &Filter{func(f *geo.Feature) value {
		return value{truth: !slices.ContainsFunc(filters, func(one *Filter) bool { return !one.Match(f) })}
	}}
}
