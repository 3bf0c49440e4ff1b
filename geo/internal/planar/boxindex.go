package planar

// leafBoxes is how many boxes share a leaf of a BoxIndex.
const leafBoxes = 8

// BoxIndex finds boxes of a list by place. It is a BoxTree with eight boxes to a leaf, and never
// changes. The order in which it finds them is the same every time.
type BoxIndex[C coordinate] struct {
	tree  BoxTree[C]
	boxes []Box[C] // by leaf
	order []int32  // the numbers of the boxes, by leaf
}

// NewBoxIndex returns an index of boxes, of which empty ones are never found. run: how many
// consecutive boxes stay together, 1 for boxes in no order, Run for those of edges along lines,
// which costs less and keeps neighbours side by side.
func NewBoxIndex[C coordinate](boxes []Box[C], run int) *BoxIndex[C] {
	x := &BoxIndex[C]{boxes: make([]Box[C], 0, len(boxes)), order: make([]int32, 0, len(boxes))}
	present := make([]int32, 0, len(boxes))
	for i := range boxes {
		if boxes[i].MinX <= boxes[i].MaxX {
			present = append(present, int32(i))
		}
	}
	runs := CurveOrder((len(present)+run-1)/run, func(i int) (lon, lat float64) {
		b := &boxes[present[min(i*run+run/2, len(present)-1)]]
		return (float64(b.MinX) + float64(b.MaxX)) / 2, (float64(b.MinY) + float64(b.MaxY)) / 2
	})
	for _, r := range runs {
		for _, i := range present[int(r)*run : min((int(r)+1)*run, len(present))] {
			x.boxes, x.order = append(x.boxes, boxes[i]), append(x.order, i)
		}
	}
	x.tree.Build((len(x.order)+leafBoxes-1)/leafBoxes, func(leaf int) Box[C] {
		first, last := x.leaf(leaf)
		b := x.boxes[first]
		for _, other := range x.boxes[first+1 : last] {
			b = b.Unite(other)
		}
		return b
	})
	return x
}

// Run is how many boxes of edges along lines stay together.
const Run = leafBoxes

// leaf returns the places of a leaf: from first up to last.
func (x *BoxIndex[C]) leaf(leaf int) (first, last int) {
	return leaf * leafBoxes, min((leaf+1)*leafBoxes, len(x.order))
}

// Search calls visit with the number of every box that meets b.
func (x *BoxIndex[C]) Search(b Box[C], visit func(i int32)) { x.search(1, &b, visit) }

func (x *BoxIndex[C]) search(n int, b *Box[C], visit func(i int32)) {
	switch {
	case n >= len(x.tree.Nodes) || !x.tree.Nodes[n].Meets(b):
		return
	case n < x.tree.Leaves:
		x.search(2*n, b, visit)
		x.search(2*n+1, b, visit)
		return
	}
	first, last := x.leaf(n - x.tree.Leaves)
	for k := first; k < last; k++ {
		if x.boxes[k].Meets(b) {
			visit(x.order[k])
		}
	}
}

// EachPair calls visit with the numbers of every two boxes that meet, once, until it returns false.
func (x *BoxIndex[C]) EachPair(visit func(i, j int32) bool) {
	x.tree.EachPair(func(leaf, other int) bool {
		first, last := x.leaf(leaf)
		if leaf == other {
			for i := first; i < last; i++ {
				b := x.boxes[i]
				for j := i + 1; j < last; j++ {
					if b.Meets(&x.boxes[j]) && !visit(x.order[i], x.order[j]) {
						return false
					}
				}
			}
			return true
		}
		// Boxes that meet do so where their leaves do, which few boxes of either come near.
		both := x.tree.Nodes[x.tree.Leaves+leaf].intersect(x.tree.Nodes[x.tree.Leaves+other])
		var there [leafBoxes]int32
		count := 0
		from, to := x.leaf(other)
		for j := from; j < to; j++ {
			if x.boxes[j].Meets(&both) {
				there[count] = int32(j)
				count++
			}
		}
		for i := first; count > 0 && i < last; i++ {
			b := x.boxes[i]
			if !b.Meets(&both) {
				continue
			}
			for _, j := range there[:count] {
				if b.Meets(&x.boxes[j]) && !visit(x.order[i], x.order[j]) {
					return false
				}
			}
		}
		return true
	})
}
