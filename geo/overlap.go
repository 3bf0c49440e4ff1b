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
				overlapping(s.loop.owner, t.loop.owner, where.at)
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
