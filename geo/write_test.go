package geo

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

func TestLayerCheck(t *testing.T) {
	layer := Layer{Name: "zones", Fields: []Field{
		{Name: "id"}, {Name: "n", Type: Int}, {Name: "x", Type: Float}, {Name: "on", Type: Bool}, {Name: "day", Type: Date},
	}}
	for _, tt := range []struct {
		name   string
		values []any
		shape  orb.Geometry
		want   string // in the error; "": none
	}{
		{"all", []any{"a", 1, 1.5, true, "2020-11-25"}, orb.Point{1, 2}, ""},
		{"int64", []any{"a", int64(1), nil, nil, nil}, nil, ""},
		{"nothing", []any{nil, nil, nil, nil, nil}, nil, ""},
		{"too few", []any{"a"}, nil, "has 1 values: want 5"},
		{"text for a number", []any{"a", "1", nil, nil, nil}, nil, `field "n"`},
		{"whole for a fraction", []any{"a", nil, 1, nil, nil}, nil, `field "x"`},
		{"not a number", []any{"a", nil, math.NaN(), nil, nil}, nil, `field "x"`},
		{"infinite", []any{"a", nil, math.Inf(1), nil, nil}, nil, `field "x"`},
		{"month", []any{"a", nil, nil, nil, "2020-11"}, nil, "want YYYY-MM-DD"},
		{"impossible day", []any{"a", nil, nil, nil, "2020-02-30"}, nil, "want YYYY-MM-DD"},
		{"position", []any{"a", nil, nil, nil, nil}, orb.LineString{{1, 2}, {math.NaN(), 2}}, "want finite numbers"},
	} {
		err := layer.Check(&Feature{ID: "a", Geometry: tt.shape, Values: tt.values})
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q", tt.name, err, tt.want)
		}
	}
}

func TestWithoutEmptyParts(t *testing.T) {
	ring := orb.Ring{{0, 0}, {1, 0}, {1, 1}, {0, 0}}
	for _, tt := range []struct {
		name      string
		got, want orb.Geometry
	}{
		{"nil", Plain(nil), nil},
		{"ring", Plain(ring), orb.Polygon{ring}},
		{"box", Plain(orb.Bound{Max: orb.Point{1, 1}}).(orb.Polygon)[0].Bound(), orb.Bound{Max: orb.Point{1, 1}}},
		{"no points", Plain(orb.MultiPoint{}), nil},
		{"no shell", Plain(orb.Polygon{{}, ring}), nil},
		{"empty hole", Plain(orb.Polygon{ring, {}}), orb.Polygon{ring}},
		{"empty line", Plain(orb.MultiLineString{{}, {{1, 2}, {3, 4}}}), orb.MultiLineString{{{1, 2}, {3, 4}}}},
		{"empty polygon", Plain(orb.MultiPolygon{{}, {ring}}), orb.MultiPolygon{{ring}}},
		{"nothing but empty", Plain(orb.Collection{orb.LineString{}, orb.MultiPolygon{{}}}), nil},
	} {
		if !reflect.DeepEqual(tt.got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.name, tt.got, tt.want)
		}
	}
}

// The input is never written into.
func TestWound(t *testing.T) {
	shell := orb.Ring{{0, 0}, {4, 0}, {4, 4}, {0, 0}}
	hole := orb.Ring{{2, 1}, {3, 1}, {3, 2}, {2, 1}}
	polygon := orb.Polygon{shell, hole} // both anticlockwise
	before := polygon.Clone()
	for _, clockwise := range []bool{false, true} {
		got := Wound(polygon, clockwise)
		want := []int{1, -1}
		if clockwise {
			want = []int{-1, 1}
		}
		if w := []int{planar.Winding(got[0]), planar.Winding(got[1])}; !slices.Equal(w, want) {
			t.Errorf("shell clockwise %t: got windings %v, want %v", clockwise, w, want)
		}
	}
	if !reflect.DeepEqual(polygon, before) {
		t.Errorf("the polygon has changed to %v", polygon)
	}
}

func TestMetaEntries(t *testing.T) {
	m := Meta{Title: "T", Licence: "CC-BY-4.0", LicenceURL: "https://example.org"}
	if got, want := m.Words(), "title: T\nlicence: CC-BY-4.0\nlicence url: https://example.org"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := m.Members(); len(got) != 3 || got["licence_url"] != "https://example.org" {
		t.Errorf("got %v", got)
	}
}
