package clean

import (
	"cmp"
	"slices"

	"demarc/geo/topology"
)

// order puts things in a line in which those that are much alike follow each other, so that sets of
// them are a few runs. Borders that hardly change from day to day are used by the rings of most
// days, which so make one run:
//
//	rings     day 1: a x    day 2: b y    day 3: c z
//	alike     a-b-c and x-y-z
//	in line   a b c x y z
type order struct {
	placeOf []int32 // by thing: its place in the line; nil if it is its number
	at      []int32 // by place
}

func (o *order) place(thing int32) int32 {
	if o.placeOf == nil {
		return thing
	}
	return o.placeOf[thing]
}

func (o *order) thing(place int32) int32 {
	if o.at == nil {
		return place
	}
	return o.at[place]
}

// lined makes an order of a line.
func lined(at []int32) order {
	o := order{make([]int32, len(at)), at}
	for place, thing := range at {
		o.placeOf[thing] = int32(place)
	}
	return o
}

// sets of rings are of their places in the order of rings, those of shapes of theirs.

// ringsOf returns the rings of a set, ascending.
func (c *cleaner) ringsOf(set int32) []int32 {
	rings := c.sets.members(set)
	if c.ringOrder.at != nil {
		for i, place := range rings {
			rings[i] = c.ringOrder.thing(place)
		}
		slices.Sort(rings)
	}
	return rings
}

// orderRings finds the order of rings and shapes, if they are of different times. The edges of ring
// i are uses[ends[i-1]:ends[i]].
func (c *cleaner) orderRings(uses []int32, ends []int) {
	if c.options.Spans == nil {
		return
	}
	before := c.before(uses, ends)
	after := slices.Repeat([]int32{topology.Nowhere}, len(before))
	for i, k := range before {
		if k >= 0 {
			after[k] = int32(i)
		}
	}
	line := make([]int32, 0, len(before))
	for i, k := range before {
		if k < 0 {
			for k := int32(i); k >= 0; k = after[k] {
				line = append(line, k)
			}
		}
	}
	c.ringOrder = lined(line)
	c.orderShapes()
}

// before finds for each ring the one that it follows in the line, topology.Nowhere for none: one of
// earlier times that shares most edges with it. Each is followed by one at most.
func (c *cleaner) before(uses []int32, ends []int) []int32 {
	before, followed := make([]int32, len(ends)), make([]bool, len(ends))
	latest := make([][2]int32, len(c.edges.Keys)) // by edge: the last two rings that use it, counted from 1
	votes := map[int32]int{}
	first := 0
	for i, end := range ends {
		clear(votes)
		run, length := [2]int32{}, 0
		count := func() {
			for _, ring := range run {
				if ring > 0 && !followed[ring-1] && c.span(c.rings[ring-1].shape).To <= c.span(c.rings[i].shape).From {
					votes[ring-1] += length
				}
			}
		}
		for _, e := range uses[first:end] {
			if latest[e] != run {
				count()
				run, length = latest[e], 0
			}
			length++
			if latest[e][0] != int32(i+1) {
				latest[e] = [2]int32{int32(i + 1), latest[e][0]}
			}
		}
		count()
		before[i] = topology.Nowhere
		best := (end - first) / 2
		for ring, n := range votes {
			if n > best || n == best && before[i] >= 0 && ring < before[i] {
				before[i], best = ring, n
			}
		}
		if before[i] >= 0 {
			followed[before[i]] = true
		}
		first = end
	}
	return before
}

// orderShapes puts shapes in the order of their longest rings.
func (c *cleaner) orderShapes() {
	longest := slices.Repeat([]int32{topology.Nowhere}, len(c.rank)) // by shape
	for i, r := range c.rings {
		if k := longest[r.shape]; k < 0 || len(c.walks.Path(i)) > len(c.walks.Path(int(k))) {
			longest[r.shape] = int32(i)
		}
	}
	line := make([]int32, len(c.rank))
	for i := range line {
		line[i] = int32(i)
	}
	place := func(shape int32) int32 {
		if longest[shape] < 0 {
			return topology.Nowhere
		}
		return c.ringOrder.place(longest[shape])
	}
	slices.SortStableFunc(line, func(a, b int32) int { return cmp.Compare(place(a), place(b)) })
	c.shapeOrder = lined(line)
}
