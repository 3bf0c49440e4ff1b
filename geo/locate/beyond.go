package locate

import (
	"math"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

// borderEdge is an edge of a version and its other side.
type borderEdge struct {
	a, b   orb.Point
	beyond int32 // the version that across finds all along it, -1 for none; askGrid if unknown
}

// askGrid marks an edge whose other side a search has to look up.
const askGrid = -2

// readyEdges is the most edges of a grid that lie ready in its border trees. With more of them
// memory counts, and the time it takes to look beyond each.
const readyEdges = 1 << 15

// readyBorders puts the edges of all versions into their trees, leaf by leaf, where a search finds
// them without looking up rings, each with its other side.
func (g *Grid) readyBorders() {
	all := 0
	for i := range g.versions {
		for _, polygon := range g.versions[i].Shape {
			for _, ring := range polygon {
				all += max(0, len(ring)-1)
			}
		}
	}
	if g.compact || all > readyEdges {
		return
	}
	g.readied = true
	for i := range g.borders {
		t := &g.borders[i]
		t.edges = edgesOf(g.versions[i].Shape, t)
		t.pieces, t.rings = nil, nil
	}
	if g.plain { // else it depends on the time, or on which name of the point is meant
		g.lookBeyond(all)
	}
}

// edgesOf returns the edges of a shape in the order of the leaves of its tree.
func edgesOf(shape orb.MultiPolygon, t *borderTree) []borderEdge {
	var edges []borderEdge
	add := func(ring orb.Ring) {
		for k := 1; k < len(ring); k++ {
			edges = append(edges, borderEdge{ring[k-1], ring[k], askGrid})
		}
	}
	if t.Nodes != nil {
		for _, name := range t.rings {
			add(shape[name.polygon][name.ring])
		}
		return edges
	}
	for _, polygon := range shape {
		for _, ring := range polygon {
			add(ring)
		}
	}
	return edges
}

// lookBeyond sets, for each edge with one and the same version all along its far side, that
// version.
func (g *Grid) lookBeyond(all int) {
	points, edges := make([]orb.Point, 0, 2*all), make([]planar.Edge, 0, all)
	for i := range g.borders {
		for _, e := range g.borders[i].edges {
			edges = append(edges, planar.Edge{A: int32(len(points)), B: int32(len(points) + 1)})
			points = append(points, e.a, e.b)
		}
	}
	tree := planar.NewEdgeTree(points, edges)
	for v := range g.borders {
		for k := range g.borders[v].edges {
			if e := &g.borders[v].edges[k]; alone(tree, e.a, e.b) {
				e.beyond = g.beyondMiddle(int32(v), e)
			}
		}
	}
}

// alone reports whether no other edge, apart from copies of this one, comes near the line on which
// across looks beside it.
func alone(t *planar.EdgeTree, a, b orb.Point) bool {
	const near = 2 * borderAside
	ux, uy := b[0]-a[0], b[1]-a[1]
	length := math.Sqrt(ux*ux + uy*uy)
	if length < 4*borderAlong {
		return false
	}
	// The ends, where other edges may begin, are not looked at.
	step := 0.9 * borderAlong / length
	from, to := orb.Point{a[0] + step*ux, a[1] + step*uy}, orb.Point{b[0] - step*ux, b[1] - step*uy}
	alone := true
	t.Search(planar.BoxAround(from, to).Grow(near), func(e int32) {
		c, d := t.Points[t.Edges[e].A], t.Points[t.Edges[e].B]
		if !(c == a && d == b || c == b && d == a) && !segmentsApart(from, to, c, d, near) {
			alone = false
		}
	})
	return alone
}

// segmentsApart reports whether two segments are at least so many degrees apart.
func segmentsApart(a, b, c, d orb.Point, least float64) bool {
	if planar.Orient(a, b, c)*planar.Orient(a, b, d) < 0 && planar.Orient(c, d, a)*planar.Orient(c, d, b) < 0 {
		return false // they cross; if they touch, an end is on the other
	}
	s := plane{east: 1, north: 1}
	far := func(p, a, b orb.Point) bool {
		s.p = p
		foot := s.foot(a, b, 1, 1)
		return math.Hypot(foot[0]-p[0], foot[1]-p[1]) > least
	}
	return far(a, c, d) && far(b, c, d) && far(c, a, b) && far(d, a, b)
}

// beyondMiddle is across at the middle of an edge with the version on one side, or on both.
func (g *Grid) beyondMiddle(version int32, e *borderEdge) int32 {
	middle := orb.Point{(e.a[0] + e.b[0]) / 2, (e.a[1] + e.b[1]) / 2}
	ux, uy := e.b[0]-e.a[0], e.b[1]-e.a[1]
	scale := borderAside / math.Sqrt(ux*ux+uy*uy)
	nx, ny := uy*scale, -ux*scale
	left, _ := g.At(orb.Point{middle[0] - nx, middle[1] - ny}, 0)
	right, _ := g.At(orb.Point{middle[0] + nx, middle[1] + ny}, 0)
	switch version {
	case int32(left):
		return int32(right)
	case int32(right):
		return int32(left)
	}
	return askGrid // another version covers this one
}
