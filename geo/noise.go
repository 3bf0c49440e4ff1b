package geo

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/project"
)

// Floating point noise: how far, in degrees, a position may lie beyond the edge of the globe and
// still be meant to lie on it. Programs that shift or unproject coordinates leave some 1e-14.
const (
	noisyLon = 180 + 1e-9
	noisyLat = 90 + 1e-9
)

// OnGlobe returns g with the positions that lie beyond 180 degrees of longitude or 90 of latitude
// by no more than 1e-9 degrees moved onto them, and how many these are. It copies g if there are
// any.
func OnGlobe(g orb.Geometry) (moved orb.Geometry, count int) {
	for p := range Positions(g) {
		if noisy(p) {
			count++
		}
	}
	if count == 0 {
		return g, 0
	}
	return project.Geometry(orb.Clone(g), onGlobe), count
}

func noisy(p orb.Point) bool { return onGlobe(p) != p && !math.IsNaN(p[0]) && !math.IsNaN(p[1]) }

func onGlobe(p orb.Point) orb.Point {
	for i, bound := range [2][2]float64{{180, noisyLon}, {90, noisyLat}} {
		if size := math.Abs(p[i]); size > bound[0] && size <= bound[1] {
			p[i] = math.Copysign(bound[0], p[i])
		}
	}
	return p
}
