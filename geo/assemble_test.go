package geo

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"
)

func TestAssemble(t *testing.T) {
	ring := func(x, y, size float64, clockwise bool) orb.Ring {
		r := orb.Ring{{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}, {x, y}}
		if clockwise {
			slices.Reverse(r)
		}
		return r
	}
	for _, tt := range []struct {
		name  string
		rings []orb.Ring
		want  []int // rings of each polygon
	}{
		{"nothing", nil, nil},
		{"shell and hole", []orb.Ring{ring(0, 0, 9, true), ring(1, 1, 2, false)}, []int{2}},
		{"hole before its shell", []orb.Ring{ring(1, 1, 2, false), ring(0, 0, 9, true)}, []int{2}},
		{"island in a hole with a hole", []orb.Ring{ring(0, 0, 9, true), ring(1, 1, 7, false), ring(2, 2, 5, true), ring(3, 3, 2, false)}, []int{2, 2}},
		{"hole that touches its shell", []orb.Ring{ring(0, 0, 9, true), ring(0, 0, 2, false)}, []int{2}},
		{"two shells", []orb.Ring{ring(0, 0, 1, true), ring(5, 5, 1, true)}, []int{1, 1}},
		{"shell that runs the wrong way", []orb.Ring{ring(0, 0, 1, false)}, []int{1}},
	} {
		var got []int
		for _, polygon := range Assemble(tt.rings) {
			got = append(got, len(polygon))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got polygons with %v rings, want %v", tt.name, got, tt.want)
		}
	}
}
