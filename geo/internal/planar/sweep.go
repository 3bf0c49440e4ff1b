package planar

import (
	"cmp"
	"slices"
	"sort"

	"github.com/paulmach/orb"
)

// Sweep finds which of many points lie within a loop, in about the time of one walk along the loop.
// It keeps the points by latitude, and on the walk the number of them south of it:
//
//	o        the points between the latitudes of a and b are
//	 . b     those that the walk passes on the edge ab: each is
//	o /      crossed if it lies on the edge or right of it
//	 a   o
//	      o
//
// It also serves loops that touch, for which Nest has no answer.
type Sweep struct {
	tests []Test  // by latitude
	own   []int32 // by loop: its test, -1 if it has none
	odd   []bool  // by test: the loop has been crossed an odd number of times
	hits  []int32 // tests that have been odd
}

// Test is a point that stands for a loop.
type Test struct {
	At   orb.Point
	Loop int32
}

// Begin takes the tests of loops numbered from 0.
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

// Within calls visit with the loops whose tests lie within loop l, of the given number, by the rule
// of Contains.
func (s *Sweep) Within(l *Loop, own int, visit func(loop int)) {
	from := l.Points[0]
	rank := int(s.own[own])
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

// step returns the number of tests south of lat, given that of another latitude.
func (s *Sweep) step(rank int, lat float64) int {
	for rank < len(s.tests) && s.tests[rank].At[1] < lat {
		rank++
	}
	for rank > 0 && s.tests[rank-1].At[1] >= lat {
		rank--
	}
	return rank
}
