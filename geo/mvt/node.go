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

// noder makes lines meet only at vertices, by snap rounding (Hobby 1999; Guibas and Marimont 1998): every pixel that
// holds a vertex, a crossing of two edges or of an edge with a cut line is hot, and every edge is led through the
// middles of all hot pixels that it passes. No edge moves by more than half a unit and none moves across a
// vertex, so lines may come to touch each other but not to cross.
type noder struct {
	lines  *polylines
	edges  []int32 // where each edge begins in points; the other end follows
	tree   *boxTree
	hot    []point // crossings
	led    []ledEdge
	shared []bool // by position in points: the vertex stands elsewhere too
}

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

// node returns the lines with all that they meet as vertices of both.
func node(lines *polylines) *nodedLines {
	n := &noder{lines: lines, shared: make([]bool, len(lines.points)), edges: make([]int32, 0, len(lines.points))}
	boxes := make([]box, 0, len(lines.points))
	first := 0
	for _, end := range lines.ends {
		for k := first; k < end-1; k++ {
			n.edges = append(n.edges, int32(k))
			boxes = append(boxes, boxAround(lines.points[k:k+2]))
		}
		first = end
	}
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

func (n *noder) ends(edge int32) (a, b point) {
	k := n.edges[edge]
	return n.lines.points[k], n.lines.points[k+1]
}

// lead leads the edge through the pixel of p if it passes it, and reports whether p is a vertex of it.
func (n *noder) lead(edge int32, p point) bool {
	a, b := n.ends(edge)
	switch {
	case p == a:
		n.shared[n.edges[edge]] = true
		return true
	case p == b:
		n.shared[n.edges[edge]+1] = true
		return true
	case !passes(a, b, p):
		return false
	}
	along := int64(sign(int64(b.x-a.x)))*int64(p.x) + int64(sign(int64(b.y-a.y)))*int64(p.y)
	n.led = append(n.led, ledEdge{edge, along, p})
	return true
}

// compare finds what two edges have to do with each other.
func (n *noder) compare(i, j int32) {
	k, l := n.edges[i], n.edges[j]
	a, b := n.ends(i)
	c, d := n.ends(j)
	for _, vertex := range [...]int32{l, l + 1} {
		if vertex != k && vertex != k+1 && n.lead(i, n.lines.points[vertex]) {
			n.shared[vertex] = true
		}
	}
	for _, vertex := range [...]int32{k, k + 1} {
		if vertex != l && vertex != l+1 && n.lead(j, n.lines.points[vertex]) {
			n.shared[vertex] = true
		}
	}
	if crosses(a, b, c, d) {
		n.hot = append(n.hot, crossing(a, b, c, d))
	}
}

// cut finds where an edge crosses cut lines.
func (n *noder) cut(edge int32) {
	a, b := n.ends(edge)
	for line := nextCut(min(a.x, b.x)); line < max(a.x, b.x); line = nextCut(line) {
		n.hot = append(n.hot, point{line, between(a.x, a.y, b.x, b.y, line)})
	}
	for line := nextCut(min(a.y, b.y)); line < max(a.y, b.y); line = nextCut(line) {
		n.hot = append(n.hot, point{between(a.y, a.x, b.y, b.x, line), line})
	}
}

// between returns the v at u on the line from ua,va to ub,vb, rounded to the nearest integer, halves up.
func between(ua, va, ub, vb, u int32) int32 {
	if ua > ub {
		ua, va, ub, vb = ub, vb, ua, va
	}
	return va + portion(int64(u-ua), int64(ub-ua), vb-va)
}

// result puts the led edges into the lines. No point follows itself, and lines do not turn back on the spot.
func (n *noder) result() *nodedLines {
	slices.SortFunc(n.led, func(a, b ledEdge) int {
		return cmp.Or(cmp.Compare(a.edge, b.edge), cmp.Compare(a.along, b.along))
	})
	out := &nodedLines{polylines{make([]point, 0, len(n.lines.points)+len(n.led)), nil}, nil}
	out.shared = make([]bool, 0, cap(out.points))
	edge, led, first := int32(0), n.led, 0
	for _, end := range n.lines.ends {
		start := len(out.points)
		for k := first; k < end; k++ {
			out.add(start, n.lines.points[k], n.shared[k])
			if k == end-1 {
				break
			}
			for len(led) > 0 && led[0].edge == edge {
				out.add(start, led[0].by, true)
				led = led[1:]
			}
			edge++
		}
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
