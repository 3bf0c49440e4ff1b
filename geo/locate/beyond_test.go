package locate

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo/internal/fixture"
)

// Edges that lie ready change no answer, not by a bit, whatever is wrong with the shapes.
func TestReadyBordersAreThoseOfTheRings(t *testing.T) {
	known, asked := 0, 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 5))
		versions := dirty(r)
		if seed%3 != 0 {
			for i := range versions {
				versions[i].Span = Span{}
			}
		}
		if seed%3 == 1 {
			versions = versionsOf(fixture.Jittered(r, 12, 9, 46, 39, 0.25))
		}
		ready := newGrid(t, versions, WithLayout(FastLayout))
		plain, shapes := *ready, make([]orb.MultiPolygon, len(ready.versions))
		for i, v := range ready.versions {
			shapes[i] = v.Shape
			for _, e := range ready.borders[i].edges {
				if e.beyond == askGrid {
					asked++
				} else {
					known++
				}
			}
		}
		plain.borders = newBorderTrees(shapes)
		for range 1500 {
			compareReady(t, ready, &plain, somePoint(r, shapes), int32(r.IntN(200))-20)
		}
	}
	if known < 1000 || asked < 1000 {
		t.Errorf("what lies beyond is known of %d edges and asked of %d, want many of both", known, asked)
	}
}

func compareReady(t *testing.T, ready, plain *Grid, p orb.Point, at int32) {
	t.Helper()
	for _, v := range ready.All(nil, p, at) {
		gotMetres, gotBeyond, gotOK := ready.Border(int(v), p, at)
		metres, beyond, ok := plain.Border(int(v), p, at)
		if gotMetres != metres || gotBeyond != beyond || gotOK != ok {
			t.Fatalf("BorderOf(%d, %v, %d) = %v m, beyond %d, %v; by the rings %v m, %d, %v",
				v, p, at, gotMetres, gotBeyond, gotOK, metres, beyond, ok)
		}
	}
}

// somePoint returns a point in the box of a shape, or on or beside an edge or a vertex of it.
func somePoint(r *rand.Rand, shapes []orb.MultiPolygon) orb.Point {
	for {
		shape := shapes[r.IntN(len(shapes))]
		if len(shape) == 0 || len(shape[0]) == 0 || len(shape[0][0]) < 2 {
			continue
		}
		ring, box := shape[0][r.IntN(len(shape[0]))], shape.Bound()
		if len(ring) < 2 {
			continue
		}
		k := 1 + r.IntN(len(ring)-1)
		a, b, f := ring[k-1], ring[k], r.Float64()
		aside := []float64{0, 1e-9, 1e-6, 1e-4}[r.IntN(4)]
		dx, dy := aside*(r.Float64()-0.5), aside*(r.Float64()-0.5)
		switch r.IntN(4) {
		case 0:
			return orb.Point{a[0] + dx, a[1] + dy}
		case 1:
			return orb.Point{a[0] + f*(b[0]-a[0]) + dx, a[1] + f*(b[1]-a[1]) + dy}
		}
		return orb.Point{box.Min[0] + f*(box.Max[0]-box.Min[0]), box.Min[1] + r.Float64()*(box.Max[1]-box.Min[1])}
	}
}

func TestSegmentsApart(t *testing.T) {
	for _, tt := range []struct {
		name string
		c, d orb.Point
		want bool
	}{
		{"crosses", orb.Point{5, -5}, orb.Point{5, 5}, false},
		{"touches", orb.Point{5, 0}, orb.Point{5, 5}, false},
		{"along", orb.Point{2, 0}, orb.Point{12, 0}, false},
		{"beyond the end", orb.Point{11, 0}, orb.Point{12, 0}, true},
		{"end near", orb.Point{5, 0.05}, orb.Point{5, 5}, false},
		{"end far", orb.Point{5, 0.2}, orb.Point{5, 5}, true},
		{"other's end near", orb.Point{10.05, -5}, orb.Point{10.05, 5}, false},
		{"parallel", orb.Point{0, 0.2}, orb.Point{10, 0.2}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, b := orb.Point{0, 0}, orb.Point{10, 0}
			if got := segmentsApart(a, b, tt.c, tt.d, 0.1); got != tt.want {
				t.Errorf("%v, %v: apart %v, want %v", tt.c, tt.d, got, tt.want)
			}
		})
	}
}
