package flatgeobuf

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// sortByHilbert puts features that lie near each other next to each other.
func sortByHilbert(items []item) {
	extent := items[0].box
	for _, it := range items {
		extent = extent.Union(it.box)
	}
	type keyed struct {
		item
		key uint32
	}
	list := make([]keyed, len(items))
	for i, it := range items {
		center := it.box.Center()
		list[i] = keyed{it, hilbert(
			scaled(center[0], extent.Min[0], extent.Max[0]),
			scaled(center[1], extent.Min[1], extent.Max[1]),
		)}
	}
	slices.SortStableFunc(list, func(a, b keyed) int { return cmp.Compare(b.key, a.key) })
	for i, it := range list {
		items[i] = it.item
	}
}

// scaled maps [low, high] to 16 bits.
func scaled(v, low, high float64) uint32 {
	if high <= low {
		return 0
	}
	return uint32(math.MaxUint16 * (v - low) / (high - low))
}

// hilbert returns how far along the Hilbert curve of order 16 the point lies.
func hilbert(x, y uint32) uint32 {
	var d uint32
	for side := uint32(1 << 15); side > 0; side >>= 1 {
		rx, ry := x&side/side, y&side/side
		d += side * side * ((3 * rx) ^ ry)
		if ry == 0 {
			if rx == 1 {
				x, y = side-1-x&(side-1), side-1-y&(side-1)
			}
			x, y = y, x
		}
		x, y = x&(side-1), y&(side-1)
	}
	return d
}

// levels returns how many nodes each level of the index has, from the leaves to the root. There is
// a root even above a single leaf.
func levels(count, size uint64) []uint64 {
	list := []uint64{count}
	for {
		count = (count + size - 1) / size
		list = append(list, count)
		if count <= 1 {
			return list
		}
	}
}

// packedTree returns the index: the nodes of all levels, the root first. A leaf holds the offset of
// its feature from the first one in bytes, another node the number of its first child.
func packedTree(items []item) []byte {
	counts := levels(uint64(len(items)), nodeSize)
	total := uint64(0)
	for _, n := range counts {
		total += n
	}
	nodes := make([]node, total)
	first := total - counts[0]
	offset := uint64(0)
	for i, it := range items {
		nodes[first+uint64(i)] = node{it.box, offset}
		offset += uint64(it.bytes)
	}
	for level := 1; level < len(counts); level++ {
		below := first
		first -= counts[level]
		for i := range counts[level] {
			child := below + i*nodeSize
			parent := node{nodes[child].box, child}
			for k := child; k < min(child+nodeSize, below+counts[level-1]); k++ {
				parent.box = parent.box.Union(nodes[k].box)
			}
			nodes[first+i] = parent
		}
	}
	dst := make([]byte, 0, len(nodes)*nodeBytes)
	for _, n := range nodes {
		for _, v := range []float64{n.box.Min[0], n.box.Min[1], n.box.Max[0], n.box.Max[1]} {
			dst = binary.LittleEndian.AppendUint64(dst, math.Float64bits(v))
		}
		dst = binary.LittleEndian.AppendUint64(dst, n.offset)
	}
	return dst
}

type node struct {
	box    orb.Bound
	offset uint64
}
