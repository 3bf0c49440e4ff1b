package topology

import (
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/keys"
	"demarc/geo/internal/planar"
)

// Nowhere is the side of an Arc without a shape.
const Nowhere = -1

// Arc is a stretch of border between two places where three or more borders meet, or a whole closed
// border. Left and Right are the shapes on its sides, as seen along it; Right is Nowhere on the
// outer border.
type Arc struct {
	Points      orb.LineString
	Left, Right int
}

// Border is an edge between two vertices with the shapes on its sides, in the direction of the
// first shape that has it.
type Border struct{ From, To, Left, Right int32 }

// Turned is the border seen from its other end.
func (e Border) Turned() Border { return Border{e.To, e.From, e.Right, e.Left} }

// Network holds every vertex and every edge once, by number.
type Network struct {
	vertices *keys.Numbering[orb.Point]
	ends     *keys.Numbering[[2]int32] // of the borders, the lower number first
	Points   []orb.Point               // the vertices
	Borders  []Border
	Meeting  keys.Groups // by vertex: the borders between different shapes
}

// NewNetwork enters the edges of all loops. A side belongs to the first shape; taken is called with
// the owner that comes second and where that edge begins.
func NewNetwork(loops []planar.Loop, taken func(owner int, at orb.Point)) *Network {
	n := &Network{vertices: keys.NewNumbering[orb.Point](0), ends: keys.NewNumbering[[2]int32](0)}
	for i := range loops {
		l := &loops[i]
		from := n.vertices.Number(l.Points[0])
		for k := range l.Points {
			a, b := planar.Segment{Loop: l, K: k}.Ends()
			to := n.vertices.Number(b)
			if !n.enter(from, to, int32(l.Owner)) {
				taken(l.Owner, a)
			}
			from = to
		}
	}
	n.Points = n.vertices.Keys
	n.Meet()
	return n
}

// Meet lists the borders at each vertex.
func (n *Network) Meet() {
	n.Meeting = keys.GroupBy(len(n.Points), len(n.Borders), func(i int, enter func(int32)) {
		if e := &n.Borders[i]; e.Left != e.Right {
			enter(e.From)
			enter(e.To)
		}
	})
}

// enter notes that owner lies on the left of the edge between two vertices. It returns false if
// owner has noted that before; two owners there are an overlap, which planar.CompareShapes finds.
func (n *Network) enter(from, to, owner int32) bool {
	i := int(n.ends.Number([2]int32{min(from, to), max(from, to)}))
	if i == len(n.Borders) {
		n.Borders = append(n.Borders, Border{from, to, owner, Nowhere})
		return true
	}
	e := &n.Borders[i]
	switch {
	case e.From == from:
		return e.Left != owner
	case e.Right == Nowhere:
		e.Right = owner
	default:
		return e.Right != owner
	}
	return true
}

// Arcs chains the borders between different shapes.
func (n *Network) Arcs() []Arc {
	var arcs []Arc
	var walk []int32
	used := make([]bool, len(n.Borders))
	for i, e := range n.Borders {
		if used[i] || e.Left == e.Right {
			continue
		}
		used[i] = true
		walk = n.extend(append(walk[:0], e.From, e.To), e.Left, e.Right, used)
		if walk[0] != walk[len(walk)-1] {
			// Go on at the other end, walking with the sides exchanged.
			slices.Reverse(walk)
			walk = n.extend(walk, e.Right, e.Left, used)
			slices.Reverse(walk)
		}
		points := make(orb.LineString, len(walk))
		for k, v := range walk {
			points[k] = n.Points[v]
		}
		arcs = append(arcs, Arc{points, int(e.Left), int(e.Right)})
	}
	return arcs
}

// extend appends the edges that continue a walk with the same shapes on the same sides, up to a
// vertex where other borders meet.
func (n *Network) extend(walk []int32, left, right int32, used []bool) []int32 {
	for {
		at := walk[len(walk)-1]
		here := n.Meeting.Of(at)
		if len(here) != 2 || at == walk[0] {
			return walk
		}
		next := here[0]
		if used[next] {
			next = here[1]
		}
		e := n.Borders[next]
		if e.To == at {
			e = e.Turned()
		}
		if used[next] || e.Left != left || e.Right != right {
			return walk
		}
		used[next] = true
		walk = append(walk, e.To)
	}
}
