package geo

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo/internal/fixture"
)

func TestArea(t *testing.T) {
	shell := fixture.Box(46, 39, 47, 40)
	clockwise := fixture.Box(46, 39, 47, 40)
	clockwise.Reverse()
	hole := fixture.Box(46.2, 39.2, 46.4, 39.4)
	for _, tt := range []struct {
		name  string
		shape orb.MultiPolygon
		want  float64
	}{
		// 510,065,621.7 km2: NIMA TR8350.2 and GeographicLib.
		{"whole ellipsoid", fixture.BoxShape(-180, -90, 180, 90), 510065621724088.5},
		{"hemisphere", fixture.BoxShape(-180, 0, 180, 90), 510065621724088.5 / 2},
		{"degree at the equator", fixture.BoxShape(0, 0, 1, 1), fixture.CellArea(0, 1, 1)},
		{"degree across the equator", fixture.BoxShape(10, -0.5, 11, 0.5), fixture.CellArea(-0.5, 0.5, 1)},
		{"degree at 40", orb.MultiPolygon{{shell}}, fixture.CellArea(39, 40, 1)},
		{"clockwise", orb.MultiPolygon{{clockwise}}, fixture.CellArea(39, 40, 1)},
		{"degree at 80", fixture.BoxShape(0, 80, 1, 81), fixture.CellArea(80, 81, 1)},
		{"degree at the pole", fixture.BoxShape(0, 89, 1, 90), fixture.CellArea(89, 90, 1)},
		{"hole", orb.MultiPolygon{{shell, hole}}, fixture.CellArea(39, 40, 1) - fixture.CellArea(39.2, 39.4, 0.2)},
		{"hole that runs like its shell", orb.MultiPolygon{{clockwise, hole}}, fixture.CellArea(39, 40, 1) - fixture.CellArea(39.2, 39.4, 0.2)},
		{"two parts", append(fixture.BoxShape(0, 0, 1, 1), fixture.BoxShape(5, 0, 6, 1)...), 2 * fixture.CellArea(0, 1, 1)},
		{"no geometry", nil, 0},
		{"flat", orb.MultiPolygon{{{{0, 0}, {1, 1}, {2, 2}, {0, 0}}}}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Area(tt.shape); math.Abs(got-tt.want) > 1e-11*tt.want+1e-3 {
				t.Errorf("Area = %.3f m2, want %.3f", got, tt.want)
			}
		})
	}
}

// A slanted edge is the hard part: the two halves of a cell make the cell, also when cut into many
// pieces.
func TestAreaOfHalves(t *testing.T) {
	for _, tt := range []struct {
		name                     string
		west, south, east, north float64
	}{
		{"a district", 46, 39, 46.5, 39.5},
		{"a continent", -20, -35, 50, 37},
		{"a quarter of the world", 0, 0, 180, 90},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, c := orb.Point{tt.west, tt.south}, orb.Point{tt.east, tt.north}
			b, d := orb.Point{tt.east, tt.south}, orb.Point{tt.west, tt.north}
			half, other := orb.Ring{a, b, c}, orb.Ring{a}
			const pieces = 97
			for i := 1; i < pieces; i++ {
				s := float64(i) / pieces
				half = append(half, orb.Point{c[0] + s*(a[0]-c[0]), c[1] + s*(a[1]-c[1])})
			}
			half, other = append(half, a), append(other, c, d, a)
			got := Area(orb.MultiPolygon{{half}}) + Area(orb.MultiPolygon{{other}})
			want := Area(fixture.BoxShape(tt.west, tt.south, tt.east, tt.north))
			if math.Abs(got-want) > 1e-12*want {
				t.Errorf("halves have %.3f m2, the whole %.3f", got, want)
			}
		})
	}
}

func TestAreaAddsUp(t *testing.T) {
	shapes := fixture.Jittered(rand.New(rand.NewPCG(14, 15)), 32, 28, 40, 35, 0.25)
	sum := 0.0
	for _, shape := range shapes {
		sum += Area(shape)
	}
	if want := Area(fixture.BoxShape(40, 35, 48, 42)); math.Abs(sum-want) > 1e-12*want {
		t.Errorf("shapes have %.3f m2, their union %.3f", sum, want)
	}
}
