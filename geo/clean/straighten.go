package clean

import (
	"slices"

	"demarc/geo/internal/planar"
	"demarc/geo/topology"
)

// straightener takes vertices out of borders again that were inserted for borders that are gone.
type straightener struct {
	*faces
	net  *topology.Network
	tree *planar.EdgeTree
	gone map[int32]bool // vertices
	has  map[[2]int32]bool
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

// membership tells which shapes had the vertices that were inserted into edges, as pairs of vertex
// and shape.
func (f *faces) membership() map[[2]int32]bool {
	has := map[[2]int32]bool{}
	for i, r := range f.rings {
		for _, v := range f.walks.Path(i) {
			if f.inserted[v] {
				has[[2]int32{v, r.shape}] = true
			}
		}
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
		for _, shape := range s.shapesOf(side) {
			if s.has[[2]int32{v, shape}] {
				return
			}
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
