package geopackage_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/geopackage"
)

// A layer is written and read back.
func Example() {
	directory, err := os.MkdirTemp("", "example")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(directory)
	name := filepath.Join(directory, "zones.gpkg")
	layer := geo.Layer{
		Name:   "zones",
		Fields: []geo.Field{{Name: "name"}, {Name: "valid_from", Type: geo.Date}, {Name: "area_km2", Type: geo.Float}},
		Features: []geo.Feature{
			{ID: "a", Geometry: orb.Point{46, 40}, Values: []any{"Lower bank", "1993-07-23", 12.5}},
			{ID: "b", Values: []any{"Upper bank", nil, nil}}, // known, but not located
		},
	}
	ctx := context.Background()
	file := geopackage.File{Tables: []geopackage.Table{{Layer: layer, Title: "Zones"}}, Meta: geo.Meta{Licence: "CC-BY-4.0"}}
	if err := geopackage.Write(ctx, name, file); err != nil {
		fmt.Println(err)
		return
	}
	tables, err := geopackage.Read(ctx, name)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, table := range tables {
		fmt.Println(table.Name, table.Title)
		for _, f := range table.Features {
			fmt.Println(f.Geometry, f.Values)
		}
	}
	// Output:
	// zones Zones
	// [46 40] [Lower bank 1993-07-23 12.5]
	// <nil> [Upper bank <nil> <nil>]
}
