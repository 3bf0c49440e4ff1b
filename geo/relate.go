package geo

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

// Relation says how two shapes lie to each other: which of their interiors, borders and exteriors
// have points in common, the matrix of the Simple Features (OGC 06-103r4, 6.1.15) without its last
// corner. The border of lines are the ends of an odd number of them; points have none.
//
// It is exact for valid shapes: all is decided by the sides on which vertices lie, and no point of
// crossing is computed. Shapes are split where they meet:
//
//	   b                  edges of a that meet no edge of b lie where their ends do;
//	a--+==+--a            pieces between two vertices of the other lie along it, or within
//	   b  b               or outside, which their middle tells;
//	                      where edges cross, both sides of either have their points
type Relation struct {
	dimA, dimB int

	ii, ib, ie bool // interior of a: interior, border, exterior of b
	bi, bb, be bool // border of a
	ei, eb     bool // exterior of a

	along bool // of two lines: they have more than points in common
}

// Relate compares two shapes. It is false where one of them has no points, or parts of several
// dimensions.
func Relate(a, b orb.Geometry) (r Relation, ok bool) {
	x, okX := figureOf(a)
	y, okY := figureOf(b)
	if !okX || !okY {
		return r, false
	}
	if x.dim > y.dim {
		return relate(y, x).turned(), true
	}
	return relate(x, y), true
}

// Within tells whether the first shape has no point outside of the second, and one inside of it.
func (r Relation) Within() bool { return r.ii && !r.ie && !r.be }

// Contains is Within the other way round.
func (r Relation) Contains() bool { return r.ii && !r.ei && !r.eb }

// Equals tells whether both shapes have the same points.
func (r Relation) Equals() bool { return r.Within() && r.Contains() }

// Touches tells whether the shapes meet, but their interiors do not.
func (r Relation) Touches() bool { return !r.ii && (r.ib || r.bi || r.bb) }

// Crosses tells whether the smaller in dimension lies partly within the other and partly outside,
// or two lines meet in points only, inside both.
func (r Relation) Crosses() bool {
	switch {
	case r.dimA < r.dimB:
		return r.ii && r.ie
	case r.dimA > r.dimB:
		return r.ii && r.ei
	}
	return r.dimA == 1 && r.ii && !r.along
}

// Overlaps tells whether shapes of one dimension have a part of that dimension in common, and
// either one of its own.
func (r Relation) Overlaps() bool {
	return r.dimA == r.dimB && r.ii && r.ie && r.ei && (r.dimA != 1 || r.along)
}

// turned is the relation of the second shape to the first.
func (r Relation) turned() Relation {
	return Relation{r.dimB, r.dimA, r.ii, r.bi, r.ei, r.ib, r.bb, r.eb, r.ie, r.be, r.along}
}

// place is where a point lies: outside of a shape, on its border, or inside.
type place int

const (
	outside place = iota
	onBorder
	inside
)

// figure is a shape of one dimension.
type figure struct {
	dim    int
	points []orb.Point        // of dimension 0
	lines  []orb.LineString   // and of areas the rings, with their area on the left
	areas  [][]orb.LineString // the rings of each polygon
	ends   map[orb.Point]bool // the border of lines
	box    orb.Bound
}

func figureOf(g orb.Geometry) (*figure, bool) {
	f, mixed := &figure{dim: -1}, false
	EachPart(g, func(part orb.Geometry) {
		if bound, ok := part.(orb.Bound); ok {
			part = bound.ToPolygon()
		}
		if ring, ok := part.(orb.Ring); ok {
			part = orb.Polygon{ring}
		}
		dim := part.Dimensions()
		mixed = mixed || f.dim >= 0 && f.dim != dim
		f.dim = dim
		if box := part.Bound(); len(f.points)+len(f.lines) == 0 {
			f.box = box
		} else {
			f.box = f.box.Union(box)
		}
		switch part := part.(type) {
		case orb.Point:
			f.points = append(f.points, part)
		case orb.LineString:
			f.addLine(part)
		case orb.Polygon:
			var rings []orb.LineString
			for i, ring := range Wound(part, false) {
				if len(ring) > 0 || i > 0 {
					rings = append(rings, orb.LineString(ring))
				}
			}
			f.lines, f.areas = append(f.lines, rings...), append(f.areas, rings)
		}
	})
	return f, !mixed && len(f.points)+len(f.lines) > 0
}

func (f *figure) addLine(line orb.LineString) {
	if len(line) == 0 {
		return
	}
	f.lines = append(f.lines, line)
	if f.ends == nil {
		f.ends = map[orb.Point]bool{}
	}
	for _, end := range []orb.Point{line[0], line[len(line)-1]} {
		if f.ends[end] {
			delete(f.ends, end)
		} else {
			f.ends[end] = true
		}
	}
}

// role is the place within the figure of one of its own points.
func (f *figure) role(p orb.Point) place {
	if f.dim == 2 || f.ends[p] {
		return onBorder
	}
	return inside
}

// at tells where a point lies.
func (f *figure) at(p orb.Point) place {
	if !f.box.Contains(p) {
		return outside
	}
	best := outside
	switch f.dim {
	case 0:
		if slices.Contains(f.points, p) {
			return inside
		}
	case 1:
		for _, line := range f.lines {
			for i := 1; i < len(line); i++ {
				if onEdge(line[i-1], line[i], p) {
					return f.role(p)
				}
			}
		}
	case 2:
		for _, rings := range f.areas {
			if best = max(best, placeIn(rings, p)); best == inside {
				return inside
			}
		}
	}
	return best
}

func onEdge(a, b, p orb.Point) bool {
	return boundOf(a, b).Contains(p) && planar.Orient(a, b, p) == 0
}

// placeIn tells where a point lies to the rings of a polygon.
func placeIn(rings []orb.LineString, p orb.Point) place {
	within := outside
	for _, ring := range rings {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			if onEdge(a, b, p) {
				return onBorder
			}
			if a[1] > p[1] != (b[1] > p[1]) && planar.Orient(a, b, p) > 0 == (b[1] > a[1]) {
				within = inside - within
			}
		}
	}
	return within
}

// apart is the relation of shapes that have no point in common.
func apart(a, b *figure) Relation {
	return Relation{dimA: a.dim, dimB: b.dim, ie: true, ei: true,
		be: a.dim == 2 || len(a.ends) > 0, eb: b.dim == 2 || len(b.ends) > 0}
}

// relate compares figures, the first of no higher dimension than the second.
func relate(a, b *figure) Relation {
	if !a.box.Intersects(b.box) {
		return apart(a, b)
	}
	r := Relation{dimA: a.dim, dimB: b.dim}
	if a.dim == 0 {
		r.points(a, b)
		return r
	}
	m := meetingsOf(a, b)
	r.meetings(m)
	switch {
	case b.dim == 1:
		r.ie, r.ei = r.ie || m.uncovered(m.ofA), r.ei || m.uncovered(m.ofB)
		r.bordersOf(a, b, &r.bi, &r.bb, &r.be)
		r.bordersOf(b, a, &r.ib, &r.bb, &r.eb)
	case a.dim == 1:
		for _, p := range m.pieces(m.ofA, b) {
			r.ii, r.ie = r.ii || p == inside, r.ie || p == outside
		}
		r.bordersOf(a, b, &r.bi, &r.bb, &r.be)
		r.ei, r.eb = true, m.uncovered(m.ofB)
	default:
		for _, p := range m.pieces(m.ofA, b) {
			r.bi, r.be = r.bi || p == inside, r.be || p == outside
		}
		for _, p := range m.pieces(m.ofB, a) {
			r.ib, r.eb = r.ib || p == inside, r.eb || p == outside
		}
		// Beside a border lie both its sides.
		r.ii, r.ie, r.ei = r.ii || r.bi || r.ib, r.ie || r.be || r.ib, r.ei || r.bi || r.eb
	}
	return r
}

// points compares points with a shape.
func (r *Relation) points(a, b *figure) {
	mine := map[orb.Point]bool{}
	for _, p := range a.points {
		mine[p] = true
		switch b.at(p) {
		case inside:
			r.ii = true
		case onBorder:
			r.ib = true
		default:
			r.ie = true
		}
	}
	r.ei = b.dim > 0
	for _, p := range b.points {
		r.ei = r.ei || !mine[p]
	}
	r.eb = b.dim == 2
	for p := range b.ends {
		r.eb = r.eb || !mine[p]
	}
}

// bordersOf notes where the ends of lines lie.
func (r *Relation) bordersOf(a, b *figure, in, on, out *bool) {
	for p := range a.ends {
		switch b.at(p) {
		case inside:
			*in = true
		case onBorder:
			*on = true
		default:
			*out = true
		}
	}
}

// meetings notes what follows from single places where edges meet.
func (r *Relation) meetings(m *meetings) {
	for _, p := range m.touches {
		mine, theirs := m.a.role(p), m.b.role(p)
		r.ii, r.ib = r.ii || mine == inside && theirs == inside, r.ib || mine == inside && theirs == onBorder
		r.bi, r.bb = r.bi || mine == onBorder && theirs == inside, r.bb || mine == onBorder && theirs == onBorder
	}
	crossed, dims := m.crossed, [2]int{m.a.dim, m.b.dim}
	switch dims {
	case [2]int{1, 1}:
		r.ii = r.ii || crossed || m.same || m.opposite
		r.along = m.same || m.opposite
	case [2]int{1, 2}:
		r.ii, r.ie, r.ib = r.ii || crossed, r.ie || crossed, r.ib || crossed || m.same || m.opposite
	case [2]int{2, 2}:
		r.ii, r.ie, r.ei = crossed || m.same, crossed || m.opposite, crossed || m.opposite
		r.bb = r.bb || crossed || m.same || m.opposite
		r.bi, r.be, r.ib, r.eb = crossed, crossed, crossed, crossed
	}
}

// edge is one of a figure, with where it meets those of the other.
type edge struct {
	from, to orb.Point
	first    bool           // of its line
	cuts     []orb.Point    // on it, at vertices of either figure
	covers   [][2]orb.Point // what edges of the other lie along, as planar.Before orders
	crossed  bool           // by an edge of the other, inside both
}

// meetings are all places where the edges of two figures meet.
type meetings struct {
	a, b           *figure
	ofA, ofB       []edge
	touches        []orb.Point
	crossed        bool
	same, opposite bool // edges lie along each other, in one direction or against it
}

func edgesOf(f *figure) []edge {
	var all []edge
	for _, line := range f.lines {
		first := true
		for i := 1; i < len(line); i++ {
			if line[i-1] != line[i] {
				all = append(all, edge{from: line[i-1], to: line[i], first: first})
				first = false
			}
		}
	}
	return all
}

// meetingsOf compares the edges that come near both figures. Two areas of which edges cross are
// known by that alone.
func meetingsOf(a, b *figure) *meetings {
	m := &meetings{a: a, b: b, ofA: edgesOf(a), ofB: edgesOf(b)}
	near := intersection(a.box, b.box)
	var others []*edge // by their western ends
	widest := 0.0
	for i := range m.ofB {
		if e := &m.ofB[i]; boundOf(e.from, e.to).Intersects(near) {
			others = append(others, e)
			widest = max(widest, max(e.from[0], e.to[0])-west(e))
		}
	}
	slices.SortFunc(others, func(x, y *edge) int { return cmp.Compare(west(x), west(y)) })
	widest += widest * 1e-9 // rounding loses no edge
	for i := range m.ofA {
		e := &m.ofA[i]
		box := boundOf(e.from, e.to)
		if !box.Intersects(near) {
			continue
		}
		first, _ := slices.BinarySearchFunc(others, box.Min[0]-widest, func(o *edge, at float64) int { return cmp.Compare(west(o), at) })
		for _, o := range others[max(first-1, 0):] {
			if west(o) > box.Max[0] {
				break
			}
			if boundOf(o.from, o.to).Intersects(box) {
				m.meet(e, o)
			}
		}
		if m.crossed && a.dim == 2 {
			break
		}
	}
	return m
}

func west(e *edge) float64 { return min(e.from[0], e.to[0]) }

func (m *meetings) meet(e, o *edge) {
	how, at := planar.Meet(e.from, e.to, o.from, o.to)
	switch how {
	case planar.Crosses:
		if end, is := m.endOn(e, o); is {
			m.touch(e, o, end)
			return
		}
		m.crossed, e.crossed, o.crossed = true, true, true
	case planar.Touches:
		m.touch(e, o, at)
	case planar.Along:
		part := [2]orb.Point{at, planar.Earlier(laterEnd(e), laterEnd(o))}
		e.covers, o.covers = append(e.covers, part), append(o.covers, part)
		m.touch(e, o, part[0])
		m.touch(e, o, part[1])
		if planar.Before(e.from, e.to) == planar.Before(o.from, o.to) {
			m.same = true
		} else {
			m.opposite = true
		}
	}
}

// endOn finds the end of a line at which two edges of lines cross: there, another line of theirs
// ends, and no interior is.
func (m *meetings) endOn(e, o *edge) (end orb.Point, is bool) {
	for _, ends := range []map[orb.Point]bool{m.a.ends, m.b.ends} {
		for p := range ends {
			if m.b.dim == 1 && onEdge(e.from, e.to, p) && onEdge(o.from, o.to, p) {
				return p, true
			}
		}
	}
	return end, false
}

func laterEnd(e *edge) orb.Point {
	if planar.Before(e.from, e.to) {
		return e.to
	}
	return e.from
}

func (m *meetings) touch(e, o *edge, at orb.Point) {
	e.cuts, o.cuts = append(e.cuts, at), append(o.cuts, at)
	m.touches = append(m.touches, at)
}

// uncovered tells whether a part of the edges lies along none of the other figure.
func (m *meetings) uncovered(edges []edge) bool {
	return slices.ContainsFunc(edges, func(e edge) bool {
		low, high := e.from, e.to
		if planar.Before(high, low) {
			low, high = high, low
		}
		slices.SortFunc(e.covers, func(x, y [2]orb.Point) int { return orderOf(x[0], y[0]) })
		for _, part := range e.covers {
			if planar.Before(low, part[0]) {
				return true
			}
			if planar.Before(low, part[1]) {
				low = part[1]
			}
		}
		return low != high
	})
}

func orderOf(p, q orb.Point) int {
	switch {
	case p == q:
		return 0
	case planar.Before(p, q):
		return -1
	}
	return 1
}

// pieces tells where the pieces of edges lie to the areas of the other figure, each place once.
// Edges that cross have pieces on either side, which meetings has noted.
func (m *meetings) pieces(edges []edge, other *figure) []place {
	var seen [inside + 1]bool
	at := outside
	for i := range edges {
		e := &edges[i]
		if e.first {
			at = other.at(e.from)
		}
		if len(e.cuts) == 0 && !e.crossed {
			seen[at] = true // and so is its end
			continue
		}
		end := other.at(e.to)
		if !e.crossed {
			e.eachPiece(func(p, q orb.Point) {
				seen[e.place(p, q, at, end, other)] = true
			})
		}
		at = end
	}
	var all []place
	for p, is := range seen {
		if is {
			all = append(all, place(p))
		}
	}
	return all
}

// eachPiece visits the pieces between the cuts of an edge.
func (e *edge) eachPiece(visit func(p, q orb.Point)) {
	stops := append([]orb.Point{e.from, e.to}, e.cuts...)
	slices.SortFunc(stops, orderOf)
	stops = slices.Compact(stops)
	for i := 1; i < len(stops); i++ {
		visit(stops[i-1], stops[i])
	}
}

// place tells where a piece lies whose edge has its ends where from and to say.
func (e *edge) place(p, q orb.Point, from, to place, other *figure) place {
	for _, part := range e.covers {
		if !planar.Before(p, part[0]) && !planar.Before(part[1], q) {
			return onBorder
		}
	}
	for _, end := range []orb.Point{p, q} {
		switch {
		case end == e.from && from != onBorder:
			return from
		case end == e.to && to != onBorder:
			return to
		}
	}
	for _, rings := range other.areas {
		if middleIn(rings, p, q) {
			return inside
		}
	}
	return outside
}
