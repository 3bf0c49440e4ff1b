package locate

import (
	"math"

	"github.com/paulmach/orb"
)

// borderSearch is a search for the nearest edge of a shape. The nearest in the plane is measured
// first. How much longer or shorter degrees are within its distance then bounds which edges can be
// nearer on the ellipsoid, and only these are measured.
type borderSearch struct {
	plane
	tree    *borderTree // without nodes for a small shape
	shape   orb.MultiPolygon
	store   *ringStore // holds the shape of a version of a compact grid
	version int
	metres  float64 // of the nearest so far

	// With a grid an edge counts only if something else than the version lies on its other side.
	grid   *Grid
	at     int32
	beyond int

	within float64 // square of a distance in the plane: edges beyond it do not count
	// Of the first pass: the nearest edge, and those that were at most a hundredth farther than the
	// nearest so far. Unless degrees change their length more, the nearest on the ellipsoid is
	// among these.
	first   bool
	nearest planeEdge
	kept    [8]planeEdge
	n       int // how many there were, of which the first are kept
	room    []orb.Point
}

// aboutAsNear is the square of 1.01: edges up to a hundredth farther than the nearest are kept.
const aboutAsNear = 1.01 * 1.01

func (s *borderSearch) run() {
	s.first, s.n, s.within = true, 0, s.limit(s.metres)
	s.nearest.square = math.Inf(1)
	s.everywhere()
	if s.n == 0 {
		return
	}
	s.first, s.within = false, s.limit(s.metres)
	s.measure(&s.nearest)
	if s.within > s.nearest.square*aboutAsNear || s.n > len(s.kept) {
		s.everywhere()
		return
	}
	for i := range s.kept[:s.n] {
		if e := &s.kept[i]; e.square <= s.within && *e != s.nearest {
			s.measure(e)
		}
	}
}

// everywhere looks at all edges that may lie within the limit.
func (s *borderSearch) everywhere() {
	switch {
	case s.tree.Nodes != nil:
		s.inNode(1)
	case s.tree.edges != nil:
		for edges := s.tree.edges; len(edges) > 0; edges = edges[min(len(edges), readyLeaf):] {
			s.few(edges[:min(len(edges), readyLeaf)])
		}
	case s.store != nil:
		s.inStore()
	default:
		for _, polygon := range s.shape {
			for _, ring := range polygon {
				s.along(ring)
			}
		}
	}
}

// inStore looks at all rings of a version of a compact grid.
func (s *borderSearch) inStore() {
	first := s.store.polygonRing[s.store.versionPolygon[s.version]]
	end := s.store.polygonRing[s.store.versionPolygon[s.version+1]]
	for r := first; r < end; r++ {
		s.room = s.store.points(s.room[:0], s.store.ringVertex[r], s.store.ringVertex[r+1])
		s.along(s.room)
	}
}

func (s *borderSearch) inNode(n int) {
	t := s.tree
	for n < t.Leaves {
		// A lone child is a left one.
		n *= 2
		if n+1 >= len(t.Nodes) {
			if n >= len(t.Nodes) {
				return
			}
			continue
		}
		near, far, other := s.farFrom(&t.Nodes[n]), s.farFrom(&t.Nodes[n+1]), n+1
		if far < near {
			n, near, far, other = n+1, far, near, n
		}
		if far*roundedFar <= s.within {
			if near*roundedFar <= s.within {
				s.inNode(n)
			}
			if far*roundedFar > s.within {
				return
			}
			n = other
		} else if near*roundedFar > s.within {
			return
		}
	}
	s.inPiece(n - t.Leaves)
}

// roundedFar keeps rounding from leaving out the corner of a box.
const roundedFar = 1 - 1e-9

func (s *borderSearch) inPiece(i int) {
	t := s.tree
	if t.edges != nil {
		s.few(t.edges[i*readyLeaf : min((i+1)*readyLeaf, len(t.edges))])
		return
	}
	at, end := t.pieces[i], piece{int32(len(t.rings)), 0}
	if i+1 < len(t.pieces) {
		end = t.pieces[i+1]
	}
	for ; at.ring < end.ring; at = (piece{at.ring + 1, 0}) {
		s.stretch(t.rings[at.ring], at.vertex, -1)
	}
	if at.ring < int32(len(t.rings)) && at.vertex < end.vertex {
		s.stretch(t.rings[at.ring], at.vertex, end.vertex+1)
	}
}

// stretch looks at the points of a ring between two positions; a negative second one is the end of
// the ring.
func (s *borderSearch) stretch(name ringName, from, to int32) {
	if s.store == nil {
		ring := s.shape[name.polygon][name.ring]
		if to < 0 {
			to = int32(len(ring))
		}
		s.along(ring[from:to])
		return
	}
	r := s.store.polygonRing[s.store.versionPolygon[s.version]+uint32(name.polygon)] + uint32(name.ring)
	first, end := s.store.ringVertex[r], s.store.ringVertex[r+1]
	if to >= 0 {
		end = first + uint32(to)
	}
	s.room = s.store.points(s.room[:0], first+uint32(from), end)
	s.along(s.room)
}

// along looks at the edges between consecutive points.
func (s *borderSearch) along(points []orb.Point) {
	for len(points) > chunkEdges+1 {
		s.chunk(points[:chunkEdges+1])
		points = points[chunkEdges:]
	}
	if len(points) > 1 {
		s.chunk(points)
	}
}

// chunkEdges is how many edges are looked at together.
const chunkEdges = 32

// chunk does the work of along for at most chunkEdges edges. It has no branches on the data before
// it knows the nearest of its edges, since a wrong guess costs more than an edge.
func (s *borderSearch) chunk(points []orb.Point) {
	var squares [chunkEdges]float64
	x, y, east, north, least := s.p[0], s.p[1], s.east, s.north, math.Inf(1)
	ax, ay := (points[0][0]-x)*east, (points[0][1]-y)*north
	for i, p := range points[1:min(len(points), chunkEdges+1)] {
		bx, by := (p[0]-x)*east, (p[1]-y)*north
		ux, uy := bx-ax, by-ay
		// The least number keeps edges of no length.
		t := max(0, min(1, -(ax*ux+ay*uy)/(ux*ux+uy*uy+math.SmallestNonzeroFloat64)))
		dx, dy := ax+t*ux, ay+t*uy
		squares[i] = dx*dx + dy*dy
		least = min(least, squares[i])
		ax, ay = bx, by
	}
	if least > s.within {
		return
	}
	if s.first {
		s.within = min(s.within, least*aboutAsNear)
	}
	for i := range points[1:] {
		if squares[i] <= s.within {
			s.candidate(planeEdge{borderEdge{points[i], points[i+1], askGrid}, squares[i]})
		}
	}
}

// few is chunk for the edges of a leaf that lie ready.
func (s *borderSearch) few(edges []borderEdge) {
	var squares [readyLeaf]float64
	x, y, east, north, least := s.p[0], s.p[1], s.east, s.north, math.Inf(1)
	edges = edges[:min(len(edges), len(squares))]
	for i := range edges {
		e := &edges[i]
		ax, ay := (e.a[0]-x)*east, (e.a[1]-y)*north
		ux, uy := (e.b[0]-x)*east-ax, (e.b[1]-y)*north-ay
		t := max(0, min(1, -(ax*ux+ay*uy)/(ux*ux+uy*uy+math.SmallestNonzeroFloat64)))
		dx, dy := ax+t*ux, ay+t*uy
		squares[i] = dx*dx + dy*dy
		least = min(least, squares[i])
	}
	if least > s.within {
		return
	}
	if s.first {
		s.within = min(s.within, least*aboutAsNear)
	}
	for i := range edges {
		if squares[i] <= s.within {
			s.candidate(planeEdge{edges[i], squares[i]})
		}
	}
}

// candidate takes an edge within the limit.
func (s *borderSearch) candidate(e planeEdge) {
	if !s.first {
		if e != s.nearest {
			s.measure(&e)
		}
		return
	}
	if s.n < len(s.kept) {
		s.kept[s.n] = e
	}
	s.n++
	if e.square < s.nearest.square {
		s.nearest, s.within = e, e.square*aboutAsNear
	}
}

// measure takes an edge if it is nearer than what is known, and a border.
func (s *borderSearch) measure(e *planeEdge) {
	foot, metres := s.nearestOn(e.a, e.b)
	if metres >= s.metres {
		return
	}
	if s.grid != nil {
		beyond := int(e.beyond)
		if beyond == askGrid {
			beyond = s.across(foot, e.a, e.b)
		}
		if beyond == s.version {
			return
		}
		s.beyond = beyond
	}
	s.metres = metres
	s.within = s.limit(metres)
}
