package cql2_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/cql2"
)

func ExampleParseText() {
	layer := geo.Layer{
		Fields: []geo.Field{{Name: "zone"}, {Name: "valid_from", Type: geo.Date}},
		Features: []geo.Feature{
			{ID: "a", Geometry: orb.Point{46.0, 40.1}, Values: []any{"a", "1992-05-18"}},
			{ID: "b", Geometry: orb.Point{46.8, 39.8}, Values: []any{"b", "1993-07-23"}},
			{ID: "c", Geometry: orb.Point{47.5, 39.6}, Values: []any{"c", "1993-08-23"}},
		},
	}
	filter, err := cql2.ParseText(
		"valid_from >= DATE('1993-01-01') AND S_INTERSECTS(geometry, POLYGON((46 39, 47 39, 47 41, 46 41, 46 39)))",
		cql2.Schema{Fields: layer.Fields})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range layer.Features {
		fmt.Println(f.ID, filter.Match(&f))
	}
	// Output:
	// a false
	// b true
	// c false
}
