package geo

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// snapMarginM is what rounding to the grid may add to a distance, in metres.
const snapMarginM = 0.0003

// reach is how far the cleaner may move a line before it is brought to the grid, in metres; 0: not at all.
func (c *cleaner) reach() float64 { return max(0, c.options.ToleranceM-snapMarginM) }

// unitMetres returns the metres that a unit of the grid has at a position, eastward and northward. Near the poles, where
// all longitudes meet, places far apart in longitude must not be taken for one.
func unitMetres(p orb.Point) (east, north float64) {
	lat := p[1] / cleanGrid
	east, north = metresPerDegree(math.Max(-85, math.Min(85, lat)))
	return east / cleanGrid, north / cleanGrid
}

// unitDistance returns the metres between two positions of the grid near each other.
func unitDistance(p, q orb.Point) float64 {
	east, north := unitMetres(p)
	return math.Hypot((p[0]-q[0])*east, (p[1]-q[1])*north)
}

// snapVertices makes vertices one that are nearer to each other than the tolerance: each, in the order of priority,
// is moved to the nearest of those before it that stay. Vertices that are settled are not moved to each other, nor are the
// ends of one edge: what is drawn finely is no dirt.
func (c *cleaner) snapVertices() {
	reach := c.reach()
	if reach == 0 {
		return
	}
	edges, settled := c.settled()
	moved := make([]int32, len(c.vertices.Keys))
	near := newNearby(reach, len(moved))
	for i, p := range c.vertices.Keys {
		v := int32(i)
		moved[v] = v
		best := reach
		near.each(p, func(w int32) {
			if d := unitDistance(p, c.point(w)); d < best && !(settled[v] && settled[w]) && edges.find([2]int32{w, v}) < 0 {
				moved[v], best = w, d
			}
		})
		if moved[v] == v {
			near.add(p, v)
			continue
		}
		c.report(CleanFinding{
			Kind: CleanMoved, A: int(c.owner[v]), B: int(c.owner[moved[v]]), At: degrees(p), LengthM: best,
		})
	}
	for i, v := range c.walks.Vertices {
		c.walks.Vertices[i] = moved[v]
	}
}

// settled returns the edges of the rings, the lower vertex first, and which vertices have only edges that two rings
// share.
func (c *cleaner) settled() (edges *Numbering[[2]int32], settled []bool) {
	edges = NewNumbering[[2]int32](0)
	var uses []uint8
	for i := range c.rings {
		walk := c.walks.Path(i)
		for k, v := range walk {
			w := walk[(k+1)%len(walk)]
			e := edges.Number([2]int32{min(v, w), max(v, w)})
			if int(e) == len(uses) {
				uses = append(uses, 0)
			}
			uses[e] = min(3, uses[e]+1)
		}
	}
	settled = slices.Repeat([]bool{true}, len(c.vertices.Keys))
	for e, ends := range edges.Keys {
		if uses[e] != 2 {
			settled[ends[0]], settled[ends[1]] = false, false
		}
	}
	return edges, settled
}

// find returns the number of a key, -1 if it has none.
func (n *Numbering[K]) find(key K) int32 { return n.table[n.slot(key)] - 1 }

// nearby finds vertices by place: a hash table of cells as wide and high as the reach.
type nearby struct {
	reach, height float64 // metres; units of the grid
	heads         []int32 // by cell: the latest vertex + 1
	next          []int32 // by vertex: the one before it in the cell + 1
}

func newNearby(reach float64, vertices int) *nearby {
	size := 16
	for size < 2*vertices {
		size *= 2
	}
	// No degree of latitude is shorter than 110,500 m.
	return &nearby{reach, reach / 110_500 * cleanGrid, make([]int32, size), make([]int32, vertices)}
}

func (n *nearby) row(y float64) float64 { return math.Floor(y / n.height) }

// width is the width of the cells of a row, in units of the grid, at least the reach.
func (n *nearby) width(row float64) float64 {
	y := max(abs(row), abs(row+1)) * n.height
	east, _ := unitMetres(orb.Point{0, y})
	return n.reach / east
}

func (n *nearby) slot(row, column float64) int {
	h := uint64(int64(row))*0x9e3779b97f4a7c15 ^ uint64(int64(column))*0xc2b2ae3d27d4eb4f
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return int(h>>33) & (len(n.heads) - 1)
}

func (n *nearby) add(p orb.Point, v int32) {
	row := n.row(p[1])
	slot := n.slot(row, math.Floor(p[0]/n.width(row)))
	n.next[v] = n.heads[slot]
	n.heads[slot] = v + 1
}

// each calls visit with all vertices within reach of p, and others.
func (n *nearby) each(p orb.Point, visit func(v int32)) {
	for row := n.row(p[1]) - 1; row <= n.row(p[1])+1; row++ {
		width := n.width(row)
		column := math.Floor(p[0] / width)
		for k := column - 2; k <= column+2; k++ {
			for v := n.heads[n.slot(row, k)]; v > 0; v = n.next[v-1] {
				visit(v - 1)
			}
		}
	}
}

// enterEdges makes edges of the rings.
func (c *cleaner) enterEdges() {
	var uses, ringOf []int32 // by use: edge and ring
	for i := range c.rings {
		walk := c.walks.Path(i)
		first := len(uses)
		for k, v := range walk {
			if w := walk[(k+1)%len(walk)]; v != w {
				uses = append(uses, c.edges.Number([2]int32{min(v, w), max(v, w)}))
				ringOf = append(ringOf, int32(i))
			}
		}
		if len(uses)-first < 3 {
			at := orb.Point{}
			if len(walk) > 0 {
				at = degrees(c.point(walk[0]))
			}
			c.report(CleanFinding{Kind: CleanRing, A: int(c.rings[i].shape), B: Nowhere, At: at})
			uses, ringOf = uses[:first], ringOf[:first]
		}
	}
	byEdge := groupBy(len(c.edges.Keys), len(uses), func(i int, enter func(int32)) { enter(uses[i]) })
	c.labels = make([]int32, len(c.edges.Keys))
	var rings []int32
	for e := range c.labels {
		rings = rings[:0]
		for _, use := range byEdge.of(int32(e)) {
			rings = append(rings, ringOf[use]) // ascending, as the uses are
		}
		c.labels[e] = c.sets.of(oddOnes(rings, func(twice int32) { c.reportSpike(int32(e), twice) })...)
	}
}

func (c *cleaner) reportSpike(e, ring int32) {
	a, b := c.ends(e)
	c.report(CleanFinding{
		Kind: CleanSpike, A: int(c.rings[ring].shape), B: Nowhere, At: degrees(a), LengthM: unitDistance(a, b),
	})
}

func (c *cleaner) ends(e int32) (a, b orb.Point) {
	ends := c.edges.Keys[e]
	return c.point(ends[0]), c.point(ends[1])
}

// insertion is a vertex through which an edge is to be led; at orders those of one edge along it.
type insertion struct {
	edge, vertex int32
	at           float64
}

// alive returns the edges that are not gone.
func (c *cleaner) alive() []int32 {
	var edges []int32
	for e, set := range c.labels {
		if set != emptySet {
			edges = append(edges, int32(e))
		}
	}
	return edges
}

// snapEdges leads edges through the vertices that are nearer than the tolerance, but for edges that two rings share and
// vertices that have only such.
func (c *cleaner) snapEdges() {
	reach := c.reach()
	if reach == 0 {
		return
	}
	edges := c.alive()
	tree := newEdgeTree(c.vertices.Keys, c.pairs(edges))
	used, settled := make([]bool, len(c.vertices.Keys)), slices.Repeat([]bool{true}, len(c.vertices.Keys))
	for _, e := range edges {
		for _, v := range c.edges.Keys[e] {
			used[v] = true
			settled[v] = settled[v] && c.shared(e)
		}
	}
	var all []insertion
	for i, p := range c.vertices.Keys {
		if !used[i] {
			continue
		}
		east, north := unitMetres(p)
		margin := orb.Point{reach / east, reach / north}
		around := orb.Bound{Min: orb.Point{p[0] - margin[0], p[1] - margin[1]}, Max: orb.Point{p[0] + margin[0], p[1] + margin[1]}}
		tree.search(around, func(k int32) {
			e := edges[k]
			if ends := c.edges.Keys[e]; ends[0] == int32(i) || ends[1] == int32(i) || settled[i] && c.shared(e) {
				return
			}
			a, b := c.ends(e)
			if at, metres := alongEdge(p, a, b, east, north); at > 0 && at < 1 && metres < reach {
				all = append(all, insertion{e, int32(i), at})
				c.reportVertex(e, int32(i), metres)
			}
		})
	}
	slices.SortFunc(all, func(x, y insertion) int {
		return cmp.Or(cmp.Compare(x.edge, y.edge), cmp.Compare(x.at, y.at), cmp.Compare(x.vertex, y.vertex))
	})
	c.split(all)
}

// shared reports whether two rings use an edge.
func (c *cleaner) shared(e int32) bool { return len(c.sets.sets.Keys[c.labels[e]]) == 8 }

func (c *cleaner) reportVertex(e, vertex int32, metres float64) {
	c.report(CleanFinding{
		Kind: CleanVertex, A: int(c.rings[c.sets.rings(c.labels[e])[0]].shape), B: int(c.owner[vertex]),
		At: degrees(c.point(vertex)), LengthM: metres,
	})
}

// alongEdge returns how far along the edge from a to b, as a share of it, its point nearest to p lies, and how many metres
// away from p that is.
func alongEdge(p, a, b orb.Point, east, north float64) (share, metres float64) {
	ux, uy := (b[0]-a[0])*east, (b[1]-a[1])*north
	px, py := (p[0]-a[0])*east, (p[1]-a[1])*north
	share = (px*ux + py*uy) / (ux*ux + uy*uy)
	t := min(1, max(0, share))
	return share, math.Hypot(px-t*ux, py-t*uy)
}

// pairs returns the ends of edges.
func (c *cleaner) pairs(edges []int32) []edge {
	pairs := make([]edge, len(edges))
	for i, e := range edges {
		pairs[i] = edge{c.edges.Keys[e][0], c.edges.Keys[e][1]}
	}
	return pairs
}

// split leads edges through vertices, sorted by edge and along it, and returns the edges that are new. Where edges
// come to lie on each other they become one, and what a ring does twice is undone.
func (c *cleaner) split(all []insertion) (fresh []int32) {
	for len(all) > 0 {
		e := all[0].edge
		n := 1
		for n < len(all) && all[n].edge == e {
			n++
		}
		set, ends := c.labels[e], c.edges.Keys[e]
		c.labels[e] = emptySet
		from := ends[0]
		for _, in := range all[:n] {
			c.inserted[in.vertex] = true
			fresh = c.toggle(fresh, from, in.vertex, set)
			from = in.vertex
		}
		fresh = c.toggle(fresh, from, ends[1], set)
		all = all[n:]
	}
	slices.Sort(fresh)
	return slices.Compact(fresh)
}

// toggle adds the uses of an edge by a set of rings, and appends it to fresh if it was not there.
func (c *cleaner) toggle(fresh []int32, a, b, set int32) []int32 {
	if a == b {
		return fresh
	}
	e := c.edges.Number([2]int32{min(a, b), max(a, b)})
	if int(e) == len(c.labels) {
		c.labels = append(c.labels, emptySet)
	}
	if c.labels[e] == emptySet {
		fresh = append(fresh, e)
	}
	label, both := c.sets.differ(c.labels[e], set)
	c.labels[e] = label
	for _, ring := range both {
		c.reportSpike(e, ring)
	}
	return fresh
}
