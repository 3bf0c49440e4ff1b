package keys

// Groups lists items by key: those of key k are Items[First[k]:First[k+1]], ascending.
type Groups struct{ First, Items []int32 }

// GroupBy groups the items from 0 to count-1. keysOf enters each key of an item, from 0 to keys-1.
func GroupBy(keys, count int, keysOf func(item int, enter func(key int32))) Groups {
	g := Groups{First: make([]int32, keys+1)}
	for i := range count {
		keysOf(i, func(key int32) { g.First[key]++ })
	}
	sum := int32(0)
	for k, n := range g.First {
		sum += n
		g.First[k] = sum
	}
	g.Items = make([]int32, sum)
	for i := count - 1; i >= 0; i-- {
		keysOf(i, func(key int32) {
			g.First[key]--
			g.Items[g.First[key]] = int32(i)
		})
	}
	return g
}

// Of returns the items of a key.
func (g *Groups) Of(key int32) []int32 { return g.Items[g.First[key]:g.First[key+1]] }
