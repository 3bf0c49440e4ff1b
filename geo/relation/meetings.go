package relation

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

// edge is one of a figure, with where it meets those of the other.
type edge struct {
	from, to orb.Point
	first    bool           // of its line
	cuts     []orb.Point    // on it, at vertices of either figure
	covers   [][2]orb.Point // what edges of the other lie along, as planar.Before orders
	crossed  bool           // by an edge of the other, inside both
}

// meetings are all places where the edges of two figures meet.
type meetings struct {
	a, b           *figure
	ofA, ofB       []edge
	touches        []orb.Point
	crossed        bool
	same, opposite bool // edges lie along each other, in one direction or against it
}

func edgesOf(f *figure) []edge {
	var all []edge
	for _, line := range f.lines {
		first := true
		for i := 1; i < len(line); i++ {
			if line[i-1] != line[i] {
				all = append(all, edge{from: line[i-1], to: line[i], first: first})
				first = false
			}
		}
	}
	return all
}

// meetingsOf compares the edges that come near both figures. Two areas of which edges cross are
// known by that alone.
func meetingsOf(a, b *figure) *meetings {
	m := &meetings{a: a, b: b, ofA: edgesOf(a), ofB: edgesOf(b)}
	near := intersection(a.box, b.box)
	var others []*edge // by their western ends
	widest := 0.0
	for i := range m.ofB {
		if e := &m.ofB[i]; boundOf(e.from, e.to).Intersects(near) {
			others = append(others, e)
			widest = max(widest, max(e.from[0], e.to[0])-west(e))
		}
	}
	slices.SortFunc(others, func(x, y *edge) int { return cmp.Compare(west(x), west(y)) })
	widest += widest * 1e-9 // rounding loses no edge
	for i := range m.ofA {
		e := &m.ofA[i]
		box := boundOf(e.from, e.to)
		if !box.Intersects(near) {
			continue
		}
		first, _ := slices.BinarySearchFunc(others, box.Min[0]-widest, func(o *edge, at float64) int { return cmp.Compare(west(o), at) })
		for _, o := range others[max(first-1, 0):] {
			if west(o) > box.Max[0] {
				break
			}
			if boundOf(o.from, o.to).Intersects(box) {
				m.meet(e, o)
			}
		}
		if m.crossed && a.dim == 2 {
			break
		}
	}
	return m
}

func west(e *edge) float64 { return min(e.from[0], e.to[0]) }

func (m *meetings) meet(e, o *edge) {
	how, at := planar.Meet(e.from, e.to, o.from, o.to)
	switch how {
	case planar.Crosses:
		if end, is := m.endOn(e, o); is {
			m.touch(e, o, end)
			return
		}
		m.crossed, e.crossed, o.crossed = true, true, true
	case planar.Touches:
		m.touch(e, o, at)
	case planar.Along:
		part := [2]orb.Point{at, planar.Earlier(laterEnd(e), laterEnd(o))}
		e.covers, o.covers = append(e.covers, part), append(o.covers, part)
		m.touch(e, o, part[0])
		m.touch(e, o, part[1])
		if planar.Before(e.from, e.to) == planar.Before(o.from, o.to) {
			m.same = true
		} else {
			m.opposite = true
		}
	}
}

// endOn finds the end of a line at which two edges of lines cross: there, another line of theirs
// ends, and no interior is.
func (m *meetings) endOn(e, o *edge) (end orb.Point, is bool) {
	for _, ends := range []map[orb.Point]bool{m.a.ends, m.b.ends} {
		for p := range ends {
			if m.b.dim == 1 && onEdge(e.from, e.to, p) && onEdge(o.from, o.to, p) {
				return p, true
			}
		}
	}
	return end, false
}

func laterEnd(e *edge) orb.Point {
	if planar.Before(e.from, e.to) {
		return e.to
	}
	return e.from
}

func (m *meetings) touch(e, o *edge, at orb.Point) {
	e.cuts, o.cuts = append(e.cuts, at), append(o.cuts, at)
	m.touches = append(m.touches, at)
}

// uncovered tells whether a part of the edges lies along none of the other figure.
func (m *meetings) uncovered(edges []edge) bool {
	return slices.ContainsFunc(edges, func(e edge) bool {
		low, high := e.from, e.to
		if planar.Before(high, low) {
			low, high = high, low
		}
		slices.SortFunc(e.covers, func(x, y [2]orb.Point) int { return orderOf(x[0], y[0]) })
		for _, part := range e.covers {
			if planar.Before(low, part[0]) {
				return true
			}
			if planar.Before(low, part[1]) {
				low = part[1]
			}
		}
		return low != high
	})
}

func orderOf(p, q orb.Point) int {
	switch {
	case p == q:
		return 0
	case planar.Before(p, q):
		return -1
	}
	return 1
}

// pieces tells where the pieces of edges lie to the areas of the other figure, each place once.
// Edges that cross have pieces on either side, which meetings has noted.
func (m *meetings) pieces(edges []edge, other *figure) []place {
	var seen [inside + 1]bool
	at := outside
	for i := range edges {
		e := &edges[i]
		if e.first {
			at = other.at(e.from)
		}
		if len(e.cuts) == 0 && !e.crossed {
			seen[at] = true // and so is its end
			continue
		}
		end := other.at(e.to)
		if !e.crossed {
			e.eachPiece(func(p, q orb.Point) {
				seen[e.place(p, q, at, end, other)] = true
			})
		}
		at = end
	}
	var all []place
	for p, is := range seen {
		if is {
			all = append(all, place(p))
		}
	}
	return all
}

// eachPiece visits the pieces between the cuts of an edge.
func (e *edge) eachPiece(visit func(p, q orb.Point)) {
	stops := append([]orb.Point{e.from, e.to}, e.cuts...)
	slices.SortFunc(stops, orderOf)
	stops = slices.Compact(stops)
	for i := 1; i < len(stops); i++ {
		visit(stops[i-1], stops[i])
	}
}

// place tells where a piece lies whose edge has its ends where from and to say.
func (e *edge) place(p, q orb.Point, from, to place, other *figure) place {
	for _, part := range e.covers {
		if !planar.Before(p, part[0]) && !planar.Before(part[1], q) {
			return onBorder
		}
	}
	for _, end := range []orb.Point{p, q} {
		switch {
		case end == e.from && from != onBorder:
			return from
		case end == e.to && to != onBorder:
			return to
		}
	}
	for _, rings := range other.areas {
		if middleIn(rings, p, q) {
			return inside
		}
	}
	return outside
}
