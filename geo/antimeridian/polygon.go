package antimeridian

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/clean"
	"demarc/geo/internal/planar"
	"demarc/geo/valid"
)

// cutPolygon returns the pieces of a polygon, itself if it cannot be cut.
func cutPolygon(polygon orb.Polygon) orb.MultiPolygon {
	rings := make([][]vertex, len(polygon))
	around := make([]int, len(polygon))
	for i, ring := range polygon {
		if len(ring) < 4 || ring[0] != ring[len(ring)-1] && (ring[0][1] != ring[len(ring)-1][1] || math.Mod(ring[0][0]-ring[len(ring)-1][0], 360) != 0) {
			return orb.MultiPolygon{polygon} // what is inside of it nobody knows
		}
		rings[i], around[i] = layOut(ring)
		if around[i] < -1 || around[i] > 1 {
			return orb.MultiPolygon{polygon}
		}
	}
	rings = aroundPoles(rings, around)
	alongside(rings)
	first, last, ok := span(rings...)
	if !ok {
		return orb.MultiPolygon{polygon}
	}
	var pieces orb.MultiPolygon
	whole := rings
	for turn := first; turn <= last; turn++ {
		pieces = append(pieces, nested(clip(rings, turn, -1), turn)...)
		rings = clip(rings, turn, 1)
	}
	return mended(pieces, whole)
}

// mended cleans the pieces of a sound polygon where cutting left a fault: where holes touch each
// other or the shell, the way around them may have led over the antimeridian.
func mended(pieces orb.MultiPolygon, from [][]vertex) orb.MultiPolygon {
	faulty := func(shape orb.MultiPolygon) bool {
		return slices.ContainsFunc(new(valid.Checker).Check(shape), func(f valid.Fault) bool {
			return !f.Kind.Warning() || f.Kind == valid.Disconnected
		})
	}
	if !faulty(pieces) {
		return pieces
	}
	var laid orb.Polygon
	for _, line := range from {
		var ring orb.Ring
		for _, v := range line {
			ring = append(ring, orb.Point{v.lon + 360*float64(v.turn), v.lat})
		}
		laid = append(laid, append(ring, ring[0]))
	}
	if faulty(orb.MultiPolygon{laid}) {
		return pieces
	}
	if cleaned, err := clean.Clean([]orb.MultiPolygon{pieces}, clean.Options{}); err == nil {
		return cleaned.Shapes[0]
	}
	return pieces
}

// aroundPoles ends rings where they begin. Of those that run around the earth, a shell and a hole
// are the sides of a belt; one alone is closed along the pole nearer to it.
func aroundPoles(rings [][]vertex, around []int) [][]vertex {
	var closed, belts [][]vertex
	for i, ring := range rings {
		if around[i] == 0 {
			closed = append(closed, ring[:len(ring)-1])
			continue
		}
		belts = append(belts, eastward(ring, around[i]))
	}
	for len(belts) > 0 {
		one := belts[0]
		var back []vertex
		if belts = belts[1:]; len(belts) > 0 {
			back = slices.Clone(belts[0])
			slices.Reverse(back)
			belts = belts[1:]
		} else {
			pole := math.Copysign(90, meanLatitude(one))
			first, last := one[0], one[len(one)-1]
			back = []vertex{{last.lon, pole, last.turn}, {first.lon, pole, first.turn}}
		}
		closed = slices.Insert(closed, 0, slices.Concat(one, back))
	}
	return closed
}

func meanLatitude(line []vertex) float64 {
	sum := 0.0
	for _, v := range line {
		sum += v.lat
	}
	return sum / float64(len(line))
}

// eastward returns a ring that runs once around the earth as a line from one antimeridian to the
// next.
func eastward(ring []vertex, around int) []vertex {
	ring = ring[:len(ring)-1]
	n := len(ring)
	next := func(i int) vertex { // without end, each time a turn further on
		v := ring[i%n]
		v.turn += around * (i / n)
		return v
	}
	for i := range ring {
		v, w := next(i), next(i+1)
		for b := min(v.turn, w.turn) - 1; b <= max(v.turn, w.turn); b++ {
			if (v.at(b) < 0) == (w.at(b) < 0) {
				continue
			}
			begin := crossing(v, w, b)
			line := []vertex{begin}
			for k := 1; k <= n; k++ {
				line = append(line, next(i+k))
			}
			end := begin
			end.turn += around
			line = append(line, end)
			if around < 0 {
				slices.Reverse(line)
			}
			for k := range line {
				line[k].turn -= min(b, b+around) + 1
			}
			return line
		}
	}
	return ring // not reached: what runs around the earth crosses the antimeridian
}

// alongside lays holes beside their shell: each ring was laid out from a vertex of its own.
func alongside(rings [][]vertex) {
	west := func(ring []vertex) float64 {
		least := math.Inf(1)
		for _, v := range ring {
			least = min(least, v.lon+360*float64(v.turn))
		}
		return least
	}
	shell := west(rings[0])
	for _, hole := range rings[1:] {
		turn := int(math.Ceil((shell - west(hole)) / 360))
		for i := range hole {
			hole[i].turn += turn
		}
	}
}

// chain is a piece of a ring on one side of a antimeridian, from one crossing to another.
type chain struct {
	line []vertex
	ends [2]int // the crossings
}

// clip returns what of rings lies west of a antimeridian, side -1, or east of it, 1. Between the
// first two of the places where the rings come to it or leave it, it is inside, and between the
// next two; so these are joined. A vertex on the antimeridian counts as beyond it.
//
//	.-----4             crossings by latitude 1 2 3 4, on the western side:
//	|  .--3             the chains 4-1 and 2-3 are joined along 1-2 and 3-4
//	|  '--2
//	'-----1
func clip(rings [][]vertex, b, side int) (kept [][]vertex) {
	var chains []chain
	var crossings []arrival
	for _, ring := range rings {
		n := len(ring)
		in := func(i int) bool { return ring[i%n].at(b) == side }
		start := 0 // the first vertex of a chain
		for start < n && !(in(start) && !in(start+n-1)) {
			start++
		}
		if start == n {
			if n > 0 && in(0) {
				kept = append(kept, ring)
			}
			continue
		}
		for k := range n {
			i := start + k
			if !in(i) {
				continue
			}
			if !in(i + n - 1) {
				c := crossing(ring[(i+n-1)%n], ring[i%n], b)
				chains = append(chains, chain{[]vertex{c}, [2]int{len(crossings), 0}})
				crossings = append(crossings, arrivalAt(c, ring[i%n], side))
			}
			open := &chains[len(chains)-1]
			open.line = append(open.line, ring[i%n])
			if !in(i + 1) {
				c := crossing(ring[i%n], ring[(i+1)%n], b)
				open.line, open.ends[1] = append(open.line, c), len(crossings)
				crossings = append(crossings, arrivalAt(c, ring[i%n], side))
			}
		}
	}
	return append(kept, joined(chains, matched(crossings))...)
}

// arrival is where a chain comes to the antimeridian, and a place on the way to it.
type arrival struct {
	at, from orb.Point
	side     int
}

func arrivalAt(c, from vertex, side int) arrival {
	a := arrival{orb.Point{-180 * float64(side), c.lat}, from.point(), side}
	turn := c.turn // of the side of the antimeridian
	if c.lon == 180 && side > 0 {
		turn++
	} else if c.lon == -180 && side < 0 {
		turn--
	}
	a.from[0] += 360 * float64(from.turn-turn)
	return a
}

// matched returns the crossing that each is joined with: from south to north, those in one place by
// where they come from.
func matched(crossings []arrival) []int {
	order := make([]int, len(crossings))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := crossings[i], crossings[j]
		return cmp.Or(cmp.Compare(a.at[1], b.at[1]), -a.side*planar.Orient(a.at, a.from, b.from))
	})
	mates := make([]int, len(crossings))
	for k := 0; k+1 < len(order); k += 2 {
		mates[order[k]], mates[order[k+1]] = order[k+1], order[k]
	}
	return mates
}

// joined makes rings of the chains on one side. Each crossing is an end of one of them.
func joined(chains []chain, mates []int) [][]vertex {
	type end struct{ chain, end int }
	at := map[int]end{}
	for i, c := range chains {
		at[c.ends[0]], at[c.ends[1]] = end{i, 0}, end{i, 1}
	}
	var rings [][]vertex
	used := make([]bool, len(chains))
	for i := range chains {
		var ring []vertex
		for from := (end{i, 0}); !used[from.chain]; {
			used[from.chain] = true
			line := chains[from.chain].line
			if from.end == 1 {
				line = slices.Clone(line)
				slices.Reverse(line)
			}
			ring = append(ring, line...)
			from = at[mates[chains[from.chain].ends[1-from.end]]]
		}
		if ring != nil {
			rings = append(rings, ring)
		}
	}
	return rings
}

// nested makes polygons of the rings of a turn: even-odd, a ring within an odd number of others is
// a hole.
func nested(laid [][]vertex, turn int) orb.MultiPolygon {
	var rings []orb.Ring
	for _, ring := range laid {
		points := make([]orb.Point, len(ring))
		for i, v := range ring {
			points[i] = v.within(turn)
		}
		rings = append(rings, simple(points)...)
	}
	boxes := make([]orb.Bound, len(rings))
	for i, ring := range rings {
		boxes[i] = ring.Bound()
	}
	around := make([][]int, len(rings))
	for i, ring := range rings {
		for j, other := range rings {
			if i != j && boxes[j].Contains(boxes[i].Min) && boxes[j].Contains(boxes[i].Max) && planar.RingWithin(ring, other) {
				around[i] = append(around[i], j)
			}
		}
	}
	var polygons orb.MultiPolygon
	number := map[int]int{} // of the polygon of a shell
	for i, ring := range rings {
		if len(around[i])%2 == 0 {
			number[i] = len(polygons)
			polygons = append(polygons, orb.Polygon{ring})
		}
	}
	for i, ring := range rings {
		for _, j := range around[i] {
			if len(around[i])%2 == 1 && len(around[j]) == len(around[i])-1 {
				polygons[number[j]] = append(polygons[number[j]], ring)
			}
		}
	}
	return polygons
}

// simple parts a ring where it comes back to a place, and leaves out what has no area. Holes that
// touched the antimeridian hang on their shell there.
func simple(points []orb.Point) []orb.Ring {
	var rings []orb.Ring
	var path []orb.Point
	index := map[orb.Point]int{}
	take := func(loop []orb.Point) {
		ring := append(slices.Clone(loop), loop[0])
		if len(loop) > 2 && planar.Winding(ring) != 0 {
			rings = append(rings, halved(ring))
		}
	}
	for _, p := range points {
		if k, seen := index[p]; seen {
			take(path[k:])
			for _, q := range path[k+1:] {
				delete(index, q)
			}
			path = path[:k+1]
			continue
		}
		index[p] = len(path)
		path = append(path, p)
	}
	if len(path) > 0 {
		take(path)
	}
	return rings
}

// halved puts a vertex into edges that span more than 180 degrees. They are pieces of such as run
// all around the earth along a parallel, and would be read the short way.
func halved(ring orb.Ring) orb.Ring {
	var all orb.Ring
	for i, p := range ring {
		if i > 0 && math.Abs(p[0]-ring[i-1][0]) > 180 && !valid.AllAround(ring, i-1) {
			all = append(all, orb.Point{(p[0] + ring[i-1][0]) / 2, (p[1] + ring[i-1][1]) / 2})
		}
		all = append(all, p)
	}
	return all
}
