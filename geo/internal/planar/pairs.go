package planar

import "github.com/paulmach/orb"

// leafSegments is how many segments share a leaf of the tree in eachPair.
const leafSegments = 8

// pairFinder is a binary tree of boxes over segments in the order of their loops, in which neighbours are near each
// other anyway. Node 1 is the root, the children of node n are 2n and 2n+1.
type pairFinder struct {
	segments []Segment
	boxes    []orb.Bound // by segment
	nodes    []orb.Bound
	leaves   int // the first leaf, and how many there are
	visit    func(s, t Segment) bool
}

// EachPair calls visit with every two segments of loops whose boxes meet, once, until it returns false.
// Loops of fewer than three points are left out.
func EachPair(loops []Loop, visit func(s, t Segment) bool) {
	f := pairFinder{visit: visit}
	for i := range loops {
		l := &loops[i]
		for k := range l.Points {
			if len(l.Points) < 3 {
				break
			}
			s := Segment{l, k}
			a, b := s.Ends()
			f.segments = append(f.segments, s)
			f.boxes = append(f.boxes, orb.Bound{
				Min: orb.Point{min(a[0], b[0]), min(a[1], b[1])},
				Max: orb.Point{max(a[0], b[0]), max(a[1], b[1])},
			})
		}
	}
	if len(f.segments) == 0 {
		return
	}
	for f.leaves = 1; f.leaves*leafSegments < len(f.segments); f.leaves *= 2 {
	}
	f.nodes = make([]orb.Bound, 2*f.leaves)
	for n := 2*f.leaves - 1; n > 0; n-- {
		f.nodes[n] = f.union(n)
	}
	f.join(1, 1)
}

// union is the box around a node.
func (f *pairFinder) union(n int) orb.Bound {
	if n < f.leaves {
		return Unite(f.nodes[2*n], f.nodes[2*n+1])
	}
	box := EmptyBox()
	first, last := f.leaf(n)
	for _, b := range f.boxes[first:last] {
		box = Unite(box, b)
	}
	return box
}

// leaf returns the segments of a leaf: from first up to last.
func (f *pairFinder) leaf(n int) (first, last int) {
	first = (n - f.leaves) * leafSegments
	return min(first, len(f.segments)), min(first+leafSegments, len(f.segments))
}

// join visits the pairs between nodes u and v of one level, v not before u. It returns false when it is to stop.
func (f *pairFinder) join(u, v int) bool {
	switch {
	case !BoxesMeet(&f.nodes[u], &f.nodes[v]):
		return true
	case u >= f.leaves:
		return f.joinLeaves(u, v)
	case u == v:
		return f.join(2*u, 2*u) && f.join(2*u, 2*u+1) && f.join(2*u+1, 2*u+1)
	}
	return f.join(2*u, 2*v) && f.join(2*u, 2*v+1) && f.join(2*u+1, 2*v) && f.join(2*u+1, 2*v+1)
}

func (f *pairFinder) joinLeaves(u, v int) bool {
	first, last := f.leaf(u)
	from, to := f.leaf(v)
	for i := first; i < last; i++ {
		for j := max(from, i+1); j < to; j++ {
			if BoxesMeet(&f.boxes[i], &f.boxes[j]) && !f.visit(f.segments[j], f.segments[i]) {
				return false
			}
		}
	}
	return true
}
