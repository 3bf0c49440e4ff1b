package wgs84

import (
	"math"

	"github.com/paulmach/orb"
)

// Nodes and weights of the five-point Gauss-Legendre rule on [0, 1] (Abramowitz and Stegun
// 25.4.30).
var gauss = [...]struct{ at, weight float64 }{
	{0.046910077030668004, 0.11846344252809454},
	{0.23076534494715845, 0.23931433524968324},
	{0.5, 0.28444444444444444},
	{0.7692346550528415, 0.23931433524968324},
	{0.953089922969332, 0.11846344252809454},
}

// gaussSpan is the greatest difference of latitude, in degrees, for one application of the rule;
// its relative error is then below that of float64.
const gaussSpan = 4.0

// SignedArea is the area in square metres within a closed ring, positive if the ring runs
// anticlockwise: the integral of the authalic function over longitude (Snyder, "Map Projections",
// 1987, equation 3-12).
func SignedArea(ring orb.Ring) float64 {
	var sum float64
	for i := 1; i < len(ring); i++ {
		sum += edgeIntegral(ring[i-1], ring[i])
	}
	return -sum * EquatorRadius * EquatorRadius / 2 * Degree
}

// edgeIntegral integrates the authalic function along an edge over its degrees of longitude. Both
// directions of an edge give the same value with opposite sign, to the last bit.
func edgeIntegral(a, b orb.Point) float64 {
	sign := 1.0
	if b[0] < a[0] {
		a, b, sign = b, a, -1
	}
	width := b[0] - a[0]
	if !(width > 0) || math.IsInf(width, 0) {
		return 0
	}
	span := b[1] - a[1]
	pieces := int(min(180/gaussSpan, math.Ceil(math.Abs(span)/gaussSpan)))
	pieces = max(pieces, 1)
	var mean float64
	for piece := range pieces {
		for _, node := range gauss {
			t := (float64(piece) + node.at) / float64(pieces)
			mean += node.weight * Authalic(a[1]+t*span)
		}
	}
	return sign * width * mean / float64(pieces)
}

// Authalic is Snyder's q: the area between the equator and latitude lat, in units of a*a/2 per
// radian of longitude.
func Authalic(lat float64) float64 {
	e := math.Sqrt(Eccentricity2)
	sin := math.Sin(lat * Degree)
	return (1 - Eccentricity2) * (sin/(1-Eccentricity2*sin*sin) + math.Atanh(e*sin)/e)
}
