package csv_test

import (
	"fmt"
	"strings"

	"demarc/geo"
	"demarc/geo/csv"
)

// A table with well-known text becomes a layer, and that a table with its licence.
func Example() {
	layer, err := csv.Read(strings.NewReader("name;geom\nLower bank;POINT(46 40)\nUpper bank;\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range layer.Features {
		fmt.Println(f.Values, f.Geometry)
	}
	meta := geo.Meta{Dataset: "banks", Version: "1.0.0", Licence: "CC0-1.0", Attribution: "survey of the river"}
	var table strings.Builder
	if err := csv.Write(&table, layer, meta, csv.Options{}); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.ReplaceAll(table.String(), "\r\n", "\n"))
	// Output:
	// [Lower bank] [46 40]
	// [Upper bank] <nil>
	// name,dataset,licence,attribution,WKT
	// Lower bank,banks 1.0.0,CC0-1.0,survey of the river,POINT (46 40)
	// Upper bank,banks 1.0.0,CC0-1.0,survey of the river,
}
