package partition

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
	"demarc/geo/internal/wgs84"
)

// overlapStrips is the most parallels that OverlapArea measures along.
const overlapStrips = 2000

// OverlapArea estimates the square metres on the WGS 84 ellipsoid that a and b share: it cuts both
// into strips between vertices and measures the common width along the middle of each. This is
// exact but for strips in which edges cross, and an estimate for shapes with more than 2000
// vertices.
func OverlapArea(a, b orb.MultiPolygon) float64 {
	a, b = near(a, b), near(b, a)
	boxA, okA := planar.Bound(a)
	boxB, okB := planar.Bound(b)
	south, north := max(boxA.Min[1], boxB.Min[1]), min(boxA.Max[1], boxB.Max[1])
	if !okA || !okB || south >= north {
		return 0
	}
	var sum float64
	lats := strips(append(slices.Clone(a), b...), south, north)
	ofA, ofB := newSweep(a, south, north), newSweep(b, south, north)
	for i := 1; i < len(lats); i++ {
		middle := lats[i-1] + (lats[i]-lats[i-1])/2
		width := common(ofA.stretches(middle), ofB.stretches(middle))
		sum += width * (wgs84.Authalic(lats[i]) - wgs84.Authalic(lats[i-1]))
	}
	return sum * wgs84.EquatorRadius * wgs84.EquatorRadius / 2 * wgs84.Degree
}

// near returns the polygons of a whose boxes meet that of b.
func near(a, b orb.MultiPolygon) orb.MultiPolygon {
	box, ok := planar.Bound(b)
	if !ok {
		return nil
	}
	var found orb.MultiPolygon
	for _, polygon := range a {
		if own, ok := planar.Bound(orb.MultiPolygon{polygon}); ok && own.Intersects(box) {
			found = append(found, polygon)
		}
	}
	return found
}

// strips returns the latitudes of the vertices between south and north, these two, and enough
// between them to make strips of even height.
func strips(m orb.MultiPolygon, south, north float64) []float64 {
	lats := []float64{south, north}
	for i := 1; i < overlapStrips/2; i++ {
		lats = append(lats, south+(north-south)*float64(i)/(overlapStrips/2))
	}
	var vertices []float64
	for _, polygon := range m {
		for _, lat := range planar.Latitudes(polygon) {
			if south < lat && lat < north {
				vertices = append(vertices, lat)
			}
		}
	}
	if len(vertices) < overlapStrips/2 {
		lats = append(lats, vertices...)
	}
	slices.Sort(lats)
	return slices.Compact(lats)
}

// sweep finds the stretches of a shape on parallels from south to north.
type sweep struct {
	edges   []sweptEdge // by their southern ends
	next    int         // the first of them that no parallel has reached
	current []sweptEdge // those reached and not yet left behind
	cuts    []sweptCut
}

type sweptEdge struct {
	a, b    orb.Point // as in the ring
	polygon int
}

// sweptCut is a longitude at which a polygon's ring meets the parallel.
type sweptCut struct {
	polygon int
	lon     float64
}

// newSweep serves parallels between south and north.
func newSweep(m orb.MultiPolygon, south, north float64) *sweep {
	s := &sweep{}
	for i, polygon := range m {
		for _, ring := range polygon {
			for k := 1; k < len(ring); k++ {
				a, b := ring[k-1], ring[k]
				if a[1] != b[1] && max(a[1], b[1]) > south && min(a[1], b[1]) < north && planar.Finite(a) && planar.Finite(b) {
					s.edges = append(s.edges, sweptEdge{a, b, i})
				}
			}
		}
	}
	slices.SortFunc(s.edges, func(x, y sweptEdge) int { return cmp.Compare(min(x.a[1], x.b[1]), min(y.a[1], y.b[1])) })
	return s
}

// stretches returns where the shape lies on a parallel, as pairs of longitudes, ascending and
// apart.
func (s *sweep) stretches(lat float64) [][2]float64 {
	for ; s.next < len(s.edges) && min(s.edges[s.next].a[1], s.edges[s.next].b[1]) <= lat; s.next++ {
		s.current = append(s.current, s.edges[s.next])
	}
	s.current = slices.DeleteFunc(s.current, func(e sweptEdge) bool { return max(e.a[1], e.b[1]) <= lat })
	s.cuts = s.cuts[:0]
	for _, e := range s.current {
		s.cuts = append(s.cuts, sweptCut{e.polygon, e.a[0] + (lat-e.a[1])/(e.b[1]-e.a[1])*(e.b[0]-e.a[0])})
	}
	slices.SortFunc(s.cuts, func(x, y sweptCut) int {
		return cmp.Or(cmp.Compare(x.polygon, y.polygon), cmp.Compare(x.lon, y.lon))
	})
	var all [][2]float64
	for i := 0; i+1 < len(s.cuts); i += 2 {
		all = append(all, [2]float64{s.cuts[i].lon, s.cuts[i+1].lon})
	}
	return merged(all)
}

// merged sorts stretches and joins those that meet.
func merged(all [][2]float64) [][2]float64 {
	slices.SortFunc(all, func(x, y [2]float64) int { return cmp.Compare(x[0], y[0]) })
	apart := all[:0]
	for _, s := range all {
		if n := len(apart); n > 0 && s[0] <= apart[n-1][1] {
			apart[n-1][1] = math.Max(apart[n-1][1], s[1])
			continue
		}
		apart = append(apart, s)
	}
	return apart
}

// common is the total length that two lists of stretches share.
func common(a, b [][2]float64) float64 {
	var sum float64
	for i, j := 0, 0; i < len(a) && j < len(b); {
		sum += max(0, min(a[i][1], b[j][1])-max(a[i][0], b[j][0]))
		if a[i][1] < b[j][1] {
			i++
		} else {
			j++
		}
	}
	return sum
}
