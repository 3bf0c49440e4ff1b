package locate

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo/internal/fixture"
	"demarc/geo/internal/planar"
	"demarc/geo/internal/wgs84"
)

// at returns the shapes around p, ascending.
func (x *Index) at(p orb.Point) []int {
	var found []int
	x.Search(orb.Bound{Min: p, Max: p}, func(i int) bool {
		if planar.Contains(x.shapes[i], p) {
			found = append(found, i)
		}
		return true
	})
	slices.Sort(found)
	return found
}

func all(int) bool { return true }

// distance is 0 within the shape.
func (x *Index) distance(i int, p orb.Point) float64 {
	if planar.Contains(x.shapes[i], p) {
		return 0
	}
	return x.borderWithin(i, p, math.Inf(1))
}

func TestIndex(t *testing.T) {
	shapes := []orb.MultiPolygon{
		fixture.BoxShape(0, 0, 1, 1),
		nil, // no geometry
		fixture.BoxShape(1, 0, 2, 1),
		{},
		{{}},
		append(fixture.BoxShape(4, 0, 5, 1), fixture.BoxShape(0.5, 0.5, 1.5, 1)...),
	}
	x := NewIndex(shapes)
	for _, tt := range []struct {
		name string
		p    orb.Point
		want []int
	}{
		{"one", orb.Point{0.25, 0.25}, []int{0}},
		{"shared border", orb.Point{1, 0.25}, []int{2}},
		{"overlap, ascending", orb.Point{1.25, 0.75}, []int{2, 5}},
		{"second part", orb.Point{4.5, 0.5}, []int{5}},
		{"none", orb.Point{3, 0.5}, nil},
		{"not a number", orb.Point{math.NaN(), 0.5}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := x.at(tt.p); !slices.Equal(got, tt.want) {
				t.Errorf("At(%v) = %v, want %v", tt.p, got, tt.want)
			}
		})
	}
}

func TestIndexSearch(t *testing.T) {
	x := NewIndex([]orb.MultiPolygon{fixture.BoxShape(0, 0, 1, 1), nil, fixture.BoxShape(2, 0, 3, 1), fixture.BoxShape(5, 5, 6, 6)})
	for _, tt := range []struct {
		name     string
		min, max orb.Point
		want     []int
	}{
		{"inside one", orb.Point{0.2, 0.2}, orb.Point{0.3, 0.3}, []int{0}},
		{"touches both", orb.Point{1, 0.5}, orb.Point{2, 0.5}, []int{0, 2}},
		{"everything", orb.Point{math.Inf(-1), math.Inf(-1)}, orb.Point{math.Inf(1), math.Inf(1)}, []int{0, 2, 3}},
		{"between", orb.Point{1.1, 0}, orb.Point{1.9, 1}, nil},
		{"inside out", orb.Point{0.9, 0.9}, orb.Point{0.1, 0.1}, nil},
		{"not a number", orb.Point{math.NaN(), 0}, orb.Point{9, 9}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []int
			x.Search(orb.Bound{Min: tt.min, Max: tt.max}, func(i int) bool {
				got = append(got, i)
				return true
			})
			slices.Sort(got)
			if !slices.Equal(got, tt.want) {
				t.Errorf("found %v, want %v", got, tt.want)
			}
		})
	}
	n := 0
	x.Search(orb.Bound{Min: orb.Point{0, 0}, Max: orb.Point{9, 9}}, func(int) bool { n++; return false })
	if n != 1 {
		t.Errorf("visited %d after false, want 1", n)
	}
}

func TestIndexNearest(t *testing.T) {
	shapes := []orb.MultiPolygon{nil, fixture.BoxShape(0, 0, 1, 1), fixture.BoxShape(2, 0, 3, 1), fixture.BoxShape(178, 50, 179, 51), fixture.BoxShape(2, 0, 3, 1)}
	x := NewIndex(shapes)
	for _, tt := range []struct {
		name   string
		p      orb.Point
		want   int
		metres float64
	}{
		{"inside", orb.Point{0.5, 0.5}, 1, 0},
		{"east of it, on the equator", orb.Point{1.1, 0}, 1, 0.1 * wgs84.Degree * wgs84.EquatorRadius},
		{"equally near: the first", orb.Point{3.1, 0}, 2, 0.1 * wgs84.Degree * wgs84.EquatorRadius},
		{"across the 180th meridian", orb.Point{-179.5, 50}, 3, fixture.Geodesic(orb.Point{180.5, 50}, orb.Point{179, 50})},
		{"longitudes beyond 180", orb.Point{361.1, 0}, 1, 0.1 * wgs84.Degree * wgs84.EquatorRadius},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, metres, ok := x.Nearest(tt.p, all)
			if got != tt.want || !ok || math.Abs(metres-tt.metres) > 1e-3*tt.metres {
				t.Errorf("Nearest(%v) = %d, %.1f m, %v; want %d, %.1f m", tt.p, got, metres, ok, tt.want, tt.metres)
			}
		})
	}
	if _, _, ok := NewIndex([]orb.MultiPolygon{nil}).Nearest(orb.Point{0, 0}, all); ok {
		t.Error("found something among shapes without geometry")
	}
	if _, _, ok := x.Nearest(orb.Point{math.NaN(), 0}, all); ok {
		t.Error("found something near a place that is not a number")
	}
	if d := x.borderWithin(0, orb.Point{0, 0}, math.Inf(1)); !math.IsInf(d, 1) {
		t.Errorf("distance to a shape without geometry is %v, want infinity", d)
	}
	if d, want := x.borderWithin(1, orb.Point{0.5, 0.25}, math.Inf(1)), fixture.Geodesic(orb.Point{0.5, 0}, orb.Point{0.5, 0.25}); math.Abs(d-want) > 1 {
		t.Errorf("distance from inside to the border is %.1f m, want %.1f", d, want)
	}
}

func TestIndexNearestAgainstAll(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 9))
	shapes := fixture.Jittered(r, 12, 8, 46, 39, 0.25)
	x := NewIndex(shapes)
	for range 300 {
		p := orb.Point{43 + 9*r.Float64(), 36 + 8*r.Float64()}
		want := math.Inf(1)
		for i := range shapes {
			want = min(want, x.distance(i, p))
		}
		if i, got, ok := x.Nearest(p, all); !ok || got != want || x.distance(i, p) != want {
			t.Fatalf("Nearest(%v) = %d at %v m, want one at %v m", p, i, got, want)
		}
	}
}

// A query looks at a handful of 1,000 shapes.
func TestIndexLooksAtFew(t *testing.T) {
	r := rand.New(rand.NewPCG(10, 11))
	shapes := fixture.Jittered(r, 32, 28, 40, 35, 0.25)
	if len(shapes) < 1000 {
		t.Fatalf("%d shapes, want 1000", len(shapes))
	}
	x := NewIndex(shapes)
	looked := 0
	x.visited = func(int) { looked++ }
	for _, tt := range []struct {
		name  string
		query func(p orb.Point)
		most  float64 // on average
	}{
		{"At", func(p orb.Point) { x.at(p) }, 4},
		{"Search", func(p orb.Point) {
			x.Search(orb.Bound{Min: p, Max: orb.Point{p[0] + 0.1, p[1] + 0.1}}, func(int) bool { return true })
		}, 8},
		{"Nearest within", func(p orb.Point) { x.Nearest(p, all) }, 5},
		{"Nearest outside", func(p orb.Point) { x.Nearest(orb.Point{p[0], p[1] - 10}, all) }, 5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			looked = 0
			const queries = 200
			for range queries {
				tt.query(orb.Point{40 + 8*r.Float64(), 35 + 7*r.Float64()})
			}
			if mean := float64(looked) / queries; mean > tt.most {
				t.Errorf("looked at %.1f of %d shapes on average, want at most %v", mean, len(shapes), tt.most)
			}
		})
	}
}

func BenchmarkIndex(b *testing.B) {
	r := rand.New(rand.NewPCG(12, 13))
	x := NewIndex(fixture.Jittered(r, 32, 28, 40, 35, 0.25))
	p := orb.Point{44.1, 38.3}
	b.Run("At", func(b *testing.B) {
		for b.Loop() {
			x.at(p)
		}
	})
	b.Run("Nearest", func(b *testing.B) {
		for b.Loop() {
			x.Nearest(orb.Point{39, 38.3}, all)
		}
	})
}
