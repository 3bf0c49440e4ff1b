package locate

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/internal/fixture"
	"demarc/geo/internal/planar"
)

func TestAlong(t *testing.T) {
	west, east, north := fixture.BoxShape(0, 0, 1, 1), fixture.BoxShape(1, 0, 2, 1), fixture.BoxShape(0, 1, 2, 2)
	slanted := orb.MultiPolygon{{{{0, 0}, {1, 0}, {3, 0.3}, {0, 0}}}}
	for _, tt := range []struct {
		name   string
		line   orb.LineString
		shapes []orb.MultiPolygon
		want   []int
	}{
		{"through all", orb.LineString{{-1, 0.5}, {1.5, 0.5}, {1.5, 3}}, []orb.MultiPolygon{west, east, north}, []int{-1, 0, 1, 2, -1}},
		{"along a border it is east of it", orb.LineString{{1, 0}, {1, 1}}, []orb.MultiPolygon{west, east, north}, []int{1}},
		{"along a level border it is north of it", orb.LineString{{0, 1}, {2, 1}}, []orb.MultiPolygon{west, east, north}, []int{2}},
		{"along and on", orb.LineString{{1, -1}, {1, 2}}, []orb.MultiPolygon{west, east, north}, []int{-1, 1, 2}},
		{"nowhere", orb.LineString{{5, 5}, {6, 6}}, []orb.MultiPolygon{west}, []int{-1}},
		{"a corner is touched", orb.LineString{{-1, 1}, {1, -1}}, []orb.MultiPolygon{west}, []int{-1}},
		{"it comes back", orb.LineString{{0.5, 0.5}, {1.5, 0.5}, {0.5, 0.6}}, []orb.MultiPolygon{west, east}, []int{0, 1, 0}},
		{"of two the first", orb.LineString{{0.2, 0.2}, {0.8, 0.2}}, []orb.MultiPolygon{west, fixture.BoxShape(0, 0, 2, 2)}, []int{0}},
		{"along a slanted border", orb.LineString{{0, 0}, {3, 0.3}}, []orb.MultiPolygon{slanted, {{{{0, 0}, {3, 0.3}, {0, 1}, {0, 0}}}}}, []int{0}},
		{"a point twice", orb.LineString{{0.5, 0.5}, {0.5, 0.5}}, []orb.MultiPolygon{west}, nil},
		{"nothing", nil, []orb.MultiPolygon{west}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			stretches := Along(tt.line, tt.shapes)
			var got []int
			for _, s := range stretches {
				got = append(got, s.Shape)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("got %v, want the shapes %v", stretches, tt.want)
			}
		})
	}
}

// Each point of a stretch lies where lookups say, and the stretches are the line.
func TestAlongAgainstLookups(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 2))
	for range 200 {
		var shapes []orb.MultiPolygon
		for x := range 5 {
			for y := range 5 {
				shapes = append(shapes, fixture.BoxShape(float64(x), float64(y), float64(x+1), float64(y+1)))
			}
		}
		var line orb.LineString
		for range 2 + r.IntN(8) {
			p := orb.Point{r.Float64() * 6, r.Float64() * 6}
			if r.IntN(2) == 0 {
				p = orb.Point{math.Floor(p[0]), math.Floor(p[1])}
			}
			line = append(line, p)
		}
		sum := 0.0
		for i, s := range Along(line, shapes) {
			sum += geo.Length(s.Line)
			for k := 1; k < len(s.Line); k++ {
				a, b := s.Line[k-1], s.Line[k]
				if a[0] == b[0] || a[1] == b[1] {
					continue // it may run along a border
				}
				at := between(a, b, 0.05+0.9*r.Float64())
				want := slices.IndexFunc(shapes, func(m orb.MultiPolygon) bool { return planar.Contains(m, at) })
				if s.Shape != want {
					t.Fatalf("%v: stretch %d with %v lies in %d, want %d", line, i, at, s.Shape, want)
				}
			}
		}
		if want := geo.Length(line); math.Abs(sum-want) > 1e-3*want {
			t.Errorf("%v: the stretches are %v m long, want %v", line, sum, want)
		}
	}
}
