package locate

import (
	"math"
	"math/bits"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

// first is At for a cell of the root, under this name of the point only.
func (g *Grid) first(code uint32, x, y float64, at int32) int32 {
	code, n := g.descend(code, x, y)
	return g.firstIn(code, n, x, y, at)
}

// latest is the last instant in a Span with an open end.
const latest = math.MaxInt32 - 1

// firstElsewhere is first under the other names of a point.
func (g *Grid) firstElsewhere(p orb.Point, at int32) int32 {
	for _, q := range otherNames(p) {
		if code := g.root(q[0], q[1]); code != 0 {
			if v := g.first(code, q[0], q[1], at); v >= 0 {
				return v
			}
		}
	}
	return -1
}

// mayLieElsewhere tells quickly of most points that all their other names are out of bounds.
func (g *Grid) mayLieElsewhere(p orb.Point) bool {
	return p[0]-360 >= g.west || p[0]+360 < g.east || p[1] == 90
}

// otherNames returns the points to try where nothing lies at p; see Grid.
func otherNames(p orb.Point) [3]orb.Point {
	names := [3]orb.Point{{p[0] - 360, p[1]}, {p[0] + 360, p[1]}, {math.NaN(), math.NaN()}}
	if p[1] == 90 {
		south := math.Nextafter(90, 0)
		names[0][1], names[1][1], names[2] = south, south, orb.Point{p[0], south}
	}
	return names
}

// firstIn is first for the code that descend returned.
func (g *Grid) firstIn(code uint32, n *node, x, y float64, at int32) int32 {
	if code&tagBits == tagLeaf {
		return g.firstInLeaf(code, n, x, y, at)
	}
	return g.firstOf(code, min(at, latest))
}

func (g *Grid) firstInLeaf(code uint32, n *node, x, y float64, at int32) int32 {
	leaf := int(code &^ tagBits)
	head := g.leaves[leaf]
	if head&leafMany != 0 {
		return g.firstOfMany(code, x, y, min(at, latest))
	}
	out := g.evaluate(leaf, head, n, x, y)
	if !g.timed {
		code = g.firstLabel(leaf, out)
		if code < tagLeaf {
			return int32(code) - 1
		}
		return g.lists[code&^tagBits+3]
	}
	best := int32(-1)
	for ; out != 0; out &= out - 1 {
		v := g.firstOf(g.label(leaf, bits.TrailingZeros64(out)), min(at, latest))
		if v >= 0 && (best < 0 || v < best) {
			best = v
		}
	}
	return best
}

// firstLabel returns the label of the first of the outputs, 0 if there is none. Labels stand in the
// order of their first versions.
func (g *Grid) firstLabel(leaf int, out uint64) uint32 {
	if out == 0 {
		return 0
	}
	return g.label(leaf, bits.TrailingZeros64(out))
}

// label returns the label of an output of a leaf, or a version of one without outputs.
func (g *Grid) label(leaf, output int) uint32 {
	return uint32(g.leaves[leaf+1+output>>1] >> (output & 1 * 32))
}

// firstOf returns the lowest version of a label that holds at.
func (g *Grid) firstOf(code uint32, at int32) int32 {
	if code < tagLeaf {
		v := int32(code) - 1
		if v >= 0 && g.timed && !g.spans[v].Holds(at) {
			return -1
		}
		return v
	}
	list := g.lists[code&^tagBits:]
	if !g.timed {
		return list[3]
	}
	n, inOrder := list[0]>>1, list[0]&1 == 1
	list = list[1 : 1+3*n]
	if inOrder {
		// The last that begins by then, found without branches on the data.
		last := 0
		for left := int(n); left > 1; {
			half := left / 2
			last += half * int(bit(list[3*(last+half)] <= at))
			left -= half
		}
		if v := list[3*last : 3*last+3]; v[0] <= at && at < v[1] {
			return v[2]
		}
		return -1
	}
	for ; len(list) >= 3; list = list[3:] {
		if list[0] <= at && at < list[1] {
			return list[2]
		}
	}
	return -1
}

// collect is All and History.
func (g *Grid) collect(dst []int32, p orb.Point, at int32, timed bool) []int32 {
	before := len(dst)
	code := g.root(p[0], p[1])
	if code < tagLeaf && g.plain {
		return g.appendLabel(dst, code)
	}
	at = min(at, latest)
	dst = g.collectAt(dst, code, p[0], p[1])
	if len(dst) == before && g.wraps {
		for _, q := range otherNames(p) {
			if dst = g.collectAt(dst, g.root(q[0], q[1]), q[0], q[1]); len(dst) > before {
				break
			}
		}
	}
	found := dst[before:]
	if timed && g.timed {
		found = slices.DeleteFunc(found, func(v int32) bool { return !g.spans[v].Holds(at) })
	}
	if len(found) > 1 {
		slices.Sort(found)
	}
	return dst[:before+len(found)]
}

func (g *Grid) collectAt(dst []int32, code uint32, x, y float64) []int32 {
	code, n := g.descend(code, x, y)
	if code&tagBits != tagLeaf {
		return g.appendLabel(dst, code)
	}
	leaf := int(code &^ tagBits)
	head := g.leaves[leaf]
	if head&leafMany != 0 {
		g.eachOfMany(code, x, y, func(v int32) bool {
			dst = append(dst, v)
			return true
		})
		return dst
	}
	for out := g.evaluate(leaf, head, n, x, y); out != 0; out &= out - 1 {
		dst = g.appendLabel(dst, g.label(leaf, bits.TrailingZeros64(out)))
	}
	return dst
}

func (g *Grid) appendLabel(dst []int32, code uint32) []int32 {
	if code < tagLeaf {
		if code > 0 {
			dst = append(dst, int32(code)-1)
		}
		return dst
	}
	list := g.lists[code&^tagBits:]
	for n := list[0] >> 1; n > 0; n-- {
		list = list[3:]
		dst = append(dst, list[0])
	}
	return dst
}

// firstOfMany is firstIn in a leaf without outputs.
func (g *Grid) firstOfMany(code uint32, x, y float64, at int32) int32 {
	found := int32(-1)
	g.eachOfMany(code, x, y, func(v int32) bool {
		if g.spans[v].Holds(at) {
			found = v
			return false
		}
		return true
	})
	return found
}

// eachOfMany calls visit with the versions that contain a point of a leaf without outputs: where so
// many edges meet that it only names the versions to be asked one by one.
func (g *Grid) eachOfMany(code uint32, x, y float64, visit func(v int32) bool) {
	leaf := int(code &^ tagBits)
	count := int(g.leaves[leaf] & leafMask)
	for i := range count {
		v := int32(g.label(leaf, i))
		if planar.Contains(g.shape(v), orb.Point{x, y}) && !visit(v) {
			return
		}
	}
}
