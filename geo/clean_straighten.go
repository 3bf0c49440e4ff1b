package geo

import (
	"slices"

	"github.com/paulmach/orb"
)

// straightener takes vertices out of borders again through which these were led for the sake of borders that are gone.
type straightener struct {
	*faces
	net  *network
	tree *edgeTree
	gone map[int32]bool // vertices
	has  map[[2]int32]bool
}

// straighten takes out of the borders the vertices that no shape beside them had and at which they do not bend.
func (f *faces) straighten(net *network) {
	if len(f.inserted) == 0 {
		return
	}
	net.meet()
	s := straightener{faces: f, net: net, gone: map[int32]bool{}, has: f.membership()}
	edges := make([]edge, len(net.borders))
	for i, b := range net.borders {
		edges[i] = edge{b.from, b.to}
	}
	s.tree = newEdgeTree(f.vertices.Keys, edges)
	for v := range int32(len(f.vertices.Keys)) {
		if f.inserted[v] && len(net.meeting.of(v)) == 2 {
			s.take(v)
		}
	}
	net.borders = slices.DeleteFunc(net.borders, func(b border) bool { return b.left == b.right })
}

// membership tells which shapes had the vertices that were inserted into edges, as pairs of vertex and shape.
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
	here := s.net.meeting.of(v)
	b, c := &s.net.borders[here[0]], &s.net.borders[here[1]]
	for _, side := range [...]int32{b.left, b.right} {
		if side == Nowhere {
			continue
		}
		for _, shape := range s.shapesOf(side) {
			if s.has[[2]int32{v, shape}] {
				return
			}
		}
	}
	first, last := b.from+b.to-v, c.from+c.to-v
	if first == last || !s.clear(first, v, last) {
		return
	}
	if b.from == v {
		b.from = last
	} else {
		b.to = last
	}
	c.left, c.right = Nowhere, Nowhere
	for i, k := range s.net.meeting.of(last) {
		if k == here[1] {
			s.net.meeting.of(last)[i] = here[0]
		}
	}
	s.gone[v] = true
}

// clear reports whether the edge from first to last runs through the unit of v and of no other vertex.
func (s *straightener) clear(first, v, last int32) bool {
	a, b := s.point(first), s.point(last)
	if !passesUnit(a, b, s.point(v)) {
		return false
	}
	box := orb.Bound{
		Min: orb.Point{min(a[0], b[0]), min(a[1], b[1])},
		Max: orb.Point{max(a[0], b[0]), max(a[1], b[1])},
	}
	clear := true
	s.tree.search(box, func(e int32) {
		for _, w := range [...]int32{s.tree.edges[e].a, s.tree.edges[e].b} {
			if w != first && w != last && w != v && !s.gone[w] && passesUnit(a, b, s.point(w)) {
				clear = false
			}
		}
	})
	return clear
}
