package locate

import (
	"errors"
	"math"
	"slices"

	"demarc/geo/internal/planar"
)

const (
	// leafSize is the number of edges from which on a cell of the root becomes a raster itself.
	leafSize = 8
	// maxDepth limits the nesting: where many edges meet in one point no cell is small enough.
	maxDepth = 6
	// maxChild is the most columns of a nested grid, and maxRoot that of the root.
	maxChild, maxRoot = 128, 1 << 15
	// smallRoot is the most cells of the root of a small grid; they fit in the cache of a core.
	smallRoot = 1 << 17
	// fastCells and compactCells are the cells for each edge in the root of a large grid.
	fastCells, compactCells = 3, 1.5
	// rasterMargin is the distance, in widths of a cell, within which a cell lists an edge. It
	// covers cellMargin and the rounding of points.
	rasterMargin = 3e-6
	// least is the smallest cell in units of the greatest coordinate: its margin is a thousand
	// times rounding.
	least = 1e-7
)

var errGridTooLarge = errors.New("too many edges for a grid")

// gridBuilder fills a grid.
type gridBuilder struct {
	*gridEdges
	g        *Grid
	leaf     leafBuilder
	levels   [maxDepth + 1]levelScratch
	owners   []int32
	smallest float64 // width of a cell
}

// levelScratch is the memory for filling a node, kept from one node of a depth to the next.
type levelScratch struct {
	cellOf, edgeOf     []uint32 // pairs of a cell and an edge that comes near it
	start              []uint32 // of each cell in list
	list               []uint32 // edges by cell
	row, within, spare []int32  // rings that contain a corner, ascending
}

func newGridBuilder(g *Grid, options gridOptions) *gridBuilder {
	b := &gridBuilder{gridEdges: newGridEdges(g.versions), g: g}
	g.compact = options.layout == CompactLayout ||
		options.layout == AutoLayout && len(b.edges)*fastBytes > largeGrid
	if g.compact {
		g.rings = newRingStore(g.versions, b.vertices)
	}
	b.leaf = newLeafBuilder(b)
	return b
}

func (b *gridBuilder) build() error {
	if len(b.edges) >= tagLeaf || len(b.g.versions) >= tagLeaf-1 {
		return errGridTooLarge
	}
	b.frame()
	b.fill(0, nil, nil, 0)
	g := b.g
	if b.leaf.leaves.len() >= tagLeaf || len(g.nodes) >= tagLeaf || len(g.lists) >= tagLeaf {
		return errGridTooLarge
	}
	g.nodes, g.cells = slices.Clip(g.nodes), slices.Clip(append(g.cells, 0))
	g.leaves, g.lists = b.leaf.leaves.join(), slices.Clone(g.lists)
	hugePages(g.cells)
	hugePages(g.leaves)
	hugePages(g.nodes)
	g.plain = !g.timed && !g.wraps
	return nil
}

// frame lays out the root.
func (b *gridBuilder) frame() {
	g := b.g
	west, south, east, north := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for i := range b.edges {
		e := &b.edges[i]
		west, east = min(west, e.lx, e.hx), max(east, e.lx, e.hx)
		south, north = min(south, e.ly), max(north, e.hy)
	}
	if len(b.edges) == 0 {
		west, south, east, north = 0, 0, 0, 0
	}
	size := max(math.Abs(west), math.Abs(south), math.Abs(east), math.Abs(north))
	b.smallest = max(size*least, 1e-9)
	g.wraps = east-360 >= west || west <= -180 || east >= 180 || north >= 90
	width := east - west + max((east-west)*2e-4, 4*b.smallest)
	height := north - south + max((north-south)*2e-4, 4*b.smallest)
	x0, y0 := (west+east-width)/2, (south+north-height)/2

	count := min(max(16, float64(len(b.edges))*256), smallRoot)
	if g.compact {
		count = max(16, float64(len(b.edges))*compactCells)
	} else {
		count = max(count, float64(len(b.edges))*fastCells)
	}
	side := max(math.Sqrt(width*height/count), b.smallest)
	nx := int(min(max(1, width/side), maxRoot))
	ny := int(min(max(1, height/side), maxRoot))
	root := node{x0: x0, y0: y0, ix: float64(nx) / width, iy: float64(ny) / height, nx: uint16(nx), ny: uint16(ny)}
	g.nodes = append(g.nodes, root)
	g.cells = make([]uint32, nx*ny, nx*ny+nx*ny*3/4)
	// Within these bounds no point rounds to a cell beyond the last.
	g.west, g.south, g.ix, g.iy, g.columns = x0, y0, root.ix, root.iy, nx
	g.east, g.north = x0+width*(1-1e-5), y0+height*(1-1e-5)
}

// fill lays out the cells of a node. ids are the edges that come near it, nil for all; within: the
// rings around its corner, which is that of its first cell.
func (b *gridBuilder) fill(id int, ids []uint32, within []int32, depth int) {
	n := b.g.nodes[id]
	columns, rows := int(n.nx), int(n.ny)
	l := &b.levels[depth]
	b.sortByCell(l, &n, ids)
	l.row = append(l.row[:0], within...)
	for j := range rows {
		l.within = append(l.within[:0], l.row...)
		y := n.cornerY(j)
		code, known := uint32(0), false
		for i := range columns {
			cell := j*columns + i
			edges := l.list[l.start[cell]:l.start[cell+1]]
			if len(edges) == 0 {
				if !known {
					code, known = b.leaf.label(l.within), true
				}
				b.g.cells[int(n.base)+cell] = code
				continue
			}
			x := n.cornerX(i)
			if i == 0 && j+1 < rows {
				next := n.cornerY(j + 1)
				for _, k := range edges {
					e := &b.edges[k]
					if (e.lx <= x) != (e.hx <= x) && e.rightOf(x, y) != e.rightOf(x, next) {
						l.row, l.spare = b.cross(l.row, l.spare, e)
					}
				}
			}
			if b.divisible(&n, edges, depth) {
				b.divide(id, i, j, edges, depth)
			} else {
				b.g.cells[int(n.base)+cell] = b.leaf.build(edges, l.within, n.frame(i, j))
			}
			next := n.cornerX(i + 1)
			for _, k := range edges {
				e := &b.edges[k]
				if (e.ly <= y) != (e.hy <= y) && e.rightOf(x, y) != e.rightOf(next, y) {
					l.within, l.spare = b.cross(l.within, l.spare, e)
					known = false
				}
			}
		}
	}
}

// cross returns the rings that contain a place on the other side of an edge.
func (b *gridBuilder) cross(within, spare []int32, e *gridEdge) (now, free []int32) {
	b.owners = b.rings(b.owners[:0], e)
	now = spare[:0]
	i := 0
	for _, r := range b.owners {
		for i < len(within) && within[i] < r {
			now = append(now, within[i])
			i++
		}
		if i < len(within) && within[i] == r {
			i++
			continue
		}
		now = append(now, r)
	}
	return append(now, within[i:]...), within
}

// divisible reports whether a cell with these edges becomes a raster itself.
func (b *gridBuilder) divisible(n *node, edges []uint32, depth int) bool {
	return len(edges) > leafSize && depth < maxDepth && n.ix*b.smallest < 0.5 && n.iy*b.smallest < 0.5
}

// child is the raster of k columns and rows in place of a cell, its first cell at base.
func (n *node) child(i, j, k, base int) node {
	return node{
		x0: n.x0 + float64(float64(i)/n.ix), y0: n.y0 + float64(float64(j)/n.iy),
		ix: n.ix * float64(k), iy: n.iy * float64(k),
		nx: uint16(k), ny: uint16(k), base: uint32(base),
	}
}

// divide makes a raster of a cell.
func (b *gridBuilder) divide(id, i, j int, edges []uint32, depth int) {
	n := b.g.nodes[id]
	l := &b.levels[depth]
	k := min(max(2, int(math.Ceil(math.Sqrt(float64(len(edges)))))), maxChild, int(1/(max(n.ix, n.iy)*b.smallest)))
	child := n.child(i, j, k, len(b.g.cells))
	at := len(b.g.nodes)
	b.g.cells[int(n.base)+j*int(n.nx)+i] = tagNode | uint32(at)
	b.g.cells = append(b.g.cells, make([]uint32, k*k)...)
	b.g.nodes = append(b.g.nodes, child)

	// From the corner of the cell to that of its first cell, east and then north.
	x, y := n.cornerX(i), n.cornerY(j)
	toX, toY := child.cornerX(0), child.cornerY(0)
	within, spare := slices.Clone(l.within), []int32(nil)
	for _, k := range edges {
		e := &b.edges[k]
		east := (e.ly <= y) != (e.hy <= y) && e.rightOf(x, y) != e.rightOf(toX, y)
		north := (e.lx <= toX) != (e.hx <= toX) && e.rightOf(toX, y) != e.rightOf(toX, toY)
		if east != north {
			within, spare = b.cross(within, spare, e)
		}
	}
	b.fill(at, edges, within, depth+1)
}

// sortByCell lists the edges near every cell, of those with the ids or, if these are nil, of all.
func (b *gridBuilder) sortByCell(l *levelScratch, n *node, ids []uint32) {
	count := len(ids)
	if ids == nil {
		count = len(b.edges)
	}
	// Most edges come near one cell or two; growing by doubling would copy the root's twice over.
	l.cellOf, l.edgeOf = slices.Grow(l.cellOf[:0], count*3/2), slices.Grow(l.edgeOf[:0], count*3/2)
	for _, id := range ids {
		b.rasterise(l, n, id)
	}
	if ids == nil {
		for id := range b.edges {
			b.rasterise(l, n, uint32(id))
		}
	}
	cells := int(n.nx) * int(n.ny)
	l.start = slices.Grow(l.start[:0], cells+1)[:cells+1]
	clear(l.start)
	for _, c := range l.cellOf {
		l.start[c+1]++
	}
	for c := range cells {
		l.start[c+1] += l.start[c]
	}
	l.list = slices.Grow(l.list[:0], len(l.cellOf))[:len(l.cellOf)]
	// Filling from the back leaves start where it is to be, and the edges in order.
	for k, c := range slices.Backward(l.cellOf) {
		l.start[c+1]--
		l.list[l.start[c+1]] = l.edgeOf[k]
	}
	copy(l.start, l.start[1:])
	l.start[cells] = uint32(len(l.list))
}

// rasterise notes every cell that an edge may come near, and few others.
func (b *gridBuilder) rasterise(l *levelScratch, n *node, id uint32) {
	e := &b.edges[id]
	columns, rows := int(n.nx), int(n.ny)
	minX, maxX := min(e.lx, e.hx), max(e.lx, e.hx)
	south := max(int(math.Floor((e.ly-n.y0)*n.iy-rasterMargin)), 0)
	north := min(int(math.Floor((e.hy-n.y0)*n.iy+rasterMargin)), rows-1)
	west := max(int(math.Floor((minX-n.x0)*n.ix-rasterMargin)), 0)
	east := min(int(math.Floor((maxX-n.x0)*n.ix+rasterMargin)), columns-1)
	if south > north || west > east {
		return
	}
	slope := (e.hx - e.lx) / (e.hy - e.ly)
	if south == north || west == east || math.IsInf(slope, 0) {
		for j := south; j <= north; j++ {
			for i := west; i <= east; i++ {
				l.cellOf = append(l.cellOf, uint32(j*columns+i))
				l.edgeOf = append(l.edgeOf, id)
			}
		}
		return
	}
	height := 1 / n.iy
	// Rounding of y may move x by this much.
	slack := max(math.Abs(e.ly), math.Abs(e.hy), math.Abs(n.y0))*math.Abs(slope) + max(math.Abs(minX), math.Abs(maxX))
	slack *= 16 * planar.UnitRoundoff
	for j := south; j <= north; j++ {
		y0 := max(e.ly, n.y0+(float64(j)-rasterMargin)*height)
		y1 := min(e.hy, n.y0+(float64(j+1)+rasterMargin)*height)
		x0, x1 := e.lx+(y0-e.ly)*slope, e.lx+(y1-e.ly)*slope
		if x0 > x1 {
			x0, x1 = x1, x0
		}
		x0, x1 = max(x0-slack, minX), min(x1+slack, maxX)
		i0 := max(int(math.Floor((x0-n.x0)*n.ix-rasterMargin)), west)
		i1 := min(int(math.Floor((x1-n.x0)*n.ix+rasterMargin)), east)
		for i := i0; i <= i1; i++ {
			l.cellOf = append(l.cellOf, uint32(j*columns+i))
			l.edgeOf = append(l.edgeOf, id)
		}
	}
}
