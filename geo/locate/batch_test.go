package locate

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo/internal/fixture"
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

// Where coordinates are small, or some far larger than others, differences are rounded: there each
// edge is decided another way, with the same answers.
func TestGridWhereDifferencesAreRounded(t *testing.T) {
	for _, tt := range []struct{ west, south, step float64 }{
		{-5.3, -4.1, 0.5}, {1e-3, 1e-9, 0.25}, {-1e-4, 40, 1e-5}, {1.999999, 3.999999, 1e-6},
	} {
		r := rand.New(rand.NewPCG(9, 9))
		versions := versionsOf(fixture.Jittered(r, 20, 16, tt.west, tt.south, tt.step))
		compareWithOracle(t, newGrid(t, versions, WithLayout(FastLayout)), versions, hardPoints(r, versions, 3000), r)
	}
	for _, tt := range []struct {
		low, high float64
		want      bool
	}{{1, 2, true}, {1, 2.1, false}, {-2, -1, true}, {-2.1, -1, false}, {-1, 1, false}, {0, 1, false}, {1e-120, 1.5e-120, false}} {
		if got := exactDifferences(tt.low, tt.high, tt.high, tt.low); got != tt.want {
			t.Errorf("from %g to %g: got %v, want %v", tt.low, tt.high, got, tt.want)
		}
	}
}
