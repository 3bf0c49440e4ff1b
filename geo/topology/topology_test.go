package topology_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/internal/fixture"
	"demarc/geo/internal/planar"
	"demarc/geo/partition"
	"demarc/geo/topology"
)

func TestTopology(t *testing.T) {
	west, east := fixture.Box(0, 0, 1, 1), fixture.Box(1, 0, 2, 1)
	hole := orb.Ring{{0.2, 0.2}, {0.4, 0.2}, {0.4, 0.4}, {0.2, 0.2}}
	filled := slices.Clone(hole)
	slices.Reverse(filled)
	turned := orb.Ring{hole[1], hole[2], hole[0], hole[1]}
	nan := orb.Point{math.NaN(), 0}
	for _, tt := range []struct {
		name   string
		shapes []orb.Geometry
		arcs   int
		want   string // outlines
	}{
		{"nothing", nil, 0, "[]"},
		{"nil and empty", []orb.Geometry{nil, orb.Polygon{}, orb.Polygon{{}}, orb.LineString{}}, 0, "[{[] [] []} {[] [[]] []} {[] [[[]]] []} {[[]] [] []}]"},
		{"one ring", []orb.Geometry{orb.Polygon{west}}, 1, "[{[] [[[0]]] []}]"},
		{"neighbours", []orb.Geometry{orb.Polygon{west}, orb.Polygon{east}}, 3, "[{[] [[[0 1]]] []} {[] [[[2 -1]]] []}]"},
		{"hole filled", []orb.Geometry{orb.Polygon{west, hole}, orb.Polygon{filled}, orb.Polygon{turned}}, 2, "[{[] [[[0] [1]]] []} {[] [[[-2]]] []} {[] [[[1]]] []}]"},
		{"line along a ring", []orb.Geometry{orb.Ring(west), orb.LineString{{5, 5}, {0, 0}, {1, 0}, {1, 1}}}, 3, "[{[] [[[0 1]]] []} {[[2 0]] [] []}]"},
		{"line to and fro", []orb.Geometry{orb.LineString{{0, 0}, {1, 0}, {2, 0}, {1, 0}, {0, 0}}}, 1, "[{[[0 -1]] [] []}]"},
		{"figure of eight", []orb.Geometry{orb.Ring{{0, 0}, {1, 1}, {2, 0}, {2, 2}, {1, 1}, {0, 2}, {0, 0}}}, 2, "[{[] [[[0 1]]] []}]"},
		{"twice around", []orb.Geometry{orb.Ring{{0, 0}, {1, 0}, {1, 1}, {0, 0}, {1, 0}, {1, 1}, {0, 0}}}, 1, "[{[] [[[0 0]]] []}]"},
		{"repeated and bad positions", []orb.Geometry{orb.Ring{{0, 0}, {0, 0}, nan, {1, 0}, {1, 1}, {1, 1}, {0, 0}, {0, 0}}}, 1, "[{[] [[[0]]] []}]"},
		{"too few positions", []orb.Geometry{orb.Ring{{0, 0}, {1, 0}, {0, 0}}, orb.LineString{{1, 1}, {1, 1}}}, 0, "[{[] [[[]]] []} {[[]] [] []}]"},
		{"a collection", []orb.Geometry{orb.Collection{orb.Polygon{west}, orb.Point{3, 3}, orb.LineString{{1, 0}, {1, 1}}, nan}}, 2, "[{[[0]] [[[0 1]]] [[3 3]]}]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			made := topology.New(tt.shapes)
			if len(made.Arcs) != tt.arcs {
				t.Errorf("%d arcs %v, want %d", len(made.Arcs), made.Arcs, tt.arcs)
			}
			if got := fmt.Sprint(made.Outlines); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			checkTopology(t, tt.shapes, made)
		})
	}
}

// checkTopology puts the chains together again, and finds every edge in one arc.
func checkTopology(t *testing.T, shapes []orb.Geometry, made *topology.Topology) {
	t.Helper()
	edges := map[[2]orb.Point]bool{}
	for i, arc := range made.Arcs {
		for k := 1; k < len(arc); k++ {
			key := [2]orb.Point{arc[k-1], arc[k]}
			if planar.Before(key[1], key[0]) {
				key[0], key[1] = key[1], key[0]
			}
			if edges[key] {
				t.Errorf("arc %d: edge %v stands twice", i, key)
			}
			edges[key] = true
		}
	}
	for i, outline := range made.Outlines {
		var lines, rings []orb.LineString
		geo.EachPart(shapes[i], func(part orb.Geometry) {
			switch part := part.(type) {
			case orb.LineString:
				lines = append(lines, tidy(part, false))
			case orb.Polygon:
				for _, ring := range part {
					rings = append(rings, tidy(orb.LineString(ring), true))
				}
			}
		})
		for k, chain := range outline.Lines {
			if got := joined(t, made, chain); !slices.Equal(got, lines[k]) {
				t.Errorf("shape %d, line %d: got %v, want %v", i, k, got, lines[k])
			}
		}
		for k, chain := range slices.Concat(outline.Polygons...) {
			got := tidy(joined(t, made, chain), true)
			if !sameCycle(got, rings[k]) {
				t.Errorf("shape %d, ring %d: got %v, want %v", i, k, got, rings[k])
			}
		}
	}
}

func joined(t *testing.T, made *topology.Topology, chain topology.Chain) orb.LineString {
	t.Helper()
	var line orb.LineString
	for _, ref := range chain {
		var arc orb.LineString
		if ref < 0 {
			arc = slices.Clone(made.Arcs[^ref])
			slices.Reverse(arc)
		} else {
			arc = made.Arcs[ref]
		}
		if len(line) > 0 {
			if line[len(line)-1] != arc[0] {
				t.Errorf("chain %v is broken at arc %d", chain, ref)
			}
			arc = arc[1:]
		}
		line = append(line, arc...)
	}
	return line
}

// tidy leaves out what NewTopology leaves out, and the closing position.
func tidy(line orb.LineString, closed bool) orb.LineString {
	var kept orb.LineString
	for _, p := range line {
		if planar.Finite(p) && (len(kept) == 0 || kept[len(kept)-1] != p) {
			kept = append(kept, p)
		}
	}
	if n := len(kept); closed && n > 1 && kept[0] == kept[n-1] {
		kept = kept[:n-1]
	}
	if closed && len(kept) < 3 || len(kept) < 2 {
		return nil
	}
	return kept
}

func sameCycle(a, b orb.LineString) bool {
	if len(a) != len(b) {
		return false
	}
	for shift := range b {
		if slices.Equal(a, slices.Concat(b[shift:], b[:shift])) {
			return true
		}
	}
	return len(a) == 0
}

func FuzzTopology(f *testing.F) {
	f.Add([]byte{9, 1, 2, 3, 4, 5, 6, 7, 8, 20, 1, 2, 3, 4, 9})
	f.Add([]byte("\x05abcabc\x15cbacba"))
	f.Fuzz(func(t *testing.T, input []byte) {
		// Paths on a grid of 4 x 4 vertices meet each other everywhere.
		var shapes []orb.Geometry
		for len(input) > 1 {
			n := min(len(input)-1, int(input[0]%16))
			var points []orb.Point
			for _, b := range input[1 : n+1] {
				points = append(points, orb.Point{float64(b & 3), float64(b >> 2 & 3)})
			}
			if input[0]&16 == 0 {
				shapes = append(shapes, orb.LineString(points))
			} else {
				shapes = append(shapes, orb.Ring(points))
			}
			input = input[n+1:]
		}
		checkTopology(t, shapes, topology.New(shapes))
	})
}

// Two million vertices, each used twice.
func BenchmarkTopology(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	var shapes []orb.Geometry
	for range 1000 {
		ring := make(orb.Ring, 1000)
		for k := range ring {
			ring[k] = orb.Point{r.Float64(), r.Float64()}
		}
		other := slices.Clone(ring)
		slices.Reverse(other)
		shapes = append(shapes, ring, other)
	}
	for b.Loop() {
		if made := topology.New(shapes); len(made.Arcs) != 1000 {
			b.Errorf("%d arcs, want 1000", len(made.Arcs))
		}
	}
}

func TestTopologyOfPartitions(t *testing.T) {
	jittered := fixture.Jittered(rand.New(rand.NewPCG(1, 1)), 10, 10, 0, 0, 1)
	for name, shapes := range map[string][]orb.MultiPolygon{"zones": fixture.Zones(t), "jittered": jittered} {
		var geometries []orb.Geometry
		for _, shape := range shapes {
			geometries = append(geometries, shape)
		}
		made := topology.New(geometries)
		checkTopology(t, geometries, made)
		arcs, _ := partition.Arcs(shapes)
		if name == "jittered" && len(arcs) != len(made.Arcs) {
			t.Errorf("%s: %d arcs, Arcs finds %d", name, len(made.Arcs), len(arcs))
		}
	}
}
