package valid

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

// nested finds the holes outside of their shell or within another hole, and the polygons within
// others. Rings that cross have been found before; one of the others lies where one of its vertices
// does that is on no other border.
func (c *Checker) nested() {
	c.tests = c.tests[:0]
	for i := range c.loops {
		if at, ok := c.testPoint(&c.loops[i]); ok {
			c.tests = append(c.tests, planar.Test{At: at, Loop: int32(i)})
		}
	}
	c.sweep.Begin(c.tests, len(c.loops))
	inShell := make([]bool, len(c.loops))
	inHole := make([]int, len(c.loops)) // the number of the first such hole, 0 for none
	holders := map[int][]int{}          // by loop of a shell: the loops of other polygons that it lies in
	for i := range c.loops {
		if c.flat[i] {
			continue
		}
		around := &c.loops[i]
		c.sweep.Within(around, i, func(loop int) {
			l := &c.loops[loop]
			switch {
			case loop == i || l.Ring > 0 && l.Part != around.Part || l.Ring == 0 && l.Part == around.Part:
			case l.Ring == 0:
				holders[loop] = append(holders[loop], i)
			case !c.reallyWithin(l, around):
			case around.Ring == 0:
				inShell[loop] = true
			case inHole[loop] == 0 || inHole[loop] > around.Ring:
				inHole[loop] = around.Ring
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
func (c *Checker) testPoint(l *planar.Loop) (p orb.Point, ok bool) {
	touched := c.touchedBetween
	if l.Ring > 0 {
		touched = c.touchedWithin
	}
	if c.flat[l.Owner] || l.Ring == 0 && (len(c.shape) == 1 || len(c.overlaps) >= maxFaults) || l.Ring > 0 && c.found[l.Part] > 0 {
		return p, false
	}
	empty := l.Ring == 0 && c.found[l.Part] > 0 && planar.DoubleArea(l.Points) == 0 // it may run back along itself everywhere
	for _, p := range l.Points {
		if _, ok := touched[p]; !ok && !empty {
			return p, true
		}
	}
	if l.Ring == 0 {
		return planar.InteriorPoint(c.shape[l.Part])
	}
	return planar.InteriorPoint(orb.Polygon{l.Closed()})
}

// reallyWithin decides about the holes that touch other rings in each vertex. An inner point stands
// for such a hole, but it also lies in any ring within the hole.
func (c *Checker) reallyWithin(hole, around *planar.Loop) bool {
	for _, p := range hole.Points {
		if _, ok := c.touchedWithin[p]; !ok {
			return true
		}
	}
	outer, inner := bounds(hole.Points), bounds(around.Points)
	return !outer.Contains(inner.Min) || !outer.Contains(inner.Max) || planar.RingWithin(hole.Closed(), around.Closed())
}

// heldBy notes the polygons around a shell: those with it in their shell and in none of their
// holes.
func (c *Checker) heldBy(loop int, around []int) {
	shell := &c.loops[loop]
	for _, i := range around {
		part := c.loops[i].Part
		if c.loops[i].Ring > 0 || slices.ContainsFunc(around, func(j int) bool { return c.loops[j].Part == part && c.loops[j].Ring > 0 }) {
			continue
		}
		c.overlap(shell.Part, part, shell.Points[0])
	}
}

func (c *Checker) holeFault(hole *planar.Loop, inShell bool, inHole int) {
	if hole.Ring == 0 || c.flat[hole.Owner] || c.found[hole.Part] > 0 || c.loops[c.first[hole.Part]].Ring > 0 {
		return // no hole, or with greater faults
	}
	kind, message := HoleNested, fmt.Sprintf("hole %d lies within hole %d", hole.Ring, inHole)
	switch {
	case !inShell:
		kind, message = HoleOutside, fmt.Sprintf("hole %d is not within the shell", hole.Ring)
	case inHole == 0:
		return
	}
	at := hole.Points[0]
	c.faults = append(c.faults, Fault{kind, hole.Part, hole.Ring, hole.Position(0), at, message + ", near " + planar.PositionText(at)})
}
