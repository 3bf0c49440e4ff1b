package picture

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// stroke adds the outlines of a path drawn with a pen of some width: round at joins, cut straight
// at ends.
func (es *edges) stroke(p path, k Stroke, scale float64) {
	closed, half := p.closed || len(p.discs) > 0, k.Width*scale/2
	for _, line := range p.rings(scale) {
		var points []orb.Point
		for _, at := range line {
			if at = scaled(at, scale); near(at) {
				points = append(points, at)
			}
		}
		if len(k.Dash) == 0 || len(points) == 0 {
			es.strokeLine(points, closed, half)
			continue
		}
		if closed {
			points = append(points, points[0])
		}
		for _, dash := range dashes(points, k.Dash, scale) {
			es.strokeLine(dash, false, half)
		}
	}
}

// strokeLine adds the outlines of a line, which it may change. Each section is a rectangle, and
// each join a fan from a corner of one rectangle to a corner of the next, on the outer side of the
// turn. The inner side goes through the join itself:
//
//	-------------> .
//	                 ' .      the fan
//	         +--->o     |     o the join
//	         ^    |     v
//	<--------|----+     |
//	         |          |
//	         ^          v
//
// So rectangles and fans all run the same way around, share their edges, and none of them cancels
// another where they overlap, however short the sections and sharp the turns.
func (es *edges) strokeLine(points []orb.Point, closed bool, half float64) {
	points = slices.Compact(points) // a section has a direction
	if closed && len(points) > 1 && points[0] == points[len(points)-1] {
		points = points[:len(points)-1]
	}
	n := len(points)
	if n < 2 {
		return
	}
	sections := n - 1
	if closed {
		sections = n
	}
	normal := func(i int) orb.Point {
		a, b := points[i%n], points[(i+1)%n]
		dx, dy := b[0]-a[0], b[1]-a[1]
		l := half / math.Hypot(dx, dy)
		return orb.Point{dy * l, -dx * l}
	}
	first := normal(0)
	side := first
	if !closed {
		es.add(minus(points[0], first), plus(points[0], first))
	}
	for i := range sections {
		a, b := points[i], points[(i+1)%n]
		es.add(plus(a, side), plus(b, side))
		es.add(minus(b, side), minus(a, side))
		switch {
		case i+1 < sections:
			next := normal(i + 1)
			es.join(b, side, next, half)
			side = next
		case closed:
			es.join(b, side, first, half)
		default:
			es.add(plus(b, side), minus(b, side))
		}
	}
}

// join adds what lies between two sections that meet, by their normals.
func (es *edges) join(at, from, to orb.Point, half float64) {
	cross, dot := from[0]*to[1]-from[1]*to[0], from[0]*to[0]+from[1]*to[1]
	turn := math.Atan2(cross, dot)
	if math.Abs(turn) < 0.01 {
		es.add(plus(at, from), plus(at, to))
		es.add(minus(at, to), minus(at, from))
		return
	}
	if turn < 0 { // the other side is the outer one
		es.add(plus(at, from), at)
		es.add(at, plus(at, to))
		es.fan(at, scaled(to, -1), scaled(from, -1), -turn, half)
		return
	}
	es.add(minus(at, to), at)
	es.add(at, minus(at, from))
	es.fan(at, from, to, turn, half)
}

// fan adds the arc around a join from one normal to another.
func (es *edges) fan(at, from, to orb.Point, turn, half float64) {
	pieces := arcs(turn, half)
	last := plus(at, from)
	for i := 1.0; i < pieces; i++ {
		sin, cos := math.Sincos(turn * i / pieces)
		next := plus(at, orb.Point{from[0]*cos - from[1]*sin, from[0]*sin + from[1]*cos})
		es.add(last, next)
		last = next
	}
	es.add(last, plus(at, to))
}

// dashes cuts a line into lengths that are drawn and left out by turns.
func dashes(line []orb.Point, lengths []float64, scale float64) [][]orb.Point {
	const least = 0.1 // pixels; below that there are too many
	var all [][]orb.Point
	current := line[:1:1]
	which, left := 0, max(lengths[0]*scale, least)
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		whole := math.Hypot(b[0]-a[0], b[1]-a[1])
		done := 0.0
		for whole-done > left {
			done += left
			at := orb.Point{a[0] + (b[0]-a[0])*done/whole, a[1] + (b[1]-a[1])*done/whole}
			if which%2 == 0 {
				all = append(all, append(current, at))
			}
			current = []orb.Point{at}
			which++
			left = max(lengths[which%len(lengths)]*scale, least)
		}
		left -= whole - done
		current = append(current, b)
	}
	if which%2 == 0 {
		all = append(all, current)
	}
	return all
}
