package valid

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/internal/fixture"
	"demarc/geo/internal/planar"
	"demarc/geo/internal/wgs84"
)

func kinds(faults []Fault) string {
	var all []string
	for _, f := range faults {
		all = append(all, string(f.Kind))
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), " ")
}

func TestCheckOfPolygons(t *testing.T) {
	square := fixture.Box(0, 0, 10, 10)
	nan := math.NaN()
	for _, tt := range []struct {
		name    string
		polygon orb.Polygon
		want    string
		at      orb.Point
	}{
		{"valid", orb.Polygon{square}, "", orb.Point{}},
		{"valid with hole", orb.Polygon{square, fixture.Box(2, 2, 3, 3)}, "", orb.Point{}},
		{"hole touches the shell in a vertex", orb.Polygon{square, {{0, 0}, {2, 1}, {1, 2}, {0, 0}}}, "", orb.Point{}},
		{"hole touches the shell within an edge", orb.Polygon{square, {{5, 0}, {6, 2}, {4, 2}, {5, 0}}}, "", orb.Point{}},
		{"no rings", orb.Polygon{}, "too-few-positions", orb.Point{}},
		{"empty ring", orb.Polygon{{}}, "too-few-positions", orb.Point{}},
		{"three positions", orb.Polygon{{{0, 0}, {1, 1}, {0, 0}}}, "too-few-positions", orb.Point{}},
		{"two distinct positions", orb.Polygon{{{0, 0}, {1, 1}, {1, 1}, {0, 0}}}, "repeated-position too-few-positions", orb.Point{1, 1}},
		{"not closed", orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 1}}}, "not-closed", orb.Point{0, 1}},
		{"not a number", orb.Polygon{{{0, 0}, {nan, 0}, {1, 0}, {1, 1}, {0, 0}}}, "not-finite", orb.Point{}},
		{"repeated", orb.Polygon{{{0, 0}, {1, 0}, {1, 0}, {1, 1}, {0, 0}}}, "repeated-position", orb.Point{1, 0}},
		{"bow tie", orb.Polygon{{{0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}}}, "self-crossing", orb.Point{1, 1}},
		{"crosses itself in a vertex", orb.Polygon{{{0, 0}, {1, 1}, {2, 2}, {2, 0}, {1, 1}, {0, 2}, {0, 0}}}, "self-crossing", orb.Point{1, 1}},
		{"touches itself in a vertex", orb.Polygon{{{0, 0}, {2, 0}, {1, 1}, {2, 2}, {0, 2}, {1, 1}, {0, 0}}}, "self-touching", orb.Point{1, 1}},
		{"touches itself within an edge", orb.Polygon{{{0, 0}, {4, 0}, {4, 4}, {2, 0}, {0, 4}, {0, 0}}}, "self-touching", orb.Point{2, 0}},
		{"spike", orb.Polygon{{{0, 0}, {4, 0}, {4, 4}, {4, 8}, {4, 4}, {0, 4}, {0, 0}}}, "self-touching", orb.Point{4, 4}},
		{"runs back along itself", orb.Polygon{{{0, 0}, {4, 0}, {4, 4}, {2, 4}, {2, 0}, {1, 0}, {1, 4}, {0, 4}, {0, 0}}}, "self-touching", orb.Point{1, 0}},
		{"flat", orb.Polygon{{{0, 0}, {1, 1}, {3, 3}, {0, 0}}}, "zero-area", orb.Point{0, 0}},
		{"hole outside", orb.Polygon{square, fixture.Box(20, 0, 21, 1)}, "hole-outside-shell", orb.Point{20, 0}},
		{"shell within its hole", orb.Polygon{square, fixture.Box(-1, -1, 11, 11)}, "hole-outside-shell", orb.Point{-1, -1}},
		{"hole in hole", orb.Polygon{square, fixture.Box(1, 1, 9, 9), fixture.Box(2, 2, 3, 3)}, "hole-in-hole", orb.Point{2, 2}},
		{"hole crosses the shell", orb.Polygon{square, fixture.Box(8, 8, 12, 9)}, "rings-cross", orb.Point{10, 8}},
		{"hole shares an edge with the shell", orb.Polygon{square, fixture.Box(0, 2, 1, 3)}, "rings-cross", orb.Point{0, 2}},
		{"hole leaves the shell through vertices", orb.Polygon{
			{{0, 0}, {10, 0}, {10, 5}, {10, 10}, {0, 10}, {0, 0}},
			{{10, 5}, {5, 5}, {5, 6}, {10, 5}},
		}, "", orb.Point{}},
		{"hole passes through a vertex of the shell", orb.Polygon{
			{{0, 0}, {10, 0}, {10, 5}, {10, 10}, {0, 10}, {0, 0}},
			{{5, 5}, {10, 5}, {15, 5}, {10, 7}, {5, 5}},
		}, "rings-cross", orb.Point{10, 5}},
		{"hole touches the shell twice", orb.Polygon{square, {{0, 5}, {10, 5}, {5, 7}, {0, 5}}}, "disconnected-interior", orb.Point{0, 5}},
		{"hole touches the shell twice, once in a vertex", orb.Polygon{square, {{0, 0}, {10, 5}, {5, 7}, {0, 0}}}, "disconnected-interior", orb.Point{10, 5}},
		{"chain of holes from side to side", orb.Polygon{square, {{0, 5}, {3, 4}, {4, 5}, {0, 5}}, {{4, 5}, {6, 4}, {8, 5}, {4, 5}}, {{8, 5}, {10, 4}, {9, 6}, {8, 5}}}, "disconnected-interior", orb.Point{8, 5}},
		{"chain of holes from one side", orb.Polygon{square, {{0, 5}, {3, 4}, {4, 5}, {0, 5}}, {{4, 5}, {6, 4}, {8, 5}, {4, 5}}}, "", orb.Point{}},
		{"circle of holes", orb.Polygon{square, {{2, 2}, {5, 1}, {8, 2}, {2, 2}}, {{8, 2}, {9, 4}, {5, 8}, {8, 2}}, {{5, 8}, {1, 4}, {2, 2}, {5, 8}}}, "disconnected-interior", orb.Point{5, 8}},
		{"three holes touch in one place", orb.Polygon{square, {{5, 5}, {6, 1}, {7, 2}, {5, 5}}, {{5, 5}, {6, 9}, {5, 9}, {5, 5}}, {{5, 5}, {1, 4}, {1, 5}, {5, 5}}}, "", orb.Point{}},
		{"over 180 degrees", orb.Polygon{{{179, -5}, {-179, -5}, {-179, 5}, {179, 5}, {179, -5}}}, "edge-over-180", orb.Point{179, -5}},
		{"just 180 degrees", orb.Polygon{fixture.Box(-90, 0, 90, 1)}, "", orb.Point{}},
		{"around the earth", orb.Polygon{fixture.Box(-180, 60, 180, 90)}, "", orb.Point{}},
		{"across the antimeridian by both of its names", orb.Polygon{{{179, 0}, {180, 0}, {-180, 0}, {-179, 0}, {-179, 5}, {-180, 5}, {180, 5}, {179, 5}, {179, 0}}}, "edge-over-180 self-touching", orb.Point{180, 0}},
		{"along the antimeridian by both of its names", orb.Polygon{{{170, 0}, {180, 0}, {-180, 5}, {170, 5}, {170, 0}}}, "edge-over-180 self-crossing", orb.Point{180, 0}},
		{"along a pole", orb.Polygon{{{180, -90}, {180, -70}, {0, -60}, {-180, -70}, {-180, -90}, {180, -90}}}, "", orb.Point{}},
		{"equal holes", orb.Polygon{square, fixture.Box(2, 2, 3, 3), fixture.Box(2, 2, 3, 3)}, "rings-cross", orb.Point{2, 2}},
		{"a bit off: valid", orb.Polygon{{{0, 0}, {4, 0}, {4, 4}, {2, 0x1p-60}, {0, 4}, {0, 0}}}, "", orb.Point{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			faults := new(Checker).Check(orb.MultiPolygon{tt.polygon})
			if got := kinds(faults); got != tt.want {
				t.Fatalf("found %q (%v), want %q", got, faults, tt.want)
			}
			if len(faults) > 0 && faults[0].At != tt.at {
				t.Errorf("%q at %v, want %v", faults[0].Kind, faults[0].At, tt.at)
			}
			for _, f := range faults {
				if f.Message == "" || f.Polygon != 0 || f.Kind.Warning() != slices.Contains([]Kind{Repeated, Disconnected, SharedEdge, WideEdge}, f.Kind) {
					t.Errorf("incomplete: %+v", f)
				}
			}
		})
	}
}

func TestCheckOfParts(t *testing.T) {
	for _, tt := range []struct {
		name  string
		shape orb.MultiPolygon
		want  string
	}{
		{"apart", append(fixture.BoxShape(0, 0, 1, 1), fixture.BoxShape(2, 0, 3, 1)...), ""},
		{"touch in a corner", append(fixture.BoxShape(0, 0, 1, 1), fixture.BoxShape(1, 1, 2, 2)...), ""},
		{"share an edge", append(fixture.BoxShape(0, 0, 1, 1), fixture.BoxShape(1, 0, 2, 1)...), "parts-share-edge"},
		{"share part of an edge", append(fixture.BoxShape(0, 0, 1, 3), fixture.BoxShape(1, 1, 2, 2)...), "parts-share-edge"},
		{"island in the hole", orb.MultiPolygon{{fixture.Box(0, 0, 9, 9), fixture.Box(2, 2, 7, 7)}, {fixture.Box(3, 3, 4, 4)}}, ""},
		{"fills the hole", orb.MultiPolygon{{fixture.Box(0, 0, 9, 9), fixture.Box(2, 2, 7, 7)}, {fixture.Box(2, 2, 7, 7)}}, "parts-share-edge"},
		{"cross", append(fixture.BoxShape(0, 0, 2, 2), fixture.BoxShape(1, 1, 3, 3)...), "parts-overlap"},
		{"a cross of two bars", append(fixture.BoxShape(0, 1, 3, 2), fixture.BoxShape(1, 0, 2, 3)...), "parts-overlap"},
		{"within", append(fixture.BoxShape(0, 0, 9, 9), fixture.BoxShape(1, 1, 2, 2)...), "parts-overlap"},
		{"a part touches where a hole touches the shell", orb.MultiPolygon{
			{{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 2}, {0, 0}}, {{0, 2}, {2, 3}, {2, 1}, {0, 2}}}, {{{0, 2}, {-2, 3}, {-2, 1}, {0, 2}}},
		}, ""},
		{"a part in a hole touches where this touches the shell", orb.MultiPolygon{
			{{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 2}, {0, 0}}, {{0, 2}, {2, 3}, {2, 1}, {0, 2}}}, {{{0, 2}, {1, 1.75}, {1, 2.25}, {0, 2}}},
		}, ""},
		{"a part overlaps where a hole touches the shell", orb.MultiPolygon{
			{{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 2}, {0, 0}}, {{0, 2}, {2, 3}, {2, 1}, {0, 2}}}, {{{0, 2}, {1, 3}, {0.5, 3}, {0, 2}}},
		}, "parts-overlap"},
		{"within, listed first", append(fixture.BoxShape(1, 1, 2, 2), fixture.BoxShape(0, 0, 9, 9)...), "parts-overlap"},
		{"equal", append(fixture.BoxShape(0, 0, 9, 9), fixture.BoxShape(0, 0, 9, 9)...), "parts-overlap"},
		{"equal, but the other way", orb.MultiPolygon{{fixture.Box(0, 0, 1, 1)}, {{{0, 0}, {0, 1}, {1, 1}, {1, 0}, {0, 0}}}}, "parts-overlap"},
		{"overlap with shared vertices only", orb.MultiPolygon{
			{{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}},
			{{{0, 0}, {4, 4}, {-4, 4}, {0, 0}}},
		}, "parts-overlap"},
		{"second is invalid", append(fixture.BoxShape(0, 0, 1, 1), orb.Polygon{{{5, 5}, {7, 7}, {7, 5}, {5, 7}, {5, 5}}}), "self-crossing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := kinds(new(Checker).Check(tt.shape)); got != tt.want {
				t.Errorf("found %q, want %q", got, tt.want)
			}
		})
	}
	if f := new(Checker).Check(append(fixture.BoxShape(0, 0, 1, 1), orb.Polygon{{{5, 5}, {7, 7}, {7, 5}, {5, 7}, {5, 5}}})); f[0].Polygon != 1 {
		t.Errorf("fault in polygon %d, want 1", f[0].Polygon)
	}
}

// A ring of 100,000 vertices is a country at full resolution. All its pairs of edges are five
// thousand million.
func TestCheckLargeRing(t *testing.T) {
	r := rand.New(rand.NewPCG(16, 17))
	ring := fixture.Star(r, 100_000)
	var c Checker
	check := func() []Fault { return c.Check(orb.MultiPolygon{{ring}}) }
	if faults := check(); len(faults) > 0 {
		t.Fatalf("valid ring has %v", faults)
	}
	looksAtMost(t, "valid ring", &c, 10*len(ring))
	ring[500], ring[900] = ring[900], ring[500]
	if got := kinds(check()); got != "self-crossing" {
		t.Errorf("two vertices exchanged: found %q, want self-crossing", got)
	}
	r.Shuffle(1000, func(i, j int) { ring[i+1], ring[j+1] = ring[j+1], ring[i+1] })
	looksAtMost(t, "two vertices exchanged", &c, 10*len(ring))
	faults := check()
	looksAtMost(t, "shuffled ring", &c, 10*len(ring))
	if last := faults[len(faults)-1]; len(faults) != maxFaults {
		t.Errorf("shuffled ring has %d faults, the last %q; want %d", len(faults), last.Message, maxFaults)
	}
	if !slices.ContainsFunc(faults, func(f Fault) bool { return strings.Contains(f.Message, "not listed") }) {
		t.Error("no message says that faults are left out")
	}
}

// looksAtMost holds what a checker has looked at in its last check against what it may.
func looksAtMost(t *testing.T, what string, c *Checker, most int) {
	t.Helper()
	if looked := c.tree.tree.Compared + c.tree.looked; looked > most {
		t.Errorf("%s: the check looked at %d pairs, want at most %d", what, looked, most)
	}
}

// Garbage must not take for ever: parts that all lie upon each other, and a ring in no order at
// all. Of the parts every seventh is a copy: copies raised a doubt for each of their pairs, as
// copies do not cross.
func TestCheckGarbage(t *testing.T) {
	var c Checker
	var heap orb.MultiPolygon
	for i := range 10_000 {
		d := float64(i%7) / 100
		heap = append(heap, fixture.BoxShape(d, d, 1+d, 1+d)...)
	}
	if faults := c.Check(heap); len(faults) != maxFaults || !strings.Contains(faults[maxFaults-1].Message, "not listed") {
		t.Errorf("heap: got %d faults, want %d and a word that there are more", len(faults), maxFaults)
	}
	looksAtMost(t, "heap", &c, 40*len(heap))
	if len(c.tests) > 0 {
		t.Errorf("heap: %d parts are searched for others that hold them, want none", len(c.tests))
	}
	r := rand.New(rand.NewPCG(22, 23))
	ring := fixture.Star(r, 100_000)
	r.Shuffle(len(ring)-1, func(i, j int) { ring[i], ring[j] = ring[j], ring[i] })
	ring[len(ring)-1] = ring[0]
	if faults := c.Check(append(fixture.BoxShape(0, 0, 1, 1), orb.Polygon{ring})); len(faults) < maxFaults || len(faults) > 2*maxFaults {
		t.Errorf("shuffled ring: got %d faults", len(faults))
	}
	looksAtMost(t, "shuffled ring", &c, 10*len(ring))
}

// compareEdges over all pairs by brute force finds the same faults as through the tree.
func FuzzCheck(f *testing.F) {
	f.Add([]byte{0, 0, 9, 9, 9, 0, 0, 9})
	f.Add([]byte{0, 0, 4, 0, 4, 4, 2, 0, 0, 4})
	f.Fuzz(func(t *testing.T, content []byte) {
		var ring orb.Ring
		for i := 0; i+1 < len(content) && i < 40; i += 2 {
			ring = append(ring, orb.Point{float64(content[i] % 16), float64(content[i+1] % 16)})
		}
		if len(ring) < 3 {
			t.Skip()
		}
		ring = append(ring, ring[0])
		faults := new(Checker).Check(orb.MultiPolygon{{ring}})
		crossed := slices.ContainsFunc(faults, func(f Fault) bool { return f.Kind != Repeated })
		if want := !plainSimple(ring); crossed != want {
			t.Errorf("%v: faults %v; any expected: %v", ring, faults, want)
		}
		if turn := planar.Winding(ring); !crossed && (wgs84.SignedArea(ring) > 0) != (turn > 0) {
			t.Errorf("%v: winding %d, area %v", ring, turn, wgs84.SignedArea(ring))
		}
		if p := geo.LabelPoint(orb.MultiPolygon{{ring}}); !crossed && !planar.Contains(orb.MultiPolygon{{ring}}, p) {
			t.Errorf("%v: label point %v is not inside", ring, p)
		}
	})
}

// plainSimple compares every two edges of a ring of small integers by solving for their crossing.
func plainSimple(ring orb.Ring) bool {
	var points []orb.Point
	for _, p := range ring[:len(ring)-1] {
		if len(points) == 0 || points[len(points)-1] != p {
			points = append(points, p)
		}
	}
	for len(points) > 1 && points[0] == points[len(points)-1] {
		points = points[:len(points)-1]
	}
	n := len(points)
	if n < 3 {
		return false
	}
	for i := range n {
		for j := range i {
			a, b, c, d := points[i], points[(i+1)%n], points[j], points[(j+1)%n]
			shared := 0
			if (i+1)%n == j || (j+1)%n == i {
				shared = 1
			}
			if common := latticeContacts(a, b, c, d); common > shared {
				return false
			}
		}
	}
	return true
}

// latticeContacts is 0, 1 or 2 (for many): how many points two segments share.
func latticeContacts(a, b, c, d orb.Point) int {
	ux, uy, vx, vy := b[0]-a[0], b[1]-a[1], d[0]-c[0], d[1]-c[1]
	wx, wy := c[0]-a[0], c[1]-a[1]
	det := ux*vy - uy*vx
	if det != 0 {
		s, r := wx*vy-wy*vx, wx*uy-wy*ux
		if det < 0 {
			det, s, r = -det, -s, -r
		}
		if 0 <= s && s <= det && 0 <= r && r <= det {
			return 1
		}
		return 0
	}
	if wx*uy-wy*ux != 0 {
		return 0
	}
	project := func(p orb.Point) float64 { return p[0]*ux + p[1]*uy }
	low := max(min(project(a), project(b)), min(project(c), project(d)))
	high := min(max(project(a), project(b)), max(project(c), project(d)))
	switch {
	case low < high:
		return 2
	case low == high:
		return 1
	}
	return 0
}

func BenchmarkCheck(b *testing.B) {
	for _, n := range []int{1000, 100_000} {
		ring := fixture.Star(rand.New(rand.NewPCG(18, 19)), n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				new(Checker).Check(orb.MultiPolygon{{ring}})
			}
		})
	}
}
