package mvt

import (
	"cmp"
	"slices"
)

// polylines are lines stored one after the other.
type polylines struct {
	points []point
	ends   []int // where each line ends in points, and the next begins
}

func (l *polylines) line(i int) []point {
	first := 0
	if i > 0 {
		first = l.ends[i-1]
	}
	return l.points[first:l.ends[i]:l.ends[i]]
}

// isCut tells the cut lines, along either axis, from other coordinates: the sides of tiles, and of tiles with their
// buffer. Lines get a vertex where they cross one, so cutting a tile out computes nothing, and
// neighbouring tiles agree on their common side.
func isCut(v int32) bool {
	offset := (v + bufferPx) & (extent - 1)
	return offset == 0 || offset == bufferPx || offset == 2*bufferPx
}

// nextCut returns the first cut line beyond v.
func nextCut(v int32) int32 {
	offset := (v + bufferPx) & (extent - 1)
	switch {
	case offset < bufferPx:
		return v - offset + bufferPx
	case offset < 2*bufferPx:
		return v - offset + 2*bufferPx
	}
	return v - offset + extent
}

// noder rounds lines to a coarser grid and makes them meet only at vertices, by snap rounding (Hobby 1999; Guibas and
// Marimont 1998): every pixel of the coarser grid that holds a vertex, a crossing of two edges or of an edge with a
// cut line is hot, and every edge is led through the middles of all hot pixels that it passes. No edge moves by
// more than half a pixel and none moves across the middle of a hot one, so lines may come to touch each other but
// not to cross.
type noder struct {
	lines  *polylines
	shift  int
	edges  []edge
	tree   *boxTree
	hot    []point // middles of pixels with crossings
	led    []ledEdge
	shared []bool // by vertex: it stands elsewhere too
}

// edge is an edge whose ends lie in different pixels: positions in points. Its first vertex has the number from; the
// next number is that of the second. Vertices that follow each other in one pixel have one number.
type edge struct{ at, from int32 }

// ledEdge is an edge with the middle of a hot pixel it is led through.
type ledEdge struct {
	edge  int32
	along int64 // grows along the edge
	by    point
}

// nodedLines are lines that meet only at vertices.
type nodedLines struct {
	polylines
	shared []bool // by position in points: the vertex may stand elsewhere too
}

// node returns the lines on a grid that is coarser by shift bits, at least one, with all that they meet as vertices
// of both.
func node(lines *polylines, shift int) *nodedLines {
	n := &noder{lines: lines, shift: shift}
	var boxes []box
	vertex, first := int32(0), 0
	for _, end := range lines.ends {
		for k := first; k < end; k++ {
			if k+1 == end {
				break
			}
			p, q := lines.points[k].coarsen(shift), lines.points[k+1].coarsen(shift)
			if p != q {
				n.edges = append(n.edges, edge{int32(k), vertex})
				boxes = append(boxes, boxAround([]point{p, q}))
				vertex++
			}
		}
		vertex++
		first = end
	}
	n.shared = make([]bool, vertex)
	n.tree = newBoxTree(boxes)
	n.tree.pairs(n.compare)
	for i := range n.edges {
		n.cut(int32(i))
	}
	slices.SortFunc(n.hot, comparePoints)
	for _, p := range slices.Compact(n.hot) {
		n.tree.search(box{p.x, p.y, p.x, p.y}, func(i int32) { n.lead(i, p) })
	}
	return n.result()
}

// ends returns the ends of an edge on the finer grid.
func (n *noder) ends(edge int32) (a, b point) {
	at := n.edges[edge].at
	return n.lines.points[at], n.lines.points[at+1]
}

// lead leads the edge through the pixel of p if it passes it, and reports whether p is then a vertex of it.
func (n *noder) lead(edge int32, p point) bool {
	a, b := n.ends(edge)
	switch {
	case p == a.coarsen(n.shift):
		n.shared[n.edges[edge].from] = true
		return true
	case p == b.coarsen(n.shift):
		n.shared[n.edges[edge].from+1] = true
		return true
	case !passes(a, b, p, n.shift):
		return false
	}
	along := int64(sign(int64(b.x-a.x)))*int64(p.x) + int64(sign(int64(b.y-a.y)))*int64(p.y)
	n.led = append(n.led, ledEdge{edge, along, p})
	return true
}

// compare finds what two edges have to do with each other.
func (n *noder) compare(i, j int32) {
	n.leadBy(i, j)
	n.leadBy(j, i)
	a, b := n.ends(i)
	c, d := n.ends(j)
	if crosses(a, b, c, d) {
		n.hot = append(n.hot, crossing(a, b, c, d).coarsen(n.shift))
	}
}

// leadBy leads edge i through the pixels of the vertices of edge j that are not its own.
func (n *noder) leadBy(i, j int32) {
	own, other := n.edges[i].from, n.edges[j].from
	c, d := n.ends(j)
	for k, p := range [...]point{c, d} {
		vertex := other + int32(k)
		if vertex != own && vertex != own+1 && n.lead(i, p.coarsen(n.shift)) {
			n.shared[vertex] = true
		}
	}
}

// cut finds where an edge crosses cut lines.
func (n *noder) cut(edge int32) {
	a, b := n.ends(edge)
	p, q := a.coarsen(n.shift), b.coarsen(n.shift)
	for line := nextCut(min(p.x, q.x)); line < max(p.x, q.x); line = nextCut(line) {
		at := point{line << n.shift, between(a.x, a.y, b.x, b.y, line<<n.shift)}
		n.hot = append(n.hot, at.coarsen(n.shift))
	}
	for line := nextCut(min(p.y, q.y)); line < max(p.y, q.y); line = nextCut(line) {
		at := point{between(a.y, a.x, b.y, b.x, line<<n.shift), line << n.shift}
		n.hot = append(n.hot, at.coarsen(n.shift))
	}
}

// result returns the led edges as lines. No point follows itself, and lines do not turn back on the spot.
func (n *noder) result() *nodedLines {
	slices.SortFunc(n.led, func(a, b ledEdge) int {
		return cmp.Or(cmp.Compare(a.edge, b.edge), cmp.Compare(a.along, b.along))
	})
	out := &nodedLines{polylines{make([]point, 0, len(n.shared)+len(n.led)), make([]int, 0, len(n.lines.ends))}, nil}
	out.shared = make([]bool, 0, cap(out.points))
	edge, vertex, led, first := int32(0), int32(0), n.led, 0
	for _, end := range n.lines.ends {
		start := len(out.points)
		if end > first {
			out.add(start, n.lines.points[first].coarsen(n.shift), n.shared[vertex])
		}
		for ; int(edge) < len(n.edges) && int(n.edges[edge].at) < end; edge++ {
			for len(led) > 0 && led[0].edge == edge {
				out.add(start, led[0].by, true)
				led = led[1:]
			}
			vertex++
			out.add(start, n.lines.points[n.edges[edge].at+1].coarsen(n.shift), n.shared[vertex])
		}
		vertex++
		out.ends = append(out.ends, len(out.points))
		first = end
	}
	return out
}

func (l *nodedLines) add(start int, p point, shared bool) {
	l.points = appendStraight(l.points, start, p)
	n := len(l.points)
	if n > len(l.shared) {
		l.shared = append(l.shared, shared)
	} else {
		l.shared = l.shared[:n]
		l.shared[n-1] = l.shared[n-1] || shared
	}
}

// appendStraight appends p to the line that begins at start, unless it repeats the last point; what goes to and fro
// between two points is left out.
func appendStraight(points []point, start int, p point) []point {
	n := len(points)
	switch {
	case n > start && points[n-1] == p:
		return points
	case n > start+1 && points[n-2] == p:
		return points[:n-1]
	}
	return append(points, p)
}

func comparePoints(a, b point) int {
	return cmp.Or(cmp.Compare(a.x, b.x), cmp.Compare(a.y, b.y))
}
