package partition

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
	"demarc/geo/internal/wgs84"
)

// maxStrip is how high a strip of OverlapArea may be, in degrees: up to there the rule of gauss has
// no error that float64 would show.
const maxStrip = 1

// gauss is the Gauss-Legendre rule of three nodes on [0, 1]: places and weights.
var gauss = [...][2]float64{{0.1127016653792583, 0.2777777777777778}, {0.5, 0.4444444444444444}, {0.8872983346207417, 0.2777777777777778}}

// OverlapArea returns the square metres on the WGS 84 ellipsoid that a and b share, edges being
// straight in longitude and latitude. It cuts both into strips along the parallels of all vertices
// and crossings, between which the common width is linear, and integrates. So coordinates that are
// next to each other by rounding give areas that are, too, wherever borders run along each other. A
// polygon that crosses itself is what its rings wind around an odd number of times.
func OverlapArea(a, b orb.MultiPolygon) float64 {
	a, b = near(a, b), near(b, a)
	boxA, okA := planar.Bound(a)
	boxB, okB := planar.Bound(b)
	box := orb.Bound{
		Min: orb.Point{max(boxA.Min[0], boxB.Min[0]), max(boxA.Min[1], boxB.Min[1])},
		Max: orb.Point{min(boxA.Max[0], boxB.Max[0]), min(boxA.Max[1], boxB.Max[1])},
	}
	if !okA || !okB || box.Min[0] >= box.Max[0] || box.Min[1] >= box.Max[1] {
		return 0
	}
	var sum float64
	lats := strips(a, b, box)
	ofA, ofB := newSweep(a, box.Min[1], box.Max[1]), newSweep(b, box.Min[1], box.Max[1])
	for i := 1; i < len(lats); i++ {
		height := lats[i] - lats[i-1]
		for _, node := range gauss {
			lat := lats[i-1] + node[0]*height
			sum += node[1] * height * wgs84.AuthalicRate(lat) * common(ofA.stretches(lat), ofB.stretches(lat))
		}
	}
	return sum * wgs84.EquatorRadius * wgs84.EquatorRadius / 2 * wgs84.Degree * wgs84.Degree
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

// strips returns the latitudes of the vertices and crossings within a box, its ends, and enough
// between them that no strip is too high.
func strips(a, b orb.MultiPolygon, box orb.Bound) []float64 {
	south, north := box.Min[1], box.Max[1]
	lats := []float64{south, north}
	add := func(lat float64) {
		if south < lat && lat < north {
			lats = append(lats, lat)
		}
	}
	for lat := south + maxStrip; lat < north; lat += maxStrip {
		add(lat)
	}
	edges := append(edgesWithin(a, box), edgesWithin(b, box)...)
	boxes := make([]planar.Box[float64], len(edges))
	for i, e := range edges {
		boxes[i] = planar.BoxAround(e[0], e[1])
		add(e[0][1])
		add(e[1][1])
	}
	planar.NewBoxIndex(boxes, 1).EachPair(func(i, j int32) bool {
		how, at := planar.Meet(edges[i][0], edges[i][1], edges[j][0], edges[j][1])
		if how == planar.Crosses {
			add(at[1])
		}
		return true
	})
	slices.Sort(lats)
	return slices.Compact(lats)
}

// edgesWithin returns the edges whose boxes meet a box.
func edgesWithin(m orb.MultiPolygon, box orb.Bound) (edges [][2]orb.Point) {
	wanted := planar.BoxAround(box.Min, box.Max)
	for _, polygon := range m {
		for _, ring := range polygon {
			for i := 1; i < len(ring); i++ {
				a, b := ring[i-1], ring[i]
				if of := planar.BoxAround(a, b); wanted.Meets(&of) && planar.Finite(a) && planar.Finite(b) {
					edges = append(edges, [2]orb.Point{a, b})
				}
			}
		}
	}
	return edges
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
