package geo

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// edge is a line between two points of a list, by number.
type edge struct{ a, b int32 }

// edgeTree finds edges by place. It is a binary tree of boxes over the edges in the order of a Hilbert curve.
// Node 1 is the root, the children of node n are 2n and 2n+1. Nothing changes once it is built.
type edgeTree struct {
	points []orb.Point
	edges  []edge
	order  []int32 // edges by place
	nodes  []orb.Bound
	leaves int // the first leaf, and how many there are
}

func newEdgeTree(points []orb.Point, edges []edge) *edgeTree {
	t := &edgeTree{points: points, edges: edges, order: hilbertOrder(points, edges), leaves: 1}
	for t.leaves*leafSegments < len(edges) {
		t.leaves *= 2
	}
	t.nodes = make([]orb.Bound, 2*t.leaves)
	for n := 2*t.leaves - 1; n > 0; n-- {
		if n < t.leaves {
			t.nodes[n] = unite(t.nodes[2*n], t.nodes[2*n+1])
			continue
		}
		box := emptyBox()
		for _, e := range t.leaf(n) {
			box = unite(box, t.box(e))
		}
		t.nodes[n] = box
	}
	return t
}

// leaf returns the edges of a leaf.
func (t *edgeTree) leaf(n int) []int32 {
	first := min((n-t.leaves)*leafSegments, len(t.order))
	return t.order[first:min(first+leafSegments, len(t.order))]
}

func (t *edgeTree) box(e int32) orb.Bound {
	a, b := t.points[t.edges[e].a], t.points[t.edges[e].b]
	return orb.Bound{
		Min: orb.Point{min(a[0], b[0]), min(a[1], b[1])},
		Max: orb.Point{max(a[0], b[0]), max(a[1], b[1])},
	}
}

// search calls visit with every edge whose box meets box.
func (t *edgeTree) search(box orb.Bound, visit func(e int32)) { t.searchNode(1, &box, visit) }

func (t *edgeTree) searchNode(n int, box *orb.Bound, visit func(e int32)) {
	if !meets(&t.nodes[n], box) {
		return
	}
	if n < t.leaves {
		t.searchNode(2*n, box, visit)
		t.searchNode(2*n+1, box, visit)
		return
	}
	for _, e := range t.leaf(n) {
		if own := t.box(e); meets(&own, box) {
			visit(e)
		}
	}
}

// west returns the first edge that a ray from p to the west meets, -1 if it meets none. The ray runs just
// above p, so it meets no vertex and no horizontal edge. Edges that end in p do not count. No two edges may
// cross.
func (t *edgeTree) west(p orb.Point) int32 {
	best := int32(-1)
	t.westNode(1, p, &best)
	return best
}

func (t *edgeTree) westNode(n int, p orb.Point, best *int32) {
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
func (t *edgeTree) beyond(e int32, p orb.Point, lon float64) bool {
	low, high := t.upward(e)
	return min(low[0], high[0]) > lon || Orient(low, high, orb.Point{lon, p[1]}) > 0
}

func (t *edgeTree) upward(e int32) (low, high orb.Point) {
	low, high = t.points[t.edges[e].a], t.points[t.edges[e].b]
	if low[1] > high[1] {
		low, high = high, low
	}
	return low, high
}

// eastOf reports whether edge e runs east of f where both are at one height. They do not cross.
func (t *edgeTree) eastOf(e, f int32) bool {
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
func hilbertOrder(points []orb.Point, edges []edge) []int32 {
	box := emptyBox()
	for _, e := range edges {
		for _, p := range [...]orb.Point{points[e.a], points[e.b]} {
			box = unite(box, orb.Bound{Min: p, Max: p})
		}
	}
	const cells = 1 << 16
	scaleX, scaleY := cells/max(box.Max[0]-box.Min[0], math.SmallestNonzeroFloat32), cells/max(box.Max[1]-box.Min[1], math.SmallestNonzeroFloat32)
	keys := make([]uint64, len(edges))
	for i, e := range edges {
		a, b := points[e.a], points[e.b]
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

// eachPair calls visit with every two edges whose boxes meet, once.
func (t *edgeTree) eachPair(visit func(e, f int32)) {
	if len(t.order) > 0 {
		t.join(1, 1, visit)
	}
}

// join visits the pairs between nodes u and v of one level, v not before u.
func (t *edgeTree) join(u, v int, visit func(e, f int32)) {
	switch {
	case !meets(&t.nodes[u], &t.nodes[v]):
	case u >= t.leaves:
		for i, e := range t.leaf(u) {
			box := t.box(e)
			others := t.leaf(v)
			if u == v {
				others = others[i+1:]
			}
			for _, f := range others {
				if other := t.box(f); meets(&box, &other) {
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
