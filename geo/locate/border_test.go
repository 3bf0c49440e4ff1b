package locate

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo/internal/fixture"
	"demarc/geo/internal/wgs84"
)

// plainBorder measures to every edge.
func plainBorder(shape orb.MultiPolygon, p orb.Point) float64 {
	best := math.Inf(1)
	for _, polygon := range shape {
		for _, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				best = math.Min(best, segmentDistance(p, ring[i-1], ring[i]))
			}
		}
	}
	return best
}

// borderAround is Border of the version around p.
func borderAround(g *Grid, p orb.Point, at int32) (metres float64, beyond int, ok bool) {
	v, ok := g.At(p, at)
	if !ok {
		return 0, -1, false
	}
	return g.Border(v, p, at)
}

func TestGridBorder(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	shapes := fixture.Jittered(r, 20, 15, 46, 39, 0.25)
	// A region with a long border, so that it has a tree, around others.
	var coast orb.Ring
	for i := range 3000 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 3000)
		wide := 8 + 0.1*math.Sin(float64(i)*0.3)
		coast = append(coast, orb.Point{48.5 + wide*cos, 41 + wide*sin*0.7})
	}
	coast = append(coast, coast[0])
	shapes = append(shapes, orb.MultiPolygon{{coast, fixture.Box(46, 39, 51, 42.75)}})
	for _, layout := range []Layout{FastLayout, CompactLayout} {
		compareBorders(t, newGrid(t, versionsOf(shapes), WithLayout(layout)), shapes, r)
	}
}

func compareBorders(t *testing.T, g *Grid, shapes []orb.MultiPolygon, r *rand.Rand) {
	t.Helper()
	found := 0
	for range 3000 {
		p := orb.Point{40 + 17*r.Float64(), 35 + 12*r.Float64()}
		v, in := g.At(p, 0)
		metres, beyond, ok := borderAround(g, p, 0)
		if ok != in {
			t.Fatalf("Border(%v) ok = %v, in a version: %v", p, ok, in)
		}
		if !ok {
			continue
		}
		found++
		if want := plainBorder(shapes[v], p); math.Abs(metres-want) > 1e-6*want {
			t.Fatalf("Border(%v) = %v m, want %v", p, metres, want)
		}
		if beyond == v || beyond < -1 {
			t.Fatalf("Border(%v): %d lies beyond the border of %d", p, beyond, v)
		}
	}
	if found < 1000 {
		t.Errorf("only %d points lay in a version", found)
	}
}

func TestGridBorderBeyond(t *testing.T) {
	g := newGrid(t, []Version{
		{fixture.BoxShape(0, 0, 10, 10), Span{}},
		{fixture.BoxShape(10, 0, 20, 10), Span{0, 100}},
		{fixture.BoxShape(10, 0, 20, 10), Span{100, 200}},
		// One region in two parts that touch at 25, one that goes on beyond the 180th meridian.
		{append(fixture.BoxShape(22, 0, 25, 10), fixture.BoxShape(25, 0, 28, 10)...), Span{}},
		{append(fixture.BoxShape(175, 0, 180, 10), fixture.BoxShape(-180, 0, -175, 10)...), Span{}},
	})
	east, north := wgs84.MetresPerDegree(5)
	for _, tt := range []struct {
		name   string
		p      orb.Point
		at     int32
		metres float64
		beyond int
	}{
		{"neighbour", orb.Point{9, 5}, 50, east, 1},
		{"neighbour of a later time", orb.Point{9, 5}, 150, east, 2},
		{"no neighbour at the time", orb.Point{9, 5}, 250, east, -1},
		{"outside", orb.Point{1, 5}, 50, east, -1},
		{"on the border", orb.Point{10, 5}, 50, 0, 0},
		{"parts that touch", orb.Point{24.9, 5}, 50, 2.9 * east, -1},
		{"beyond the meridian", orb.Point{179.9, 5}, 50, 4.9 * east, -1},
		{"by another name", orb.Point{184, 5}, 50, east, -1},
		{"next to a corner", orb.Point{22.5, 0.1}, 50, 0.1 * north, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			metres, beyond, ok := borderAround(g, tt.p, tt.at)
			if !ok || beyond != tt.beyond || math.Abs(metres-tt.metres) > 1e-3*tt.metres+1e-3 {
				t.Errorf("Border(%v, %d) = %v m, beyond %d, %v; want %v m, %d", tt.p, tt.at, metres, beyond, ok, tt.metres, tt.beyond)
			}
		})
	}
	if _, _, ok := borderAround(g, orb.Point{50, 50}, 0); ok {
		t.Error("Border outside of everything is ok, want none")
	}
}

func BenchmarkBorder(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 3))
	shapes := fixture.Jittered(r, 8, 6, 46, 39, 0.25)
	for i := range shapes { // 64 vertices each
		ring := shapes[i][0][0]
		var finer orb.Ring
		for k := 1; k < len(ring); k++ {
			for s := range 8 {
				f := float64(s) / 8
				finer = append(finer, orb.Point{ring[k-1][0] + f*(ring[k][0]-ring[k-1][0]), ring[k-1][1] + f*(ring[k][1]-ring[k-1][1])})
			}
		}
		shapes[i][0][0] = append(finer, finer[0])
	}
	for _, layout := range []Layout{FastLayout, CompactLayout} {
		g := newGrid(b, versionsOf(shapes), WithLayout(layout))
		b.Run([]string{"", "fast", "compact"}[layout], func(b *testing.B) {
			for b.Loop() {
				borderAround(g, orb.Point{46 + 2*r.Float64(), 39 + 1.5*r.Float64()}, 0)
			}
		})
	}
}
