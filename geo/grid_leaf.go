package geo

import (
	"math"
	"math/bits"
)

// A leaf begins with a head: a bit for every output, set if the output holds at a corner of the cell; then how
// many edges and outputs it has. The labels of the outputs follow, two to a word, then five words for
// each edge: its ends, and the outputs that it bounds. With leafTerms set the bits are not outputs but rings,
// and terms follow the edges; with leafMany set the leaf has versions only, see eachOfMany.
const (
	leafMask    = 1<<48 - 1
	leafEdges   = 48 // shifts of the head
	leafOutputs = 56
	leafUpright = 61
	leafCount   = 1<<5 - 1
	leafMany    = 1 << 62
	leafTerms   = 1 << 63

	edgeMask      = 1<<48 - 1
	edgeRight     = 62      // shift: where the path meets the side, that is right of the edge
	edgeStraddles = 1 << 63 // the edge crosses the side
	edgeWords     = 5
)

// A term stands for a polygon: the ring that must contain the point, rings that must not, and the output that it
// makes true.
const (
	termShell  = 48 // shift
	termOutput = 54 // shift
	termAlways = 63 // as shell: all of the cell lies in it
	termSix    = 1<<6 - 1
)

// orientTiny is where underflow might spoil the filter.
const orientTiny = orientError * orientSmall

// bit is 1 for true; the compiler makes no branch of it.
func bit(b bool) uint64 {
	var v uint64
	if b {
		v = 1
	}
	return v
}

// evaluate returns the outputs that hold at a point and their labels; labels is nil in a leaf without.
//
// The path from the point goes along its parallel, or with leafUpright along its meridian, to a side of the cell,
// and along the side to the corner whose outputs the head has. An edge is crossed on the first stretch if the
// point and its end are on different sides. The side is chosen so that no edge crosses it; if all are crossed it
// is the western one and the corner the south-western. There are no branches on the data but for rare
// edges, since a wrong guess costs more than the whole leaf.
func (g *Grid) evaluate(code uint32, n *node, x, y float64) (out uint64, labels []uint64) {
	leaf := g.leaves[code&^tagBits:]
	head := leaf[0]
	if head&leafMany != 0 {
		return 0, nil
	}
	edges, words := int(head>>leafEdges&0xff), (int(head>>leafOutputs&leafCount)+1)>>1
	labels = leaf[1 : 1+words]
	leaf = leaf[1+words:]
	if g.compact {
		m := g.crossRuns(head, leaf[:edges], n, x, y)
		if head&leafTerms != 0 {
			return combine(m, leaf[edges:]), labels
		}
		return m & leafMask, labels
	}
	m := head
	upright := -(head >> leafUpright & 1)
	for e := leaf[:edges*edgeWords]; len(e) >= edgeWords; e = e[edgeWords:] {
		lx, ly := math.Float64frombits(e[0]), math.Float64frombits(e[1])
		hx, hy := math.Float64frombits(e[2]), math.Float64frombits(e[3])
		spans := (bit(ly <= y)^bit(hy <= y))&^upright | (bit(lx <= x)^bit(hx <= x))&upright
		left := float64((hx - lx) * (y - ly))
		right := float64((hy - ly) * (x - lx))
		det := left - right
		ofPoint := bit(det <= 0)
		if math.Abs(det) <= float64(orientError*(math.Abs(left)+math.Abs(right)))+orientTiny && spans != 0 {
			ofPoint = bit(turnNear(lx, ly, hx, hy, x, y) <= 0)
		}
		turn := e[4] >> edgeRight & 1
		if e[4]&edgeStraddles != 0 {
			i, _ := n.cell(x, y)
			ofBend := sideOf(lx, ly, hx, hy, n.cornerX(i), y)
			m ^= e[4] & -(ofBend ^ turn)
			turn = ofBend
		}
		m ^= e[4] & -(spans & (ofPoint ^ turn))
	}
	if head&leafTerms != 0 {
		return combine(m, leaf[edges*edgeWords:]), labels
	}
	return m & leafMask, labels
}

// sideOf is 1 if the point is right of the edge, or on it.
func sideOf(lx, ly, hx, hy, x, y float64) uint64 {
	left := float64((hx - lx) * (y - ly))
	right := float64((hy - ly) * (x - lx))
	det := left - right
	if math.Abs(det) <= float64(orientError*(math.Abs(left)+math.Abs(right)))+orientTiny {
		return bit(turnNear(lx, ly, hx, hy, x, y) <= 0)
	}
	return bit(det < 0)
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
