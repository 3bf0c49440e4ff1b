package planar

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"
)

// TestNest holds that borders find the outer one around them, over others beside them, and that a
// circle ends.
func TestNest(t *testing.T) {
	square := func(west, south, size float64) orb.Ring {
		return orb.Ring{{west, south}, {west + size, south}, {west + size, south + size}, {west, south + size}, {west, south}}
	}
	rings := []orb.Ring{
		square(0, 0, 10),  // outer
		square(2, 4, 1),   // in 0
		square(4, 4, 1),   // in 0, with 1 west of it
		square(6, 3, 3),   // outer, an island in 0
		square(7, 4, 1),   // in 3
		square(20, 40, 1), // nothing is west of it
	}
	outer := []bool{true, false, false, true, false, false}
	var points []orb.Point
	var edges []Edge
	var ringOf []int32
	for i, ring := range rings {
		for k := 1; k < len(ring); k++ {
			edges = append(edges, Edge{int32(len(points)), int32(len(points) + 1)})
			points = append(points, ring[k-1], ring[k])
			ringOf = append(ringOf, int32(i))
		}
	}
	tree := NewEdgeTree(points, edges)
	at := func(i int32) orb.Point { return rings[i][0] }
	got := Nest(tree, outer, at, func(e int32) int32 { return ringOf[e] })
	if want := []int32{0, 0, 0, 3, 3, -1}; !slices.Equal(got, want) {
		t.Errorf("around the borders are %v, want %v", got, want)
	}
	got = Nest(tree, make([]bool, 6), at, func(e int32) int32 { return (ringOf[e] + 2) % 6 })
	if want := slices.Repeat([]int32{-1}, 6); !slices.Equal(got, want) {
		t.Errorf("without an outer border: %v, want %v", got, want)
	}
}

// TestRingWithin has a ring that touches the other one in each of its vertices.
func TestRingWithin(t *testing.T) {
	square := orb.Ring{{0, 0}, {2, 0}, {2, 2}, {0, 2}, {0, 0}}
	diamond := orb.Ring{{1, 0}, {2, 1}, {1, 2}, {0, 1}, {1, 0}}
	if !RingWithin(diamond, square) || RingWithin(square, diamond) {
		t.Errorf("diamond in square %v, square in diamond %v, want true and false", RingWithin(diamond, square), RingWithin(square, diamond))
	}
}
