package mvt

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// The zooms that a Tiler serves.
const (
	MinZoom = 0
	MaxZoom = 14
)

const (
	extentBits = 12
	extent     = 1 << extentBits // units along the side of a tile
	bufferPx   = 64              // units around a tile in which geometry is kept
)

// Tiler makes tiles of layers. It never changes; any number of goroutines may use it.
type Tiler struct {
	layers []*tileLayer
}

type tileLayer struct {
	name     string
	pyramid  *Pyramid
	table    *table
	features []feature
	byShape  []int32 // features in order of their shapes
	first    []int32 // by shape, and one more: where its features begin in byShape
	scratch  sync.Pool
}

// feature is a feature without its attributes.
type feature struct {
	number uint64
	shape  int32
}

// NewTiler returns a Tiler of layers, in their order. It shares nothing with them.
func NewTiler(layers []geo.Layer) *Tiler {
	drawn := make([]Layer, len(layers))
	for i, layer := range layers {
		drawn[i] = NewLayer(layer)
	}
	return NewPyramidTiler(drawn)
}

// Layer is a layer whose features take their geometry from a Pyramid.
type Layer struct {
	geo.Layer
	Pyramid *Pyramid
	Shapes  []int // by feature; -1 for one that is not drawn
}

// NewLayer returns a layer with a pyramid of its own.
func NewLayer(layer geo.Layer) Layer {
	l := Layer{Layer: layer, Shapes: make([]int, len(layer.Features))}
	shapes := make([]orb.Geometry, len(layer.Features))
	for i, f := range layer.Features {
		shapes[i], l.Shapes[i] = f.Geometry, i
	}
	l.Pyramid = NewPyramid(shapes, MaxZoom)
	return l
}

// NewPyramidTiler returns a Tiler of layers that may share pyramids.
func NewPyramidTiler(layers []Layer) *Tiler {
	t := &Tiler{}
	for _, layer := range layers {
		l := &tileLayer{name: layer.Name, pyramid: layer.Pyramid, table: newTable(layer.Layer)}
		l.first = make([]int32, len(layer.Pyramid.shapes)+1)
		for i, f := range layer.Features {
			l.features = append(l.features, feature{geo.FeatureNumber(f.ID), int32(layer.Shapes[i])})
			if layer.Shapes[i] >= 0 {
				l.byShape = append(l.byShape, int32(i))
				l.first[layer.Shapes[i]+1]++
			}
		}
		slices.SortStableFunc(l.byShape, func(a, b int32) int { return int(l.features[a].shape - l.features[b].shape) })
		for i := range layer.Pyramid.shapes {
			l.first[i+1] += l.first[i]
		}
		l.scratch.New = func() any { return &scratch{encoder: newEncoder(l.table)} }
		t.layers = append(t.layers, l)
	}
	return t
}

// Tile returns tile x, y of zoom z, not compressed; nil if nothing lies in it. Layers and features
// keep their order, and none is empty. A tile outside the zooms or the world is an error.
func (t *Tiler) Tile(z, x, y uint32) ([]byte, error) {
	return t.TileContext(context.Background(), z, x, y)
}

// TileContext is Tile that ends early, with the error of the context, when that ends. What others
// wait for too, as all tiles of a block do for its geometry, goes on.
func (t *Tiler) TileContext(ctx context.Context, z, x, y uint32) ([]byte, error) {
	if z > MaxZoom {
		return nil, fmt.Errorf("zoom %d: want %d to %d", z, MinZoom, MaxZoom)
	}
	if size := uint32(1) << z; x >= size || y >= size {
		return nil, fmt.Errorf("tile %d/%d/%d: want column and row below %d", z, x, y, size)
	}
	var tile []byte
	for _, l := range t.layers {
		level, err := l.pyramid.level(ctx, z, x, y)
		if err != nil {
			return nil, err
		}
		tile = l.append(tile, level, z, x, y)
	}
	return tile, nil
}

// scratch is what making a tile needs; it is reused.
type scratch struct {
	found    []int32 // parts, by number
	clip     clipper
	encoder  *encoder
	commands commands
	drawn    []drawing
	geometry []byte
}

// drawing is the geometry of a feature of the tile: a stretch of geometry.
type drawing struct {
	feature     int32
	kind        kind
	first, last int
}

// append appends the layer's share of a tile, nothing if no feature is in it.
func (l *tileLayer) append(tile []byte, level *level, z, x, y uint32) []byte {
	s := l.scratch.Get().(*scratch)
	defer l.scratch.Put(s)
	corner := point{int32(x) << extentBits, int32(y) << extentBits}
	s.clip.box = box{MinX: corner.x, MinY: corner.y, MaxX: corner.x + extent, MaxY: corner.y + extent}.Grow(bufferPx)
	s.found = level.find(s.found[:0], s.clip.box)
	l.draw(s, level, corner)
	s.encoder.reset()
	for _, d := range s.drawn {
		s.encoder.add(d.feature, l.features[d.feature].number, d.kind, s.geometry[d.first:d.last])
	}
	return s.encoder.appendLayer(tile, l.name)
}

// draw sets the drawings of all features that are in the tile, in order; one of several kinds of
// geometry has several.
func (l *tileLayer) draw(s *scratch, level *level, corner point) {
	s.drawn, s.geometry = s.drawn[:0], s.geometry[:0]
	for first := 0; first < len(s.found); {
		p := &level.parts[s.found[first]]
		last := first
		s.commands.reset(corner)
		features := l.byShape[l.first[p.shape]:l.first[p.shape+1]]
		for ; last < len(s.found); last++ {
			q := &level.parts[s.found[last]]
			if q.shape != p.shape || q.kind != p.kind {
				break
			}
			switch {
			case len(features) == 0:
			case q.kind == pointKind:
				s.commands.multipoint(q.points, &s.clip.box)
			default:
				s.commands.draw(q, &s.clip)
			}
		}
		first = last
		if len(s.commands.bytes) == 0 {
			continue
		}
		from := len(s.geometry)
		s.geometry = append(s.geometry, s.commands.bytes...)
		for _, f := range features {
			s.drawn = append(s.drawn, drawing{f, p.kind, from, len(s.geometry)})
		}
	}
	slices.SortStableFunc(s.drawn, func(a, b drawing) int { return int(a.feature - b.feature) })
}
