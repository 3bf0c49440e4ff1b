package wgs84

import (
	"math"

	"github.com/paulmach/orb"
)

// The WGS 84 ellipsoid (NIMA TR8350.2): equatorial radius in metres, flattening, eccentricity
// squared; and a degree in radians.
const (
	EquatorRadius = 6378137.0
	Flattening    = 1 / 298.257223563
	Eccentricity2 = Flattening * (2 - Flattening)
	Degree        = math.Pi / 180
)

// MetresPerDegree returns the length of a degree of longitude and of latitude at latitude lat.
func MetresPerDegree(lat float64) (east, north float64) {
	return EllipsoidDegrees(math.Sincos(lat * Degree))
}

// EllipsoidDegrees is MetresPerDegree by the sine and cosine of the latitude.
func EllipsoidDegrees(sin, cos float64) (east, north float64) {
	w2 := 1 - Eccentricity2*sin*sin
	prime := EquatorRadius / math.Sqrt(w2)
	return prime * math.Abs(cos) * Degree, prime * (1 - Eccentricity2) / w2 * Degree
}

// distance returns the metres from p to q by the mid-latitude formula: differences of longitude and
// latitude are scaled by the ellipsoid's radii of curvature half-way between them. Up to 100 km the
// error against the geodesic is below 0.01 % between latitudes 70 S and 70 N, and below 0.1 % up to
// 84. It grows with the square of the distance; near the poles the value is no more than a hint.
// The longitudes are taken as they are: 179 and -179 are 358 degrees apart.
func distance(p, q orb.Point) float64 {
	east, north := MetresPerDegree((p[1] + q[1]) / 2)
	return math.Hypot((q[0]-p[0])*east, (q[1]-p[1])*north)
}

// BoxDistance returns a lower bound, in metres, of the distances from p to all points and segments
// in the box by the mid-latitude formula.
func BoxDistance(p orb.Point, box orb.Bound) float64 {
	dx := max(0, box.Min[0]-p[0], p[0]-box.Max[0])
	dy := max(0, box.Min[1]-p[1], p[1]-box.Max[1])
	south, north := (p[1]+box.Min[1])/2, (p[1]+box.Max[1])/2
	// A degree of longitude is shortest far from the equator, one of latitude near it.
	eastSouth, northSouth := MetresPerDegree(south)
	eastNorth, northNorth := MetresPerDegree(north)
	shortest := min(northSouth, northNorth)
	if south < 0 && north > 0 {
		_, shortest = MetresPerDegree(0)
	}
	// The last factor keeps rounding from lifting the bound above the distance itself.
	return math.Hypot(dx*min(eastSouth, eastNorth), dy*shortest) * (1 - 1e-12)
}
