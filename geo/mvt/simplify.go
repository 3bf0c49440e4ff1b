package mvt

// tolerancePx is how far a simplified line may be from the true one, in tile units. A tile is drawn 512 CSS pixels
// wide or less, so 2 units are a quarter of a CSS pixel and half a pixel of a screen with two to one: what
// is left out cannot be seen.
const tolerancePx = 2

// span is a stretch of an arc drawn as one edge: positions of its ends in points. What lies between is left out.
type span struct{ first, last int32 }

func (s span) shortened() bool { return s.last > s.first+1 }

// simplifier thins out arcs that meet only at their ends. Each arc is simplified once, by Douglas and Peucker's rule;
// ends, and vertices on cut lines, stay. Then every two edges of the result are compared exactly: where edges
// would cross or touch, or a vertex would come to lie on the other side of an edge, the edges concerned get
// vertices back until that is no longer so, which is at the latest when all are back. So what lay side by side
// stays side by side. (After de Berg, van Kreveld and Schirra 1998.)
type simplifier struct {
	arcs  *polylines
	spans []span
	boxes []box  // by span, around all its vertices
	dirty []bool // by span: to be compared
	split []bool // by span: to get a vertex back
}

// simplify returns the arcs simplified; those of which nothing is left have one point.
func simplify(arcs *polylines, tolerance float64) *polylines {
	s := &simplifier{arcs: arcs}
	first := 0
	for _, end := range arcs.ends {
		s.thin(first, end-1, tolerance)
		first = end
	}
	s.measure()
	for s.compareAll() {
		s.refine()
	}
	return s.result()
}

// thin adds the spans of the arc from position first to last.
func (s *simplifier) thin(first, last int, tolerance float64) {
	from := first
	for k := first + 1; k <= last; k++ {
		if p := s.arcs.points[k]; k == last || isCut(p.x) || isCut(p.y) {
			s.thinStretch(span{int32(from), int32(k)}, tolerance*tolerance)
			from = k
		}
	}
}

func (s *simplifier) thinStretch(all span, tolerance2 float64) {
	stack := []span{all}
	for len(stack) > 0 {
		top := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if at, distance2 := s.farthest(top); distance2 > tolerance2 {
			stack = append(stack, span{at, top.last}, span{top.first, at})
			continue
		}
		s.spans = append(s.spans, top)
	}
}

// farthest returns the vertex of a span that is farthest from the edge between its ends, and the square of how far it is.
func (s *simplifier) farthest(sp span) (at int32, distance2 float64) {
	a, b := s.arcs.points[sp.first], s.arcs.points[sp.last]
	dx, dy := float64(b.x-a.x), float64(b.y-a.y)
	length2 := dx*dx + dy*dy
	at, distance2 = sp.first, -1
	for k := sp.first + 1; k < sp.last; k++ {
		p := s.arcs.points[k]
		px, py := float64(p.x-a.x), float64(p.y-a.y)
		d := px*px + py*py
		if along := px*dx + py*dy; along >= length2 && length2 > 0 {
			d = (px-dx)*(px-dx) + (py-dy)*(py-dy)
		} else if along > 0 {
			c := px*dy - py*dx
			d = c * c / length2
		}
		if d > distance2 {
			at, distance2 = k, d
		}
	}
	return at, distance2
}

// measure sets boxes and marks for a new list of spans.
func (s *simplifier) measure() {
	s.boxes = make([]box, len(s.spans))
	s.dirty = make([]bool, len(s.spans))
	for i, sp := range s.spans {
		s.boxes[i] = boxAround(s.arcs.points[sp.first : sp.last+1])
		s.dirty[i] = sp.shortened()
	}
}

// compareAll marks the spans that must be split, and reports whether there are any. Edges that are not shortened meet
// only at vertices as they are, and spans that are not dirty have been compared before.
func (s *simplifier) compareAll() (found bool) {
	s.split = make([]bool, len(s.spans))
	var dirty []int32
	var boxes []box
	for i, b := range s.boxes {
		if s.dirty[i] {
			dirty, boxes = append(dirty, int32(i)), append(boxes, b)
		}
	}
	tree := newBoxTree(boxes)
	tree.pairs(func(i, j int32) { found = s.compare(dirty[i], dirty[j]) || found })
	for k, b := range s.boxes {
		if !s.dirty[k] {
			tree.search(b, func(i int32) { found = s.compare(dirty[i], int32(k)) || found })
		}
	}
	return found
}

// compare marks those of two spans that are shortened and wrong together.
func (s *simplifier) compare(i, j int32) bool {
	u, v := s.spans[i], s.spans[j]
	if !u.shortened() && !v.shortened() {
		return false
	}
	a, b := s.arcs.points[u.first], s.arcs.points[u.last]
	c, d := s.arcs.points[v.first], s.arcs.points[v.last]
	wrong := func(k int32, sp span) bool {
		s.split[k] = s.split[k] || sp.shortened()
		return sp.shortened()
	}
	found := false
	if within(a, b, c) || within(a, b, d) || within(c, d, a) || within(c, d, b) || crosses(a, b, c, d) {
		found = wrong(i, u)
		found = wrong(j, v) || found
	}
	if c != d && (s.sweeps(i, c) || s.sweeps(i, d)) {
		found = wrong(i, u) || found
	}
	if a != b && (s.sweeps(j, a) || s.sweeps(j, b)) {
		found = wrong(j, v) || found
	}
	return found
}

// sweeps reports whether a vertex, which is none of the span's own, lies between its line as it was and as it is now.
func (s *simplifier) sweeps(i int32, p point) bool {
	sp := s.spans[i]
	points := s.arcs.points[sp.first : sp.last+1]
	if !sp.shortened() || !s.boxes[i].has(p) || p == points[0] || p == points[len(points)-1] {
		return false
	}
	return windings(points, p) != 0
}

// windings is how often the closed line around p runs about it, anticlockwise in plain arithmetic. On the line itself
// it is some number.
func windings(points []point, p point) int {
	count := 0
	a := points[len(points)-1]
	for _, b := range points {
		switch {
		case a.y <= p.y && b.y > p.y && cross(a, b, p) > 0:
			count++
		case a.y > p.y && b.y <= p.y && cross(a, b, p) < 0:
			count--
		}
		a = b
	}
	return count
}

// refine splits the marked spans.
func (s *simplifier) refine() {
	spans := make([]span, 0, len(s.spans)+len(s.spans)/8)
	boxes := make([]box, 0, cap(spans))
	dirty := make([]bool, 0, cap(spans))
	for i, sp := range s.spans {
		if !s.split[i] {
			spans, boxes, dirty = append(spans, sp), append(boxes, s.boxes[i]), append(dirty, false)
			continue
		}
		at, _ := s.farthest(sp)
		for _, half := range [...]span{{sp.first, at}, {at, sp.last}} {
			spans, dirty = append(spans, half), append(dirty, true)
			boxes = append(boxes, boxAround(s.arcs.points[half.first:half.last+1]))
		}
	}
	s.spans, s.boxes, s.dirty = spans, boxes, dirty
}

func (s *simplifier) result() *polylines {
	out := &polylines{}
	next := 0
	for _, end := range s.arcs.ends {
		start := len(out.points)
		for ; next < len(s.spans) && int(s.spans[next].last) < end; next++ {
			if len(out.points) == start {
				out.points = append(out.points, s.arcs.points[s.spans[next].first])
			}
			if p := s.arcs.points[s.spans[next].last]; p != out.points[len(out.points)-1] {
				out.points = append(out.points, p)
			}
		}
		out.ends = append(out.ends, len(out.points))
	}
	return out
}
