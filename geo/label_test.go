package geo

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo/internal/fixture"
	"demarc/geo/internal/planar"
)

func TestLabelPoint(t *testing.T) {
	for _, tt := range []struct {
		name  string
		shape orb.MultiPolygon
		want  orb.Point
		near  float64
	}{
		{"square", fixture.BoxShape(0, 0, 2, 2), orb.Point{1, 1}, 0.05},
		{"largest part", append(fixture.BoxShape(0, 0, 1, 1), fixture.BoxShape(10, 10, 12, 12)...), orb.Point{11, 11}, 0.05},
		{"L: its centroid is outside", orb.MultiPolygon{{{{0, 0}, {9, 0}, {9, 1}, {3, 1}, {3, 9}, {0, 9}, {0, 0}}}}, orb.Point{1.5, 4}, 3.6},
		{"hole in the middle", orb.MultiPolygon{{fixture.Box(0, 0, 9, 9), fixture.Box(1, 1, 6, 8)}}, orb.Point{7.5, 4.5}, 3.1},
		{"no geometry", nil, orb.Point{}, 0},
		{"no rings", orb.MultiPolygon{{}}, orb.Point{}, 0},
		{"flat", orb.MultiPolygon{{{{3, 4}, {5, 6}, {3, 4}}}}, orb.Point{3, 4}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := LabelPoint(tt.shape)
			if math.Hypot(got[0]-tt.want[0], got[1]-tt.want[1]) > tt.near {
				t.Errorf("LabelPoint = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestLabelPointIsInside(t *testing.T) {
	r := rand.New(rand.NewPCG(24, 25))
	shapes := fixture.Jittered(r, 10, 10, 40, 60, 0.25)
	shapes = append(shapes,
		fixture.BoxShape(0, 0, 100, 1e-9), fixture.BoxShape(0, 0, 1e-9, 80), fixture.BoxShape(-180, -90, 180, 90),
		orb.MultiPolygon{{{{0, 0}, {50, 1e-7}, {50, 2e-7}, {0, 0}}}},
		orb.MultiPolygon{{fixture.Star(r, 500)}})
	for i, shape := range shapes {
		if p := LabelPoint(shape); !planar.Contains(shape, p) {
			t.Errorf("label point %v of shape %d is not inside", p, i)
		}
	}
}
