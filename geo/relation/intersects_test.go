package relation

import (
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

func TestIntersects(t *testing.T) {
	square := orb.Polygon{{{0, 0}, {10, 0}, {10, 10}, {0, 10}, {0, 0}}, {{4, 4}, {6, 4}, {6, 6}, {4, 6}, {4, 4}}}
	for _, tt := range []struct {
		name string
		a, b orb.Geometry
		want bool
	}{
		{"point within", square, orb.Point{1, 1}, true},
		{"point in the hole", square, orb.Point{5, 5}, false},
		{"point on the border of the hole", square, orb.Point{4, 5}, true},
		{"point on a corner", square, orb.Point{10, 10}, true},
		{"point outside", square, orb.Point{11, 5}, false},
		{"box around", square, orb.Bound{Min: orb.Point{-1, -1}, Max: orb.Point{11, 11}}, true},
		{"box in the hole", square, orb.Bound{Min: orb.Point{4.5, 4.5}, Max: orb.Point{5.5, 5.5}}, false},
		{"box within", square, orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{2, 2}}, true},
		{"box touching an edge", square, orb.Bound{Min: orb.Point{10, 2}, Max: orb.Point{12, 3}}, true},
		{"box touching a corner", square, orb.Bound{Min: orb.Point{10, 10}, Max: orb.Point{12, 13}}, true},
		{"box that is a point", square, orb.Bound{Min: orb.Point{3, 3}, Max: orb.Point{3, 3}}, true},
		{"line across", square, orb.LineString{{-5, 5}, {15, 5}}, true},
		{"line through the hole only", square, orb.LineString{{4.5, 5}, {5.5, 5}}, false},
		{"line past the corner", square, orb.LineString{{-1, 1}, {1, -3}}, false},
		{"lines that cross", orb.LineString{{0, 0}, {2, 2}}, orb.LineString{{0, 2}, {2, 0}}, true},
		{"lines on one line, apart", orb.LineString{{0, 0}, {1, 1}}, orb.LineString{{2, 2}, {3, 3}}, false},
		{"lines on one line, together", orb.LineString{{0, 0}, {2, 2}}, orb.LineString{{1, 1}, {3, 3}}, true},
		{"line that ends on a line", orb.LineString{{0, 0}, {2, 0}}, orb.LineString{{1, 0}, {1, 5}}, true},
		{"points alike", orb.Point{1, 1}, orb.MultiPoint{{2, 2}, {1, 1}}, true},
		{"points apart", orb.Point{1, 1}, orb.MultiPoint{{2, 2}}, false},
		{"many polygons", orb.MultiPolygon{{{{20, 20}, {21, 20}, {21, 21}, {20, 20}}}, square}, orb.Point{1, 1}, true},
		{"collection", orb.Collection{orb.Point{50, 50}, square}, orb.Point{1, 1}, true},
		{"nothing", nil, orb.Point{1, 1}, false},
		{"without positions", orb.MultiPolygon{}, orb.Point{1, 1}, false},
	} {
		if got := Intersects(tt.a, tt.b); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
		if got := Intersects(tt.b, tt.a); got != tt.want {
			t.Errorf("%s, the other way round: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

// On a coarse grid triangles meet if a position of the finer grid lies in both,
// or an edge of one meets an edge of the other.
func TestIntersectsTriangles(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	triangle := func() orb.Ring {
		p := func() orb.Point { return orb.Point{float64(random.IntN(7)), float64(random.IntN(7))} }
		ring := orb.Ring{p(), p(), p()}
		return append(ring, ring[0])
	}
	for range 5000 {
		a, b := triangle(), triangle()
		if planar.Orient(a[0], a[1], a[2]) == 0 || planar.Orient(b[0], b[1], b[2]) == 0 {
			continue
		}
		want := false
		for i := range 3 {
			want = want || inTriangle(a, b[i]) || inTriangle(b, a[i])
			for j := range 3 {
				want = want || boundOf(a[i], a[i+1]).Intersects(boundOf(b[j], b[j+1])) && edgesMeet(a[i], a[i+1], b[j], b[j+1])
			}
		}
		if got := Intersects(a, orb.Polygon{b}); got != want {
			t.Fatalf("%v and %v: got %v, want %v", a, b, got, want)
		}
	}
}

func inTriangle(ring orb.Ring, p orb.Point) bool {
	x, y, z := planar.Orient(ring[0], ring[1], p), planar.Orient(ring[1], ring[2], p), planar.Orient(ring[2], ring[0], p)
	return x >= 0 && y >= 0 && z >= 0 || x <= 0 && y <= 0 && z <= 0
}
