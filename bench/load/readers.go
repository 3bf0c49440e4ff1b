package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"github.com/bytedance/sonic"
	goccy "github.com/goccy/go-json"
	"github.com/paulmach/orb"
	orbjson "github.com/paulmach/orb/geojson"
	"github.com/tidwall/gjson"

	"demarc/bench/measure"
	"demarc/data/dataset"
)

var readers = []reader{
	{"demarc, load and check", "", "lines, duplicate keys, all rules", loadAndCheck},
	{"demarc, load", "", "lines, duplicate keys", load},
	{"orb/geojson", measure.ModuleVersion("github.com/paulmach/orb"), "", withOrb},
	{"orb/geojson with goccy", "", "", withOrbAndGoccy},
	{"encoding/json", runtime.Version(), "", typed(json.Unmarshal)},
	{"goccy/go-json", measure.ModuleVersion("github.com/goccy/go-json"), "", typed(goccy.Unmarshal)},
	{"bytedance/sonic", measure.ModuleVersion("github.com/bytedance/sonic"), "", typed(sonic.Unmarshal)},
	{"tidwall/gjson", measure.ModuleVersion("github.com/tidwall/gjson"), "", withGJSON},
	{"GDAL ogrinfo", gdalVersion(), "a summary", nil},
}

func gdalVersion() string {
	out, err := exec.Command("gdalinfo", "--version").Output()
	if err != nil {
		return "missing: install gdal-bin"
	}
	version, _, _ := strings.Cut(strings.TrimPrefix(string(out), "GDAL "), ",")
	return version
}

func load(directory, _ string) error {
	reading, err := dataset.Load(os.DirFS(directory))
	if err != nil {
		return err
	}
	return enough(len(reading.Dataset.Regions), reading)
}

func loadAndCheck(directory, _ string) error {
	reading, err := dataset.Load(os.DirFS(directory))
	if err != nil {
		return err
	}
	return enough(len(reading.Dataset.Regions)-dataset.Errors(reading.Check()), reading)
}

// leastFeatures is how many a reader must find in the world.
const leastFeatures = 250

// enough keeps what was read until here.
func enough(n int, held any) error {
	if n < leastFeatures {
		return fmt.Errorf("%d features: want %d at least", n, leastFeatures)
	}
	runtime.KeepAlive(held)
	return nil
}

func withOrb(_, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	collection, err := orbjson.UnmarshalFeatureCollection(text)
	if err != nil {
		return err
	}
	return enough(len(collection.Features), collection)
}

func withOrbAndGoccy(dataset, file string) error {
	orbjson.CustomJSONUnmarshaler = goccyJSON{}
	return withOrb(dataset, file)
}

type goccyJSON struct{}

func (goccyJSON) Unmarshal(text []byte, v any) error { return goccy.Unmarshal(text, v) }

// collection is a file as a type; coordinates are read once the type of the geometry is known.
type collection struct {
	Features []struct {
		ID         any            `json:"id"`
		Properties map[string]any `json:"properties"`
		Geometry   struct {
			Type        string          `json:"type"`
			Coordinates json.RawMessage `json:"coordinates"`
		} `json:"geometry"`
	} `json:"features"`
}

func typed(unmarshal func([]byte, any) error) func(string, string) error {
	return func(_, file string) error {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		var c collection
		if err := unmarshal(text, &c); err != nil {
			return err
		}
		var shapes []orb.MultiPolygon
		for i := range c.Features {
			g := &c.Features[i].Geometry
			if g.Type == "" {
				continue
			}
			shape := make(orb.MultiPolygon, 1)
			into := any(&shape)
			if g.Type == "Polygon" {
				into = &shape[0]
			}
			if err := unmarshal(g.Coordinates, into); err != nil {
				return err
			}
			g.Coordinates = nil
			shapes = append(shapes, shape)
		}
		return enough(len(shapes), shapes)
	}
}

func withGJSON(_, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if !gjson.ValidBytes(text) {
		return errors.New("not JSON")
	}
	var shapes []orb.MultiPolygon
	gjson.GetBytes(text, "features").ForEach(func(_, feature gjson.Result) bool {
		var shape orb.MultiPolygon
		_ = feature.Get("properties").Value()
		coordinates := feature.Get("geometry.coordinates")
		if feature.Get("geometry.type").Str == "Polygon" {
			shape = orb.MultiPolygon{gjsonPolygon(coordinates)}
		} else {
			coordinates.ForEach(func(_, polygon gjson.Result) bool {
				shape = append(shape, gjsonPolygon(polygon))
				return true
			})
		}
		shapes = append(shapes, shape)
		return true
	})
	return enough(len(shapes), shapes)
}

func gjsonPolygon(rings gjson.Result) (polygon orb.Polygon) {
	rings.ForEach(func(_, positions gjson.Result) bool {
		var ring orb.Ring
		positions.ForEach(func(_, position gjson.Result) bool {
			var p orb.Point
			i := 0
			position.ForEach(func(_, number gjson.Result) bool {
				if i < 2 {
					p[i] = number.Num
				}
				i++
				return true
			})
			ring = append(ring, p)
			return true
		})
		polygon = append(polygon, ring)
		return true
	})
	return polygon
}
