package geo

import (
	"math"
	"slices"
)

// gridEdge is an edge of any number of rings, from its lower end to its higher; a level one runs west. A ring that
// uses it an even number of times does not count.
type gridEdge struct {
	lx, ly, hx, hy float64
	first, second  int32 // rings, ascending; -1 if there are fewer
	more           int32 // position of further ones in gridEdges.more, the last first; 0 if none
	vertex         uint32
}

// ends returns the edge as two points.
func (e *gridEdge) ends() (low, high [2]float64) {
	return [2]float64{e.lx, e.ly}, [2]float64{e.hx, e.hy}
}

// rightOf reports whether the point, moved by (d, e) with 0 < e << d, is right of the edge.
func (e *gridEdge) rightOf(x, y float64) bool {
	left := float64((e.hx - e.lx) * (y - e.ly))
	right := float64((e.hy - e.ly) * (x - e.lx))
	det := left - right
	if math.Abs(det) > orientError*(math.Abs(left)+math.Abs(right))+orientTiny {
		return det < 0
	}
	low, high := e.ends()
	return Orient(low, high, [2]float64{x, y}) <= 0
}

// gridEdges holds the edges of all versions, each once, and what the rings are.
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
				for k := 1; k < len(ring); k++ {
					x.add(ring[k-1], ring[k], id, vertex+uint32(k)-1)
				}
				vertex += uint32(len(ring))
			}
			x.polygonVersion = append(x.polygonVersion, int32(i))
		}
	}
	x.table = nil
	x.edges = slices.DeleteFunc(x.edges, func(e gridEdge) bool { return e.first < 0 })
	return x
}

// add enters an edge of a ring. Rings come one after the other.
func (x *gridEdges) add(a, b [2]float64, ring int32, vertex uint32) {
	if a == b {
		return
	}
	if a[1] > b[1] || a[1] == b[1] && a[0] < b[0] {
		a, b = b, a
	}
	// Adding 0 makes one zero of two.
	a[0], a[1], b[0], b[1] = a[0]+0, a[1]+0, b[0]+0, b[1]+0
	mask := uint64(len(x.table) - 1)
	for slot := hashEdge(a, b) & mask; ; slot = (slot + 1) & mask {
		at := x.table[slot]
		if at == 0 {
			x.edges = append(x.edges, gridEdge{a[0], a[1], b[0], b[1], ring, -1, 0, vertex})
			x.table[slot] = uint32(len(x.edges))
			return
		}
		if e := &x.edges[at-1]; e.lx == a[0] && e.ly == a[1] && e.hx == b[0] && e.hy == b[1] {
			x.toggle(e, ring)
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

// toggle adds ring to an edge, or takes it away if it has it, which can only be the last.
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
