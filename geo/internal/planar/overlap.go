package planar

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// Overlap is a pair of shapes, A < B, whose interiors meet, and a place where they do.
type Overlap struct {
	A, B int
	At   orb.Point
}

// Junction is a vertex of one shape within an edge of another.
type Junction struct {
	VertexOf, EdgeOf int
	At               orb.Point
}

// Comparison lists the places where shapes do not fit.
type Comparison struct {
	Overlaps  []Overlap
	Junctions []Junction
	Crossed   map[Directed]bool // the edges that cross those of another shape
	Shapes    *locator
	// doubtful are places where a ring of one shape and one of another have a direction in common.
	doubtful []Doubt
}

// Doubt is a place where two rings of different shapes have a direction in common. If a hole
// touches its shell there, the polygons need not overlap.
type Doubt struct {
	A, B *Loop
	At   orb.Point
}

// Directed is a directed edge.
type Directed struct{ From, To orb.Point }

// CompareShapes finds every two shapes whose interiors overlap, and every vertex within a
// neighbour's edge. Where interiors overlap, one of these holds, and each is tested exactly: two
// edges cross; sectors overlap at a vertex on both borders; a part of one lies within the other.
// The loops are the inward ones of the shapes.
func CompareShapes(shapes []orb.MultiPolygon, loops []Loop) Comparison {
	found := Comparison{Crossed: map[Directed]bool{}, Shapes: newLocator(shapes)}
	pairs := map[[2]int]orb.Point{}
	overlapping := func(a, b int, at orb.Point) {
		pair := [2]int{min(a, b), max(a, b)}
		if _, ok := pairs[pair]; !ok {
			pairs[pair] = at
		}
	}
	eachPair(loops, func(s, t Segment) bool {
		if s.Loop.Owner != t.Loop.Owner {
			found.compareSegments(s, t, overlapping)
		}
		return true
	})
	polygons := polygonLoops{loops: loops}
	for _, d := range found.doubtful {
		if _, known := pairs[[2]int{min(d.A.Owner, d.B.Owner), max(d.A.Owner, d.B.Owner)}]; !known && OverlapAt(polygons.cornersAt(d.A, d.At), polygons.cornersAt(d.B, d.At)) {
			overlapping(d.A.Owner, d.B.Owner, d.At)
		}
	}
	for i, shape := range shapes {
		for _, polygon := range shape {
			p, ok := InteriorPoint(polygon)
			if !ok {
				continue
			}
			for _, other := range found.Shapes.At(p) {
				if other != i {
					overlapping(i, other, p)
				}
			}
		}
	}
	for pair, at := range pairs {
		found.Overlaps = append(found.Overlaps, Overlap{pair[0], pair[1], at})
	}
	slices.SortFunc(found.Overlaps, func(x, y Overlap) int {
		return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	return found
}

func (found *Comparison) compareSegments(s, t Segment, overlapping func(a, b int, at orb.Point)) {
	a, b := s.Ends()
	c, d := t.Ends()
	if a == d && b == c {
		return // an edge shared as it should be
	}
	switch how, at := Meet(a, b, c, d); how {
	case Apart:
	case Crosses:
		overlapping(s.Loop.Owner, t.Loop.Owner, at)
		found.Crossed[Directed{a, b}] = true
		found.Crossed[Directed{c, d}] = true
	default:
		EachTouch(s, t, func(where Touch) {
			if where.Corners[0].Overlaps(where.Corners[1]) {
				found.doubtful = append(found.doubtful, Doubt{s.Loop, t.Loop, where.At})
			}
			if !where.vertex[0] {
				found.Junctions = append(found.Junctions, Junction{t.Loop.Owner, s.Loop.Owner, where.At})
			}
			if !where.vertex[1] {
				found.Junctions = append(found.Junctions, Junction{s.Loop.Owner, t.Loop.Owner, where.At})
			}
		})
	}
}

// InwardLoops returns the rings of shapes with the interior on the left; the owner is the shape.
func InwardLoops(shapes []orb.MultiPolygon) []Loop {
	var loops []Loop
	for i, shape := range shapes {
		for part, polygon := range shape {
			for number, ring := range polygon {
				l := NewLoop(ring, i, part, number, true)
				if len(l.Points) >= 3 {
					loops = append(loops, l)
				}
			}
		}
	}
	return loops
}

// polygonLoops finds the loops of a polygon.
type polygonLoops struct {
	loops  []Loop
	byPart map[[2]int][]*Loop // by owner and part, made when first needed
}

// OverlapAt reports whether two polygons have a direction in common at a place, given the corners
// of their rings there: each ring of the one then has one in common with each ring of the other.
func OverlapAt(rings, others [][]Corner) bool {
	for _, corners := range rings {
		for _, theirs := range others {
			if apartAt(corners, theirs) {
				return false
			}
		}
	}
	return true
}

// cornersAt returns the corners at a place of the rings of a loop's polygon that have any.
func (p *polygonLoops) cornersAt(l *Loop, at orb.Point) [][]Corner {
	if p.byPart == nil {
		p.byPart = map[[2]int][]*Loop{}
		for i := range p.loops {
			l := &p.loops[i]
			key := [2]int{l.Owner, l.Part}
			p.byPart[key] = append(p.byPart[key], l)
		}
	}
	var all [][]Corner
	for _, ring := range p.byPart[[2]int{l.Owner, l.Part}] {
		if corners := ring.CornersAt(at); len(corners) > 0 {
			all = append(all, corners)
		}
	}
	return all
}

// apartAt reports whether no corner of one loop has a direction in common with one of another.
func apartAt(corners, others []Corner) bool {
	for _, c := range corners {
		for _, d := range others {
			if c.Overlaps(d) {
				return false
			}
		}
	}
	return true
}

// CornersAt returns the corners that a loop has at a place; where it passes through straight, the
// corner is straight.
func (l *Loop) CornersAt(at orb.Point) []Corner {
	var corners []Corner
	for k := range l.Points {
		switch a, b := (Segment{l, k}).Ends(); {
		case a == at:
			corners = append(corners, l.corner(k))
		case b != at && onSegment(a, b, at):
			corners = append(corners, Corner{a, at, b})
		}
	}
	return corners
}
