package planar

// BoxTree is a packed binary tree of boxes over leaves, which its user fills and looks into:
//
//	        1                 node 1 is the root, 2n and 2n+1 are the children of node n
//	   2         3
//	4     5   6     .         leaf i is node Leaves+i, here with Leaves = 4
//	leaf 0 1  2               nodes behind the last leaf are not stored
//
// The box of a node holds the boxes below it, so what does not meet it meets nothing below it. That
// is right whatever the order of the leaves; it is fast if leaves that follow each other are near
// each other, which CurveOrder sees to. The zero value has no leaves. Only Drop changes a tree once
// it is built.
type BoxTree[C coordinate] struct {
	Nodes  []Box[C]
	Leaves int // the node of leaf 0
	// Compared is how many pairs of nodes the last EachPair has looked at: what its time grows
	// with.
	Compared int
}

// Build makes the tree anew, in the same memory, of count leaves with the given boxes.
func (t *BoxTree[C]) Build(count int, box func(leaf int) Box[C]) {
	for t.Leaves = 1; t.Leaves < count; t.Leaves *= 2 {
	}
	if n := t.Leaves + count; n <= cap(t.Nodes) {
		t.Nodes = t.Nodes[:n]
	} else {
		t.Nodes = make([]Box[C], n)
	}
	none := NoBox[C]()
	for n := len(t.Nodes) - 1; n >= t.Leaves; n-- {
		t.Nodes[n] = box(n - t.Leaves)
	}
	for n := min(t.Leaves, len(t.Nodes)) - 1; n > 0; n-- {
		t.Nodes[n] = t.children(n, none)
	}
}

// children is the box around the children of a node; none is the empty box.
func (t *BoxTree[C]) children(n int, none Box[C]) Box[C] {
	switch {
	case 2*n+1 < len(t.Nodes):
		return t.Nodes[2*n].Unite(t.Nodes[2*n+1])
	case 2*n < len(t.Nodes):
		return t.Nodes[2*n]
	}
	return none
}

// Drop leaves out a leaf from now on, also while EachPair runs.
func (t *BoxTree[C]) Drop(leaf int) {
	none := NoBox[C]()
	n := t.Leaves + leaf
	t.Nodes[n] = none
	for n /= 2; n > 0; n /= 2 {
		t.Nodes[n] = t.children(n, none)
	}
}

// EachPair calls visit with every two leaves whose boxes meet, once, and with each leaf and itself,
// until it returns false. The second leaf never comes before the first.
func (t *BoxTree[C]) EachPair(visit func(leaf, other int) bool) {
	t.Compared = 0
	t.join(1, 1, visit)
}

// join visits the pairs between the leaves below nodes u and v of one level, v not before u. It
// returns false when it is to stop.
func (t *BoxTree[C]) join(u, v int, visit func(leaf, other int) bool) bool {
	t.Compared++
	switch {
	case v >= len(t.Nodes) || !t.Nodes[u].Meets(&t.Nodes[v]):
		return true
	case u >= t.Leaves:
		return visit(u-t.Leaves, v-t.Leaves)
	case u == v:
		return t.join(2*u, 2*u, visit) && t.join(2*u, 2*u+1, visit) && t.join(2*u+1, 2*u+1, visit)
	}
	return t.join(2*u, 2*v, visit) && t.join(2*u, 2*v+1, visit) && t.join(2*u+1, 2*v, visit) && t.join(2*u+1, 2*v+1, visit)
}
