package antimeridian_test

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/antimeridian"
	"demarc/geo/internal/fixture"
	"demarc/geo/internal/planar"
	"demarc/geo/valid"
)

func TestCut(t *testing.T) {
	box := fixture.Box
	for _, tt := range []struct {
		name    string
		g, want orb.Geometry // as many parts, with the same box and area; nil: as it is
	}{
		{"far from it", orb.Polygon{box(10, 0, 20, 5)}, nil},
		{"as wide as the map", orb.Polygon{box(-180, 60, 180, 90)}, nil},
		{"180 degrees wide", orb.Polygon{box(-90, 0, 90, 5)}, nil},
		{"metres", orb.Polygon{box(500000, 0, 501000, 5)}, nil},
		{"touches it", orb.MultiPolygon{{box(179, 0, 180, 5)}, {box(-180, 0, -179, 5)}}, nil},
		{"across", orb.Polygon{{{179, -5}, {-179, -5}, {-179, 5}, {179, 5}, {179, -5}}}, orb.MultiPolygon{{box(179, -5, 180, 5)}, {box(-180, -5, -179, 5)}}},
		{"across, clockwise", orb.Polygon{{{179, -5}, {179, 5}, {-179, 5}, {-179, -5}, {179, -5}}}, orb.MultiPolygon{{box(179, -5, 180, 5)}, {box(-180, -5, -179, 5)}}},
		{"across, 0 to 360", orb.Polygon{box(179, -5, 181, 5)}, orb.MultiPolygon{{box(179, -5, 180, 5)}, {box(-180, -5, -179, 5)}}},
		{"across, below -180", orb.Polygon{box(-181, -5, -179, 5)}, orb.MultiPolygon{{box(179, -5, 180, 5)}, {box(-180, -5, -179, 5)}}},
		{"beyond it, 0 to 360", orb.Polygon{box(190, -5, 200, 5)}, orb.Polygon{box(-170, -5, -160, 5)}},
		{"up to it from beyond", orb.Polygon{box(180, -5, 185, 5)}, orb.Polygon{box(-180, -5, -175, 5)}},
		{"written with both names of it", orb.Polygon{{{179, 0}, {-180, 0}, {-180, 5}, {179, 5}, {179, 0}}}, orb.Polygon{box(179, 0, 180, 5)}},
		{"with a hole in the east", orb.Polygon{{{170, -5}, {-170, -5}, {-170, 5}, {170, 5}, {170, -5}}, box(-176, -1, -175, 1)},
			orb.MultiPolygon{{box(170, -5, 180, 5)}, {box(-180, -5, -170, 5), box(-176, -1, -175, 1)}}},
		{"with a hole across", orb.Polygon{{{170, -5}, {-170, -5}, {-170, 5}, {170, 5}, {170, -5}}, {{179, -1}, {-179, -1}, {-179, 1}, {179, 1}, {179, -1}}},
			orb.MultiPolygon{{{{170, -5}, {180, -5}, {180, -1}, {179, -1}, {179, 1}, {180, 1}, {180, 5}, {170, 5}, {170, -5}}}, {{{-170, -5}, {-170, 5}, {-180, 5}, {-180, 1}, {-179, 1}, {-179, -1}, {-180, -1}, {-180, -5}, {-170, -5}}}}},
		{"with a hole that touches it", orb.Polygon{{{170, -5}, {-170, -5}, {-170, 5}, {170, 5}, {170, -5}}, {{180, 0}, {178, 1}, {178, -1}, {180, 0}}},
			orb.MultiPolygon{{box(170, -5, 180, 5), {{180, 0}, {178, 1}, {178, -1}, {180, 0}}}, {box(-180, -5, -170, 5)}}},
		{"a U that crosses twice", orb.Polygon{{{179, 0}, {181, 0}, {181, 1}, {179.5, 1}, {179.5, 2}, {181, 2}, {181, 3}, {179, 3}, {179, 0}}},
			orb.MultiPolygon{{{{179, 0}, {180, 0}, {180, 1}, {179.5, 1}, {179.5, 2}, {180, 2}, {180, 3}, {179, 3}, {179, 0}}}, {box(-180, 0, -179, 1)}, {box(-180, 2, -179, 3)}}},
		{"around the south pole", orb.Polygon{{{-90, -70}, {0, -70}, {90, -70}, {180, -70}, {-90, -70}}}, orb.Polygon{box(-180, -90, 180, -70)}},
		{"around the north pole, westward, from afar", orb.Polygon{{{100, 70}, {0, 70}, {-100, 70}, {160, 70}, {100, 70}}}, orb.Polygon{box(-180, 70, 180, 90)}},
		{"around the earth but for the poles", orb.Polygon{{{0, -10}, {120, -10}, {-120, -10}, {0, -10}}, {{60, 10}, {-60, 10}, {180, 10}, {60, 10}}}, orb.Polygon{box(-180, -10, 180, 10)}},
		{"around a pole, 0 to 360", orb.Polygon{{{0, -70}, {90, -70}, {180, -70}, {270, -70}, {360, -70}, {360, -90}, {0, -90}, {0, -70}}},
			orb.MultiPolygon{{box(0, -90, 180, -70)}, {box(-180, -90, 0, -70)}}},
		{"line across", orb.LineString{{178, 0}, {-178, 4}}, orb.MultiLineString{{{178, 0}, {180, 2}}, {{-180, 2}, {-178, 4}}}},
		{"line to and fro", orb.LineString{{179, 0}, {-179, 2}, {179, 4}}, orb.MultiLineString{{{179, 0}, {180, 1}}, {{-180, 1}, {-179, 2}, {-180, 3}}, {{180, 3}, {179, 4}}}},
		{"line along it", orb.LineString{{179, 0}, {180, 0}, {-180, 5}, {-179, 5}}, orb.MultiLineString{{{179, 0}, {180, 0}, {180, 5}}, {{-180, 5}, {-179, 5}}}},
		{"line, 0 to 360", orb.LineString{{170, 0}, {180, 0}, {190, 0}}, orb.MultiLineString{{{170, 0}, {180, 0}}, {{-180, 0}, {-170, 0}}}},
		{"lines, one of them across", orb.MultiLineString{{{1, 2}, {3, 4}}, {{-179, 0}, {179, 0}}}, orb.MultiLineString{{{1, 2}, {3, 4}}, {{-179, 0}, {-180, 0}}, {{180, 0}, {179, 0}}}},
		{"point", orb.Point{187.5, 3}, orb.Point{-172.5, 3}},
		{"points", orb.MultiPoint{{187.5, 3}, {1, 2}}, orb.MultiPoint{{-172.5, 3}, {1, 2}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, changed := antimeridian.Cut(tt.g)
			if changed != (tt.want != nil) || tt.want == nil && !reflect.DeepEqual(got, tt.g) {
				t.Fatalf("got %v, changed %v; want changed %v", got, changed, tt.want != nil)
			}
			if tt.want == nil {
				return
			}
			areas := geo.Polygons(got)
			if areas == nil {
				if !orb.Equal(got, tt.want) {
					t.Errorf("got %v, want %v", got, tt.want)
				}
				return
			}
			a, b := geo.Area(areas), geo.Area(geo.Polygons(tt.want))
			if len(areas) != len(geo.Polygons(tt.want)) || got.Bound() != tt.want.Bound() || math.Abs(a-b) > 1e-9*b {
				t.Errorf("got %v of %.0f m2, want %v of %.0f m2", got, a, tt.want, b)
			}
			for _, f := range new(valid.Checker).Check(areas) {
				if f.Kind != valid.SharedEdge || tt.name != "around a pole, 0 to 360" {
					t.Errorf("got %v, which has %v", got, f)
				}
			}
		})
	}
}

// A cut shape holds the same points of the globe, in whichever way its longitudes were written, and
// no new fault.
func TestCutOfRandomShapes(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 14))
	crossed, holes := 0, 0
	for range 4_000 {
		laid := laidOut(r)
		if faults := new(valid.Checker).Check(laid); len(faults) > 0 {
			continue
		}
		wrapped := orb.Clone(laid).(orb.MultiPolygon)
		for _, ring := range wrapped[0] {
			for k, p := range ring {
				if p[0] > 180 || p[0] == 180 && r.IntN(2) == 0 {
					ring[k][0] -= 360
				}
			}
		}
		cut, changed := antimeridian.Cut(laid)
		other, _ := antimeridian.Cut(wrapped)
		if changed {
			crossed++
		}
		for _, shape := range []orb.MultiPolygon{geo.Polygons(cut), geo.Polygons(other)} {
			for range 30 {
				p := orb.Point{174 + r.Float64()*12, -1 + r.Float64()*11}
				q := p
				if q[0] > 180 {
					q[0] -= 360
				}
				if planar.Contains(laid, p) != planar.Contains(shape, q) {
					t.Fatalf("%v became %v: they disagree on %v", laid, shape, q)
				}
			}
			for _, f := range new(valid.Checker).Check(shape) {
				t.Fatalf("%v became %v, which has %v", laid, shape, f)
			}
			for _, polygon := range shape {
				holes += len(polygon) - 1
			}
		}
		for p := range geo.Positions(cut) {
			if math.Abs(p[0]) > 180 {
				t.Fatalf("%v became %v", laid, cut)
			}
		}
	}
	if crossed < 500 || holes < 200 {
		t.Errorf("%d shapes were cut, %d holes were left: too few to say that all is well", crossed, holes)
	}
}

// laidOut makes shapes around 180 degrees, beyond it too, with many vertices on it.
func laidOut(r *rand.Rand) orb.MultiPolygon {
	var shape orb.MultiPolygon
	ring := func(west, south, size float64, corners int) orb.Ring {
		var ring orb.Ring
		for range corners {
			ring = append(ring, orb.Point{west + float64(r.IntN(int(size)+1)), south + float64(r.IntN(int(size)+1))})
		}
		return append(ring, ring[0])
	}
	polygon := orb.Polygon{ring(175, 0, 9, 3+r.IntN(6))}
	if r.IntN(2) == 0 {
		polygon[0] = fixture.Box(175, 0, 185, 9)
	}
	for range r.IntN(4) {
		polygon = append(polygon, ring(float64(176+r.IntN(6)), float64(1+r.IntN(5)), 3, 3))
	}
	return append(shape, polygon)
}

// Neighbours get the same vertices on the antimeridian, from whichever side their common edge is
// walked.
func TestCutKeepsNeighbours(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 14))
	for range 300 {
		a, b := orb.Point{178 + r.Float64(), r.Float64()}, orb.Point{-178 - r.Float64(), 5 + r.Float64()}
		north := orb.Polygon{{a, b, {-178, 20}, {178, 20}, a}}
		south := orb.Polygon{{b, a, {178, -20}, {-178, -20}, b}}
		upper, _ := antimeridian.Cut(north)
		lower, _ := antimeridian.Cut(south)
		all := append(geo.Polygons(upper), geo.Polygons(lower)...)
		for _, f := range new(valid.Checker).Check(all) {
			if f.Kind != valid.SharedEdge {
				t.Fatalf("edge %v to %v: %v", a, b, f)
			}
		}
		common := 0
		for p := range geo.Positions(upper) {
			for q := range geo.Positions(lower) {
				if p == q {
					common++
				}
			}
		}
		if common < 4 { // two ends, and the crossing on both sides
			t.Fatalf("edge %v to %v: %v and %v share %d positions, want 4", a, b, upper, lower, common)
		}
	}
}

func FuzzCut(f *testing.F) {
	f.Add([]byte{0, 10, 250, 10, 250, 40, 0, 40})
	f.Add([]byte{0, 200, 90, 200, 180, 200, 250, 200})
	f.Fuzz(func(t *testing.T, content []byte) {
		var ring orb.Ring
		for i := 0; i+1 < len(content) && i < 60; i += 2 {
			ring = append(ring, orb.Point{float64(content[i])*3 - 380, float64(content[i+1])/2 - 64})
		}
		if len(ring) < 3 {
			t.Skip()
		}
		ring = append(ring, ring[0])
		cut, changed := antimeridian.Cut(orb.Polygon{ring})
		if again, twice := antimeridian.Cut(cut); changed && twice && !orb.Equal(again, cut) && len(new(valid.Checker).Check(orb.MultiPolygon{{ring}})) == 0 {
			t.Errorf("%v became %v, and then %v", ring, cut, again)
		}
		antimeridian.Cut(orb.LineString(ring))
	})
}
