package mvt

import (
	"cmp"
	"slices"
)

// link is a directed line between two vertices where lines meet. Links meet nowhere else.
type link struct {
	from, to     point
	second, last point // the vertices next to from and to
	ref          int   // i for line i forwards, ^i backwards; lines that run together have one number
	area2        int64 // its share of twice the area within, by the surveyor's formula
}

func (l link) reversed() link {
	return link{l.to, l.from, l.last, l.second, ^l.ref, -l.area2}
}

// loop is a closed walk along links that comes to no vertex twice. Twice its area is positive if
// the interior lies on its left in plain arithmetic, that is on the right as seen on the map.
type loop struct {
	links []link
	area2 int64
	// Set by nest: how often the links run around a point just inside, and the smallest loop
	// around, -1 if there is none.
	winding, parent int
	points          []point
	box             box
}

// odd and positive are rules that say where the interior is.
func odd(winding int) bool      { return winding&1 != 0 }
func positive(winding int) bool { return winding > 0 }

// resolve returns the border of the place around which closed walks run a number of times that the
// rule accepts, as loops that neither cross nor share a link, with the interior on their left. It
// is exact, whatever the walks are. expand appends the points of a link but its last.
func resolve(links []link, rule func(winding int) bool, expand func([]point, link) []point) []loop {
	for {
		links = cancel(links)
		loops := trace(links)
		for i := range loops {
			for _, l := range loops[i].links {
				loops[i].points = expand(loops[i].points, l)
			}
			loops[i].box = boxAround(loops[i].points)
		}
		nest(loops)
		links = links[:0]
		kept := loops[:0]
		again := false
		for _, l := range loops {
			outside := l.winding - 1
			if l.area2 < 0 {
				outside = l.winding + 1
			}
			in, out := rule(l.winding), rule(outside)
			again = again || min(l.winding, outside) < 0 || max(l.winding, outside) > 1
			if in == out {
				continue
			}
			if in != (l.area2 > 0) {
				l.reverse()
			}
			kept = append(kept, l)
			links = append(links, l.links...)
		}
		if !again || len(loops) == 1 {
			// All windings are 0 or 1, so all loops were kept, or there is but one.
			return kept
		}
		// Loops that were left out or turned around may have left links that cancel. All windings
		// are now 0 or 1.
		rule = positive
	}
}

func (l *loop) reverse() {
	slices.Reverse(l.links)
	for i := range l.links {
		l.links[i] = l.links[i].reversed()
	}
	slices.Reverse(l.points)
	l.area2 = -l.area2
}

// line is the number of the link's line.
func (l link) line() int { return max(l.ref, ^l.ref) }

// cancel removes pairs of opposite links, and links of no length.
func cancel(links []link) []link {
	slices.SortStableFunc(links, func(a, b link) int { return cmp.Compare(a.line(), b.line()) })
	kept := links[:0]
	for i := 0; i < len(links); {
		line, forth := links[i].line(), 0
		var forwards, backwards link
		for ; i < len(links) && links[i].line() == line; i++ {
			if links[i].ref >= 0 {
				forwards = links[i]
				forth++
			} else {
				backwards = links[i]
				forth--
			}
		}
		// kept cannot overtake i: it holds at most as many links as have been read.
		for ; forth > 0; forth-- {
			kept = append(kept, forwards)
		}
		for ; forth < 0; forth++ {
			kept = append(kept, backwards)
		}
	}
	return kept
}

// linkEnd is an end of a link, seen from the vertex there.
type linkEnd struct {
	at, toward point
	link       int
	leaves     bool
}

// trace joins links to loops. At a vertex, links that arrive and leave are paired like brackets,
// those that leave opening and the next that arrives, anticlockwise, closing. So loops touch but
// never cross, and lobes that touch in a vertex are kept apart.
func trace(links []link) []loop {
	ends := make([]linkEnd, 0, 2*len(links))
	for i, l := range links {
		ends = append(ends, linkEnd{l.from, l.second, i, true}, linkEnd{l.to, l.last, i, false})
	}
	slices.SortFunc(ends, func(a, b linkEnd) int {
		// Links that run together lie side by side, so their order at one end is the reverse of
		// that at the other.
		beside := cmp.Compare(a.link, b.link)
		if !a.leaves {
			beside = -beside
		}
		return cmp.Or(comparePoints(a.at, b.at), compareTurn(a.at, a.toward, b.toward), beside)
	})
	next := make([]int, len(links))
	for first := 0; first < len(ends); {
		last := first
		for last < len(ends) && ends[last].at == ends[first].at {
			last++
		}
		pairEnds(ends[first:last], next)
		first = last
	}
	var loops []loop
	used := make([]bool, len(links))
	for i := range links {
		if !used[i] {
			loops = appendLoops(loops, links, next, used, i)
		}
	}
	return loops
}

// compareTurn orders the directions from at to a and b by their angle, from the first axis on,
// anticlockwise in plain arithmetic.
func compareTurn(at, a, b point) int {
	if c := cmp.Compare(half(at, a), half(at, b)); c != 0 {
		return c
	}
	return -sign(cross(at, a, b))
}

func half(at, p point) int {
	if p.y > at.y || p.y == at.y && p.x > at.x {
		return 0
	}
	return 1
}

// pairEnds sets what follows each link that arrives at a vertex, given all ends there in order of
// their angles.
func pairEnds(ends []linkEnd, next []int) {
	depth, lowest, start := 0, 0, 0
	for i, e := range ends {
		if e.leaves {
			depth++
		} else if depth--; depth < lowest {
			lowest, start = depth, i+1
		}
	}
	var open []int
	for i := range ends {
		e := ends[(start+i)%len(ends)]
		if e.leaves {
			open = append(open, e.link)
			continue
		}
		next[e.link] = open[len(open)-1]
		open = open[:len(open)-1]
	}
}

// appendLoops walks from a link until it is back, and cuts the walk where it comes to a vertex
// again.
func appendLoops(loops []loop, links []link, next []int, used []bool, first int) []loop {
	var path []link
	var seen map[point]int
	for i := first; !used[i]; i = next[i] {
		used[i] = true
		l := links[i]
		start := -1
		if seen == nil {
			start = slices.IndexFunc(path, func(p link) bool { return p.from == l.from })
			if len(path) > 16 {
				seen = map[point]int{}
				for k, p := range path {
					seen[p.from] = k
				}
			}
		} else if k, ok := seen[l.from]; ok {
			start = k
		}
		if start >= 0 {
			loops = append(loops, newLoop(slices.Clone(path[start:])))
			for _, p := range path[start:] {
				delete(seen, p.from)
			}
			path = path[:start]
		}
		if seen != nil {
			seen[l.from] = len(path)
		}
		path = append(path, l)
	}
	return append(loops, newLoop(path))
}

func newLoop(links []link) loop {
	l := loop{links: links}
	for _, k := range links {
		l.area2 += k.area2
	}
	return l
}
