package picture

import (
	"math"

	"github.com/paulmach/orb"
)

// edges are the outlines of what is covered, in pixels of the image and in any order. Whatever they go around, how
// often so ever, is covered once. All go the same way around what they enclose, so that nothing cancels.
type edges []edge

type edge struct{ a, b orb.Point }

// between returns the part of an edge between two rows, which it touches.
func (e edge) between(top, bottom float64) edge {
	a, b := e.a, e.b
	up := a[1] > b[1]
	if up { // an edge and its reverse are cut at the same points
		a, b = b, a
	}
	slope := (b[0] - a[0]) / (b[1] - a[1])
	x0, y0 := a[0], a[1]
	if a[1] < top {
		a = orb.Point{x0 + (top-y0)*slope, top}
	}
	if b[1] > bottom {
		b = orb.Point{x0 + (bottom-y0)*slope, bottom}
	}
	if up {
		a, b = b, a
	}
	return edge{a, b}
}

// add adds an edge. Level ones enclose nothing, and none is endless: shapes are cut to what is seen before.
func (es *edges) add(a, b orb.Point) {
	if a[1] != b[1] && near(a) && near(b) {
		*es = append(*es, edge{a, b})
	}
}

func near(p orb.Point) bool {
	const far = 1e6
	return math.Abs(p[0]) < far && math.Abs(p[1]) < far
}

// fill adds the outlines of a path.
func (es *edges) fill(p path, scale float64) {
	for _, ring := range p.rings(scale) {
		for i, at := range ring {
			next := ring[(i+1)%len(ring)]
			es.add(scaled(at, scale), scaled(next, scale))
		}
	}
}

// rings are the lines of a path and its discs, as polygons that no eye tells from circles.
func (p path) rings(scale float64) [][]orb.Point {
	rings := p.lines
	for _, c := range p.discs {
		corners := int(arcs(2*math.Pi, c.radius*scale)) + 3
		ring := make([]orb.Point, corners)
		for i := range ring {
			sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(corners))
			ring[i] = orb.Point{c.at[0] + c.radius*cos, c.at[1] + c.radius*sin}
		}
		rings = append(rings[:len(rings):len(rings)], ring)
	}
	return rings
}

// arcs is how many straight pieces an arc is drawn with.
func arcs(angle, radius float64) float64 {
	const off = 0.04 // pixels between the arc and a piece of it
	return math.Ceil(angle / (2 * math.Acos(1-min(off/radius, 0.5))))
}

func scaled(p orb.Point, scale float64) orb.Point { return orb.Point{p[0] * scale, p[1] * scale} }

// stroke adds the outlines of a path drawn with a pen of some width: round at joins, cut straight at ends.
func (es *edges) stroke(p path, k Stroke, scale float64) {
	for _, line := range p.rings(scale) {
		closed := p.closed || len(p.discs) > 0
		var points []orb.Point
		for _, at := range line {
			if q := scaled(at, scale); near(q) && (len(points) == 0 || q != points[len(points)-1]) {
				points = append(points, q)
			}
		}
		if closed && len(points) > 1 && points[0] == points[len(points)-1] {
			points = points[:len(points)-1]
		}
		if len(k.Dash) == 0 || len(points) == 0 {
			es.strokeLine(points, closed, k.Width*scale/2)
			continue
		}
		if closed {
			points = append(points, points[0])
		}
		for _, dash := range dashes(points, k.Dash, scale) {
			es.strokeLine(dash, false, k.Width*scale/2)
		}
	}
}

// strokeLine adds the outlines of a line without equal neighbours. Each of its sections is a rectangle, each join a
// fan on its outer side, from one rectangle's corner to the next one's:
//
//	     n0  . n1
//	------+--  .         + the join, which the inner side passes through, so that rectangle and fan share
//	______|  \  .          their edges and nothing is enclosed the wrong way around
//	------+   \/
//	       \  /\
//	        \/  \
func (es *edges) strokeLine(points []orb.Point, closed bool, half float64) {
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

func plus(a, b orb.Point) orb.Point  { return orb.Point{a[0] + b[0], a[1] + b[1]} }
func minus(a, b orb.Point) orb.Point { return orb.Point{a[0] - b[0], a[1] - b[1]} }

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
