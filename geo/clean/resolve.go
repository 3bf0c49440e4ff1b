package clean

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/wgs84"
	"demarc/geo/locate"
	"demarc/geo/partition"
	"demarc/geo/topology"
)

// cover finds the shapes that cover each face. It walks from the unbounded face, which lies in no
// ring, across the edges.
func (f *faces) cover() {
	count := len(f.starts.First) - 1
	rings := slices.Repeat([]int32{-1}, count) // by face: the set of rings it lies in
	rings[0] = emptySet
	f.covers, f.keepers = make([]int32, count), make([]int32, count)
	covers := map[int32]int32{} // by set of rings
	queue := []int32{0}
	for len(queue) > 0 {
		face := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		f.each(face, func(h int32) {
			if other := f.face[h^1]; rings[other] < 0 {
				rings[other], _ = f.sets.differ(rings[face], f.labels[f.edges[h/2]])
				queue = append(queue, other)
			}
		})
	}
	f.outsideHoles(rings)
	keepers := map[int32]int32{} // by cover
	for face, set := range rings {
		cover, known := covers[set]
		if !known {
			cover = f.coverSets.Number(setKey(f.covering(set)))
			covers[set] = cover
			keepers[cover] = f.coverSets.Number(setKey(f.keeping(cover, f.areRivals)))
		}
		f.covers[face], f.keepers[face] = cover, keepers[cover]
	}
}

// keeping returns the shapes of a cover that keep the place: each that no keeper before it takes it
// from.
func (f *faces) keeping(cover int32, takes func(keeper, shape int32) bool) []int32 {
	var kept []int32
	for _, shape := range f.shapesOf(cover) {
		if !slices.ContainsFunc(kept, func(keeper int32) bool { return keeper == shape || takes(keeper, shape) }) {
			kept = append(kept, shape)
		}
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
func (f *faces) span(shape int32) locate.Span {
	if f.options.Spans == nil || f.options.Spans[shape] == (locate.Span{}) {
		return locate.Always()
	}
	return f.options.Spans[shape]
}

// keeper returns the shape that has a face at a time, Nowhere if none has.
func (f *faces) keeper(face int32, at int32) int32 {
	key := f.coverSets.Keys[f.keepers[face]]
	for i := 0; i < len(key); i += 4 {
		if shape := keyRing(key[i:]); f.span(shape).Holds(at) {
			return shape
		}
	}
	return topology.Nowhere
}

// covering returns the shapes that cover a place in a set of rings, by rank, each once for each of
// its polygons there.
func (f *faces) covering(set int32) []int32 {
	rings := f.sets.rings(set)
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
	return shapes
}

// shapesOf returns the shapes of a cover.
func (f *faces) shapesOf(cover int32) []int32 {
	key := ringSets{sets: f.coverSets}
	return key.rings(cover)
}

// outsideHoles reports the holes, or parts of holes, that lie outside of their shells.
func (f *faces) outsideHoles(rings []int32) {
	type part struct {
		face int32
		m2   float64
	}
	parts := map[int32]part{} // by ring
	seen := map[int32][]int32{}
	for face, set := range rings {
		if face == 0 {
			continue
		}
		holes, known := seen[set]
		if !known {
			holes = f.holesOutside(set)
			seen[set] = holes
		}
		for _, hole := range holes {
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

// holesOutside returns the holes of a set of rings whose shell is not in it.
func (f *faces) holesOutside(set int32) []int32 {
	var found []int32
	polygon, shell := int32(-1), false
	for _, i := range f.sets.rings(set) {
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
		return f.covers[face], len(f.shapesOf(f.covers[face])) > 1
	}, func(patch []int32) {
		shapes, kept := f.shapesOf(f.covers[patch[0]]), f.shapesOf(f.keepers[patch[0]])
		if len(shapes) == len(kept) {
			return // each at its own time, or all of them claim it
		}
		m2, largest := f.measure(patch)
		at := f.place(largest)
		for i, loser := range shapes {
			switch {
			case i > 0 && loser == shapes[i-1]:
				f.report(Finding{Kind: Parts, A: int(loser), B: topology.Nowhere, At: at, AreaM2: m2})
			case !slices.Contains(kept, loser):
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

// gaps finds the places without a keeper that shapes enclose, and gives small ones to a neighbour.
func (f *faces) gaps() {
	known := map[Finding]bool{} // a gap may be there for several stretches of time
	for _, at := range f.beginnings() {
		f.eachPatch(func(face int32) (int32, bool) { return 0, f.keeper(face, at) == topology.Nowhere }, func(patch []int32) {
			if finding := f.gap(patch, at); !known[finding] {
				known[finding] = true
				f.report(finding)
			}
		})
	}
}

// gap decides about a gap or hole at a time, and carries it out.
func (f *faces) gap(patch []int32, at int32) Finding {
	m2, largest := f.measure(patch)
	around, perimeter := f.borderOf(patch, at)
	finding := Finding{Kind: HoleLeft, A: around[0].Shape, B: topology.Nowhere, At: f.place(largest), AreaM2: m2}
	if len(around) > 1 {
		finding.Kind, finding.B = GapLeft, around[1].Shape
	}
	small := 2*m2 <= f.options.ToleranceM*perimeter || len(around) > 1 && m2 <= f.options.GapM2
	taker := int32(around[0].Shape)
	for _, face := range patch {
		// At another time it may be someone else's.
		small = small && f.rivalOf(taker, f.shapesOf(f.keepers[face])) == topology.Nowhere
	}
	if small {
		finding.Kind, finding.B = Filled, topology.Nowhere
		for _, face := range patch {
			f.keepers[face] = f.coverSets.Number(setKey(append(f.shapesOf(f.keepers[face]), taker)))
		}
	}
	return finding
}

// beginnings returns the times at which the set of valid shapes changes, one if it never does.
func (f *faces) beginnings() []int32 {
	times := []int32{math.MinInt32}
	for _, s := range f.options.Spans {
		if s != (locate.Span{}) {
			times = append(times, s.From, s.To)
		}
	}
	slices.Sort(times)
	return slices.Compact(times)
}

// length returns the metres of a half-edge.
func (f *faces) length(h int32) float64 {
	return wgs84.Length(orb.LineString{inDegrees(f.point(f.from(h))), inDegrees(f.point(f.to(h)))})
}

// borderOf returns the shapes around a patch at a time, the one with the longest border first, and
// the length of all.
func (f *faces) borderOf(patch []int32, at int32) (around []partition.Neighbour, perimeter float64) {
	for _, face := range patch {
		f.each(face, func(h int32) {
			keeper := f.keeper(f.face[h^1], at)
			if keeper == topology.Nowhere {
				return
			}
			metres := f.length(h)
			perimeter += metres
			k := slices.IndexFunc(around, func(n partition.Neighbour) bool { return n.Shape == int(keeper) })
			if k < 0 {
				k = len(around)
				around = append(around, partition.Neighbour{Shape: int(keeper)})
			}
			around[k].LengthM += metres
		})
	}
	slices.SortFunc(around, func(x, y partition.Neighbour) int {
		return cmp.Or(cmp.Compare(y.LengthM, x.LengthM), cmp.Compare(f.rank[x.Shape], f.rank[y.Shape]))
	})
	return around, perimeter
}
