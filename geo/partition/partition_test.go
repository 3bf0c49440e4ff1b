package partition

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/internal/fixture"
	"demarc/geo/internal/planar"
	"demarc/geo/internal/wgs84"
	"demarc/geo/topology"
	"demarc/geo/valid"
)

// grid9 is nine boxes of one degree, numbered by rows from the south-west.
func grid9() []orb.MultiPolygon {
	var shapes []orb.MultiPolygon
	for y := range 3 {
		for x := range 3 {
			shapes = append(shapes, fixture.BoxShape(float64(x), float64(y), float64(x+1), float64(y+1)))
		}
	}
	return shapes
}

func TestDissolve(t *testing.T) {
	for _, tt := range []struct {
		name   string
		shapes []orb.MultiPolygon
		keys   string // by shape; - leaves out
		want   string // positions of the rings by key, in the order of the first shapes
	}{
		{"all", grid9(), "aaaaaaaaa", "a: 13"},
		{"each", grid9()[:3], "abc", "a: 5, b: 5, c: 5"},
		{"ring around one", grid9(), "aaaabaaaa", "a: 13-5, b: 5"},
		{"one left out", grid9(), "aaaa-aaaa", "a: 13-5"},
		{"chequers meet in points", grid9(), "ababababa", "a: 5 5 5 5 5, b: 5 5 5 5"},
		{"hole that touches the shell", grid9(), "aaaababaa", "a: 13-5, b: 5 5"},
		{"holes that touch in a point", append(grid9(), fixture.BoxShape(3, 0, 4, 1), fixture.BoxShape(3, 1, 4, 2), fixture.BoxShape(3, 2, 4, 3), fixture.BoxShape(3, 3, 4, 4),
			fixture.BoxShape(0, 3, 1, 4), fixture.BoxShape(1, 3, 2, 4), fixture.BoxShape(2, 3, 3, 4)), "aaaabaaabaaaaaaa", "a: 17-5-5, b: 5 5"},
		{"island in a hole", []orb.MultiPolygon{{{fixture.Box(0, 0, 9, 9), fixture.Box(1, 1, 8, 8)}}, {{fixture.Box(1, 1, 8, 8), fixture.Box(3, 3, 5, 5)}}, fixture.BoxShape(3, 3, 5, 5)},
			"aba", "a: 5-5 5, b: 5-5"},
		{"hole behind a hole", []orb.MultiPolygon{
			{{fixture.Box(0, 0, 9, 9), fixture.Box(1, 1, 2, 2), fixture.Box(3, 1, 4, 2), fixture.Box(5, 1, 6, 2)}}, {{fixture.Box(10, 0, 19, 9), fixture.Box(11, 1, 12, 2)}}},
			"aa", "a: 5-5-5-5 5-5"},
		{"parts of one shape side by side", []orb.MultiPolygon{append(fixture.BoxShape(0, 0, 1, 1), fixture.BoxShape(1, 0, 2, 1)...)}, "a", "a: 7"},
		{"nothing", nil, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, _ := New(tt.shapes)
			var got []string
			for _, d := range Dissolve(p, func(i int) (byte, bool) { return tt.keys[i], tt.keys[i] != '-' }) {
				got = append(got, fmt.Sprintf("%c: %s", d.Key, fixture.OutlineText(d.Area)))
				if faults := new(valid.Checker).Check(d.Area); len(faults) > 0 {
					t.Errorf("key %c is invalid: %v", d.Key, faults[0].Message)
				}
			}
			if text := strings.Join(got, ", "); text != tt.want {
				t.Errorf("got %q, want %q", text, tt.want)
			}
		})
	}
}

// The oracle looks at points: each lies in the union exactly if it lies in one of the shapes.
func TestDissolveAgainstContains(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 4))
		shapes := fixture.Jittered(r, 9, 8, 40, 30, 0.25)
		if seed == 0 {
			shapes = fixture.Zones(t)
		}
		keys := make([]int, len(shapes))
		for i := range keys {
			keys[i] = r.IntN(3)
		}
		p, faults := New(shapes)
		if len(faults) > 0 {
			t.Fatalf("seed %d: %v", seed, faults[0].Message)
		}
		all := Dissolve(p, func(i int) (int, bool) { return keys[i], true })
		checkDissolved(t, r, shapes, keys, all)
	}
}

func checkDissolved(t *testing.T, r *rand.Rand, shapes []orb.MultiPolygon, keys []int, all []Dissolved[int]) {
	t.Helper()
	var vertices []orb.Point
	for _, d := range all {
		want := 0.0
		for _, i := range d.Shapes {
			want += geo.Area(shapes[i])
			for _, p := range shapes[i][0][0] {
				vertices = append(vertices, p)
			}
		}
		if got := geo.Area(d.Area); math.Abs(got-want) > 1e-9*want {
			t.Errorf("key %d has %.3f m2, its shapes %.3f", d.Key, got, want)
		}
		if faults := new(valid.Checker).Check(d.Area); len(faults) > 0 {
			t.Errorf("key %d is invalid: %v", d.Key, faults[0].Message)
		}
	}
	for range 500 {
		q := vertices[r.IntN(len(vertices))]
		if r.IntN(2) == 0 {
			q[0] += (r.Float64() - 0.5) * 0.2
		}
		for _, d := range all {
			want := false
			for i, shape := range shapes {
				want = want || keys[i] == d.Key && planar.Contains(shape, q)
			}
			if got := planar.Contains(d.Area, q); got != want {
				t.Fatalf("key %d holds %v: %v, its shapes: %v", d.Key, q, got, want)
			}
		}
	}
}

// A shape put together from its arcs covers what it did.
func TestPartitionShapes(t *testing.T) {
	for name, shapes := range map[string][]orb.MultiPolygon{
		"zones": fixture.Zones(t), "jittered": fixture.Jittered(rand.New(rand.NewPCG(5, 6)), 8, 8, 40, 30, 0.25),
		"enclave": {{{fixture.Box(0, 0, 9, 9), fixture.Box(2, 2, 7, 7)}}, fixture.BoxShape(2, 2, 7, 7)},
	} {
		p, _ := New(shapes)
		for i, shape := range shapes {
			got, want := p.Shape(i), geo.Area(shape)
			if math.Abs(geo.Area(got)-want) > 1e-9*want || len(got) != len(shape) || len(got[0]) != len(shape[0]) {
				t.Errorf("%s: shape %d became %s of %.3f m2, want %s of %.3f", name, i, fixture.OutlineText(got), geo.Area(got), fixture.OutlineText(shape), want)
			}
			for _, polygon := range got {
				for k, ring := range polygon {
					if (planar.Winding(ring) > 0) != (k == 0) {
						t.Errorf("%s: ring %d of shape %d runs the wrong way", name, k, i)
					}
				}
			}
		}
	}
}

func TestNeighbours(t *testing.T) {
	p, _ := New(grid9())
	height := wgs84.Length(orb.LineString{{0, 1}, {0, 2}})
	for _, tt := range []struct {
		shape int
		want  string
	}{
		{4, "1 3 5 7"},
		{0, "-1 1 3"},
		{8, "-1 5 7"},
	} {
		var got []string
		for _, n := range p.Neighbours(tt.shape) {
			got = append(got, fmt.Sprint(n.Shape))
		}
		if text := strings.Join(got, " "); text != tt.want {
			t.Errorf("shape %d has the neighbours %s, want %s", tt.shape, text, tt.want)
		}
	}
	if got := p.Neighbours(4)[1].LengthM; math.Abs(got-height) > 1e-6 {
		t.Errorf("border of 4 and 3 is %.3f m long, want %.3f", got, height)
	}
}

// Of each border both sides tell the same length, and together they make up the shape's perimeter.
func TestNeighboursOfZones(t *testing.T) {
	shapes := fixture.Zones(t)
	p, _ := New(shapes)
	for i, shape := range shapes {
		sum, want := 0.0, 0.0
		for _, n := range p.Neighbours(i) {
			sum += n.LengthM
			if n.Shape == topology.Nowhere {
				continue
			}
			back := -1.0
			for _, m := range p.Neighbours(n.Shape) {
				if m.Shape == i {
					back = m.LengthM
				}
			}
			if math.Abs(back-n.LengthM) > 1e-6 {
				t.Errorf("zones %d and %d: %.3f m one way, %.3f the other", i, n.Shape, n.LengthM, back)
			}
		}
		for _, polygon := range shape {
			for _, ring := range polygon {
				want += wgs84.Length(orb.LineString(ring))
			}
		}
		if math.Abs(sum-want) > 1e-6*want {
			t.Errorf("borders of zone %d are %.3f m, its perimeter is %.3f", i, sum, want)
		}
	}
}
