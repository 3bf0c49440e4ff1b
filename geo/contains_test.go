package geo

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
)

func TestContains(t *testing.T) {
	clockwise := box(0, 0, 10, 10)
	clockwise.Reverse()
	holed := orb.MultiPolygon{{box(0, 0, 10, 10), box(4, 4, 6, 6)}}
	for _, tt := range []struct {
		name  string
		shape orb.MultiPolygon
		p     orb.Point
		want  bool
	}{
		{"inside", boxShape(0, 0, 10, 10), orb.Point{5, 5}, true},
		{"outside, level with it", boxShape(0, 0, 10, 10), orb.Point{11, 5}, false},
		{"west border", boxShape(0, 0, 10, 10), orb.Point{0, 5}, true},
		{"south border", boxShape(0, 0, 10, 10), orb.Point{5, 0}, true},
		{"east border", boxShape(0, 0, 10, 10), orb.Point{10, 5}, false},
		{"north border", boxShape(0, 0, 10, 10), orb.Point{5, 10}, false},
		{"south-west corner", boxShape(0, 0, 10, 10), orb.Point{0, 0}, true},
		{"north-west corner", boxShape(0, 0, 10, 10), orb.Point{0, 10}, false},
		{"south-east corner", boxShape(0, 0, 10, 10), orb.Point{10, 0}, false},
		{"clockwise shell", orb.MultiPolygon{{clockwise}}, orb.Point{5, 5}, true},
		{"in a hole", holed, orb.Point{5, 5}, false},
		{"west border of a hole", holed, orb.Point{4, 5}, false},
		{"east border of a hole", holed, orb.Point{6, 5}, true},
		// Even-odd over all rings says the opposite in the next two.
		{"hole outside its shell", orb.MultiPolygon{{box(0, 0, 1, 1), box(4, 4, 6, 6)}}, orb.Point{5, 5}, false},
		{"overlapping parts", append(boxShape(0, 0, 10, 10), boxShape(5, 5, 15, 15)...), orb.Point{7, 7}, true},
		{"hole of one part filled by another", append(holed, boxShape(4, 4, 6, 6)...), orb.Point{5, 5}, true},
		{"no geometry", nil, orb.Point{0, 0}, false},
		{"polygon without rings", orb.MultiPolygon{{}}, orb.Point{0, 0}, false},
		{"empty ring", orb.MultiPolygon{{{}}}, orb.Point{0, 0}, false},
		{"not a number", boxShape(0, 0, 10, 10), orb.Point{math.NaN(), 5}, false},
		{"latitude not a number", boxShape(0, 0, 10, 10), orb.Point{5, math.NaN()}, false},
		{"infinitely far east", boxShape(0, 0, 10, 10), orb.Point{math.Inf(1), 5}, false},
		{"infinitely far west", boxShape(0, 0, 10, 10), orb.Point{math.Inf(-1), 5}, false},
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
		shapes := jittered(rand.New(rand.NewPCG(seed, 1)), 3, 3, 46, 39, 0.25)
		p := orb.Point{x, y}
		if !finite(p) {
			t.Skip()
		}
		for i, shape := range shapes {
			if got, want := Contains(shape, p), plainContains(shape, p); got != want {
				t.Errorf("Contains(shapes[%d], %v) = %v, winding number says %v", i, p, got, want)
			}
		}
	})
}
