// Package world is what lies below any map, out of Natural Earth: seas, lakes, rivers, lines
// between countries and names, as vector tiles in the program. Each line and name says on which
// days it holds, and is not to be drawn on others.
package world

import (
	"bytes"
	_ "embed"
	"sync"

	"demarc/geo/pmtiles"
)

//go:embed world.pmtiles
var archive []byte

var reader = sync.OnceValue(func() *pmtiles.Reader {
	r, err := pmtiles.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		panic(err) // the program is damaged
	}
	return r
})

// Tile returns a tile, compressed by gzip; nil where there is nothing, or no such tile.
func Tile(z, x, y uint32) []byte {
	content, _, err := reader().Tile(z, x, y)
	if err != nil {
		panic(err) // the program is damaged
	}
	return content
}
