package geo

import (
	"github.com/paulmach/orb"
)

// batchSize is how many points Batch has under way, so that their reads of memory overlap.
const batchSize = 128

// Batch sets dst[i] to what At answers for points[i] and at[i], -1 for none. If at has one element it is the
// time of all points. dst must have room for all points. For many points it is faster than At.
func (g *Grid) Batch(points []orb.Point, at []int32, dst []int32) {
	dst = dst[:len(points)]
	for len(points) > 0 {
		n := min(batchSize, len(points))
		g.batch(points[:n], at[:min(n, len(at))], dst[:n])
		points, dst = points[n:], dst[n:]
		if len(at) > 1 {
			at = at[n:]
		}
	}
}

// batch answers up to batchSize points in passes: the cells of the root, then nested grids, then leaves.
func (g *Grid) batch(points []orb.Point, at []int32, dst []int32) {
	var codes [batchSize]uint32
	var nodes [batchSize]*node
	for i, p := range points {
		codes[i] = g.root(p[0], p[1])
	}
	for i, p := range points {
		codes[i], nodes[i] = g.descend(codes[i], p[0], p[1])
	}
	var heads uint64
	for i := range points {
		if code := codes[i]; code&tagBits == tagLeaf {
			// Reading the second line of a leaf here has it at hand below.
			leaf := g.leaves[code&^tagBits:]
			heads ^= leaf[min(7, len(leaf)-1)]
		}
	}
	keep(heads)
	for i, p := range points {
		code := codes[i]
		if code < tagLeaf && g.plain {
			dst[i] = int32(code) - 1
			continue
		}
		t := at[min(i, len(at)-1)]
		dst[i] = g.firstIn(code, nodes[i], p[0], p[1], t)
		if dst[i] < 0 && g.wraps {
			dst[i] = g.firstElsewhere(p, t)
		}
	}
}

// keep has the compiler keep the computation of its argument.
//
//go:noinline
func keep(uint64) {}
