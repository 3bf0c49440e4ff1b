package topojson_test

import (
	"bytes"
	"encoding/json"
	"math"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/topojson"
)

type topology struct {
	Type      string
	Bbox      []float64
	Licence   string
	Transform struct{ Scale, Translate [2]float64 }
	Objects   map[string]struct {
		Type       string
		Geometries []struct {
			Type        any
			ID          string
			Properties  map[string]any
			Arcs        json.RawMessage
			Coordinates json.RawMessage
			Geometries  []json.RawMessage
		}
	}
	Arcs [][][2]int64
}

func write(t *testing.T, shapes ...orb.Geometry) topology {
	t.Helper()
	layer := geo.Layer{Name: "zones", Fields: []geo.Field{{Name: "name"}}}
	for i, g := range shapes {
		layer.Features = append(layer.Features, geo.Feature{ID: string(rune('a' + i)), Geometry: g, Values: []any{"Ağdam"}})
	}
	var file bytes.Buffer
	if err := topojson.Write(&file, layer, geo.Meta{Licence: "CC-BY-4.0"}); err != nil {
		t.Fatal(err)
	}
	var got topology
	if err := json.Unmarshal(file.Bytes(), &got); err != nil {
		t.Fatalf("%v in %s", err, file.String())
	}
	return got
}

// Neighbours share their border: it stands in the file once.
func TestBorderStandsOnce(t *testing.T) {
	west := orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 1}, {0, 0}}}
	east := orb.Polygon{{{1, 0}, {2, 0}, {2, 1}, {1, 1}, {1, 0}}}
	got := write(t, west, east)
	if len(got.Arcs) != 3 || got.Type != "Topology" || got.Licence != "CC-BY-4.0" {
		t.Errorf("got %s with %d arcs and licence %q: want Topology, 3 arcs", got.Type, len(got.Arcs), got.Licence)
	}
	if a, b := string(got.Objects["zones"].Geometries[0].Arcs), string(got.Objects["zones"].Geometries[1].Arcs); len(a) < 5 || len(b) < 5 {
		t.Errorf("got arcs %s and %s", a, b)
	}
}

// Positions are whole steps from the one before, and give back the position within half a step.
func TestQuantisation(t *testing.T) {
	line := orb.LineString{{46.12345678, 40}, {46.123456785, 40.00000001}, {46.2, -40.1}, {-179.99999999, 89.99999996}}
	got := write(t, line)
	var at [2]int64
	var read []orb.Point
	for _, step := range got.Arcs[0] {
		at[0], at[1] = at[0]+step[0], at[1]+step[1]
		read = append(read, orb.Point{
			float64(at[0])*got.Transform.Scale[0] + got.Transform.Translate[0], float64(at[1])*got.Transform.Scale[1] + got.Transform.Translate[1],
		})
	}
	want := []orb.Point{line[0], line[2], line[3]} // the second falls on the first
	if len(read) != len(want) {
		t.Fatalf("got %v, want %v", read, want)
	}
	for i, p := range read {
		if math.Abs(p[0]-want[i][0]) > 5.0001e-8 || math.Abs(p[1]-want[i][1]) > 5.0001e-8 {
			t.Errorf("position %d: got %v, want %v", i, p, want[i])
		}
	}
}

func TestTypes(t *testing.T) {
	ring := orb.Ring{{0, 0}, {1, 0}, {1, 1}, {0, 0}}
	got := write(t, orb.Point{1, 2}, orb.MultiPoint{{1, 2}, {3, 4}}, orb.MultiLineString{{{0, 0}, {1, 1}}}, orb.MultiPolygon{{ring}}, nil,
		orb.Collection{orb.Point{1, 2}, ring.Bound()}, orb.LineString{{0, 0}, {0, 1e-9}})
	for i, want := range []any{"Point", "MultiPoint", "MultiLineString", "MultiPolygon", nil, "GeometryCollection", "LineString"} {
		g := got.Objects["zones"].Geometries[i]
		if g.Type != want || g.Properties["name"] != "Ağdam" {
			t.Errorf("%s: got %v with %v, want %v", g.ID, g.Type, g.Properties, want)
		}
	}
	if g := got.Objects["zones"].Geometries; string(g[0].Coordinates) != "[10000000,20000000]" || len(g[5].Geometries) != 2 {
		t.Errorf("got point %s, collection of %d", g[0].Coordinates, len(g[5].Geometries))
	}
	for i, arc := range got.Arcs {
		if len(arc) < 2 {
			t.Errorf("arc %d has %d positions: want two at least", i, len(arc))
		}
	}
}
