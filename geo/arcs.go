package geo

import (
	"slices"

	"github.com/paulmach/orb"
)

// Nowhere is the side of an Arc on which no shape lies.
const Nowhere = -1

// Arc is a stretch of border between two places where three or more borders meet, or a whole closed border.
// Left and Right are the shapes on its sides, as seen along it; Right is Nowhere on the outer border.
type Arc struct {
	Points      orb.LineString
	Left, Right int
}

// border is an edge with the shapes on its two sides; it runs as its first user has it.
type border struct{ from, to, left, right int32 }

// turned is the border seen from its other end.
func (e border) turned() border { return border{e.to, e.from, e.right, e.left} }

// network holds every vertex and every edge once, by number.
type network struct {
	vertices *Numbering[orb.Point]
	ends     *Numbering[[2]int32] // of the borders, the lower number first
	points   []orb.Point          // the vertices
	borders  []border
	// meeting lists the borders between different shapes at a vertex.
	meeting groups
}

// newNetwork enters the edges of all loops. An edge whose side is already taken stays with the first shape; taken is
// called with the owner that comes second and where that edge begins.
func newNetwork(loops []loop, taken func(owner int, at orb.Point)) *network {
	n := &network{vertices: NewNumbering[orb.Point](0), ends: NewNumbering[[2]int32](0)}
	for i := range loops {
		l := &loops[i]
		from := n.vertices.Number(l.points[0])
		for k := range l.points {
			a, b := segment{l, k}.ends()
			to := n.vertices.Number(b)
			if !n.enter(from, to, int32(l.owner)) {
				taken(l.owner, a)
			}
			from = to
		}
	}
	n.points = n.vertices.Keys
	n.meet()
	return n
}

// meet lists the borders at each vertex.
func (n *network) meet() {
	n.meeting = groupBy(len(n.points), len(n.borders), func(i int, enter func(int32)) {
		if e := &n.borders[i]; e.left != e.right {
			enter(e.from)
			enter(e.to)
		}
	})
}

// enter notes that owner lies on the left of the edge between two vertices. It returns false if owner has noted
// that before; another owner there is an overlap, which compareShapes finds.
func (n *network) enter(from, to, owner int32) bool {
	i := int(n.ends.Number([2]int32{min(from, to), max(from, to)}))
	if i == len(n.borders) {
		n.borders = append(n.borders, border{from, to, owner, Nowhere})
		return true
	}
	e := &n.borders[i]
	switch {
	case e.from == from:
		return e.left != owner
	case e.right == Nowhere:
		e.right = owner
	default:
		return e.right != owner
	}
	return true
}

// arcs chains the edges.
func (n *network) arcs() []Arc {
	var arcs []Arc
	var walk []int32
	used := make([]bool, len(n.borders))
	for i, e := range n.borders {
		if used[i] || e.left == e.right {
			continue
		}
		used[i] = true
		walk = n.extend(append(walk[:0], e.from, e.to), e.left, e.right, used)
		if walk[0] != walk[len(walk)-1] {
			// Go on at the other end, which means walking with the sides exchanged.
			slices.Reverse(walk)
			walk = n.extend(walk, e.right, e.left, used)
			slices.Reverse(walk)
		}
		points := make(orb.LineString, len(walk))
		for k, v := range walk {
			points[k] = n.points[v]
		}
		arcs = append(arcs, Arc{points, int(e.left), int(e.right)})
	}
	return arcs
}

// extend appends the edges that continue a walk with the same shapes on the same sides, up to a vertex where
// other borders meet.
func (n *network) extend(walk []int32, left, right int32, used []bool) []int32 {
	for {
		at := walk[len(walk)-1]
		here := n.meeting.of(at)
		if len(here) != 2 || at == walk[0] {
			return walk
		}
		next := here[0]
		if used[next] {
			next = here[1]
		}
		e := n.borders[next]
		if e.to == at {
			e = e.turned()
		}
		if used[next] || e.left != left || e.right != right {
			return walk
		}
		used[next] = true
		walk = append(walk, e.to)
	}
}
