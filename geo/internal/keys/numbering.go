// Package keys numbers keys (Numbering) and lists items by such numbers (Groups). A Numbering grows
// with each new key; Groups never change.
package keys

import "hash/maphash"

// Numbering gives equal keys equal numbers, from 0 up in the order of their first appearance. It
// takes 8 to 16 bytes a key beside the keys themselves.
type Numbering[K comparable] struct {
	Keys  []K // by number
	table []int32
	seed  maphash.Seed
}

// NewNumbering returns a Numbering with room for about size keys.
func NewNumbering[K comparable](size int) *Numbering[K] {
	n := &Numbering[K]{Keys: make([]K, 0, size), seed: maphash.MakeSeed()}
	n.grow(max(8, size))
	return n
}

// Number returns the number of a key.
func (n *Numbering[K]) Number(key K) int32 {
	if 2*len(n.Keys) >= len(n.table) {
		n.grow(len(n.table))
	}
	slot := n.slot(key)
	if n.table[slot] == 0 {
		n.Keys = append(n.Keys, key)
		n.table[slot] = int32(len(n.Keys))
	}
	return n.table[slot] - 1
}

// NumberBeside returns the number of a key. It is quick if the key first came right before or after
// the one numbered beside, as along a line that is walked again, in either direction.
func (n *Numbering[K]) NumberBeside(key K, beside int32) int32 {
	for _, i := range [...]int32{beside - 1, beside + 1} {
		if i >= 0 && int(i) < len(n.Keys) && n.Keys[i] == key {
			return i
		}
	}
	return n.Number(key)
}

// slot is where the key is or belongs. The table holds numbers counted from 1; 0 is free.
func (n *Numbering[K]) slot(key K) uint64 {
	mask := uint64(len(n.table) - 1)
	for slot := maphash.Comparable(n.seed, key) & mask; ; slot = (slot + 1) & mask {
		if i := n.table[slot]; i == 0 || n.Keys[i-1] == key {
			return slot
		}
	}
}

func (n *Numbering[K]) grow(size int) {
	length := 16
	for length < 2*size {
		length *= 2
	}
	n.table = make([]int32, length)
	for i, key := range n.Keys {
		n.table[n.slot(key)] = int32(i + 1)
	}
}

// Find returns the number of a key, -1 if it has none.
func (n *Numbering[K]) Find(key K) int32 { return n.table[n.slot(key)] - 1 }
