package mvt

import (
	"slices"

	"demarc/geo/internal/planar"
	"demarc/geo/topology"
)

// level is the geometry of shapes at one zoom. Rings are simple, touch only at vertices, and have
// the interior on their left in plain arithmetic, which makes shells positive as the specification
// (4.3.3.3) wants; they meet cut lines only at vertices.
type level struct {
	parts []part // by shape: polygons, lines, points
	tree  *planar.BoxIndex[int32]
}

// part is a piece of a shape.
type part struct {
	shape int32
	kind  kind
	box   box
	rings []*ringIndex // of a polygon, the shell first
	// touching tells that rings of this polygon have vertices in common.
	touching bool
	line     *ringIndex // open
	points   []point
}

// find appends the numbers of the parts whose boxes meet b, in order.
func (l *level) find(found []int32, b box) []int32 {
	l.tree.Search(b, func(i int32) { found = append(found, i) })
	slices.Sort(found)
	return found
}

// assembler puts shapes together from simplified arcs.
type assembler struct {
	arcs   *polylines
	chains []topology.Chain // by source arc
	links  []link           // by arc; those with the ref gone have no length
	level  *level
	walk   []link  // reused
	free   []point // memory for rings
}

func newAssembler(arcs *polylines, chains []topology.Chain) *assembler {
	a := &assembler{arcs: arcs, chains: chains, level: &level{}, links: make([]link, len(arcs.ends))}
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

// appendLinks appends the links of a chain of source arcs.
func (a *assembler) appendLinks(links []link, chain topology.Chain) []link {
	for _, ref := range chain {
		if ref >= 0 {
			for _, arc := range a.chains[ref] {
				links = a.appendLink(links, arc)
			}
			continue
		}
		for k := len(a.chains[^ref]) - 1; k >= 0; k-- {
			links = a.appendLink(links, ^a.chains[^ref][k])
		}
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
		a.addLine(number, a.appendLinks(nil, chain))
	}
	points := make([]point, 0, len(shape.points))
	for _, p := range shape.points {
		points = append(points, p.coarsen(shift))
	}
	slices.SortFunc(points, comparePoints)
	points = slices.Compact(points)
	if len(points) > 0 {
		a.level.parts = append(a.level.parts, part{shape: number, kind: pointKind, box: boxAround(points), points: points})
	}
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
		a.walk = a.appendLinks(a.walk[:0], polygons[0][0])
		if l, ok := a.simpleLoop(a.walk); ok {
			a.level.parts = append(a.level.parts, simplePart(number, l))
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
	a.level.parts = append(a.level.parts, group(number, loops)...)
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
	links := a.appendLinks(nil, chain)
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
func group(number int32, loops []loop) []part {
	var parts []part
	at := make([]int, len(loops))
	for i, l := range loops {
		if l.area2 > 0 {
			at[i] = len(parts)
			parts = append(parts, simplePart(number, l))
		}
	}
	for _, l := range loops {
		if l.area2 < 0 && l.parent >= 0 {
			p := &parts[at[l.parent]]
			p.rings = append(p.rings, newRingIndex(l.points))
		}
	}
	for i := range parts {
		parts[i].touching = touch(parts[i].rings)
	}
	return parts
}

// simplePart returns the polygon within a loop.
func simplePart(number int32, l loop) part {
	return part{shape: number, kind: polygonKind, box: l.box, rings: []*ringIndex{newRingIndex(l.points)}}
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
