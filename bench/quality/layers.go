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

func layers(quick bool) []layer {
	columns, rows, tiles := 250, 200, 8
	if quick {
		columns, rows, tiles = 50, 40, 2
	}
	all := []layer{{
		name: "bundled", about: "The zones of the bundled dataset", shapes: bundled,
		places: []orb.Bound{{Min: orb.Point{45.5, 38.8}, Max: orb.Point{47.6, 40.8}}}, tiles: 4 * tiles,
	}, {
		name: "synthetic", about: fmt.Sprintf("A synthetic partition of %d polygons with rough borders", columns*rows),
		shapes: func() ([]orb.MultiPolygon, error) { return inputs.Fractal(columns, rows), nil },
		places: []orb.Bound{{Min: orb.Point{30, 20}, Max: orb.Point{70, 52}}}, tiles: 2 * tiles,
	}}
	if quick {
		return all
	}
	return append(all, layer{
		name: "world", about: "The borders of the world, " + inputs.World, shapes: world, tiles: tiles / 2,
		places: []orb.Bound{
			{Min: orb.Point{-179, -85}, Max: orb.Point{179, 84}},
			{Min: orb.Point{4.85, 51.40}, Max: orb.Point{4.97, 51.47}},  // Baarle, enclaves within enclaves
			{Min: orb.Point{5, 60.8}, Max: orb.Point{7.5, 61.6}},        // fjords
			{Min: orb.Point{16, 43}, Max: orb.Point{17, 43.6}},          // islands
			{Min: orb.Point{70.5, 39.5}, Max: orb.Point{72, 40.6}},      // a valley of three countries
			{Min: orb.Point{179, -17.2}, Max: orb.Point{179.9999, -16}}, // the antimeridian
			{Min: orb.Point{-180, 65}, Max: orb.Point{-179, 66}},        // its other side
			{Min: orb.Point{-75, -54}, Max: orb.Point{-73, -51}},        // Patagonia
			{Min: orb.Point{110, 0.5}, Max: orb.Point{113, 2}},          // Borneo
		},
	})
}

// bundled returns the zones of the bundled dataset.
func bundled() ([]orb.MultiPolygon, error) {
	s, _, err := data.Open(karabakh.FS())
	if err != nil {
		return nil, err
	}
	var shapes []orb.MultiPolygon
	for _, z := range s.Zones() {
		if z.Drawn() {
			shapes = append(shapes, z.Geometry)
		}
	}
	return shapes, nil
}

// world returns the borders of the countries of the world.
func world() ([]orb.MultiPolygon, error) {
	file, err := inputs.WorldFile()
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var collection struct {
		Features []struct{ Geometry geojson.Geometry }
	}
	if err := json.Unmarshal(text, &collection); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var shapes []orb.MultiPolygon
	for i, f := range collection.Features {
		switch g := f.Geometry.Geometry().(type) {
		case orb.Polygon:
			shapes = append(shapes, orb.MultiPolygon{g})
		case orb.MultiPolygon:
			shapes = append(shapes, g)
		default:
			return nil, fmt.Errorf("%s: feature %d is a %T: want polygons", file, i, g)
		}
	}
	return shapes, nil
}
