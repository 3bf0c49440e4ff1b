package planar

import (
	"slices"

	"github.com/paulmach/orb"
)

// interiorLines limits the parallels that InteriorPoint tries.
const interiorLines = 64

// InteriorPoint returns a point within polygon, in the middle of the widest stretch of a parallel
// near the middle of its height; ok is false if polygon is empty or too thin for float64.
func InteriorPoint(polygon orb.Polygon) (p orb.Point, ok bool) {
	lats := latitudes(polygon)
	if len(lats) < 2 {
		return p, false
	}
	middle := (lats[0] + lats[len(lats)-1]) / 2
	// Between two vertices that follow each other in latitude a parallel meets no vertex.
	lines := make([]float64, 0, len(lats))
	for i := 1; i < len(lats); i++ {
		lines = append(lines, lats[i-1]+(lats[i]-lats[i-1])/2)
	}
	slices.SortStableFunc(lines, func(a, b float64) int {
		return Compare(Abs(a-middle), Abs(b-middle))
	})
	for _, lat := range lines[:min(len(lines), interiorLines)] {
		if p, ok = widest(polygon, lat); ok {
			return p, true
		}
	}
	return p, false
}

// widest returns the middle of the widest stretch of polygon on a parallel.
func widest(polygon orb.Polygon, lat float64) (p orb.Point, ok bool) {
	lons := cuts(polygon, lat)
	width := 0.0
	for i := 0; i+1 < len(lons); i += 2 {
		middle := orb.Point{lons[i] + (lons[i+1]-lons[i])/2, lat}
		if w := lons[i+1] - lons[i]; w > width && PolygonContains(polygon, middle) {
			p, width, ok = middle, w, true
		}
	}
	return p, ok
}

// cuts returns the longitudes, ascending, at which the edges of polygon meet a parallel.
func cuts(polygon orb.Polygon, lat float64) []float64 {
	var lons []float64
	for _, ring := range polygon {
		for i := 1; i < len(ring); i++ {
			a, b := ring[i-1], ring[i]
			if (a[1] <= lat) != (b[1] <= lat) {
				lons = append(lons, a[0]+(lat-a[1])/(b[1]-a[1])*(b[0]-a[0]))
			}
		}
	}
	slices.Sort(lons)
	return lons
}

// latitudes returns the distinct latitudes of the vertices, ascending.
func latitudes(polygon orb.Polygon) []float64 {
	var lats []float64
	for _, ring := range polygon {
		for _, p := range ring {
			if Finite(p) {
				lats = append(lats, p[1])
			}
		}
	}
	slices.Sort(lats)
	return slices.Compact(lats)
}

// Abs is v without its sign.
func Abs(v float64) float64 {
	if v < 0 {
		return -v
	}
	return v
}
