package partition_test

import (
	"fmt"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo/partition"
)

// Edges that lie on the same side of several shapes, and those that neighbours share or that
// belong to one shape alone.
func TestSameSide(t *testing.T) {
	square := func(x, y, size float64) orb.MultiPolygon {
		return orb.MultiPolygon{{{{x, y}, {x + size, y}, {x + size, y + size}, {x, y + size}, {x, y}}}}
	}
	clockwise := square(0, 0, 1)
	clockwise[0][0].Reverse()
	holed := square(-1, -1, 3)
	holed[0] = append(holed[0], square(0, 0, 1)[0][0])
	for _, tt := range []struct {
		name   string
		shapes []orb.MultiPolygon
		want   string
	}{
		{"neighbours", []orb.MultiPolygon{square(0, 0, 1), square(1, 0, 1)}, "map[]"},
		{"the same", []orb.MultiPolygon{square(0, 0, 1), square(5, 5, 1), clockwise}, "map[[0 2]:4]"},
		{"a hole and what fills it", []orb.MultiPolygon{holed, square(0, 0, 1)}, "map[]"},
		{"a hole of two", []orb.MultiPolygon{holed, square(7, 7, 1), holed}, "map[[0 2]:8]"},
		{"one edge", []orb.MultiPolygon{square(0, 0, 1), {{{{0, 0}, {1, 0}, {0.5, 3}, {0, 0}}}}}, "map[[0 1]:1]"},
		{"no shapes", nil, "map[]"},
	} {
		got := map[[2]int]int{}
		for a, b := range partition.SameSide(tt.shapes) {
			got[[2]int{a, b}]++
		}
		if fmt.Sprint(got) != tt.want {
			t.Errorf("%s: got %v, want %s", tt.name, got, tt.want)
		}
	}
}

// Each edge of 50 equal shapes is compared with the first that has it, not with all.
func TestSameSideTakesOneStepAnEdge(t *testing.T) {
	shapes := make([]orb.MultiPolygon, 50)
	for i := range shapes {
		shapes[i] = orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}
	}
	steps := 0
	for range partition.SameSide(shapes) {
		steps++
	}
	if steps != 49*3 {
		t.Errorf("got %d steps, want one for each of 49 times 3 edges", steps)
	}
}
