package locate

import (
	"fmt"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

// Span is a stretch of time, From <= t < To, in whatever unit the caller counts. math.MinInt32 and
// math.MaxInt32 leave an end open; the zero Span holds always.
type Span struct{ From, To int32 }

// Always is the span without beginning and end, which the zero Span means too.
func Always() Span { return Span{math.MinInt32, math.MaxInt32} }

// Holds reports whether an instant lies in the span.
func (s Span) Holds(at int32) bool { return s.From <= at && at < s.To }

// Version is a shape and when it held.
type Version struct {
	Shape orb.MultiPolygon
	Span  Span
}

// Grid tells which versions contain a point, by exactly the rule of planar.Contains, usually after
// one or two reads of memory; the package comment shows how. Versions may overlap in place and
// time. A Grid never changes; any number of goroutines may use it.
//
// All names of a place have the same answer: where nothing lies, longitudes 360 degrees away are
// tried, and for the north pole, which is the northern border of all that reaches it, the place
// just south of it.
type Grid struct {
	west, south, east, north float64 // bounds, beyond which nothing lies
	ix, iy                   float64 // cells per degree of the root, in which most lookups end
	columns                  int
	cells                    []uint32 // the last answers points out of bounds
	nodes                    []node   // the first is the root
	leaves                   []uint64
	lists                    []int32
	spans                    []Span
	versions                 []Version
	borders                  []borderTree
	readied                  bool      // the edges of borders lie ready
	rings                    ringStore // of a compact grid, instead of the shapes
	compact                  bool
	timed                    bool // some version holds for a time only
	wraps                    bool // another name of a point may lie within the bounds
	plain                    bool // neither timed nor wraps
}

// A code, which is a cell or the label of an output, packs a kind of 2 bits and a payload of 30
// bits:
//
//	kind     payload
//	answer   0: no version; else 1 + the version that contains all of the cell
//	leaf     position in leaves
//	node     position in nodes
//	list     position in lists: several versions contain all of the cell
const (
	tagLeaf = 1 << 30
	tagNode = 2 << 30
	tagList = 3 << 30
	tagBits = 3 << 30
)

// maxCoordinate is the largest coordinate of a grid: far beyond any degree.
const maxCoordinate = 1e9

// NewGrid returns a grid of versions, whose shapes must not change from then on. Version i of the
// grid is versions[i]. Rings are taken as closed. It is an error if a position is not finite or
// beyond 1e9, or if a span ends before it begins.
func NewGrid(versions []Version, options ...Option) (*Grid, error) {
	g, err := gridOf(versions)
	if err != nil {
		return nil, err
	}
	var chosen gridOptions
	for _, option := range options {
		option(&chosen)
	}
	if err := newGridBuilder(g, chosen).build(); err != nil {
		return nil, err
	}
	shapes := make([]orb.MultiPolygon, len(g.versions))
	for i, v := range g.versions {
		shapes[i] = v.Shape
	}
	g.borders = newBorderTrees(shapes)
	g.readyBorders()
	if g.compact {
		g.versions = nil
	}
	return g, nil
}

// gridOf returns a grid with the versions and nothing else, or what is wrong with them.
func gridOf(versions []Version) (*Grid, error) {
	g := &Grid{versions: slices.Clone(versions), spans: make([]Span, len(versions))}
	for i, v := range versions {
		switch {
		case v.Span == Span{}:
			g.spans[i] = Always()
		case v.Span.From > v.Span.To:
			return nil, fmt.Errorf("version %d: span from %d to %d: want it to end after it begins", i, v.Span.From, v.Span.To)
		default:
			g.spans[i] = v.Span
		}
		g.timed = g.timed || g.spans[i] != Always()
		g.versions[i].Shape = closed(v.Shape)
		for _, polygon := range v.Shape {
			for _, ring := range polygon {
				for _, p := range ring {
					if !(math.Abs(p[0]) <= maxCoordinate && math.Abs(p[1]) <= maxCoordinate) {
						return nil, fmt.Errorf("version %d: position %v: want numbers up to %g", i, planar.PositionText(p), float64(maxCoordinate))
					}
				}
			}
		}
	}
	return g, nil
}

// Option changes how NewGrid lays out a grid. It never changes an answer.
type Option func(*gridOptions)

type gridOptions struct{ layout Layout }

// Layout is how a grid lies in memory.
type Layout int

// The layouts of a grid.
const (
	AutoLayout    Layout = iota // fast up to 256 MB, else compact
	FastLayout                  // edges lie where they are needed
	CompactLayout               // half the size or less, half as fast; keeps no reference to the shapes
)

// WithLayout chooses a layout; without it, it is AutoLayout.
func WithLayout(layout Layout) Option {
	return func(o *gridOptions) { o.layout = layout }
}

// fastBytes is the memory an edge takes in the fast layout, largeGrid the most that AutoLayout
// allows it.
const fastBytes, largeGrid = 100, 256 << 20

// At returns the lowest version that contains p and whose span holds at; -1 and false if there is
// none.
func (g *Grid) At(p orb.Point, at int32) (version int, ok bool) {
	code := g.root(p[0], p[1])
	if g.timed || g.wraps && g.mayLieElsewhere(p) {
		v := g.first(code, p[0], p[1], at)
		if v < 0 && g.wraps {
			v = g.firstElsewhere(p, at)
		}
		return int(v), v >= 0
	}
	if code < tagLeaf {
		return int(code) - 1, code != 0
	}
	leaf := int(code &^ tagBits)
	if code&tagBits == tagLeaf && g.leaves[leaf]&leafMany == 0 { // what first does, in fewer calls
		code = g.firstLabel(leaf, g.evaluate(leaf, g.leaves[leaf], &g.nodes[0], p[0], p[1]))
		if code < tagLeaf {
			return int(code) - 1, code != 0
		}
		return int(g.lists[code&^tagBits+3]), true
	}
	v := g.first(code, p[0], p[1], at)
	return int(v), v >= 0
}

// All appends to dst every version that contains p and whose span holds at, ascending.
func (g *Grid) All(dst []int32, p orb.Point, at int32) []int32 {
	return g.collect(dst, p, at, true)
}

// History appends to dst every version that contains p, whenever it held, ascending.
func (g *Grid) History(dst []int32, p orb.Point) []int32 {
	return g.collect(dst, p, 0, false)
}

// Bytes returns the size of the grid in memory, without the shapes it was built from, which a
// compact grid does not keep.
func (g *Grid) Bytes() int {
	const nodeBytes, spanBytes, versionBytes = 40, 8, 32
	sum := len(g.nodes)*nodeBytes + len(g.cells)*4 + len(g.leaves)*8 + len(g.lists)*4
	sum += len(g.spans)*spanBytes + len(g.versions)*versionBytes + g.rings.bytes()
	for i := range g.borders {
		sum += g.borders[i].bytes()
	}
	return sum
}

// node is a raster: the root, or that of a cell with many edges.
type node struct {
	x0, y0 float64 // its south-western corner
	ix, iy float64 // cells per degree
	nx, ny uint16
	base   uint32 // its first cell
}

// cell returns the column and row of p, a point in the raster. Rounding may choose a neighbour;
// leaves allow for that.
func (n *node) cell(x, y float64) (i, j int) {
	return min(int((x-n.x0)*n.ix), int(n.nx)-1), min(int((y-n.y0)*n.iy), int(n.ny)-1)
}

// cellMargin is the distance of the corner of a cell from the cell, towards south-west and in
// widths of the cell: more than rounding can move a point.
const cellMargin = 1e-6

// cornerX is the longitude of the corners of column i; the conversions keep it the same on every
// processor.
func (n *node) cornerX(i int) float64 {
	return n.x0 + float64((float64(i)-cellMargin)/n.ix)
}

func (n *node) cornerY(j int) float64 {
	return n.y0 + float64((float64(j)-cellMargin)/n.iy)
}

// frame is a box around all points whose cell this is. Its south-western corner is the corner of
// the cell.
func (n *node) frame(i, j int) frame {
	return frame{
		n.cornerX(i), n.cornerY(j),
		n.x0 + float64((float64(i+1)+cellMargin)/n.ix), n.y0 + float64((float64(j+1)+cellMargin)/n.iy),
	}
}

// root returns the cell of the root at a point, 0 out of bounds.
func (g *Grid) root(x, y float64) uint32 {
	if !(x >= g.west && x < g.east && y >= g.south && y < g.north) {
		return 0
	}
	return g.cells[g.rootCell(x, y)]
}

// rootCell returns the position in cells of a point within bounds.
func (g *Grid) rootCell(x, y float64) int {
	return int((y-g.south)*g.iy)*g.columns + int((x-g.west)*g.ix)
}

// descend follows a code through nodes to its leaf, list or answer, and returns the last node.
func (g *Grid) descend(code uint32, x, y float64) (uint32, *node) {
	n := &g.nodes[0]
	for code&tagBits == tagNode {
		n = &g.nodes[code&^tagBits]
		i, j := n.cell(x, y)
		code = g.cells[int(n.base)+j*int(n.nx)+i]
	}
	return code, n
}

// closed returns m with its rings closed; m itself if all of them are.
func closed(m orb.MultiPolygon) orb.MultiPolygon {
	open := func(ring orb.Ring) bool { return len(ring) > 0 && ring[0] != ring[len(ring)-1] }
	for i, polygon := range m {
		if !slices.ContainsFunc(polygon, open) {
			continue
		}
		m = slices.Clone(m)
		for i := i; i < len(m); i++ {
			m[i] = slices.Clone(m[i])
			for k, ring := range m[i] {
				if open(ring) {
					m[i][k] = append(slices.Clip(ring), ring[0])
				}
			}
		}
		break
	}
	return m
}
