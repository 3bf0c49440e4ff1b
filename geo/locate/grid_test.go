package locate

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo/internal/fixture"
)

func versionsOf(shapes []orb.MultiPolygon) []Version {
	versions := make([]Version, len(shapes))
	for i, shape := range shapes {
		versions[i].Shape = shape
	}
	return versions
}

func newGrid(t testing.TB, versions []Version, options ...Option) *Grid {
	t.Helper()
	g, err := NewGrid(versions, options...)
	if err != nil {
		t.Fatalf("NewGrid: %v", err)
	}
	return g
}

// dirty returns a partition with all that goes wrong in real data planted in it, and spans that
// overlap, follow each other or are empty.
func dirty(r *rand.Rand) []Version {
	size := []float64{0.25, 1e-4, 7}[r.IntN(3)]
	west, south := 46.0, 39.0
	columns, rows := 2+r.IntN(5), 1+r.IntN(5)
	shapes := fixture.Jittered(r, columns, rows, west, south, size)
	versions := versionsOf(shapes)
	place := func() orb.Point {
		return orb.Point{west + size*float64(columns)*r.Float64(), south + size*float64(rows)*r.Float64()}
	}
	square := func(p orb.Point, half float64) orb.Ring {
		return fixture.Box(p[0]-half, p[1]-half, p[0]+half, p[1]+half)
	}
	for range r.IntN(8) {
		v := &versions[r.IntN(len(versions))]
		v.Shape = v.Shape.Clone()
		ring := v.Shape[0][0]
		k := 1 + r.IntN(len(ring)-2)
		switch r.IntN(9) {
		case 0: // a sliver between neighbours
			ring[k][r.IntN(2)] += size * 1e-3 * (r.Float64() - 0.5)
		case 1: // a hole, often outside the shell or over an edge of it
			v.Shape[0] = append(v.Shape[0], square(place(), size*r.Float64()))
		case 2: // two holes that overlap
			p := ring.Bound().Center()
			v.Shape[0] = append(v.Shape[0], square(p, size*0.2), square(orb.Point{p[0] + size*0.1, p[1]}, size*0.2))
		case 3: // parts that overlap
			v.Shape = append(v.Shape, orb.Polygon{square(place(), size*r.Float64())}, orb.Polygon{ring.Clone()})
		case 4: // a part that fills the hole of another
			p := ring.Bound().Center()
			v.Shape[0] = append(v.Shape[0], square(p, size*0.1))
			v.Shape = append(v.Shape, orb.Polygon{square(p, size*0.1)})
		case 5: // a spike, and a position twice
			v.Shape[0][0] = slices.Insert(ring, k, ring[k], place(), ring[k])
		case 6: // a ring that crosses itself
			ring[k] = place()
		case 7: // one that is not closed
			v.Shape[0][0] = ring[:len(ring)-1]
		case 8: // rings of no extent, and no ring
			v.Shape = append(v.Shape, orb.Polygon{{place()}}, orb.Polygon{{}}, orb.Polygon{})
		}
	}
	if r.IntN(4) == 0 { // a place where very many meet
		versions = append(versions, fan(place(), size, 5+r.IntN(120))...)
	}
	if r.IntN(2) == 0 { // as files have them
		for i := range versions {
			versions[i].Shape = rounded(versions[i].Shape)
		}
	}
	if r.IntN(2) == 0 {
		return versions
	}
	for i := range versions {
		from := int32(r.IntN(100))
		versions[i].Span = Span{from, from + int32(r.IntN(60))}
		if again := versions[i]; r.IntN(2) == 0 {
			again.Span = Span{again.Span.To, again.Span.To + 30}
			if r.IntN(2) == 0 {
				again.Shape = again.Shape.Clone()
				again.Shape[0][0][0][0] += size * 0.05
			}
			versions = append(versions, again)
		}
	}
	return versions
}

// rounded returns a copy of m with 7 decimals.
func rounded(m orb.MultiPolygon) orb.MultiPolygon {
	m = m.Clone()
	for _, polygon := range m {
		for _, ring := range polygon {
			for i, p := range ring {
				ring[i] = orb.Point{math.Round(p[0]*1e7) / 1e7, math.Round(p[1]*1e7) / 1e7}
			}
		}
	}
	return m
}

// fan returns triangles that share a vertex.
func fan(at orb.Point, size float64, n int) []Version {
	rim := func(i int) orb.Point {
		sin, cos := math.Sincos(2 * math.Pi * float64(i%n) / float64(n))
		return orb.Point{at[0] + size*cos, at[1] + size*sin}
	}
	var versions []Version
	for i := range n {
		versions = append(versions, Version{Shape: orb.MultiPolygon{{{at, rim(i), rim(i + 1), at}}}})
	}
	return versions
}

// hardPoints returns points on and near vertices and edges, level with vertices, and anywhere.
func hardPoints(r *rand.Rand, versions []Version, n int) []orb.Point {
	var edges [][2]orb.Point
	for _, v := range versions {
		for _, polygon := range v.Shape {
			for _, ring := range polygon {
				for i := range ring {
					edges = append(edges, [2]orb.Point{ring[i], ring[(i+1)%len(ring)]})
				}
			}
		}
	}
	points := make([]orb.Point, n)
	for i := range points {
		e, f := edges[r.IntN(len(edges))], edges[r.IntN(len(edges))]
		s := r.Float64()
		switch r.IntN(6) {
		case 0:
			points[i] = e[0]
		case 1:
			points[i] = orb.Point{e[0][0] + s*(e[1][0]-e[0][0]), e[0][1] + s*(e[1][1]-e[0][1])}
		case 2:
			points[i] = orb.Point{e[0][0], f[0][1]}
		case 3:
			points[i] = orb.Point{math.Nextafter(e[0][0], 1000*(s-0.5)), math.Nextafter(e[0][1], 1000*(r.Float64()-0.5))}
		case 4:
			points[i] = orb.Point{f[0][0] + s*(e[0][0]-f[0][0]), e[0][1]}
		case 5:
			points[i] = orb.Point{f[0][0] + s*(e[0][0]-f[0][0]), f[0][1] + r.Float64()*(e[0][1]-f[0][1])}
		}
	}
	return points
}

// compareWithOracle asks the grid and the oracle the same.
func compareWithOracle(t *testing.T, g *Grid, versions []Version, points []orb.Point, r *rand.Rand) {
	t.Helper()
	o := newOracle(versions)
	at := make([]int32, len(points))
	for i := range at {
		at[i] = int32(r.IntN(140))
	}
	batch := make([]int32, len(points))
	g.Batch(points, at, batch)
	for i, p := range points {
		want := o.all(p, at[i], true)
		if got := g.All(nil, p, at[i]); !slices.Equal(got, want) {
			t.Fatalf("All(%v, %d) = %v, want %v", p, at[i], got, want)
		}
		first := -1
		if len(want) > 0 {
			first = int(want[0])
		}
		if got, ok := g.At(p, at[i]); got != first || ok != (first >= 0) {
			t.Fatalf("At(%v, %d) = %d, %v, want %d", p, at[i], got, ok, first)
		}
		if int(batch[i]) != first {
			t.Fatalf("Batch: %v at %d is in %d, want %d", p, at[i], batch[i], first)
		}
		if want, got := o.all(p, 0, false), g.History(nil, p); !slices.Equal(got, want) {
			t.Fatalf("History(%v) = %v, want %v", p, got, want)
		}
	}
}

func TestGridEqualsOracle(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 4))
		versions := dirty(r)
		layout := []Layout{FastLayout, CompactLayout}[seed%2]
		compareWithOracle(t, newGrid(t, versions, WithLayout(layout)), versions, hardPoints(r, versions, 150), r)
	}
}

func FuzzGrid(f *testing.F) {
	f.Add(uint64(1), 46.25, 39.25)
	f.Fuzz(func(t *testing.T, seed uint64, x, y float64) {
		if !(math.Abs(x) < 1e6 && math.Abs(y) < 1e6) || x != 0 && math.Abs(x) < 1e-9 || y != 0 && math.Abs(y) < 1e-9 {
			t.Skip("beyond what the oracle counts in")
		}
		r := rand.New(rand.NewPCG(seed, 5))
		versions := dirty(r)
		points := append(hardPoints(r, versions, 30), orb.Point{x, y})
		for _, layout := range []Layout{FastLayout, CompactLayout} {
			compareWithOracle(t, newGrid(t, versions, WithLayout(layout)), versions, points, r)
		}
	})
}

// Every point of a partition lies in exactly one of its shapes.
func TestGridPartition(t *testing.T) {
	for seed := range uint64(10) {
		r := rand.New(rand.NewPCG(seed, 6))
		versions := versionsOf(fixture.Jittered(r, 20, 15, 46, 39, 0.25))
		g := newGrid(t, versions)
		for _, p := range hardPoints(r, versions, 5000) {
			within := 46 <= p[0] && p[0] < 51 && 39 <= p[1] && p[1] < 42.75
			found := g.All(nil, p, 0)
			if len(found) > 1 || within != (len(found) == 1) {
				t.Fatalf("seed %d: %v lies in %v; want exactly one: %v", seed, p, found, within)
			}
		}
	}
}

// The world in eight boxes: every place, by any of its names, lies in one, the poles included.
func TestGridWorld(t *testing.T) {
	var shapes []orb.MultiPolygon
	for i := range 4 {
		for j := range 2 {
			west, south := -180+90*float64(i), -90+90*float64(j)
			shapes = append(shapes, fixture.BoxShape(west, south, west+90, south+90))
		}
	}
	g := newGrid(t, versionsOf(shapes))
	for _, tt := range []struct {
		name string
		p    orb.Point
		want int
	}{
		{"longitude -180", orb.Point{-180, 10}, 1},
		{"longitude 180 is -180", orb.Point{180, 10}, 1},
		{"longitude 180 on the equator", orb.Point{180, 0}, 1},
		{"just west of 180", orb.Point{math.Nextafter(180, 0), 10}, 7},
		{"longitude 190 is -170", orb.Point{190, -10}, 0},
		{"longitude -190 is 170", orb.Point{-190, -10}, 6},
		{"south pole", orb.Point{10, -90}, 4},
		{"north pole", orb.Point{10, 90}, 5},
		{"north pole by longitude 180", orb.Point{180, 90}, 1},
		{"north pole by longitude -180", orb.Point{-180, 90}, 1},
		{"further north than the pole", orb.Point{10, math.Nextafter(90, 91)}, -1},
		{"further south than the pole", orb.Point{10, math.Nextafter(-90, -91)}, -1},
		{"two turns away", orb.Point{10 + 720, 10}, -1},
		{"not a number", orb.Point{math.NaN(), 10}, -1},
		{"latitude not a number", orb.Point{10, math.NaN()}, -1},
		{"infinitely far", orb.Point{math.Inf(1), 10}, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := []int32{int32(tt.want)}
			if tt.want < 0 {
				want = nil
			}
			batch := make([]int32, 1)
			g.Batch([]orb.Point{tt.p}, []int32{0}, batch)
			got, _ := g.At(tt.p, 0)
			if all := g.All(nil, tt.p, 0); got != tt.want || int(batch[0]) != tt.want || !slices.Equal(all, want) {
				t.Errorf("at %v: At %d, Batch %d, All %v, want %d", tt.p, got, batch[0], all, tt.want)
			}
		})
	}
}

// A shape may be drawn across the 180th meridian by longitudes beyond it.
func TestGridAntimeridian(t *testing.T) {
	g := newGrid(t, versionsOf([]orb.MultiPolygon{fixture.BoxShape(170, -20, 190, 20), fixture.BoxShape(-180, -20, -175, 20)}))
	for _, tt := range []struct {
		p    orb.Point
		want int
	}{
		{orb.Point{179, 0}, 0}, {orb.Point{185, 0}, 0}, {orb.Point{-172, 0}, 0}, {orb.Point{-170, 0}, -1},
		{orb.Point{-178, 0}, 1}, {orb.Point{182, 0}, 0}, {orb.Point{-181, 0}, 0},
	} {
		if got, _ := g.At(tt.p, 0); got != tt.want {
			t.Errorf("At(%v) = %d, want %d", tt.p, got, tt.want)
		}
	}
}

func TestGridSpans(t *testing.T) {
	shape := fixture.BoxShape(0, 0, 10, 10)
	g := newGrid(t, []Version{
		{shape, Span{10, 20}}, {shape, Span{20, math.MaxInt32}}, {shape, Span{math.MinInt32, 10}},
		{fixture.BoxShape(5, 5, 15, 15), Span{15, 25}}, {fixture.BoxShape(20, 20, 21, 21), Span{}},
	})
	for _, tt := range []struct {
		name string
		p    orb.Point
		at   int32
		want []int32
	}{
		{"first instant", orb.Point{1, 1}, 10, []int32{0}},
		{"instant it ended", orb.Point{1, 1}, 20, []int32{1}},
		{"open past", orb.Point{1, 1}, math.MinInt32, []int32{2}},
		{"open future", orb.Point{1, 1}, math.MaxInt32, []int32{1}},
		{"two at once", orb.Point{7, 7}, 15, []int32{0, 3}},
		{"never", orb.Point{12, 12}, 25, nil},
		{"the zero span is always", orb.Point{20.5, 20.5}, -5, []int32{4}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := g.All(nil, tt.p, tt.at); !slices.Equal(got, tt.want) {
				t.Errorf("All(%v, %d) = %v, want %v", tt.p, tt.at, got, tt.want)
			}
			want := -1
			if len(tt.want) > 0 {
				want = int(tt.want[0])
			}
			if got, ok := g.At(tt.p, tt.at); got != want || ok != (want >= 0) {
				t.Errorf("At(%v, %d) = %d, %v, want %d", tt.p, tt.at, got, ok, want)
			}
		})
	}
	if got, want := g.History([]int32{99}, orb.Point{7, 7}), []int32{99, 0, 1, 2, 3}; !slices.Equal(got, want) {
		t.Errorf("History = %v, want %v", got, want)
	}
}

func TestGridRefuses(t *testing.T) {
	for _, tt := range []struct {
		name    string
		version Version
	}{
		{"not a number", Version{Shape: fixture.BoxShape(0, 0, math.NaN(), 1)}},
		{"infinite", Version{Shape: fixture.BoxShape(0, 0, 1, math.Inf(1))}},
		{"far beyond degrees", Version{Shape: fixture.BoxShape(0, 0, 1, 1e10)}},
		{"span that ends before it begins", Version{fixture.BoxShape(0, 0, 1, 1), Span{2, 1}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := NewGrid([]Version{tt.version}); err == nil {
				t.Error("NewGrid accepted it, want an error")
			}
		})
	}
	for _, versions := range [][]Version{nil, {{}}, {{Shape: orb.MultiPolygon{{}}}}, {{Shape: orb.MultiPolygon{{{{1, 1}}}}}}} {
		if v, ok := newGrid(t, versions).At(orb.Point{1, 1}, 0); ok || v != -1 {
			t.Errorf("At in %v = %d, %v, want none", versions, v, ok)
		}
	}
}

func TestGridConcurrently(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 9))
	versions := dirty(r)
	g := newGrid(t, versions)
	points := hardPoints(r, versions, 500)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			dst := make([]int32, len(points))
			g.Batch(points, []int32{50}, dst)
			for i, p := range points {
				if v, _ := g.At(p, 50); v != int(dst[i]) {
					t.Errorf("At(%v) = %d, Batch says %d", p, v, dst[i])
				}
			}
		})
	}
	group.Wait()
}
