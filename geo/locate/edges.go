package locate

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

// gridEdge is an edge of any number of rings, from its lower end to its higher; a level one runs
// west. A ring that uses the edge an even number of times is left out: it cancels.
type gridEdge struct {
	lx, ly, hx, hy float64
	first, second  int32 // rings, ascending; -1 if there are fewer
	more           int32 // position of further ones in gridEdges.more, the last first; 0 if none
	vertex         uint32
}

// rightOf reports whether the point (x, y), moved by (d, e) with 0 < e << d, is right of the edge
// from (lx, ly) up to (hx, hy), that is whether it was on the edge or right of it.
func rightOf(lx, ly, hx, hy, x, y float64) bool {
	left := float64((hx - lx) * (y - ly))
	right := float64((hy - ly) * (x - lx))
	det := left - right
	if math.Abs(det) > float64(planar.OrientError*(math.Abs(left)+math.Abs(right)))+orientTiny {
		return det < 0
	}
	return planar.TurnNear(lx, ly, hx, hy, x, y) <= 0
}

func (e *gridEdge) rightOf(x, y float64) bool { return rightOf(e.lx, e.ly, e.hx, e.hy, x, y) }

// gridEdges holds each edge of all versions once, and to which polygon and version each ring
// belongs.
type gridEdges struct {
	edges []gridEdge
	more  []furtherRing
	table []uint32 // 1 + position in edges, by hash of the ends

	ringPolygon    []int32
	polygonShell   []int32 // its first ring
	polygonVersion []int32
	vertices       int
}

type furtherRing struct{ ring, next int32 }

func newGridEdges(versions []Version) *gridEdges {
	x := &gridEdges{more: make([]furtherRing, 1)}
	for _, v := range versions {
		for _, polygon := range v.Shape {
			for _, ring := range polygon {
				x.vertices += len(ring)
			}
		}
	}
	size := 16
	for size < x.vertices*3/2 {
		size *= 2
	}
	x.table = make([]uint32, size)
	x.edges = make([]gridEdge, 0, x.vertices)
	vertex := uint32(0)
	for i, v := range versions {
		for _, polygon := range v.Shape {
			x.polygonShell = append(x.polygonShell, int32(len(x.ringPolygon)))
			for _, ring := range polygon {
				id := int32(len(x.ringPolygon))
				x.ringPolygon = append(x.ringPolygon, int32(len(x.polygonVersion)))
				x.addRing(ring, id, vertex)
				vertex += uint32(len(ring))
			}
			x.polygonVersion = append(x.polygonVersion, int32(i))
		}
	}
	x.table = nil
	x.edges = slices.DeleteFunc(x.edges, func(e gridEdge) bool { return e.first < 0 })
	return x
}

// addRing enters the edges of a ring, some at a time. Rings come one after the other.
func (x *gridEdges) addRing(ring orb.Ring, id int32, vertex uint32) {
	const together = 32
	var new [together]gridEdge
	var slots [together]uint64
	mask := uint64(len(x.table) - 1)
	for k := 1; k < len(ring); {
		n := 0
		for ; k < len(ring) && n < together; k++ {
			a, b := ring[k-1], ring[k]
			if a == b {
				continue
			}
			if a[1] > b[1] || a[1] == b[1] && a[0] < b[0] {
				a, b = b, a
			}
			// Adding 0 turns -0 into 0.
			a[0], a[1], b[0], b[1] = a[0]+0, a[1]+0, b[0]+0, b[1]+0
			new[n] = gridEdge{a[0], a[1], b[0], b[1], id, -1, 0, vertex + uint32(k) - 1}
			slots[n] = hashEdge(a, b) & mask
			n++
		}
		// Reading everything first lets the waits for memory overlap.
		touched := uint64(0)
		for i := range n {
			if at := x.table[slots[i]]; at != 0 {
				touched ^= uint64(x.edges[at-1].first)
			}
		}
		keep(touched)
		for i := range n {
			x.add(&new[i], slots[i])
		}
	}
}

// add enters an edge of a ring, looking for it from a slot of the table on.
func (x *gridEdges) add(new *gridEdge, slot uint64) {
	for mask := uint64(len(x.table) - 1); ; slot = (slot + 1) & mask {
		at := x.table[slot]
		if at == 0 {
			x.edges = append(x.edges, *new)
			x.table[slot] = uint32(len(x.edges))
			return
		}
		if e := &x.edges[at-1]; e.lx == new.lx && e.ly == new.ly && e.hx == new.hx && e.hy == new.hy {
			x.toggle(e, new.first)
			return
		}
	}
}

// hashEdge mixes the bits of four numbers (multipliers of xxHash64 and SplitMix64).
func hashEdge(a, b [2]float64) uint64 {
	h := math.Float64bits(a[0])*0x9E3779B185EBCA87 ^ math.Float64bits(a[1])*0xC2B2AE3D27D4EB4F
	h ^= math.Float64bits(b[0])*0x165667B19E3779F9 ^ math.Float64bits(b[1])*0x27D4EB2F165667C5
	h ^= h >> 29
	h *= 0xBF58476D1CE4E5B9
	return h ^ h>>32
}

// toggle adds a ring to an edge, or removes it from one that has it, of whose rings it must be the
// last.
func (x *gridEdges) toggle(e *gridEdge, ring int32) {
	switch {
	case e.more != 0 && x.more[e.more].ring == ring:
		e.more = x.more[e.more].next
	case e.more != 0 || e.second >= 0 && e.second != ring:
		x.more = append(x.more, furtherRing{ring, e.more})
		e.more = int32(len(x.more) - 1)
	case e.second == ring:
		e.second = -1
	case e.first == ring:
		e.first = -1
	case e.first < 0:
		e.first = ring
	default:
		e.second = ring
	}
}

// rings appends the rings of an edge, ascending.
func (x *gridEdges) rings(dst []int32, e *gridEdge) []int32 {
	dst = append(dst, e.first)
	if e.second < 0 {
		return dst
	}
	dst = append(dst, e.second)
	if e.more == 0 {
		return dst
	}
	from := len(dst)
	for k := e.more; k != 0; k = x.more[k].next {
		dst = append(dst, x.more[k].ring)
	}
	slices.Reverse(dst[from:])
	return dst
}
