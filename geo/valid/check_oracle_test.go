package valid

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

// checkSlowly is Check ring by ring and part by part.
func checkSlowly(m orb.MultiPolygon) []Fault {
	var faults []Fault
	for i, polygon := range m {
		faults = append(faults, checkPolygon(polygon, i)...)
	}
	parts := make([]orb.MultiPolygon, len(m))
	for i := range m {
		parts[i] = m[i : i+1 : i+1]
	}
	for _, o := range planar.CompareShapes(parts, planar.InwardLoops(parts)).Overlaps {
		faults = append(faults, Fault{
			Kind: Overlap, Polygon: o.B, Ring: -1, vertex: -1, At: o.At,
			Message: fmt.Sprintf("polygon %d overlaps polygon %d near %v", o.B, o.A, planar.PositionText(o.At)),
		})
	}
	return faults
}

func checkPolygon(polygon orb.Polygon, part int) []Fault {
	if len(polygon) == 0 {
		return []Fault{{Kind: TooFew, Polygon: part, Ring: -1, vertex: -1, Message: "polygon has no rings"}}
	}
	var faults []Fault
	loops := make([]planar.Loop, len(polygon))
	for i, ring := range polygon {
		loops[i] = planar.NewLoop(ring, i, part, i, false)
		_, ringFaults := checkRing(ring, part, i)
		faults = append(faults, ringFaults...)
	}
	crossings := checkCrossings(loops)
	faults = append(faults, crossings...)
	if len(crossings) == 0 {
		faults = append(faults, checkHoles(loops)...)
	}
	return faults
}

// eachPairSlowly visits every two edges, the later first, until visit returns false.
func eachPairSlowly(loops []planar.Loop, visit func(s, t planar.Segment) bool) {
	var earlier []planar.Segment
	for i := range loops {
		for k := range loops[i].Points {
			s := planar.Segment{Loop: &loops[i], K: k}
			for _, t := range earlier {
				if !visit(s, t) {
					return
				}
			}
			earlier = append(earlier, s)
		}
	}
}

// checkCrossings compares all edges of a polygon.
func checkCrossings(loops []planar.Loop) []Fault {
	var faults []Fault
	var rings []planar.Loop
	for _, l := range loops {
		// A flat ring has been reported; each of its edges runs along others.
		if len(l.Points) >= 3 && !flat(l.Points) {
			rings = append(rings, l)
		}
	}
	eachPairSlowly(rings, func(s, t planar.Segment) bool {
		kind, at := edgesSlowly(s, t)
		if kind == "" {
			return true
		}
		vertex := s.Loop.Position(s.K)
		f := Fault{Kind: kind, Polygon: s.Loop.Part, Ring: s.Loop.Ring, vertex: vertex, At: at}
		f.Message = fmt.Sprintf("%s near %v, between the edges from position %d of ring %d and position %d of ring %d",
			kind, planar.PositionText(at), vertex, s.Loop.Ring, t.Loop.Position(t.K), t.Loop.Ring)
		if len(faults) == maxFaults-1 {
			f.Message += "; further ones are not listed"
		}
		faults = append(faults, f)
		return len(faults) < maxFaults
	})
	slices.SortStableFunc(faults, func(a, b Fault) int {
		if a.Ring != b.Ring {
			return a.Ring - b.Ring
		}
		return a.vertex - b.vertex
	})
	return faults
}

// checkHoles says which holes are not within the shell, or within another hole. The rings do not
// cross.
func checkHoles(loops []planar.Loop) []Fault {
	var faults []Fault
	shell := &loops[0]
	for i := 1; i < len(loops); i++ {
		hole := &loops[i]
		if len(hole.Points) < 3 || len(shell.Points) < 3 {
			continue
		}
		kind, message := Kind(""), ""
		if !planar.RingWithin(hole.Closed(), shell.Closed()) {
			kind, message = HoleOutside, fmt.Sprintf("hole %d is not within the shell", i)
		}
		for j := 1; j < len(loops) && kind == ""; j++ {
			if j != i && len(loops[j].Points) >= 3 && planar.RingWithin(hole.Closed(), loops[j].Closed()) {
				kind, message = HoleNested, fmt.Sprintf("hole %d lies within hole %d", i, j)
			}
		}
		if kind != "" {
			at := hole.Points[0]
			faults = append(faults, Fault{kind, hole.Part, i, hole.Position(0), at, message + ", near " + planar.PositionText(at)})
		}
	}
	return faults
}

// edgesSlowly returns the fault that two edges of a polygon commit, "" if none.
func edgesSlowly(s, t planar.Segment) (Kind, orb.Point) {
	a, b := s.Ends()
	c, d := t.Ends()
	how, at := planar.Meet(a, b, c, d)
	same := s.Loop == t.Loop
	crossed, touched := RingsCross, Kind("")
	if same {
		crossed, touched = SelfCross, SelfTouch
	}
	switch how {
	case planar.Crosses:
		return crossed, at
	case planar.Along:
		if same {
			return SelfTouch, at
		}
		return RingsCross, at
	case planar.Touches:
		n := len(s.Loop.Points)
		if same && ((s.K+1)%n == t.K || (t.K+1)%n == s.K) {
			return "", at
		}
		var kind Kind
		planar.EachTouch(s, t, func(where planar.Touch) {
			kind, at = touched, where.At
			if where.Corners[0].CrossedBy(where.Corners[1]) {
				kind = crossed
			}
		})
		return kind, at
	}
	return "", at
}

// gist is what two ways to check must agree on: all but the order in which faults of edges are
// found, the places of overlaps, and overlaps of polygons that are faulty themselves. A flat ring
// is no further trouble wherever it lies.
func gist(m orb.MultiPolygon, faults []Fault) []string {
	faulty := map[int]bool{}
	for _, f := range faults {
		if f.Kind != Overlap && !f.Kind.Warning() {
			faulty[f.Polygon] = true
		}
	}
	var all []string
	for _, f := range faults {
		if f.Kind == Disconnected || f.Kind == SharedEdge {
			continue // GEOS judges these
		}
		var a, b int
		if _, err := fmt.Sscanf(f.Message, "polygon %d overlaps polygon %d", &b, &a); err == nil {
			if !faulty[a] && !faulty[b] {
				all = append(all, fmt.Sprintf("%s %d %d", f.Kind, a, b))
			}
			continue
		}
		if ring := f.Ring; f.Kind.stage() == 2 && flat(m[f.Polygon][ring]) {
			continue
		}
		all = append(all, fmt.Sprintf("%s %d %d %d %v %s", f.Kind, f.Polygon, f.Ring, f.vertex, f.At, f.Message))
	}
	slices.Sort(all)
	return all
}

// Rings on a small lattice touch, cross, nest and repeat in every way there is.
func TestCheckAgreesWithSlowCheck(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 21))
	seen := map[Kind]int{}
	for range 5_000 {
		m := latticeShape(r)
		got, want := gist(m, new(Checker).Check(m)), gist(m, checkSlowly(m))
		for _, f := range got {
			kind, _, _ := strings.Cut(f, " ")
			seen[Kind(kind)]++
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%v:\ngot  %q\nwant %q", m, got, want)
		}
	}
	for _, kind := range []Kind{SelfCross, SelfTouch, RingsCross, HoleOutside, HoleNested, Overlap, ZeroArea} {
		if seen[kind] < 5 {
			t.Errorf("%s was met %d times: too rarely to say that all is well", kind, seen[kind])
		}
	}
}

// latticeShape makes polygons of boxes, triangles and worse.
func latticeShape(r *rand.Rand) orb.MultiPolygon {
	size := 3 + r.IntN(12)
	at := func() orb.Point { return orb.Point{float64(r.IntN(size)), float64(r.IntN(size))} }
	var m orb.MultiPolygon
	for range 1 + r.IntN(4) {
		var polygon orb.Polygon
		for range 1 + r.IntN(4) {
			a, b := at(), at()
			ring := orb.Ring{a, {b[0], a[1]}, b, {a[0], b[1]}}
			if r.IntN(2) == 0 {
				ring = orb.Ring{a, b, at()}
				for range r.IntN(3) {
					ring = append(ring, at())
				}
			}
			if len(polygon) == 0 && r.IntN(2) == 0 {
				s := float64(size)
				ring = orb.Ring{{0, 0}, {s, 0}, {s, s}, {0, s}}
			}
			polygon = append(polygon, append(ring, ring[0]))
		}
		m = append(m, polygon)
	}
	return m
}
