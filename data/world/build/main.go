// Build draws the world below all maps anew, out of Natural Earth as two packages of Debian have
// it:
//
//	go run ./data/world/build FOLDER data/world/world.pmtiles
//
// FOLDER holds the packages unpacked; `make world` makes all that. The tables beside it say what
// Natural Earth does not: since when a line holds, and what people call a water.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"demarc/geo"
	"demarc/geo/geopackage"
	"demarc/geo/mvt"
	"demarc/geo/pmtiles"
	"demarc/geo/shapefile"
)

// zooms are those that have tiles, so that the world fits into the program: the last is as good as
// the source, a tile unit is a sixth of a kilometre; those between are shown at more zooms of the
// map.
var zooms = [...]uint32{0, 2, 4, 5, deepest}

const deepest = 6

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: build FOLDER FILE")
	}
	if err := build(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func build(folder, file string) error {
	w, err := open(folder)
	if err != nil {
		return err
	}
	writer, err := pmtiles.NewWriter(filepath.Dir(file))
	if err != nil {
		return err
	}
	defer writer.Close()
	var layers []geo.Layer
	for _, z := range zooms {
		layers = w.at(z)
		pyramid := pmtiles.Pyramid{Layers: layers, Tile: mvt.NewTiler(layers).Tile, MinZoom: z, MaxZoom: z}
		if err := writer.AddPyramid(context.Background(), pyramid); err != nil {
			return err
		}
	}
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	defer out.Close() // Close below tells of what was not written
	info := pmtiles.Info{Bounds: [4]float64{-180, -85, 180, 85}, Metadata: map[string]any{
		"name": "World", "attribution": "Natural Earth", "vector_layers": mvt.Describe(layers),
	}}
	if err := writer.Finish(out, info); err != nil {
		return err
	}
	return out.Close()
}

// source is Natural Earth as it was read, with the tables.
type source struct {
	ocean, rivers, lines geo.Layer
	countries            geo.Layer
	facts                facts
}

func open(folder string) (*source, error) {
	shapes := os.DirFS(filepath.Join(folder, "libmagics++-data/usr/share/magics/10m"))
	s := &source{}
	for name, into := range map[string]*geo.Layer{"ne_10m_ocean.shp": &s.ocean, "ne_10m_rivers_lake_centerlines.shp": &s.rivers, "ne_10m_admin_0_boundary_lines_land.shp": &s.lines} {
		layer, err := shapefile.Read(shapes, name, "")
		if err != nil {
			return nil, err
		}
		*into = layer.Layer
	}
	tables, err := geopackage.Read(context.Background(), filepath.Join(folder, "qgis-common/usr/share/qgis/resources/data/world_map.gpkg"))
	if err != nil {
		return nil, err
	}
	for _, t := range tables {
		if t.Name == "countries" {
			s.countries = t.Layer
		}
	}
	if len(s.countries.Features) == 0 {
		return nil, fmt.Errorf("world_map.gpkg: no layer of countries")
	}
	s.facts, err = readFacts()
	return s, err
}
