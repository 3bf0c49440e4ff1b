package mvt

import "demarc/geo/internal/planar"

// draft is lines on the finest grid, the source, thinned out for a zoom. Its vertices are numbered
// one line after the other; an edge has the number of its first vertex, so the last vertex of a
// line numbers none.
type draft struct {
	source *polylines
	at     []int32 // by vertex: its position in the points of the source
	ends   []int   // where each line ends in at, and the next begins
	boxes  []box   // by edge: around the source from its first vertex to its second; empty after the last of a line
	// near is every two edges whose boxes are no further from each other than the zoom's reach,
	// each pair once; nil where these are too many to be listed.
	near []pair
}

// pair is two edges of a draft.
type pair struct{ i, j int32 }

// span is a stretch of the source drawn as one edge: positions of its ends. What lies between is
// left out.
type span struct{ first, last int32 }

func (s span) shortened() bool { return s.last > s.first+1 }

// thin returns stretches of the source with the vertices of a rank up to most, and lists the pairs
// of edges, by those of the zoom above if it has all of the stretches.
func thin(source *source, stretches []stretch, most uint8, reach int32, above *draft) *draft {
	d := newDraft(&source.polylines, stretches, source.ranks, most)
	if above != nil && above.near != nil {
		d.pairWithin(above, reach)
	} else {
		d.pairByFewer(source.ranks, most, reach)
	}
	return d
}

// pairByFewer lists the pairs of a draft with the vertices of a rank up to most by those of fewer
// vertices, and these by fewer still: with pairs of long edges that are near each other one knows
// the short ones.
func (d *draft) pairByFewer(ranks []uint8, most uint8, reach int32) {
	const zooms, many = 2, 1 << 10
	if most <= zooms || len(d.at) < many {
		d.pairUp(reach)
		return
	}
	coarse := d.without(ranks, most-zooms)
	if coarse.pairByFewer(ranks, most-zooms, reach); coarse.near == nil {
		d.pairUp(reach)
	} else {
		d.pairWithin(coarse, reach)
	}
}

// without returns the draft without vertices of a rank above most, but for the ends of lines.
func (d *draft) without(ranks []uint8, most uint8) *draft {
	fewer := &draft{source: d.source, at: make([]int32, 0, len(d.at)/2), ends: make([]int, 0, len(d.ends)), boxes: make([]box, 0, len(d.at)/2)}
	first := 0
	for _, end := range d.ends {
		for i := first; i < end; i++ {
			if k := d.at[i]; ranks[k] <= most || i == first || i == end-1 {
				fewer.at, fewer.boxes = append(fewer.at, k), append(fewer.boxes, d.boxes[i])
			} else {
				last := len(fewer.boxes) - 1
				fewer.boxes[last] = fewer.boxes[last].Unite(d.boxes[i])
			}
		}
		fewer.ends = append(fewer.ends, len(fewer.at))
		first = end
	}
	return fewer
}

// newDraft returns stretches of the source as lines with their ends and the vertices of a rank up
// to most.
func newDraft(source *polylines, stretches []stretch, ranks []uint8, most uint8) *draft {
	d := &draft{source: source, ends: make([]int, 0, len(stretches))}
	for _, s := range stretches {
		for k := s.first; k <= s.last; k++ {
			if ranks[k] <= most || k == s.first || k == s.last {
				d.at = append(d.at, k)
			}
		}
		d.ends = append(d.ends, len(d.at))
	}
	d.measure()
	return d
}

// measure sets the boxes.
func (d *draft) measure() {
	d.boxes = make([]box, len(d.at))
	first := 0
	for _, end := range d.ends {
		for i := first; i < end-1; i++ {
			d.boxes[i] = boxAround(d.source.points[d.at[i] : d.at[i+1]+1])
		}
		if end > first {
			d.boxes[end-1] = noBox
		}
		first = end
	}
}

func (d *draft) span(edge int32) span { return span{d.at[edge], d.at[edge+1]} }

// edge returns the ends of an edge.
func (d *draft) edge(edge int32) (a, b point) {
	return d.source.points[d.at[edge]], d.source.points[d.at[edge+1]]
}

// pairsListed is how many pairs there can be for each vertex to be listed.
const pairsListed = 16

// reach is the greatest distance on the finest grid at which the rounded boxes of two edges can
// still meet.
func reach(zoom int) int32 { return 1 << finestShift(zoom) }

// pairUp lists the pairs.
func (d *draft) pairUp(reach int32) {
	grown := make([]box, len(d.boxes))
	for i, b := range d.boxes {
		grown[i] = b.Grow((reach + 1) / 2)
	}
	most := pairsListed * len(d.at)
	d.near = make([]pair, 0, len(d.at))
	planar.NewBoxIndex(grown, planar.Run).EachPair(func(i, j int32) bool {
		d.near = append(d.near, pair{i, j})
		return len(d.near) <= most
	})
	if len(d.near) > most {
		d.near = nil
	}
}

// pairWithin lists the pairs from those of a coarser draft that has the lines, and maybe more of
// them, listed with a reach no smaller: only parts of one of its edges, or of a listed pair of
// them, can be near each other. Islands that it has nothing of are compared with all.
func (d *draft) pairWithin(other *draft, reach int32) {
	parts, fresh := d.parts(other)
	d.near = make([]pair, 0, len(other.near)+max(0, len(d.at)-len(other.at)))
	j := joiner{draft: d, reach: reach}
	for _, s := range parts {
		if s.first < s.last {
			j.within(s)
		}
	}
	for _, p := range other.near {
		j.between(parts[p.i], parts[p.j])
	}
	d.pairFresh(fresh, reach)
	if len(d.near) > pairsListed*len(d.at) {
		d.near = nil
	}
}

// eachPair visits all pairs, if these are not listed those whose boxes meet.
func (d *draft) eachPair(boxes func() []box, visit func(i, j int32)) {
	if d.near == nil {
		planar.NewBoxIndex(boxes(), planar.Run).EachPair(func(i, j int32) bool {
			visit(i, j)
			return true
		})
		return
	}
	for _, p := range d.near {
		visit(p.i, p.j)
	}
}

// parts returns the parts of each edge of another draft, from first to last; first is after last
// where there are none. fresh is the edges that are part of none.
func (d *draft) parts(other *draft) (parts []span, fresh []int32) {
	parts = make([]span, len(other.at))
	for k := range parts {
		parts[k].last = -1
	}
	first, k, line := 0, -1, 0 // edge k of the other begins where edge i does, or before
	for _, end := range d.ends {
		for i := first; i < end-1; i++ {
			for k+1 < len(other.at) && other.at[k+1] <= d.at[i] {
				k++
			}
			for line < len(other.ends) && other.ends[line] <= k {
				line++
			}
			switch {
			case k < 0 || k+1 == other.ends[line]:
				fresh = append(fresh, int32(i))
				continue
			case parts[k].last < 0:
				parts[k].first = int32(i)
			}
			parts[k].last = int32(i)
		}
		first = end
	}
	return parts, fresh
}

// pairFresh lists the pairs of some edges with all.
func (d *draft) pairFresh(fresh []int32, reach int32) {
	if len(fresh) == 0 {
		return
	}
	grown := make([]box, len(fresh))
	is := make([]bool, len(d.at))
	for k, i := range fresh {
		grown[k], is[i] = d.boxes[i].Grow(reach), true
	}
	index := planar.NewBoxIndex(grown, planar.Run)
	for i, b := range d.boxes {
		if b == noBox {
			continue
		}
		index.Search(b, func(k int32) {
			if j := fresh[k]; !is[i] || int(j) < i {
				d.near = append(d.near, pair{int32(i), j})
			}
		})
	}
}

// joiner compares runs of edges of a draft.
type joiner struct {
	*draft
	reach int32
}

// fewPairs is how many pairs are compared one by one.
const fewPairs = 32

// single adds a pair if its edges are near each other.
func (j *joiner) single(a, b int32) {
	if grown := j.boxes[a].Grow(j.reach); grown.Meets(&j.boxes[b]) {
		j.near = append(j.near, pair{a, b})
	}
}

// within adds the pairs within a run of edges.
func (j *joiner) within(s span) {
	if n := s.last - s.first + 1; int64(n)*int64(n) > fewPairs {
		middle := s.first + n/2
		low, high := span{s.first, middle - 1}, span{middle, s.last}
		j.within(low)
		j.within(high)
		j.between(low, high)
		return
	}
	for a := s.first; a < s.last; a++ {
		for b := a + 1; b <= s.last; b++ {
			j.single(a, b)
		}
	}
}

// between adds the pairs between two runs of edges.
func (j *joiner) between(s, t span) {
	n, m := s.last-s.first+1, t.last-t.first+1
	switch {
	case len(j.near) > pairsListed*len(j.at): // too many
		return
	case n == 1 && m == 1:
		j.single(s.first, t.first)
		return
	case int64(n)*int64(m) <= fewPairs:
		for a := s.first; a <= s.last; a++ {
			for b := t.first; b <= t.last; b++ {
				j.single(a, b)
			}
		}
		return
	}
	around, other := j.around(s).Grow(j.reach), j.around(t)
	if !around.Meets(&other) {
		return
	}
	if n < m {
		s, t, n = t, s, m
	}
	middle := s.first + n/2
	j.between(span{s.first, middle - 1}, t)
	j.between(span{middle, s.last}, t)
}

func (j *joiner) around(s span) box {
	b := noBox
	for _, c := range j.boxes[s.first : s.last+1] {
		b = b.Unite(c)
	}
	return b
}
