package geo

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"
)

// CheckPolygon returns everything that makes polygon invalid by OGC Simple Features (06-103r4, 6.1.11), except
// a disconnected interior, and repeated positions as a warning. Direction of rings is not checked. All
// comparisons are exact; only the place of a crossing is rounded. At most 100 crossings and touches are
// reported, then the message says so.
func CheckPolygon(polygon orb.Polygon) []Fault { return checkPolygon(polygon, 0) }

// CheckMultiPolygon returns the faults of the polygons of m, and parts that overlap. Parts that share an edge
// without overlapping are accepted.
func CheckMultiPolygon(m orb.MultiPolygon) []Fault {
	var faults []Fault
	for i, polygon := range m {
		faults = append(faults, checkPolygon(polygon, i)...)
	}
	parts := make([]orb.MultiPolygon, len(m))
	for i := range m {
		parts[i] = m[i : i+1 : i+1]
	}
	for _, o := range compareShapes(parts, inwardLoops(parts)).overlaps {
		faults = append(faults, Fault{
			Kind: FaultOverlap, Polygon: o.b, Ring: -1, Vertex: -1, At: o.at,
			Message: fmt.Sprintf("polygon %d overlaps polygon %d near %v", o.b, o.a, text(o.at)),
		})
	}
	return faults
}

func checkPolygon(polygon orb.Polygon, part int) []Fault {
	if len(polygon) == 0 {
		return []Fault{{Kind: FaultTooFew, Polygon: part, Ring: -1, Vertex: -1, Message: "polygon has no rings"}}
	}
	var faults []Fault
	loops := make([]loop, len(polygon))
	for i, ring := range polygon {
		loops[i] = newLoop(ring, i, part, i, false)
		faults = append(faults, checkRing(ring, &loops[i])...)
	}
	crossings := checkCrossings(loops)
	faults = append(faults, crossings...)
	if len(crossings) == 0 {
		faults = append(faults, checkHoles(loops)...)
	}
	return faults
}

// checkRing finds what can be seen without comparing edges.
func checkRing(ring orb.Ring, l *loop) []Fault {
	var faults []Fault
	report := func(kind FaultKind, vertex int, format string, args ...any) {
		f := Fault{Kind: kind, Polygon: l.part, Ring: l.ring, Vertex: vertex, Message: fmt.Sprintf(format, args...)}
		if vertex >= 0 && finite(ring[vertex]) {
			f.At = ring[vertex]
		}
		faults = append(faults, f)
	}
	for i, p := range ring {
		switch {
		case !finite(p):
			report(FaultNotFinite, i, "position %d is %v: want finite numbers", i, text(p))
		case i > 0 && p == ring[i-1]:
			report(FaultRepeated, i, "position %d repeats %v", i, text(p))
		}
	}
	last := len(ring) - 1
	switch {
	case last < 0:
		report(FaultTooFew, -1, "ring is empty")
		return faults
	case ring[0] != ring[last] && finite(ring[0]) && finite(ring[last]):
		report(FaultNotClosed, last, "ring starts at %v and ends at %v: want the same", text(ring[0]), text(ring[last]))
	}
	switch {
	case last < 3 || len(l.points) < 3:
		report(FaultTooFew, 0, "ring has %d positions, %d of them distinct: want at least 4 and 3", len(ring), len(l.points))
	case flat(l.points):
		report(FaultZeroArea, 0, "all positions of the ring lie on a line")
	}
	return faults
}

// flat reports whether all points lie on one line.
func flat(points []orb.Point) bool {
	a, b := points[0], points[0]
	for _, p := range points {
		if p != a {
			b = p
			break
		}
	}
	for _, p := range points {
		if Orient(a, b, p) != 0 {
			return false
		}
	}
	return true
}

// checkCrossings compares all edges of a polygon.
func checkCrossings(loops []loop) []Fault {
	var faults []Fault
	var rings []loop
	for _, l := range loops {
		// A flat ring has been reported; each of its edges runs along others.
		if len(l.points) >= 3 && !flat(l.points) {
			rings = append(rings, l)
		}
	}
	eachPair(rings, func(s, t segment) bool {
		kind, at := compareEdges(s, t)
		if kind == "" {
			return true
		}
		vertex := s.loop.from[s.k]
		f := Fault{Kind: kind, Polygon: s.loop.part, Ring: s.loop.ring, Vertex: vertex, At: at}
		f.Message = fmt.Sprintf("%s near %v, between the edges from position %d of ring %d and position %d of ring %d",
			kind, text(at), vertex, s.loop.ring, t.loop.from[t.k], t.loop.ring)
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
		return a.Vertex - b.Vertex
	})
	return faults
}

// compareEdges returns the fault that two edges of a polygon commit, "" if none.
func compareEdges(s, t segment) (FaultKind, orb.Point) {
	a, b := s.ends()
	c, d := t.ends()
	how, at := meet(a, b, c, d)
	same := s.loop == t.loop
	crossed, touched := FaultRingsCross, FaultKind("")
	if same {
		crossed, touched = FaultSelfCross, FaultSelfTouch
	}
	switch how {
	case crosses:
		return crossed, at
	case along:
		if same {
			return FaultSelfTouch, at
		}
		return FaultRingsCross, at
	case touches:
		n := len(s.loop.points)
		if same && ((s.k+1)%n == t.k || (t.k+1)%n == s.k) {
			return "", at
		}
		var kind FaultKind
		eachTouch(s, t, func(where touch) {
			kind, at = touched, where.at
			if where.of[0].crossedBy(where.of[1]) {
				kind = crossed
			}
		})
		return kind, at
	}
	return "", at
}

// checkHoles says which holes are not within the shell, or within another hole. The rings do not cross.
func checkHoles(loops []loop) []Fault {
	var faults []Fault
	shell := &loops[0]
	for i := 1; i < len(loops); i++ {
		hole := &loops[i]
		if len(hole.points) < 3 || len(shell.points) < 3 {
			continue
		}
		kind, message := FaultKind(""), ""
		if !within(hole, shell) {
			kind, message = FaultHoleOutside, fmt.Sprintf("hole %d is not within the shell", i)
		}
		for j := 1; j < len(loops) && kind == ""; j++ {
			if j != i && len(loops[j].points) >= 3 && within(hole, &loops[j]) {
				kind, message = FaultHoleNested, fmt.Sprintf("hole %d lies within hole %d", i, j)
			}
		}
		if kind != "" {
			at := hole.points[0]
			faults = append(faults, Fault{kind, hole.part, i, hole.from[0], at, message + ", near " + text(at)})
		}
	}
	return faults
}

// within reports whether a lies within b, given that they do not cross.
func within(a, b *loop) bool {
	ring := b.closed()
	if !bounds(a.points).Intersects(bounds(b.points)) {
		return false
	}
	for _, p := range a.points {
		if where := ringPlace(ring, p); where != onBorder {
			return where == inside
		}
	}
	p, ok := interiorPoint(orb.Polygon{a.closed()})
	return ok && ringContains(ring, p)
}

func (l *loop) closed() orb.Ring {
	return append(slices.Clone(l.points), l.points[0])
}

func bounds(points []orb.Point) orb.Bound { return orb.MultiPoint(points).Bound() }

// text writes a position the way files do.
func text(p orb.Point) string { return fmt.Sprintf("%v,%v", p[0], p[1]) }
