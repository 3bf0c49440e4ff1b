package geo

import "github.com/paulmach/orb"

// corner is a bend of a loop: it comes from before, turns at vertex at, and goes on to after. If the loop has
// its interior on the left, the interior at the vertex is the sector from after, anticlockwise, to before.
type corner struct {
	before, at, after orb.Point
}

// holds reports whether the direction from the vertex to p lies strictly within the sector. A spike, whose
// two sides are one, holds nothing.
func (c corner) holds(p orb.Point) bool {
	switch Orient(c.at, c.after, c.before) {
	case 1:
		return Orient(c.at, c.after, p) > 0 && Orient(c.at, p, c.before) > 0
	case -1:
		return !(Orient(c.at, c.before, p) >= 0 && Orient(c.at, p, c.after) >= 0)
	}
	return !c.spike() && Orient(c.at, c.after, p) > 0
}

func (c corner) spike() bool { return sameDirection(c.at, c.before, c.after) }

// overlaps reports whether the sectors of two corners at the same vertex have a direction in common.
func (c corner) overlaps(d corner) bool {
	if c.spike() || d.spike() {
		return false
	}
	return sameDirection(c.at, c.after, d.after) || c.holds(d.after) || d.holds(c.after)
}

// crossedBy reports whether d passes from one side of c to the other. If it runs along a side of c the answer
// is no.
func (c corner) crossedBy(d corner) bool {
	for _, p := range [...]orb.Point{d.before, d.after} {
		if sameDirection(c.at, c.before, p) || sameDirection(c.at, c.after, p) {
			return false
		}
	}
	return c.holds(d.before) != c.holds(d.after)
}

// sameDirection reports whether p and q lie in exactly the same direction from at.
func sameDirection(at, p, q orb.Point) bool {
	return Orient(at, p, q) == 0 &&
		compare(p[0], at[0]) == compare(q[0], at[0]) &&
		compare(p[1], at[1]) == compare(q[1], at[1])
}

func compare(x, y float64) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// touch is a place where a vertex of one of two segments lies on the other.
type touch struct {
	at orb.Point
	// of holds the corners of the two loops there; one that is touched within an edge is straight.
	of [2]corner
	// vertex tells of which the place is a vertex.
	vertex [2]bool
}

// eachTouch calls visit with the places where the first vertex of s or t lies on the other, but for last
// vertices, which are the first of another segment. So each touch of two loops is visited once.
func eachTouch(s, t segment, visit func(touch)) {
	a, b := s.ends()
	p, q := t.ends()
	if a == p {
		visit(touch{a, [2]corner{s.loop.corner(s.k), t.loop.corner(t.k)}, [2]bool{true, true}})
		return
	}
	if a != q && onSegment(p, q, a) {
		visit(touch{a, [2]corner{s.loop.corner(s.k), {p, a, q}}, [2]bool{true, false}})
	}
	if p != b && onSegment(a, b, p) {
		visit(touch{p, [2]corner{{a, p, b}, t.loop.corner(t.k)}, [2]bool{false, true}})
	}
}
