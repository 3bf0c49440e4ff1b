package planar

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo/internal/fixture"
)

func TestContains(t *testing.T) {
	clockwise := fixture.Box(0, 0, 10, 10)
	clockwise.Reverse()
	holed := orb.MultiPolygon{{fixture.Box(0, 0, 10, 10), fixture.Box(4, 4, 6, 6)}}
	for _, tt := range []struct {
		name  string
		shape orb.MultiPolygon
		p     orb.Point
		want  bool
	}{
		{"inside", fixture.BoxShape(0, 0, 10, 10), orb.Point{5, 5}, true},
		{"outside, level with it", fixture.BoxShape(0, 0, 10, 10), orb.Point{11, 5}, false},
		{"west border", fixture.BoxShape(0, 0, 10, 10), orb.Point{0, 5}, true},
		{"south border", fixture.BoxShape(0, 0, 10, 10), orb.Point{5, 0}, true},
		{"east border", fixture.BoxShape(0, 0, 10, 10), orb.Point{10, 5}, false},
		{"north border", fixture.BoxShape(0, 0, 10, 10), orb.Point{5, 10}, false},
		{"south-west corner", fixture.BoxShape(0, 0, 10, 10), orb.Point{0, 0}, true},
		{"north-west corner", fixture.BoxShape(0, 0, 10, 10), orb.Point{0, 10}, false},
		{"south-east corner", fixture.BoxShape(0, 0, 10, 10), orb.Point{10, 0}, false},
		{"clockwise shell", orb.MultiPolygon{{clockwise}}, orb.Point{5, 5}, true},
		{"in a hole", holed, orb.Point{5, 5}, false},
		{"west border of a hole", holed, orb.Point{4, 5}, false},
		{"east border of a hole", holed, orb.Point{6, 5}, true},
		// Even-odd over all rings says the opposite in the next two.
		{"hole outside its shell", orb.MultiPolygon{{fixture.Box(0, 0, 1, 1), fixture.Box(4, 4, 6, 6)}}, orb.Point{5, 5}, false},
		{"overlapping parts", append(fixture.BoxShape(0, 0, 10, 10), fixture.BoxShape(5, 5, 15, 15)...), orb.Point{7, 7}, true},
		{"hole of one part filled by another", append(holed, fixture.BoxShape(4, 4, 6, 6)...), orb.Point{5, 5}, true},
		{"no geometry", nil, orb.Point{0, 0}, false},
		{"polygon without rings", orb.MultiPolygon{{}}, orb.Point{0, 0}, false},
		{"empty ring", orb.MultiPolygon{{{}}}, orb.Point{0, 0}, false},
		{"not a number", fixture.BoxShape(0, 0, 10, 10), orb.Point{math.NaN(), 5}, false},
		{"latitude not a number", fixture.BoxShape(0, 0, 10, 10), orb.Point{5, math.NaN()}, false},
		{"infinitely far east", fixture.BoxShape(0, 0, 10, 10), orb.Point{math.Inf(1), 5}, false},
		{"infinitely far west", fixture.BoxShape(0, 0, 10, 10), orb.Point{math.Inf(-1), 5}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Contains(tt.shape, tt.p); got != tt.want {
				t.Errorf("Contains(%v, %v) = %v, want %v", tt.shape, tt.p, got, tt.want)
			}
		})
	}
}

func FuzzContains(f *testing.F) {
	f.Add(uint64(1), 46.3, 39.4)
	f.Fuzz(func(t *testing.T, seed uint64, x, y float64) {
		shapes := fixture.Jittered(rand.New(rand.NewPCG(seed, 1)), 3, 3, 46, 39, 0.25)
		p := orb.Point{x, y}
		if !Finite(p) {
			t.Skip()
		}
		for i, shape := range shapes {
			if got, want := Contains(shape, p), fixture.PlainContains(shape, p); got != want {
				t.Errorf("Contains(shapes[%d], %v) = %v, winding number says %v", i, p, got, want)
			}
		}
	})
}
