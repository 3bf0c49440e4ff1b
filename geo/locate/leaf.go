package locate

import (
	"math"
	"math/bits"

	"demarc/geo/internal/planar"
)

// A leaf is words of 64 bits:
//
//	head     bits 0 to 47: the outputs that hold at a corner of the cell; then the number of
//	         edges, that of outputs, and flags
//	labels   of the outputs, two to a word
//	edges    five words each: both ends, and the outputs that change across the edge
//	terms    if there are any
//
// Flags: leafUpright, the path starts along a meridian, and the edges have ends, longitude and
// latitude exchanged, which keeps sides as they are. leafTerms, the bits are rings instead of
// outputs, and terms make outputs of them. leafMany, the leaf only lists versions, see eachOfMany.
const (
	leafMask    = 1<<48 - 1
	leafEdges   = 48 // shifts of the head
	leafOutputs = 56
	leafUpright = 61
	leafCount   = 1<<5 - 1
	leafMany    = 1 << 62
	leafTerms   = 1 << 63

	edgeMask      = 1<<48 - 1
	edgeExact     = 1 << 61 // differences of its positions and those in the cell are exact
	edgeRight     = 62      // shift: where the path meets the side, that is right of the edge
	edgeStraddles = 1 << 63 // the edge crosses the side
	edgeWords     = 5
)

// A term is a polygon: the ring that must contain the point, the rings that must not, and the
// output that holds if so.
const (
	termShell  = 48 // shift
	termOutput = 54 // shift
	termAlways = 63 // as shell: all of the cell lies in it
	termSix    = 1<<6 - 1
)

// orientTiny is the size of determinants below which underflow might spoil the filter.
const orientTiny = planar.OrientError * planar.OrientSmall

// bit is 1 for true, compiled without a branch.
func bit(b bool) uint64 {
	var v uint64
	if b {
		v = 1
	}
	return v
}

// evaluate returns the outputs that hold at a point in the leaf at leaves[at], whose head is given;
// not for leafMany.
//
// The path from the point goes along its parallel, or with leafUpright along its meridian, to a
// side of the cell, and along the side to the corner of the head. It crosses an edge on the first
// stretch if the point and the end of the stretch are on different sides of the edge. No edge
// crosses the chosen side; if edges cross all four it is the western one, with the south-western
// corner. There are no branches on the data except for rare edges, since a wrong guess costs more
// than the whole leaf.
func (g *Grid) evaluate(at int, head uint64, n *node, x, y float64) (out uint64) {
	edges := int(head >> leafEdges & 0xff)
	at += 1 + (int(head>>leafOutputs&leafCount)+1)>>1
	m := head
	if g.compact {
		m = g.crossRuns(head, g.leaves[at:at+edges], n, x, y)
		at, edges = at+edges, 0
	}
	p := [3]float64{y, x, y}
	x, y = p[1-head>>leafUpright&1], p[2-head>>leafUpright&1] // exchanged in an upright leaf
	for ; edges > 0; edges-- {
		e := g.leaves[at : at+edgeWords : at+edgeWords]
		at += edgeWords
		if e[4]&(edgeExact|edgeStraddles) != edgeExact {
			m ^= crossHardEdge(e, n, head, p[1], p[0])
			continue
		}
		lx, ly := math.Float64frombits(e[0]), math.Float64frombits(e[1])
		hx, hy := math.Float64frombits(e[2]), math.Float64frombits(e[3])
		spans := bit(ly <= y) ^ bit(hy <= y)
		// rightOf without a branch: all differences are exact, and so is the sign of the
		// determinant of Kahan, which is off by less than itself (Jeannerod, Louvet, Muller 2013).
		dx, dy := x-lx, hy-ly
		right := float64(dy * dx)
		ofPoint := bit(math.FMA(hx-lx, y-ly, -right) <= math.FMA(dy, dx, -right))
		m ^= e[4] & -(spans & (ofPoint ^ e[4]>>edgeRight&1))
	}
	if head&leafTerms == 0 {
		return m & leafMask
	}
	return combine(m, g.leaves[at:])
}

// crossHardEdge returns the bits that change at an edge across which the path may turn, or whose
// differences are not exact.
//
//go:noinline
func crossHardEdge(e []uint64, n *node, head uint64, x, y float64) (change uint64) {
	lx, ly := math.Float64frombits(e[0]), math.Float64frombits(e[1])
	hx, hy := math.Float64frombits(e[2]), math.Float64frombits(e[3])
	spans := bit(ly <= y) ^ bit(hy <= y)
	if head>>leafUpright&1 == 1 {
		lx, ly, hx, hy = hy, hx, ly, lx
		spans = bit(lx <= x) ^ bit(hx <= x)
	}
	ofPoint := bit(spans != 0 && rightOf(lx, ly, hx, hy, x, y))
	turn := e[4] >> edgeRight & 1
	if e[4]&edgeStraddles != 0 {
		i, _ := n.cell(x, y)
		ofBend := bit(rightOf(lx, ly, hx, hy, n.cornerX(i), y))
		change ^= e[4] & -(ofBend ^ turn)
		turn = ofBend
	}
	return change ^ e[4]&-(spans&(ofPoint^turn))
}

// combine returns the outputs of terms.
func combine(rings uint64, terms []uint64) (out uint64) {
	rings = rings&leafMask | 1<<termAlways
	for _, term := range terms[1 : 1+terms[0]] {
		in := rings >> (term >> termShell & termSix) & bit(rings&term&leafMask == 0)
		out |= in << (term >> termOutput & termSix)
	}
	return out
}

func trailing(v uint64) int { return bits.TrailingZeros64(v) }
