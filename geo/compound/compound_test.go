package compound_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/compound"
	"demarc/geo/internal/fixture"
	"demarc/geo/valid"
)

func TestTake(t *testing.T) {
	box := func(west, south, east, north float64) orb.Polygon {
		return orb.Polygon{fixture.Box(west, south, east, north)}
	}
	point, line := orb.Point{0.5, 0.5}, orb.LineString{{0, 0}, {1, 1}}
	for _, tt := range []struct {
		name      string
		g         orb.Geometry
		dimension int
		parts     int // polygons, lines or points
		same      orb.Geometry
		left      string
	}{
		{"areas that share an edge, and a point", orb.Collection{box(0, 0, 1, 1), box(1, 0, 2, 1), point}, 2, 1, box(0, 0, 2, 1), "1 point"},
		{"areas that overlap", orb.Collection{box(0, 0, 2, 1), box(1, 0, 3, 1)}, 2, 1, box(0, 0, 3, 1), ""},
		{"one within another", orb.Collection{box(0, 0, 9, 9), line, box(1, 1, 2, 2), line}, 2, 1, box(0, 0, 9, 9), "2 lines"},
		{"areas that touch in a corner", orb.Collection{box(0, 0, 1, 1), box(1, 1, 2, 2)}, 2, 2, orb.MultiPolygon{box(0, 0, 1, 1), box(1, 1, 2, 2)}, ""},
		{"apart", orb.Collection{box(0, 0, 1, 1), orb.MultiPolygon{box(3, 1, 4, 2)}}, 2, 2, orb.MultiPolygon{box(0, 0, 1, 1), box(3, 1, 4, 2)}, ""},
		{"collections in collections", orb.Collection{orb.Collection{box(0, 0, 1, 1)}, orb.Collection{orb.Collection{line}}}, 2, 1, box(0, 0, 1, 1), "1 line"},
		{"lines", orb.Collection{line, box(0, 0, 1, 1), orb.MultiLineString{line}}, 1, 2, orb.MultiLineString{line, line}, "1 area"},
		{"a point", orb.Collection{point, box(0, 0, 1, 1), line}, 0, 1, point, "1 line, 1 area"},
		{"none", orb.Collection{point, line}, 2, 0, nil, "1 point, 1 line"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, left := compound.Take(tt.g, tt.dimension)
			parts := 0
			geo.EachPart(got, func(orb.Geometry) { parts++ })
			if parts != tt.parts || left.String() != tt.left || left.Any() != (tt.left != "") {
				t.Errorf("got %v, left out %q; want %d parts, and left out %q", got, left, tt.parts, tt.left)
			}
			if tt.dimension == 2 && tt.same != nil {
				a, b := geo.Area(geo.Polygons(got)), geo.Area(geo.Polygons(tt.same))
				if math.Abs(a-b) > 1e-6*b || got.Bound() != tt.same.Bound() {
					t.Errorf("got %v of %.0f m2, want %v of %.0f m2", got, a, tt.same, b)
				}
				if faults := new(valid.Checker).Check(geo.Polygons(got)); len(faults) > 0 {
					t.Errorf("got %v, which has %v", got, faults)
				}
			} else if tt.same == nil && got != nil || tt.same != nil && !orb.Equal(got, tt.same) {
				t.Errorf("got %v, want %v", got, tt.same)
			}
		})
	}
}

// A polygon that crosses itself covers nobody knows what: uniting would hide it.
func TestUnitedLeavesWhatIsNotValid(t *testing.T) {
	tie := orb.Polygon{{{0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}}}
	given := orb.MultiPolygon{tie, {fixture.Box(0, 0, 1, 1)}}
	if got := compound.United(given); !orb.Equal(got, given) {
		t.Errorf("got %v, want it as it was", got)
	}
}
