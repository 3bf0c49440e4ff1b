package geo

import (
	"math"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
	"demarc/geo/internal/wgs84"
)

// Area returns the square metres that m covers on the WGS 84 ellipsoid, its edges being straight in
// longitude and latitude. Holes are subtracted, parts are added, the direction of rings does not
// matter. The areas of the shapes of a partition add up to that of its union.
func Area(m orb.MultiPolygon) float64 {
	var sum float64
	for _, polygon := range m {
		sum += polygonArea(polygon)
	}
	return sum
}

func polygonArea(polygon orb.Polygon) float64 {
	var sum float64
	for i, ring := range polygon {
		area := math.Abs(wgs84.SignedArea(ring))
		if i > 0 {
			area = -area
		}
		sum += area
	}
	return sum
}

// LargerThan reports whether a valid polygon is surely larger than so many square metres. It is
// much faster than Area and, for polygons that do not reach far north or south, nearly always
// right.
func LargerThan(polygon orb.Polygon, m2 float64) bool {
	if len(polygon) == 0 || len(polygon[0]) == 0 {
		return false
	}
	box := polygon[0].Bound()
	degrees := math.Abs(planar.DoubleArea(polygon[0])) / 2
	for _, hole := range polygon[1:] {
		if len(hole) > 0 {
			degrees -= math.Abs(planar.DoubleArea(hole)) / 2
		}
	}
	// A square degree is smallest where it is nearest to a pole, and nowhere larger in proportion
	// to cos(lat) than 1-e2 times that of a sphere with the radius of the equator.
	side := wgs84.EquatorRadius * wgs84.Degree
	narrowest := math.Cos(math.Max(math.Abs(box.Min[1]), math.Abs(box.Max[1])) * wgs84.Degree)
	return degrees*side*side*narrowest*(1-wgs84.Eccentricity2)*(1-1e-9) > m2
}
