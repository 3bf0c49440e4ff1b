package geo

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
)

// Batch answers as At where the root is far larger than a cache, in and out of bounds.
func TestBatchOfLargeGrid(t *testing.T) {
	const corners = 200_000
	ring := make(orb.Ring, corners+1)
	for i := range ring {
		sin, cos := math.Sincos(2 * math.Pi * float64(i%corners) / corners)
		ring[i] = orb.Point{46 + cos, 40 + sin}
	}
	for _, offset := range []float64{0, 134} { // the second crosses the antimeridian
		shape := orb.MultiPolygon{{make(orb.Ring, len(ring))}}
		for i, p := range ring {
			shape[0][0][i] = orb.Point{p[0] + offset, p[1]}
		}
		g := newGrid(t, []Version{{Shape: shape}}, WithLayout(FastLayout))
		if len(g.cells) < farCells {
			t.Fatalf("%d cells: want a root of at least %d", len(g.cells), farCells)
		}
		r := rand.New(rand.NewPCG(8, 8))
		points := hardPoints(r, g.versions, 2000)
		for range 2000 {
			points = append(points, orb.Point{44.5 + 3*r.Float64() + offset, 38.5 + 3*r.Float64()})
		}
		points = append(points, orb.Point{math.NaN(), 40}, orb.Point{46, math.Inf(1)}, orb.Point{-180, 40}, orb.Point{-179.5, 40})
		dst := make([]int32, len(points))
		g.Batch(points, []int32{0}, dst)
		for i, p := range points {
			if want, _ := g.At(p, 0); int(dst[i]) != want {
				t.Errorf("%v lies in %d, Batch says %d", p, want, dst[i])
			}
		}
	}
}
