package planar

import "github.com/paulmach/orb"

// Contains reports whether p lies in m. A border belongs to the shape east of it, a level one to
// the shape north of it. So every point within a partition lies in exactly one of its shapes, also
// on shared vertices and borders. A point is in a polygon if it is inside the shell and in none of
// the holes; parts may overlap. Rings are taken as closed. A coordinate that is not a number is
// nowhere.
//
// The rule: p stands for (x+d, y+e) with 0 < e << d, both smaller than any distance in the data,
// which is on no edge (a simulation of simplicity, Edelsbrunner and Mücke 1990).
func Contains(m orb.MultiPolygon, p orb.Point) bool {
	for _, polygon := range m {
		if PolygonContains(polygon, p) {
			return true
		}
	}
	return false
}

// PolygonContains is Contains for one polygon.
func PolygonContains(polygon orb.Polygon, p orb.Point) bool {
	if len(polygon) == 0 || !ringContains(polygon[0], p) {
		return false
	}
	for _, hole := range polygon[1:] {
		if ringContains(hole, p) {
			return false
		}
	}
	return true
}

// ringContains counts the edges that a ray from p to the west crosses.
func ringContains(ring orb.Ring, p orb.Point) bool {
	inside := false
	for i := 1; i < len(ring); i++ {
		a, b := ring[i-1], ring[i]
		if (a[1] <= p[1]) == (b[1] <= p[1]) {
			continue
		}
		if a[1] > b[1] {
			a, b = b, a
		}
		if onOrRightOf(a, b, p) {
			inside = !inside
		}
	}
	return inside
}

// onOrRightOf reports whether p is on the edge from low up to high, or right of it. Boxes decide
// most cases.
func onOrRightOf(low, high, p orb.Point) bool {
	west, east := low[0], high[0]
	if west > east {
		west, east = east, west
	}
	if p[0] >= east {
		return true
	}
	if p[0] < west {
		return false
	}
	return Orient(low, high, p) <= 0
}

// place is the position of a point in relation to a closed shape.
type place int

const (
	outside place = iota - 1
	onBorder
	inside
)

// ringPlace is ringContains for callers that need to know of the border.
func ringPlace(ring orb.Ring, p orb.Point) place {
	for i := 1; i < len(ring); i++ {
		if onSegment(ring[i-1], ring[i], p) {
			return onBorder
		}
	}
	if ringContains(ring, p) {
		return inside
	}
	return outside
}

// onSegment reports whether p lies on the closed segment from a to b.
func onSegment(a, b, p orb.Point) bool {
	return min(a[0], b[0]) <= p[0] && p[0] <= max(a[0], b[0]) &&
		min(a[1], b[1]) <= p[1] && p[1] <= max(a[1], b[1]) &&
		Orient(a, b, p) == 0
}
