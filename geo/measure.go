package geo

import (
	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
	"demarc/geo/internal/wgs84"
)

// Length returns the length of a line in metres on the WGS 84 ellipsoid, its edges being straight
// in longitude and latitude. The error is below 0.01 % between latitudes 70 S and 70 N.
func Length(line orb.LineString) float64 { return wgs84.Length(line) }

// Winding is 1 if ring runs anticlockwise, -1 if clockwise, 0 if it has no area. It is exact for
// rings that do not touch themselves.
func Winding(ring orb.Ring) int { return planar.Winding(ring) }
