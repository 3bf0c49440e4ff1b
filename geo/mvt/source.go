package mvt

import (
	"slices"
	"sort"

	"demarc/geo/internal/planar"
)

// source is the arcs of all shapes on the finest grid, with what finds those of a place and of a
// zoom. It is made once, and never changes.
type source struct {
	polylines
	ranks []uint8 // by position: the first zoom that has the vertex
	// gone is, by arc, how many zooms have nothing of it: an arc that ends where it begins, and
	// has no vertex in between, is a point.
	gone []uint8
	// runs has boxes around the edges that begin at runs of fanout positions; one between two arcs
	// counts too, so a box may be larger than it need be.
	runs  *ringIndex
	index *planar.BoxIndex[int32] // of the smallest of these boxes
	// counts is, by run and rank, how many of the vertices have one up to that.
	counts [][never + 1]uint8
}

func newSource(arcs polylines) *source {
	s := &source{polylines: arcs, ranks: rank(&arcs), gone: make([]uint8, len(arcs.ends))}
	for i := range arcs.ends {
		all := s.all(i)
		if all.first > all.last || arcs.points[all.first] != arcs.points[all.last] {
			continue
		}
		s.gone[i] = never + 1
		for _, rank := range s.ranks[min(all.first+1, all.last):all.last] {
			s.gone[i] = min(s.gone[i], rank)
		}
	}
	s.runs = &ringIndex{points: arcs.points}
	s.runs.index()
	s.index = planar.NewBoxIndex(s.runs.levels[0], planar.Run)
	s.counts = make([][never + 1]uint8, len(s.runs.levels[0]))
	for i, rank := range s.ranks {
		for ; rank <= never; rank++ {
			s.counts[i/fanout][rank]++
		}
	}
	return s
}

// all is an arc from its first vertex to its last.
func (s *source) all(arc int) span {
	first := 0
	if arc > 0 {
		first = s.ends[arc-1]
	}
	return span{int32(first), int32(s.ends[arc]) - 1}
}

// arcAt returns the arc of a position.
func (s *source) arcAt(position int32) int { return sort.SearchInts(s.ends, int(position)+1) }

// count returns about how many vertices of a rank up to most lie in a region.
func (s *source) count(region box, most uint8) (count int) {
	s.index.Search(region, func(run int32) { count += int(s.counts[run][most]) })
	return count
}

// stretch is a part of an arc between two vertices that a zoom has.
type stretch struct {
	arc int
	span
}

// stretches returns what of the arcs comes near a region, thinned out to the vertices of a rank up
// to most: all edges that are left, with boxes around the arc from their first vertex to their
// second that meet it. They come in order.
func (s *source) stretches(region box, most uint8) []stretch {
	var runs []int32
	s.index.Search(region, func(run int32) { runs = append(runs, run) })
	slices.Sort(runs)
	f := stretchFinder{source: s, region: region, most: most, arc: -1}
	for i := 0; i < len(runs); {
		k := i + 1
		for k < len(runs) && runs[k] == runs[k-1]+1 {
			k++
		}
		first, last := runs[i]*fanout, min((runs[k-1]+1)*fanout, int32(len(s.points)))
		for arc := s.arcAt(first); first < last; arc++ {
			f.look(arc, first, last)
			first = int32(s.ends[arc])
		}
		i = k
	}
	return f.found
}

type stretchFinder struct {
	*source
	region box
	most   uint8
	found  []stretch
	// The arc looked at last, and how far.
	arc int
	at  int32
}

// look looks at the edges of an arc that begin at positions from first up to last.
func (f *stretchFinder) look(arc int, first, last int32) {
	if f.most < f.gone[arc] {
		return
	}
	all := f.all(arc)
	if last = min(last, all.last); arc == f.arc {
		first = max(first, f.at)
	} else {
		first = max(first, all.first)
	}
	if first >= last {
		return
	}
	for f.ranks[first] > f.most {
		first--
	}
	f.arc, f.at = arc, first
	for f.at < last {
		next := f.at + 1
		for f.ranks[next] > f.most {
			next++
		}
		if b := boxAround(f.points[f.at : next+1]); b.Meets(&f.region) {
			if n := len(f.found); n > 0 && f.found[n-1].arc == arc && f.found[n-1].last == f.at {
				f.found[n-1].last = next
			} else {
				f.found = append(f.found, stretch{arc, span{f.at, next}})
			}
		}
		f.at = next
	}
}
