package mvt

import "slices"

// frame is the border of a block, along cut lines. What lies outside of the block is drawn up to
// it: each point stands where it is nearest to the block.
//
//	      .---------.
//	a     |a'      |            outside of the block, a line runs along the frame: from
//	 \    |  block  |            a to b it goes from a' round the corner to b'
//	  \   |         |            what a ring winds around within the block stays so,
//	   \__'----b'---'            since the plane without the block can be drawn up to it
//	       \___b
//
// A way along the frame is a number: how far it runs, from its first corner anticlockwise in plain
// arithmetic, so ways add up, and what runs to and fro comes to nothing.
type frame struct{ box }

// nearest returns where on the frame, or inside, a point stands.
func (f *frame) nearest(p point) point {
	return point{min(f.MaxX, max(f.MinX, p.x)), min(f.MaxY, max(f.MinY, p.y))}
}

// corner is the first corner.
func (f *frame) corner() point { return point{f.MinX, f.MinY} }

// on reports whether a point inside stands on the frame.
func (f *frame) on(p point) bool {
	return p.x == f.MinX || p.x == f.MaxX || p.y == f.MinY || p.y == f.MaxY
}

// along returns how far from the first corner a point on the frame is.
func (f *frame) along(p point) int64 {
	width, height := int64(f.MaxX-f.MinX), int64(f.MaxY-f.MinY)
	switch {
	case p.y == f.MinY:
		return int64(p.x - f.MinX)
	case p.x == f.MaxX:
		return width + int64(p.y-f.MinY)
	case p.y == f.MaxY:
		return width + height + int64(f.MaxX-p.x)
	default:
		return 2*width + height + int64(f.MaxY-p.y)
	}
}

// way returns the way between two points on one side of the frame.
func (f *frame) way(p, q point) int64 {
	switch {
	case p.y == f.MinY && q.y == f.MinY:
		return int64(q.x - p.x)
	case p.x == f.MaxX && q.x == f.MaxX:
		return int64(q.y - p.y)
	case p.y == f.MaxY && q.y == f.MaxY:
		return int64(p.x - q.x)
	default:
		return int64(p.y - q.y)
	}
}

// inner reports whether the edge from p to q lies in the block and not along its frame. Edges of
// noded lines that do not lie in the block do not enter it.
func (f *frame) inner(p, q point) bool {
	return f.Has(p.x, p.y) && f.Has(q.x, q.y) &&
		!(p.x == q.x && (p.x == f.MinX || p.x == f.MaxX)) && !(p.y == q.y && (p.y == f.MinY || p.y == f.MaxY))
}

// straight reports whether a line goes straight on along the frame at p.
func (f *frame) straight(before, p, after point) bool {
	return before.x == p.x && p.x == after.x && (p.x == f.MinX || p.x == f.MaxX) ||
		before.y == p.y && p.y == after.y && (p.y == f.MinY || p.y == f.MaxY)
}

// gap is what of a line lies outside of the block or along its frame.
type gap struct {
	any bool
	way int64
}

// and is one gap after the other.
func (g gap) and(other gap) gap { return gap{g.any || other.any, g.way + other.way} }

// pieces are noded lines cut along a frame.
type pieces struct {
	*nodedLines // the pieces, in order
	// before is, by piece, the gap since the piece before, or since its line began; after, by line,
	// that from its last piece to where it ends.
	before, after []gap
	last          []int // by line: where its pieces end
}

// cutLines cuts lines along a frame; without one, each line is a piece.
func cutLines(lines *nodedLines, f *frame) *pieces {
	c := &pieces{nodedLines: lines, before: make([]gap, len(lines.ends)), after: make([]gap, len(lines.ends)), last: make([]int, len(lines.ends))}
	if f == nil {
		for i := range c.last {
			c.last[i] = i + 1
		}
		return c
	}
	c.nodedLines, c.before = &nodedLines{}, c.before[:0]
	c.points, c.shared = make([]point, 0, len(lines.points)), make([]bool, 0, len(lines.points))
	c.ends = make([]int, 0, len(lines.ends))
	first := 0
	for i, end := range lines.ends {
		c.after[i] = c.cut(lines, first, end, f)
		c.last[i] = len(c.ends)
		first = end
	}
	return c
}

// cut adds the pieces of a line, and returns the gap after them.
func (c *pieces) cut(lines *nodedLines, first, end int, f *frame) (left gap) {
	open := false
	for k := first; k+1 < end; k++ {
		p, q := lines.points[k], lines.points[k+1]
		if !f.inner(p, q) {
			left = left.and(gap{true, f.way(f.nearest(p), f.nearest(q))})
			continue
		}
		if !open {
			c.before, left, open = append(c.before, left), gap{}, true
			c.points, c.shared = append(c.points, p), append(c.shared, lines.shared[k])
		}
		c.points, c.shared = append(c.points, q), append(c.shared, lines.shared[k+1])
		if f.on(q) {
			c.ends, open = append(c.ends, len(c.points)), false
		}
	}
	if open {
		c.ends = append(c.ends, len(c.points))
	}
	return left
}

// stops returns the ends of pieces on the frame and its corners, in order from the first corner on.
func (c *pieces) stops(f *frame) []point {
	stops := []point{{f.MinX, f.MinY}, {f.MaxX, f.MinY}, {f.MaxX, f.MaxY}, {f.MinX, f.MaxY}}
	first := 0
	for _, end := range c.ends {
		for _, p := range [...]point{c.points[first], c.points[end-1]} {
			if f.on(p) {
				stops = append(stops, p)
			}
		}
		first = end
	}
	slices.SortFunc(stops, func(a, b point) int { return int(f.along(a) - f.along(b)) })
	return slices.Compact(stops)
}

// wayBetween returns the way of the source from a position to a later one, none of whose edges
// enters the block.
func (s *source) wayBetween(first, last int32, f *frame, shift int) int64 {
	w := wayfarer{source: s, frame: f, shift: shift, first: first, last: last}
	w.at = f.nearest(s.points[first].coarsen(shift))
	top := len(s.runs.levels) - 1
	w.boxes(top, 0, len(s.runs.levels[top]))
	return w.way
}

// wayfarer follows the source around a block.
type wayfarer struct {
	*source
	frame       *frame
	shift       int
	first, last int32 // what is left
	at          point // on the frame, of first
	way         int64
}

// to goes on to a position, in one step: all of the source up to there lies on one side of the
// block, beyond one line.
func (w *wayfarer) to(position int32) {
	next := w.frame.nearest(w.points[position].coarsen(w.shift))
	w.way += w.frame.way(w.at, next)
	w.at, w.first = next, position
}

// beside reports whether a box on the finest grid lies beyond one of the lines along the frame.
func (w *wayfarer) beside(b *box) bool {
	low, high := point{b.MinX, b.MinY}.coarsen(w.shift), point{b.MaxX, b.MaxY}.coarsen(w.shift)
	return high.x <= w.frame.MinX || low.x >= w.frame.MaxX || high.y <= w.frame.MinY || low.y >= w.frame.MaxY
}

// boxes goes through the boxes of a level, from first up to last.
func (w *wayfarer) boxes(level, first, last int) {
	size := int32(fanout)
	for range level {
		size *= fanout
	}
	for i := max(first, int(w.first/size)); i < last && w.first < w.last; i++ {
		end := min((int32(i)+1)*size, w.last)
		switch {
		case w.beside(&w.runs.levels[level][i]):
			w.to(end)
		case level > 0:
			w.boxes(level-1, i*fanout, min((i+1)*fanout, len(w.runs.levels[level-1])))
		default:
			for w.first < end {
				w.to(w.first + 1)
			}
		}
	}
}
