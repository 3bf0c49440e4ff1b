package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// Border returns the metres from p to the nearest border of the version that At finds there, and the version on
// the other side of that border at the time, -1 for none. A place where parts of the version touch, or where it
// goes on beyond the 180th meridian, is no border. ok is false if no version contains p, or it has no border.
// For the precision see Index.BorderDistance.
func (g *Grid) Border(p orb.Point, at int32) (metres float64, beyond int, ok bool) {
	v, ok := g.At(p, at)
	if !ok {
		return 0, -1, false
	}
	s := borderSearch{g: g, at: at, version: v, metres: math.Inf(1), beyond: -1}
	for _, shift := range [...]float64{0, -360, 360} {
		s.from(orb.Point{p[0] + shift, p[1]})
		if tree := &g.borders[v]; tree.nodes != nil {
			s.inNode(tree, 1)
		} else {
			for _, polygon := range g.shape(int32(v)) {
				for _, ring := range polygon {
					s.along(ring)
				}
			}
		}
	}
	return s.metres, s.beyond, !math.IsInf(s.metres, 1)
}

// borderSearch is a search for the nearest border.
type borderSearch struct {
	g       *Grid
	p       orb.Point
	at      int32
	version int
	metres  float64 // of the nearest so far
	beyond  int
	// No point within that distance has shorter degrees of longitude.
	east float64
}

// northShortest is the length in metres of the shortest degree of latitude, which is at the equator.
const northShortest = equatorRadius * (1 - eccentricity2) * degree * (1 - 1e-12)

// from sets the point.
func (s *borderSearch) from(p orb.Point) {
	s.p = p
	s.east = 0
	if reach := math.Abs(p[1]) + s.metres/northShortest; reach < 90 {
		s.east, _ = metresPerDegree(reach)
		s.east *= 1 - 1e-12
	}
}

// near reports whether a box may hold something nearer than what is known.
func (s *borderSearch) near(west, south, east, north float64) bool {
	dx := max(0, west-s.p[0], s.p[0]-east) * s.east
	dy := max(0, south-s.p[1], s.p[1]-north) * northShortest
	return dx*dx+dy*dy < s.metres*s.metres
}

// along looks at the edges between consecutive points.
func (s *borderSearch) along(points []orb.Point) {
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		if !s.near(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])) {
			continue
		}
		foot, metres := nearestOn(s.p, a, b)
		if metres >= s.metres {
			continue
		}
		if beyond := s.across(foot, a, b); beyond != s.version {
			s.metres, s.beyond = metres, beyond
			s.from(s.p)
		}
	}
}

// across returns what lies across the edge ab near its point foot; the version itself if that lies on both
// sides. It looks a tenth of a millimetre beyond the edge, and if foot is an end of it some centimetres along.
func (s *borderSearch) across(foot, a, b orb.Point) int {
	const aside, along = 1e-9, 1e-6 // degrees
	ux, uy := b[0]-a[0], b[1]-a[1]
	length := math.Hypot(ux, uy)
	if length == 0 {
		return s.version
	}
	ux, uy = ux/length, uy/length
	// Towards the middle of the edge.
	toMiddle := (a[0]+b[0])/2*ux + (a[1]+b[1])/2*uy - foot[0]*ux - foot[1]*uy
	step := max(-along, min(along, toMiddle))
	foot[0], foot[1] = foot[0]+step*ux, foot[1]+step*uy
	nx, ny := uy*aside, -ux*aside
	if nx*(foot[0]-s.p[0])+ny*(foot[1]-s.p[1]) < 0 {
		nx, ny = -nx, -ny
	}
	for range 2 {
		beyond, _ := s.g.At(orb.Point{foot[0] + nx, foot[1] + ny}, s.at)
		if beyond != s.version {
			return beyond
		}
		nx, ny = -nx, -ny
	}
	return s.version
}
