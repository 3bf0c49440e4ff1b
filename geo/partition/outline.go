package partition

import (
	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

// SameOutline reports whether two groups of shapes have the same outer edges, those left when the
// common borders within each group are left out. Then both cover the same area, each place the same
// number of times. It is exact for rings without a fault by valid.Checker. An edge with one more
// vertex on it is another edge.
func SameOutline(a, b []orb.MultiPolygon) bool {
	// Across an edge from its lesser end to the other the number of shapes of a that cover a place
	// changes by how many of them have it on the left less how many have it on the right; surplus
	// is by how much more than for b. Where that is 0 everywhere, a and b change alike, and far out
	// no shape of either covers anything.
	surplus := map[[2]orb.Point]int{}
	for sign, shapes := range map[int][]orb.MultiPolygon{1: a, -1: b} {
		loops := planar.InwardLoops(shapes)
		for i := range loops {
			l := &loops[i]
			for k := range l.Points {
				from, to := planar.Segment{Loop: l, K: k}.Ends()
				if planar.Before(from, to) {
					surplus[[2]orb.Point{from, to}] += sign
				} else {
					surplus[[2]orb.Point{to, from}] -= sign
				}
			}
		}
	}
	for _, n := range surplus {
		if n != 0 {
			return false
		}
	}
	return true
}
