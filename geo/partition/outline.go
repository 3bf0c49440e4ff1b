package partition

import (
	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

// SameOutline reports whether two groups of shapes are bordered by the same edges, once the common borders within
// each are left out. Then the places that a number of shapes of the one group cover, that number of shapes of the other
// covers too: if those of one do not overlap, neither do those of the other, and both cover the same area. It is
// exact for rings that are rings by valid.Checker. Edges with another vertex on them are other edges.
func SameOutline(a, b []orb.MultiPolygon) bool {
	// Across an edge from its lesser end to the other the number of shapes of a that cover a place changes by how many
	// of them have it on the left less how many have it on the right; surplus is by how much more than for b. Where
	// that is 0 everywhere, a and b change alike, and far out no shape of either covers anything.
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
