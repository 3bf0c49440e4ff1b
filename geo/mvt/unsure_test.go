package mvt

import (
	"math/rand/v2"
	"testing"
)

// Edges repaired with but the lines near a place come out as with all lines, unless they are said
// to be unsure; and not many are.
func TestRepairNearby(t *testing.T) {
	sure, split, unsure := 0, 0, 0
	for seed := range uint64(60) {
		lines := someLines(seed)
		if seed%2 == 0 {
			lines = sideBySide(seed)
		}
		arcs := newSource(*lines)
		r := rand.New(rand.NewPCG(seed, 9))
		for z := 6; z < MaxZoom; z++ {
			draftIn := func(region box) *draft {
				d := newDraft(&arcs.polylines, arcs.stretches(region, uint8(z)), arcs.ranks, uint8(z))
				d.pairUp(reach(z))
				return d
			}
			whole, _ := repair(draftIn(everywhere), z, everywhere)
			edges := map[span]bool{}
			for i, b := range whole.boxes {
				if b != noBox {
					edges[whole.span(int32(i))] = true
				}
			}
			p := arcs.points[r.IntN(len(arcs.points))]
			region := boxAround([]point{p}).Grow(1 << (14 + r.IntN(6)))
			d, marked := repair(draftIn(region), z, region)
			for i, b := range d.boxes {
				switch {
				case b == noBox:
				case marked[i]:
					unsure++
				case !edges[d.span(int32(i))]:
					t.Fatalf("lines %d, zoom %d: the edge over %v is surely so with the lines near %v, but not with all", seed, z, d.span(int32(i)), region)
				default:
					sure++
					if arcs.ranks[d.at[i]] > uint8(z) {
						split++
					}
				}
			}
		}
	}
	t.Logf("%d edges are sure, %d of them split, %d unsure", sure, split, unsure)
	if sure < 10*unsure || split < 1000 {
		t.Errorf("%d edges are sure, %d of them split, %d unsure: want more for a test", sure, split, unsure)
	}
}

// sideBySide are lines that wander side by side, so near each other that much is wrong with them
// when vertices are left out, and hardly meet.
func sideBySide(seed uint64) *polylines {
	r := rand.New(rand.NewPCG(seed, 4))
	const count, apart = 8, 1 << 11
	lines := &polylines{}
	step := int32(1) << (10 + r.IntN(3))
	var wave []int32
	for y := int32(1 << 29); len(wave) < 400; y += r.Int32N(8*step) - 4*step {
		wave = append(wave, y)
	}
	for i := range int32(count) {
		for k, y := range wave {
			lines.points = append(lines.points, point{1<<29 + int32(k)*step, y + i*apart + r.Int32N(apart/2)})
		}
		lines.ends = append(lines.ends, len(lines.points))
		for k := 0; k < len(wave); k += 3 { // something small beside it
			at := point{1<<29 + int32(k)*step, wave[k] + i*apart + apart*3/4}
			for range 3 + r.IntN(3) {
				lines.points = append(lines.points, at)
				at = point{at.x + 1 + r.Int32N(step/4), at.y + r.Int32N(apart/16)}
			}
			lines.ends = append(lines.ends, len(lines.points))
		}
	}
	return lines
}
