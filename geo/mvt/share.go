package mvt

import (
	"demarc/geo/topology"
)

// share finds the arcs of noded lines, as topology does: stretches that run together become one,
// and lines are cut where they meet. It looks only at vertices that may stand elsewhere too, which
// are few, and at points on a grid; topology, which finds arcs of any geometry, looks at all.
func share(lines *nodedLines) (arcs *polylines, chains []topology.Chain) {
	s := &sharer{lines: lines, refs: newEdgeTable(len(lines.ends))}
	s.findJunctions()
	s.arcs.points = make([]point, 0, len(lines.points))
	s.arcs.ends = make([]int, 0, len(lines.ends))
	chains = make([]topology.Chain, len(lines.ends))
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
	refs     *edgeTable // arcs by their first edges, where these are shared
}

// place is where vertices stand.
type place struct {
	beside   [2]point // the neighbours of the first of them
	junction bool
}

// places numbers where vertices stand.
type places struct {
	list    []place
	numbers *edgeTable
}

// stand notes a vertex, with its neighbours unless its line ends there, and returns the number of
// its place.
func (p *places) stand(at point, ends bool, beside [2]point) int32 {
	slot := p.numbers.at(at, at)
	number, isNew := slot.number, !slot.taken
	if isNew {
		number = int32(len(p.list))
		p.list = append(p.list, place{})
		p.numbers.take(slot, at, at, number)
	}
	here := &p.list[number]
	if ends {
		here.junction = true
		return number
	}
	if comparePoints(beside[0], beside[1]) > 0 {
		beside[0], beside[1] = beside[1], beside[0]
	}
	if isNew {
		here.beside = beside
	}
	here.junction = here.junction || beside[0] == beside[1] || here.beside != beside
	return number
}

// findJunctions marks where lines end, turn back, meet or part. Only vertices that may stand
// elsewhere too can tell.
func (s *sharer) findJunctions() {
	points := s.lines.points
	s.junction = make([]bool, len(points)) // at first only where lines end
	count := len(s.lines.ends)
	for _, shared := range s.lines.shared {
		if shared {
			count++
		}
	}
	all := &places{make([]place, 0, count), newEdgeTable(count / 2)}
	standing := make([]int32, 0, count) // by vertex that may stand elsewhere: its place
	first := 0
	for _, end := range s.lines.ends {
		for k := first; k < end; k++ {
			s.junction[k] = k == first || k == end-1
			switch {
			case s.junction[k]:
				standing = append(standing, all.stand(points[k], true, [2]point{}))
			case s.lines.shared[k]:
				standing = append(standing, all.stand(points[k], false, [2]point{points[k-1], points[k+1]}))
			}
		}
		first = end
	}
	for k, shared := range s.lines.shared {
		if shared || s.junction[k] {
			s.junction[k] = all.list[standing[0]].junction
			standing = standing[1:]
		}
	}
}

// cut returns the line from position first up to end as arcs.
func (s *sharer) cut(first, end int) topology.Chain {
	var chain topology.Chain
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
	if s.lines.shared[first] && s.lines.shared[last] && (last == first+1 || s.lines.shared[first+1]) {
		slot := s.refs.at(points[first], points[first+1])
		if slot.taken {
			return int(slot.number)
		}
		s.refs.take(slot, points[first], points[first+1], int32(i))
		if slot := s.refs.at(points[last], points[last-1]); !slot.taken {
			s.refs.take(slot, points[last], points[last-1], int32(^i))
		}
	}
	s.arcs.points = appendBends(s.arcs.points, points[first:last+1])
	s.arcs.ends = append(s.arcs.ends, len(s.arcs.points))
	return i
}

// appendBends appends a line without the vertices at which it goes straight on, but for those on
// cut lines.
func appendBends(points, line []point) []point {
	start := len(points)
	for _, p := range line {
		if n := len(points); n > start+1 && within(points[n-2], p, points[n-1]) && !isCut(points[n-1].x) && !isCut(points[n-1].y) {
			points = points[:n-1]
		}
		points = append(points, p)
	}
	return points
}
