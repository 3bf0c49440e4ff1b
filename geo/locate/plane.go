package locate

import (
	"math"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
	"demarc/geo/internal/wgs84"
)

// plane is a plane in which degrees have everywhere the length that they have at a point, so
// distances are cheap. The change of that length nearby bounds the error.
type plane struct {
	p           orb.Point
	east, north float64 // metres per degree
	sin, cos    float64 // of the latitude
}

// planeEdge is an edge and the square of its distance in a plane.
type planeEdge struct {
	borderEdge
	square float64
}

func planeAt(p orb.Point) plane {
	sin, cos := math.Sincos(p[1] * wgs84.Degree)
	east, north := wgs84.EllipsoidDegrees(sin, cos)
	return plane{p, east, north, sin, cos}
}

// shortestNorth is the length in metres of the shortest degree of latitude, which is at the
// equator.
const shortestNorth = wgs84.EquatorRadius * (1 - wgs84.Eccentricity2) * wgs84.Degree * (1 - 1e-12)

// limit returns the square of a distance in the plane beyond which nothing is nearer to p than
// metres.
//
// Within the angle d of p a degree of longitude is at least cos(lat+d)/cos(lat) >=
// 1-tan(lat)*d-d*d/2 times as long as at p: the radius it belongs to grows with latitude. One of
// latitude is at least 1-1.5*e2/(1-e2)*d times as long.
func (s *plane) limit(metres float64) float64 {
	d := metres / (shortestNorth / wgs84.Degree)
	least := min(1-math.Abs(s.sin/s.cos)*d-d*d/2, 1-1.5*wgs84.Eccentricity2/(1-wgs84.Eccentricity2)*d)
	if math.Abs(s.p[1])*wgs84.Degree+d < math.Pi/2 && least > 0 {
		limit := metres / least * (1 + 1e-9)
		return limit * limit
	}
	return math.Inf(1)
}

// reach returns how many degrees around p anything nearer than metres can lie.
func (s *plane) reach(metres float64) (lon, lat float64) {
	lat = metres / shortestNorth
	if high := math.Abs(s.p[1]) + lat; high < 90 {
		east, _ := wgs84.MetresPerDegree(high)
		return metres / east * (1 + 1e-9), lat
	}
	return 360, lat
}

// far returns the square of the distance of p from a box, 0 inside.
func (s *plane) far(west, south, east, north float64) float64 {
	dx := max(west-s.p[0], s.p[0]-east, 0) * s.east
	dy := max(south-s.p[1], s.p[1]-north, 0) * s.north
	return dx*dx + dy*dy
}

// farFrom is far for a box of a tree.
func (s *plane) farFrom(b *planar.Box[float32]) float64 {
	dx := max(float64(b.MinX)-s.p[0], s.p[0]-float64(b.MaxX), 0) * s.east
	dy := max(float64(b.MinY)-s.p[1], s.p[1]-float64(b.MaxY), 0) * s.north
	return dx*dx + dy*dy
}

// degreesHalfway is metresPerDegree half-way between p and a latitude.
func (s *plane) degreesHalfway(lat float64) (east, north float64) {
	d := (lat - s.p[1]) / 2 * wgs84.Degree
	if math.Abs(d) > 0.02 {
		return wgs84.MetresPerDegree((s.p[1] + lat) / 2)
	}
	// The series for sine and cosine end where float64 does.
	d2 := d * d
	sin, cos := d*(1-d2/6*(1-d2/20*(1-d2/42))), 1-d2/2*(1-d2/12*(1-d2/30))
	return wgs84.EllipsoidDegrees(s.sin*cos+s.cos*sin, s.cos*cos-s.sin*sin)
}

// distance returns the metres from p to q by the mid-latitude formula, as wgs84.Length does.
func (s *plane) distance(q orb.Point) float64 {
	east, north := s.degreesHalfway(q[1])
	dx, dy := (q[0]-s.p[0])*east, (q[1]-s.p[1])*north
	return math.Sqrt(dx*dx + dy*dy)
}

// nearestOn returns the point of the segment from a to b nearest to p, and its distance in metres.
// It is found in the plane, and then again with degrees of the length half-way to that point.
func (s *plane) nearestOn(a, b orb.Point) (foot orb.Point, metres float64) {
	foot = s.foot(a, b, s.east, s.north)
	east, north := s.degreesHalfway(foot[1])
	foot = s.foot(a, b, east, north)
	metres = s.distance(foot)
	// The ends have latitudes, and so lengths of degrees, of their own. Where these differ by less
	// than 1.5 %, an end that is farther by more need not be asked.
	alike := math.Abs(a[1]-b[1]) < 0.5 && max(math.Abs(s.p[1]), math.Abs(a[1]), math.Abs(b[1])) < 70
	for _, end := range [...]orb.Point{a, b} {
		dx, dy := (end[0]-s.p[0])*east, (end[1]-s.p[1])*north
		if end == foot || alike && 0.9*(dx*dx+dy*dy) > metres*metres {
			continue
		}
		if d := s.distance(end); d < metres {
			foot, metres = end, d
		}
	}
	return foot, metres
}

// foot returns the nearest point to p of a segment in a plane.
func (s *plane) foot(a, b orb.Point, east, north float64) orb.Point {
	ux, uy := (b[0]-a[0])*east, (b[1]-a[1])*north
	px, py := (s.p[0]-a[0])*east, (s.p[1]-a[1])*north
	switch t := (px*ux + py*uy) / (ux*ux + uy*uy); {
	case !(t > 0):
		return a
	case t >= 1:
		return b
	default:
		return orb.Point{a[0] + t*(b[0]-a[0]), a[1] + t*(b[1]-a[1])}
	}
}
