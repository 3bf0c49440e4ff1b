package valid

import "demarc/geo/internal/planar"

// ringTree is a box tree over runs of edges, each of one loop. Loops near each other are near in
// the tree, so comparing a country and its islands takes about linear time.
type ringTree struct {
	loops  []planar.Loop
	first  []int // by polygon: its first loop, and one more at the end
	leaves []ringLeaf
	runs   [][2]int32 // by loop: its leaves
	tree   planar.BoxTree[float32]
	left   []planar.Segment
	right  []planar.Segment
	visit  func(s, t planar.Segment) (hopeless int)
	looked int // pairs of edges compared
}

// ringLeaf stands for the edges first up to last of a loop.
type ringLeaf struct{ loop, first, last int32 }

// edgesPerLeaf is the most edges of a leaf.
const edgesPerLeaf = 8

// eachPair calls visit with every two edges whose boxes meet, once, except for those of loops to
// skip. Once visit returns a polygon, the rest of its edges is skipped too.
func (t *ringTree) eachPair(loops []planar.Loop, first []int, skip []bool, visit func(s, t planar.Segment) (hopeless int)) {
	t.loops, t.first, t.visit, t.looked = loops, first, visit, 0
	var kept []int32
	for i := range loops {
		if !skip[i] {
			kept = append(kept, int32(i))
		}
	}
	t.leaves = t.leaves[:0]
	t.runs = append(t.runs[:0], make([][2]int32, len(loops))...)
	for _, k := range planar.CurveOrder(len(kept), func(k int) (x, y float64) { p := loops[kept[k]].Points[0]; return p[0], p[1] }) {
		i := kept[k]
		n := len(loops[i].Points)
		count := (n + edgesPerLeaf - 1) / edgesPerLeaf
		from := int32(len(t.leaves))
		for c := range count {
			t.leaves = append(t.leaves, ringLeaf{i, int32(c * n / count), int32((c + 1) * n / count)})
		}
		t.runs[i] = [2]int32{from, int32(len(t.leaves))}
	}
	t.tree.Build(len(t.leaves), t.leafBox)
	t.tree.EachPair(t.joinLeaves)
}

// leafBox returns the box around a leaf.
func (t *ringTree) leafBox(leaf int) planar.Box[float32] {
	box := planar.NoBox[float64]()
	l := t.leaves[leaf]
	points := t.loops[l.loop].Points
	for k := l.first; k <= l.last; k++ {
		p := points[0]
		if int(k) < len(points) {
			p = points[k]
		}
		box = box.Unite(planar.BoxAround(p, p))
	}
	return planar.Wider(box)
}

// drop leaves out the edges of a polygon from now on.
func (t *ringTree) drop(polygon int) {
	for i := t.first[polygon]; i < t.first[polygon+1]; i++ {
		for leaf := t.runs[i][0]; leaf < t.runs[i][1]; leaf++ {
			t.tree.Drop(int(leaf))
		}
	}
}

// joinLeaves compares the edges of two leaves, or of one.
func (t *ringTree) joinLeaves(u, v int) bool {
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
				return true
			}
		}
	}
	return true
}

// edges appends the edges of leaf u whose boxes meet that of v.
func (t *ringTree) edges(edges []planar.Segment, u, v int) []planar.Segment {
	leaf, box := t.leaves[u], t.tree.Nodes[t.tree.Leaves+v]
	l := &t.loops[leaf.loop]
	west, east, south, north := float64(box.MinX), float64(box.MaxX), float64(box.MinY), float64(box.MaxY)
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
