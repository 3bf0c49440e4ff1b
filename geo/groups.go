package geo

// groups lists items by a key: those of key k are items[first[k]:first[k+1]], in ascending order.
type groups struct{ first, items []int32 }

// groupBy groups the items from 0 to count-1. keysOf calls its second argument with each key of an item; keys
// run from 0 to keys-1.
func groupBy(keys, count int, keysOf func(item int, enter func(key int32))) groups {
	g := groups{first: make([]int32, keys+1)}
	for i := range count {
		keysOf(i, func(key int32) { g.first[key]++ })
	}
	sum := int32(0)
	for k, n := range g.first {
		sum += n
		g.first[k] = sum
	}
	g.items = make([]int32, sum)
	for i := count - 1; i >= 0; i-- {
		keysOf(i, func(key int32) {
			g.first[key]--
			g.items[g.first[key]] = int32(i)
		})
	}
	return g
}

func (g *groups) of(key int32) []int32 { return g.items[g.first[key]:g.first[key+1]] }
