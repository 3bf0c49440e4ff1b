package pmtiles_test

import (
	"bytes"
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/mvt"
	"demarc/geo/pmtiles"
)

// A layer is cut into tiles of six zooms, which become one file.
func Example() {
	layers := []geo.Layer{{
		Name:   "zones",
		Fields: []geo.Field{{Name: "name"}},
		Features: []geo.Feature{{
			ID: "a", Geometry: orb.Polygon{{{46, 39}, {47, 39}, {47, 40}, {46, 39}}}, Values: []any{"Lower bank"},
		}},
	}}
	w, err := pmtiles.NewWriter("")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer w.Close()
	pyramid := pmtiles.Pyramid{Layers: layers, Tile: mvt.NewTiler(layers).Tile, MaxZoom: 5}
	if err := w.AddPyramid(context.Background(), pyramid); err != nil {
		fmt.Println(err)
		return
	}
	var archive bytes.Buffer
	info := pmtiles.Info{
		Bounds: [4]float64{46, 39, 47, 40}, Center: [3]float64{46.5, 39.5, 5},
		Metadata: map[string]any{"vector_layers": mvt.Describe(layers)},
	}
	if err := w.Finish(&archive, info); err != nil {
		fmt.Println(err)
		return
	}
	header := archive.Bytes()
	fmt.Printf("%s version %d, zooms %d to %d\n", header[:7], header[7], header[100], header[101])
	// Output:
	// PMTiles version 3, zooms 0 to 5
}
