package clean

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/locate"
	"demarc/geo/partition"
	"demarc/geo/topology"
)

// gaps finds the places without a keeper that shapes enclose, and gives small ones to a neighbour.
//
// It goes through the times at which the set of valid shapes changes. Of these few change much, so
// the gaps of one time are kept for the next, but for those beside faces that were taken or left:
//
//	time 1            time 2              Left: a face of the gap g was taken, so the rest of g is
//	+----+----+       +----+----+         looked for anew. Right: faces outside were taken around
//	| g  | g  |       |####| g2 |  ####   one that was not, which is a gap now. A search for faces
//	+----+----+       +----+----+  # h#   around ends where it comes to the unbounded face.
//	                               ####
type gaps struct {
	*faces
	times   []int32
	at      int32             // the time looked at
	valid   []int32           // the shapes valid then, by rank
	recheck [][]int32         // by position in times: faces that may be taken or left then
	next    []int             // by face: the position at which it is looked at next
	covered map[int32][]int32 // by set of keepers: the times at which it is taken, and left again, in turn
	open    []bool            // by face: none keeps it
	of      []*gap            // by face: the gap that it is part of, nil for none
	outside []int             // by face: the latest step at which it was found open to the outside
	step    int
	all     []*gap
	known   map[Finding]bool // a gap may be there for several stretches of time
}

// gap is a place without a keeper that shapes enclose.
type gap struct {
	faces  []int32
	gone   bool
	m2     float64
	place  orb.Point
	around []side
}

// side is a stretch of the border of a gap.
type side struct {
	face   int32 // beyond it
	metres float64
}

func (f *faces) gaps() {
	count := len(f.keepers)
	g := gaps{
		faces: f, times: f.beginnings(), covered: map[int32][]int32{}, next: make([]int, count), open: make([]bool, count), of: make([]*gap, count),
		outside: make([]int, count), known: map[Finding]bool{},
	}
	g.recheck = make([][]int32, len(g.times))
	for face := range int32(count) {
		g.recheck[0] = append(g.recheck[0], face)
	}
	starts := f.byStart()
	for i, at := range g.times {
		g.at, g.step = at, i+1
		g.valid = slices.DeleteFunc(g.valid, func(shape int32) bool { return !f.span(shape).Holds(at) })
		for len(starts) > 0 && f.span(starts[0]).From <= at {
			if f.span(starts[0]).Holds(at) {
				g.valid = append(g.valid, starts[0])
			}
			starts = starts[1:]
		}
		slices.SortFunc(g.valid, func(a, b int32) int { return cmp.Compare(f.rank[a], f.rank[b]) })
		g.advance(i)
	}
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
	times = slices.Compact(times)
	return slices.DeleteFunc(times, func(at int32) bool { return at == math.MaxInt32 }) // the end of time
}

// byStart returns the shapes in the order in which they become valid.
func (f *faces) byStart() []int32 {
	shapes := make([]int32, len(f.rank))
	for i := range shapes {
		shapes[i] = int32(i)
	}
	slices.SortFunc(shapes, func(a, b int32) int { return cmp.Compare(f.span(a).From, f.span(b).From) })
	return shapes
}

// advance brings the gaps to time i, and decides about each.
func (g *gaps) advance(i int) {
	var seeds []int32 // open faces whose gap is to be looked for
	for _, face := range g.recheck[i] {
		if g.next[face] != i {
			continue
		}
		open := g.keeper(face) == topology.Nowhere
		g.later(face)
		if open == g.open[face] {
			continue
		}
		g.open[face] = open
		if seeds = append(seeds, face); g.of[face] != nil {
			seeds = append(seeds, g.drop(g.of[face])...)
		}
		g.each(face, func(h int32) {
			beyond := g.face[h^1]
			if seeds = append(seeds, beyond); g.of[beyond] != nil {
				seeds = append(seeds, g.drop(g.of[beyond])...)
			}
		})
	}
	g.recheck[i] = nil
	for _, face := range seeds {
		if face != 0 && g.open[face] && g.outside[face] < g.step && g.of[face] == nil {
			g.search(face)
		}
	}
	g.all = slices.DeleteFunc(g.all, func(gap *gap) bool { return gap.gone })
	slices.SortFunc(g.all, func(a, b *gap) int { return cmp.Compare(a.faces[0], b.faces[0]) })
	for _, gap := range g.all {
		if finding := g.decide(gap); !g.known[finding] {
			g.known[finding] = true
			g.report(finding)
		}
	}
}

// drop forgets a gap, and returns its faces.
func (g *gaps) drop(old *gap) []int32 {
	old.gone = true
	for _, face := range old.faces {
		g.of[face] = nil
	}
	return old.faces
}

// search finds the gap around an open face, if it is one and not open to the outside.
func (g *gaps) search(first int32) {
	patch, enclosed := g.reach(first)
	if !enclosed {
		for _, face := range patch {
			g.outside[face] = g.step
		}
		return
	}
	if least := slices.Min(patch); least != first {
		patch, _ = g.reach(least)
	}
	made := &gap{faces: patch}
	for _, face := range patch {
		g.of[face] = made
	}
	g.all = append(g.all, made)
	var largest int32
	made.m2, largest = g.measure(patch)
	made.place = g.place(largest)
	for _, face := range patch {
		g.each(face, func(h int32) {
			if beyond := g.face[h^1]; !g.open[beyond] {
				made.around = append(made.around, side{beyond, g.length(h)})
			}
		})
	}
}

// reach returns the open faces around one, as far as it had to look: to where it comes to those
// that are open to the outside.
func (g *gaps) reach(first int32) (patch []int32, enclosed bool) {
	seen := map[int32]bool{first: true}
	patch, enclosed = []int32{first}, true
	for i := 0; i < len(patch) && enclosed; i++ {
		g.each(patch[i], func(h int32) {
			other := g.face[h^1]
			switch {
			case other == 0 || g.outside[other] == g.step:
				enclosed = false
			case g.open[other] && !seen[other]:
				seen[other] = true
				patch = append(patch, other)
			}
		})
	}
	return patch, enclosed
}

// later notes when a face is taken or left next.
func (g *gaps) later(face int32) {
	set := g.keepers[face]
	times, known := g.covered[set]
	if !known {
		times = g.changes(set)
		g.covered[set] = times
	}
	k, found := slices.BinarySearch(times, g.at)
	if found {
		k++
	}
	next := len(g.times)
	if k < len(times) {
		next, _ = slices.BinarySearch(g.times, times[k])
	}
	if next < len(g.times) && next != g.next[face] {
		g.recheck[next] = append(g.recheck[next], face)
	}
	g.next[face] = next
}

// changes returns the times at which shapes of a set become valid while none is, and at which none
// is any longer, in turn.
func (g *gaps) changes(set int32) []int32 {
	var spans []locate.Span
	for _, place := range g.shapes.members(set) {
		spans = append(spans, g.span(g.shapeOrder.thing(place)))
	}
	byStart := func(a, b locate.Span) int { return cmp.Compare(a.From, b.From) }
	if !slices.IsSortedFunc(spans, byStart) {
		slices.SortFunc(spans, byStart)
	}
	var times []int32
	for _, span := range spans {
		if n := len(times); n > 0 && span.From <= times[n-1] {
			times[n-1] = max(times[n-1], span.To)
			continue
		}
		times = append(times, span.From, span.To)
	}
	return times
}

// keeper returns the shape that has a face, Nowhere if none has.
func (g *gaps) keeper(face int32) int32 {
	set := g.keepers[face]
	if set == emptySet {
		return topology.Nowhere
	}
	if len(g.valid) < g.shapes.size(set) {
		for _, shape := range g.valid {
			if g.shapes.has(set, g.shapeOrder.place(shape)) {
				return shape
			}
		}
		return topology.Nowhere
	}
	for _, shape := range g.shapesIn(set) {
		if g.span(shape).Holds(g.at) {
			return shape
		}
	}
	return topology.Nowhere
}

// decide decides about a gap, and carries it out.
func (g *gaps) decide(gap *gap) Finding {
	around, perimeter := g.neighbours(gap)
	finding := Finding{Kind: HoleLeft, A: around[0].Shape, B: topology.Nowhere, At: gap.place, AreaM2: gap.m2}
	if len(around) > 1 {
		finding.Kind, finding.B = GapLeft, around[1].Shape
	}
	small := 2*gap.m2 <= g.options.ToleranceM*perimeter || len(around) > 1 && gap.m2 <= g.options.GapM2
	taker := int32(around[0].Shape)
	for _, face := range gap.faces {
		// At another time it may be someone else's.
		small = small && g.rivalOf(taker, g.shapesIn(g.keepers[face])) == topology.Nowhere
	}
	if !small {
		return finding
	}
	finding.Kind, finding.B = Filled, topology.Nowhere
	for _, face := range gap.faces {
		g.keepers[face] = g.setOf(append(g.shapesIn(g.keepers[face]), taker))
		g.open[face] = false
		g.later(face)
	}
	g.drop(gap)
	return finding
}

// neighbours returns the shapes around a gap, the one with the longest border first, and the length
// of all.
func (g *gaps) neighbours(gap *gap) (around []partition.Neighbour, perimeter float64) {
	keeper, of := int32(topology.Nowhere), int32(topology.Nowhere)
	for _, side := range gap.around {
		if side.face != of {
			keeper, of = g.keeper(side.face), side.face
		}
		perimeter += side.metres
		k := slices.IndexFunc(around, func(n partition.Neighbour) bool { return n.Shape == int(keeper) })
		if k < 0 {
			k = len(around)
			around = append(around, partition.Neighbour{Shape: int(keeper)})
		}
		around[k].LengthM += side.metres
	}
	slices.SortFunc(around, func(x, y partition.Neighbour) int {
		return cmp.Or(cmp.Compare(y.LengthM, x.LengthM), cmp.Compare(g.rank[x.Shape], g.rank[y.Shape]))
	})
	return around, perimeter
}
