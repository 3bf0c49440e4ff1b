package clean

import (
	"maps"
	"slices"

	"demarc/geo/internal/keys"
	"demarc/geo/internal/planar"
	"demarc/geo/topology"
)

// straightener takes vertices out of borders again that were inserted for borders that are gone.
type straightener struct {
	*faces
	net  *topology.Network
	tree *planar.EdgeTree
	gone map[int32]bool  // vertices
	has  map[int32]int32 // by vertex that was inserted: the set of shapes that had it
}

// straighten takes out of the borders the vertices at which they do not bend and that no shape
// beside them had.
func (f *faces) straighten(net *topology.Network) {
	if len(f.inserted) == 0 {
		return
	}
	net.Meet()
	s := straightener{faces: f, net: net, gone: map[int32]bool{}, has: f.membership()}
	edges := make([]planar.Edge, len(net.Borders))
	for i, b := range net.Borders {
		edges[i] = planar.Edge{A: b.From, B: b.To}
	}
	s.tree = planar.NewEdgeTree(f.vertices.Keys, edges)
	for v := range int32(len(f.vertices.Keys)) {
		if f.inserted[v] && len(net.Meeting.Of(v)) == 2 {
			s.take(v)
		}
	}
	net.Borders = slices.DeleteFunc(net.Borders, func(b topology.Border) bool { return b.Left == b.Right })
}

// membership finds the set of shapes that had each vertex that was inserted into edges.
func (f *faces) membership() map[int32]int32 {
	vertices := slices.Sorted(maps.Keys(f.inserted))
	number := make(map[int32]int32, len(vertices)) // by vertex
	for i, v := range vertices {
		number[v] = int32(i)
	}
	having := newGathering(len(vertices))
	ringsOf := keys.GroupBy(len(f.rank), len(f.rings), func(i int, enter func(int32)) { enter(f.rings[i].shape) })
	for place := range int32(len(f.rank)) {
		for _, ring := range ringsOf.Of(f.shapeOrder.thing(place)) {
			for _, v := range f.walks.Path(int(ring)) {
				if k, inserted := number[v]; inserted {
					having.add(k, place)
				}
			}
		}
	}
	has := make(map[int32]int32, len(vertices))
	for i, v := range vertices {
		has[v] = having.set(int32(i), &f.shapes)
	}
	return has
}

// take takes a vertex out if it may go. The first of its two borders then stands for both.
func (s *straightener) take(v int32) {
	here := s.net.Meeting.Of(v)
	b, c := &s.net.Borders[here[0]], &s.net.Borders[here[1]]
	for _, side := range [...]int32{b.Left, b.Right} {
		if side == topology.Nowhere {
			continue
		}
		if s.shapes.meet(side, s.has[v]) {
			return
		}
	}
	first, last := b.From+b.To-v, c.From+c.To-v
	if first == last || !s.clear(first, v, last) {
		return
	}
	if b.From == v {
		b.From = last
	} else {
		b.To = last
	}
	c.Left, c.Right = topology.Nowhere, topology.Nowhere
	for i, k := range s.net.Meeting.Of(last) {
		if k == here[1] {
			s.net.Meeting.Of(last)[i] = here[0]
		}
	}
	s.gone[v] = true
}

// clear reports whether the edge from first to last runs through the unit of v and of no other
// vertex.
func (s *straightener) clear(first, v, last int32) bool {
	a, b := s.point(first), s.point(last)
	if !passesUnit(a, b, s.point(v)) {
		return false
	}
	clear := true
	s.tree.Search(planar.BoxAround(a, b), func(e int32) {
		for _, w := range [...]int32{s.tree.Edges[e].A, s.tree.Edges[e].B} {
			if w != first && w != last && w != v && !s.gone[w] && passesUnit(a, b, s.point(w)) {
				clear = false
			}
		}
	})
	return clear
}
