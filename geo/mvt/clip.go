package mvt

import (
	"cmp"
	"slices"
)

// side is the length of the sides of the box that geometry is clipped to: the tile and its buffer.
const side = extent + 2*bufferPx

// clipper cuts polygons and lines out with a box whose sides are cut lines, which lines cross only
// at vertices. So it computes no position. It is reused.
type clipper struct {
	box    box
	points []point // of paths and rings, one after the other
	paths  []path
	events []event
	used   []bool

	shells, holes [][]point // the result; its memory is points, or that of the ring
	seen          map[point]int
}

// path is a stretch of a ring within the box that begins and ends on its sides and has no vertex
// there else.
type path struct{ first, last int }

// event is an end of a path, on the border of the box.
type event struct {
	at     int32 // way along the border from its first corner, anticlockwise in plain arithmetic
	toward point // from the vertex to the next one on the path
	path   int
	leaves bool // the path begins here
}

// reset makes the clipper ready for another polygon or line.
func (c *clipper) reset() {
	c.points, c.paths, c.events = c.points[:0], c.paths[:0], c.events[:0]
	c.shells, c.holes = c.shells[:0], c.holes[:0]
}

// inner reports whether the edge from p to q lies in the box and not along a side of it. Edges that
// do not lie in the box meet at most its border.
func (c *clipper) inner(p, q point) bool {
	b := &c.box
	return b.Has(p.x, p.y) && b.Has(q.x, q.y) &&
		!(p.x == q.x && (p.x == b.MinX || p.x == b.MaxX)) && !(p.y == q.y && (p.y == b.MinY || p.y == b.MaxY))
}

// strictlyInside reports whether p lies in the box but not on its border.
func (c *clipper) strictlyInside(p point) bool {
	return c.box.MinX < p.x && p.x < c.box.MaxX && c.box.MinY < p.y && p.y < c.box.MaxY
}

// polygon sets shells and holes to what of the polygon lies within the box.
func (c *clipper) polygon(p *part) {
	c.reset()
	if c.box.Holds(&p.box) {
		c.shells = append(c.shells, p.rings[0].points)
		for _, hole := range p.rings[1:] {
			c.holes = append(c.holes, hole.points)
		}
		return
	}
	for i, ring := range p.rings {
		if whole := c.ring(ring); whole && i == 0 {
			c.shells = append(c.shells, ring.points)
		} else if whole {
			c.holes = append(c.holes, ring.points)
		}
	}
	switch {
	case len(c.paths) > 0 && p.touching:
		c.untangle()
	case len(c.paths) > 0:
		c.join()
	case len(c.shells) == 0 && (len(c.holes) > 0 || c.surrounded(p)):
		b := c.box
		c.shells = append(c.shells, []point{{b.MinX, b.MinY}, {b.MaxX, b.MinY}, {b.MaxX, b.MaxY}, {b.MinX, b.MaxY}})
	}
}

// surrounded reports whether the middle of the box lies in the polygon, which has no edge in the
// box.
func (c *clipper) surrounded(p *part) bool {
	middle := point{c.box.MinX + c.box.MaxX, c.box.MinY + c.box.MaxY} // doubled
	if !p.box.Meets(&c.box) {
		return false
	}
	for i, ring := range p.rings {
		if inside, _ := ring.holdsHalf(middle); inside != (i == 0) {
			return false
		}
	}
	return true
}

// ring adds the paths of a ring in the box. It returns true, and adds none, if all of the ring is
// strictly inside.
func (c *clipper) ring(r *ringIndex) (whole bool) {
	points := r.points
	start := slices.IndexFunc(points, func(p point) bool { return !c.strictlyInside(p) })
	if start < 0 {
		return true
	}
	open := -1 // where the path being walked begins in c.points
	walk := func(first, last int) {
		for k := first; k < last; k++ {
			p, q := points[k], points[0]
			if k+1 < len(points) {
				q = points[k+1]
			}
			if !c.inner(p, q) {
				continue
			}
			if open < 0 {
				open = len(c.points)
				c.points = append(c.points, p)
			}
			c.points = append(c.points, q)
			if !c.strictlyInside(q) {
				c.addPath(open)
				open = -1
			}
		}
	}
	// Paths end only on the border, so none runs over the start or out of a stretch that is left
	// out.
	near := func(b *box) bool { return b.Meets(&c.box) }
	r.stretches(near, func(first, last int) { walk(max(first, start), last) })
	if start > 0 {
		r.stretches(near, func(first, last int) { walk(first, min(last, start)) })
	}
	return false
}

// addPath adds the path whose points begin at first.
func (c *clipper) addPath(first int) {
	last := len(c.points) - 1
	number := len(c.paths)
	c.paths = append(c.paths, path{first, last})
	c.events = append(c.events,
		event{c.along(c.points[first]), minus(c.points[first+1], c.points[first]), number, true},
		event{c.along(c.points[last]), minus(c.points[last-1], c.points[last]), number, false})
}

func minus(a, b point) point { return point{a.x - b.x, a.y - b.y} }

// along returns how far along the border of the box p lies.
func (c *clipper) along(p point) int32 {
	switch b := c.box; {
	case p.y == b.MinY:
		return p.x - b.MinX
	case p.x == b.MaxX:
		return side + p.y - b.MinY
	case p.y == b.MaxY:
		return 2*side + b.MaxX - p.x
	default:
		return 3*side + b.MaxY - p.y
	}
}

// join joins paths to rings along the border of the box, and adds them. Walking the border
// anticlockwise, the inside of the polygon begins where a path ends and ends where a path begins.
func (c *clipper) join() {
	c.sortEvents()
	next := make([]event, len(c.paths)) // by path: the beginning of the path that follows
	ends := make([]event, len(c.paths))
	for i, e := range c.events {
		follows := c.events[(i+1)%len(c.events)]
		if e.leaves == follows.leaves {
			c.untangle()
			return
		}
		if !e.leaves {
			next[e.path], ends[e.path] = follows, e
		}
	}
	c.used = slices.Grow(c.used[:0], len(c.paths))[:len(c.paths)]
	clear(c.used)
	for i := range c.paths {
		if c.used[i] {
			continue
		}
		start, pieces := len(c.points), 0
		for k := i; !c.used[k]; k = next[k].path {
			c.used[k] = true
			pieces++
			c.points = append(c.points, c.points[c.paths[k].first:c.paths[k].last]...)
			if ends[k].at != next[k].at {
				c.points = append(c.points, c.points[c.paths[k].last])
				c.corners(ends[k].at, next[k].at)
			}
		}
		c.addRing(c.points[start:len(c.points):len(c.points)], pieces > 1)
	}
}

// sortEvents puts events in the order in which one meets them along the border; at one place, the
// directions come clockwise.
func (c *clipper) sortEvents() {
	slices.SortFunc(c.events, func(a, b event) int {
		return cmp.Or(cmp.Compare(a.at, b.at), sign(cross(point{}, a.toward, b.toward)))
	})
}

// corners appends the corners of the box between two places on its border.
func (c *clipper) corners(from, to int32) {
	if to < from {
		to += 4 * side
	}
	b := c.box
	all := [4]point{{b.MinX, b.MinY}, {b.MaxX, b.MinY}, {b.MaxX, b.MaxY}, {b.MinX, b.MaxY}}
	for corner := from/side + 1; corner*side < to; corner++ {
		c.points = append(c.points, all[corner%4])
	}
}

// addRing adds a ring, cut where it comes to a vertex again.
func (c *clipper) addRing(ring []point, mayRepeat bool) {
	if mayRepeat {
		if c.seen == nil {
			c.seen = map[point]int{}
		}
		clear(c.seen)
		kept := ring[:0:0]
		repeats := false
		for _, p := range ring {
			if start, ok := c.seen[p]; ok {
				repeats = true
				c.addSimple(slices.Clone(kept[start:]))
				for _, q := range kept[start:] {
					delete(c.seen, q)
				}
				kept = kept[:start]
			}
			c.seen[p] = len(kept)
			kept = append(kept, p)
		}
		if repeats {
			ring = kept
		}
	}
	c.addSimple(ring)
}

func (c *clipper) addSimple(ring []point) {
	switch area := area2(ring); {
	case area > 0:
		c.shells = append(c.shells, ring)
	case area < 0:
		c.holes = append(c.holes, ring)
	}
}

// area2 is twice the area of a ring by the surveyor's formula.
func area2(points []point) int64 {
	var sum int64
	for i := 1; i+1 < len(points); i++ {
		sum += cross(points[0], points[i], points[i+1])
	}
	return sum
}

// line sets paths to what of the line lies within the box.
func (c *clipper) line(r *ringIndex) {
	c.reset()
	open := -1
	finish := func() {
		if open >= 0 {
			c.paths = append(c.paths, path{open, len(c.points) - 1})
			open = -1
		}
	}
	next := 0
	r.stretches(func(b *box) bool { return b.Meets(&c.box) }, func(first, last int) {
		if first != next {
			finish()
		}
		next = last
		for k := first; k < last && k+1 < len(r.points); k++ {
			if !c.box.Has(r.points[k].x, r.points[k].y) || !c.box.Has(r.points[k+1].x, r.points[k+1].y) {
				finish()
				continue
			}
			if open < 0 {
				open = len(c.points)
				c.points = append(c.points, r.points[k])
			}
			c.points = append(c.points, r.points[k+1])
		}
	})
	finish()
}
