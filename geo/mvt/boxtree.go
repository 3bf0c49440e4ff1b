package mvt

import (
	"math/bits"
	"slices"
)

// leafItems is how many items share a leaf of a boxTree.
const leafItems = 8

// boxTree is a binary tree of boxes over items that stay in runs as they come, since neighbours in a line are near
// each other, while the runs are sorted along a curve that fills the plane. Node 1 is the root, the children of
// node n are 2n and 2n+1.
type boxTree struct {
	boxes  []box   // by place in the tree
	order  []int32 // items by place in the tree
	nodes  []box
	leaves int // the first leaf, and how many there are
	// stopped ends pairs early.
	stopped bool
}

func newBoxTree(boxes []box) *boxTree {
	t := &boxTree{boxes: make([]box, len(boxes)), order: curveOrder(boxes)}
	for at, i := range t.order {
		t.boxes[at] = boxes[i]
	}
	for t.leaves = 1; t.leaves*leafItems < len(boxes); t.leaves *= 2 {
	}
	t.nodes = make([]box, 2*t.leaves)
	for n := 2*t.leaves - 1; n > 0; n-- {
		if n < t.leaves {
			t.nodes[n] = t.nodes[2*n].union(t.nodes[2*n+1])
			continue
		}
		t.nodes[n] = noBox
		first, last := t.leaf(n)
		for _, b := range t.boxes[first:last] {
			t.nodes[n] = t.nodes[n].union(b)
		}
	}
	return t
}

// curveOrder lists the items, runs of leafItems sorted by the place of their middle on Morton's curve.
func curveOrder(boxes []box) []int32 {
	around := noBox
	for _, b := range boxes {
		around = around.union(b)
	}
	// 16 bits for each axis, so that a run and its place on the curve fit in one number.
	size := max(int64(around.maxX)-int64(around.minX), int64(around.maxY)-int64(around.minY), 0)
	shift := max(0, bits.Len64(uint64(size))-16)
	runs := make([]uint64, 0, len(boxes)/leafItems+1)
	for first := 0; first < len(boxes); first += leafItems {
		b := boxes[min(first+leafItems/2, len(boxes)-1)]
		x := uint64((int64(b.minX)+int64(b.maxX))/2-int64(around.minX)) >> shift
		y := uint64((int64(b.minY)+int64(b.maxY))/2-int64(around.minY)) >> shift
		runs = append(runs, (spread(x)|spread(y)<<1)<<32|uint64(first))
	}
	slices.Sort(runs)
	order := make([]int32, 0, len(boxes))
	for _, r := range runs {
		first := int(uint32(r))
		for i := first; i < min(first+leafItems, len(boxes)); i++ {
			order = append(order, int32(i))
		}
	}
	return order
}

// spread puts a zero before each of the lower 16 bits of v.
func spread(v uint64) uint64 {
	v &= 1<<16 - 1
	v = (v | v<<8) & 0x00ff00ff
	v = (v | v<<4) & 0x0f0f0f0f
	v = (v | v<<2) & 0x33333333
	return (v | v<<1) & 0x55555555
}

// leaf returns the places of a leaf: from first up to last.
func (t *boxTree) leaf(n int) (first, last int) {
	first = min((n-t.leaves)*leafItems, len(t.order))
	return first, min(first+leafItems, len(t.order))
}

// pairs calls visit with every two items whose boxes meet, once. Some more are visited after it is stopped.
func (t *boxTree) pairs(visit func(i, j int32)) {
	if len(t.order) > 0 {
		t.join(1, 1, visit)
	}
}

// join visits the pairs between nodes u and v of one level, v not before u.
func (t *boxTree) join(u, v int, visit func(i, j int32)) {
	switch {
	case t.stopped || !t.nodes[u].meets(&t.nodes[v]):
	case u >= t.leaves:
		t.joinLeaves(u, v, visit)
	case u == v:
		t.join(2*u, 2*u, visit)
		t.join(2*u, 2*u+1, visit)
		t.join(2*u+1, 2*u+1, visit)
	default:
		t.join(2*u, 2*v, visit)
		t.join(2*u, 2*v+1, visit)
		t.join(2*u+1, 2*v, visit)
		t.join(2*u+1, 2*v+1, visit)
	}
}

func (t *boxTree) joinLeaves(u, v int, visit func(i, j int32)) {
	first, last := t.leaf(u)
	from, to := t.leaf(v)
	there := t.nodes[v]
	for i := first; i < last; i++ {
		b := t.boxes[i]
		if !b.meets(&there) {
			continue
		}
		for j := max(from, i+1); j < to; j++ {
			if b.meets(&t.boxes[j]) {
				visit(t.order[i], t.order[j])
			}
		}
	}
}

// search calls visit with every item whose box meets b.
func (t *boxTree) search(b box, visit func(i int32)) {
	if len(t.order) > 0 {
		t.searchNode(1, &b, visit)
	}
}

func (t *boxTree) searchNode(n int, b *box, visit func(i int32)) {
	if !t.nodes[n].meets(b) {
		return
	}
	if n < t.leaves {
		t.searchNode(2*n, b, visit)
		t.searchNode(2*n+1, b, visit)
		return
	}
	first, last := t.leaf(n)
	for i := first; i < last; i++ {
		if t.boxes[i].meets(b) {
			visit(t.order[i])
		}
	}
}
