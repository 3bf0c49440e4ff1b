package picture

import (
	"math"

	"github.com/paulmach/orb"
)

// edges are the outlines of what is covered, in pixels of the image and in any order. Whatever they
// go around, how often so ever, is covered once. All go the same way around what they enclose, so
// that nothing cancels.
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

// add adds an edge. Level ones enclose nothing, and none is endless: shapes are cut to what is seen
// before.
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

func plus(a, b orb.Point) orb.Point  { return orb.Point{a[0] + b[0], a[1] + b[1]} }
func minus(a, b orb.Point) orb.Point { return orb.Point{a[0] - b[0], a[1] - b[1]} }
