package topology

// Paths are sequences of numbered vertices, stored one after the other.
type Paths struct {
	Vertices []int32
	ends     []int  // where each path ends in Vertices, and the next begins
	closed   []bool // by path: its last vertex is joined to its first, which is not repeated
}

// add appends a path.
func (p *Paths) add(closed bool, vertices ...int32) {
	p.Vertices = append(p.Vertices, vertices...)
	p.End(closed)
}

// End ends the path whose vertices have been appended to Vertices.
func (p *Paths) End(closed bool) {
	p.ends = append(p.ends, len(p.Vertices))
	p.closed = append(p.closed, closed)
}

// Path returns the vertices of path i.
func (p *Paths) Path(i int) []int32 {
	first := 0
	if i > 0 {
		first = p.ends[i-1]
	}
	return p.Vertices[first:p.ends[i]:p.ends[i]]
}

// Chain is a path put together from arcs, end to end: i stands for arc i, ^i for arc i backwards,
// as in TopoJSON.
type Chain []int

// share cuts paths into arcs: every stretch that the same paths use from one end to the other is
// one arc. Arcs are open paths that meet at their ends only; one that ends where it begins repeats
// that vertex. The chain of a path of fewer than two vertices is empty, and that of a closed path
// may begin at another vertex. No vertex may follow itself, and all must be below count.
//
// It takes time in proportion to the number of vertices, and beside the result 8 bytes for each of
// count and 50 for each arc.
func (p *Paths) share(count int) (arcs *Paths, chains []Chain) {
	s := sharing{junction: p.junctions(count), arcs: &Paths{}, refs: map[[2]int32]int{}}
	chains = make([]Chain, len(p.ends))
	for i := range p.ends {
		if path := p.Path(i); len(path) > 1 {
			chains[i] = s.cut(path, p.closed[i])
		}
	}
	return s.arcs, chains
}

// junctions marks the vertices at which arcs end: where paths begin, end, turn back, meet or part.
func (p *Paths) junctions(count int) []bool {
	junction := make([]bool, count)
	beside := make([][2]int32, count) // the neighbours at the first visit, counted from 1
	for i := range p.ends {
		path := p.Path(i)
		last := len(path) - 1
		for k, v := range path {
			var before, after int32
			switch {
			case k > 0:
				before = path[k-1] + 1
			case p.closed[i]:
				before = path[last] + 1
			}
			switch {
			case k < last:
				after = path[k+1] + 1
			case p.closed[i]:
				after = path[0] + 1
			}
			first := beside[v]
			if first == [2]int32{} {
				beside[v] = [2]int32{before, after}
			}
			if before == 0 || after == 0 || before == after ||
				first != [2]int32{} && first != [2]int32{before, after} && first != [2]int32{after, before} {
				junction[v] = true
			}
		}
	}
	return junction
}

// sharing finds the arcs of paths.
type sharing struct {
	junction []bool
	arcs     *Paths
	refs     map[[2]int32]int // arcs by their first edge: between junctions there is but one way on
}

func (s *sharing) cut(path []int32, closed bool) Chain {
	first := 0
	if closed {
		for first < len(path) && !s.junction[path[first]] {
			first++
		}
		if first == len(path) {
			first = 0
			s.junction[path[0]] = true // its copies then begin there too
		}
	}
	var chain Chain
	arc := []int32{path[first]}
	edges := len(path) - 1
	if closed {
		edges++
	}
	for k := 1; k <= edges; k++ {
		v := path[(first+k)%len(path)]
		arc = append(arc, v)
		if s.junction[v] {
			chain = append(chain, s.ref(arc))
			arc = append(arc[:0], v)
		}
	}
	return chain
}

// ref returns the reference to an arc, which it adds if it is new.
func (s *sharing) ref(arc []int32) int {
	forwards, backwards := [2]int32{arc[0], arc[1]}, [2]int32{arc[len(arc)-1], arc[len(arc)-2]}
	if ref, ok := s.refs[forwards]; ok {
		return ref
	}
	i := len(s.arcs.ends)
	s.arcs.add(false, arc...)
	s.refs[forwards] = i
	if _, ok := s.refs[backwards]; !ok {
		s.refs[backwards] = ^i
	}
	return i
}
