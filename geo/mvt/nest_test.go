package mvt

import (
	"math"
	"math/rand/v2"
	"testing"
)

// A ring with boxes answers as one without, for points anywhere, on vertices and in the middle of
// edges.
func TestRingIndex(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for _, n := range []int{3, 64, 65, 1000, 3000} {
		var ring []point
		for k := range n {
			radius := 500 + 400*r.Float64()
			sin, cos := math.Sincos(2 * math.Pi * float64(k) / float64(n))
			ring = append(ring, point{int32(radius * cos), int32(radius * sin)})
		}
		indexed, plain := newRingIndex(ring), &ringIndex{points: ring}
		for k := range 3000 {
			p := point{int32(r.IntN(4000) - 2000), int32(r.IntN(4000) - 2000)}
			switch a, b := ring[k%n], ring[(k+1)%n]; k % 3 {
			case 1:
				p = point{2 * a.x, 2 * a.y}
			case 2:
				p = point{a.x + b.x, a.y + b.y}
			}
			inside, border := indexed.holdsHalf(p)
			wantInside, wantBorder := plain.holdsHalf(p)
			if inside != wantInside || border != wantBorder {
				t.Fatalf("%d vertices, %v: got inside %v, border %v, want %v, %v", n, p, inside, border, wantInside, wantBorder)
			}
			if odd := windings(ring, point{p.x / 2, p.y / 2})&1 != 0; p.x%2 == 0 && p.y%2 == 0 && !border && odd != inside && n == 3 {
				t.Fatalf("%d vertices, %v: inside is %v", n, p, inside)
			}
			if k%3 == 1 && !border {
				t.Fatalf("%d vertices: vertex %v is not on the border", n, p)
			}
		}
	}
}
