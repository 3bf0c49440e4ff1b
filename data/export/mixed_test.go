//go:build !race

// One export after the other: the race detector has nothing to find.

package export_test

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/csv"
	"demarc/geo/flatgeobuf"
	"demarc/geo/geojson"
	"demarc/geo/geojsonseq"
	"demarc/geo/jsonfg"
	"demarc/geo/kml"
	"demarc/geo/shapefile"
	"demarc/geo/topojson"
)

// mixed is a layer with every kind of geometry, and values that formats trip over.
func mixed() geo.Layer {
	ring := func(x, y, size float64, clockwise bool) orb.Ring {
		r := orb.Ring{{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}, {x, y}}
		if clockwise {
			slices.Reverse(r)
		}
		return r
	}
	layer := geo.Layer{Name: "mixed", Fields: []geo.Field{
		{Name: "id"}, {Name: "label"}, {Name: "count", Type: geo.Int}, {Name: "area", Type: geo.Float}, {Name: "on", Type: geo.Bool}, {Name: "valid_from", Type: geo.Date},
	}}
	for i, g := range []orb.Geometry{
		orb.Point{46.123456789, -40.5},
		orb.MultiPoint{{46, 40}, {47, 41}},
		orb.LineString{{46, 40}, {47, 41}, {48, 40}},
		orb.MultiLineString{{{46, 40}, {47, 41}}, {{-179.5, 1}, {179.5, 2}}},
		orb.Polygon{ring(46, 40, 1, true), ring(46.25, 40.25, 0.5, true)}, // both the wrong way
		orb.MultiPolygon{{ring(46, 40, 1, false)}, {ring(48, 40, 1, true), ring(48.25, 40.25, 0.5, false)}},
		nil,
	} {
		f := geo.Feature{ID: fmt.Sprintf("f%d", i), Geometry: g}
		f.Values = []any{f.ID, []any{"Ağdam, \"Əsgəran\"", "Ստեփանակերտ", "<b>&amp;</b>", "a\tb", nil, "Шуша 'x'", "line\nbreak"}[i], i - 3, float64(i) / 3, i%2 == 0, "1899-12-31"}
		layer.Features = append(layer.Features, f)
	}
	return layer
}

// GDAL finds points, lines, polygons and what is not located in one layer of every format.
func TestGDALReadsMixedGeometries(t *testing.T) {
	meta := geo.Meta{Title: "T", Licence: "CC-BY-4.0"}
	names := map[string]string{"id": "id"}
	for _, tt := range []struct {
		file      string
		write     func(io.Writer, geo.Layer, geo.Meta) error
		layers    []string // what to ask GDAL for, one after the other
		options   []string
		tolerance float64
		skip      string // an id that GDAL passes over
	}{
		{"m.geojson", func(w io.Writer, l geo.Layer, m geo.Meta) error { return geojson.Write(w, l, m.Members()) }, nil, nil, exact, ""},
		{"m.geojsons", geojsonseq.Write, nil, nil, exact, ""},
		{"m.fg.json", jsonfg.Write, nil, nil, exact, ""},
		{"m.csv", func(w io.Writer, l geo.Layer, m geo.Meta) error { return csv.Write(w, l, m, csv.Options{}) }, nil,
			[]string{"AUTODETECT_TYPE=YES", "KEEP_GEOM_COLUMNS=NO"}, exact, ""},
		{"m.fgb", flatgeobuf.Write, nil, nil, exact, ""},
		{"m.topojson", topojson.Write, nil, nil, 5.0001e-8, "f6"},
		{"m.kml", kml.Write, []string{"mixed"}, nil, exact, ""}, // its id is id_,
		{"m.shp.zip", shapefile.Write, []string{"mixed_points", "mixed_lines", "mixed_polygons", "mixed_unlocated"}, nil, exact, ""},
	} {
		t.Run(tt.file, func(t *testing.T) {
			layer := mixed()
			var content bytes.Buffer
			if err := tt.write(&content, layer, meta); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join(t.TempDir(), tt.file)
			if err := os.WriteFile(file, content.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			var got []judged
			var sources []source
			for _, name := range append(tt.layers, "")[:max(1, len(tt.layers))] {
				sources = append(sources, source{File: file, Layer: name, Options: tt.options})
			}
			for _, read := range readWithGDAL(t, sources...) {
				got = append(got, read.features...)
			}
			layer.Features = slices.DeleteFunc(layer.Features, func(f geo.Feature) bool { return f.ID == tt.skip })
			names := names
			if tt.file == "m.kml" {
				names = map[string]string{"id": "id_"}
			}
			compare(t, tt.file, layer, got, names, tt.tolerance)
		})
	}
}

// What GDAL writes, our readers read: the way back, for import.
func TestReadersReadWhatGDALWrites(t *testing.T) {
	s := snapshot(t)
	for _, name := range []string{"shires", "control", "places", "lines", "events"} {
		want, err := s.Layer(t.Context(), name, all)
		if err != nil {
			t.Fatal(err)
		}
		source := save(t, s, "geojson", name, all)
		folder := t.TempDir()
		for _, tt := range []struct {
			driver, file string
			read         func(file string) (geo.Layer, error)
		}{
			{"FlatGeobuf", name + ".fgb", readFlatGeobuf},
			{"ESRI Shapefile", name + ".shp", readShapefile},
			{"LIBKML", name + ".kml", readKML},
		} {
			file := filepath.Join(folder, tt.file)
			args := []string{"-q", "-f", tt.driver, file, source, "-nln", name}
			switch tt.driver {
			case "ESRI Shapefile":
				args = append(args, "-lco", "ENCODING=UTF-8", "-select", "id,name_en,name_ar,valid_from,valid_to,precision_m,rank,kind", "-skipfailures")
				if name == "events" {
					args[len(args)-2] = "id,kind,valid_from"
				} else if name == "places" {
					args[len(args)-2] = "id,name_en,name_ar,rank"
				}
			case "FlatGeobuf":
				args = append(args, "-lco", "SPATIAL_INDEX=NO") // which cannot hold features without a geometry
			}
			if out, err := exec.Command("ogr2ogr", args...).CombinedOutput(); err != nil { // its warnings are about itself
				t.Fatalf("ogr2ogr %v: %v\n%s", args, err, out)
			}
			layer, err := tt.read(file)
			if err != nil {
				t.Errorf("%s: %v", tt.file, err)
				continue
			}
			expected := want
			if tt.driver == "FlatGeobuf" { // GDAL itself leaves out features without a geometry
				expected.Features = slices.DeleteFunc(slices.Clone(want.Features), func(f geo.Feature) bool { return f.Geometry == nil })
			}
			compareRead(t, tt.file, expected, layer)
		}
	}
}

func readFlatGeobuf(file string) (geo.Layer, error) {
	f, err := os.Open(file)
	if err != nil {
		return geo.Layer{}, err
	}
	defer f.Close()
	layer, _, err := flatgeobuf.Read(f)
	return layer, err
}

func readShapefile(file string) (geo.Layer, error) {
	layer, err := shapefile.Read(os.DirFS(filepath.Dir(file)), filepath.Base(file), "")
	return layer.Layer, err
}

func readKML(file string) (geo.Layer, error) {
	f, err := os.Open(file)
	if err != nil {
		return geo.Layer{}, err
	}
	defer f.Close()
	layer, _, err := kml.Read(f)
	return layer, err
}

// compareRead compares the fields that the file has, and all geometries.
func compareRead(t *testing.T, what string, want, got geo.Layer) {
	t.Helper()
	names := map[string]string{}
	has := map[string]bool{}
	for _, field := range got.Fields {
		has[field.Name] = true
	}
	for _, field := range want.Fields {
		if !has[field.Name] {
			names[field.Name] = ""
		}
	}
	names["id"] = "id"
	if len(names) > len(want.Fields)-3+1 {
		t.Errorf("%s: hardly any field is read: %v", what, got.Fields)
	}
	var list []judged
	for _, f := range got.Features {
		values := map[string]any{}
		for i, field := range got.Fields {
			values[field.Name] = f.Values[i]
			if n, ok := f.Values[i].(int64); ok {
				values[field.Name] = float64(n)
			}
		}
		list = append(list, judged{values: values, geometry: f.Geometry})
	}
	compare(t, what, want, list, names, exact)
	for i, field := range got.Fields {
		used := slices.ContainsFunc(got.Features, func(f geo.Feature) bool { return f.Values[i] != nil })
		if field.Name == "valid_from" && used && field.Type != geo.Date && !strings.HasSuffix(what, ".kml") {
			t.Errorf("%s: valid_from has the type %v, want Date", what, field.Type)
		}
	}
}
