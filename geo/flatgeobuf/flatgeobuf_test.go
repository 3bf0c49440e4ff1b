package flatgeobuf_test

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/flatgeobuf"
	"demarc/geo/geojson"
)

var fields = []geo.Field{
	{Name: "id"}, {Name: "name_hy"}, {Name: "rank", Type: geo.Int}, {Name: "area", Type: geo.Float},
	{Name: "overlay", Type: geo.Bool}, {Name: "valid_from", Type: geo.Date},
}

func square(x, y, size float64) orb.Ring {
	return orb.Ring{{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}, {x, y}}
}

// shapes has one geometry of every kind.
var shapes = []orb.Geometry{
	orb.Point{46, 40},
	orb.MultiPoint{{46, 40}, {47, 41}},
	orb.LineString{{46, 40}, {46.5, 40.25}, {47, 40}},
	orb.MultiLineString{{{46, 40}, {47, 40}}, {{46, 41}, {47, 41}, {47, 42}}},
	orb.Polygon{square(46, 40, 1), slices.Clone(reversed(square(46.25, 40.25, 0.5)))},
	orb.MultiPolygon{{square(46, 40, 1)}, {square(48, 40, 1), reversed(square(48.25, 40.25, 0.5))}},
	orb.Collection{orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}},
	nil,
}

func reversed(r orb.Ring) orb.Ring {
	slices.Reverse(r)
	return r
}

func layerOf(shapes ...orb.Geometry) geo.Layer {
	layer := geo.Layer{Name: "զոնաներ", Fields: fields}
	for i, g := range shapes {
		id := string(rune('a' + i%26))
		values := []any{id, "Ստեփանակերտ / Xankəndi", i, 1.5 * float64(i), i%2 == 0, "2020-11-25"}
		if i%3 == 2 {
			values = []any{id, nil, nil, nil, nil, nil}
		}
		layer.Features = append(layer.Features, geo.Feature{ID: id, Geometry: g, Values: values})
	}
	return layer
}

func roundTrip(t *testing.T, layer geo.Layer) (geo.Layer, map[string]string) {
	t.Helper()
	var file bytes.Buffer
	if err := flatgeobuf.Write(&file, layer, geo.Meta{Title: "T", Dataset: "d", Version: "1.0.0", Licence: "CC-BY-4.0", Attribution: "A"}); err != nil {
		t.Fatal(err)
	}
	got, notes, err := flatgeobuf.Read(&file)
	if len(notes) > 0 {
		t.Errorf("notes: got %q of our own file", notes)
	}
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(got.Features, func(a, b geo.Feature) int { return strings.Compare(a.ID, b.ID) })
	return got, got.Metadata
}

// Everything that can be written is read back the same.
func TestRoundTrip(t *testing.T) {
	tests := map[string]geo.Layer{
		"all kinds": layerOf(shapes...),
		"none":      layerOf(),
		"no shape":  layerOf(nil, nil),
		"many":      layerOf(manyPoints(1000)[:26]...),
	}
	for i, g := range shapes[:6] {
		tests["only "+g.GeoJSONType()] = layerOf(shapes[i])
	}
	for name, want := range tests {
		got, metadata := roundTrip(t, want)
		if got.Name != want.Name || !reflect.DeepEqual(got.Fields, want.Fields) || len(got.Features) != len(want.Features) {
			t.Fatalf("%s: got layer %q with %v and %d features", name, got.Name, got.Fields, len(got.Features))
		}
		if metadata["licence"] != "CC-BY-4.0" || metadata["title"] != "T" || metadata["version"] != "1.0.0" {
			t.Errorf("%s: metadata %v", name, metadata)
		}
		for i, f := range got.Features {
			w := want.Features[i]
			if w.Values[2] != nil {
				w.Values[2] = geo.Integer(w.Values[2])
			}
			if g, wg := geojson.AppendGeometry(nil, f.Geometry), geojson.AppendGeometry(nil, w.Geometry); !bytes.Equal(g, wg) {
				t.Errorf("%s: feature %d: got %s, want %s", name, i, g, wg)
			}
			if !reflect.DeepEqual(f.Values, w.Values) {
				t.Errorf("%s: feature %d: got %v, want %v", name, i, f.Values, w.Values)
			}
		}
	}
}

func manyPoints(n int) []orb.Geometry {
	list := make([]orb.Geometry, n)
	for i := range list {
		list[i] = orb.Point{float64(i*7919%1000) / 10, float64(i*104729%500) / 10}
	}
	return list
}

// One and many of a kind become one kind, so that the file has a type.
func TestSingleBecomesMulti(t *testing.T) {
	got, _ := roundTrip(t, layerOf(shapes[5], shapes[4]))
	for _, f := range got.Features {
		if f.Geometry.GeoJSONType() != "MultiPolygon" {
			t.Errorf("%s: got %s, want MultiPolygon", f.ID, f.Geometry.GeoJSONType())
		}
	}
}

// A value or position that the format cannot hold is an error and not a broken file.
func TestWriteRefuses(t *testing.T) {
	nan := layerOf(orb.Point{0, 0})
	nan.Features[0].Geometry = orb.Point{0, 0} // the positions of a layer are never written into
	nan.Features[0].Values[5] = "2020-11"
	short := layerOf(orb.Point{0, 0})
	short.Features[0].Values = short.Features[0].Values[:3]
	for name, layer := range map[string]geo.Layer{"month": nan, "short": short} {
		if err := flatgeobuf.Write(&bytes.Buffer{}, layer, geo.Meta{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, layer := range []geo.Layer{layerOf(shapes...), layerOf(shapes[4]), layerOf(manyPoints(40)...)} {
		var file bytes.Buffer
		if err := flatgeobuf.Write(&file, layer, geo.Meta{Title: "T"}); err != nil {
			f.Fatal(err)
		}
		f.Add(file.Bytes())
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		layer, _, err := flatgeobuf.Read(bytes.NewReader(file))
		if err != nil {
			return
		}
		for i := range layer.Features {
			if n := len(layer.Features[i].Values); n != len(layer.Fields) {
				t.Fatalf("%d values for %d fields", n, len(layer.Fields))
			}
		}
	})
}
