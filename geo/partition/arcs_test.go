package partition

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
	"demarc/geo/topology"
)

// summary writes arcs without their points: left|right and the number of positions.
func summary(arcs []topology.Arc) string {
	var all []string
	for _, a := range arcs {
		all = append(all, fmt.Sprintf("%d|%d:%d", a.Left, a.Right, len(a.Points)))
	}
	return strings.Join(all, " ")
}

func faultSummary(faults []Fault) string {
	var all []string
	for _, f := range faults {
		all = append(all, fmt.Sprintf("%s %d %d", f.Kind, f.A, f.B))
	}
	return strings.Join(all, ", ")
}

func TestArcs(t *testing.T) {
	clockwise := fixture.Box(1, 0, 2, 1)
	clockwise.Reverse()
	// Two shapes side by side on top of one wide shape, whose border has the vertex between them.
	wide := orb.MultiPolygon{{{{0, -1}, {2, -1}, {2, 0}, {1, 0}, {0, 0}, {0, -1}}}}
	holed := orb.MultiPolygon{{fixture.Box(0, 0, 9, 9), fixture.Box(2, 2, 7, 7)}}
	for _, tt := range []struct {
		name   string
		shapes []orb.MultiPolygon
		arcs   string
		faults string
	}{
		{"none", nil, "", ""},
		{"no geometry", []orb.MultiPolygon{nil, {}}, "", ""},
		{"one", []orb.MultiPolygon{fixture.BoxShape(0, 0, 1, 1)}, "0|-1:5", ""},
		{"two", []orb.MultiPolygon{fixture.BoxShape(0, 0, 1, 1), fixture.BoxShape(1, 0, 2, 1)}, "0|-1:4 0|1:2 1|-1:4", ""},
		{"two, the second clockwise", []orb.MultiPolygon{fixture.BoxShape(0, 0, 1, 1), {{clockwise}}}, "0|-1:4 0|1:2 1|-1:4", ""},
		{"three", []orb.MultiPolygon{fixture.BoxShape(0, 0, 1, 1), fixture.BoxShape(1, 0, 2, 1), wide},
			"0|2:2 0|1:2 0|-1:3 1|2:2 1|-1:3 2|-1:4", ""},
		{"enclave", []orb.MultiPolygon{holed, fixture.BoxShape(2, 2, 7, 7)}, "0|-1:5 0|1:5", ""},
		{"parts that share an edge", []orb.MultiPolygon{append(fixture.BoxShape(0, 0, 1, 1), fixture.BoxShape(1, 0, 2, 1)...)}, "0|-1:7", ""},
		{"corner to corner", []orb.MultiPolygon{fixture.BoxShape(0, 0, 1, 1), fixture.BoxShape(1, 1, 2, 2)}, "0|-1:5 1|-1:5", ""},
		{"hole", []orb.MultiPolygon{holed}, "0|-1:5 0|-1:5", "hole 0 -1"},
		{"gap between three", []orb.MultiPolygon{
			{{{{0, 0}, {4, 0}, {2, 1}, {0, 0}}}}, {{{{4, 0}, {2, 4}, {2, 1}, {4, 0}}}}, {{{{2, 4}, {0, 0}, {1.5, 1.5}, {2, 4}}}},
		}, "0|-1:2 0|1:2 0|-1:2 1|-1:2 1|-1:2 2|-1:2 2|-1:3", "gap 0 1"},
		{"vertex missing in the neighbour", []orb.MultiPolygon{fixture.BoxShape(0, 0, 1, 1), fixture.BoxShape(1, 0, 2, 1), fixture.BoxShape(0, -1, 2, 0)},
			"0|-1:2 0|1:2 0|-1:3 1|-1:2 1|-1:3 2|-1:4 2|-1:2", "t-junction 0 2, t-junction 1 2"},
		{"hole that touches the shell at the neighbour's vertex", []orb.MultiPolygon{
			{{{{0, 0}, {2, 0}, {2, 1}, {2, 2}, {0, 2}, {0, 0}}, {{2, 1}, {1, 0.5}, {1, 1.5}, {2, 1}}}}, {{{{2, 0}, {3, 0}, {3, 2}, {2, 2}, {2, 1}, {2, 0}}}},
			{{{{2, 1}, {1, 0.5}, {1, 1.5}, {2, 1}}}}},
			"0|-1:4 0|1:2 0|1:2 0|2:4 1|-1:4", ""},
		{"cross", []orb.MultiPolygon{fixture.BoxShape(0, 0, 2, 2), fixture.BoxShape(1, 1, 3, 3)}, "0|-1:5 1|-1:5", "overlap 0 1"},
		{"equal", []orb.MultiPolygon{fixture.BoxShape(0, 0, 2, 2), fixture.BoxShape(0, 0, 2, 2)}, "0|-1:5", "overlap 0 1"},
		{"within", []orb.MultiPolygon{fixture.BoxShape(0, 0, 9, 9), fixture.BoxShape(1, 1, 2, 2)}, "0|-1:5 1|-1:5", "overlap 0 1"},
		{"part twice", []orb.MultiPolygon{append(fixture.BoxShape(0, 0, 2, 2), fixture.BoxShape(0, 0, 2, 2)...)}, "0|-1:5",
			"overlap 0 0, overlap 0 0, overlap 0 0, overlap 0 0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			arcs, faults := Arcs(tt.shapes)
			if got := summary(arcs); got != tt.arcs {
				t.Errorf("arcs %q, want %q", got, tt.arcs)
			}
			if got := faultSummary(faults); got != tt.faults {
				t.Errorf("faults %q, want %q", got, tt.faults)
			}
			again, _ := Arcs(tt.shapes)
			for how, others := range map[string][]topology.Arc{"the second time": again, "without faults": Borders(tt.shapes)} {
				if !slices.EqualFunc(arcs, others, func(a, b topology.Arc) bool {
					return a.Left == b.Left && a.Right == b.Right && a.Points.Equal(b.Points)
				}) {
					t.Errorf("arcs differ %s", how)
				}
			}
		})
	}
}

func TestArcsFaultAreas(t *testing.T) {
	for _, tt := range []struct {
		name   string
		shapes []orb.MultiPolygon
		kind   Kind
		want   float64
		within orb.MultiPolygon
	}{
		{"overlap of boxes", []orb.MultiPolygon{fixture.BoxShape(0, 0, 2, 2), fixture.BoxShape(1, 1, 3, 3)}, Overlap,
			fixture.CellArea(1, 2, 1), fixture.BoxShape(1, 1, 2, 2)},
		{"overlap with a clockwise part and a hole", []orb.MultiPolygon{
			fixture.BoxShape(0, 0, 9, 9), {{fixture.Box(1, 1, 3, 3), fixture.Box(1.5, 1.5, 2, 2)}}}, Overlap,
			fixture.CellArea(1, 3, 2) - fixture.CellArea(1.5, 2, 0.5), fixture.BoxShape(1, 1, 3, 3)},
		{"overlap with slanted edges", []orb.MultiPolygon{
			{{{{0, 0}, {2, 0}, {2, 2}, {0, 0}}}}, {{{{0, 0}, {2, 0}, {0, 2}, {0, 0}}}}}, Overlap,
			geo.Area(orb.MultiPolygon{{{{0, 0}, {2, 0}, {1, 1}, {0, 0}}}}), orb.MultiPolygon{{{{0, 0}, {2, 0}, {1, 1}, {0, 0}}}}},
		{"hole", []orb.MultiPolygon{{{fixture.Box(0, 0, 9, 9), fixture.Box(2, 2, 7, 7)}}}, Hole, fixture.CellArea(2, 7, 5), fixture.BoxShape(2, 2, 7, 7)},
		{"hole around an island", []orb.MultiPolygon{{{fixture.Box(0, 0, 9, 9), fixture.Box(2, 2, 7, 7)}}, fixture.BoxShape(4, 4, 5, 5)}, Hole,
			fixture.CellArea(2, 7, 5) - fixture.CellArea(4, 5, 1), fixture.BoxShape(2, 2, 7, 7)},
		{"sliver", []orb.MultiPolygon{
			{{{{0, 0}, {1, 0}, {0.9999, 0.5}, {1, 1}, {0, 1}, {0, 0}}}}, fixture.BoxShape(1, 0, 2, 1)}, Gap,
			geo.Area(orb.MultiPolygon{{{{1, 0}, {1, 1}, {0.9999, 0.5}, {1, 0}}}}), fixture.BoxShape(0.9999, 0, 1, 1)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, faults := Arcs(tt.shapes)
			if len(faults) != 1 || faults[0].Kind != tt.kind {
				t.Fatalf("found %v, want one %s", faults, tt.kind)
			}
			f := faults[0]
			if math.Abs(f.AreaM2-tt.want) > 1e-5*tt.want {
				t.Errorf("%s has %.0f m2, want %.0f", f.Message, f.AreaM2, tt.want)
			}
			if box := tt.within[0].Bound(); !box.Contains(f.At) {
				t.Errorf("%s is at %v, want within %v", f.Kind, f.At, box)
			}
		})
	}
}

// A hairline: what equality with a tolerance would miss, in either direction.
func TestArcsHairlines(t *testing.T) {
	less, more := math.Nextafter(1, 0), math.Nextafter(1, 2)
	for _, tt := range []struct {
		name string
		x    float64
		want string
	}{
		{"exact", 1, ""},
		{"gap of one bit", less, "gap 0 1"},
		{"overlap of one bit", more, "overlap 0 1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := orb.MultiPolygon{{{{0, 0}, {1, 0}, {tt.x, 0.5}, {1, 1}, {0, 1}, {0, 0}}}}
			b := orb.MultiPolygon{{{{1, 0}, {2, 0}, {2, 1}, {1, 1}, {1, 0.5}, {1, 0}}}}
			if _, faults := Arcs([]orb.MultiPolygon{a, b}); faultSummary(faults) != tt.want {
				t.Errorf("found %v, want %q", faults, tt.want)
			}
		})
	}
}

func TestArcsOfPartition(t *testing.T) {
	for seed := range uint64(5) {
		shapes := fixture.Jittered(rand.New(rand.NewPCG(seed, 3)), 8, 6, 46, 39, 0.25)
		for i := range shapes {
			if seed%2 == 1 && i%3 == 0 {
				shapes[i][0][0].Reverse()
			}
		}
		checkPartition(t, shapes)
	}
}

func TestArcsOfZones(t *testing.T) { checkPartition(t, fixture.Zones(t)) }

// checkPartition wants no faults, every edge in one arc, and each shape on the side where the arc
// has it.
func checkPartition(t *testing.T, shapes []orb.MultiPolygon) {
	t.Helper()
	arcs, faults := Arcs(shapes)
	if len(faults) > 0 {
		t.Fatalf("found %v, want none", faults)
	}
	sides := map[planar.Directed]int{}
	areas := make([]float64, len(shapes))
	for _, arc := range arcs {
		for i := 1; i < len(arc.Points); i++ {
			a, b := arc.Points[i-1], arc.Points[i]
			for e, side := range map[planar.Directed]int{{From: a, To: b}: arc.Left, {From: b, To: a}: arc.Right} {
				if _, ok := sides[e]; ok {
					t.Fatalf("edge %v is in two arcs", e)
				}
				sides[e] = side
				if side != topology.Nowhere {
					areas[side] += wgs84.SignedArea(orb.Ring{e.From, e.To})
				}
			}
		}
	}
	for i, shape := range shapes {
		if want := geo.Area(shape); math.Abs(areas[i]-want) > 1e-9*want {
			t.Errorf("arcs around shape %d enclose %.0f m2, want %.0f", i, areas[i], want)
		}
		for _, polygon := range shape {
			for _, ring := range polygon {
				for k := 1; k < len(ring); k++ {
					if _, ok := sides[planar.Directed{From: ring[k-1], To: ring[k]}]; !ok {
						t.Fatalf("edge %v of shape %d is in no arc", ring[k-1:k+1], i)
					}
				}
			}
		}
	}
}

// Moving one vertex of one shape of a partition must never go unseen, unless it lies on the outer
// border.
func TestArcsFindMovedVertex(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 21))
	for range 100 {
		shapes := fixture.Jittered(r, 4, 4, 46, 39, 0.25)
		ring := shapes[r.IntN(len(shapes))][0][0]
		k := 1 + r.IntN(len(ring)-2)
		p := ring[k]
		if p[0] == 46 || p[0] == 47 || p[1] == 39 || p[1] == 40 {
			continue
		}
		size := math.Pow(10, -12*r.Float64()-2)
		ring[k] = orb.Point{p[0] + (r.Float64()-0.5)*size, p[1] + (r.Float64()-0.5)*size}
		if ring[k] == p {
			continue
		}
		if _, faults := Arcs(shapes); len(faults) == 0 {
			t.Errorf("vertex %v moved to %v: no faults found", p, ring[k])
		}
	}
}

func BenchmarkArcs(b *testing.B) {
	shapes := fixture.Jittered(rand.New(rand.NewPCG(22, 23)), 32, 28, 40, 35, 0.25)
	for b.Loop() {
		Arcs(shapes)
	}
}
