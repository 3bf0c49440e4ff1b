package geo_test

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/internal/fixture"
)

func TestBox(t *testing.T) {
	box := func(west, south, east, north float64) orb.Geometry {
		return orb.Polygon{fixture.Box(west, south, east, north)}
	}
	for _, tt := range []struct {
		name       string
		geometries []orb.Geometry
		want       [4]float64
	}{
		{"one side", []orb.Geometry{box(10, 0, 20, 5), orb.Point{30, 7}}, [4]float64{10, 0, 30, 7}},
		{"both sides of the antimeridian", []orb.Geometry{box(176, -20, 180, -15), box(-180, -20, -178, -15), box(-178, -20, -173, -15)}, [4]float64{176, -20, -173, -15}},
		{"parts of one geometry", []orb.Geometry{orb.MultiPolygon{{fixture.Box(-180, 1, -170, 2)}, {fixture.Box(170, 0, 180, 2)}}}, [4]float64{170, 0, -170, 2}},
		{"near it, on both sides", []orb.Geometry{orb.Point{170, 1}, orb.Point{-160, 2}}, [4]float64{170, 1, -160, 2}},
		{"both sides of Greenwich", []orb.Geometry{orb.Point{-10, 1}, orb.Point{10, 2}}, [4]float64{-10, 1, 10, 2}},
		{"all around", []orb.Geometry{box(-180, -60, 0, 60), box(10, -60, 180, 60)}, [4]float64{-180, -60, 180, 60}},
		{"one as wide as the map", []orb.Geometry{box(-180, 60, 180, 90), orb.Point{1, 2}}, [4]float64{-180, 2, 180, 90}},
		{"half a turn", []orb.Geometry{orb.Point{-90, 0}, orb.Point{90, 0}}, [4]float64{-90, 0, 90, 0}},
		{"beyond the half", []orb.Geometry{orb.Point{-140, 0}, orb.Point{140, 0}}, [4]float64{140, 0, -140, 0}},
	} {
		if got, ok := geo.Box(slices.Values(tt.geometries)); !ok || got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
	if _, ok := geo.Box(slices.Values([]orb.Geometry{nil, orb.MultiPolygon{}})); ok {
		t.Error("a box around nothing")
	}
}
