package valid

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

// ringTree is a binary tree of boxes over the edges of loops. Each leaf holds edges of one loop that follow
// each other; loops that are near each other stand near each other, so that country and islands are compared
// in about linear time. Node 1 is the root, the children of node n are 2n and 2n+1.
type ringTree struct {
	loops  []planar.Loop
	first  []int // by polygon: its first loop, and one more at the end
	leaves []ringLeaf
	of     [][2]int32 // by loop: its leaves
	nodes  []box32
	half   int // the node of leaf 0
	order  []keyed
	left   []planar.Segment
	right  []planar.Segment
	visit  func(s, t planar.Segment) (hopeless int)
	looked int // pairs of nodes and of edges looked at: what the work grows with
}

// ringLeaf stands for the edges first up to last of a loop.
type ringLeaf struct{ loop, first, last int32 }

type keyed struct {
	key  uint64
	loop int32
}

// edgesPerLeaf is how many edges a leaf has at most.
const edgesPerLeaf = 8

// eachPair calls visit with every two edges whose boxes meet, once. When visit returns a polygon, the rest of
// its edges is left out, and so are the loops to skip.
func (t *ringTree) eachPair(loops []planar.Loop, first []int, skip []bool, visit func(s, t planar.Segment) (hopeless int)) {
	t.loops, t.first, t.visit, t.looked = loops, first, visit, 0
	t.sort(skip)
	t.leaves = t.leaves[:0]
	t.of = append(t.of[:0], make([][2]int32, len(loops))...)
	for _, k := range t.order {
		n := len(loops[k.loop].Points)
		count := (n + edgesPerLeaf - 1) / edgesPerLeaf
		from := int32(len(t.leaves))
		for i := range count {
			t.leaves = append(t.leaves, ringLeaf{k.loop, int32(i * n / count), int32((i + 1) * n / count)})
		}
		t.of[k.loop] = [2]int32{from, int32(len(t.leaves))}
	}
	if len(t.leaves) == 0 {
		return
	}
	for t.half = 1; t.half < len(t.leaves); t.half *= 2 {
	}
	t.nodes = slices.Grow(t.nodes[:0], 2*t.half)[:2*t.half]
	for n := 2*t.half - 1; n > 0; n-- {
		if n >= t.half {
			t.nodes[n] = t.leafBox(n - t.half)
		} else {
			t.nodes[n] = t.nodes[2*n].unite(t.nodes[2*n+1])
		}
	}
	t.join(1, 1)
}

// sort orders the loops along a curve through the plane (Morton 1966).
func (t *ringTree) sort(skip []bool) {
	t.order = t.order[:0]
	box := planar.EmptyBox()
	for i := range t.loops {
		p := t.loops[i].Points[0]
		box = planar.Unite(box, orb.Bound{Min: p, Max: p})
	}
	width, height := box.Max[0]-box.Min[0], box.Max[1]-box.Min[1]
	for i := range t.loops {
		if skip[i] {
			continue
		}
		p := t.loops[i].Points[0]
		x, y := share(p[0]-box.Min[0], width), share(p[1]-box.Min[1], height)
		t.order = append(t.order, keyed{spread(x) | spread(y)<<1, int32(i)})
	}
	slices.SortFunc(t.order, func(a, b keyed) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.loop, b.loop)) })
}

// share returns part/whole in units of 2^-31.
func share(part, whole float64) uint32 {
	if s := part / whole; s > 0 && s <= 1 {
		return uint32(s * (1<<31 - 1))
	}
	return 0
}

// spread puts a zero before each bit.
func spread(v uint32) uint64 {
	x := uint64(v)
	x = (x | x<<16) & 0x0000ffff0000ffff
	x = (x | x<<8) & 0x00ff00ff00ff00ff
	x = (x | x<<4) & 0x0f0f0f0f0f0f0f0f
	x = (x | x<<2) & 0x3333333333333333
	return (x | x<<1) & 0x5555555555555555
}

// leafBox returns the box around a leaf; leaves behind the last one have an empty box.
func (t *ringTree) leafBox(leaf int) box32 {
	box := planar.EmptyBox()
	if leaf < len(t.leaves) {
		l := t.leaves[leaf]
		points := t.loops[l.loop].Points
		for k := l.first; k <= l.last; k++ {
			p := points[0]
			if int(k) < len(points) {
				p = points[k]
			}
			box = planar.Unite(box, orb.Bound{Min: p, Max: p})
		}
	}
	return around(box)
}

// drop leaves out the edges of a polygon from now on.
func (t *ringTree) drop(polygon int) {
	for i := t.first[polygon]; i < t.first[polygon+1]; i++ {
		for leaf := t.of[i][0]; leaf < t.of[i][1]; leaf++ {
			n := t.half + int(leaf)
			t.nodes[n] = around(planar.EmptyBox())
			for n /= 2; n > 0; n /= 2 {
				t.nodes[n] = t.nodes[2*n].unite(t.nodes[2*n+1])
			}
		}
	}
}

// join visits the pairs between nodes u and v of one level, v not before u.
func (t *ringTree) join(u, v int) {
	t.looked++
	switch {
	case !t.nodes[u].meets(&t.nodes[v]):
	case u >= t.half:
		t.joinLeaves(u, v)
	case u == v:
		t.join(2*u, 2*u)
		t.join(2*u, 2*u+1)
		t.join(2*u+1, 2*u+1)
	default:
		t.join(2*u, 2*v)
		t.join(2*u, 2*v+1)
		t.join(2*u+1, 2*v)
		t.join(2*u+1, 2*v+1)
	}
}

func (t *ringTree) joinLeaves(u, v int) {
	t.left = t.edges(t.left[:0], u, v)
	if u != v {
		t.right = t.edges(t.right[:0], v, u)
	}
	for i, s := range t.left {
		others := t.right
		if u == v {
			others = t.left[i+1:]
		}
		a, b := s.Ends()
		west, east, south, north := min(a[0], b[0]), max(a[0], b[0]), min(a[1], b[1]), max(a[1], b[1])
		t.looked += len(others)
		for _, other := range others {
			c, d := other.Ends()
			if min(c[0], d[0]) > east || max(c[0], d[0]) < west || min(c[1], d[1]) > north || max(c[1], d[1]) < south {
				continue
			}
			if hopeless := t.visit(s, other); hopeless >= 0 {
				t.drop(hopeless)
				return
			}
		}
	}
}

// edges appends the edges of leaf u whose boxes meet that of v.
func (t *ringTree) edges(edges []planar.Segment, u, v int) []planar.Segment {
	leaf, box := t.leaves[u-t.half], t.nodes[v]
	l := &t.loops[leaf.loop]
	west, east, south, north := float64(box.west), float64(box.east), float64(box.south), float64(box.north)
	for k := int(leaf.first); k < int(leaf.last); k++ {
		s := planar.Segment{Loop: l, K: k}
		if u != v {
			a, b := s.Ends()
			if min(a[0], b[0]) > east || max(a[0], b[0]) < west || min(a[1], b[1]) > north || max(a[1], b[1]) < south {
				continue
			}
		}
		edges = append(edges, s)
	}
	return edges
}

// box32 is a box that is a bit too large rather than too small.
type box32 struct{ west, south, east, north float32 }

func around(b orb.Bound) box32 {
	return box32{below(b.Min[0]), below(b.Min[1]), -below(-b.Max[0]), -below(-b.Max[1])}
}

// below returns a float32 that is not greater than v.
func below(v float64) float32 {
	f := float32(v)
	if float64(f) > v {
		f = math.Nextafter32(f, float32(math.Inf(-1)))
	}
	return f
}

func (b box32) unite(c box32) box32 {
	return box32{min(b.west, c.west), min(b.south, c.south), max(b.east, c.east), max(b.north, c.north)}
}

func (b *box32) meets(c *box32) bool {
	return b.west <= c.east && c.west <= b.east && b.south <= c.north && c.south <= b.north
}
