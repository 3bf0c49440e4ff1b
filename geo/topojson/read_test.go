package topojson_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/topojson"
)

// twoSquares has two squares that share an arc, on a grid of tenths, a point, a line and what has
// no place.
const twoSquares = `{
 "arcs": [[[10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10], [10, 0]], [[10, 0], [10, 0], [0, 10], [-10, 0]]],
 "objects": {
  "lands": {"type": "GeometryCollection", "geometries": [
   {"type": "Polygon", "id": "w", "properties": {"name": "Yëlland", "n": 1, "old": null}, "arcs": [[0, 1]]},
   {"type": "MultiPolygon", "id": 7, "properties": {"name": "Ost", "n": 2.5, "old": true}, "arcs": [[[-1, 2]]]},
   {"type": null, "properties": {"name": "nowhere"}},
   {"type": "GeometryCollection", "geometries": [{"type": "Polygon", "arcs": [[0, 1]]}, {"type": "Point", "coordinates": [5, 5]}]},
   {"type": null}]},
  "road": {"type": "LineString", "arcs": [0, 1]},
  "posts": {"type": "MultiPoint", "coordinates": [[0, 0], [5, 10, 99]]}},
 "transform": {"scale": [0.1, 0.1], "translate": [20, -5]}, "bbox": [20, -5, 22, -4], "licence": "CC0", "about": {"title": {"en": "x"}},
 "type": "Topology"}`

func TestRead(t *testing.T) {
	layers, err := topojson.Read([]byte(twoSquares))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range layers {
		for _, f := range l.Features {
			got = append(got, fmt.Sprint(l.Name, " ", f.ID, " ", f.Geometry, " ", f.Values))
		}
	}
	want := []string{
		"lands w [[[21 -5] [21 -4] [20 -4] [20 -5] [21 -5]]] [Yëlland 1 <nil>]",
		"lands 7 [[[[21 -4] [21 -5] [22 -5] [22 -4] [21 -4]]]] [Ost 2.5 true]",
		"lands  <nil> [nowhere <nil> <nil>]",
		"lands  [[[[21 -5] [21 -4] [20 -4] [20 -5] [21 -5]]] [20.5 -4.5]] [<nil> <nil> <nil>]",
		"lands  <nil> [<nil> <nil> <nil>]",
		"road  [[21 -5] [21 -4] [20 -4] [20 -5] [21 -5]] []",
		"posts  [[20 -5] [20.5 -4]] []",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if fields := layers[0].Fields; fields[1].Type != geo.Float || fields[2].Type != geo.Bool {
		t.Errorf("fields: got %v", fields)
	}
	if m := layers[0].Metadata; m["licence"] != "CC0" || m["about"] != `{"title":{"en":"x"}}` || len(m) != 2 {
		t.Errorf("metadata: got %v", m)
	}
}

// Without a transform positions are degrees, and arcs hold no steps.
func TestReadPlain(t *testing.T) {
	layers, err := topojson.Read([]byte(`{"type":"Topology","objects":{"a":{"type":"Polygon","arcs":[[0]]}},"arcs":[[[1.5,2],[2.5,2],[2.5,3],[1.5,2]]]}`))
	if err != nil || fmt.Sprint(layers[0].Features[0].Geometry) != "[[[1.5 2] [2.5 2] [2.5 3] [1.5 2]]]" {
		t.Errorf("got %v, %v", layers, err)
	}
}

// What is written with seven decimals comes back to the last digit.
func TestReadWritten(t *testing.T) {
	layer := geo.Layer{Name: "a", Fields: []geo.Field{{Name: "x"}}}
	for i := range 300 {
		at := orb.Point{float64(i)*1.1234567 - 170, 0.1234567*float64(i) - 80}
		layer.Features = append(layer.Features, geo.Feature{ID: fmt.Sprint(i), Geometry: orb.Point{rounded(at[0]), rounded(at[1])}, Values: []any{nil}})
	}
	var out bytes.Buffer
	if err := topojson.Write(&out, layer, geo.Meta{Licence: "CC0"}); err != nil {
		t.Fatal(err)
	}
	if !topojson.Is(out.Bytes()) {
		t.Error("Is: got false")
	}
	layers, err := topojson.Read(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range layers[0].Features {
		if f.Geometry != layer.Features[i].Geometry || f.ID != layer.Features[i].ID {
			t.Fatalf("got %s %v, want %s %v", f.ID, f.Geometry, layer.Features[i].ID, layer.Features[i].Geometry)
		}
	}
}

// rounded has the float64 that is nearest to seven decimals.
func rounded(x float64) float64 {
	var v float64
	fmt.Sscanf(fmt.Sprintf("%.7f", x), "%g", &v)
	return v
}

func TestReadRefuses(t *testing.T) {
	const head = `{"type":"Topology","arcs":[[[0,0],[1,0],[1,1],[0,0]]],` + "\n"
	long := `{"type":"Topology","arcs":[[` + strings.Repeat("[0,0],", 9999) + `[1,1]]],"objects":{"a":{"type":"MultiLineString","arcs":[` + strings.Repeat("[0],", 4000) + `[0]]}}}`
	for _, tt := range []struct{ name, document, says string }{
		{"arc out of range", head + `"objects":{"a":{"type":"Polygon","arcs":[[1]]}}}`, `object "a": line 2: geometry 1: arc 1: want a number of one of the 1 arcs, 0 to 0, or -1 to -1`},
		{"arc backwards out of range", head + `"objects":{"a":{"type":"Polygon","arcs":[[-2]]}}}`, "arc -2: want"},
		{"arc beyond all numbers", head + `"objects":{"a":{"type":"Polygon","arcs":[[-9223372036854775808]]}}}`, "arc -92233"},
		{"half an arc", head + `"objects":{"a":{"type":"LineString","arcs":[0.5]}}}`, "arc 0.5"},
		{"arc by name", head + `"objects":{"a":{"type":"LineString","arcs":["x"]}}}`, "arc x"},
		{"arcs nested wrongly", head + `"objects":{"a":{"type":"Polygon","arcs":[0]}}}`, `"arcs": want an array`},
		{"another type", head + `"objects":{"a":{"type":"Circle"}}}`, `type "Circle": want Point`},
		{"no objects", `{"type":"Topology","arcs":[]}`, `without "objects"`},
		{"collection without members", head + `"objects":{"a":{"type":"GeometryCollection"}}}`, `"geometries": want an array`},
		{"scale missing", `{"type":"Topology","transform":{"translate":[0,0]},"objects":{}}`, `"scale": want two numbers`},
		{"arcs as an object", "{\"type\":\"Topology\",\n\"arcs\":{}}", `line 2: "arcs": want an array`},
		{"position of texts", `{"type":"Topology","arcs":[[["0","0"]]]}`, "position: want numbers"},
		{"position of one", `{"type":"Topology","arcs":[[[0]]]}`, "position: want two numbers"},
		{"number out of range", `{"type":"Topology","arcs":[[[1e999,0]]]}`, "out of range"},
		{"cut short", head[:30], "line 1"},
		{"not a topology", `{"type":"Feature"}`, `"type": "Topology"`},
		{"more behind it", head + `"objects":{}} x`, "after the end"},
		{"arcs used again and again", long, "more than 30000000 positions"},
		{"collections in each other", head + `"objects":{"a":` + strings.Repeat(`{"type":"GeometryCollection","geometries":[`, 200) + strings.Repeat("]}", 200) + `}}`, "nested"},
	} {
		_, err := topojson.Read([]byte(tt.document))
		if err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: got %v, want %q", tt.name, err, tt.says)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(twoSquares))
	f.Add([]byte(`{"type":"Topology","objects":{"a":{"type":"Polygon","arcs":[[0,-1]]}},"arcs":[[]]}`))
	f.Fuzz(func(t *testing.T, document []byte) {
		layers, err := topojson.Read(document)
		if err != nil {
			return
		}
		if !topojson.Is(document) {
			t.Errorf("read, but Is says no: %q", document)
		}
		for _, layer := range layers {
			for i := range layer.Features {
				if n := len(layer.Features[i].Values); n != len(layer.Fields) {
					t.Fatalf("%d values of %d fields: %q", n, len(layer.Fields), document)
				}
			}
		}
	})
}
