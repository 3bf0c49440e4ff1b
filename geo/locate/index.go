package locate

import (
	"github.com/paulmach/orb"
	"github.com/tidwall/rtree"

	"demarc/geo/internal/planar"
)

// Index finds shapes by place. It keeps the shapes it was built from and never changes; any number
// of goroutines may use it. A shape without positions is never found.
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
	x := newIndex(shapes)
	x.trees = newBorderTrees(shapes)
	return x
}

// Index returns an index of the versions' shapes, which it is given again since a compact grid
// does not keep them. Where the grid has trees of borders, it shares them.
func (g *Grid) Index(shapes []orb.MultiPolygon) *Index {
	all := make([]orb.MultiPolygon, len(shapes))
	for i, shape := range shapes {
		all[i] = closed(shape)
	}
	if g.readied {
		return NewIndex(all)
	}
	x := newIndex(all)
	x.trees = g.borders
	return x
}

func newIndex(shapes []orb.MultiPolygon) *Index {
	x := &Index{shapes: shapes, bounds: make([]orb.Bound, len(shapes))}
	for i, shape := range shapes {
		box, ok := planar.Bound(shape)
		if !ok {
			continue
		}
		x.bounds[i] = box
		x.tree.Insert(box.Min, box.Max, i)
	}
	return x
}

// Search calls visit with every shape whose bounding box meets b, borders included, until visit
// returns false. The order is the same every time, but not ascending.
func (x *Index) Search(b orb.Bound, visit func(i int) bool) {
	if !(b.Min[0] <= b.Max[0] && b.Min[1] <= b.Max[1]) {
		return
	}
	x.tree.Search(b.Min, b.Max, func(_, _ [2]float64, i int) bool {
		x.visit(i)
		return visit(i)
	})
}

func (x *Index) visit(i int) {
	if x.visited != nil {
		x.visited(i)
	}
}
