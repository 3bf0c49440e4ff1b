package mvt

import "slices"

// The box that geometry is clipped to: the tile and its buffer.
const (
	clipMin = -bufferPx
	clipMax = extent + bufferPx
)

// cutLines are the lines, along both axes, at which edges get a vertex: the sides of the box, so that
// clipping computes nothing, and those of the tile, so that neighbouring tiles have the same vertex there.
var cutLines = [...]int64{clipMin, 0, extent, clipMax}

// appendCut appends a and the points, in order, where the edge from a to b crosses a cut line. A point is the
// true crossing rounded to the grid, so it depends on the edge and the line alone, not on direction or tile.
// Rounding keeps the order of each coordinate, hence the points follow each other along the edge.
func appendCut(dst []point, a, b point) []point {
	dst = append(dst, a)
	if outsideTogether(a, b) {
		return dst
	}
	start := len(dst)
	for _, line := range cutLines {
		if (a.x < line) != (b.x < line) && a.x != line && b.x != line {
			dst = append(dst, point{line, between(a.x, a.y, b.x, b.y, line)})
		}
		if (a.y < line) != (b.y < line) && a.y != line && b.y != line {
			dst = append(dst, point{between(a.y, a.x, b.y, b.x, line), line})
		}
	}
	along := func(p point) int64 { return sign(b.x-a.x)*p.x + sign(b.y-a.y)*p.y }
	slices.SortFunc(dst[start:], func(p, q point) int { return int(along(p) - along(q)) })
	return dst
}

// between returns the v at u on the line from ua,va to ub,vb, rounded to the nearest integer, halves up.
func between(ua, va, ub, vb, u int64) int64 {
	if ua > ub {
		ua, va, ub, vb = ub, vb, ua, va
	}
	// All numbers are below 2^28, so products fit.
	width := ub - ua
	return floorDivide(2*(va*width+(u-ua)*(vb-va))+width, 2*width)
}

func floorDivide(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func sign(v int64) int64 {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

// outsideTogether reports whether a and b lie beyond the same side of the box.
func outsideTogether(a, b point) bool {
	return a.x < clipMin && b.x < clipMin || a.x > clipMax && b.x > clipMax ||
		a.y < clipMin && b.y < clipMin || a.y > clipMax && b.y > clipMax
}

func inBox(p point) bool {
	return clipMin <= p.x && p.x <= clipMax && clipMin <= p.y && p.y <= clipMax
}

// clipLine returns the pieces of a line within the box, each with at least two points.
func clipLine(line []point) [][]point {
	var cut []point
	for i := 1; i < len(line); i++ {
		cut = appendCut(cut, line[i-1], line[i])
	}
	if len(line) > 0 {
		cut = append(cut, line[len(line)-1])
	}
	var pieces [][]point
	var piece []point
	finish := func() {
		if len(piece) > 1 {
			pieces = append(pieces, piece)
		}
		piece = nil
	}
	for i, p := range cut {
		// Of an edge between two points of the box, being convex, all is in the box. Between two cuts, an
		// edge with one end outside has all outside.
		switch {
		case !inBox(p):
			finish()
		case len(piece) == 0 || cut[i-1] != p:
			piece = append(piece, p)
		}
	}
	finish()
	return pieces
}

// clipRing returns an open ring clipped to the box by Sutherland and Hodgman's algorithm: where it leaves the
// box, the result runs along the sides, to and fro if it leaves several times. faces removes that.
func clipRing(ring []point) []point {
	clipped := make([]point, 0, len(ring)+8)
	for i, p := range ring {
		clipped = appendCut(clipped, p, ring[(i+1)%len(ring)])
	}
	for _, side := range [...]side{
		{func(p point) int64 { return p.x - clipMin }, func(p point) point { return point{clipMin, p.y} }},
		{func(p point) int64 { return clipMax - p.x }, func(p point) point { return point{clipMax, p.y} }},
		{func(p point) int64 { return p.y - clipMin }, func(p point) point { return point{p.x, clipMin} }},
		{func(p point) int64 { return clipMax - p.y }, func(p point) point { return point{p.x, clipMax} }},
	} {
		clipped = side.clip(clipped)
	}
	return clipped
}

// side is a side of the box: how far within it a point is, and the point of it that is across.
type side struct {
	room   func(point) int64
	across func(point) point
}

// clip keeps what is within the side. After appendCut, only edges along another side still cross this one, at
// a right angle.
func (s side) clip(ring []point) []point {
	kept := make([]point, 0, len(ring))
	add := func(p point) {
		if n := len(kept); n == 0 || kept[n-1] != p {
			kept = append(kept, p)
		}
	}
	for i, p := range ring {
		q := ring[(i+1)%len(ring)]
		here, there := s.room(p), s.room(q)
		if here >= 0 {
			add(p)
		}
		if here > 0 && there < 0 || here < 0 && there > 0 {
			add(s.across(p))
		}
	}
	if n := len(kept); n > 1 && kept[0] == kept[n-1] {
		kept = kept[:n-1]
	}
	return kept
}
