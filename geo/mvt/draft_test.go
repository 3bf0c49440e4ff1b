package mvt

import (
	"cmp"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// someLines are lines on the finest grid that wander, cross each other and themselves, some of them
// very small.
func someLines(seed uint64) *polylines {
	r := rand.New(rand.NewPCG(seed, 3))
	lines := &polylines{}
	for range 60 {
		p := point{1<<29 + r.Int32N(1<<22), 1<<29 + r.Int32N(1<<22)}
		step := int32(1) << (4 + r.IntN(14))
		for range r.IntN(200) {
			lines.points = append(lines.points, p)
			p.x += r.Int32N(2*step) - step/2
			p.y += r.Int32N(2*step) - step
		}
		if n := len(lines.points); n > 0 && r.IntN(3) == 0 {
			lines.points = append(lines.points, p)
		}
		lines.ends = append(lines.ends, len(lines.points))
	}
	return lines
}

func draftsOf(lines *polylines) (drafts [MaxZoom + 1]*draft) {
	arcs := newSource(*lines)
	for z := range drafts {
		most := uint8(z)
		if z == MaxZoom {
			most = never
		}
		drafts[z] = newDraft(lines, arcs.stretches(everywhere, most), arcs.ranks, most)
	}
	return drafts
}

// The pairs listed are those that one finds by comparing all, whether or not those of the zoom
// above are known.
func TestDraftPairs(t *testing.T) {
	sorted := func(pairs []pair) []pair {
		for i, p := range pairs {
			pairs[i] = pair{min(p.i, p.j), max(p.i, p.j)}
		}
		slices.SortFunc(pairs, func(a, b pair) int { return cmp.Or(cmp.Compare(a.i, b.i), cmp.Compare(a.j, b.j)) })
		return pairs
	}
	listed := 0
	for seed := range uint64(6) {
		arcs := newSource(*someLines(seed))
		var above *draft
		for z, d := range draftsOf(someLines(seed)) {
			want := []pair{}
			for i := range d.boxes {
				grown := d.boxes[i].Grow(reach(z))
				for j := range i {
					if d.boxes[i] != noBox && d.boxes[j] != noBox && grown.Meets(&d.boxes[j]) {
						want = append(want, pair{int32(j), int32(i)})
					}
				}
			}
			want = sorted(want)
			if len(want) > pairsListed*len(d.at) {
				want = nil
			}
			d.pairUp(reach(z))
			if got := sorted(d.near); !reflect.DeepEqual(got, want) {
				t.Fatalf("lines %d, zoom %d: %d pairs of %d vertices, want %d", seed, z, len(got), len(d.at), len(want))
			}
			if above != nil && above.near != nil {
				listed++
				d.pairWithin(above, reach(z))
				if got := sorted(d.near); !reflect.DeepEqual(got, want) {
					t.Fatalf("lines %d, zoom %d: %d pairs of %d vertices by the zoom above, want %d", seed, z, len(got), len(d.at), len(want))
				}
			}
			most := uint8(z)
			if z == MaxZoom {
				most = never
			}
			if got := sorted(thin(arcs, arcs.stretches(everywhere, most), most, reach(z), nil).near); want != nil && !reflect.DeepEqual(got, want) {
				t.Fatalf("lines %d, zoom %d: %d pairs of %d vertices by those of fewer vertices, want %d", seed, z, len(got), len(d.at), len(want))
			}
			above = d
		}
	}
	byAbove(t, sorted)
	if listed < 20 {
		t.Errorf("pairs were found by the zoom above %d times: want more for a test", listed)
	}
}

// byAbove finds the pairs of what is near a region by those of the zoom above, which has what is
// near a larger one.
func byAbove(t *testing.T, sorted func([]pair) []pair) {
	t.Helper()
	listed := 0
	for seed := range uint64(6) {
		arcs := newSource(*someLines(seed))
		for z := 8; z < MaxZoom; z++ {
			middle := arcs.points[len(arcs.points)/2]
			region := boxAround([]point{middle}).Grow(1 << 20)
			larger := region.Grow(1 << 17)
			above := thin(arcs, arcs.stretches(larger, uint8(z-1)), uint8(z-1), reach(z-1), nil)
			stretches := arcs.stretches(region, uint8(z))
			d := newDraft(&arcs.polylines, stretches, arcs.ranks, uint8(z))
			d.pairUp(reach(z))
			want := sorted(d.near)
			if want == nil || above.near == nil {
				continue
			}
			listed += len(want)
			if got := sorted(thin(arcs, stretches, uint8(z), reach(z), above).near); !slices.Equal(got, want) {
				t.Fatalf("lines %d, zoom %d, near a region: %d pairs by the zoom above, want %d", seed, z, len(got), len(want))
			}
		}
	}
	if listed < 1000 {
		t.Errorf("pairs near a region: %d: want more for a test", listed)
	}
}

// Lines come out the same whether pairs are listed or not, and no vertex is further than the
// tolerance from the edge it is left out of.
func TestDraftRepair(t *testing.T) {
	for seed := range uint64(6) {
		listed, plain := draftsOf(someLines(seed)), draftsOf(someLines(seed))
		for z := range MaxZoom {
			listed[z].pairUp(reach(z))
			got, _ := repair(listed[z], z, everywhere)
			want, _ := repair(plain[z], z, everywhere)
			if !slices.Equal(got.at, want.at) {
				t.Fatalf("lines %d, zoom %d: %d vertices with pairs listed, want %d", seed, z, len(got.at), len(want.at))
			}
			gotArcs, gotChains := share(node(got, finestShift(z)))
			wantArcs, wantChains := share(node(want, finestShift(z)))
			if !reflect.DeepEqual(gotArcs, wantArcs) || !reflect.DeepEqual(gotChains, wantChains) {
				t.Errorf("lines %d, zoom %d: lines are noded otherwise with pairs listed", seed, z)
			}
			first := 0
			for _, end := range got.ends {
				for i := first; i < end-1; i++ {
					tolerance := float64(int(tolerancePx) << finestShift(z))
					if _, distance2 := got.source.farthest(got.span(int32(i))); distance2 > tolerance*tolerance {
						t.Errorf("lines %d, zoom %d: a vertex is left out that is at a distance of %v, squared; want %v at most", seed, z, distance2, tolerance*tolerance)
					}
				}
				first = end
			}
		}
	}
}
