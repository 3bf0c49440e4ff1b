package wgs84

import (
	"math"

	"github.com/paulmach/orb"
)

// lengthStep is the longest piece of a line, in degrees, that Length measures at once.
const lengthStep = 0.25

// Length returns the length of a line in metres on the WGS 84 ellipsoid, its edges being straight
// in longitude and latitude. The error is below 0.01 % between latitudes 70 S and 70 N.
func Length(line orb.LineString) float64 {
	sum := 0.0
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		pieces := math.Ceil(math.Max(math.Abs(b[0]-a[0]), math.Abs(b[1]-a[1])) / lengthStep)
		from := a
		for k := 1.0; k < pieces; k++ {
			to := orb.Point{a[0] + (b[0]-a[0])*k/pieces, a[1] + (b[1]-a[1])*k/pieces}
			sum += distance(from, to)
			from = to
		}
		sum += distance(from, b)
	}
	return sum
}
