package planar

import "github.com/paulmach/orb"

// Corner is a bend of a loop: from Before to a vertex At and on to After. If the loop has its
// interior on the left, the interior at the vertex is the sector from After, anticlockwise, to
// Before.
type Corner struct {
	Before, At, After orb.Point
}

// Holds reports whether the direction from the vertex to p lies strictly within the sector. A
// spike, with both sides in one direction, holds nothing.
func (c Corner) Holds(p orb.Point) bool {
	switch Orient(c.At, c.After, c.Before) {
	case 1:
		return Orient(c.At, c.After, p) > 0 && Orient(c.At, p, c.Before) > 0
	case -1:
		return !(Orient(c.At, c.Before, p) >= 0 && Orient(c.At, p, c.After) >= 0)
	}
	return !c.spike() && Orient(c.At, c.After, p) > 0
}

func (c Corner) spike() bool { return sameDirection(c.At, c.Before, c.After) }

// Overlaps reports whether the sectors of two corners at the same vertex have a direction in
// common.
func (c Corner) Overlaps(d Corner) bool {
	if c.spike() || d.spike() {
		return false
	}
	return sameDirection(c.At, c.After, d.After) || c.Holds(d.After) || d.Holds(c.After)
}

// CrossedBy reports whether d passes from one side of c to the other. A corner that runs along a
// side of c does not.
func (c Corner) CrossedBy(d Corner) bool {
	for _, p := range [...]orb.Point{d.Before, d.After} {
		if sameDirection(c.At, c.Before, p) || sameDirection(c.At, c.After, p) {
			return false
		}
	}
	return c.Holds(d.Before) != c.Holds(d.After)
}

// sameDirection reports whether p and q lie in exactly the same direction from at.
func sameDirection(at, p, q orb.Point) bool {
	return Orient(at, p, q) == 0 &&
		Compare(p[0], at[0]) == Compare(q[0], at[0]) &&
		Compare(p[1], at[1]) == Compare(q[1], at[1])
}

// Compare is -1, 0 or 1 for x below, equal to or above y, and 0 if one is not a number.
func Compare(x, y float64) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// Touch is a place where a vertex of one of two segments lies on the other.
type Touch struct {
	At      orb.Point
	Corners [2]Corner // of the two loops; straight within an edge
	vertex  [2]bool   // of which of the two loops the place is a vertex
}

// EachTouch calls visit with the places where the first vertex of s or t lies on the other one.
// Last vertices are left to the segment that they begin, so each touch of two loops is visited
// once.
func EachTouch(s, t Segment, visit func(Touch)) {
	a, b := s.Ends()
	p, q := t.Ends()
	if a == p {
		visit(Touch{a, [2]Corner{s.Loop.corner(s.K), t.Loop.corner(t.K)}, [2]bool{true, true}})
		return
	}
	if a != q && onSegment(p, q, a) {
		visit(Touch{a, [2]Corner{s.Loop.corner(s.K), {p, a, q}}, [2]bool{true, false}})
	}
	if p != b && onSegment(a, b, p) {
		visit(Touch{p, [2]Corner{{a, p, b}, t.Loop.corner(t.K)}, [2]bool{false, true}})
	}
}
