package partition

import (
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
	"demarc/geo/topology"
)

// union returns the polygons of the shapes for which within is true, made one. The arcs are those
// with such a shape on exactly one side.
func (p *Partition) union(arcs []int32, within func(shape int) bool) [][]topology.Chain {
	u := union{p: p, outgoing: map[int32][]int{}}
	for _, i := range arcs {
		ref := int(i)
		if left := p.Arcs[i].Left; left == topology.Nowhere || !within(left) {
			ref = ^ref
		}
		u.outgoing[u.start(ref)] = append(u.outgoing[u.start(ref)], ref)
	}
	used := make(map[int]bool, len(arcs))
	for _, i := range arcs {
		for _, ref := range [...]int{int(i), ^int(i)} {
			if used[ref] || !slices.Contains(u.outgoing[u.start(ref)], ref) {
				continue
			}
			if walk, closed := u.walk(ref, used); closed {
				u.walks = append(u.walks, walk)
			}
		}
	}
	return u.polygons()
}

// union is a set of shapes being put together. Arcs are followed with the set on the left.
type union struct {
	p        *Partition
	outgoing map[int32][]int  // arcs by the vertex where they begin
	walks    []topology.Chain // each around one piece of the set, or around a hole of a piece
}

func (u *union) start(ref int) int32 {
	if ref < 0 {
		return u.p.ends[^ref][1]
	}
	return u.p.ends[ref][0]
}

func (u *union) end(ref int) int32 { return u.start(^ref) }

// first returns the first two positions of an arc in its direction; the last two are the first of
// the arc turned.
func (u *union) first(ref int) (at, next orb.Point) {
	if ref < 0 {
		points := u.p.Arcs[^ref].Points
		return points[len(points)-1], points[len(points)-2]
	}
	return u.p.Arcs[ref].Points[0], u.p.Arcs[ref].Points[1]
}

// walk follows arcs until it is back, which it always is in a partition. At a vertex with several
// ways on it takes the leftmost, which keeps to the same piece.
func (u *union) walk(first int, used map[int]bool) (walk topology.Chain, closed bool) {
	for ref := first; ; {
		used[ref] = true
		walk = append(walk, ref)
		at, behind := u.first(^ref)
		next, found := 0, false
		for _, k := range u.outgoing[u.end(ref)] {
			if used[k] && k != first {
				continue
			}
			_, towards := u.first(k)
			if found {
				_, best := u.first(next)
				if !(planar.Corner{Before: behind, At: at, After: best}).Holds(towards) {
					continue
				}
			}
			next, found = k, true
		}
		switch {
		case !found:
			return walk, false
		case next == first:
			return walk, true
		}
		ref = next
	}
}

// polygons makes a polygon of each walk around a piece, with the holes that lie in the piece.
func (u *union) polygons() [][]topology.Chain {
	var polygons [][]topology.Chain
	var holes []int
	polygonOf := make([]int, len(u.walks))
	for i, walk := range u.walks {
		if u.isHole(walk) {
			holes = append(holes, i)
			continue
		}
		rings := u.simple(walk)
		// The shell is the only anticlockwise one.
		for k, ring := range rings {
			if planar.Winding(u.p.ring(ring)) > 0 {
				rings[0], rings[k] = rings[k], rings[0]
				break
			}
		}
		polygonOf[i] = len(polygons)
		polygons = append(polygons, rings)
	}
	if len(polygons) == 0 {
		return nil
	}
	if len(polygons) > 1 {
		u.placeHoles(holes, polygonOf)
	}
	for _, i := range holes {
		k := polygonOf[i]
		polygons[k] = append(polygons[k], u.simple(u.walks[i])...)
	}
	return polygons
}

// isHole reports whether the walk is an inner border.
func (u *union) isHole(walk topology.Chain) bool {
	ring := u.p.ring(walk)
	return planar.Inner(westernmost(ring), func(yield func(planar.Corner) bool) {
		n := len(ring) - 1
		for k := range n {
			if !yield(planar.Corner{Before: ring[(k+n-1)%n], At: ring[k], After: ring[k+1]}) {
				return
			}
		}
	})
}

func westernmost(ring orb.Ring) orb.Point {
	best := ring[0]
	for _, p := range ring {
		best = planar.Earlier(best, p)
	}
	return best
}

// simple cuts a walk at the vertices through which it comes more than once.
func (u *union) simple(walk topology.Chain) []topology.Chain {
	var rings []topology.Chain
	var open topology.Chain
	for _, ref := range walk {
		open = append(open, ref)
		at := u.end(ref)
		for k := len(open) - 1; k >= 0; k-- {
			if u.start(open[k]) == at {
				rings = append(rings, slices.Clone(open[k:]))
				open = open[:k]
				break
			}
		}
	}
	return rings
}

// placeHoles finds the piece around each hole.
func (u *union) placeHoles(holes []int, polygonOf []int) {
	if len(holes) == 0 {
		return
	}
	var points []orb.Point
	var edges []planar.Edge
	var walkOf []int32
	for i, walk := range u.walks {
		first := len(points)
		points = append(points, u.p.ring(walk)...)
		for k := first + 1; k < len(points); k++ {
			edges = append(edges, planar.Edge{A: int32(k - 1), B: int32(k)})
			walkOf = append(walkOf, int32(i))
		}
	}
	tree := planar.NewEdgeTree(points, edges)
	outer := slices.Repeat([]bool{true}, len(u.walks))
	for _, i := range holes {
		outer[i] = false
	}
	around := planar.Nest(tree, outer,
		func(walk int32) orb.Point { return westernmost(u.p.ring(u.walks[walk])) },
		func(edge int32) int32 { return walkOf[edge] })
	for _, i := range holes {
		k := around[i]
		if k < 0 { // only if this is no partition
			k = int32(slices.Index(outer, true))
		}
		polygonOf[i] = polygonOf[k]
	}
}
