// Package relation tells how two geometries lie to each other: whether they meet, and the matrix of
// the Simple Features. All is decided by the sides on which vertices lie, so nothing is rounded.
package relation

import (
	"github.com/paulmach/orb"
)

// Matrix says how two shapes lie to each other: which of their interiors, borders and exteriors
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
type Matrix struct {
	dimA, dimB int

	ii, ib, ie bool // interior of a: interior, border, exterior of b
	bi, bb, be bool // border of a
	ei, eb     bool // exterior of a

	along bool // of two lines: they have more than points in common
}

// Of compares two shapes. It is false where one of them has no points, or parts of several
// dimensions.
func Of(a, b orb.Geometry) (r Matrix, ok bool) {
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
func (r Matrix) Within() bool { return r.ii && !r.ie && !r.be }

// Contains is Within the other way round.
func (r Matrix) Contains() bool { return r.ii && !r.ei && !r.eb }

// Equals tells whether both shapes have the same points.
func (r Matrix) Equals() bool { return r.Within() && r.Contains() }

// Touches tells whether the shapes meet, but their interiors do not.
func (r Matrix) Touches() bool { return !r.ii && (r.ib || r.bi || r.bb) }

// Crosses tells whether the smaller in dimension lies partly within the other and partly outside,
// or two lines meet in points only, inside both.
func (r Matrix) Crosses() bool {
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
func (r Matrix) Overlaps() bool {
	return r.dimA == r.dimB && r.ii && r.ie && r.ei && (r.dimA != 1 || r.along)
}

// turned is the relation of the second shape to the first.
func (r Matrix) turned() Matrix {
	return Matrix{r.dimB, r.dimA, r.ii, r.bi, r.ei, r.ib, r.bb, r.eb, r.ie, r.be, r.along}
}

// apart is the relation of shapes that have no point in common.
func apart(a, b *figure) Matrix {
	return Matrix{dimA: a.dim, dimB: b.dim, ie: true, ei: true,
		be: a.dim == 2 || len(a.ends) > 0, eb: b.dim == 2 || len(b.ends) > 0}
}

// relate compares figures, the first of no higher dimension than the second.
func relate(a, b *figure) Matrix {
	if !a.box.Intersects(b.box) {
		return apart(a, b)
	}
	r := Matrix{dimA: a.dim, dimB: b.dim}
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
func (r *Matrix) points(a, b *figure) {
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
func (r *Matrix) bordersOf(a, b *figure, in, on, out *bool) {
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
func (r *Matrix) meetings(m *meetings) {
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
