package geo

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"
)

// Index finds shapes by place. It keeps the shapes it was built from and never changes; any number of
// goroutines may use it. A shape without positions is never found.
type Index struct {
	shapes []orb.MultiPolygon
	bounds []orb.Bound
	tree   rtree.RTreeG[int]

	// visited, set by tests only, is called with every shape that a query looks at.
	visited func(i int)
}

// NewIndex returns an index of shapes, which must not change from then on.
func NewIndex(shapes []orb.MultiPolygon) *Index {
	x := &Index{shapes: shapes, bounds: make([]orb.Bound, len(shapes))}
	for i, shape := range shapes {
		box, ok := multiPolygonBound(shape)
		if !ok {
			continue
		}
		x.bounds[i] = box
		x.tree.Insert(box.Min, box.Max, i)
	}
	return x
}

// Search calls visit with every shape whose bounding box meets b, borders included, until visit returns false.
// The order is the same every time, but not ascending.
func (x *Index) Search(b orb.Bound, visit func(i int) bool) {
	if !(b.Min[0] <= b.Max[0] && b.Min[1] <= b.Max[1]) {
		return
	}
	x.tree.Search(b.Min, b.Max, func(_, _ [2]float64, i int) bool {
		x.visit(i)
		return visit(i)
	})
}

// At returns the shapes that contain p by the rule of Contains, in ascending order.
func (x *Index) At(p orb.Point) []int {
	var found []int
	x.Search(orb.Bound{Min: p, Max: p}, func(i int) bool {
		if Contains(x.shapes[i], p) {
			found = append(found, i)
		}
		return true
	})
	slices.Sort(found)
	return found
}

// Nearest returns the shape nearest to p and how many metres away it is: 0 for a shape that contains p. Of
// shapes equally near it takes the first. ok is false if there are no shapes, or p is not finite. It looks
// across the 180th meridian. For the precision see BorderDistance.
func (x *Index) Nearest(p orb.Point) (i int, metres float64, ok bool) {
	if !finite(p) {
		return 0, 0, false
	}
	i, metres = -1, math.Inf(1)
	bound := func(low, high [2]float64, _ int, _ bool) float64 {
		return wrappedBoxDistance(p, orb.Bound{Min: low, Max: high})
	}
	x.tree.Nearby(bound, func(_, _ [2]float64, candidate int, least float64) bool {
		if least > metres {
			return false
		}
		x.visit(candidate)
		d := x.distance(candidate, p)
		if i < 0 || d < metres || d == metres && candidate < i {
			i, metres = candidate, d
		}
		return true
	})
	return i, metres, i >= 0
}

// distance is 0 within the shape.
func (x *Index) distance(i int, p orb.Point) float64 {
	if Contains(x.shapes[i], p) {
		return 0
	}
	return x.BorderDistance(i, p)
}

// BorderDistance returns the metres from p to the nearest point of the rings of shape i, on either side of
// them; infinity if it has none. Distances use the mid-latitude formula on WGS 84: up to 100 km, and between
// latitudes 70 S and 70 N, they are within 0.01 % of the geodesic.
func (x *Index) BorderDistance(i int, p orb.Point) float64 {
	best := math.Inf(1)
	for _, shift := range [...]float64{0, -360, 360} {
		q := orb.Point{p[0] + shift, p[1]}
		box := x.bounds[i]
		if shift != 0 && max(box.Min[0]-q[0], q[0]-box.Max[0]) > 180 {
			continue
		}
		for _, polygon := range x.shapes[i] {
			for _, ring := range polygon {
				best = ringDistance(ring, q, best)
			}
		}
	}
	return best
}

func (x *Index) visit(i int) {
	if x.visited != nil {
		x.visited(i)
	}
}

// wrappedBoxDistance is boxDistance to the nearest of the box and its copies 360 degrees away.
func wrappedBoxDistance(p orb.Point, box orb.Bound) float64 {
	return min(
		boxDistance(p, box),
		boxDistance(orb.Point{p[0] - 360, p[1]}, box),
		boxDistance(orb.Point{p[0] + 360, p[1]}, box),
	)
}

func finite(p orb.Point) bool {
	// A difference with itself is 0 for finite numbers only.
	return p[0]-p[0] == 0 && p[1]-p[1] == 0
}

// multiPolygonBound is the box around the finite positions of m; ok is false if there are none.
func multiPolygonBound(m orb.MultiPolygon) (box orb.Bound, ok bool) {
	box = emptyBox()
	for _, polygon := range m {
		for _, ring := range polygon {
			for _, p := range ring {
				if finite(p) {
					box, ok = unite(box, orb.Bound{Min: p, Max: p}), true
				}
			}
		}
	}
	return box, ok
}

// emptyBox meets no box, and united with any is that one.
func emptyBox() orb.Bound {
	return orb.Bound{
		Min: orb.Point{math.Inf(1), math.Inf(1)},
		Max: orb.Point{math.Inf(-1), math.Inf(-1)},
	}
}

func unite(a, b orb.Bound) orb.Bound {
	return orb.Bound{
		Min: orb.Point{min(a.Min[0], b.Min[0]), min(a.Min[1], b.Min[1])},
		Max: orb.Point{max(a.Max[0], b.Max[0]), max(a.Max[1], b.Max[1])},
	}
}
