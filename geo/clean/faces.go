package clean

import (
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/keys"
	"demarc/geo/internal/planar"
	"demarc/geo/internal/wgs84"
	"demarc/geo/topology"
)

// faces are the pieces into which the edges cut the plane. Half-edge 2i runs along edge i from its
// first end to its second, 2i+1 back; each has one face on its left. Face 0 is the unbounded one.
type faces struct {
	*cleaner
	edges   []int32                // of the cleaner, without those that are gone
	next    []int32                // by half-edge: the next one around its face
	face    []int32                // by half-edge
	starts  keys.Groups            // by face: one half-edge of each of its borders; of the outer border first
	covers  []int32                // by face: the number of its cover
	coverOf *keys.Numbering[cover] // by number
	keepers []int32                // by face: the set of its keepers, at each time at most one
	shapes  runSets                // sets of shapes, by their places in the order of shapes
	arcs    []topology.Arc         // of the borders between sets of keepers
}

// cover is the shapes that cover a place, as a set, and those that do so with more than one of
// their polygons, once for each further one: their numbers, four bytes each.
type cover struct {
	shapes int32
	again  string
}

func newFaces(c *cleaner) *faces {
	f := &faces{cleaner: c, edges: c.alive(), coverOf: keys.NewNumbering[cover](0), shapes: newRunSets()}
	f.link()
	f.findFaces()
	return f
}

func (f *faces) from(h int32) int32 { return f.cleaner.edges.Keys[f.edges[h/2]][h%2] }
func (f *faces) to(h int32) int32   { return f.from(h ^ 1) }

// link finds the next half-edge of each: the first one clockwise from its own edge at its end.
func (f *faces) link() {
	count := 2 * len(f.edges)
	leaving := keys.GroupBy(len(f.vertices.Keys), count, func(h int, enter func(int32)) { enter(f.from(int32(h))) })
	f.next = make([]int32, count)
	for v := range int32(len(f.vertices.Keys)) {
		here := leaving.Of(v)
		if len(here) > 2 {
			at := f.point(v)
			slices.SortFunc(here, func(h, k int32) int { return compareAngles(at, f.point(f.to(h)), f.point(f.to(k))) })
		}
		for i, h := range here {
			f.next[h^1] = here[(i+len(here)-1)%len(here)]
		}
	}
}

// compareAngles orders directions from a point anticlockwise, beginning with east.
func compareAngles(at, p, q orb.Point) int {
	lower := func(p orb.Point) int {
		if p[1] < at[1] || p[1] == at[1] && p[0] < at[0] {
			return 1
		}
		return 0
	}
	if d := lower(p) - lower(q); d != 0 {
		return d
	}
	return -planar.Orient(at, p, q)
}

// findFaces finds the borders of the faces and which of them belong together.
func (f *faces) findFaces() {
	var firsts []int32 // by border: a half-edge that starts at the westernmost vertex
	var outer []bool
	border := slices.Repeat([]int32{-1}, len(f.next))
	for h := range int32(len(f.next)) {
		if border[h] >= 0 {
			continue
		}
		first := h
		for k := h; border[k] < 0; k = f.next[k] {
			border[k] = int32(len(firsts))
			if planar.Before(f.point(f.from(k)), f.point(f.from(first))) {
				first = k
			}
		}
		firsts = append(firsts, first)
		outer = append(outer, !f.inner(first))
	}
	f.joinBorders(border, firsts, outer)
}

// inner reports whether a half-edge, which starts at the westernmost vertex of its border, is of an
// inner one.
func (f *faces) inner(first int32) bool {
	return planar.Inner(f.point(f.from(first)), func(yield func(planar.Corner) bool) {
		for k := first; ; {
			after := f.next[k]
			if !yield(planar.Corner{Before: f.point(f.from(k)), At: f.point(f.to(k)), After: f.point(f.to(after))}) {
				return
			}
			if k = after; k == first {
				return
			}
		}
	})
}

func (f *faces) joinBorders(border, firsts []int32, outer []bool) {
	tree := planar.NewEdgeTree(f.vertices.Keys, f.pairs(f.edges))
	around := planar.Nest(tree, outer,
		func(b int32) orb.Point { return f.point(f.from(firsts[b])) },
		func(e int32) int32 {
			h := 2 * e // the half-edge with the east on its left runs down
			if f.point(f.from(h))[1] < f.point(f.to(h))[1] {
				h++
			}
			return border[h]
		})
	const unbounded = 0
	faceOf := slices.Repeat([]int32{unbounded}, len(firsts)) // by border
	count := int32(unbounded + 1)
	for b := range firsts {
		if outer[b] {
			faceOf[b] = count
			count++
		}
	}
	for b, k := range around {
		if k >= 0 {
			faceOf[b] = faceOf[k]
		}
	}
	f.face = border
	for h, b := range border {
		f.face[h] = faceOf[b]
	}
	order := make([]int32, 0, len(firsts)) // outer borders first
	for _, want := range [...]bool{true, false} {
		for b, first := range firsts {
			if outer[b] == want {
				order = append(order, first)
			}
		}
	}
	f.starts = keys.GroupBy(int(count), len(order), func(i int, enter func(int32)) { enter(f.face[order[i]]) })
	for i, k := range f.starts.Items {
		f.starts.Items[i] = order[k]
	}
}

// each calls visit with the half-edges around a face.
func (f *faces) each(face int32, visit func(h int32)) {
	for _, start := range f.starts.Of(face) {
		for h := start; ; {
			visit(h)
			if h = f.next[h]; h == start {
				break
			}
		}
	}
}

// polygon returns a face in degrees. Its rings may touch themselves.
func (f *faces) polygon(face int32) orb.Polygon {
	var polygon orb.Polygon
	for _, start := range f.starts.Of(face) {
		ring := orb.Ring{inDegrees(f.point(f.from(start)))}
		for h := start; ; {
			ring = append(ring, inDegrees(f.point(f.to(h))))
			if h = f.next[h]; h == start {
				break
			}
		}
		polygon = append(polygon, ring)
	}
	return polygon
}

// size returns the square metres of a face other than the unbounded one.
func (f *faces) size(face int32) float64 {
	sum := 0.0
	for _, ring := range f.polygon(face) {
		sum += wgs84.SignedArea(ring)
	}
	return sum
}

// place returns a position within a face, or on its border if it is too thin.
func (f *faces) place(face int32) orb.Point {
	polygon := f.polygon(face)
	if p, ok := planar.InteriorPoint(polygon); ok {
		return p
	}
	return polygon[0][0]
}
