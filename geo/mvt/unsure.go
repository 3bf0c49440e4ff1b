package mvt

// spread marks the edges that are disturbed by unsure ones, and those that are disturbed by them,
// and so on. Unsure edges stay as they are: at the time of marking they were right, so whatever
// really becomes of them has vertices of the same stretch of the source.
func (s *simplifier) spread() {
	fresh, any := s.unsure, true
	for any {
		next := make([]bool, len(s.at))
		any = false
		s.eachPair(func() []box { return s.boxes }, func(i, j int32) {
			if s.unsure[i] {
				i, j = j, i
			}
			if s.unsure[i] || !s.unsure[j] || !(s.dirty[i] || fresh[j]) || !s.span(i).shortened() || !s.boxes[i].Meets(&s.boxes[j]) {
				return
			}
			if s.disturbs(j, i) {
				next[i], any = true, true
			}
		})
		for i, marked := range next {
			s.unsure[i] = s.unsure[i] || marked
		}
		fresh = next
	}
}

// disturbs reports whether a part of an unsure edge could make a shortened one, with which it is
// compared, wrong: whether a vertex of its source lies between the other one and its source, or an
// end of the other one may lie between a part of it and its source, or their sources meet. Without
// any of it, no part of the one crosses the other.
func (s *simplifier) disturbs(unsure, edge int32) bool {
	sp := s.span(unsure)
	a, b := s.edge(edge)
	for _, p := range s.source.points[sp.first : sp.last+1] {
		if s.sweeps(edge, p) || within(a, b, p) {
			return true
		}
	}
	c, d := s.edge(unsure)
	to := toEdge(c, d)
	return a != c && a != d && to.distance2(a) <= s.tolerance2 || b != c && b != d && to.distance2(b) <= s.tolerance2 ||
		s.source.meet(sp, s.span(edge), &s.boxes[edge])
}

// meet reports whether two stretches of lines cross or touch, but for common vertices; b is the box
// around the other one.
func (l *polylines) meet(one, other span, b *box) bool {
	for k := one.first; k < one.last; k++ {
		p, q := l.points[k], l.points[k+1]
		if around := boxAround(l.points[k : k+2]); !around.Meets(b) {
			continue
		}
		for n := other.first; n < other.last; n++ {
			r, s := l.points[n], l.points[n+1]
			if within(p, q, r) || within(p, q, s) || within(r, s, p) || within(r, s, q) || crosses(p, q, r, s) {
				return true
			}
		}
	}
	return false
}

// any reports whether one of the marked edges comes into a box.
func (d *draft) any(marked []bool, b box) bool {
	for i, is := range marked {
		if is && d.boxes[i].Meets(&b) {
			return true
		}
	}
	return false
}
