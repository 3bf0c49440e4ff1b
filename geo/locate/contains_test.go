package locate

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo/internal/fixture"
	"demarc/geo/internal/planar"
)

// Every point within a partition lies in exactly one shape, above all those on vertices and
// borders.
func TestContainsExactlyOne(t *testing.T) {
	for seed := range uint64(5) {
		r := rand.New(rand.NewPCG(seed, 7))
		shapes := fixture.Jittered(r, 6, 5, 46, 39, 0.25)
		index := NewIndex(shapes)
		points := queries(r, shapes)
		for i, p := range points {
			within := 46 <= p[0] && p[0] < 47.5 && 39 <= p[1] && p[1] < 40.25
			found := index.at(p)
			if within != (len(found) == 1) || len(found) > 1 {
				t.Fatalf("seed %d: %v lies in shapes %v; want exactly one: %v", seed, p, found, within)
			}
			if i%60 > 0 {
				continue
			}
			for k, shape := range shapes {
				if got, want := planar.Contains(shape, p), fixture.PlainContains(shape, p); got != want {
					t.Fatalf("seed %d: Contains(shapes[%d], %v) = %v, winding number says %v", seed, k, p, got, want)
				}
			}
		}
	}
}

// queries returns points at random, on vertices, on edges as nearly as float64 allows, and level
// with vertices.
func queries(r *rand.Rand, shapes []orb.MultiPolygon) []orb.Point {
	var vertices, points []orb.Point
	for _, shape := range shapes {
		for _, polygon := range shape {
			for _, ring := range polygon {
				vertices = append(vertices, ring...)
				for i := 1; i < len(ring); i++ {
					a, b, s := ring[i-1], ring[i], r.Float64()
					points = append(points, orb.Point{a[0] + s*(b[0]-a[0]), a[1] + s*(b[1]-a[1])},
						orb.Point{(a[0] + b[0]) / 2, (a[1] + b[1]) / 2})
				}
			}
		}
	}
	points = append(points, vertices...)
	for range 500 {
		v, w := vertices[r.IntN(len(vertices))], vertices[r.IntN(len(vertices))]
		points = append(points, orb.Point{v[0], w[1]}, orb.Point{math.Nextafter(v[0], 0), v[1]},
			orb.Point{46 + 1.5*r.Float64(), 39 + 1.25*r.Float64()})
	}
	return points
}
