package planar

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// Edge is a line between two points of a list, by number.
type Edge struct{ A, B int32 }

// EdgeTree finds edges by place. It is a binary tree of boxes over the edges in the order of a Hilbert curve.
// Node 1 is the root, the children of node n are 2n and 2n+1. Nothing changes once it is built.
type EdgeTree struct {
	Points []orb.Point
	Edges  []Edge
	order  []int32 // edges by place
	nodes  []orb.Bound
	leaves int // the first leaf, and how many there are
}

func NewEdgeTree(points []orb.Point, edges []Edge) *EdgeTree {
	t := &EdgeTree{Points: points, Edges: edges, order: hilbertOrder(points, edges), leaves: 1}
	for t.leaves*leafSegments < len(edges) {
		t.leaves *= 2
	}
	t.nodes = make([]orb.Bound, 2*t.leaves)
	for n := 2*t.leaves - 1; n > 0; n-- {
		if n < t.leaves {
			t.nodes[n] = Unite(t.nodes[2*n], t.nodes[2*n+1])
			continue
		}
		box := EmptyBox()
		for _, e := range t.leaf(n) {
			box = Unite(box, t.Box(e))
		}
		t.nodes[n] = box
	}
	return t
}

// leaf returns the edges of a leaf.
func (t *EdgeTree) leaf(n int) []int32 {
	first := min((n-t.leaves)*leafSegments, len(t.order))
	return t.order[first:min(first+leafSegments, len(t.order))]
}

func (t *EdgeTree) Box(e int32) orb.Bound {
	a, b := t.Points[t.Edges[e].A], t.Points[t.Edges[e].B]
	return orb.Bound{
		Min: orb.Point{min(a[0], b[0]), min(a[1], b[1])},
		Max: orb.Point{max(a[0], b[0]), max(a[1], b[1])},
	}
}

// Search calls visit with every edge whose box meets box.
func (t *EdgeTree) Search(box orb.Bound, visit func(e int32)) { t.searchNode(1, &box, visit) }

func (t *EdgeTree) searchNode(n int, box *orb.Bound, visit func(e int32)) {
	if !BoxesMeet(&t.nodes[n], box) {
		return
	}
	if n < t.leaves {
		t.searchNode(2*n, box, visit)
		t.searchNode(2*n+1, box, visit)
		return
	}
	for _, e := range t.leaf(n) {
		if own := t.Box(e); BoxesMeet(&own, box) {
			visit(e)
		}
	}
}

// West returns the first edge that a ray from p to the west meets, -1 if it meets none. The ray runs just
// above p, so it meets no vertex and no horizontal edge. Edges that end in p do not count. No two edges may
// cross.
func (t *EdgeTree) West(p orb.Point) int32 {
	best := int32(-1)
	t.westNode(1, p, &best)
	return best
}

func (t *EdgeTree) westNode(n int, p orb.Point, best *int32) {
	box := &t.nodes[n]
	if box.Min[1] > p[1] || box.Max[1] <= p[1] || box.Min[0] > p[0] || *best >= 0 && t.beyond(*best, p, box.Max[0]) {
		return
	}
	if n < t.leaves {
		near, far := 2*n, 2*n+1
		if t.nodes[near].Max[0] < t.nodes[far].Max[0] {
			near, far = far, near
		}
		t.westNode(near, p, best)
		t.westNode(far, p, best)
		return
	}
	for _, e := range t.leaf(n) {
		low, high := t.upward(e)
		if low[1] <= p[1] && p[1] < high[1] && low != p && Orient(low, high, p) < 0 &&
			(*best < 0 || t.eastOf(e, *best)) {
			*best = e
		}
	}
}

// beyond reports whether edge e runs, at the height of p, surely east of longitude lon.
func (t *EdgeTree) beyond(e int32, p orb.Point, lon float64) bool {
	low, high := t.upward(e)
	return min(low[0], high[0]) > lon || Orient(low, high, orb.Point{lon, p[1]}) > 0
}

func (t *EdgeTree) upward(e int32) (low, high orb.Point) {
	low, high = t.Points[t.Edges[e].A], t.Points[t.Edges[e].B]
	if low[1] > high[1] {
		low, high = high, low
	}
	return low, high
}

// eastOf reports whether edge e runs east of f where both are at one height. They do not cross.
func (t *EdgeTree) eastOf(e, f int32) bool {
	lowE, highE := t.upward(e)
	lowF, highF := t.upward(f)
	// Where the later of the two begins, else where the earlier ends.
	side := 0
	if lowE[1] >= lowF[1] {
		side = -Orient(lowF, highF, lowE)
	} else {
		side = Orient(lowE, highE, lowF)
	}
	if side != 0 {
		return side > 0
	}
	if highE[1] <= highF[1] {
		return Orient(lowF, highF, highE) < 0
	}
	return Orient(lowE, highE, highF) > 0
}

// hilbertOrder returns the edges in the order of their middles along a Hilbert curve; those in one cell of it
// stay in their own order.
func hilbertOrder(points []orb.Point, edges []Edge) []int32 {
	box := EmptyBox()
	for _, e := range edges {
		for _, p := range [...]orb.Point{points[e.A], points[e.B]} {
			box = Unite(box, orb.Bound{Min: p, Max: p})
		}
	}
	const cells = 1 << 16
	scaleX, scaleY := cells/max(box.Max[0]-box.Min[0], math.SmallestNonzeroFloat32), cells/max(box.Max[1]-box.Min[1], math.SmallestNonzeroFloat32)
	keys := make([]uint64, len(edges))
	for i, e := range edges {
		a, b := points[e.A], points[e.B]
		x := min(cells-1, ((a[0]+b[0])/2-box.Min[0])*scaleX)
		y := min(cells-1, ((a[1]+b[1])/2-box.Min[1])*scaleY)
		keys[i] = uint64(hilbert(uint32(x), uint32(y)))<<32 | uint64(i)
	}
	slices.Sort(keys)
	order := make([]int32, len(edges))
	for i, key := range keys {
		order[i] = int32(uint32(key))
	}
	return order
}

// hilbert returns how far along the Hilbert curve through 65536 x 65536 cells the cell x, y comes (Warren,
// "Hacker's Delight", 2nd edition, section 16-3).
func hilbert(x, y uint32) uint32 {
	key := uint32(0)
	for bit := uint32(1 << 15); bit > 0; bit >>= 1 {
		inX, inY := x&bit != 0, y&bit != 0
		key <<= 2
		switch {
		case inX && !inY:
			key |= 3
		case inX:
			key |= 2
		case inY:
			key |= 1
		}
		if !inY {
			if inX {
				x, y = ^x, ^y
			}
			x, y = y, x
		}
	}
	return key
}

// EachPair calls visit with every two edges whose boxes meet, once.
func (t *EdgeTree) EachPair(visit func(e, f int32)) {
	if len(t.order) > 0 {
		t.join(1, 1, visit)
	}
}

// join visits the pairs between nodes u and v of one level, v not before u.
func (t *EdgeTree) join(u, v int, visit func(e, f int32)) {
	switch {
	case !BoxesMeet(&t.nodes[u], &t.nodes[v]):
	case u >= t.leaves:
		for i, e := range t.leaf(u) {
			box := t.Box(e)
			others := t.leaf(v)
			if u == v {
				others = others[i+1:]
			}
			for _, f := range others {
				if other := t.Box(f); BoxesMeet(&box, &other) {
					visit(e, f)
				}
			}
		}
	case u == v:
		t.join(2*u, 2*u, visit)
		t.join(2*u, 2*u+1, visit)
		t.join(2*u+1, 2*u+1, visit)
	default:
		t.join(2*u, 2*v, visit)
		t.join(2*u, 2*v+1, visit)
		t.join(2*u+1, 2*v, visit)
		t.join(2*u+1, 2*v+1, visit)
	}
}
