package locate

import (
	"github.com/paulmach/orb"
)

// batchSize is the number of points that Batch works on together, so that their reads of memory
// overlap.
const batchSize = 128

// Batch sets dst[i] to what At answers for points[i] and at[i], -1 for none. If at has one element
// it is the time of all points. dst must have room for all points. For many points it is faster
// than At.
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

// batch answers up to batchSize points in passes: the cells of the root, which answer most points,
// then, for the others, nested grids, then leaves.
func (g *Grid) batch(points []orb.Point, at []int32, dst []int32) {
	var codes [batchSize]uint32
	var nodes [batchSize]*node
	var others [batchSize]uint8 // indexes of the points whose answer is deeper than the root
	n := 0
	answers := tagLeaf * bit(!g.timed) // codes below are answers
	g.rootCodes(points, &codes)
	for i := range points {
		code := codes[i]
		dst[i] = int32(code) - 1
		others[n&(batchSize-1)] = uint8(i)
		n += int(bit(uint64(code) >= answers))
	}
	if g.wraps && !g.timed {
		for i, p := range points {
			if codes[i] == 0 && g.mayLieElsewhere(p) {
				others[n] = uint8(i)
				n++
			}
		}
	}
	for _, i := range others[:n] {
		codes[i], nodes[i] = g.descend(codes[i], points[i][0], points[i][1])
	}
	var heads uint64
	for _, i := range others[:n] {
		if code := codes[i]; code&tagBits == tagLeaf {
			// Reads the second cache line of the leaf, which is then at hand below.
			leaf := g.leaves[code&^tagBits:]
			heads ^= leaf[0] ^ leaf[min(7, len(leaf)-1)]
		}
	}
	keep(heads)
	for _, i := range others[:n] {
		p, t := points[i], at[min(int(i), len(at)-1)]
		dst[i] = g.firstIn(codes[i], nodes[i], p[0], p[1], t)
		if g.wraps && dst[i] < 0 {
			dst[i] = g.firstElsewhere(p, t)
		}
	}
}

// farCells is the number of cells from which on they do not fit in the cache of a core.
const farCells = 1 << 19

// rootCodes sets codes to the cells of the root at points.
func (g *Grid) rootCodes(points []orb.Point, codes *[batchSize]uint32) {
	if len(g.cells) < farCells {
		for i, p := range points {
			codes[i] = g.root(p[0], p[1])
		}
		return
	}
	for i, p := range points {
		codes[i] = uint32(len(g.cells) - 1) // out of bounds
		if p[0] >= g.west && p[0] < g.east && p[1] >= g.south && p[1] < g.north {
			codes[i] = uint32(g.rootCell(p[0], p[1]))
		}
	}
	// Reads without other work between them overlap most.
	for i, cell := range codes[:len(points)] {
		codes[i] = g.cells[cell]
	}
}

// keep has the compiler keep the computation of its argument.
//
//go:noinline
func keep(uint64) {}
