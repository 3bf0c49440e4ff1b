package mvt_test

import (
	"fmt"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"

	"demarc/geo"
	demarc "demarc/geo/mvt"
)

// A tile has vertices where its lines cross the sides of tiles and of their buffers, here at 64 and 4032: so the tiles
// beside it have the same.
func ExampleTiler_Tile() {
	tiler := demarc.NewTiler([]geo.Layer{{
		Name:   "zones",
		Fields: []geo.Field{{Name: "name", Type: geo.String}},
		Features: []geo.Feature{{
			ID: "1", Geometry: orb.Polygon{{{0, 0}, {90, 0}, {90, 60}, {0, 60}, {0, 0}}}, Values: []any{"Ad"},
		}},
	}})
	tile, err := tiler.Tile(1, 1, 0) // the north-east of the world
	if err != nil {
		fmt.Println(err)
		return
	}
	layers, err := mvt.Unmarshal(tile)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range layers[0].Features {
		fmt.Println(layers[0].Name, f.Properties["name"], f.Geometry)
	}
	// Output:
	// zones Ad [[[0 4032] [0 2379] [64 2379] [2048 2379] [2048 4032] [2048 4096] [64 4096] [0 4096] [0 4032]]]
}
