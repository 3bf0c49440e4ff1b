package locate

import (
	"math"

	"github.com/paulmach/orb"

	"demarc/geo/internal/wgs84"
)

// Border returns the metres from p, which lies in a version that holds at the time, to the nearest
// border of the version, and the version on the other side of that border at the time, -1 for none.
// A place where parts of the version touch, or where it goes on beyond the 180th meridian, is no
// border. ok is false if it has no border. For the precision see Index.Nearest.
func (g *Grid) Border(version int, p orb.Point, at int32) (metres float64, beyond int, ok bool) {
	s := borderSearch{plane: planeAt(p), metres: math.Inf(1), grid: g, at: at, version: version, beyond: -1}
	s.tree = &g.borders[version]
	if g.compact {
		s.store = &g.rings
	} else {
		s.shape = g.versions[version].Shape
	}
	for _, shift := range [...]float64{0, -360, 360} {
		s.p[0] = p[0] + shift
		if shift == 0 || s.mayBeNearer() {
			s.run()
		}
	}
	return s.metres, s.beyond, !math.IsInf(s.metres, 1)
}

// mayBeNearer reports whether anything of the grid may be nearer to p than metres.
func (s *borderSearch) mayBeNearer() bool {
	dx := max(s.grid.west-s.p[0], s.p[0]-s.grid.east)
	// The cosine of a latitude is at least as great as on the chord from the equator to the pole.
	cos := 1 - (math.Abs(s.p[1])+s.metres/shortestNorth)/90
	return dx <= 0 || !(dx*cos*wgs84.EquatorRadius*wgs84.Degree*(1-1e-9) > s.metres)
}

// borderAside and borderAlong say where across looks, in degrees: a tenth of a millimetre beyond an
// edge, and some centimetres from its ends.
const borderAside, borderAlong = 1e-9, 1e-6

// across returns the version on the other side of the edge ab near its point foot; the own version
// if that lies on both sides.
func (s *borderSearch) across(foot, a, b orb.Point) int {
	ux, uy := b[0]-a[0], b[1]-a[1]
	length := math.Sqrt(ux*ux + uy*uy)
	if length == 0 {
		return s.version
	}
	ux, uy = ux/length, uy/length
	// Towards the middle of the edge.
	toMiddle := (a[0]+b[0])/2*ux + (a[1]+b[1])/2*uy - foot[0]*ux - foot[1]*uy
	step := max(-borderAlong, min(borderAlong, toMiddle))
	foot[0], foot[1] = foot[0]+step*ux, foot[1]+step*uy
	nx, ny := uy*borderAside, -ux*borderAside
	if nx*(foot[0]-s.p[0])+ny*(foot[1]-s.p[1]) < 0 {
		nx, ny = -nx, -ny
	}
	for range 2 {
		beyond, _ := s.grid.At(orb.Point{foot[0] + nx, foot[1] + ny}, s.at)
		if beyond != s.version {
			return beyond
		}
		nx, ny = -nx, -ny
	}
	return s.version
}
