// Package mvt cuts layers into Mapbox Vector Tiles, version 2.1
// (https://github.com/mapbox/vector-tile-spec/tree/master/2.1), in web mercator.
//
// Every position is rounded once, to the grid of its zoom, whatever the tile and the feature it is in, and all
// further steps are exact or depend on an edge alone. So features that share vertices share them in every
// tile, and tiles meet without a seam: what crosses the edge between two tiles has a vertex there, the same in
// both. Nothing is simplified.
package mvt

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"demarc/geo"
)

// The zooms that a Tiler serves.
const (
	MinZoom = 0
	MaxZoom = 14
)

const (
	extent   = 4096 // units along the side of a tile
	bufferPx = 64   // units around a tile in which geometry is kept
)

// Tiler makes tiles of layers. It never changes; any number of goroutines may use it.
type Tiler struct {
	layers []tileLayer
}

type tileLayer struct {
	name     string
	fields   []geo.Field
	features []feature
	tree     rtree.RTreeG[int] // boxes of features in mercator units
}

// feature is a feature with its geometry in mercator units, sorted by kind.
type feature struct {
	number   uint64
	values   []any
	points   []orb.Point
	lines    [][]orb.Point
	polygons [][][]orb.Point // without closing points, clockwise shells, anticlockwise holes, north up
}

// NewTiler returns a Tiler of layers, in their order. It keeps the values of the features, which must not change
// from then on, and a projected copy of their geometry.
func NewTiler(layers []geo.Layer) *Tiler {
	t := &Tiler{layers: make([]tileLayer, len(layers))}
	for i, layer := range layers {
		l := &t.layers[i]
		l.name, l.fields = layer.Name, layer.Fields
		l.features = make([]feature, len(layer.Features))
		for k, f := range layer.Features {
			l.features[k] = feature{number: geo.FeatureNumber(f.ID), values: f.Values}
			l.features[k].add(f.Geometry)
			if box, ok := l.features[k].bound(); ok {
				l.tree.Insert(box.Min, box.Max, k)
			}
		}
	}
	return t
}

// Tile returns tile x, y of zoom z, not compressed; nil if nothing lies in it. Layers and features keep their
// order, and none is empty. A tile outside the zooms or the world is an error.
func (t *Tiler) Tile(z, x, y uint32) ([]byte, error) {
	if z > MaxZoom {
		return nil, fmt.Errorf("zoom %d: want %d to %d", z, MinZoom, MaxZoom)
	}
	if side := uint32(1) << z; x >= side || y >= side {
		return nil, fmt.Errorf("tile %d/%d/%d: want column and row below %d", z, x, y, side)
	}
	var tile []byte
	for i := range t.layers {
		tile = t.layers[i].append(tile, newGrid(z, x, y))
	}
	return tile, nil
}

// append appends the layer's share of a tile, nothing if no feature is in it.
func (l *tileLayer) append(tile []byte, g grid) []byte {
	var found []int
	low, high := g.bound()
	l.tree.Search(low, high, func(_, _ [2]float64, i int) bool {
		found = append(found, i)
		return true
	})
	slices.Sort(found)
	e := newEncoder(l.fields)
	for _, i := range found {
		e.add(&l.features[i], g)
	}
	return e.appendLayer(tile, l.name)
}
