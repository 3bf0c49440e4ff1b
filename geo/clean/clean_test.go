package clean

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
	"demarc/geo/locate"
	"demarc/geo/partition"
	"demarc/geo/topology"
	"demarc/geo/valid"
)

// findingSummary writes the findings that are not mere vertices: kind, shapes, and km2 where there
// is area.
func findingSummary(findings []Finding) string {
	var all []string
	for _, f := range findings {
		if f.Kind == Vertex {
			continue
		}
		line := fmt.Sprintf("%s %d %d", f.Kind, f.A, f.B)
		if f.AreaM2 > 0 {
			line += fmt.Sprintf(" %.0f km2", f.AreaM2/1e6)
		}
		all = append(all, line)
	}
	return strings.Join(all, ", ")
}

func TestClean(t *testing.T) {
	cell := func(west, south, east, north float64) string {
		return fmt.Sprintf("%.0f km2", geo.Area(fixture.BoxShape(west, south, east, north))/1e6)
	}
	bowTie := orb.MultiPolygon{{{{0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}}}}
	const small = 1e-6 // degrees; a tenth of a metre
	for _, tt := range []struct {
		name     string
		shapes   []orb.MultiPolygon
		options  Options
		outlines string // positions of the rings by shape
		findings string
	}{
		{"nothing", nil, Options{ToleranceM: 1}, "", ""},
		{"no geometry", []orb.MultiPolygon{nil, {}}, Options{ToleranceM: 1}, "; ", ""},
		{"clean already", []orb.MultiPolygon{fixture.BoxShape(0, 0, 1, 1), fixture.BoxShape(1, 0, 2, 1)}, Options{ToleranceM: 1}, "5; 5", ""},
		{"overlap, the first keeps it", []orb.MultiPolygon{fixture.BoxShape(0, 0, 2, 2), fixture.BoxShape(1, 1, 3, 3)}, Options{},
			"7; 7", "overlap 0 1 " + cell(1, 1, 2, 2)},
		{"overlap, the more important keeps it", []orb.MultiPolygon{fixture.BoxShape(0, 0, 2, 2), fixture.BoxShape(1, 1, 3, 3)}, Options{Priority: []int{1, 2}},
			"7; 7", "overlap 1 0 " + cell(1, 1, 2, 2)},
		{"one within another", []orb.MultiPolygon{fixture.BoxShape(0, 0, 9, 9), fixture.BoxShape(1, 1, 2, 2)}, Options{}, "5; ", "overlap 0 1 " + cell(1, 1, 2, 2)},
		{"one within another of less weight", []orb.MultiPolygon{fixture.BoxShape(0, 0, 9, 9), fixture.BoxShape(1, 1, 2, 2)}, Options{Priority: []int{0, 1}},
			"5-5; 5", "overlap 1 0 " + cell(1, 1, 2, 2)},
		{"three on one place", []orb.MultiPolygon{fixture.BoxShape(0, 0, 1, 1), fixture.BoxShape(0, 0, 1, 1), fixture.BoxShape(0, 0, 1, 1)}, Options{},
			"5; ; ", "overlap 0 1 " + cell(0, 0, 1, 1) + ", overlap 0 2 " + cell(0, 0, 1, 1)},
		{"bow-tie", []orb.MultiPolygon{bowTie}, Options{}, "4 4", "self-crossing 0 -1"},
		{"sliver of a gap", []orb.MultiPolygon{fixture.BoxShape(0, 0, 1, 1), fixture.BoxShape(1+small, 0, 2, 1)}, Options{ToleranceM: 1},
			"5; 5", "moved 1 0, moved 1 0"},
		{"sliver of an overlap", []orb.MultiPolygon{fixture.BoxShape(0, 0, 1, 1), fixture.BoxShape(1-small, 0, 2, 1)}, Options{ToleranceM: 1},
			"5; 5", "moved 1 0, moved 1 0"},
		{"vertex missing in the neighbour", []orb.MultiPolygon{fixture.BoxShape(0, 0, 1, 1), fixture.BoxShape(1, 0, 2, 1), fixture.BoxShape(0, -1, 2, 0)}, Options{},
			"5; 5; 6", ""},
		{"vertex beside the neighbour's edge", []orb.MultiPolygon{fixture.BoxShape(0, 0, 1, 1), {{{{1, 0}, {2, 0}, {2, 1}, {1, 1}, {1 + small, 0.5}, {1, 0}}}}},
			Options{ToleranceM: 1}, "6; 6", ""},
		{"hole outside of its shell", []orb.MultiPolygon{{{fixture.Box(0, 0, 1, 1), fixture.Box(2, 2, 3, 3)}}}, Options{}, "5", "hole-outside 0 -1 " + cell(2, 2, 3, 3)},
		{"hole across its shell", []orb.MultiPolygon{{{fixture.Box(0, 0, 2, 2), fixture.Box(1, 1, 3, 3)}}}, Options{}, "7",
			"self-crossing 0 -1, self-crossing 0 -1, hole-outside 0 -1 " + fmt.Sprintf("%.0f km2", (geo.Area(fixture.BoxShape(1, 1, 3, 3))-geo.Area(fixture.BoxShape(1, 1, 2, 2)))/1e6)},
		{"parts that overlap", []orb.MultiPolygon{append(fixture.BoxShape(0, 0, 2, 2), fixture.BoxShape(1, 1, 3, 3)...)}, Options{}, "9", "parts-overlap 0 -1 " + cell(1, 1, 2, 2)},
		{"spike", []orb.MultiPolygon{{{{{0, 0}, {1, 0}, {1, 1}, {1, 3}, {1, 1}, {0, 1}, {0, 0}}}}}, Options{}, "5", "spike 0 -1"},
		{"spike outside, wide as a hair", []orb.MultiPolygon{{{{{0, 0}, {1, 0}, {1, 1}, {1, 3}, {1 - small, 1}, {0, 1}, {0, 0}}}}}, Options{ToleranceM: 1}, "5",
			"moved 0 0, spike 0 -1"},
		{"ring turned in on itself", []orb.MultiPolygon{{{{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}}}}, Options{}, "",
			"spike 0 -1, spike 0 -1, spike 0 -1, spike 0 -1"},
		{"gap between three", []orb.MultiPolygon{
			{{{{0, 0}, {4, 0}, {2, 1}, {0, 0}}}}, {{{{4, 0}, {2, 4}, {2, 1}, {4, 0}}}}, {{{{2, 4}, {0, 0}, {1.5, 1.5}, {2, 4}}}},
		}, Options{}, "4; 4; 4", "gap 2 1 " + fmt.Sprintf("%.0f km2", geo.Area(orb.MultiPolygon{{{{0, 0}, {2, 1}, {2, 4}, {1.5, 1.5}, {0, 0}}}})/1e6)},
		{"gap given away", []orb.MultiPolygon{
			{{{{0, 0}, {4, 0}, {2, 1}, {0, 0}}}}, {{{{4, 0}, {2, 4}, {2, 1}, {4, 0}}}}, {{{{2, 4}, {0, 0}, {1.5, 1.5}, {2, 4}}}},
		}, Options{GapM2: 1e11}, "4; 4; 4", "gap-filled 2 -1 " + fmt.Sprintf("%.0f km2", geo.Area(orb.MultiPolygon{{{{0, 0}, {2, 1}, {2, 4}, {1.5, 1.5}, {0, 0}}}})/1e6)},
		{"lake", []orb.MultiPolygon{{{fixture.Box(0, 0, 9, 9), fixture.Box(2, 2, 7, 7)}}}, Options{GapM2: 1e12}, "5-5", "hole 0 -1 " + cell(2, 2, 7, 7)},
		{"not closed", []orb.MultiPolygon{{{{{0, 0}, {1, 0}, {1, 1}}}}}, Options{}, "4", "position 0 -1"},
		{"positions that are none", []orb.MultiPolygon{{{{{0, 0}, {1, 0}, {math.NaN(), 2}, {1, 1}, {math.Inf(1), 0}, {0, 0}}}}}, Options{}, "4",
			"position 0 -1, position 0 -1"},
		{"ring of two positions", []orb.MultiPolygon{{{fixture.Box(0, 0, 1, 1)}, {{{5, 5}, {6, 6}, {5, 5}}}}}, Options{}, "5", "ring 0 -1"},
		{"smaller than the tolerance", []orb.MultiPolygon{fixture.BoxShape(0, 0, small, small), fixture.BoxShape(1, 1, 2, 2)}, Options{ToleranceM: 1}, "; 5",
			"moved 0 0, moved 0 0, spike 0 -1, spike 0 -1"},
		{"fine detail", []orb.MultiPolygon{{{{{0, 0}, {1, 0}, {1, 1}, {1 - small, 1}, {0, 1}, {0, 0}}}}, {{{{1, 0}, {2, 0}, {1, 1}, {1, 0}}}}},
			Options{ToleranceM: 1}, "6; 4", ""},
		{"pole and antimeridian", []orb.MultiPolygon{fixture.BoxShape(-180, -90, 0, -80), fixture.BoxShape(0, -90, 180, -80)}, Options{ToleranceM: 100}, "5; 5", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Clean(tt.shapes, tt.options)
			if err != nil {
				t.Fatal(err)
			}
			var outlines []string
			for _, m := range got.Shapes {
				outlines = append(outlines, fixture.OutlineText(m))
			}
			if text := strings.Join(outlines, "; "); text != tt.outlines {
				t.Errorf("outlines %q, want %q", text, tt.outlines)
			}
			if text := findingSummary(got.Findings); text != tt.findings {
				t.Errorf("found %q, want %q", text, tt.findings)
			}
			checkCleaned(t, got)
		})
	}
}

// checkCleaned wants an exact partition of valid shapes, with the gaps and holes that were listed.
func checkCleaned(t *testing.T, c *Result) {
	t.Helper()
	left := 0
	for _, f := range c.Findings {
		if !f.Kind.Change() {
			left++
		}
	}
	if gaps := checkPartitionOnly(t, c); gaps != left {
		t.Errorf("%d gaps are there, %d were listed", gaps, left)
	}
}

// checkPartitionOnly wants an exact partition of valid shapes, and counts its gaps.
func checkPartitionOnly(t *testing.T, c *Result) (gaps int) {
	t.Helper()
	_, faults := partition.Arcs(c.Shapes)
	for _, f := range faults {
		if f.Kind == partition.Gap || f.Kind == partition.Hole {
			gaps++
			continue
		}
		t.Errorf("the result is no partition: %s", f.Message)
	}
	for i, shape := range c.Shapes {
		if faults := new(valid.Checker).Check(shape); len(faults) > 0 {
			t.Errorf("shape %d is invalid: %s", i, faults[0].Message)
		}
	}
	return gaps
}

func TestCleanRefuses(t *testing.T) {
	for _, o := range []Options{{ToleranceM: -1}, {ToleranceM: math.NaN()}, {GapM2: -1}, {Priority: []int{1}}} {
		if _, err := Clean(nil, o); err == nil {
			t.Errorf("%+v: no error", o)
		}
	}
}

// A partition without faults comes back as it was.
func TestCleanKeepsZones(t *testing.T) {
	shapes := fixture.Zones(t)
	got, err := Clean(shapes, Options{ToleranceM: 1})
	if err != nil {
		t.Fatal(err)
	}
	if text := findingSummary(got.Findings); text != "" || got.Rounded != 0 {
		t.Errorf("found %q, rounded %d", text, got.Rounded)
	}
	for i, shape := range shapes {
		if want := geo.Area(shape); math.Abs(geo.Area(got.Shapes[i])-want) > 1e-9*want {
			t.Errorf("zone %d has %.3f m2, had %.3f", i, geo.Area(got.Shapes[i]), want)
		}
	}
}

// soiled returns a partition with dirt planted in it: vertices moved, left out and repeated,
// spikes, bow-ties, curls, overlaps, gaps, holes outside, hairs of slivers.
func soiled(r *rand.Rand, columns, rows int, size, tolerance float64) []orb.MultiPolygon {
	shapes := fixture.Jittered(r, columns, rows, 46, 39, size)
	shift := func(p orb.Point, by float64) orb.Point {
		return orb.Point{p[0] + (r.Float64()-0.5)*by, p[1] + (r.Float64()-0.5)*by}
	}
	hair := tolerance / 111_000
	for range 1 + r.IntN(12) {
		i := r.IntN(len(shapes))
		if len(shapes[i]) == 0 {
			continue
		}
		ring := shapes[i][0][0]
		k := 1 + r.IntN(len(ring)-2)
		switch r.IntN(12) {
		case 0:
			ring[k] = shift(ring[k], hair)
		case 1:
			ring[k] = shift(ring[k], size/3)
		case 2:
			if len(ring) > 5 {
				ring = slices.Delete(ring, k, k+1)
			}
		case 3:
			ring = slices.Insert(ring, k, ring[k])
		case 4:
			ring = slices.Insert(ring, k, ring[k], shift(ring[k], size/2)) // spike
		case 5:
			tip := shift(ring[k], size/2)
			ring = slices.Insert(ring, k, ring[k], tip, shift(ring[k], hair/2)) // hair
		case 6:
			ring[k], ring[k+1] = ring[k+1], ring[k] // bow-tie
			ring[0] = ring[len(ring)-1]
		case 7:
			a := shift(ring[k], size/4)
			ring = slices.Insert(ring, k+1, a, shift(a, size/4), shift(a, size/4), ring[k]) // curl
		case 8:
			shapes[i] = append(shapes[i], orb.Polygon{blot(shift(ring[k], size), size/3)})
		case 9:
			shapes[i][0] = append(shapes[i][0], blot(shift(ring[k], size), size/3))
		case 10:
			for n := range ring {
				ring[n] = orb.Point{ring[n][0] + hair*0.7, ring[n][1] - hair*0.3}
			}
		case 11:
			shapes[i] = nil
			continue
		}
		shapes[i][0][0] = ring
	}
	return shapes
}

func blot(p orb.Point, size float64) orb.Ring {
	return orb.Ring{{p[0] - size/2, p[1] - size/3}, {p[0] + size/2, p[1] - size/2}, {p[0] + size/3, p[1] + size/2}, {p[0] - size/2, p[1] - size/3}}
}

func FuzzClean(f *testing.F) {
	for seed := range uint64(150) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 9))
		size, tolerance := 0.25, []float64{0, 0.01, 1, 200}[seed%4]
		if seed%5 == 0 {
			size = 0.0002 // the jitter comes near the units of the grid and the tolerance
			tolerance = min(tolerance, 1)
		}
		shapes := soiled(r, 2+r.IntN(4), 2+r.IntN(4), size, max(tolerance, 0.001))
		priority := make([]int, len(shapes))
		for i := range priority {
			priority[i] = r.IntN(3)
		}
		options := Options{ToleranceM: tolerance, Priority: priority}
		got, err := Clean(shapes, options)
		if err != nil {
			t.Fatal(err)
		}
		checkCleaned(t, got)
		checkMoves(t, shapes, got, tolerance)
		checkPlaces(t, r, shapes, got, options, 0)
		checkAreas(t, shapes, got, options)
	})
}

// Shapes of different times may overlap; at each time the valid ones are a partition.
func FuzzCleanOverTime(f *testing.F) {
	for seed := range uint64(60) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 10))
		tolerance := []float64{0, 1, 200}[seed%3]
		shapes := soiled(r, 2+r.IntN(3), 2+r.IntN(3), 0.25, max(tolerance, 0.001))
		shapes = append(shapes, soiled(r, 2, 2, 0.3, 0.001)...)
		options := Options{ToleranceM: tolerance, Priority: make([]int, len(shapes)), Spans: make([]locate.Span, len(shapes))}
		for i := range shapes {
			options.Priority[i] = r.IntN(3)
			options.Spans[i] = []locate.Span{{}, {From: math.MinInt32, To: 10}, {From: 10, To: math.MaxInt32}, {From: 20, To: 30}}[r.IntN(4)]
		}
		got, err := Clean(shapes, options)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range []int32{0, 15, 25, 35} {
			then := Result{Findings: got.Findings, Shapes: validAt(got.Shapes, options.Spans, at)}
			checkPartitionOnly(t, &then)
			checkPlaces(t, r, shapes, &then, options, at)
		}
		checkRefinement(t, r, got)
	})
}

// checkRefinement wants every point in the one place whose shapes are those that contain it.
func checkRefinement(t *testing.T, r *rand.Rand, got *Result) {
	for range 100 {
		p := orb.Point{45.8 + 1.6*r.Float64(), 38.8 + 1.6*r.Float64()}
		var within, want []int
		for i, shape := range got.Shapes {
			if planar.Contains(shape, p) {
				want = append(want, i)
			}
		}
		places := 0
		for _, place := range got.Places {
			if planar.Contains(place.Area, p) {
				places++
				within = slices.Sorted(slices.Values(place.Shapes))
			}
		}
		if !slices.Equal(within, want) || places > 1 {
			t.Errorf("%v lies in the shapes %v, in %d places of the shapes %v", p, want, places, within)
		}
	}
}

// validAt returns the shapes without those that are not valid at a time.
func validAt(shapes []orb.MultiPolygon, spans []locate.Span, at int32) []orb.MultiPolygon {
	valid := make([]orb.MultiPolygon, len(shapes))
	for i, shape := range shapes {
		if spans[i] == (locate.Span{}) || spans[i].Holds(at) {
			valid[i] = shape
		}
	}
	return valid
}

func TestCleanOverTime(t *testing.T) {
	early, late := locate.Span{From: math.MinInt32, To: 10}, locate.Span{From: 10, To: math.MaxInt32}
	for _, tt := range []struct {
		name     string
		shapes   []orb.MultiPolygon
		spans    []locate.Span
		outlines string
		findings string
	}{
		{"one after the other", []orb.MultiPolygon{fixture.BoxShape(0, 0, 2, 2), fixture.BoxShape(1, 0, 3, 2)}, []locate.Span{early, late}, "7; 7", ""},
		{"one replaced by two", []orb.MultiPolygon{fixture.BoxShape(0, 0, 2, 1), fixture.BoxShape(0, 0, 1, 1), fixture.BoxShape(1, 0, 2, 1)}, []locate.Span{early, late, late}, "7; 5; 5", ""},
		{"one always, beside two in turn", []orb.MultiPolygon{fixture.BoxShape(0, 0, 1, 1), fixture.BoxShape(0.5, 0, 2, 1), fixture.BoxShape(1, 0, 3, 1)}, []locate.Span{{}, early, late}, "5; 5; 7",
			fmt.Sprintf("overlap 0 1 %.0f km2", geo.Area(fixture.BoxShape(0.5, 0, 1, 1))/1e6)},
		{"gap at one time", []orb.MultiPolygon{{{fixture.Box(0, 0, 9, 9), fixture.Box(2, 2, 7, 7)}}, fixture.BoxShape(2, 2, 7, 7)}, []locate.Span{{}, late}, "5-5; 5",
			fmt.Sprintf("hole 0 -1 %.0f km2", geo.Area(fixture.BoxShape(2, 2, 7, 7))/1e6)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Clean(tt.shapes, Options{Spans: tt.spans})
			if err != nil {
				t.Fatal(err)
			}
			var outlines []string
			for _, m := range got.Shapes {
				outlines = append(outlines, fixture.OutlineText(m))
			}
			if text := strings.Join(outlines, "; "); text != tt.outlines {
				t.Errorf("outlines %q, want %q", text, tt.outlines)
			}
			if text := findingSummary(got.Findings); text != tt.findings {
				t.Errorf("found %q, want %q", text, tt.findings)
			}
		})
	}
}

// slackM is what rounding to the grid, and the bends that this needs, may add to the tolerance, in
// metres.
const slackM = 0.002

// checkMoves wants every vertex of the result near a border of the input.
func checkMoves(t *testing.T, shapes []orb.MultiPolygon, got *Result, tolerance float64) {
	t.Helper()
	for _, f := range got.Findings {
		if (f.Kind == Moved || f.Kind == Vertex) && f.LengthM > tolerance+slackM {
			t.Errorf("%s by %g m, the tolerance is %g m", f.Kind, f.LengthM, tolerance)
		}
	}
	arcs, _ := partition.Arcs(got.Shapes)
	for _, arc := range arcs {
		for _, p := range arc.Points {
			if d := borderDistance(shapes, p); d > tolerance+slackM {
				t.Errorf("vertex %v lies %g m from the nearest border of the input, the tolerance is %g m", p, d, tolerance)
			}
		}
	}
}

func borderDistance(shapes []orb.MultiPolygon, p orb.Point) float64 {
	best := math.Inf(1)
	for _, shape := range shapes {
		for _, polygon := range shape {
			for _, ring := range polygon {
				for k := 1; k < len(ring); k++ {
					best = min(best, fixture.SegmentMetres(p, ring[k-1], ring[k]))
				}
			}
		}
	}
	return best
}

// checkPlaces asks who has a place, by plain exact tests of the input, for places that are further
// from all borders than these may move.
func checkPlaces(t *testing.T, r *rand.Rand, shapes []orb.MultiPolygon, got *Result, options Options, when int32) {
	t.Helper()
	var vertices []orb.Point
	for _, shape := range shapes {
		for _, polygon := range shape {
			for _, ring := range polygon {
				vertices = append(vertices, ring...)
			}
		}
	}
	for range 200 {
		p, q := vertices[r.IntN(len(vertices))], vertices[r.IntN(len(vertices))]
		share := r.Float64()
		at := orb.Point{p[0] + (q[0]-p[0])*share, p[1] + (q[1]-p[1])*share}
		if borderDistance(shapes, at) < 2*options.ToleranceM+slackM {
			continue
		}
		want := holderOf(shapes, at, options, when)
		for i, shape := range got.Shapes {
			if in := planar.Contains(shape, at); in != (i == want) && !(want == topology.Nowhere && gotGap(got, i)) {
				t.Errorf("%v in shape %d: %v, want shape %d", at, i, in, want)
			}
		}
	}
}

// checkAreas wants the area of all shapes together to stay the same, but for gaps given away and
// what lies nearer to a border than this may move.
func checkAreas(t *testing.T, shapes []orb.MultiPolygon, got *Result, options Options) {
	t.Helper()
	tolerance := options.ToleranceM + slackM
	options.ToleranceM = 0
	unmoved, err := Clean(shapes, options)
	if err != nil {
		t.Fatal(err)
	}
	sum := func(shapes []orb.MultiPolygon) (m2 float64) {
		for _, shape := range shapes {
			m2 += geo.Area(shape)
		}
		return m2
	}
	before, after := sum(unmoved.Shapes), sum(got.Shapes)
	length, given := 0.0, 0.0
	arcs, _ := partition.Arcs(unmoved.Shapes)
	for _, arc := range arcs {
		length += wgs84.Length(arc.Points)
	}
	for _, f := range got.Findings {
		if f.Kind == Filled {
			given += f.AreaM2
		}
	}
	if off := math.Abs(after - given - before); off > 2*tolerance*length {
		t.Errorf("all shapes have %.0f m2, had %.0f and got gaps of %.0f: %.0f m2 off along %.0f m", after, before, given, off, length)
	}
}

// holderOf returns who has a place at a time: of the shapes that contain it, by priority, each has
// it that shares no time with one before it that has it.
func holderOf(shapes []orb.MultiPolygon, place orb.Point, options Options, at int32) int {
	var order []int
	for i, shape := range shapes {
		if planar.Contains(shape, place) {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return options.Priority[b] - options.Priority[a] })
	span := func(i int) locate.Span {
		if options.Spans == nil || options.Spans[i] == (locate.Span{}) {
			return locate.Span{From: math.MinInt32, To: math.MaxInt32}
		}
		return options.Spans[i]
	}
	var holders []int
	for _, i := range order {
		if !slices.ContainsFunc(holders, func(k int) bool { return span(i).From < span(k).To && span(k).From < span(i).To }) {
			holders = append(holders, i)
		}
	}
	for _, i := range holders {
		if span(i).Holds(at) {
			return i
		}
	}
	return topology.Nowhere
}

// gotGap reports whether a shape was given a gap.
func gotGap(c *Result, shape int) bool {
	return slices.ContainsFunc(c.Findings, func(f Finding) bool { return f.Kind == Filled && f.A == shape })
}
