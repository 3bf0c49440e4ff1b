package notation

import (
	"math"

	"github.com/paulmach/orb"
)

// The ellipsoid of WGS 84, and UTM: the transverse Mercator projection of zones
// six degrees wide, with a false origin.
const (
	equatorialRadius = 6378137.0
	flattening       = 1 / 298.257223563
	utmScale         = 0.9996
	falseEasting     = 500_000.0
	falseNorthing    = 10_000_000.0 // in the southern hemisphere
)

// mercator holds Krüger's series in the third flattening n to its fourth power:
// better than a micrometre within a zone (Karney 2011, "Transverse Mercator
// with an accuracy of a few nanometers", equation 36).
type mercator struct {
	radius     float64
	beta, back [4]float64
}

func newMercator() mercator {
	n := flattening / (2 - flattening)
	n2, n3, n4 := n*n, n*n*n, n*n*n*n
	return mercator{
		radius: equatorialRadius / (1 + n) * (1 + n2/4 + n4/64) * utmScale,
		beta: [4]float64{
			n/2 - 2*n2/3 + 37*n3/96 - n4/360, n2/48 + n3/15 - 437*n4/1440, 17*n3/480 - 37*n4/840, 4397 * n4 / 161280,
		},
		back: [4]float64{ // from conformal to geodetic latitude
			2*n - 2*n2/3 - 2*n3 + 116*n4/45, 7*n2/3 - 8*n3/5 - 227*n4/45, 56*n3/15 - 136*n4/35, 4279 * n4 / 630,
		},
	}
}

// inverse turns easting and northing of a zone, in metres, into degrees.
func (m mercator) inverse(zone int, south bool, easting, northing float64) orb.Point {
	if south {
		northing -= falseNorthing
	}
	xi, eta := northing/m.radius, (easting-falseEasting)/m.radius
	x, y := xi, eta
	for j, b := range m.beta {
		k := 2 * float64(j+1)
		x -= b * math.Sin(k*xi) * math.Cosh(k*eta)
		y -= b * math.Cos(k*xi) * math.Sinh(k*eta)
	}
	chi := math.Asin(math.Sin(x) / math.Cosh(y))
	lat := chi
	for j, d := range m.back {
		lat += d * math.Sin(2*float64(j+1)*chi)
	}
	lon := math.Atan2(math.Sinh(y), math.Cos(x))
	return orb.Point{lon*180/math.Pi + centralMeridian(zone), lat * 180 / math.Pi}
}

func centralMeridian(zone int) float64 { return float64(zone*6 - 183) }
