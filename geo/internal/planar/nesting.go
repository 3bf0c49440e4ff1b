package planar

import (
	"cmp"
	"slices"
	"sort"

	"github.com/paulmach/orb"
)

// Nesting finds which of many points lie within a loop, in about the time it takes to walk along the loop once.
type Nesting struct {
	tests []Test  // by latitude
	own   []int32 // by loop: its test, -1 if it has none
	odd   []bool  // by test: the loop has been crossed an odd number of times
	hits  []int32 // tests that were odd once
}

// Test is a point that stands for a loop.
type Test struct {
	At   orb.Point
	Loop int32
}

func (n *Nesting) Begin(tests []Test, loops int) {
	slices.SortFunc(tests, func(a, b Test) int { return cmp.Compare(a.At[1], b.At[1]) })
	n.tests = tests
	n.odd = append(n.odd[:0], make([]bool, len(tests))...)
	n.own = n.own[:0]
	for range loops {
		n.own = append(n.own, -1)
	}
	for i, t := range tests {
		n.own[t.Loop] = int32(i)
	}
}

// Within calls visit with the loops whose tests lie within l by the rule of ringContains.
func (n *Nesting) Within(l *Loop, number int, visit func(loop int)) {
	from := l.Points[0]
	rank := int(n.own[number])
	if rank < 0 || n.tests[rank].At[1] != from[1] {
		rank = sort.Search(len(n.tests), func(i int) bool { return n.tests[i].At[1] >= from[1] })
	}
	for rank > 0 && n.tests[rank-1].At[1] >= from[1] {
		rank--
	}
	n.hits = n.hits[:0]
	for k := len(l.Points) - 1; k >= 0; k-- {
		to := l.Points[k]
		next := n.step(rank, to[1])
		for i := min(rank, next); i < max(rank, next); i++ {
			low, high := from, to
			if low[1] > high[1] {
				low, high = high, low
			}
			if onOrRightOf(low, high, n.tests[i].At) {
				if n.odd[i] = !n.odd[i]; n.odd[i] {
					n.hits = append(n.hits, int32(i))
				}
			}
		}
		from, rank = to, next
	}
	for _, i := range n.hits {
		if n.odd[i] {
			n.odd[i] = false
			visit(int(n.tests[i].Loop))
		}
	}
}

// step returns how many tests lie south of lat, given that for another latitude it is rank.
func (n *Nesting) step(rank int, lat float64) int {
	for rank < len(n.tests) && n.tests[rank].At[1] < lat {
		rank++
	}
	for rank > 0 && n.tests[rank-1].At[1] >= lat {
		rank--
	}
	return rank
}
