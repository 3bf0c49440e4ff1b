package locate

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

// treeSize says which versions get a tree: those with more edges than least, and how many edges a leaf holds.
type treeSize struct{ least, leaf int }

var (
	// smallTrees are for grids of few edges, where memory does not matter, largeTrees for others.
	smallTrees = treeSize{16, readyLeaf}
	largeTrees = treeSize{128, 32}
)

// readyLeaf is how many edges a leaf of a small tree holds.
const readyLeaf = 8

// fewEdges is up to how many edges in all there are small trees.
const fewEdges = 1 << 18

// borderTree is a binary tree of boxes over the rings of a version. Node 1 is the root, the children of node n
// are 2n and 2n+1. Leaf i of it, which is node leaves+i, covers a piece of the rings.
type borderTree struct {
	nodes  []smallBox
	leaves int
	pieces []piece
	// rings are those that the pieces cut up, near ones near each other.
	rings []ringName
	// edges, if they lie ready, are those of all leaves, readyLeaf of each, and there are no pieces; see
	// readyBorders. A small shape may have them without a tree.
	edges []borderEdge
}

// smallBox is a box around its middle.
type smallBox struct{ x, y, halfX, halfY float32 }

// piece begins at a vertex of a ring, by position in borderTree.rings, and ends where the next begins.
type piece struct{ ring, vertex int32 }

type ringName struct{ polygon, ring int32 }

func (t *borderTree) bytes() int {
	const headBytes = 104
	return headBytes + len(t.nodes)*16 + len(t.pieces)*8 + len(t.rings)*8 + len(t.edges)*40
}

func newBorderTrees(shapes []orb.MultiPolygon) []borderTree {
	edges, all := make([]int, len(shapes)), 0
	for i, shape := range shapes {
		for _, polygon := range shape {
			for _, ring := range polygon {
				edges[i] += max(0, len(ring)-1)
			}
		}
		all += edges[i]
	}
	size := largeTrees
	if all <= fewEdges {
		size = smallTrees
	}
	trees := make([]borderTree, len(shapes))
	for i, shape := range shapes {
		if edges[i] > size.least {
			trees[i] = newBorderTree(shape, size.leaf)
		}
	}
	return trees
}

func newBorderTree(shape orb.MultiPolygon, leaf int) borderTree {
	var t borderTree
	whole, _ := planar.Bound(shape)
	type keyed struct {
		ringName
		key uint64
	}
	var rings []keyed
	for i, polygon := range shape {
		for k, ring := range polygon {
			if len(ring) > 1 {
				rings = append(rings, keyed{ringName{int32(i), int32(k)}, mortonKey(whole, ring.Bound().Center())})
			}
		}
	}
	slices.SortStableFunc(rings, func(a, b keyed) int { return planar.Compare(float64(a.key), float64(b.key)) })
	room := 0
	var boxes []orb.Bound
	for _, r := range rings {
		ring := shape[r.polygon][r.ring]
		for v := 0; v+1 < len(ring); {
			if room == 0 {
				t.pieces = append(t.pieces, piece{int32(len(t.rings)), int32(v)})
				boxes = append(boxes, planar.EmptyBox())
				room = leaf
			}
			n := min(room, len(ring)-1-v)
			for _, p := range ring[v : v+n+1] {
				boxes[len(boxes)-1] = planar.Unite(boxes[len(boxes)-1], orb.Bound{Min: p, Max: p})
			}
			v += n
			room -= n
		}
		t.rings = append(t.rings, r.ringName)
	}
	t.rings = slices.Clip(t.rings)
	t.pieces = slices.Clip(t.pieces)
	for t.leaves = 1; t.leaves < len(boxes); t.leaves *= 2 {
	}
	t.nodes = make([]smallBox, t.leaves+len(boxes))
	t.fill(1, boxes)
	return t
}

// fill sets the boxes of a node and those below, and returns it; leaves holds those of all leaves.
func (t *borderTree) fill(n int, leaves []orb.Bound) orb.Bound {
	if n >= len(t.nodes) {
		return planar.EmptyBox()
	}
	var box orb.Bound
	if n >= t.leaves {
		box = leaves[n-t.leaves]
	} else {
		box = planar.Unite(t.fill(2*n, leaves), t.fill(2*n+1, leaves))
	}
	t.nodes[n] = newSmallBox(box)
	return box
}

// mortonKey interleaves the bits of the position of p in a box.
func mortonKey(in orb.Bound, p orb.Point) uint64 {
	spread := func(low, high, v float64) uint64 {
		k := uint64((v - low) / max(high-low, 1e-9) * (1<<24 - 1))
		k = (k | k<<16) & 0x0000FFFF0000FFFF
		k = (k | k<<8) & 0x00FF00FF00FF00FF
		k = (k | k<<4) & 0x0F0F0F0F0F0F0F0F
		k = (k | k<<2) & 0x3333333333333333
		return (k | k<<1) & 0x5555555555555555
	}
	return spread(in.Min[0], in.Max[0], p[0]) | spread(in.Min[1], in.Max[1], p[1])<<1
}

// smallBox returns a box as small as float32 can say without being smaller.
func newSmallBox(b orb.Bound) smallBox {
	half := func(middle float32, low, high float64) float32 {
		exact := max(high-float64(middle), float64(middle)-low)
		return math.Nextafter32(float32(exact), float32(math.Inf(1)))
	}
	x, y := float32((b.Min[0]+b.Max[0])/2), float32((b.Min[1]+b.Max[1])/2)
	return smallBox{x, y, half(x, b.Min[0], b.Max[0]), half(y, b.Min[1], b.Max[1])}
}
