package mvt

import "math"

// tolerancePx is how far a simplified line may be from the true one, in tile units. A tile is drawn
// 512 CSS pixels wide or less, so 2 units are a quarter of a CSS pixel and half a pixel of a screen
// with two to one: what is left out cannot be seen.
const tolerancePx = 2

// never is the rank of vertices that only unsimplified lines have.
const never = MaxZoom + 1

// rank returns for every vertex of lines on the finest grid the first zoom that has it when the
// lines are thinned out by Douglas and Peucker's rule. Their ends are in all.
func rank(lines *polylines) []uint8 {
	ranks := make([]uint8, len(lines.points))
	type stretch struct {
		span
		least uint8 // the first zoom that has both ends
	}
	var stack []stretch
	first := int32(0)
	for _, end := range lines.ends {
		stack = append(stack, stretch{span{first, int32(end) - 1}, 0})
		for len(stack) > 0 {
			top := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if !top.shortened() {
				continue
			}
			at, own := lines.divide(top.span)
			ranks[at] = max(top.least, own)
			if ranks[at] == never {
				for k := top.first + 1; k < top.last; k++ {
					ranks[k] = never
				}
				continue
			}
			stack = append(stack, stretch{span{at, top.last}, ranks[at]}, stretch{span{top.first, at}, ranks[at]})
		}
		first = int32(end)
	}
	return ranks
}

// longestPx is how long an edge may be for which vertices are left out, in tile units. So what is
// decided of an edge depends on what is near it, and not on the other end of a border along a
// parallel.
const longestPx = 256

// divide returns the vertex that parts a span, and the first zoom that has it: the farthest from
// the edge between the ends, or one near the middle where the edge would be too long.
func (l *polylines) divide(sp span) (at int32, zoom uint8) {
	at, distance2 := l.farthest(sp)
	zoom = firstZoom(distance2)
	a, b := l.points[sp.first], l.points[sp.last]
	length := max(abs(int64(b.x-a.x)), abs(int64(b.y-a.y)))
	long := uint8(0)
	for long < never && length <= int64(longestPx)<<finestShift(int(long)) {
		long++
	}
	if long >= zoom {
		return at, zoom
	}
	middle, least := point{a.x + (b.x-a.x)/2, a.y + (b.y-a.y)/2}, int64(math.MaxInt64)
	for k := sp.first + 1; k < sp.last; k++ {
		p := l.points[k]
		if d := max(abs(int64(p.x-middle.x)), abs(int64(p.y-middle.y))); d < least {
			at, least = k, d
		}
	}
	return at, long
}

// firstZoom returns the first zoom at which a distance on the finest grid, given squared, exceeds
// the tolerance.
func firstZoom(distance2 float64) uint8 {
	for z := range uint8(never) {
		if tolerance := float64(int(tolerancePx) << finestShift(int(z))); distance2 > tolerance*tolerance {
			return z
		}
	}
	return never
}

// simplifier repairs a draft. Each line has been thinned out once, by Douglas and Peucker's rule.
// Every two edges are compared exactly: where edges would cross or touch that did not, or a vertex
// would come to lie on the other side of an edge, the edges concerned get vertices back until that
// is no longer so, which is at the latest when all are back. So what lay side by side stays side by
// side. (After de Berg, van Kreveld and Schirra 1998.)
type simplifier struct {
	*draft
	reach      int32
	tolerance2 float64
	dirty      []bool // by edge: to be compared
	split      []bool // by edge: to get a vertex back
	unsure     []bool // by edge: what becomes of it may depend on lines that are not in the draft
}

// repair returns the draft of a zoom repaired. The draft has all edges that meet a region: so of
// those within it, all is known that they depend on at once, but of the others not. unsure tells of
// the edges which may have come out otherwise than with all lines there are.
func repair(d *draft, zoom int, region box) (repaired *draft, unsure []bool) {
	tolerance := float64(int(tolerancePx) << finestShift(zoom))
	s := &simplifier{draft: d, reach: reach(zoom), tolerance2: tolerance * tolerance}
	s.dirty, s.unsure = make([]bool, len(d.at)), make([]bool, len(d.at))
	for i := range s.dirty {
		s.dirty[i] = d.boxes[i] != noBox && d.span(int32(i)).shortened()
		s.unsure[i] = s.dirty[i] && !region.Holds(&d.boxes[i])
	}
	for s.compareAll() {
		s.refine()
	}
	return s.draft, s.unsure
}

// farthest returns the vertex of a span that is farthest from the edge between its ends, and the
// square of how far it is.
func (l *polylines) farthest(sp span) (at int32, distance2 float64) {
	to := toEdge(l.points[sp.first], l.points[sp.last])
	at, distance2 = sp.first, -1
	for k := sp.first + 1; k < sp.last; k++ {
		if d := to.distance2(l.points[k]); d > distance2 {
			at, distance2 = k, d
		}
	}
	return at, distance2
}

// edgeRuler measures how far points are from an edge.
type edgeRuler struct {
	from            point
	dx, dy, length2 float64
}

func toEdge(a, b point) edgeRuler {
	dx, dy := float64(b.x-a.x), float64(b.y-a.y)
	return edgeRuler{a, dx, dy, dx*dx + dy*dy}
}

// distance2 is the square of how far p is from the edge.
func (r *edgeRuler) distance2(p point) float64 {
	px, py := float64(p.x-r.from.x), float64(p.y-r.from.y)
	along := px*r.dx + py*r.dy
	switch {
	case along >= r.length2 && r.length2 > 0:
		return (px-r.dx)*(px-r.dx) + (py-r.dy)*(py-r.dy)
	case along > 0:
		c := px*r.dy - py*r.dx
		return c * c / r.length2
	}
	return px*px + py*py
}

// compareAll marks the edges that must be split, and reports whether there are any. Edges that are
// not shortened stay as they are, and those that are not dirty have been compared before.
func (s *simplifier) compareAll() (found bool) {
	s.spread()
	s.split = make([]bool, len(s.at))
	s.eachPair(func() []box { return s.boxes }, func(i, j int32) {
		if (s.dirty[i] || s.dirty[j]) && !s.unsure[i] && !s.unsure[j] && s.boxes[i].Meets(&s.boxes[j]) {
			found = s.compare(i, j) || found
		}
	})
	return found
}

// compare marks those of two edges that are shortened and wrong together.
func (s *simplifier) compare(i, j int32) bool {
	u, v := s.span(i).shortened(), s.span(j).shortened()
	a, b := s.edge(i)
	c, d := s.edge(j)
	crossed := (u || v) && (within(a, b, c) || within(a, b, d) || within(c, d, a) || within(c, d, b) || crosses(a, b, c, d))
	found := false
	if u && (crossed || c != d && (s.sweeps(i, c) || s.sweeps(i, d))) {
		s.split[i], found = true, true
	}
	if v && (crossed || a != b && (s.sweeps(j, a) || s.sweeps(j, b))) {
		s.split[j], found = true, true
	}
	return found
}

// sweeps reports whether a vertex, which is none of the edge's own, lies between the source and the
// edge, a shortened one.
func (s *simplifier) sweeps(edge int32, p point) bool {
	sp := s.span(edge)
	points := s.source.points[sp.first : sp.last+1]
	return s.boxes[edge].Has(p.x, p.y) && p != points[0] && p != points[len(points)-1] && windings(points, p) != 0
}

// windings is how often the closed line around p runs about it, anticlockwise in plain arithmetic.
// On the line itself it is some number.
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

// refine splits the marked edges.
func (s *simplifier) refine() {
	old := s.draft
	room := len(old.at) + len(old.at)/8
	s.draft = &draft{source: old.source, at: make([]int32, 0, room), ends: make([]int, 0, len(old.ends))}
	dirty, unsure := make([]bool, 0, room), make([]bool, 0, room)
	first := 0
	for _, end := range old.ends {
		for i := first; i < end; i++ {
			s.at, dirty = append(s.at, old.at[i]), append(dirty, s.split[i])
			if s.split[i] {
				sp := old.span(int32(i))
				at, _ := s.source.farthest(sp)
				s.at = append(s.appendThin(s.at, span{sp.first, at}), at)
				s.at = s.appendThin(s.at, span{at, sp.last})
				for len(dirty) < len(s.at) {
					dirty = append(dirty, true)
				}
			}
			unsure = append(unsure, s.unsure[i])
			for len(unsure) < len(s.at) {
				unsure = append(unsure, false)
			}
		}
		s.ends = append(s.ends, len(s.at))
		first = end
	}
	s.dirty, s.unsure = dirty, unsure
	s.measure()
	if old.near != nil {
		s.pairWithin(old, s.reach)
	}
}

// appendThin appends the vertices within a stretch without which it is not within the tolerance.
func (s *simplifier) appendThin(at []int32, all span) []int32 {
	if k, distance2 := s.source.farthest(all); distance2 > s.tolerance2 {
		return s.appendThin(append(s.appendThin(at, span{all.first, k}), k), span{k, all.last})
	}
	return at
}
