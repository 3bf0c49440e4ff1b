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

// isCut tells the cut lines, along either axis, from other coordinates: the sides of tiles, and of
// tiles with their buffer. Lines get a vertex where they cross one, so cutting a tile out computes
// nothing, and neighbouring tiles agree on their common side.
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

// noder rounds lines to a coarser grid and makes them meet only at vertices, by snap rounding
// (Hobby 1999; Guibas and Marimont 1998): every pixel of the coarser grid that holds a vertex, a
// crossing of two edges or of an edge with a cut line is hot, and every edge is led through the
// middles of all hot pixels that it passes. No edge moves by more than half a pixel and none moves
// across the middle of a hot one, so lines may come to touch each other but not to cross. Package
// clean rounds in the same way, but to a grid of 1e-9 degree that wants numbers of more digits;
// here coordinates of 32 bits, and pairs of near edges that the draft knows, make it quick, and cut
// lines count.
type noder struct {
	*draft
	shift   int
	rounded []point // by vertex
	// number is that of the pixel along the line: vertices that follow each other in one pixel have
	// one number.
	number []int32
	hot    []ledEdge // pixels with crossings, each for one of the edges
	led    []ledEdge
	shared []bool // by number: the vertex stands elsewhere too
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

// node returns the lines of a draft on a grid that is coarser by shift bits, at least one, with all
// that they meet as vertices of both.
func node(d *draft, shift int) *nodedLines {
	n := &noder{draft: d, shift: shift}
	n.round()
	n.eachPair(n.roundedBoxes, n.compare)
	first := 0
	for _, end := range n.ends {
		for i := first; i < end-1; i++ {
			n.cut(int32(i))
		}
		first = end
	}
	n.leadAll()
	return n.result()
}

// round sets the rounded vertices and their numbers.
func (n *noder) round() {
	n.rounded, n.number = make([]point, len(n.at)), make([]int32, len(n.at))
	number, first := int32(-1), 0
	for _, end := range n.ends {
		for i := first; i < end; i++ {
			n.rounded[i] = n.source.points[n.at[i]].coarsen(n.shift)
			if i == first || n.rounded[i] != n.rounded[i-1] {
				number++
			}
			n.number[i] = number
		}
		first = end
	}
	n.shared = make([]bool, number+1)
}

// roundedBoxes returns those of the rounded edges; empty ones for edges within a pixel.
func (n *noder) roundedBoxes() []box {
	boxes := make([]box, len(n.at))
	for i := range boxes {
		boxes[i] = noBox
		if n.boxes[i] != noBox && n.rounded[i] != n.rounded[i+1] {
			boxes[i] = boxAround(n.rounded[i : i+2])
		}
	}
	return boxes
}

// lead leads the edge through the pixel of p if it passes it, and reports whether p is then a
// vertex of it.
func (n *noder) lead(edge int32, p point) bool {
	switch p {
	case n.rounded[edge]:
		n.shared[n.number[edge]] = true
		return true
	case n.rounded[edge+1]:
		n.shared[n.number[edge+1]] = true
		return true
	}
	if r, q := n.rounded[edge], n.rounded[edge+1]; p.x < min(r.x, q.x) || p.x > max(r.x, q.x) || p.y < min(r.y, q.y) || p.y > max(r.y, q.y) {
		return false
	}
	a, b := n.edge(edge)
	if !passes(a, b, p, n.shift) {
		return false
	}
	n.led = append(n.led, n.along(edge, p))
	return true
}

func (n *noder) along(edge int32, p point) ledEdge {
	a, b := n.edge(edge)
	return ledEdge{edge, int64(sign(int64(b.x-a.x)))*int64(p.x) + int64(sign(int64(b.y-a.y)))*int64(p.y), p}
}

// compare finds what two edges have to do with each other. One within a pixel has the same vertex
// as an edge beside it, if there is any.
func (n *noder) compare(i, j int32) {
	a, b, c, d := n.rounded[i], n.rounded[i+1], n.rounded[j], n.rounded[j+1]
	if max(a.x, b.x) < min(c.x, d.x) || max(c.x, d.x) < min(a.x, b.x) || max(a.y, b.y) < min(c.y, d.y) || max(c.y, d.y) < min(a.y, b.y) ||
		a == b || c == d {
		return
	}
	n.leadBy(i, j)
	n.leadBy(j, i)
	a, b = n.edge(i)
	c, d = n.edge(j)
	if crosses(a, b, c, d) {
		n.hot = append(n.hot, ledEdge{edge: i, by: crossing(a, b, c, d).coarsen(n.shift)})
	}
}

// leadBy leads edge i through the pixels of the vertices of edge j that are not its own.
func (n *noder) leadBy(i, j int32) {
	for _, vertex := range [...]int32{j, j + 1} {
		if number := n.number[vertex]; number != n.number[i] && number != n.number[i+1] && n.lead(i, n.rounded[vertex]) {
			n.shared[number] = true
		}
	}
}

// cut finds where an edge crosses cut lines.
func (n *noder) cut(edge int32) {
	p, q := n.rounded[edge], n.rounded[edge+1]
	minX, maxX, minY, maxY := min(p.x, q.x), max(p.x, q.x), min(p.y, q.y), max(p.y, q.y)
	a, b := n.edge(edge)
	for line := nextCut(minX); line < maxX; line = nextCut(line) {
		at := point{line << n.shift, between(a.x, a.y, b.x, b.y, line<<n.shift)}
		n.hot = append(n.hot, ledEdge{edge: edge, by: at.coarsen(n.shift)})
	}
	for line := nextCut(minY); line < maxY; line = nextCut(line) {
		at := point{between(a.y, a.x, b.y, b.x, line<<n.shift), line << n.shift}
		n.hot = append(n.hot, ledEdge{edge: edge, by: at.coarsen(n.shift)})
	}
}

// leadAll leads edges through the hot pixels of their own and of the edges near them. An edge that
// passes the pixel of another one is near it.
func (n *noder) leadAll() {
	slices.SortStableFunc(n.hot, func(a, b ledEdge) int { return cmp.Compare(a.edge, b.edge) })
	firsts := make([]int32, len(n.at)+1) // by edge: its first hot pixel
	next := 0
	for i := range firsts {
		for next < len(n.hot) && int(n.hot[next].edge) < i {
			next++
		}
		firsts[i] = int32(next)
	}
	for _, h := range n.hot {
		n.lead(h.edge, h.by)
	}
	n.eachPair(n.roundedBoxes, func(i, j int32) {
		for _, h := range n.hot[firsts[i]:firsts[i+1]] {
			n.lead(j, h.by)
		}
		for _, h := range n.hot[firsts[j]:firsts[j+1]] {
			n.lead(i, h.by)
		}
	})
}

// result returns the led edges as lines. No point follows itself, and lines do not turn back on the
// spot.
func (n *noder) result() *nodedLines {
	slices.SortFunc(n.led, func(a, b ledEdge) int {
		return cmp.Or(cmp.Compare(a.edge, b.edge), cmp.Compare(a.along, b.along))
	})
	out := &nodedLines{polylines{make([]point, 0, len(n.at)+len(n.led)), make([]int, 0, len(n.ends))}, nil}
	out.shared = make([]bool, 0, cap(out.points))
	led, first := n.led, 0
	for _, end := range n.ends {
		start := len(out.points)
		for i := first; i < end; i++ {
			out.add(start, n.rounded[i], n.shared[n.number[i]])
			for len(led) > 0 && int(led[0].edge) == i {
				out.add(start, led[0].by, true)
				led = led[1:]
			}
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

// appendStraight appends p to the line that begins at start, unless it repeats the last point; what
// goes to and fro between two points is left out.
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
