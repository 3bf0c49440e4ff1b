package wkt_test

import (
	"fmt"

	"github.com/paulmach/orb"

	"demarc/geo/wkt"
)

func ExampleParse() {
	g, err := wkt.Parse("SRID=4326;POLYGON Z ((46 39 1200, 47 39 900, 47 40 950, 46 39 1200))")
	fmt.Println(g, err)
	_, err = wkt.Parse("POLYGON ((46 39, 47 39, 47))")
	fmt.Println("error", err)
	// Output:
	// [[[46 39] [47 39] [47 40] [46 39]]] <nil>
	// error at byte 27, "))": want a number
}

func ExampleAppend() {
	clockwise := orb.Polygon{{{46, 39}, {47, 40}, {47, 39}, {46, 39}}}
	fmt.Printf("%s\n", wkt.Append(nil, clockwise))
	// Output:
	// POLYGON ((46 39, 47 39, 47 40, 46 39))
}
