package locate

import (
	"cmp"
	"slices"
)

const (
	// maxLeafEdges is the most edges of a leaf; where more meet, it only lists versions.
	maxLeafEdges   = 63
	maxLeafRings   = 48
	maxLeafOutputs = 31
	// A run has less room for bits.
	maxRunRings = 24
)

// leafBuilder makes a leaf of the edges of a cell and the rings around its corner. Rings with the
// same edges there share a bit, versions made of the same rings an output.
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
	words     []uint64 // of the leaf under way
	leaves    wordStore
	// toggles has for every edge the bits that change across it.
	toggles [maxLeafEdges]uint64
}

const ringAround = -1

// leafRing is a ring, its edges in the cell, and whether it contains the corner.
type leafRing struct {
	ring   int32
	bit    int32
	edges  uint64
	corner bool
}

// leafTerm is a polygon whose shell contains part of the cell or, with termAlways, all of it.
type leafTerm struct {
	polygon, version int32
	shell            uint64
	holes            uint64
}

// leafOutput is a set of versions with the same terms; they hold if one of the terms does.
type leafOutput struct {
	terms    []leafTerm
	versions []int32
}

func newLeafBuilder(b *gridBuilder) leafBuilder {
	piece := storePiece
	if b.g.compact {
		piece = max(piece, int(float64(len(b.edges))*compactWords))
	}
	return leafBuilder{b: b, ringState: make([]int32, len(b.ringPolygon)), lists: map[string]uint32{}, leaves: wordStore{piece: piece}}
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

// build adds a leaf for a cell, and returns the code of the cell. within are the rings that contain
// its south-western corner.
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

// findBits gives rings with the same edges and corner the same bit.
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
			dead = dead || t.shell == uint64(r.bit) // a hole like its shell here leaves nothing
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

// ring returns the only ring that decides the output, and whether it is a hole; ok is false if
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
