package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"demarc/bench/inputs"
	"demarc/data"
	"demarc/data/karabakh"
)

// layer is a set of regions to find points in.
type layer struct {
	name      string
	shapes    []orb.MultiPolygon
	vertices  int
	partition bool // of inputs.FractalBound
}

func newLayer(name string, shapes []orb.MultiPolygon) layer {
	l := layer{name: name, shapes: shapes}
	for _, shape := range shapes {
		for _, polygon := range shape {
			for _, ring := range polygon {
				l.vertices += len(ring)
			}
		}
	}
	return l
}

func (l layer) String() string {
	return fmt.Sprintf("%s: %d regions, %d vertices", l.name, len(l.shapes), l.vertices)
}

// bundled returns the zones of the bundled dataset.
func bundled() (layer, error) {
	s, _, err := data.Open(karabakh.FS())
	if err != nil {
		return layer{}, err
	}
	var shapes []orb.MultiPolygon
	for _, z := range s.Zones() {
		if z.Drawn() {
			shapes = append(shapes, z.Geometry)
		}
	}
	return newLayer("bundled zones", shapes), nil
}

func fractal() layer {
	l := newLayer("fractal partition", inputs.Fractal(250, 200))
	l.partition = true
	return l
}

// world returns the borders of the countries of the world.
func world() (layer, error) {
	file, err := inputs.WorldFile()
	if err != nil {
		return layer{}, err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return layer{}, err
	}
	var collection struct {
		Features []struct{ Geometry geojson.Geometry }
	}
	if err := json.Unmarshal(text, &collection); err != nil {
		return layer{}, fmt.Errorf("%s: %w", file, err)
	}
	var shapes []orb.MultiPolygon
	for i, f := range collection.Features {
		switch g := f.Geometry.Geometry().(type) {
		case orb.Polygon:
			shapes = append(shapes, orb.MultiPolygon{g})
		case orb.MultiPolygon:
			shapes = append(shapes, g)
		default:
			return layer{}, fmt.Errorf("%s: feature %d is a %T: want polygons", file, i, g)
		}
	}
	return newLayer("world", shapes), nil
}
