package locate

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
	"unsafe"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

// A packed grid is what NewGrid has found out, without the shapes: they are given again.
//
//	"demarc grid 1\n\x00\x00"   the format; a change of it changes this line
//	sizes                       how many there are of each of what follows, as 8 bytes each
//	root                        bounds, cells per degree, columns and rows
//	children                    columns of each node but the root, from which the rest follows
//	cells, leaves, lists        as they lie in memory, each from a multiple of 8 bytes on
//	trees                       of each version the numbers of pieces and rings; then all boxes,
//	                            all pieces, all rings
//
// What lies in memory as it lies in the file is used where it is, so a grid is there as soon as its
// bytes are, and have been looked at: every position in them leads to something, every way ends.
const packedHead = "demarc grid 1\n\x00\x00"

var errPacked = errors.New("not a packed grid of these shapes")

// packedSizes are the numbers of elements.
type packedSizes struct{ Compact, Wraps, Versions, Nodes, Cells, Leaves, Lists, Boxes, Pieces, Rings uint64 }

type packedRoot struct {
	West, South, East, North, IX, IY float64
	Columns, Rows                    uint64
}

// treeSizes are the numbers of pieces and rings of a tree of borders.
type treeSizes struct{ Pieces, Rings uint32 }

// Packs tells whether the grid can be packed: one that is small is made anew as fast.
func (g *Grid) Packs() bool { return !g.readied && littleEndian() }

func littleEndian() bool { return binary.NativeEndian.Uint16([]byte{1, 0}) == 1 }

// Pack writes the grid so that Unpack makes one of it that answers alike.
func (g *Grid) Pack(w io.Writer) error {
	if !g.Packs() {
		return errors.New("a grid that does not pack")
	}
	n := packedSizes{Versions: uint64(len(g.spans)), Nodes: uint64(len(g.nodes)), Cells: uint64(len(g.cells)), Leaves: uint64(len(g.leaves)),
		Lists: uint64(len(g.lists)), Compact: bit(g.compact), Wraps: bit(g.wraps)}
	trees := make([]treeSizes, len(g.borders))
	for i := range g.borders {
		t := &g.borders[i]
		trees[i] = treeSizes{uint32(len(t.pieces)), uint32(len(t.rings))}
		n.Boxes, n.Pieces, n.Rings = n.Boxes+uint64(len(t.Nodes)), n.Pieces+uint64(len(t.pieces)), n.Rings+uint64(len(t.rings))
	}
	root := &g.nodes[0]
	children := make([]uint16, len(g.nodes)-1)
	for i := range children {
		children[i] = g.nodes[i+1].nx
	}
	p := packer{w: w}
	p.write([]byte(packedHead))
	p.write(bytesOf([]packedSizes{n}))
	p.write(bytesOf([]packedRoot{{g.west, g.south, g.east, g.north, g.ix, g.iy, uint64(root.nx), uint64(root.ny)}}))
	p.write(bytesOf(children))
	p.write(bytesOf(g.cells))
	p.write(bytesOf(g.leaves))
	p.write(bytesOf(g.lists))
	p.write(bytesOf(trees))
	for i := range g.borders {
		p.write(bytesOf(g.borders[i].Nodes))
	}
	for i := range g.borders {
		p.write(bytesOf(g.borders[i].pieces))
	}
	for i := range g.borders {
		p.write(bytesOf(g.borders[i].rings))
	}
	return p.err
}

// packer writes sections, each up to a multiple of 8 bytes.
type packer struct {
	w   io.Writer
	err error
}

func (p *packer) write(b []byte) {
	if p.err != nil || len(b) == 0 {
		return
	}
	if _, p.err = p.w.Write(b); p.err == nil && len(b)%8 > 0 {
		_, p.err = p.w.Write(make([]byte, 8-len(b)%8))
	}
}

// bytesOf is the memory of a slice of numbers, or of structures of numbers without padding.
func bytesOf[T any](s []T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), len(s)*int(unsafe.Sizeof(*new(T))))
}

// Unpack returns the grid of the versions that Pack has written. The grid lies in the bytes, which
// must not change from then on.
func Unpack(versions []Version, packed []byte) (*Grid, error) {
	g, err := gridOf(versions)
	if err != nil {
		return nil, err
	}
	u := unpacker{rest: packed}
	if !littleEndian() || string(section[byte](&u, uint64(len(packedHead)))) != packedHead {
		return nil, errPacked
	}
	sizes, root := section[packedSizes](&u, 1), section[packedRoot](&u, 1)
	if u.failed || sizes[0].Versions != uint64(len(versions)) || sizes[0].Nodes < 1 || sizes[0].Compact > 1 || sizes[0].Wraps > 1 || !g.setRoot(&root[0]) {
		return nil, errPacked
	}
	n := &sizes[0]
	children := section[uint16](&u, n.Nodes-1)
	g.cells, g.leaves, g.lists = section[uint32](&u, n.Cells), section[uint64](&u, n.Leaves), section[int32](&u, n.Lists)
	g.compact, g.wraps = n.Compact == 1, n.Wraps == 1
	g.unpackTrees(&u, n)
	if u.failed || len(u.rest) > 0 {
		return nil, errPacked
	}
	vertices := 0
	for _, v := range g.versions {
		for _, polygon := range v.Shape {
			for _, ring := range polygon {
				vertices += len(ring)
			}
		}
	}
	c := gridCheck{Grid: g, vertices: uint64(vertices)}
	if !c.nodes(children) || !c.trees() {
		return nil, errPacked
	}
	if g.compact {
		g.rings = newRingStore(g.versions, vertices)
		g.versions = nil
	}
	hugePages(g.cells)
	hugePages(g.leaves)
	hugePages(g.nodes)
	g.plain = !g.timed && !g.wraps
	return g, nil
}

// setRoot lays out the root, unless it is none: each point within the bounds must have a cell.
func (g *Grid) setRoot(r *packedRoot) bool {
	within := func(v, least, most float64) bool { return v >= least && v <= most }
	for _, v := range []float64{r.West, r.South, r.East, r.North} {
		if !within(v, -2*maxCoordinate, 2*maxCoordinate) {
			return false
		}
	}
	if r.Columns < 1 || r.Columns > maxRoot || r.Rows < 1 || r.Rows > maxRoot ||
		!within(r.IX*(r.East-r.West), 0, float64(r.Columns)*(1-1e-7)) || !within(r.IY*(r.North-r.South), 0, float64(r.Rows)*(1-1e-7)) {
		return false
	}
	g.west, g.south, g.east, g.north, g.ix, g.iy, g.columns = r.West, r.South, r.East, r.North, r.IX, r.IY, int(r.Columns)
	g.nodes = []node{{x0: g.west, y0: g.south, ix: g.ix, iy: g.iy, nx: uint16(r.Columns), ny: uint16(r.Rows)}}
	return g.nodes[0].divides(g.smallestCell())
}

// smallestCell is at least the width of the smallest cells of a grid with these bounds, but for
// rounding.
func (g *Grid) smallestCell() float64 {
	return max(max(math.Abs(g.west), math.Abs(g.south), math.Abs(g.east), math.Abs(g.north))*least, 1e-9)
}

// divides tells whether the cells are not so small that rounding could miss them.
func (n *node) divides(smallest float64) bool {
	return n.ix > 0 && n.iy > 0 && n.ix*smallest <= 1.01 && n.iy*smallest <= 1.01
}

func (g *Grid) unpackTrees(u *unpacker, n *packedSizes) {
	trees := section[treeSizes](u, n.Versions)
	boxes, pieces, rings := section[planar.Box[float32]](u, n.Boxes), section[piece](u, n.Pieces), section[ringName](u, n.Rings)
	if u.failed {
		return
	}
	g.borders = make([]borderTree, len(trees))
	for i, size := range trees {
		if size.Pieces == 0 && size.Rings == 0 {
			continue
		}
		leaves := 1
		for uint64(leaves) < uint64(size.Pieces) {
			leaves *= 2
		}
		nodes := leaves + int(size.Pieces)
		if nodes > len(boxes) || int(size.Pieces) > len(pieces) || int(size.Rings) > len(rings) {
			u.failed = true
			return
		}
		t := &g.borders[i]
		t.Leaves, t.Nodes, t.pieces, t.rings = leaves, boxes[:nodes:nodes], pieces[:size.Pieces:size.Pieces], rings[:size.Rings:size.Rings]
		boxes, pieces, rings = boxes[nodes:], pieces[size.Pieces:], rings[size.Rings:]
	}
	u.failed = len(boxes)+len(pieces)+len(rings) > 0
}

// unpacker reads sections. Once something is missing it has failed, and reads nothing.
type unpacker struct {
	rest   []byte
	failed bool
}

// section reads so many elements, which are numbers or structures of numbers without padding.
func section[T any](u *unpacker, count uint64) []T {
	size := uint64(unsafe.Sizeof(*new(T)))
	if u.failed || count > uint64(len(u.rest))/size {
		u.failed = true
		return nil
	}
	b, padded := u.rest[:count*size], min((count*size+7)&^7, uint64(len(u.rest)))
	u.rest = u.rest[padded:]
	if count == 0 {
		return nil
	}
	if start := unsafe.Pointer(unsafe.SliceData(b)); uintptr(start)%unsafe.Alignof(*new(T)) == 0 {
		return unsafe.Slice((*T)(start), count)
	}
	elements := make([]T, count)
	copy(bytesOf(elements), b)
	return elements
}

// gridCheck goes through a grid that was read and lays out its nodes. It tells whether a lookup of
// any point comes to an answer; that the answer is right nobody can tell without making the grid.
type gridCheck struct {
	*Grid
	vertices uint64
}

func (c *gridCheck) nodes(columns []uint16) bool {
	g, smallest := c.Grid, c.smallestCell()
	nodes := make([]node, len(columns)+1)
	nodes[0] = g.nodes[0]
	base := int(nodes[0].nx) * int(nodes[0].ny)
	bases := make([]int, len(nodes))
	for i, k := range columns {
		if k < 1 || k > maxChild {
			return false
		}
		bases[i+1] = base
		base += int(k) * int(k)
	}
	if base+1 != len(g.cells) || g.cells[base] != 0 {
		return false
	}
	for at := range nodes {
		n := &nodes[at]
		if n.nx == 0 || !n.divides(smallest) {
			return false // no cell leads to it, or it is too fine
		}
		width := int(n.nx)
		for k, code := range g.cells[n.base : int(n.base)+width*int(n.ny)] {
			if code&tagBits == tagNode {
				child := int(code &^ tagBits)
				if child <= at || child >= len(nodes) || nodes[child].nx != 0 {
					return false
				}
				nodes[child] = n.child(k%width, k/width, int(columns[child-1]), bases[child])
			} else if code != 0 && !c.code(code) {
				return false
			}
		}
	}
	g.nodes = nodes
	return true
}

// code tells whether a cell that is no node leads to an answer.
func (c *gridCheck) code(code uint32) bool {
	if code&tagBits == tagLeaf {
		return c.leaf(uint64(code &^ tagBits))
	}
	return c.label(code)
}

func (c *gridCheck) label(code uint32) bool {
	if code < tagLeaf {
		return int(code) <= len(c.spans)
	}
	at := int(code &^ tagBits)
	if code&tagBits != tagList || at >= len(c.lists) {
		return false
	}
	n := int(c.lists[at] >> 1)
	if n < 1 || n > (len(c.lists)-at-1)/3 {
		return false
	}
	for k := range n {
		if v := c.lists[at+3+3*k]; v < 0 || int(v) >= len(c.spans) {
			return false
		}
	}
	return true
}

// leaf tells whether all that a leaf speaks of is there.
func (c *gridCheck) leaf(at uint64) bool {
	all := uint64(len(c.leaves))
	if at >= all {
		return false
	}
	head := c.leaves[at]
	if head&leafMany != 0 {
		return c.many(at, head&leafMask)
	}
	edges, outputs := head>>leafEdges&0xff, head>>leafOutputs&leafCount
	words, rings := edges*edgeWords, head&leafMask
	if c.compact {
		words, rings = edges, head&(1<<maxRunRings-1)
	}
	first := at + 1 + (outputs+1)>>1
	terms := first + words
	if outputs == 0 || terms > all || edges > maxLeafEdges {
		return false
	}
	for k := range outputs {
		if !c.label(c.Grid.label(int(at), int(k))) {
			return false
		}
	}
	for w := c.leaves[first:terms]; len(w) > 0; {
		if c.compact {
			if uint64(uint32(w[0]))+w[0]>>runEdges&maxRun >= c.vertices {
				return false
			}
			rings, w = rings|w[0]>>runBits, w[1:]
		} else {
			rings, w = rings|w[4]&edgeMask, w[edgeWords:]
		}
	}
	if head&leafTerms == 0 {
		return rings < 1<<outputs
	}
	if terms >= all || c.leaves[terms] > all-terms-1 {
		return false
	}
	for _, term := range c.leaves[terms+1 : terms+1+c.leaves[terms]] {
		if term>>termOutput&termSix >= outputs {
			return false
		}
	}
	return true
}

// many tells whether a leaf that only lists versions does.
func (c *gridCheck) many(at, count uint64) bool {
	if all := uint64(len(c.leaves)); count > 2*all || at+1+(count+1)>>1 > all {
		return false
	}
	for k := range count {
		if uint64(c.Grid.label(int(at), int(k))) >= uint64(len(c.spans)) {
			return false
		}
	}
	return true
}

// trees tells whether each piece of the trees of borders is one of the rings of its version.
func (c *gridCheck) trees() bool {
	for i := range c.borders {
		t, shape := &c.borders[i], c.versions[i].Shape
		if t.Nodes != nil && !treeFits(t, shape) {
			return false
		}
	}
	return true
}

func treeFits(t *borderTree, shape orb.MultiPolygon) bool {
	if len(t.pieces) == 0 {
		return false
	}
	for _, r := range t.rings {
		if r.polygon < 0 || int(r.polygon) >= len(shape) || r.ring < 0 || int(r.ring) >= len(shape[r.polygon]) {
			return false
		}
	}
	before := piece{0, -1}
	for _, p := range t.pieces {
		if p.ring < before.ring || p.ring == before.ring && p.vertex <= before.vertex || int(p.ring) >= len(t.rings) || p.vertex < 0 {
			return false
		}
		if r := t.rings[p.ring]; int(p.vertex) >= len(shape[r.polygon][r.ring])-1 {
			return false
		}
		before = p
	}
	return true
}
