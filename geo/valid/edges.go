package valid

import (
	"fmt"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

// compare notes the fault that two edges commit. It returns a polygon that has too many faults for
// a further look, or -1.
func (c *Checker) compare(s, t planar.Segment) (hopeless int) {
	if s.Loop.Owner < t.Loop.Owner || s.Loop == t.Loop && s.K < t.K {
		s, t = t, s
	}
	if s.Loop.Part != t.Loop.Part {
		c.compareParts(s, t)
		if len(c.doubtful) >= hopelessFaults { // copies of one part raise doubts alone
			c.settleDoubts()
		}
		if len(c.overlaps) >= maxFaults {
			return s.Loop.Part
		}
		return -1
	}
	kind, at := c.compareEdges(s, t)
	if kind == "" {
		return -1
	}
	part, vertex := s.Loop.Part, s.Loop.Position(s.K)
	c.found[part]++
	switch n := c.found[part]; {
	case n == hopelessFaults:
		return part
	case n > maxFaults:
		return -1
	}
	f := Fault{Kind: kind, Polygon: part, Ring: s.Loop.Ring, vertex: vertex, At: at}
	f.Message = fmt.Sprintf("%s near %v, between the edges from position %d of ring %d and position %d of ring %d",
		kind, planar.PositionText(at), vertex, s.Loop.Ring, t.Loop.Position(t.K), t.Loop.Ring)
	if c.found[part] == maxFaults {
		f.Message += "; further ones are not listed"
	}
	c.crossings = append(c.crossings, f)
	return -1
}

// compareEdges returns the fault that two edges of a polygon commit, "" if none.
func (c *Checker) compareEdges(s, t planar.Segment) (Kind, orb.Point) {
	same := s.Loop == t.Loop
	if same {
		switch n := len(s.Loop.Points); {
		case (s.K+1)%n == t.K:
			return compareNeighbours(s, t)
		case (t.K+1)%n == s.K:
			return compareNeighbours(t, s)
		}
	}
	crossed, touched := RingsCross, Kind("")
	if same {
		crossed, touched = SelfCross, SelfTouch
	}
	a, b := s.Ends()
	how, at := planar.Meet(a, b, t.Loop.Points[t.K], t.Loop.Points[(t.K+1)%len(t.Loop.Points)])
	var kind Kind
	switch how {
	case planar.Apart:
		return "", at
	case planar.Crosses:
		return crossed, at
	case planar.Along:
		kind = RingsCross
		if same {
			kind = SelfTouch
		}
	}
	planar.EachTouch(s, t, func(where planar.Touch) {
		if !same {
			c.touchedWithin[where.At] = struct{}{}
			c.touches = append(c.touches, ringTouch{s.Loop.Owner, where.At}, ringTouch{t.Loop.Owner, where.At})
		}
		if how == planar.Along {
			return
		}
		kind, at = touched, where.At
		if where.Corners[0].CrossedBy(where.Corners[1]) {
			kind = crossed
		}
	})
	return kind, at
}

// compareNeighbours returns the fault of an edge of a ring and the next one: they may run back
// along each other.
func compareNeighbours(s, t planar.Segment) (Kind, orb.Point) {
	a, b := s.Ends()
	_, c := t.Ends()
	if (a[0]-b[0])*(c[0]-b[0]) < 0 || (a[1]-b[1])*(c[1]-b[1]) < 0 || planar.Orient(a, b, c) != 0 {
		return "", a
	}
	if how, at := planar.Meet(a, b, b, c); how == planar.Along {
		return SelfTouch, at
	}
	return "", a
}

// compareParts notes whether the interiors of two parts meet where their edges s and t do.
func (c *Checker) compareParts(s, t planar.Segment) {
	i, j := s.Loop.Owner, t.Loop.Owner
	a, b := s.Ends()
	p, q := t.Ends()
	shared := a == q && b == p
	if c.backward[i] != c.backward[j] {
		shared = a == p && b == q
	}
	if shared {
		c.share(s.Loop.Part, t.Loop.Part, a)
		c.touchedBetween[a], c.touchedBetween[b] = struct{}{}, struct{}{}
		return
	}
	switch how, at := planar.Meet(a, b, p, q); how {
	case planar.Apart:
	case planar.Crosses:
		c.overlap(s.Loop.Part, t.Loop.Part, at)
	default:
		if how == planar.Along {
			c.share(s.Loop.Part, t.Loop.Part, at)
		}
		planar.EachTouch(s, t, func(where planar.Touch) {
			c.touchedBetween[where.At] = struct{}{}
			if c.inward(i, where.Corners[0]).Overlaps(c.inward(j, where.Corners[1])) {
				c.doubtful = append(c.doubtful, planar.Doubt{A: s.Loop, B: t.Loop, At: where.At})
			}
		})
	}
}

// settleDoubts decides which of the touching parts overlap there.
func (c *Checker) settleDoubts() {
	for _, d := range c.doubtful {
		a, b := d.A.Part, d.B.Part
		if _, known := c.overlaps[[2]int{min(a, b), max(a, b)}]; !known && planar.OverlapAt(c.cornersAt(a, d.At), c.cornersAt(b, d.At)) {
			c.overlap(a, b, d.At)
		}
	}
	c.doubtful = c.doubtful[:0]
}

// cornersAt returns the corners of the rings of a part at a place, by ring.
func (c *Checker) cornersAt(part int, at orb.Point) [][]planar.Corner {
	var all [][]planar.Corner
	for i := c.first[part]; i < c.first[part+1]; i++ {
		corners := c.loops[i].CornersAt(at)
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
func (c *Checker) inward(loop int, k planar.Corner) planar.Corner {
	if c.backward[loop] {
		k.Before, k.After = k.After, k.Before
	}
	return k
}

func (c *Checker) overlap(part, other int, at orb.Point) {
	pair := [2]int{min(part, other), max(part, other)}
	if _, ok := c.overlaps[pair]; !ok && len(c.overlaps) < maxFaults {
		c.overlaps[pair] = at
	}
}

// share notes an edge of two parts.
func (c *Checker) share(part, other int, at orb.Point) {
	pair := [2]int{min(part, other), max(part, other)}
	if _, ok := c.shared[pair]; !ok && len(c.shared) < maxFaults {
		c.shared[pair] = at
	}
}
