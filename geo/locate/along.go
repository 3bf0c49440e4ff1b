package locate

import (
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

// Stretch is a part of a line that lies in one shape.
type Stretch struct {
	Shape int // -1: in none
	Line  orb.LineString
}

// Along returns the stretches of a line by the shape that they lie in, of several the first. Where
// the line runs along a border, it lies where all points of that border do: east of it, or north of
// a level one.
func Along(line orb.LineString, shapes []orb.MultiPolygon) []Stretch {
	var all []Stretch
	tree := bordersNear(line, shapes)
	index := newIndex(shapes)
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		if a == b || !planar.Finite(a) || !planar.Finite(b) {
			continue
		}
		cuts, on := meetings(tree, a, b)
		for k := 1; k < len(cuts); k++ {
			from, to := between(a, b, cuts[k-1]), between(a, b, cuts[k])
			at := between(a, b, cuts[k-1]+(cuts[k]-cuts[k-1])/2)
			if on.has(cuts[k-1], cuts[k]) {
				at = beside(at, a, b)
			}
			all = lengthen(all, index.first(at), from, to)
		}
	}
	return all
}

// lengthen adds an edge to the last stretch if it lies in the same shape and begins where that
// ends.
func lengthen(all []Stretch, shape int, from, to orb.Point) []Stretch {
	if from == to {
		return all
	}
	if n := len(all); n > 0 && all[n-1].Shape == shape && all[n-1].Line[len(all[n-1].Line)-1] == from {
		all[n-1].Line = append(all[n-1].Line, to)
		return all
	}
	return append(all, Stretch{shape, orb.LineString{from, to}})
}

// bordersNear returns the edges of shapes within the box of a line.
func bordersNear(line orb.LineString, shapes []orb.MultiPolygon) *planar.EdgeTree {
	box := line.Bound()
	wanted := planar.BoxAround(box.Min, box.Max)
	var points []orb.Point
	var edges []planar.Edge
	for _, shape := range shapes {
		for _, polygon := range shape {
			for _, ring := range polygon {
				for i := 1; i < len(ring); i++ {
					if of := planar.BoxAround(ring[i-1], ring[i]); wanted.Meets(&of) {
						n := int32(len(points))
						points = append(points, ring[i-1], ring[i])
						edges = append(edges, planar.Edge{A: n, B: n + 1})
					}
				}
			}
		}
	}
	return planar.NewEdgeTree(points, edges)
}

// spans are parts of an edge, from 0 to 1, that lie on a border.
type spans [][2]float64

func (s spans) has(from, to float64) bool {
	return slices.ContainsFunc(s, func(of [2]float64) bool { return of[0] <= from && to <= of[1] })
}

// meetings returns where the edge ab meets borders, as parts of its length, with both ends, in
// order.
func meetings(tree *planar.EdgeTree, a, b orb.Point) (cuts []float64, on spans) {
	cuts = append(cuts, 0, 1)
	tree.Search(planar.BoxAround(a, b), func(e int32) {
		c, d := tree.Points[tree.Edges[e].A], tree.Points[tree.Edges[e].B]
		switch how, at := planar.Meet(a, b, c, d); how {
		case planar.Crosses, planar.Touches:
			cuts = append(cuts, part(a, b, at))
		case planar.Along:
			from, to := part(a, b, c), part(a, b, d)
			from, to = min(from, to), max(from, to)
			cuts = append(cuts, from, to)
			on = append(on, [2]float64{from, to})
		}
	})
	slices.Sort(cuts)
	return slices.Compact(cuts), on
}

// part tells where on ab a point of it lies, from 0 to 1.
func part(a, b, at orb.Point) float64 {
	axis := 0
	if planar.Abs(b[1]-a[1]) > planar.Abs(b[0]-a[0]) {
		axis = 1
	}
	return max(0, min(1, (at[axis]-a[axis])/(b[axis]-a[axis])))
}

func between(a, b orb.Point, t float64) orb.Point {
	switch t {
	case 0:
		return a
	case 1:
		return b
	}
	return orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}
}

// besides is how far beside a border a point is asked about that lies on it but for rounding: more
// than that, and less than anybody draws.
const besides = 1e-9

// beside moves a point of the border ab to the side that the border belongs to.
func beside(at, a, b orb.Point) orb.Point {
	if a[1] == b[1] {
		return orb.Point{at[0], at[1] + besides}
	}
	return orb.Point{at[0] + besides, at[1]}
}

// first returns the first shape that contains a point, -1 for none.
func (x *Index) first(p orb.Point) int {
	first := -1
	x.Search(p.Bound(), func(i int) bool {
		if (first < 0 || i < first) && planar.Contains(x.shapes[i], p) {
			first = i
		}
		return true
	})
	return first
}
