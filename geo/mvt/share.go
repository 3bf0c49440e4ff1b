package mvt

import (
	"slices"

	"demarc/geo"
)

// share finds the arcs of noded lines, as geo.Paths.Share does: stretches that run together become one, and lines are
// cut where they meet. It looks only at vertices that may stand elsewhere too, which are few.
func share(lines *nodedLines) (arcs *polylines, chains []geo.Chain) {
	s := &sharer{lines: lines, refs: map[[2]point]int{}}
	s.findJunctions()
	s.arcs.points = make([]point, 0, len(lines.points))
	chains = make([]geo.Chain, len(lines.ends))
	first := 0
	for i, end := range lines.ends {
		if end-first > 1 {
			chains[i] = s.cut(first, end)
		}
		first = end
	}
	return &s.arcs, chains
}

type sharer struct {
	lines    *nodedLines
	junction []bool // by position
	arcs     polylines
	refs     map[[2]point]int // arcs with a shared first edge
}

// findJunctions marks where lines end, turn back, meet or part.
func (s *sharer) findJunctions() {
	points := s.lines.points
	s.junction = make([]bool, len(points))
	ends := make([]bool, len(points))
	first := 0
	for _, end := range s.lines.ends {
		if end > first {
			ends[first], ends[end-1] = true, true
		}
		first = end
	}
	var positions []int32 // of vertices that may stand elsewhere too
	for k, shared := range s.lines.shared {
		if shared || ends[k] {
			positions = append(positions, int32(k))
		}
	}
	slices.SortFunc(positions, func(a, b int32) int { return comparePoints(points[a], points[b]) })
	for len(positions) > 0 {
		n := 1
		for n < len(positions) && points[positions[n]] == points[positions[0]] {
			n++
		}
		if s.meeting(positions[:n], ends) {
			for _, k := range positions[:n] {
				s.junction[k] = true
			}
		}
		positions = positions[n:]
	}
}

// meeting reports whether lines end, turn back, meet or part at a vertex, given by its positions.
func (s *sharer) meeting(positions []int32, ends []bool) bool {
	points := s.lines.points
	for _, k := range positions {
		if ends[k] || points[k-1] == points[k+1] {
			return true
		}
		before, after := points[positions[0]-1], points[positions[0]+1]
		if !(points[k-1] == before && points[k+1] == after || points[k-1] == after && points[k+1] == before) {
			return true
		}
	}
	return false
}

// cut returns the line from position first up to end as arcs.
func (s *sharer) cut(first, end int) geo.Chain {
	var chain geo.Chain
	from := first
	for k := first + 1; k < end; k++ {
		if s.junction[k] {
			chain = append(chain, s.ref(from, k))
			from = k
		}
	}
	return chain
}

// ref returns the reference to the arc between two positions, which it adds if it is new.
func (s *sharer) ref(first, last int) int {
	i := len(s.arcs.ends)
	points := s.lines.points
	// Arcs that run together do so in all vertices.
	if last == first+1 || s.lines.shared[first+1] {
		if ref, ok := s.refs[[2]point{points[first], points[first+1]}]; ok {
			return ref
		}
		s.refs[[2]point{points[first], points[first+1]}] = i
		if backwards := [2]point{points[last], points[last-1]}; backwards != [2]point{points[first], points[first+1]} {
			s.refs[backwards] = ^i
		}
	}
	s.arcs.points = append(s.arcs.points, points[first:last+1]...)
	s.arcs.ends = append(s.arcs.ends, len(s.arcs.points))
	return i
}
