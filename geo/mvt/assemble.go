package mvt

import (
	"slices"

	"demarc/geo/internal/planar"
	"demarc/geo/topology"
)

// assembler puts shapes together from simplified arcs.
type assembler struct {
	arcs  *polylines
	links []link // by arc; those with the ref gone have no length
	walker
	level *level
	walk  []link  // reused
	free  []point // memory for rings
}

// newAssembler returns an assembler of arcs, of which all from the number ways on are along the
// frame.
func newAssembler(arcs *polylines, w walker) *assembler {
	a := &assembler{arcs: arcs, walker: w, level: &level{}, links: make([]link, len(arcs.ends))}
	for i := range arcs.ends {
		points := arcs.line(i)
		n := len(points)
		if n < 2 {
			a.links[i].ref = gone
			continue
		}
		l := link{from: points[0], to: points[n-1], second: points[1], last: points[n-2], ref: i}
		for k := 1; k < n; k++ {
			l.area2 += int64(points[k-1].x)*int64(points[k].y) - int64(points[k].x)*int64(points[k-1].y)
		}
		a.links[i] = l
	}
	return a
}

// room returns memory for points, cut off a larger piece.
func (a *assembler) room(points int) []point {
	const piece = 1 << 13
	if len(a.free) < points {
		a.free = make([]point, max(piece, points))
	}
	room := a.free[:0:points]
	a.free = a.free[points:]
	return room
}

// gone stands in the place of a reference to an arc of which nothing is left.
const gone = 1 << 62

// appendRing appends the links of a closed chain of source arcs.
func (a *assembler) appendRing(links []link, chain topology.Chain) []link {
	first := len(links)
	opening, way := int64(0), int64(0) // along the frame: before the first piece, and since the last
	a.steps = a.appendSteps(a.steps[:0], chain)
	for _, s := range a.steps {
		way += s.way
		if s.piece == noPiece {
			continue
		}
		if len(links) == first {
			opening, way = way, 0
		} else {
			links, way = a.appendWay(links, links[len(links)-1].to, way), 0
		}
		links = a.appendPiece(links, s.piece)
	}
	if way += opening; len(links) > first {
		return a.appendWay(links, links[len(links)-1].to, way)
	}
	return a.appendAround(links, way)
}

// appendPiece appends the links of a piece, or of ^piece backwards.
func (a *assembler) appendPiece(links []link, piece int) []link {
	if piece >= 0 {
		for _, arc := range a.chains[piece] {
			links = a.appendLink(links, arc)
		}
		return links
	}
	for k := len(a.chains[^piece]) - 1; k >= 0; k-- {
		links = a.appendLink(links, ^a.chains[^piece][k])
	}
	return links
}

// appendAround appends the links of a way that has no beginning: around the block, or none.
func (a *assembler) appendAround(links []link, way int64) []link {
	if a.frame == nil {
		return links
	}
	return a.appendWay(links, a.frame.corner(), way)
}

// appendWay appends the links of a way from a stop.
func (a *assembler) appendWay(links []link, from point, way int64) []link {
	if way == 0 {
		return links
	}
	stop := a.stopAt(from)
	for way > 0 {
		links = a.appendLink(links, a.ways+stop)
		stop, way = (stop+1)%len(a.stops), way-a.lengths[stop]
	}
	for way < 0 {
		stop = (stop + len(a.stops) - 1) % len(a.stops)
		links = a.appendLink(links, ^(a.ways + stop))
		way += a.lengths[stop]
	}
	return links
}

func (a *assembler) appendLink(links []link, ref int) []link {
	l := a.links[max(ref, ^ref)]
	if l.ref == gone {
		return links
	}
	if ref < 0 {
		l = l.reversed()
	}
	return append(links, l)
}

// expand appends the points of a link but its last.
func (a *assembler) expand(points []point, l link) []point {
	line := a.arcs.line(l.line())
	if l.ref >= 0 {
		return append(points, line[:len(line)-1]...)
	}
	for k := len(line) - 1; k > 0; k-- {
		points = append(points, line[k])
	}
	return points
}

// add adds what is left of a shape.
func (a *assembler) add(number int32, shape outline, shift int) {
	a.addPolygons(number, shape.polygons)
	for _, chain := range shape.lines {
		a.addLines(number, chain)
	}
	points := make([]point, 0, len(shape.points))
	for _, p := range shape.points {
		if p = p.coarsen(shift); a.frame == nil || a.frame.Has(p.x, p.y) {
			points = append(points, p)
		}
	}
	slices.SortFunc(points, comparePoints)
	points = slices.Compact(points)
	if len(points) > 0 {
		a.level.parts = append(a.level.parts, part{shape: number, kind: pointKind, box: boxAround(points), points: points})
	}
}

// addLines adds what of a chain of source arcs lies in the block, a line for each stretch.
func (a *assembler) addLines(number int32, chain topology.Chain) {
	var links []link
	a.steps = a.appendSteps(a.steps[:0], chain)
	for _, s := range a.steps {
		if s.any {
			a.addLine(number, links)
			links = links[:0]
		}
		if s.piece != noPiece {
			links = a.appendPiece(links, s.piece)
		}
	}
	a.addLine(number, links)
}

func (a *assembler) addLine(number int32, links []link) {
	var points []point
	for _, l := range links {
		points = a.expand(points, l)
	}
	if len(links) > 0 {
		points = append(points, links[len(links)-1].to)
		a.level.parts = append(a.level.parts, part{shape: number, kind: lineKind, box: boxAround(points), line: newRingIndex(points)})
	}
}

func (a *assembler) addPolygons(number int32, polygons [][]topology.Chain) {
	if len(polygons) == 1 && len(polygons[0]) == 1 {
		a.walk = a.appendRing(a.walk[:0], polygons[0][0])
		if l, ok := a.simpleLoop(a.walk); ok {
			a.level.parts = append(a.level.parts, a.simplePart(number, l))
			return
		}
	}
	var loops []loop
	for _, rings := range polygons {
		loops = append(loops, a.polygon(rings)...)
	}
	if len(polygons) > 1 && len(loops) > 1 {
		loops = resolve(linksOf(loops), positive, a.expand)
	}
	a.level.parts = append(a.level.parts, a.group(number, loops)...)
}

// polygon returns the border of the shell without the holes.
func (a *assembler) polygon(rings []topology.Chain) []loop {
	var all []link
	for i, chain := range rings {
		loops := a.ring(chain)
		if i == 0 && (len(rings) == 1 || len(loops) == 0) {
			return loops
		}
		for _, l := range loops {
			if i > 0 {
				l.reverse()
			}
			all = append(all, l.links...)
		}
	}
	return resolve(all, positive, a.expand)
}

// ring returns the border of what a ring surrounds an odd number of times.
func (a *assembler) ring(chain topology.Chain) []loop {
	links := a.appendRing(nil, chain)
	if l, ok := a.simpleLoop(links); ok {
		return []loop{l}
	}
	return resolve(links, odd, a.expand)
}

// simpleLoop returns the loop of a closed walk if it is plain that it comes to no vertex twice. It
// keeps the links.
func (a *assembler) simpleLoop(links []link) (l loop, ok bool) {
	l = newLoop(links)
	if l.area2 == 0 || !simple(links) {
		return l, false
	}
	size := 0
	for _, k := range links {
		size += len(a.arcs.line(k.line())) - 1
	}
	l.points = a.room(size)
	for _, k := range links {
		l.points = a.expand(l.points, k)
	}
	l.box, l.parent, l.winding = boxAround(l.points), -1, 1
	if l.area2 < 0 {
		l.reverse()
	}
	return l, true
}

// simple reports whether it is plain that a closed walk comes to no vertex twice.
func simple(links []link) bool {
	const few = 16
	if len(links) > few {
		return false
	}
	for i := range links {
		for k := range i {
			if links[i].from == links[k].from {
				return false
			}
		}
	}
	return true
}

func linksOf(loops []loop) []link {
	var links []link
	for _, l := range loops {
		links = append(links, l.links...)
	}
	return links
}

// group returns polygons, each shell with its holes, from what resolve returned.
func (a *assembler) group(number int32, loops []loop) []part {
	var parts []part
	at := make([]int, len(loops))
	for i, l := range loops {
		if l.area2 > 0 {
			at[i] = len(parts)
			parts = append(parts, a.simplePart(number, l))
		}
	}
	for _, l := range loops {
		if l.area2 < 0 && l.parent >= 0 {
			p := &parts[at[l.parent]]
			p.rings = append(p.rings, newRingIndex(a.straighten(l.points)))
		}
	}
	for i := range parts {
		parts[i].touching = touch(parts[i].rings)
	}
	return parts
}

// simplePart returns the polygon within a loop.
func (a *assembler) simplePart(number int32, l loop) part {
	return part{shape: number, kind: polygonKind, box: l.box, rings: []*ringIndex{newRingIndex(a.straighten(l.points))}}
}

// touch reports whether two of the rings have a vertex in common.
func touch(rings []*ringIndex) bool {
	if len(rings) < 2 {
		return false
	}
	var all []point
	for _, r := range rings {
		all = append(all, r.points...)
	}
	slices.SortFunc(all, comparePoints)
	return len(slices.Compact(all)) < len(all)
}

func (a *assembler) finish() *level {
	boxes := make([]box, len(a.level.parts))
	for i := range boxes {
		boxes[i] = a.level.parts[i].box
	}
	a.level.tree = planar.NewBoxIndex(boxes, planar.Run)
	return a.level
}
