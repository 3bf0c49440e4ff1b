package planar

import "github.com/paulmach/orb"

// Edge is a segment between two points of a list, by their numbers.
type Edge struct{ A, B int32 }

// EdgeTree finds edges by place. It never changes.
type EdgeTree struct {
	Points []orb.Point
	Edges  []Edge
	*BoxIndex[float64]
}

// NewEdgeTree returns a tree of edges between points, which must not change from then on.
func NewEdgeTree(points []orb.Point, edges []Edge) *EdgeTree {
	boxes := make([]Box[float64], len(edges))
	for i, e := range edges {
		boxes[i] = BoxAround(points[e.A], points[e.B])
	}
	return &EdgeTree{points, edges, NewBoxIndex(boxes, 1)}
}

// Box is the box around an edge.
func (t *EdgeTree) Box(e int32) Box[float64] {
	return BoxAround(t.Points[t.Edges[e].A], t.Points[t.Edges[e].B])
}

// west returns the first edge that a ray from p to the west meets, -1 for none. The ray runs just
// above p, so it meets no vertex and no level edge. Edges that end in p do not count. No two edges
// may cross.
func (t *EdgeTree) west(p orb.Point) int32 {
	best := int32(-1)
	t.westNode(1, p, &best)
	return best
}

func (t *EdgeTree) westNode(n int, p orb.Point, best *int32) {
	nodes := t.tree.Nodes
	if n >= len(nodes) {
		return
	}
	box := &nodes[n]
	if box.MinY > p[1] || box.MaxY <= p[1] || box.MinX > p[0] || *best >= 0 && t.beyond(*best, p, box.MaxX) {
		return
	}
	if n < t.tree.Leaves {
		near, far := 2*n, 2*n+1
		if far < len(nodes) && nodes[near].MaxX < nodes[far].MaxX {
			near, far = far, near
		}
		t.westNode(near, p, best)
		t.westNode(far, p, best)
		return
	}
	first, last := t.leaf(n - t.tree.Leaves)
	for _, e := range t.order[first:last] {
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

// eastOf reports whether edge e runs east of f at a latitude that both pass.
func (t *EdgeTree) eastOf(e, f int32) bool {
	lowE, highE := t.upward(e)
	lowF, highF := t.upward(f)
	// Compared where the second of them begins, or where the first one ends.
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
