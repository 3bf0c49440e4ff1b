package geo

import (
	"fmt"

	"github.com/paulmach/orb"
)

// compare finds what two edges do that they must not. It returns the polygon that has so many faults that it is
// not worth a further look, or -1.
func (c *Checker) compare(s, t segment) (hopeless int) {
	if s.loop.owner < t.loop.owner || s.loop == t.loop && s.k < t.k {
		s, t = t, s
	}
	if s.loop.part != t.loop.part {
		c.compareParts(s, t)
		if len(c.doubtful) >= hopelessFaults { // copies of one part raise doubts alone
			c.settleDoubts()
		}
		if len(c.overlaps) >= maxFaults {
			return s.loop.part
		}
		return -1
	}
	kind, at := c.compareEdges(s, t)
	if kind == "" {
		return -1
	}
	part, vertex := s.loop.part, s.loop.position(s.k)
	c.found[part]++
	switch n := c.found[part]; {
	case n == hopelessFaults:
		return part
	case n > maxFaults:
		return -1
	}
	f := Fault{Kind: kind, Polygon: part, Ring: s.loop.ring, Vertex: vertex, At: at}
	f.Message = fmt.Sprintf("%s near %v, between the edges from position %d of ring %d and position %d of ring %d",
		kind, text(at), vertex, s.loop.ring, t.loop.position(t.k), t.loop.ring)
	if c.found[part] == maxFaults {
		f.Message += "; further ones are not listed"
	}
	c.crossings = append(c.crossings, f)
	return -1
}

// compareEdges returns the fault that two edges of a polygon commit, "" if none.
func (c *Checker) compareEdges(s, t segment) (FaultKind, orb.Point) {
	same := s.loop == t.loop
	if same {
		switch n := len(s.loop.points); {
		case (s.k+1)%n == t.k:
			return compareNeighbours(s, t)
		case (t.k+1)%n == s.k:
			return compareNeighbours(t, s)
		}
	}
	crossed, touched := FaultRingsCross, FaultKind("")
	if same {
		crossed, touched = FaultSelfCross, FaultSelfTouch
	}
	a, b := s.ends()
	how, at := meet(a, b, t.loop.points[t.k], t.loop.points[(t.k+1)%len(t.loop.points)])
	var kind FaultKind
	switch how {
	case apart:
		return "", at
	case crosses:
		return crossed, at
	case along:
		kind = FaultRingsCross
		if same {
			kind = FaultSelfTouch
		}
	}
	eachTouch(s, t, func(where touch) {
		if !same {
			c.touchedWithin[where.at] = struct{}{}
		}
		if how == along {
			return
		}
		kind, at = touched, where.at
		if where.of[0].crossedBy(where.of[1]) {
			kind = crossed
		}
	})
	return kind, at
}

// compareNeighbours returns the fault of an edge of a ring and the next one: they may run back along each other.
func compareNeighbours(s, t segment) (FaultKind, orb.Point) {
	a, b := s.ends()
	_, c := t.ends()
	if (a[0]-b[0])*(c[0]-b[0]) < 0 || (a[1]-b[1])*(c[1]-b[1]) < 0 || Orient(a, b, c) != 0 {
		return "", a
	}
	if how, at := meet(a, b, b, c); how == along {
		return FaultSelfTouch, at
	}
	return "", a
}

// compareParts notes whether the interiors of two parts meet where their edges s and t do.
func (c *Checker) compareParts(s, t segment) {
	i, j := s.loop.owner, t.loop.owner
	a, b := s.ends()
	p, q := t.ends()
	shared := a == q && b == p
	if c.backward[i] != c.backward[j] {
		shared = a == p && b == q
	}
	if shared {
		c.touchedBetween[a], c.touchedBetween[b] = struct{}{}, struct{}{}
		return
	}
	switch how, at := meet(a, b, p, q); how {
	case apart:
	case crosses:
		c.overlap(s.loop.part, t.loop.part, at)
	default:
		eachTouch(s, t, func(where touch) {
			c.touchedBetween[where.at] = struct{}{}
			if c.inward(i, where.of[0]).overlaps(c.inward(j, where.of[1])) {
				c.doubtful = append(c.doubtful, doubt{s.loop, t.loop, where.at})
			}
		})
	}
}

// settleDoubts finds out which of the parts that touch overlap there.
func (c *Checker) settleDoubts() {
	for _, d := range c.doubtful {
		a, b := d.a.part, d.b.part
		if _, known := c.overlaps[[2]int{min(a, b), max(a, b)}]; !known && overlapAt(c.cornersAt(a, d.at), c.cornersAt(b, d.at)) {
			c.overlap(a, b, d.at)
		}
	}
	c.doubtful = c.doubtful[:0]
}

// cornersAt returns the corners at a place of those rings of a part that have any.
func (c *Checker) cornersAt(part int, at orb.Point) [][]corner {
	var all [][]corner
	for i := c.first[part]; i < c.first[part+1]; i++ {
		corners := c.loops[i].cornersAt(at)
		for k := range corners {
			corners[k] = c.inward(i, corners[k])
		}
		if len(corners) > 0 {
			all = append(all, corners)
		}
	}
	return all
}

// inward returns the corner of a loop with the interior of its polygon on the left.
func (c *Checker) inward(loop int, k corner) corner {
	if c.backward[loop] {
		k.before, k.after = k.after, k.before
	}
	return k
}

func (c *Checker) overlap(part, other int, at orb.Point) {
	pair := [2]int{min(part, other), max(part, other)}
	if _, ok := c.overlaps[pair]; !ok && len(c.overlaps) < maxFaults {
		c.overlaps[pair] = at
	}
}

// position returns where vertex k stands in the ring.
func (l *loop) position(k int) int {
	if l.from == nil {
		return k
	}
	return l.from[k]
}
