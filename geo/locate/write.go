package locate

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// write adds a leaf.
func (f *leafBuilder) write(edges []uint32, c frame) uint32 {
	g := f.b.g
	side, crossed := f.freeSide(edges, c)
	if side.a != (orb.Point{c.west, c.south}) {
		f.moveCorner(edges, c, side.a)
	}
	start, withTerms := f.toggle()
	f.words = append(f.words[:0], 0) // the head
	for i, o := range f.outputs {
		if i&1 == 0 {
			f.words = append(f.words, 0)
		}
		f.words[len(f.words)-1] |= uint64(f.list(o.versions)) << (i & 1 * 32)
	}
	var count int
	if g.compact {
		count = f.writeRuns(edges)
	} else {
		count = f.writeEdges(edges, c, side, crossed)
	}
	head := start | uint64(count)<<leafEdges | uint64(len(f.outputs))<<leafOutputs | bit(side.upright)<<leafUpright
	if g.compact {
		head |= sideBits(side, c, crossed)
	}
	if withTerms {
		head |= leafTerms
		f.writeTerms()
	}
	f.words[0] = head
	return f.leaves.add(f.words)
}

// wordStore holds the words of all leaves, in pieces, so that it grows without copies.
type wordStore struct {
	piece int // words of each
	full  [][]uint64
	last  []uint64
}

const (
	storePiece = 1 << 16 // words
	// compactWords is how many words an edge of a compact grid takes, most often a little less: all
	// of them are then one piece, and need not be brought together.
	compactWords = 1.9
)

// add appends a leaf and returns the code of its cell.
func (s *wordStore) add(words []uint64) uint32 {
	at := s.len()
	for len(words) > 0 {
		if len(s.last) == cap(s.last) {
			if s.last != nil {
				s.full = append(s.full, s.last)
			}
			s.last = make([]uint64, 0, s.piece)
		}
		n := min(len(words), cap(s.last)-len(s.last))
		s.last = append(s.last, words[:n]...)
		words = words[n:]
	}
	return tagLeaf | uint32(at)
}

func (s *wordStore) len() int { return len(s.full)*s.piece + len(s.last) }

// join returns all words in one piece.
func (s *wordStore) join() []uint64 {
	if len(s.full) == 0 {
		return slices.Clip(s.last)
	}
	return slices.Concat(append(s.full, s.last)...)
}

// writeEdges adds the edges across which something changes, and returns their number.
func (f *leafBuilder) writeEdges(edges []uint32, c frame, side side, crossed bool) int {
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
		if exactDifferences(e.lx, e.hx, c.west, c.east) && exactDifferences(e.ly, e.hy, c.south, c.north) {
			bits |= edgeExact
		}
		ends := [4]float64{e.lx, e.ly, e.hx, e.hy}
		if side.upright {
			ends = [4]float64{e.hy, e.hx, e.ly, e.lx}
		}
		for _, v := range ends {
			f.words = append(f.words, math.Float64bits(v))
		}
		f.words = append(f.words, bits)
		count++
	}
	return count
}

// exactDifferences reports whether the difference of any two numbers between the least and the
// greatest of these is exact (Sterbenz 1974: if neither is more than twice the other), and products
// of two differences do not underflow.
func exactDifferences(a, b, c, d float64) bool {
	const vanishing = 1e-100
	low, high := min(a, b, c, d), max(a, b, c, d)
	return low > vanishing && high <= 2*low || high < -vanishing && low >= 2*high
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
	at := len(f.words)
	f.words = append(f.words, 0)
	for i, o := range f.outputs {
		for _, t := range o.terms {
			f.words = append(f.words, t.holes|t.shell<<termShell|uint64(i)<<termOutput)
		}
	}
	f.words[at] = uint64(len(f.words) - at - 1)
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
	f.words = append(f.words[:0], leafMany|uint64(len(f.versions)))
	for i, v := range f.versions {
		if i&1 == 0 {
			f.words = append(f.words, 0)
		}
		f.words[len(f.words)-1] |= uint64(v) << (i & 1 * 32)
	}
	return f.leaves.add(f.words)
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
