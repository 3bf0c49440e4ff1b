package relation

import (
	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

// Intersects tells whether two geometries share a point, borders included, with edges straight in
// longitude and latitude. The answer is exact for the coordinates given. Without positions nothing
// is shared.
func Intersects(a, b orb.Geometry) bool {
	x, y := partsOf(a), partsOf(b)
	for i := range x {
		for j := range y {
			if x[i].box.Intersects(y[j].box) && x[i].meets(&y[j]) {
				return true
			}
		}
	}
	return false
}

// part is a connected piece of a geometry: a point, a line, or a polygon with
// its holes.
type part struct {
	lines []orb.LineString
	area  bool // lines are the rings of a polygon
	box   orb.Bound
}

func newPart(area bool, lines ...orb.LineString) []part {
	if len(lines) == 0 || len(lines[0]) == 0 {
		return nil
	}
	return []part{{lines: lines, area: area, box: lines[0].Bound()}}
}

func partsOf(g orb.Geometry) []part {
	var parts []part
	switch g := g.(type) {
	case orb.Point:
		return newPart(false, orb.LineString{g})
	case orb.LineString:
		return newPart(false, g)
	case orb.Ring:
		return newPart(true, orb.LineString(g))
	case orb.Bound:
		return partsOf(g.ToPolygon())
	case orb.Polygon:
		lines := make([]orb.LineString, len(g))
		for i, ring := range g {
			lines[i] = orb.LineString(ring)
		}
		return newPart(true, lines...)
	case orb.MultiPoint:
		for _, p := range g {
			parts = append(parts, partsOf(p)...)
		}
	case orb.MultiLineString:
		for _, line := range g {
			parts = append(parts, partsOf(line)...)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			parts = append(parts, partsOf(polygon)...)
		}
	case orb.Collection:
		for _, member := range g {
			parts = append(parts, partsOf(member)...)
		}
	}
	return parts
}

// meets tells whether two parts share a point: their lines do, or one lies
// whole within the other.
func (p *part) meets(q *part) bool {
	if p.area && p.holds(q.lines[0][0]) || q.area && q.holds(p.lines[0][0]) {
		return true
	}
	near := intersection(p.box, q.box)
	for _, a := range p.lines {
		for i := range edgeCount(a) {
			from, to := edgeAt(a, i)
			if !boundOf(from, to).Intersects(near) {
				continue
			}
			if q.crossed(from, to) {
				return true
			}
		}
	}
	return false
}

// crossed tells whether an edge meets a line of the part.
func (p *part) crossed(from, to orb.Point) bool {
	box := boundOf(from, to)
	for _, line := range p.lines {
		for i := range edgeCount(line) {
			if a, b := edgeAt(line, i); boundOf(a, b).Intersects(box) && edgesMeet(from, to, a, b) {
				return true
			}
		}
	}
	return false
}

// holds tells whether a point lies within the polygon or on its border.
func (p *part) holds(at orb.Point) bool {
	if !p.box.Contains(at) {
		return false
	}
	inside := false
	for _, ring := range p.lines {
		for i := range edgeCount(ring) {
			a, b := edgeAt(ring, i)
			side := planar.Orient(a, b, at)
			if side == 0 && boundOf(a, b).Contains(at) {
				return true
			}
			if a[1] > at[1] != (b[1] > at[1]) && side > 0 == (b[1] > a[1]) {
				inside = !inside
			}
		}
	}
	return inside
}

// edgeCount counts the edges of a line; a single point counts as one, from itself
// to itself.
func edgeCount(line orb.LineString) int { return max(1, len(line)-1) }

func edgeAt(line orb.LineString, i int) (from, to orb.Point) {
	return line[i], line[min(i+1, len(line)-1)]
}

// edgesMeet tells whether two closed edges, whose boxes meet, share a point.
func edgesMeet(a, b, c, d orb.Point) bool {
	return planar.Orient(a, b, c)*planar.Orient(a, b, d) <= 0 && planar.Orient(c, d, a)*planar.Orient(c, d, b) <= 0
}

func boundOf(a, b orb.Point) orb.Bound {
	return orb.Bound{
		Min: orb.Point{min(a[0], b[0]), min(a[1], b[1])}, Max: orb.Point{max(a[0], b[0]), max(a[1], b[1])},
	}
}

func intersection(a, b orb.Bound) orb.Bound {
	return orb.Bound{
		Min: orb.Point{max(a.Min[0], b.Min[0]), max(a.Min[1], b.Min[1])},
		Max: orb.Point{min(a.Max[0], b.Max[0]), min(a.Max[1], b.Max[1])},
	}
}
