package geo

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

const (
	// maxLeafEdges is how many edges a leaf holds; with more, where very many meet, it names versions only.
	maxLeafEdges   = 63
	maxLeafRings   = 48
	maxLeafOutputs = 31
	// A run has less room for bits.
	maxRunRings = 24
)

// leafBuilder turns the edges of a cell, and the rings that contain its corner, into a leaf. Rings that have the
// same edges there are told apart no more; nor are versions that are made of the same rings.
type leafBuilder struct {
	b *gridBuilder
	// ringState has for every ring 0, 1 + its position in rings, or ringAround.
	ringState []int32
	rings     []leafRing
	around    []int32 // rings that contain the corner and have no edge here
	bits      []leafRing
	terms     []leafTerm
	outputs   []leafOutput
	versions  []int32
	key       []byte
	lists     map[string]uint32
	scratch   []int32
	// toggles has for every edge the bits that change across it.
	toggles [maxLeafEdges]uint64
}

const ringAround = -1

// leafRing is a ring, the edges of the cell that are its own, and whether it contains the corner.
type leafRing struct {
	ring   int32
	bit    int32
	edges  uint64
	corner bool
}

// leafTerm is a polygon in whose shell the cell lies in part or, with termAlways, whole.
type leafTerm struct {
	polygon, version int32
	shell            uint64
	holes            uint64
}

// leafOutput is what some versions have in common: terms, of which one must hold.
type leafOutput struct {
	terms    []leafTerm
	versions []int32
}

func newLeafBuilder(b *gridBuilder) leafBuilder {
	return leafBuilder{b: b, ringState: make([]int32, len(b.ringPolygon)), lists: map[string]uint32{}}
}

// label returns the label for the versions with these rings around a cell.
func (f *leafBuilder) label(within []int32) uint32 {
	if len(within) == 0 {
		return 0
	}
	f.begin(nil, within)
	f.findTerms()
	f.end()
	f.versions = f.versions[:0]
	for _, t := range f.terms {
		f.versions = append(f.versions, t.version)
	}
	return f.list(slices.Compact(f.versions))
}

// build adds a leaf for a cell, and returns the code of the cell. within are the rings that contain its
// south-western corner.
func (f *leafBuilder) build(edges []uint32, within []int32, c frame) uint32 {
	if len(edges) > maxLeafEdges {
		return f.many(edges, within)
	}
	f.begin(edges, within)
	fits := f.findBits()
	f.findTerms()
	f.end()
	f.findOutputs()
	if !fits || len(f.outputs) > maxLeafOutputs || f.b.g.compact && len(f.outputs) > maxRunRings {
		return f.many(edges, within)
	}
	if len(f.outputs) == 0 {
		return 0
	}
	if len(f.outputs) == 1 && f.outputs[0].always() {
		return f.list(f.outputs[0].versions)
	}
	return f.write(edges, c)
}

// begin notes the rings of a cell.
func (f *leafBuilder) begin(edges []uint32, within []int32) {
	f.rings, f.around, f.bits = f.rings[:0], f.around[:0], f.bits[:0]
	for k, id := range edges {
		f.scratch = f.b.gridEdges.rings(f.scratch[:0], &f.b.edges[id])
		for _, r := range f.scratch {
			if f.ringState[r] == 0 {
				f.rings = append(f.rings, leafRing{ring: r})
				f.ringState[r] = int32(len(f.rings))
			}
			f.rings[f.ringState[r]-1].edges |= 1 << k
		}
	}
	for _, r := range within {
		if at := f.ringState[r]; at > 0 {
			f.rings[at-1].corner = true
			continue
		}
		f.ringState[r] = ringAround
		f.around = append(f.around, r)
	}
}

func (f *leafBuilder) end() {
	for i := range f.rings {
		f.ringState[f.rings[i].ring] = 0
	}
	for _, r := range f.around {
		f.ringState[r] = 0
	}
}

// findBits gives rings that are alike the same bit.
func (f *leafBuilder) findBits() (fits bool) {
	for i := range f.rings {
		r := &f.rings[i]
		at := slices.IndexFunc(f.bits, func(o leafRing) bool { return o.edges == r.edges && o.corner == r.corner })
		if at < 0 {
			at = len(f.bits)
			f.bits = append(f.bits, *r)
		}
		r.bit = int32(at)
	}
	return len(f.bits) <= maxLeafRings && (!f.b.g.compact || len(f.bits) <= maxRunRings)
}

// findTerms lists the polygons that may contain a point of the cell, by version.
func (f *leafBuilder) findTerms() {
	f.terms = f.terms[:0]
	b := f.b
	for _, r := range f.around {
		if p := b.ringPolygon[r]; b.polygonShell[p] == r {
			f.terms = append(f.terms, leafTerm{polygon: p, version: b.polygonVersion[p], shell: termAlways})
		}
	}
	for _, r := range f.rings {
		if p := b.ringPolygon[r.ring]; b.polygonShell[p] == r.ring {
			f.terms = append(f.terms, leafTerm{polygon: p, version: b.polygonVersion[p], shell: uint64(r.bit)})
		}
	}
	if len(f.terms) > 1 {
		slices.SortFunc(f.terms, func(s, t leafTerm) int { return cmp.Compare(s.polygon, t.polygon) })
	}
	dead := false
	for _, r := range f.around {
		if t := f.termOf(r); t != nil {
			t.polygon, dead = -1-t.polygon, true
		}
	}
	for _, r := range f.rings {
		if t := f.termOf(r.ring); t != nil {
			t.holes |= 1 << r.bit
			dead = dead || t.shell == uint64(r.bit) // alike here, so nothing is left between them
		}
	}
	if dead {
		f.terms = slices.DeleteFunc(f.terms, func(t leafTerm) bool {
			return t.polygon < 0 || t.shell < termAlways && t.holes>>t.shell&1 == 1
		})
	}
}

// termOf returns the term of the polygon of which r is a hole; nil if there is none.
func (f *leafBuilder) termOf(r int32) *leafTerm {
	p := f.b.ringPolygon[r]
	if f.b.polygonShell[p] == r {
		return nil
	}
	low, high := 0, len(f.terms)
	for low < high {
		middle := (low + high) / 2
		at := f.terms[middle].polygon
		if at < 0 {
			at = -1 - at
		}
		if at < p {
			low = middle + 1
		} else {
			high = middle
		}
	}
	if low < len(f.terms) && f.terms[low].polygon == p {
		return &f.terms[low]
	}
	return nil
}

// findOutputs groups the versions by their terms.
func (f *leafBuilder) findOutputs() {
	f.outputs = f.outputs[:0]
	for from := 0; from < len(f.terms); {
		version, to := f.terms[from].version, from
		always := -1
		for ; to < len(f.terms) && f.terms[to].version == version; to++ {
			if t := f.terms[to]; t.shell == termAlways && t.holes == 0 {
				always = to
			}
		}
		terms := f.terms[from:to]
		if always >= 0 {
			terms = f.terms[always : always+1]
		}
		f.addOutput(terms, version)
		from = to
	}
}

func (f *leafBuilder) addOutput(terms []leafTerm, version int32) {
	for i := range f.outputs {
		if sameTerms(f.outputs[i].terms, terms) {
			f.outputs[i].versions = append(f.outputs[i].versions, version)
			return
		}
	}
	if len(f.outputs) < cap(f.outputs) {
		f.outputs = f.outputs[:len(f.outputs)+1]
	} else {
		f.outputs = append(f.outputs, leafOutput{})
	}
	o := &f.outputs[len(f.outputs)-1]
	o.terms, o.versions = terms, append(o.versions[:0], version)
}

func sameTerms(s, t []leafTerm) bool {
	return slices.EqualFunc(s, t, func(a, b leafTerm) bool { return a.shell == b.shell && a.holes == b.holes })
}

func (o *leafOutput) always() bool { return o.terms[0].shell == termAlways && o.terms[0].holes == 0 }

// ring returns the only ring that decides the output, and whether it must not contain the point; ok is false if
// several decide.
func (o *leafOutput) ring() (bit int, not, ok bool) {
	t := o.terms[0]
	switch {
	case len(o.terms) > 1:
		return 0, false, false
	case t.holes == 0:
		return int(t.shell), false, true
	case t.shell == termAlways && t.holes&(t.holes-1) == 0:
		return trailing(t.holes), true, true
	}
	return 0, false, false
}

// many adds a leaf that names the versions that may contain a point of the cell.
func (f *leafBuilder) many(edges []uint32, within []int32) uint32 {
	f.versions = f.versions[:0]
	add := func(rings []int32) {
		for _, r := range rings {
			f.versions = append(f.versions, f.b.polygonVersion[f.b.ringPolygon[r]])
		}
	}
	add(within)
	for _, id := range edges {
		f.scratch = f.b.gridEdges.rings(f.scratch[:0], &f.b.edges[id])
		add(f.scratch)
	}
	slices.Sort(f.versions)
	f.versions = slices.Compact(f.versions)
	g := f.b.g
	at := len(g.leaves)
	g.leaves = append(g.leaves, leafMany|uint64(len(f.versions)))
	for i, v := range f.versions {
		if i&1 == 0 {
			g.leaves = append(g.leaves, 0)
		}
		g.leaves[len(g.leaves)-1] |= uint64(v) << (i & 1 * 32)
	}
	return tagLeaf | uint32(at)
}

// list returns the label for versions, ascending.
func (f *leafBuilder) list(versions []int32) uint32 {
	switch len(versions) {
	case 0:
		return 0
	case 1:
		return uint32(versions[0]) + 1
	}
	f.key = f.key[:0]
	for _, v := range versions {
		f.key = append(f.key, byte(v), byte(v>>8), byte(v>>16), byte(v>>24))
	}
	if label, ok := f.lists[string(f.key)]; ok {
		return label
	}
	g := f.b.g
	label := tagList | uint32(len(g.lists))
	f.lists[string(f.key)] = label
	ordered := slices.Clone(versions)
	inOrder := int32(0)
	if g.timed {
		slices.SortStableFunc(ordered, func(v, w int32) int { return cmp.Compare(g.spans[v].From, g.spans[w].From) })
		inOrder = 1
		for i := 1; i < len(ordered); i++ {
			if g.spans[ordered[i]].From < g.spans[ordered[i-1]].To {
				ordered, inOrder = versions, 0
				break
			}
		}
	}
	g.lists = append(g.lists, int32(len(ordered))<<1|inOrder)
	for _, v := range ordered {
		g.lists = append(g.lists, g.spans[v].From, g.spans[v].To, v)
	}
	return label
}

// frame is the box that the points of a cell are in.
type frame struct{ west, south, east, north float64 }

// side is a side of a cell: from its corner a to b.
type side struct {
	a, b    orb.Point
	upright bool // level, so that paths to it are upright
}

// freeSide returns a side of the cell that no edge crosses; crossed is true if there is none.
func (f *leafBuilder) freeSide(edges []uint32, c frame) (s side, crossed bool) {
	sides := [...]side{
		{orb.Point{c.west, c.south}, orb.Point{c.west, c.north}, false},
		{orb.Point{c.west, c.south}, orb.Point{c.east, c.south}, true},
		{orb.Point{c.east, c.south}, orb.Point{c.east, c.north}, false},
		{orb.Point{c.west, c.north}, orb.Point{c.east, c.north}, true},
	}
next:
	for _, s := range sides {
		for _, id := range edges {
			if f.b.edges[id].crosses(s) {
				continue next
			}
		}
		return s, false
	}
	return sides[0], true
}

// spans reports whether the edge passes the longitude of a side, or the latitude of a level one, seen from points
// moved by (d, e).
func (e *gridEdge) spans(s side) bool {
	if s.upright {
		return (e.ly <= s.a[1]) != (e.hy <= s.a[1])
	}
	return (e.lx <= s.a[0]) != (e.hx <= s.a[0])
}

// crosses reports whether the edge crosses a side.
func (e *gridEdge) crosses(s side) bool {
	return e.spans(s) && e.rightOf(s.a[0], s.a[1]) != e.rightOf(s.b[0], s.b[1])
}

// hasOnRight reports whether a side, which it does not cross, is right of the edge where a path level with some
// point of the edge, or below or above it for upright paths, meets the side.
func (e *gridEdge) hasOnRight(s side) bool {
	switch {
	case e.spans(s):
		return e.rightOf(s.a[0], s.a[1])
	case !s.upright:
		return e.lx <= s.a[0]
	case e.ly <= s.a[1]:
		return e.hx < e.lx // the side is above
	}
	return e.hx > e.lx
}

// moveCorner makes c the corner to which the rings refer, which was the south-western.
func (f *leafBuilder) moveCorner(edges []uint32, from frame, to orb.Point) {
	south := side{orb.Point{from.west, from.south}, orb.Point{to[0], from.south}, true}
	up := side{orb.Point{to[0], from.south}, to, false}
	for k, id := range edges {
		e := &f.b.edges[id]
		if e.crosses(south) == e.crosses(up) {
			continue
		}
		for i := range f.bits {
			f.bits[i].corner = f.bits[i].corner != (f.bits[i].edges>>k&1 == 1)
		}
	}
}

// write adds a leaf.
func (f *leafBuilder) write(edges []uint32, c frame) uint32 {
	g := f.b.g
	at := len(g.leaves)
	side, crossed := f.freeSide(edges, c)
	if side.a != (orb.Point{c.west, c.south}) {
		f.moveCorner(edges, c, side.a)
	}
	start, withTerms := f.toggle()
	g.leaves = append(g.leaves, 0)
	for i, o := range f.outputs {
		if i&1 == 0 {
			g.leaves = append(g.leaves, 0)
		}
		g.leaves[len(g.leaves)-1] |= uint64(f.list(o.versions)) << (i & 1 * 32)
	}
	var count int
	if g.compact {
		count = f.writeRuns(edges)
	} else {
		count = f.writeEdges(edges, side, crossed)
	}
	head := start | uint64(count)<<leafEdges | uint64(len(f.outputs))<<leafOutputs | bit(side.upright)<<leafUpright
	if g.compact {
		head |= sideBits(side, c, crossed)
	}
	if withTerms {
		head |= leafTerms
		f.writeTerms()
	}
	g.leaves[at] = head
	return tagLeaf | uint32(at)
}

// writeEdges adds the edges that change something, and returns how many.
func (f *leafBuilder) writeEdges(edges []uint32, side side, crossed bool) int {
	g := f.b.g
	count := 0
	for k, id := range edges {
		bits := f.toggles[k]
		if bits == 0 {
			continue
		}
		e := &f.b.edges[id]
		if crossed && e.crosses(side) {
			bits |= edgeStraddles
		}
		bits |= bit(e.hasOnRight(side)) << edgeRight
		g.leaves = append(g.leaves, math.Float64bits(e.lx), math.Float64bits(e.ly),
			math.Float64bits(e.hx), math.Float64bits(e.hy), bits)
		count++
	}
	return count
}

// toggle sets toggles, and returns the bits at the corner.
func (f *leafBuilder) toggle() (start uint64, withTerms bool) {
	clear(f.toggles[:])
	set := func(at int, ring int, not bool) {
		if f.bits[ring].corner != not {
			start |= 1 << at
		}
		for rest := f.bits[ring].edges; rest != 0; rest &= rest - 1 {
			f.toggles[trailing(rest)] |= 1 << at
		}
	}
	for i := range f.outputs {
		o := &f.outputs[i]
		if o.always() {
			start |= 1 << i
			continue
		}
		ring, not, ok := o.ring()
		if !ok {
			withTerms = true
			break
		}
		set(i, ring, not)
	}
	if withTerms {
		start = 0
		clear(f.toggles[:])
		for i := range f.bits {
			set(i, i, false)
		}
	}
	return start, withTerms
}

func (f *leafBuilder) writeTerms() {
	g := f.b.g
	at := len(g.leaves)
	g.leaves = append(g.leaves, 0)
	for i, o := range f.outputs {
		for _, t := range o.terms {
			g.leaves = append(g.leaves, t.holes|t.shell<<termShell|uint64(i)<<termOutput)
		}
	}
	g.leaves[at] = uint64(len(g.leaves) - at - 1)
}
