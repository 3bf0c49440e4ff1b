package wgs84

import (
	"math"

	"github.com/paulmach/orb"
)

// rule is a Gauss-Legendre rule on [0, 1] (Abramowitz and Stegun 25.4.30). Up to a difference of
// latitude of span degrees its relative error is below that of float64: that of n nodes is at most
// h^2n n!^4 / ((2n+1) (2n)!^3) times a derivative which is about as large as the function.
type rule struct {
	span  float64
	nodes []node
}

type node struct{ at, weight float64 }

// rules are tried in order: nearly all edges of a map are short, and cost what their nodes do.
var rules = [...]rule{
	{0.04, []node{{0.21132486540518713, 0.5}, {0.7886751345948129, 0.5}}},
	{1.0, []node{
		{0.1127016653792583, 0.2777777777777778},
		{0.5, 0.4444444444444444},
		{0.8872983346207417, 0.2777777777777778},
	}},
	{4.0, []node{
		{0.046910077030668004, 0.11846344252809454},
		{0.23076534494715845, 0.23931433524968324},
		{0.5, 0.28444444444444444},
		{0.7692346550528415, 0.23931433524968324},
		{0.953089922969332, 0.11846344252809454},
	}},
}

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
	rule := &rules[0]
	for i := 1; i < len(rules) && math.Abs(span) > rule.span; i++ {
		rule = &rules[i]
	}
	pieces := int(min(180/rule.span, math.Ceil(math.Abs(span)/rule.span)))
	pieces = max(pieces, 1)
	var mean float64
	for piece := range pieces {
		for _, node := range rule.nodes {
			t := (float64(piece) + node.at) / float64(pieces)
			mean += node.weight * authalic(a[1]+t*span)
		}
	}
	return sign * width * mean / float64(pieces)
}

// authalic is Snyder's q: the area between the equator and latitude lat, in units of a*a/2 per
// radian of longitude.
func authalic(lat float64) float64 {
	e := math.Sqrt(Eccentricity2)
	sin := math.Sin(lat * Degree)
	return (1 - Eccentricity2) * (sin/(1-Eccentricity2*sin*sin) + math.Atanh(e*sin)/e)
}

// AuthalicRate is what authalic grows by, per radian of latitude.
func AuthalicRate(lat float64) float64 {
	sin, cos := math.Sincos(lat * Degree)
	w := 1 - Eccentricity2*sin*sin
	return 2 * (1 - Eccentricity2) * cos / (w * w)
}
