package clean

import (
	"encoding/binary"
	"slices"
	"sort"

	"demarc/geo/internal/keys"
)

// emptySet is the number of the set without members.
const emptySet = 0

// runSets numbers sets of whole numbers from 0 up. A set is held by its bounds, ascending, four
// bytes each: where a run of members begins, and the number behind its end.
//
//	members  2 3 4       7     bounds  2 5 7 8
//
// So a set of many numbers that follow each other takes no more room than one of few, and the
// numbers that are in exactly one of two sets have the bounds that are in exactly one of them.
type runSets struct {
	bounds *keys.Numbering[string]
	single []int32 // by number: the set of it alone, 0 if not asked for yet
}

func newRunSets() runSets {
	s := runSets{bounds: keys.NewNumbering[string](0)}
	s.bounds.Number("")
	return s
}

// count returns how many sets there are.
func (s *runSets) count() int { return len(s.bounds.Keys) }

// of returns the number of a set. The members must be ascending.
func (s *runSets) of(members ...int32) int32 {
	if len(members) == 1 {
		return s.alone(members[0])
	}
	var bounds []byte
	for i, m := range members {
		if i == 0 || members[i-1]+1 < m {
			bounds = binary.BigEndian.AppendUint32(bounds, uint32(m))
		}
		if i+1 == len(members) || m+1 < members[i+1] {
			bounds = binary.BigEndian.AppendUint32(bounds, uint32(m+1))
		}
	}
	return s.bounds.Number(string(bounds))
}

func (s *runSets) alone(member int32) int32 {
	for int(member) >= len(s.single) {
		s.single = append(s.single, 0)
	}
	if s.single[member] == 0 {
		s.single[member] = s.ofBounds([]int32{member, member + 1})
	}
	return s.single[member]
}

// ofBounds returns the number of the set with the bounds, ascending; two equal ones cancel.
func (s *runSets) ofBounds(bounds []int32) int32 {
	key := make([]byte, 0, 32)
	for _, b := range bounds {
		if n := len(key); n > 0 && bound(string(key[n-4:]), 0) == b {
			key = key[:n-4]
			continue
		}
		key = binary.BigEndian.AppendUint32(key, uint32(b))
	}
	return s.bounds.Number(string(key))
}

// bound returns bound i of a key.
func bound(key string, i int) int32 {
	key = key[4*i:]
	return int32(key[0])<<24 | int32(key[1])<<16 | int32(key[2])<<8 | int32(key[3])
}

// members returns those of a set, ascending.
func (s *runSets) members(set int32) []int32 {
	key := s.bounds.Keys[set]
	all := make([]int32, 0, s.size(set))
	for i := 0; 4*i < len(key); i += 2 {
		for m := bound(key, i); m < bound(key, i+1); m++ {
			all = append(all, m)
		}
	}
	return all
}

// size returns the number of members.
func (s *runSets) size(set int32) int {
	key, n := s.bounds.Keys[set], 0
	for i := 0; 4*i < len(key); i += 2 {
		n += int(bound(key, i+1) - bound(key, i))
	}
	return n
}

// has tells whether a number is a member.
func (s *runSets) has(set, member int32) bool {
	key := s.bounds.Keys[set]
	return sort.Search(len(key)/4, func(i int) bool { return bound(key, i) > member })%2 == 1
}

// differ returns the set of what is in exactly one of two sets.
func (s *runSets) differ(a, b int32) int32 {
	switch {
	case a == emptySet:
		return b
	case b == emptySet:
		return a
	}
	x, y := s.bounds.Keys[a], s.bounds.Keys[b]
	key := make([]byte, 0, 64)
	for len(x) > 0 && len(y) > 0 {
		switch p, q := bound(x, 0), bound(y, 0); {
		case p == q:
			x, y = x[4:], y[4:]
		case p < q:
			key, x = append(key, x[:4]...), x[4:]
		default:
			key, y = append(key, y[:4]...), y[4:]
		}
	}
	key = append(append(key, x...), y...)
	return s.bounds.Number(string(key))
}

// meet tells whether two sets have a member in common.
func (s *runSets) meet(a, b int32) bool {
	x, y := s.bounds.Keys[a], s.bounds.Keys[b]
	for len(x) > 0 && len(y) > 0 {
		if max(bound(x, 0), bound(y, 0)) < min(bound(x, 1), bound(y, 1)) {
			return true
		}
		if bound(x, 1) < bound(y, 1) {
			x = x[8:]
		} else {
			y = y[8:]
		}
	}
	return false
}

// common returns what is in both sets.
func (s *runSets) common(a, b int32) []int32 {
	x, y := s.bounds.Keys[a], s.bounds.Keys[b]
	var both []int32
	for len(x) > 0 && len(y) > 0 {
		to := min(bound(x, 1), bound(y, 1))
		for m := max(bound(x, 0), bound(y, 0)); m < to; m++ {
			both = append(both, m)
		}
		if bound(x, 1) == to {
			x = x[8:]
		} else {
			y = y[8:]
		}
	}
	return both
}

// gathering makes sets by key of members that come in ascending order.
type gathering struct {
	runs   [][2]int32 // by key: the run that may go on
	bounds [][]int32  // by key: of the runs before it
}

// newGathering makes empty sets for so many keys.
func newGathering(count int) *gathering {
	return &gathering{make([][2]int32, count), make([][]int32, count)}
}

// toggle adds a member, or takes it out again if it was the last to be added.
func (g *gathering) toggle(key, member int32) (twice bool) {
	run := &g.runs[key]
	switch {
	case run[0] < run[1] && run[1] == member+1:
		run[1]--
		return true
	case run[0] < run[1] && run[1] == member:
		run[1]++
	default:
		if run[0] < run[1] {
			g.bounds[key] = append(g.bounds[key], run[0], run[1])
		}
		*run = [2]int32{member, member + 1}
	}
	return false
}

// add adds a member, which may be the last that was added.
func (g *gathering) add(key, member int32) {
	if g.toggle(key, member) {
		g.toggle(key, member)
	}
}

// set returns the set of a key.
func (g *gathering) set(key int32, sets *runSets) int32 {
	run := g.runs[key]
	switch bounds := g.bounds[key]; {
	case run[0] == run[1]:
		return sets.ofBounds(bounds)
	case bounds == nil && run[0]+1 == run[1]:
		return sets.alone(run[0])
	default:
		return sets.ofBounds(append(slices.Clip(bounds), run[0], run[1]))
	}
}
