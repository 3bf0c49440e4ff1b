package mvt

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
			at, distance2 := lines.farthest(top.span)
			ranks[at] = max(top.least, firstZoom(distance2))
			stack = append(stack, stretch{span{at, top.last}, ranks[at]}, stretch{span{top.first, at}, ranks[at]})
		}
		first = int32(end)
	}
	return ranks
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
}

// repair returns the draft of a zoom repaired.
func repair(d *draft, zoom int) *draft {
	tolerance := float64(int(tolerancePx) << finestShift(zoom))
	s := &simplifier{draft: d, reach: reach(zoom), tolerance2: tolerance * tolerance, dirty: make([]bool, len(d.at))}
	for i := range s.dirty {
		s.dirty[i] = d.boxes[i] != noBox && d.span(int32(i)).shortened()
	}
	for s.compareAll() {
		s.refine()
	}
	return s.draft
}

// farthest returns the vertex of a span that is farthest from the edge between its ends, and the
// square of how far it is.
func (l *polylines) farthest(sp span) (at int32, distance2 float64) {
	a, b := l.points[sp.first], l.points[sp.last]
	dx, dy := float64(b.x-a.x), float64(b.y-a.y)
	length2 := dx*dx + dy*dy
	at, distance2 = sp.first, -1
	for k := sp.first + 1; k < sp.last; k++ {
		p := l.points[k]
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

// compareAll marks the edges that must be split, and reports whether there are any. Edges that are
// not shortened stay as they are, and those that are not dirty have been compared before.
func (s *simplifier) compareAll() (found bool) {
	s.split = make([]bool, len(s.at))
	s.eachPair(func() []box { return s.boxes }, func(i, j int32) {
		if (s.dirty[i] || s.dirty[j]) && s.boxes[i].Meets(&s.boxes[j]) {
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
	s.draft = &draft{source: old.source}
	var dirty []bool
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
		}
		s.ends = append(s.ends, len(s.at))
		first = end
	}
	s.dirty = dirty
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
