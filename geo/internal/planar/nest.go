package planar

import (
	"iter"

	"github.com/paulmach/orb"
)

// A border is a closed walk along edges that meet in vertices only, with what it bounds on its
// left: the outer border of a piece of the plane, or an inner one, around a hole of the piece. West
// of the westernmost vertex of an inner border comes the outer border of its piece, or another
// inner one that goes on from there:
//
//	+---------------------+
//	| a                   |
//	|       +---+    +--+ |     west of c comes b, west of b comes a:
//	| <-----. b |    |  | |     b and c are holes of a
//	|       |   | <--. c| |
//	|       +---+    +--+ |
//	+---------------------+
//
// Each step leads farther west, so it ends; a border without anything west of it lies in the
// unbounded piece.

// Nest returns the outer border around each border, which for outer ones is itself; -1 if there is
// none. The tree holds the edges of all borders. Borders in a circle, which only such as cross can
// form, have none.
func Nest(tree *EdgeTree, outer []bool, westernmost func(border int32) orb.Point, borderOf func(edge int32) int32) []int32 {
	const none, unknown = -1, -2
	around := make([]int32, len(outer))
	for b := range outer {
		around[b] = unknown
		if outer[b] {
			around[b] = int32(b)
		}
	}
	var path []int32
	for b := range outer {
		path = path[:0]
		at := int32(b)
		for around[at] == unknown {
			path = append(path, at)
			around[at] = none // ends a circle
			e := tree.west(westernmost(at))
			if e < 0 {
				break
			}
			at = borderOf(e)
		}
		for _, k := range path {
			around[k] = around[at]
		}
	}
	return around
}

// Inner reports whether a border is an inner one: what is on its left also lies west of its
// westernmost vertex.
func Inner(westernmost orb.Point, corners iter.Seq[Corner]) bool {
	for c := range corners {
		if c.At == westernmost && c.Holds(orb.Point{c.At[0] - 1, c.At[1]}) {
			return true
		}
	}
	return false
}

// RingWithin reports whether ring a lies within ring b, given that they do not cross. It is told by
// the first vertex of a that is not on b, else by a point within a.
func RingWithin(a, b orb.Ring) bool {
	for _, p := range a {
		if where := ringPlace(b, p); where != onBorder {
			return where == inside
		}
	}
	p, ok := InteriorPoint(orb.Polygon{a})
	return ok && ringContains(b, p)
}
