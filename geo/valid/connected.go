package valid

import (
	"fmt"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

// ringTouch says that a ring, by the number of its loop, passes through a place where another ring
// of its polygon does too.
type ringTouch struct {
	loop int
	at   orb.Point
}

// disconnected finds the polygons whose rings cut the interior in pieces. Rings and the places
// where they touch are the nodes of a graph, with a line from each ring to each of its places. The
// borders of a polygon separate one part of its interior from another exactly where this graph has
// a circle:
//
//	+-------------+        +-------------+
//	|  /\          |        |  /\   /\    |     left: shell - p - hole, no circle
//	| /  \         |        | /  \q/  \   |     right: shell - p - hole - q - hole - r - shell
//	p/____\        |        p/____\____\r.|
//	+-------------+        +-------------+
//
// Rings that cross, or lie outside of their shell, have been found before.
func (c *Checker) disconnected() {
	if len(c.touches) == 0 {
		return
	}
	faulty := map[int]bool{}
	for _, f := range c.faults {
		faulty[f.Polygon] = faulty[f.Polygon] || !f.Kind.Warning()
	}
	type place struct {
		part int
		at   orb.Point
	}
	places, known := map[place]int{}, map[ringTouch]bool{}
	sets := make([]int, len(c.loops)) // a forest of nodes: rings by loop, then places
	for i := range sets {
		sets[i] = i
	}
	find := func(node int) int {
		for sets[node] != node {
			sets[node] = sets[sets[node]]
			node = sets[node]
		}
		return node
	}
	for _, touch := range c.touches {
		l := &c.loops[touch.loop]
		if known[touch] || faulty[l.Part] || c.found[l.Part] > 0 {
			continue
		}
		known[touch] = true
		node, ok := places[place{l.Part, touch.at}]
		if !ok {
			node = len(sets)
			sets = append(sets, node)
			places[place{l.Part, touch.at}] = node
		}
		a, b := find(l.Owner), find(node)
		if a != b {
			sets[a] = b
			continue
		}
		faulty[l.Part] = true // once is enough
		c.faults = append(c.faults, Fault{
			Kind: Disconnected, Polygon: l.Part, Ring: l.Ring, vertex: -1, At: touch.at,
			Message: fmt.Sprintf("rings that touch each other cut the interior in pieces, near %v", planar.PositionText(touch.at)),
		})
	}
}
