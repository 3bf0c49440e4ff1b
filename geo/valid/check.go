package valid

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

// Checker checks one multipolygon after the other in the same memory. Its zero value is ready.
type Checker struct {
	shape    orb.MultiPolygon
	loops    []planar.Loop // of the rings with at least three points; Owner is the index here
	flat     []bool        // by loop: all points lie on a line
	backward []bool        // by loop: the interior of the polygon is on the right
	first    []int         // by polygon: its first loop; and an end
	tree     ringTree
	sweep    planar.Sweep
	tests    []planar.Test

	faults    []Fault // of rings and holes
	crossings []Fault
	found     []int                // by polygon: the number of its crossings
	overlaps  map[[2]int]orb.Point // by pair of parts: a place
	shared    map[[2]int]orb.Point // by pair of parts: a place of an edge that both have
	touches   []ringTouch          // of rings of one polygon
	doubtful  []planar.Doubt       // where rings of two parts have a direction in common

	// Vertices that lie on another ring of the same polygon, and of another polygon.
	touchedWithin, touchedBetween map[orb.Point]struct{}
}

// Check returns everything that makes m invalid by OGC Simple Features (06-103r4, 6.1.11 and
// 6.1.14); what only warns is Disconnected, SharedEdge, and beyond that standard Repeated and
// WideEdge. Rings may run in any direction. All comparisons are exact; only the place of a crossing
// is rounded. At most 100 crossings and touches are reported, then the message says so.
func (c *Checker) Check(m orb.MultiPolygon) []Fault {
	c.begin(m)
	for i, polygon := range m {
		c.first[i] = len(c.loops)
		if len(polygon) == 0 {
			c.faults = append(c.faults, Fault{Kind: TooFew, Polygon: i, Ring: -1, vertex: -1, Message: "polygon has no rings"})
		}
		for j, ring := range polygon {
			c.addRing(ring, i, j)
		}
	}
	c.first[len(m)] = len(c.loops)
	c.tree.eachPair(c.loops, c.first, c.flat, c.compare)
	c.settleDoubts()
	if len(c.loops) > 1 {
		c.nested()
		c.disconnected()
	}
	return c.result()
}

func (c *Checker) begin(m orb.MultiPolygon) {
	c.shape = m
	c.loops, c.flat, c.backward = c.loops[:0], c.flat[:0], c.backward[:0]
	c.faults, c.crossings = nil, nil
	c.first = append(c.first[:0], make([]int, len(m)+1)...)
	c.found = append(c.found[:0], make([]int, len(m))...)
	c.overlaps, c.shared = map[[2]int]orb.Point{}, map[[2]int]orb.Point{}
	c.doubtful, c.touches = c.doubtful[:0], c.touches[:0]
	c.touchedWithin, c.touchedBetween = map[orb.Point]struct{}{}, map[orb.Point]struct{}{}
}

func (c *Checker) addRing(ring orb.Ring, part, number int) {
	l, faults := checkRing(ring, part, number)
	c.faults = append(c.faults, faults...)
	if len(l.Points) < 3 {
		return
	}
	l.Owner = len(c.loops)
	c.loops = append(c.loops, l)
	c.flat = append(c.flat, len(faults) > 0 && faults[len(faults)-1].Kind == ZeroArea)
	c.backward = append(c.backward, (planar.Turning(l.Points) < 0) != (number > 0))
}

// result returns all faults by polygon, those between polygons last.
func (c *Checker) result() []Fault {
	slices.SortStableFunc(c.crossings, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Polygon, b.Polygon), cmp.Compare(a.Ring, b.Ring), cmp.Compare(a.vertex, b.vertex), cmp.Compare(a.Message, b.Message))
	})
	faults := slices.Concat(c.faults, c.crossings)
	slices.SortStableFunc(faults, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Polygon, b.Polygon), cmp.Compare(a.Kind.stage(), b.Kind.stage()))
	})
	faults = append(faults, pairFaults(c.overlaps, Overlap, "overlaps")...)
	for pair := range c.overlaps {
		delete(c.shared, pair) // said with more
	}
	return append(faults, pairFaults(c.shared, SharedEdge, "shares an edge with")...)
}

// pairFaults returns the faults of pairs of parts, in order.
func pairFaults(places map[[2]int]orb.Point, kind Kind, verb string) []Fault {
	pairs := make([][2]int, 0, len(places))
	for pair := range places {
		pairs = append(pairs, pair)
	}
	slices.SortFunc(pairs, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	var faults []Fault
	for i, pair := range pairs {
		at := places[pair]
		f := Fault{
			Kind: kind, Polygon: pair[1], Ring: -1, vertex: -1, At: at,
			Message: fmt.Sprintf("polygon %d %s polygon %d near %v", pair[1], verb, pair[0], planar.PositionText(at)),
		}
		if i == maxFaults-1 {
			f.Message += "; further ones are not listed"
		}
		faults = append(faults, f)
	}
	return faults
}

// checkRing finds the faults of a ring that show without comparing edges.
func checkRing(ring orb.Ring, part, number int) (l planar.Loop, faults []Fault) {
	if clean(ring) {
		l = planar.Loop{Points: ring[:len(ring)-1], Part: part, Ring: number}
		if wide, _ := WideEdgeOf(ring); wide < 0 && len(ring) > 3 && !flat(l.Points) {
			return l, nil
		}
	} else {
		l = planar.NewLoop(ring, 0, part, number, false)
	}
	report := func(kind Kind, vertex int, format string, args ...any) {
		f := Fault{Kind: kind, Polygon: part, Ring: number, vertex: vertex, Message: fmt.Sprintf(format, args...)}
		if vertex >= 0 && planar.Finite(ring[vertex]) {
			f.At = ring[vertex]
		}
		faults = append(faults, f)
	}
	for i, p := range ring {
		switch {
		case !planar.Finite(p):
			report(NotFinite, i, "position %d is %v: want finite numbers", i, planar.PositionText(p))
		case i > 0 && p == ring[i-1]:
			report(Repeated, i, "position %d repeats %v", i, planar.PositionText(p))
		}
	}
	if i, message := WideEdgeOf(ring); i >= 0 {
		report(WideEdge, i, "%s", message)
	}
	last := len(ring) - 1
	switch {
	case last < 0:
		report(TooFew, -1, "ring is empty")
		return l, faults
	case ring[0] != ring[last] && planar.Finite(ring[0]) && planar.Finite(ring[last]):
		report(NotClosed, last, "ring starts at %v and ends at %v: want the same", planar.PositionText(ring[0]), planar.PositionText(ring[last]))
	}
	switch {
	case last < 3 || len(l.Points) < 3:
		report(TooFew, 0, "ring has %d positions, %d of them distinct: want at least 4 and 3", len(ring), len(l.Points))
	case flat(l.Points):
		report(ZeroArea, 0, "all positions of the ring lie on a line")
	}
	return l, faults
}

// WideEdgeOf finds the first edge of a line that spans more than 180 degrees of longitude, and
// words it; -1 if there is none. It probably means the short way round, across the antimeridian,
// where the plane takes the long one.
func WideEdgeOf[L ~[]orb.Point](line L) (vertex int, message string) {
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		if width := math.Abs(b[0] - a[0]); width > 180 && !math.IsInf(width, 0) && !AllAround(line, i-1) {
			return i - 1, fmt.Sprintf("edge over 180 degrees: from %v to %v it spans %.6g degrees of longitude", planar.PositionText(a), planar.PositionText(b), width)
		}
	}
	return -1, ""
}

// AllAround reports whether the edge from vertex i of a line means the whole way around the earth,
// not the empty one from a place to itself: it runs along a pole, or along a parallel between two
// edges along a meridian, as the sides of a box do. A line that begins or ends with it may go on
// so.
func AllAround[L ~[]orb.Point](line L, i int) bool {
	a, b := line[i], line[i+1]
	if a[1] != b[1] || math.Abs(a[0]-b[0]) != 360 {
		return false
	}
	before, after, n := i-1, i+2, len(line)
	if closed := n > 2 && line[0] == line[n-1]; closed {
		before, after = (i+n-2)%(n-1), (i+2)%(n-1)
	}
	return math.Abs(a[1]) == 90 || (before < 0 || line[before][0] == a[0]) && (after >= n || line[after][0] == b[0])
}

// clean reports whether a ring is closed, of finite positions each different from the one before.
func clean(ring orb.Ring) bool {
	n := len(ring)
	if n < 2 || ring[0] != ring[n-1] || !planar.Finite(ring[0]) {
		return false
	}
	for i := 1; i < n; i++ {
		if p := ring[i]; p == ring[i-1] || !planar.Finite(p) {
			return false
		}
	}
	return true
}

// flat reports whether all points lie on one line.
func flat(points []orb.Point) bool {
	a, b := points[0], points[0]
	for _, p := range points {
		if p != a {
			b = p
			break
		}
	}
	for _, p := range points {
		if planar.Orient(a, b, p) != 0 {
			return false
		}
	}
	return true
}

func bounds(points []orb.Point) orb.Bound { return orb.MultiPoint(points).Bound() }
