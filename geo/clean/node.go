package clean

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
	"demarc/geo/topology"
)

// nodePasses limits the passes of snap rounding; three are usual.
const nodePasses = 200

// noder brings edges to the grid: it finds crossings, and vertices on edges. Package mvt has a snap
// rounding of its own: with coordinates of 32 bits, which is quick, and with a vertex wherever a
// line crosses a side of a tile.
type noder struct {
	*cleaner
	trees []*planar.EdgeTree
	ids   [][]int32 // by tree: the edges of the cleaner
	found []insertion
	fresh []int32 // vertices at crossings found in this pass
	given int     // vertices there were before
}

// node splits edges until they meet in common vertices only and no edge passes through the unit of
// a vertex in which it does not end.
func (c *cleaner) node() error {
	n := noder{cleaner: c, given: len(c.owner)}
	fresh := c.alive()
	for range nodePasses {
		if len(fresh) == 0 {
			return nil
		}
		n.pass(fresh)
		fresh = slices.DeleteFunc(c.split(n.found), func(e int32) bool { return c.labels[e] == emptySet })
	}
	return fmt.Errorf("borders near %s do not come to rest on the grid", planar.PositionText(inDegrees(c.point(c.edges.Keys[fresh[0]][0]))))
}

// pass compares fresh edges with each other and with all from earlier passes.
func (n *noder) pass(fresh []int32) {
	n.found, n.fresh = n.found[:0], n.fresh[:0]
	earlier := len(n.trees)
	n.trees = append(n.trees, planar.NewEdgeTree(n.vertices.Keys, n.pairs(fresh)))
	n.ids = append(n.ids, fresh)
	n.trees[earlier].EachPair(func(i, k int32) bool {
		n.compare(fresh[i], fresh[k])
		return true
	})
	for t, tree := range n.trees[:earlier] {
		for k, e := range fresh {
			tree.Search(n.trees[earlier].Box(int32(k)), func(i int32) {
				if other := n.ids[t][i]; other != e && n.labels[other] != emptySet {
					n.compare(e, other)
				}
			})
		}
	}
	for _, v := range n.fresh {
		p := n.point(v)
		for t, tree := range n.trees {
			tree.Search(planar.BoxAround(p, p), func(i int32) {
				if e := n.ids[t][i]; n.labels[e] != emptySet {
					n.lead(e, v)
				}
			})
		}
	}
	n.sortFound()
}

// compare notes where two edges must be split.
func (n *noder) compare(e, f int32) {
	ends, others := n.edges.Keys[e], n.edges.Keys[f]
	for k := range 2 {
		n.lead(e, others[k])
		n.lead(f, ends[k])
	}
	if ends[0] == others[0] || ends[0] == others[1] || ends[1] == others[0] || ends[1] == others[1] {
		return
	}
	a, b := n.ends(e)
	c, d := n.ends(f)
	if planar.Orient(a, b, c)*planar.Orient(a, b, d) >= 0 || planar.Orient(c, d, a)*planar.Orient(c, d, b) >= 0 {
		return
	}
	p := roundedCrossing(a, b, c, d)
	known := len(n.owner)
	v := n.vertex(p, n.rings[n.ringsOf(n.labels[e])[0]].shape)
	if int(v) == known {
		n.fresh = append(n.fresh, v)
	}
	if v != ends[0] && v != ends[1] {
		n.found = append(n.found, insertion{edge: e, vertex: v})
	}
	if v != others[0] && v != others[1] {
		n.found = append(n.found, insertion{edge: f, vertex: v})
	}
	n.reportCrossing(e, f, p)
}

// reportCrossing reports a crossing of two borders of one shape; others show as overlaps.
func (n *noder) reportCrossing(e, f int32, p orb.Point) {
	others := n.ringsOf(n.labels[f]) // ascending, as polygons are
	for _, r := range n.ringsOf(n.labels[e]) {
		for len(others) > 0 && n.rings[others[0]].polygon < n.rings[r].polygon {
			others = others[1:]
		}
		for _, s := range others {
			if n.rings[r].polygon != n.rings[s].polygon {
				break
			}
			n.report(Finding{Kind: Crossing, A: int(n.rings[r].shape), B: topology.Nowhere, At: inDegrees(p)})
		}
	}
}

// lead leads an edge through a vertex if it passes through the unit of the vertex.
func (n *noder) lead(e, vertex int32) {
	ends := n.edges.Keys[e]
	if ends[0] == vertex || ends[1] == vertex {
		return
	}
	a, b := n.ends(e)
	if passesUnit(a, b, n.point(vertex)) {
		n.found = append(n.found, insertion{edge: e, vertex: vertex})
	}
}

// sortFound puts the insertions of each edge in order along it. The units that a line runs through
// follow each other in the line's directions, so one comparison by longitude and latitude does it.
func (n *noder) sortFound() {
	slices.SortFunc(n.found, func(x, y insertion) int {
		if x.edge != y.edge || x.vertex == y.vertex {
			return cmp.Compare(x.edge, y.edge)
		}
		a, b := n.ends(x.edge)
		p, q := n.point(x.vertex), n.point(y.vertex)
		return cmp.Or(
			cmp.Compare(p[0], q[0])*planar.Compare(b[0], a[0]),
			cmp.Compare(p[1], q[1])*planar.Compare(b[1], a[1]),
		)
	})
	n.found = slices.CompactFunc(n.found, func(x, y insertion) bool { return x.edge == y.edge && x.vertex == y.vertex })
	for _, in := range n.found {
		if int(in.vertex) < n.given {
			a, b := n.ends(in.edge)
			p := n.point(in.vertex)
			east, north := unitMetres(p)
			_, metres := alongEdge(p, a, b, east, north)
			n.reportVertex(in.edge, in.vertex, metres)
		}
	}
}

// passesUnit reports whether the edge from a to b passes through the unit of p: the square of side
// 1 around it, with its western and southern sides. Positions are whole numbers, and p is no end of
// the edge.
func passesUnit(a, b, p orb.Point) bool {
	if max(a[0], b[0]) < p[0] || min(a[0], b[0]) > p[0] || max(a[1], b[1]) < p[1] || min(a[1], b[1]) > p[1] {
		return false
	}
	if a[0] == b[0] || a[1] == b[1] {
		return true
	}
	if b[0] < a[0] {
		a, b = b, a
	}
	rises := a[1] < b[1]
	west, south, east, north := p[0]-0.5, p[1]-0.5, p[0]+0.5, p[1]+0.5
	nw, ne := planar.Orient(a, b, orb.Point{west, north}), planar.Orient(a, b, orb.Point{east, north})
	switch {
	case nw == 0:
		return !rises
	case ne == 0:
		return rises
	case nw != ne:
		return true
	}
	sw, se := planar.Orient(a, b, orb.Point{west, south}), planar.Orient(a, b, orb.Point{east, south})
	switch {
	case sw == 0 || sw != nw:
		return true
	case se == 0:
		return !rises
	}
	return se != sw
}

// roundedCrossing returns the unit of the grid in which two edges cross.
func roundedCrossing(a, b, c, d orb.Point) orb.Point {
	whole := func(v float64) *big.Int { n, _ := big.NewFloat(v).Int(nil); return n }
	cross := func(ux, uy, vx, vy float64) *big.Int {
		left := new(big.Int).Mul(whole(ux), whole(vy))
		return left.Sub(left, new(big.Int).Mul(whole(uy), whole(vx)))
	}
	over := cross(c[0]-a[0], c[1]-a[1], d[0]-c[0], d[1]-c[1])
	under := cross(b[0]-a[0], b[1]-a[1], d[0]-c[0], d[1]-c[1])
	if under.Sign() < 0 {
		over.Neg(over)
		under.Neg(under)
	}
	var p orb.Point
	for i := range p {
		// floor(a + (b-a) over/under + 1/2)
		n := new(big.Int).Mul(whole(b[i]-a[i]), over)
		n.Lsh(n, 1).Add(n, under)
		n.Div(n, new(big.Int).Lsh(under, 1)) // rounds down, as the divisor is positive
		shift, _ := new(big.Float).SetInt(n).Float64()
		p[i] = a[i] + shift
	}
	return p
}
