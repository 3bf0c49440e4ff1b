package partition

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo/internal/fixture"
)

func TestSameOutline(t *testing.T) {
	square := fixture.BoxShape(0, 0, 2, 1)
	west, east := fixture.BoxShape(0, 0, 1, 1), fixture.BoxShape(1, 0, 2, 1)
	longer := orb.MultiPolygon{{{{0, 0}, {1, 0}, {2, 0}, {2, 1}, {1, 1}, {0, 1}, {0, 0}}}}
	clockwise := orb.MultiPolygon{{slices.Clone(longer[0][0])}}
	slices.Reverse(clockwise[0][0])
	frame := orb.MultiPolygon{{fixture.Box(0, 0, 9, 9), fixture.Box(2, 2, 7, 7)}}
	for _, tt := range []struct {
		name string
		a, b []orb.MultiPolygon
		want bool
	}{
		{"nothing", nil, nil, true},
		{"nothing and something", nil, []orb.MultiPolygon{square}, false},
		{"the same", []orb.MultiPolygon{square}, []orb.MultiPolygon{square}, true},
		{"divided, with the new vertices", []orb.MultiPolygon{longer}, []orb.MultiPolygon{west, east}, true},
		{"divided, without the new vertices", []orb.MultiPolygon{square}, []orb.MultiPolygon{west, east}, false},
		{"wound the other way", []orb.MultiPolygon{clockwise}, []orb.MultiPolygon{east, west}, true},
		{"half of it", []orb.MultiPolygon{longer}, []orb.MultiPolygon{west}, false},
		{"one too many", []orb.MultiPolygon{longer}, []orb.MultiPolygon{west, east, east}, false},
		{"two over each other", []orb.MultiPolygon{west, west}, []orb.MultiPolygon{{west[0], west[0]}}, true},
		{"a hole that is filled", []orb.MultiPolygon{fixture.BoxShape(0, 0, 9, 9)}, []orb.MultiPolygon{frame, fixture.BoxShape(2, 2, 7, 7)}, true},
		{"a hole that is not filled", []orb.MultiPolygon{fixture.BoxShape(0, 0, 9, 9)}, []orb.MultiPolygon{frame}, false},
	} {
		if got := SameOutline(tt.a, tt.b); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
		if got := SameOutline(tt.b, tt.a); got != tt.want {
			t.Errorf("%s, exchanged: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

// Shapes made one have the outline of the shapes, and no longer with a vertex moved.
func TestSameOutlineOfUnions(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 8))
	for range 200 {
		shapes := fixture.Jittered(r, 2+r.IntN(4), 2+r.IntN(4), 46, 39, 0.25)
		p, _ := New(shapes)
		var parts, unions []orb.MultiPolygon
		for i, d := range Dissolve(p, func(i int) (int, bool) { return r.IntN(4), true }) {
			if i == 0 {
				continue // what is around lies there
			}
			unions = append(unions, d.Area)
			for _, k := range d.Shapes {
				parts = append(parts, shapes[k])
			}
		}
		if len(parts) == 0 {
			continue
		}
		if !SameOutline(parts, unions) {
			t.Fatalf("%d shapes and their %d unions have different outlines", len(parts), len(unions))
		}
		moved := slices.Clone(unions)
		moved[0] = orb.Clone(moved[0]).(orb.MultiPolygon)
		ring := moved[0][0][0]
		ring[1][0] += 1e-9
		if SameOutline(parts, moved) {
			t.Fatalf("a moved vertex was not noticed")
		}
	}
}
