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
	trees  []borderTree
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
	x.trees = newBorderTrees(shapes)
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

func (x *Index) visit(i int) {
	if x.visited != nil {
		x.visited(i)
	}
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
