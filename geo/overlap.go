package geo

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"
)

// overlap is a pair of shapes, a < b, whose interiors meet, and a place where they do.
type overlap struct {
	a, b int
	at   orb.Point
}

// junction is a vertex of one shape within an edge of another.
type junction struct {
	vertexOf, edgeOf int
	at               orb.Point
}

// comparison is what is wrong between shapes.
type comparison struct {
	overlaps  []overlap
	junctions []junction
	// crossed holds the edges that cross those of another shape.
	crossed map[directed]bool
	shapes  *locator
	// doubtful are places where a ring of one shape and one of another have a direction in common.
	doubtful []doubt
}

// doubt is a place where two rings of different shapes have a direction in common. If a hole touches its shell there,
// the polygons need not overlap.
type doubt struct {
	a, b *loop
	at   orb.Point
}

// directed is a directed edge.
type directed struct{ from, to orb.Point }

// compareShapes finds every two shapes whose interiors overlap, and every vertex within a neighbour's edge.
// If interiors overlap then one of these holds, and each is tested exactly: two edges cross; sectors overlap at
// a vertex that lies on both borders; or a part of one lies within the other.
// The loops are those of the shapes, inward.
func compareShapes(shapes []orb.MultiPolygon, loops []loop) comparison {
	found := comparison{crossed: map[directed]bool{}, shapes: newLocator(shapes)}
	pairs := map[[2]int]orb.Point{}
	overlapping := func(a, b int, at orb.Point) {
		pair := [2]int{min(a, b), max(a, b)}
		if _, ok := pairs[pair]; !ok {
			pairs[pair] = at
		}
	}
	eachPair(loops, func(s, t segment) bool {
		if s.loop.owner != t.loop.owner {
			found.compareSegments(s, t, overlapping)
		}
		return true
	})
	polygons := polygonLoops{loops: loops}
	for _, d := range found.doubtful {
		if _, known := pairs[[2]int{min(d.a.owner, d.b.owner), max(d.a.owner, d.b.owner)}]; !known && overlapAt(polygons.cornersAt(d.a, d.at), polygons.cornersAt(d.b, d.at)) {
			overlapping(d.a.owner, d.b.owner, d.at)
		}
	}
	for i, shape := range shapes {
		for _, polygon := range shape {
			p, ok := interiorPoint(polygon)
			if !ok {
				continue
			}
			for _, other := range found.shapes.at(p) {
				if other != i {
					overlapping(i, other, p)
				}
			}
		}
	}
	for pair, at := range pairs {
		found.overlaps = append(found.overlaps, overlap{pair[0], pair[1], at})
	}
	slices.SortFunc(found.overlaps, func(x, y overlap) int {
		return cmp.Or(cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
	})
	return found
}

func (found *comparison) compareSegments(s, t segment, overlapping func(a, b int, at orb.Point)) {
	a, b := s.ends()
	c, d := t.ends()
	if a == d && b == c {
		return // an edge shared as it should be
	}
	switch how, at := meet(a, b, c, d); how {
	case apart:
	case crosses:
		overlapping(s.loop.owner, t.loop.owner, at)
		found.crossed[directed{a, b}] = true
		found.crossed[directed{c, d}] = true
	default:
		eachTouch(s, t, func(where touch) {
			if where.of[0].overlaps(where.of[1]) {
				found.doubtful = append(found.doubtful, doubt{s.loop, t.loop, where.at})
			}
			if !where.vertex[0] {
				found.junctions = append(found.junctions, junction{t.loop.owner, s.loop.owner, where.at})
			}
			if !where.vertex[1] {
				found.junctions = append(found.junctions, junction{s.loop.owner, t.loop.owner, where.at})
			}
		})
	}
}

// inwardLoops returns the rings of shapes with the interior on the left; the owner is the shape.
func inwardLoops(shapes []orb.MultiPolygon) []loop {
	var loops []loop
	for i, shape := range shapes {
		for part, polygon := range shape {
			for number, ring := range polygon {
				l := newLoop(ring, i, part, number, true)
				if len(l.points) >= 3 {
					loops = append(loops, l)
				}
			}
		}
	}
	return loops
}

// polygonLoops finds the loops of a polygon.
type polygonLoops struct {
	loops []loop
	of    map[[2]int][]*loop // by owner and part, made when first needed
}

// overlapAt reports whether two polygons have a direction in common at a place, given the corners of their rings there:
// then each ring of the one has one in common with each ring of the other.
func overlapAt(rings, others [][]corner) bool {
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
func (p *polygonLoops) cornersAt(l *loop, at orb.Point) [][]corner {
	if p.of == nil {
		p.of = map[[2]int][]*loop{}
		for i := range p.loops {
			l := &p.loops[i]
			key := [2]int{l.owner, l.part}
			p.of[key] = append(p.of[key], l)
		}
	}
	var all [][]corner
	for _, ring := range p.of[[2]int{l.owner, l.part}] {
		if corners := ring.cornersAt(at); len(corners) > 0 {
			all = append(all, corners)
		}
	}
	return all
}

// apartAt reports whether no corner of one loop has a direction in common with one of another.
func apartAt(corners, others []corner) bool {
	for _, c := range corners {
		for _, d := range others {
			if c.overlaps(d) {
				return false
			}
		}
	}
	return true
}

// cornersAt returns the corners that a loop has at a place; where it passes through straight, the corner is straight.
func (l *loop) cornersAt(at orb.Point) []corner {
	var corners []corner
	for k := range l.points {
		switch a, b := (segment{l, k}).ends(); {
		case a == at:
			corners = append(corners, l.corner(k))
		case b != at && onSegment(a, b, at):
			corners = append(corners, corner{a, at, b})
		}
	}
	return corners
}
