package locate

import (
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

// treeSize rules which versions get a tree: those with more edges than least. A leaf holds up to so
// many edges.
type treeSize struct{ least, leaf int }

var (
	// smallTrees are for grids of few edges, where memory does not matter, largeTrees for others.
	smallTrees = treeSize{16, readyLeaf}
	largeTrees = treeSize{128, 32}
)

// readyLeaf is how many edges a leaf of a small tree holds.
const readyLeaf = 8

// fewEdges is the most edges in all for which trees are small.
const fewEdges = 1 << 18

// borderTree is a tree of boxes over the rings of a version, with a piece of the rings in each
// leaf.
type borderTree struct {
	planar.BoxTree[float32]
	pieces []piece
	// rings are in the order of the pieces, along a curve through the plane.
	rings []ringName
	// edges stand in place of pieces where they lie ready, readyLeaf to a leaf; see readyBorders. A
	// small shape may have them without a tree.
	edges []borderEdge
}

// piece begins at a vertex of a ring, by position in borderTree.rings, and ends where the next
// piece begins.
type piece struct{ ring, vertex int32 }

type ringName struct{ polygon, ring int32 }

func (t *borderTree) bytes() int {
	const headBytes = 112
	return headBytes + len(t.Nodes)*16 + len(t.pieces)*8 + len(t.rings)*8 + len(t.edges)*40
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
	var rings []ringName
	for i, polygon := range shape {
		for k, ring := range polygon {
			if len(ring) > 1 {
				rings = append(rings, ringName{int32(i), int32(k)})
			}
		}
	}
	order := planar.CurveOrder(len(rings), func(i int) (x, y float64) {
		box := planar.NoBox[float64]()
		for _, p := range shape[rings[i].polygon][rings[i].ring] {
			box = box.Unite(planar.Box[float64]{MinX: p[0], MinY: p[1], MaxX: p[0], MaxY: p[1]})
		}
		return (box.MinX + box.MaxX) / 2, (box.MinY + box.MaxY) / 2
	})
	room := 0
	var boxes []planar.Box[float64]
	for _, i := range order {
		r := rings[i]
		ring := shape[r.polygon][r.ring]
		for v := 0; v+1 < len(ring); {
			if room == 0 {
				t.pieces = append(t.pieces, piece{int32(len(t.rings)), int32(v)})
				boxes = append(boxes, planar.NoBox[float64]())
				room = leaf
			}
			n := min(room, len(ring)-1-v)
			for _, p := range ring[v : v+n+1] {
				box := &boxes[len(boxes)-1]
				*box = box.Unite(planar.BoxAround(p, p))
			}
			v += n
			room -= n
		}
		t.rings = append(t.rings, r)
	}
	t.rings = slices.Clip(t.rings)
	t.pieces = slices.Clip(t.pieces)
	t.Build(len(boxes), func(leaf int) planar.Box[float32] { return planar.Wider(boxes[leaf]) })
	return t
}
