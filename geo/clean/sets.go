package clean

import (
	"encoding/binary"
	"slices"

	"demarc/geo/internal/keys"
)

// emptySet is the number of the set without rings.
const emptySet = 0

// ringSets numbers sets of rings. The key of a set is the ascending numbers of its rings, four
// bytes each.
type ringSets struct {
	sets   *keys.Numbering[string]
	single []int32 // by ring: the number of the set of this ring alone, 0 if not asked for yet
}

func newRingSets() ringSets {
	s := ringSets{sets: keys.NewNumbering[string](0)}
	s.sets.Number("")
	return s
}

// number returns the number of a set. The rings must be ascending.
func (s *ringSets) number(rings ...int32) int32 {
	if len(rings) == 1 {
		for int(rings[0]) >= len(s.single) {
			s.single = append(s.single, 0)
		}
		if s.single[rings[0]] == 0 {
			s.single[rings[0]] = s.sets.Number(setKey(rings))
		}
		return s.single[rings[0]]
	}
	return s.sets.Number(setKey(rings))
}

func setKey(rings []int32) string {
	key := make([]byte, 0, 16)
	for _, r := range rings {
		key = binary.BigEndian.AppendUint32(key, uint32(r))
	}
	return string(key)
}

// rings returns the rings of a set, ascending.
func (s *ringSets) rings(set int32) []int32 {
	key := s.sets.Keys[set]
	rings := make([]int32, len(key)/4)
	for i := range rings {
		rings[i] = keyRing(key[4*i:])
	}
	return rings
}

// keyRing returns the first ring of a key.
func keyRing(key string) int32 {
	return int32(key[0])<<24 | int32(key[1])<<16 | int32(key[2])<<8 | int32(key[3])
}

// differ returns the rings in exactly one of two sets, and those in both.
func (s *ringSets) differ(a, b int32) (set int32, both []int32) {
	switch {
	case a == emptySet:
		return b, nil
	case b == emptySet:
		return a, nil
	}
	all := slices.Concat(s.rings(a), s.rings(b))
	slices.Sort(all)
	one := oddOnes(all, func(twice int32) { both = append(both, twice) })
	return s.number(one...), both
}

// oddOnes keeps one of each value that stands an odd number of times in a sorted list, which it
// overwrites. It calls even with a value for each two of it.
func oddOnes(all []int32, even func(value int32)) []int32 {
	kept := all[:0]
	for _, v := range all {
		if n := len(kept); n > 0 && kept[n-1] == v {
			kept = kept[:n-1]
			even(v)
			continue
		}
		kept = append(kept, v)
	}
	return kept
}
