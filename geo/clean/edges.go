package clean

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
	"demarc/geo/topology"
)

// enterEdges makes edges of the rings.
func (c *cleaner) enterEdges() {
	uses := make([]int32, 0, len(c.walks.Vertices)) // edges, ring by ring
	ends := make([]int, len(c.rings))
	for i := range c.rings {
		walk := c.walks.Path(i)
		first := len(uses)
		for k, v := range walk {
			if w := walk[(k+1)%len(walk)]; v != w {
				uses = append(uses, c.edges.Number([2]int32{min(v, w), max(v, w)}))
			}
		}
		if len(uses)-first < 3 {
			at := orb.Point{}
			if len(walk) > 0 {
				at = inDegrees(c.point(walk[0]))
			}
			c.report(Finding{Kind: Ring, A: int(c.rings[i].shape), B: topology.Nowhere, At: at})
			uses = uses[:first]
		}
		ends[i] = len(uses)
	}
	c.orderRings(uses, ends)
	c.label(uses, ends)
}

// label finds the set of rings of each edge.
func (c *cleaner) label(uses []int32, ends []int) {
	users := newGathering(len(c.edges.Keys))
	var spikes [][2]int32 // edge and ring
	for place := range int32(len(ends)) {
		ring, first := c.ringOrder.thing(place), 0
		if ring > 0 {
			first = ends[ring-1]
		}
		for _, e := range uses[first:ends[ring]] {
			if users.toggle(e, place) {
				spikes = append(spikes, [2]int32{e, ring})
			}
		}
	}
	slices.SortFunc(spikes, func(a, b [2]int32) int { return slices.Compare(a[:], b[:]) })
	for _, s := range spikes {
		c.reportSpike(s[0], s[1])
	}
	c.labels = make([]int32, len(c.edges.Keys))
	for e := range c.labels {
		c.labels[e] = users.set(int32(e), &c.sets)
	}
}

func (c *cleaner) reportSpike(e, ring int32) {
	a, b := c.ends(e)
	c.report(Finding{
		Kind: Spike, A: int(c.rings[ring].shape), B: topology.Nowhere, At: inDegrees(a), LengthM: unitDistance(a, b),
	})
}

func (c *cleaner) ends(e int32) (a, b orb.Point) {
	ends := c.edges.Keys[e]
	return c.point(ends[0]), c.point(ends[1])
}

// insertion is a vertex to lead an edge through; at orders the insertions of an edge along it.
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

// snapEdges leads edges through the vertices nearer than the tolerance, except for edges that two
// rings share and vertices with no other edges.
func (c *cleaner) snapEdges() {
	reach := c.reach()
	if reach == 0 {
		return
	}
	edges := c.alive()
	tree := planar.NewEdgeTree(c.vertices.Keys, c.pairs(edges))
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
		lon, lat := reach/east, reach/north
		tree.Search(planar.Box[float64]{MinX: p[0] - lon, MinY: p[1] - lat, MaxX: p[0] + lon, MaxY: p[1] + lat}, func(k int32) {
			e := edges[k]
			if ends := c.edges.Keys[e]; ends[0] == int32(i) || ends[1] == int32(i) || settled[i] && c.shared(e) || c.stays(int32(i)) && c.edgeStays(e) {
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

// edgeStays tells whether an edge is one of the shapes that stay as they are.
func (c *cleaner) edgeStays(e int32) bool {
	return c.options.Settled > 0 && slices.ContainsFunc(c.ringsOf(c.labels[e]), func(ring int32) bool {
		return int(c.rings[ring].shape) < c.options.Settled
	})
}

// shared reports whether two rings use an edge.
func (c *cleaner) shared(e int32) bool { return c.sets.size(c.labels[e]) == 2 }

func (c *cleaner) reportVertex(e, vertex int32, metres float64) {
	c.report(Finding{
		Kind: Vertex, A: int(c.rings[c.ringsOf(c.labels[e])[0]].shape), B: int(c.owner[vertex]),
		At: inDegrees(c.point(vertex)), LengthM: metres,
	})
}

// alongEdge returns the position, as a share of the edge from a to b, of the point of the edge
// nearest to p, and the metres from p to that point.
func alongEdge(p, a, b orb.Point, east, north float64) (share, metres float64) {
	ux, uy := (b[0]-a[0])*east, (b[1]-a[1])*north
	px, py := (p[0]-a[0])*east, (p[1]-a[1])*north
	share = (px*ux + py*uy) / (ux*ux + uy*uy)
	t := min(1, max(0, share))
	return share, math.Hypot(px-t*ux, py-t*uy)
}

// pairs returns the ends of edges.
func (c *cleaner) pairs(edges []int32) []planar.Edge {
	pairs := make([]planar.Edge, len(edges))
	for i, e := range edges {
		pairs[i] = planar.Edge{A: c.edges.Keys[e][0], B: c.edges.Keys[e][1]}
	}
	return pairs
}

// split leads edges through vertices, sorted by edge and along it, and returns the new edges. Edges
// that come to lie on each other become one, and two passes of one ring along it cancel.
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
	for _, place := range c.sets.common(c.labels[e], set) {
		c.reportSpike(e, c.ringOrder.thing(place))
	}
	c.labels[e] = c.sets.differ(c.labels[e], set)
	return fresh
}
