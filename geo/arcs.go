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

// Arcs cuts the borders of shapes into arcs, each listed once, and returns every place where the shapes fail
// to be a partition: where they overlap, leave a gap, or do not share their vertices exactly. With no faults
// every edge lies in one arc. An edge between two parts of one shape is in none. Positions that
// are not finite are left out; CheckPolygon reports them. The order is that of the input.
func Arcs(shapes []orb.MultiPolygon) (arcs []Arc, faults []PartitionFault) {
	loops := inwardLoops(shapes)
	net, faults := newNetwork(loops)
	compared := compareShapes(shapes)
	faults = append(faults, overlapFaults(shapes, compared.overlaps)...)
	faults = append(faults, junctionFaults(compared.junctions)...)
	faults = append(faults, gapFaults(net, compared)...)
	return net.arcs(), faults
}

// border is an edge with the shapes on its two sides; it runs as its first user has it.
type border struct {
	directed
	left, right int
}

// network holds every edge once.
type network struct {
	borders []border
	// index finds an edge by its ends, the earlier first.
	index map[directed]int
	// meeting lists the edges at a vertex, by position in borders.
	meeting map[orb.Point][]int
}

// newNetwork enters the edges of all loops. An edge whose side is already taken stays with the first shape.
func newNetwork(loops []loop) (*network, []PartitionFault) {
	n := &network{index: map[directed]int{}, meeting: map[orb.Point][]int{}}
	var faults []PartitionFault
	for i := range loops {
		l := &loops[i]
		for k := range l.points {
			a, b := segment{l, k}.ends()
			if !n.enter(a, b, l.owner) {
				faults = append(faults, sideTaken(l.owner, a))
			}
		}
	}
	for i, e := range n.borders {
		if e.left != e.right {
			n.meeting[e.from] = append(n.meeting[e.from], i)
			n.meeting[e.to] = append(n.meeting[e.to], i)
		}
	}
	return n, faults
}

// enter notes that owner lies on the left of the edge from a to b. It returns false if owner has noted
// that before; another owner there is an overlap, which compareShapes finds.
func (n *network) enter(a, b orb.Point, owner int) bool {
	i, ok := n.index[directed{earlier(a, b), later(a, b)}]
	if !ok {
		n.index[directed{earlier(a, b), later(a, b)}] = len(n.borders)
		n.borders = append(n.borders, border{directed{a, b}, owner, Nowhere})
		return true
	}
	e := &n.borders[i]
	switch {
	case e.from == a:
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
	used := make([]bool, len(n.borders))
	for i, e := range n.borders {
		if used[i] || e.left == e.right {
			continue
		}
		used[i] = true
		points := orb.LineString{e.from, e.to}
		points = n.extend(points, e.left, e.right, used)
		if points[0] != points[len(points)-1] {
			// Go on at the other end, which means walking with the sides exchanged.
			slices.Reverse(points)
			points = n.extend(points, e.right, e.left, used)
			slices.Reverse(points)
		}
		arcs = append(arcs, Arc{points, e.left, e.right})
	}
	return arcs
}

// extend appends the edges that continue points with the same shapes on the same sides, up to a vertex where
// other borders meet.
func (n *network) extend(points orb.LineString, left, right int, used []bool) orb.LineString {
	for {
		at := points[len(points)-1]
		here := n.meeting[at]
		if len(here) != 2 || at == points[0] {
			return points
		}
		next := here[0]
		if used[next] {
			next = here[1]
		}
		e := n.borders[next]
		if e.to == at {
			e = border{directed{e.to, e.from}, e.right, e.left}
		}
		if used[next] || e.left != left || e.right != right {
			return points
		}
		used[next] = true
		points = append(points, e.to)
	}
}
