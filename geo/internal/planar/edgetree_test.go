package planar

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo/internal/fixture"
	"demarc/geo/internal/keys"
)

// lonAt is where an edge meets a parallel, exactly.
func lonAt(a, b orb.Point, lat float64) *big.Rat {
	rat := func(v float64) *big.Rat { return new(big.Rat).SetFloat64(v) }
	minus := func(x, y float64) *big.Rat { return new(big.Rat).Sub(rat(x), rat(y)) }
	t := new(big.Rat).Quo(minus(lat, a[1]), minus(b[1], a[1]))
	return t.Mul(t, minus(b[0], a[0])).Add(t, rat(a[0]))
}

func TestEdgeTreeWest(t *testing.T) {
	for seed := range uint64(10) {
		r := rand.New(rand.NewPCG(seed, 7))
		vertices := keys.NewNumbering[orb.Point](0)
		ends := keys.NewNumbering[[2]int32](0)
		for _, shape := range fixture.Jittered(r, 7, 6, 46, 39, 0.25) {
			ring := shape[0][0]
			for k := 1; k < len(ring); k++ {
				a, b := vertices.Number(ring[k-1]), vertices.Number(ring[k])
				ends.Number([2]int32{min(a, b), max(a, b)})
			}
		}
		points := vertices.Keys
		var edges []Edge
		for _, e := range ends.Keys {
			edges = append(edges, Edge{e[0], e[1]})
		}
		tree := NewEdgeTree(points, edges)
		queries := slices.Clone(points)
		for range 200 {
			queries = append(queries, orb.Point{46 + 2*r.Float64(), points[r.IntN(len(points))][1]})
		}
		for _, q := range queries {
			got := tree.west(q)
			want, best := -1, new(big.Rat)
			for i := range edges {
				low, high := tree.upward(int32(i))
				if !(low[1] <= q[1] && q[1] < high[1]) || low == q {
					continue
				}
				lon := lonAt(low, high, q[1])
				if lon.Cmp(new(big.Rat).SetFloat64(q[0])) >= 0 {
					continue
				}
				// Just above the query, of two edges from one vertex the one that leans east
				// counts.
				if want >= 0 && (lon.Cmp(best) < 0 || lon.Cmp(best) == 0 && !tree.eastOf(int32(i), int32(want))) {
					continue
				}
				want, best = i, lon
			}
			if int(got) != want {
				t.Fatalf("seed %d: west of %v lies edge %d, want %d", seed, q, got, want)
			}
		}
	}
}

func TestLocatorAgainstContains(t *testing.T) {
	for seed := range uint64(10) {
		r := rand.New(rand.NewPCG(seed, 8))
		shapes := append(fixture.Jittered(r, 7, 6, 46, 39, 0.25), fixture.BoxShape(46.3, 39.2, 47.4, 40.1))
		// A long ring, with a hole, that is turned back on itself.
		long := orb.Ring{}
		for i := range 400 {
			long = append(long, orb.Point{46 + 2*r.Float64(), 39 + float64(i%40)/30})
		}
		shapes = append(shapes, orb.MultiPolygon{{append(long, long[0]), fixture.Box(46.5, 39.5, 47, 40)}}, nil)
		l := newLocator(shapes)
		for range 500 {
			q := orb.Point{46 + 2*r.Float64(), 39 + 1.5*r.Float64()}
			if r.IntN(2) == 0 {
				ring := shapes[r.IntN(len(shapes)-1)][0][0]
				q = ring[r.IntN(len(ring))]
			}
			var want []int
			for i, shape := range shapes {
				if Contains(shape, q) {
					want = append(want, i)
				}
			}
			if got := l.At(q); !slices.Equal(got, want) {
				t.Fatalf("seed %d: %v lies in %v, want %v", seed, q, got, want)
			}
		}
	}
}
