package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// plane is the plane in which degrees are everywhere as long as at a point, which makes distances cheap. How much
// the length of degrees changes nearby bounds how far they can be off.
type plane struct {
	p           orb.Point
	east, north float64 // metres per degree
	tan         float64 // of the latitude, without sign
}

// planeEdge is an edge and the square of its distance in a plane.
type planeEdge struct {
	a, b   orb.Point
	square float64
}

func planeAt(p orb.Point) plane {
	east, north := metresPerDegree(p[1])
	return plane{p, east, north, math.Abs(math.Tan(p[1] * degree))}
}

// shortestNorth is the length in metres of the shortest degree of latitude, which is at the equator.
const shortestNorth = equatorRadius * (1 - eccentricity2) * degree * (1 - 1e-12)

// limit returns the square of a distance in the plane beyond which nothing is nearer to p than metres.
//
// Within the angle d of p a degree of longitude is at least cos(lat+d)/cos(lat) >= 1-tan(lat)*d-d*d/2 times as long
// as at p: the radius it belongs to grows with latitude. One of latitude is at least 1-1.5*e2/(1-e2)*d times as long.
func (s *plane) limit(metres float64) float64 {
	d := metres / (shortestNorth / degree)
	least := min(1-s.tan*d-d*d/2, 1-1.5*eccentricity2/(1-eccentricity2)*d)
	if math.Abs(s.p[1])*degree+d < math.Pi/2 && least > 0 {
		limit := metres / least * (1 + 1e-9)
		return limit * limit
	}
	return math.Inf(1)
}

// reach returns how many degrees around p anything nearer than metres can lie.
func (s *plane) reach(metres float64) (lon, lat float64) {
	lat = metres / shortestNorth
	if high := math.Abs(s.p[1]) + lat; high < 90 {
		east, _ := metresPerDegree(high)
		return metres / east * (1 + 1e-9), lat
	}
	return 360, lat
}

// far returns the square of how far outside of a box p is.
func (s *plane) far(west, south, east, north float64) float64 {
	dx := max(west-s.p[0], s.p[0]-east, 0) * s.east
	dy := max(south-s.p[1], s.p[1]-north, 0) * s.north
	return dx*dx + dy*dy
}

// along calls visit with the edges between consecutive points that are within a limit, which visit may change.
func (s *plane) along(points []orb.Point, limit *float64, visit func(planeEdge)) {
	if len(points) == 0 {
		return
	}
	x, y, east, north := s.p[0], s.p[1], s.east, s.north
	ax, ay := (points[0][0]-x)*east, (points[0][1]-y)*north
	for i := 1; i < len(points); i++ {
		bx, by := (points[i][0]-x)*east, (points[i][1]-y)*north
		ux, uy := bx-ax, by-ay
		t := -(ax*ux + ay*uy) / (ux*ux + uy*uy)
		if t < 0 {
			t = 0
		} else if !(t <= 1) { // or not a number, on an edge of no length
			t = 1
		}
		dx, dy := ax+t*ux, ay+t*uy
		if dx*dx+dy*dy <= *limit {
			visit(planeEdge{points[i-1], points[i], dx*dx + dy*dy})
		}
		ax, ay = bx, by
	}
}
