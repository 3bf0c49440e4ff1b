package geo

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"
)

// nested says which holes are not within their shell, or within another hole, and which polygons lie within
// others. Rings that cross have been found before. Of those that do not, one vertex tells where a ring lies
// if it is on the border of none.
func (c *Checker) nested() {
	c.tests = c.tests[:0]
	for i := range c.loops {
		if at, ok := c.testPoint(&c.loops[i]); ok {
			c.tests = append(c.tests, test{at: at, loop: int32(i)})
		}
	}
	c.nest.begin(c.tests, len(c.loops))
	inShell := make([]bool, len(c.loops))
	inHole := make([]int, len(c.loops)) // the number of the first such hole, 0 for none
	holders := map[int][]int{}          // by loop of a shell: the loops of other polygons that it lies in
	for i := range c.loops {
		if c.flat[i] {
			continue
		}
		around := &c.loops[i]
		c.nest.within(around, i, func(loop int) {
			l := &c.loops[loop]
			switch {
			case loop == i || l.ring > 0 && l.part != around.part || l.ring == 0 && l.part == around.part:
			case l.ring == 0:
				holders[loop] = append(holders[loop], i)
			case !c.reallyWithin(l, around):
			case around.ring == 0:
				inShell[loop] = true
			case inHole[loop] == 0 || inHole[loop] > around.ring:
				inHole[loop] = around.ring
			}
		})
	}
	for loop, around := range holders {
		c.heldBy(loop, around)
	}
	for i := range c.loops {
		c.holeFault(&c.loops[i], inShell[i], inHole[i])
	}
}

// testPoint returns a point that lies where the loop does; ok is false for loops that need no test.
func (c *Checker) testPoint(l *loop) (p orb.Point, ok bool) {
	touched := c.touchedBetween
	if l.ring > 0 {
		touched = c.touchedWithin
	}
	if c.flat[l.owner] || l.ring == 0 && (len(c.shape) == 1 || len(c.overlaps) >= maxFaults) || l.ring > 0 && c.found[l.part] > 0 {
		return p, false
	}
	empty := l.ring == 0 && c.found[l.part] > 0 && doubleArea(l.points) == 0 // it may run back along itself everywhere
	for _, p := range l.points {
		if _, ok := touched[p]; !ok && !empty {
			return p, true
		}
	}
	if l.ring == 0 {
		return interiorPoint(c.shape[l.part])
	}
	return interiorPoint(orb.Polygon{l.closed()})
}

// reallyWithin decides for the holes that touch other rings in each of their vertices, so that an inner point
// had to do: it also lies in a ring that lies within the hole.
func (c *Checker) reallyWithin(hole, around *loop) bool {
	for _, p := range hole.points {
		if _, ok := c.touchedWithin[p]; !ok {
			return true
		}
	}
	outer, inner := bounds(hole.points), bounds(around.points)
	return !outer.Contains(inner.Min) || !outer.Contains(inner.Max) || within(hole, around)
}

// heldBy notes the polygons that a shell lies in: within their shell and in none of their holes.
func (c *Checker) heldBy(loop int, around []int) {
	shell := &c.loops[loop]
	for _, i := range around {
		part := c.loops[i].part
		if c.loops[i].ring > 0 || slices.ContainsFunc(around, func(j int) bool { return c.loops[j].part == part && c.loops[j].ring > 0 }) {
			continue
		}
		c.overlap(shell.part, part, shell.points[0])
	}
}

func (c *Checker) holeFault(hole *loop, inShell bool, inHole int) {
	if hole.ring == 0 || c.flat[hole.owner] || c.found[hole.part] > 0 || c.loops[c.first[hole.part]].ring > 0 {
		return // no hole, or with greater faults
	}
	kind, message := FaultHoleNested, fmt.Sprintf("hole %d lies within hole %d", hole.ring, inHole)
	switch {
	case !inShell:
		kind, message = FaultHoleOutside, fmt.Sprintf("hole %d is not within the shell", hole.ring)
	case inHole == 0:
		return
	}
	at := hole.points[0]
	c.faults = append(c.faults, Fault{kind, hole.part, hole.ring, hole.position(0), at, message + ", near " + text(at)})
}

// within reports whether a lies within b, given that they do not cross.
func within(a, b *loop) bool {
	ring := b.closed()
	if !bounds(a.points).Intersects(bounds(b.points)) {
		return false
	}
	for _, p := range a.points {
		if where := ringPlace(ring, p); where != onBorder {
			return where == inside
		}
	}
	p, ok := interiorPoint(orb.Polygon{a.closed()})
	return ok && ringContains(ring, p)
}
