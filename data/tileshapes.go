package data

import (
	"sync"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/mvt"
)

// tileShapes is the geometry of all regions and of the borders between zones for every zoom, made
// when tiles are first asked for. All epochs, viewpoints and tilesets share it, so a border is
// drawn alike in all of them.
type tileShapes struct {
	once    sync.Once
	shapes  []orb.Geometry
	number  map[any]int // by identity
	borders geo.Layer
	exact   int // the smallest of the zooms beyond which clients scale tiles up
	pyramid *mvt.Pyramid
}

// of returns the shapes of a snapshot.
func (t *tileShapes) of(s *Snapshot) *tileShapes {
	t.once.Do(func() {
		t.number = map[any]int{}
		t.exact = mvt.MaxZoom
		for _, x := range s.layers {
			t.exact = min(t.exact, s.TileZoom(x.ID))
			for _, r := range x.regions {
				t.add(r.Shape())
			}
			if x.ID == s.Dataset.ControlLayer {
				t.borders = x.borders()
			}
		}
		for _, f := range t.borders.Features {
			t.add(f.Geometry)
		}
		t.pyramid = mvt.NewPyramid(t.shapes, t.exact)
	})
	return t
}

func (t *tileShapes) add(g orb.Geometry) {
	if id := identity(g); id != nil {
		t.number[id] = len(t.shapes)
		t.shapes = append(t.shapes, g)
	}
}

// identity is the address of a geometry's first part, which features of several layers share with
// their region. It is nil for points and empty geometries.
func identity(g orb.Geometry) any {
	switch g := g.(type) {
	case orb.LineString:
		if len(g) > 0 {
			return &g[0]
		}
	case orb.MultiLineString:
		if len(g) > 0 {
			return &g[0]
		}
	case orb.Polygon:
		if len(g) > 0 {
			return &g[0]
		}
	case orb.MultiPolygon:
		if len(g) > 0 {
			return &g[0]
		}
	}
	return nil
}

// tiler returns a tiler of layers. What is made from the zones, as front lines are, is simplified
// together with them, so that it lies where they do.
func (t *tileShapes) tiler(layers []geo.Layer) *mvt.Tiler {
	drawn := make([]mvt.Layer, len(layers))
	for i, layer := range layers {
		drawn[i] = mvt.Layer{Layer: layer, Shapes: make([]int, len(layer.Features))}
		var own []orb.Geometry // what the regions do not have
		for k, f := range layer.Features {
			number, ok := t.number[identity(f.Geometry)]
			switch {
			case ok:
			case f.Geometry == nil:
				number = -1
			default:
				number = len(t.shapes) + len(own)
				own = append(own, f.Geometry)
			}
			drawn[i].Shapes[k] = number
		}
		drawn[i].Pyramid = t.pyramid
		switch {
		case len(own) > 0 && ofControl(layer.Name):
			drawn[i].Pyramid = mvt.NewPyramid(append(t.shapes[:len(t.shapes):len(t.shapes)], own...), t.exact)
		case len(own) > 0:
			drawn[i] = mvt.NewLayer(layer)
		}
	}
	return mvt.NewPyramidTiler(drawn)
}
