package mvt

import "math/bits"

// edgeTable holds a number for each of many edges or points; a point is an edge of no length. It
// takes a third of the time of a map.
type edgeTable struct {
	slots []edgeSlot // at most half of them used; a power of two
	used  int
}

type edgeSlot struct {
	from, to point
	number   int32
	taken    bool
}

func newEdgeTable(size int) *edgeTable {
	return &edgeTable{slots: make([]edgeSlot, 1<<bits.Len(uint(2*size)))}
}

// at returns the slot that is the edge's or, not taken, could be. It is good until the next call of
// take.
func (t *edgeTable) at(from, to point) *edgeSlot {
	const odd = 0x9e3779b97f4a7c15 // spreads keys that differ little: 2^64 over the golden ratio
	a, b := uint64(uint32(from.x))<<32|uint64(uint32(from.y)), uint64(uint32(to.x))<<32|uint64(uint32(to.y))
	hash := (a*odd ^ bits.RotateLeft64(b, 32)) * odd
	mask := len(t.slots) - 1
	for i := int(hash>>32) & mask; ; i = (i + 1) & mask {
		if s := &t.slots[i]; !s.taken || s.from == from && s.to == to {
			return s
		}
	}
}

// take gives an edge, at whose slot at has returned, a number.
func (t *edgeTable) take(s *edgeSlot, from, to point, number int32) {
	*s = edgeSlot{from, to, number, true}
	t.used++
	if 2*t.used <= len(t.slots) {
		return
	}
	old := t.slots
	t.slots = make([]edgeSlot, 2*len(old))
	for _, s := range old {
		if s.taken {
			*t.at(s.from, s.to) = s
		}
	}
}
