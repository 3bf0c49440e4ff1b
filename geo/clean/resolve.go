package clean

import (
	"cmp"
	"encoding/binary"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/wgs84"
	"demarc/geo/locate"
	"demarc/geo/topology"
)

// cover finds the shapes that cover each face. It walks from the unbounded face, which lies in no
// ring, across the edges.
func (f *faces) cover() {
	count := len(f.starts.First) - 1
	rings := slices.Repeat([]int32{-1}, count) // by face: the set of rings it lies in
	rings[0] = emptySet
	f.covers, f.keepers = make([]int32, count), make([]int32, count)
	queue := []int32{0}
	for len(queue) > 0 {
		face := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		f.each(face, func(h int32) {
			if other := f.face[h^1]; rings[other] < 0 {
				rings[other] = f.sets.differ(rings[face], f.labels[f.edges[h/2]])
				queue = append(queue, other)
			}
		})
	}
	covers, keepers := map[int32]int32{}, map[int32]int32{} // by set of rings, by cover
	outside := map[int32][]int32{}                          // by set of rings: holes outside of their shells
	for face, set := range rings {
		number, known := covers[set]
		if !known {
			within := f.ringsOf(set)
			number = f.coverOf.Number(f.covering(within))
			covers[set], outside[set] = number, f.holesOutside(within)
			if _, known := keepers[number]; !known {
				keepers[number] = f.setOf(f.keeping(number, f.areRivals))
			}
		}
		f.covers[face], f.keepers[face] = number, keepers[number]
	}
	f.outsideHoles(rings, outside)
}

// setOf returns the number of a set of shapes.
func (f *faces) setOf(shapes []int32) int32 {
	places := make([]int32, len(shapes))
	for i, shape := range shapes {
		places[i] = f.shapeOrder.place(shape)
	}
	slices.Sort(places)
	return f.shapes.of(slices.Compact(places)...)
}

// shapesIn returns the shapes of a set, by rank.
func (f *faces) shapesIn(set int32) []int32 {
	shapes := f.shapes.members(set)
	for i, place := range shapes {
		shapes[i] = f.shapeOrder.thing(place)
	}
	byRank := func(a, b int32) int { return cmp.Compare(f.rank[a], f.rank[b]) }
	if !slices.IsSortedFunc(shapes, byRank) {
		slices.SortFunc(shapes, byRank)
	}
	return shapes
}

// covering is the cover of a place in some rings.
func (f *faces) covering(rings []int32) cover {
	var shapes []int32
	for i := 0; i < len(rings); {
		r := f.rings[rings[i]]
		inside := !r.hole // the shell has the lowest number
		for i++; i < len(rings) && f.rings[rings[i]].polygon == r.polygon; i++ {
			inside = false
		}
		if inside {
			shapes = append(shapes, r.shape)
		}
	}
	slices.SortFunc(shapes, func(a, b int32) int { return cmp.Compare(f.rank[a], f.rank[b]) })
	var again []byte
	for i, shape := range shapes {
		if i > 0 && shape == shapes[i-1] {
			again = binary.BigEndian.AppendUint32(again, uint32(shape))
		}
	}
	return cover{f.setOf(slices.Compact(shapes)), string(again)}
}

// covered returns the shapes of a cover, by rank, each once.
func (f *faces) covered(number int32) []int32 { return f.shapesIn(f.coverOf.Keys[number].shapes) }

// keeping returns the shapes of a cover that keep the place: each that no keeper before it takes it
// from. Shapes that share no day never take it.
func (f *faces) keeping(number int32, takes func(keeper, shape int32) bool) []int32 {
	var kept []int32
	end := int32(math.MinInt32)
	for _, shape := range f.covered(number) {
		span := f.span(shape)
		if span.From < end && slices.ContainsFunc(kept, func(keeper int32) bool { return takes(keeper, shape) }) {
			continue
		}
		kept, end = append(kept, shape), max(end, span.To)
	}
	return kept
}

// areRivals tells whether two shapes share a day.
func (f *faces) areRivals(shape, other int32) bool {
	a, b := f.span(shape), f.span(other)
	return a.From < b.To && b.From < a.To
}

// rivalOf returns the first of several shapes that shares a day with a shape, Nowhere if none does.
func (f *faces) rivalOf(shape int32, others []int32) int32 {
	i := slices.IndexFunc(others, func(other int32) bool { return f.areRivals(other, shape) })
	if i < 0 {
		return topology.Nowhere
	}
	return others[i]
}

// span says when a shape is valid.
func (c *cleaner) span(shape int32) locate.Span {
	if c.options.Spans == nil || c.options.Spans[shape] == (locate.Span{}) {
		return locate.Always()
	}
	return c.options.Spans[shape]
}

// outsideHoles reports the holes, or parts of holes, that lie outside of their shells. Those of
// each set of rings are known.
func (f *faces) outsideHoles(rings []int32, outside map[int32][]int32) {
	type part struct {
		face int32
		m2   float64
	}
	parts := map[int32]part{} // by ring
	for face, set := range rings {
		if face == 0 {
			continue
		}
		for _, hole := range outside[set] {
			p, known := parts[hole]
			if !known {
				p.face = int32(face)
			}
			p.m2 += f.size(int32(face))
			parts[hole] = p
		}
	}
	for _, hole := range slices.Sorted(maps.Keys(parts)) {
		p := parts[hole]
		f.report(Finding{
			Kind: Hole, A: int(f.rings[hole].shape), B: topology.Nowhere, At: f.place(p.face), AreaM2: p.m2,
		})
	}
}

// holesOutside returns the holes among rings whose shells are not among them.
func (f *faces) holesOutside(rings []int32) []int32 {
	var found []int32
	polygon, shell := int32(-1), false
	for _, i := range rings {
		r := f.rings[i]
		if r.polygon != polygon {
			polygon, shell = r.polygon, !r.hole
		}
		if r.hole && !shell {
			found = append(found, i)
		}
	}
	return found
}

// reportCovers reports places that several polygons cover, once for each that loses them.
func (f *faces) reportCovers() {
	f.eachPatch(func(face int32) (int32, bool) {
		cover := f.coverOf.Keys[f.covers[face]]
		return f.covers[face], cover.again != "" || cover.shapes != f.keepers[face]
	}, func(patch []int32) {
		cover, keepers := f.coverOf.Keys[f.covers[patch[0]]], f.keepers[patch[0]]
		if cover.again == "" && cover.shapes == keepers {
			return // each at its own time, or all of them claim it
		}
		m2, largest := f.measure(patch)
		at := f.place(largest)
		for again := cover.again; again != ""; again = again[4:] {
			f.report(Finding{Kind: Parts, A: int(bound(again, 0)), B: topology.Nowhere, At: at, AreaM2: m2})
		}
		kept := f.shapesIn(keepers)
		for _, loser := range f.shapesIn(cover.shapes) {
			if !slices.Contains(kept, loser) {
				f.report(Finding{Kind: Overlap, A: int(f.rivalOf(loser, kept)), B: int(loser), At: at, AreaM2: m2})
			}
		}
	})
}

// measure returns the square metres of a patch and its largest face.
func (f *faces) measure(patch []int32) (m2 float64, largest int32) {
	best := -1.0
	for _, face := range patch {
		size := f.size(face)
		m2 += size
		if size > best {
			largest, best = face, size
		}
	}
	return m2, largest
}

// eachPatch calls visit with the greatest sets of faces that lie side by side and are of one class.
// Faces for which class is not ok, and the patch of the unbounded face, are left out.
func (f *faces) eachPatch(class func(face int32) (class int32, ok bool), visit func(patch []int32)) {
	seen := make([]bool, len(f.covers))
	for face := range int32(len(f.covers)) {
		own, ok := class(face)
		if seen[face] || !ok {
			continue
		}
		seen[face] = true
		patch := []int32{face}
		for i := 0; i < len(patch); i++ {
			f.each(patch[i], func(h int32) {
				other := f.face[h^1]
				if c, ok := class(other); ok && c == own && !seen[other] {
					seen[other] = true
					patch = append(patch, other)
				}
			})
		}
		if patch[0] != 0 {
			visit(patch)
		}
	}
}

// length returns the metres of a half-edge.
func (f *faces) length(h int32) float64 {
	return wgs84.Length(orb.LineString{inDegrees(f.point(f.from(h))), inDegrees(f.point(f.to(h)))})
}
