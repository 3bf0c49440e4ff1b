package planar

import (
	"cmp"
	"slices"
	"sort"

	"github.com/paulmach/orb"
)

// Sweep finds which of many points lie within a loop, in about the time it takes to walk along the loop once: it keeps
// the points by latitude, and how many of them are south of where the walk is. It also tells for loops that touch
// others, for which Nest needs that borders be apart.
type Sweep struct {
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

func (s *Sweep) Begin(tests []Test, loops int) {
	slices.SortFunc(tests, func(a, b Test) int { return cmp.Compare(a.At[1], b.At[1]) })
	s.tests = tests
	s.odd = append(s.odd[:0], make([]bool, len(tests))...)
	s.own = s.own[:0]
	for range loops {
		s.own = append(s.own, -1)
	}
	for i, t := range tests {
		s.own[t.Loop] = int32(i)
	}
}

// Within calls visit with the loops whose tests lie within l by the rule of ringContains.
func (s *Sweep) Within(l *Loop, number int, visit func(loop int)) {
	from := l.Points[0]
	rank := int(s.own[number])
	if rank < 0 || s.tests[rank].At[1] != from[1] {
		rank = sort.Search(len(s.tests), func(i int) bool { return s.tests[i].At[1] >= from[1] })
	}
	for rank > 0 && s.tests[rank-1].At[1] >= from[1] {
		rank--
	}
	s.hits = s.hits[:0]
	for k := len(l.Points) - 1; k >= 0; k-- {
		to := l.Points[k]
		next := s.step(rank, to[1])
		for i := min(rank, next); i < max(rank, next); i++ {
			low, high := from, to
			if low[1] > high[1] {
				low, high = high, low
			}
			if onOrRightOf(low, high, s.tests[i].At) {
				if s.odd[i] = !s.odd[i]; s.odd[i] {
					s.hits = append(s.hits, int32(i))
				}
			}
		}
		from, rank = to, next
	}
	for _, i := range s.hits {
		if s.odd[i] {
			s.odd[i] = false
			visit(int(s.tests[i].Loop))
		}
	}
}

// step returns how many tests lie south of lat, given that for another latitude it is rank.
func (s *Sweep) step(rank int, lat float64) int {
	for rank < len(s.tests) && s.tests[rank].At[1] < lat {
		rank++
	}
	for rank > 0 && s.tests[rank-1].At[1] >= lat {
		rank--
	}
	return rank
}
