package geo

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// treeSize says which versions get a tree: those with more edges than least, and how many edges a leaf holds.
type treeSize struct{ least, leaf int }

var (
	// smallTrees are for grids of few edges, where memory does not matter, largeTrees for others.
	smallTrees = treeSize{16, 8}
	largeTrees = treeSize{128, 32}
)

// fewEdges is up to how many vertices a grid has small trees.
const fewEdges = 1 << 18

// borderTree is a binary tree of boxes over the rings of a version. Node 1 is the root, the children of node n
// are 2n and 2n+1. Leaf i of it, which is node leaves+i, covers a piece of the rings.
type borderTree struct {
	nodes  []smallBox
	leaves int
	pieces []piece
	// rings are those that the pieces cut up, near ones near each other.
	rings []ringName
}

// smallBox is a box rounded outwards: west, south, east, north.
type smallBox [4]float32

// piece begins at a vertex of a ring, by position in borderTree.rings, and ends where the next begins.
type piece struct{ ring, vertex int32 }

type ringName struct{ polygon, ring int32 }

func (t *borderTree) bytes() int {
	const headBytes = 80
	return headBytes + len(t.nodes)*16 + len(t.pieces)*8 + len(t.rings)*8
}

func newBorderTrees(versions []Version, size treeSize) []borderTree {
	trees := make([]borderTree, len(versions))
	for i, v := range versions {
		edges := 0
		for _, polygon := range v.Shape {
			for _, ring := range polygon {
				edges += max(0, len(ring)-1)
			}
		}
		if edges > size.least {
			trees[i] = newBorderTree(v.Shape, size.leaf)
		}
	}
	return trees
}

func newBorderTree(shape orb.MultiPolygon, leaf int) borderTree {
	var t borderTree
	whole, _ := multiPolygonBound(shape)
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
	slices.SortStableFunc(rings, func(a, b keyed) int { return compare(float64(a.key), float64(b.key)) })
	room := 0
	var boxes []smallBox
	for _, r := range rings {
		ring := shape[r.polygon][r.ring]
		for v := 0; v+1 < len(ring); {
			if room == 0 {
				t.pieces = append(t.pieces, piece{int32(len(t.rings)), int32(v)})
				boxes = append(boxes, noBox())
				room = leaf
			}
			n := min(room, len(ring)-1-v)
			for _, p := range ring[v : v+n+1] {
				boxes[len(boxes)-1].add(p)
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
	copy(t.nodes[t.leaves:], boxes)
	for n := t.leaves - 1; n > 0; n-- {
		t.nodes[n] = t.box(2 * n).union(t.box(2*n + 1))
	}
	return t
}

// box returns the box of a node; the last leaves may be missing.
func (t *borderTree) box(n int) smallBox {
	if n >= len(t.nodes) {
		return noBox()
	}
	return t.nodes[n]
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

func noBox() smallBox {
	inf := float32(math.Inf(1))
	return smallBox{inf, inf, -inf, -inf}
}

func (b *smallBox) add(p orb.Point) {
	for k, v := range p {
		low, high := float32(v), float32(v)
		if float64(low) > v {
			low = math.Nextafter32(low, float32(math.Inf(-1)))
		}
		if float64(high) < v {
			high = math.Nextafter32(high, float32(math.Inf(1)))
		}
		b[k], b[k+2] = min(b[k], low), max(b[k+2], high)
	}
}

func (b smallBox) union(o smallBox) smallBox {
	return smallBox{min(b[0], o[0]), min(b[1], o[1]), max(b[2], o[2]), max(b[3], o[3])}
}

// farFrom returns the square of how far outside of a box the point is, in the plane of the search.
func (s *borderSearch) farFrom(b smallBox) float64 {
	return s.far(float64(b[0]), float64(b[1]), float64(b[2]), float64(b[3]))
}

func (s *borderSearch) inNode(t *borderTree, n int) {
	if n >= t.leaves {
		s.inPiece(t, n-t.leaves)
		return
	}
	first, second := 2*n, 2*n+1
	near, far := s.farFrom(t.box(first)), s.farFrom(t.box(second))
	if far < near {
		first, second, near, far = second, first, far, near
	}
	// Rounding must not leave out the corner of a box.
	const slack = 1 - 1e-9
	if near*slack <= s.within {
		s.inNode(t, first)
	}
	if far*slack <= s.within {
		s.inNode(t, second)
	}
}

func (s *borderSearch) inPiece(t *borderTree, i int) {
	if i >= len(t.pieces) {
		return
	}
	at, end := t.pieces[i], piece{int32(len(t.rings)), 0}
	if i+1 < len(t.pieces) {
		end = t.pieces[i+1]
	}
	for ; at.ring < end.ring; at = (piece{at.ring + 1, 0}) {
		s.stretch(t.rings[at.ring], at.vertex, -1)
	}
	if at.ring < int32(len(t.rings)) && at.vertex < end.vertex {
		s.stretch(t.rings[at.ring], at.vertex, end.vertex+1)
	}
}

// stretch looks at the points of a ring from from up to to, to its end if that is negative.
func (s *borderSearch) stretch(name ringName, from, to int32) {
	if !s.g.compact {
		ring := s.g.versions[s.version].Shape[name.polygon][name.ring]
		if to < 0 {
			to = int32(len(ring))
		}
		s.along(ring[from:to], &s.within, s.candidate)
		return
	}
	rings := &s.g.rings
	r := rings.polygonRing[rings.versionPolygon[s.version]+uint32(name.polygon)] + uint32(name.ring)
	first, end := rings.ringVertex[r], rings.ringVertex[r+1]
	if to >= 0 {
		end = first + uint32(to)
	}
	s.room = rings.points(s.room[:0], first+uint32(from), end)
	s.along(s.room, &s.within, s.candidate)
}
