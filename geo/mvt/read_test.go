package mvt

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// What was cut into a tile is read back within half a unit, holes as holes.
func TestRead(t *testing.T) {
	square := func(west, south, side float64) orb.Ring {
		return orb.Ring{{west, south}, {west + side, south}, {west + side, south + side}, {west, south + side}, {west, south}}
	}
	hole := square(13, 13, 2)
	hole.Reverse()
	layers := []geo.Layer{{Name: "areas", Fields: []geo.Field{{Name: "kind"}, {Name: "rank", Type: geo.Int}, {Name: "none"}}, Features: []geo.Feature{
		{ID: "a", Geometry: orb.MultiPolygon{{square(10, 10, 10), hole}, {square(30, 10, 5)}}, Values: []any{"sea", 3, nil}},
	}}, {Name: "lines", Features: []geo.Feature{{ID: "l", Geometry: orb.LineString{{10, 10}, {20, 30}}}}},
		{Name: "points", Features: []geo.Feature{{ID: "p", Geometry: orb.Point{12, 40}}}}}
	tile, err := NewTiler(layers).Tile(2, 2, 1)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read(tile, 2, 2, 1)
	if err != nil || len(got) != 3 {
		t.Fatalf("%d layers, %v: want 3", len(got), err)
	}
	areas := got[0].Features[0].Geometry.(orb.MultiPolygon)
	if len(areas) != 2 || len(areas[0])+len(areas[1]) != 3 {
		t.Errorf("read %v: want two polygons, one with a hole", areas)
	}
	if area := geo.Area(areas) / geo.Area(layers[0].Features[0].Geometry.(orb.MultiPolygon)); math.Abs(area-1) > 0.003 {
		t.Errorf("the area is %.4f of what it was", area)
	}
	if values := got[0].Features[0].Values; values[0] != "sea" || values[1] != 3 || len(got[0].Fields) > 3 {
		t.Errorf("values %v of %v: want sea, 3", values, got[0].Fields)
	}
	if p := got[2].Features[0].Geometry.(orb.MultiPoint)[0]; math.Hypot(p[0]-12, p[1]-40) > 0.02 {
		t.Errorf("the point came back at %v", p)
	}
	for i := range tile {
		Read(tile[:i], 2, 2, 1) // does not panic
		damaged := append([]byte(nil), tile...)
		damaged[i] ^= 0xff
		Read(damaged, 2, 2, 1)
	}
}
