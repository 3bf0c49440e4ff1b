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
	return g.BorderOf(v, p, at)
}

// BorderOf is Border for a point that is known to lie in a version that holds at the time.
func (g *Grid) BorderOf(version int, p orb.Point, at int32) (metres float64, beyond int, ok bool) {
	s := borderSearch{g: g, at: at, version: version, metres: math.Inf(1), beyond: -1}
	s.plane = planeAt(p)
	for _, shift := range [...]float64{0, -360, 360} {
		s.p[0] = p[0] + shift
		if shift == 0 || s.mayBeNearer() {
			s.run()
		}
	}
	return s.metres, s.beyond, !math.IsInf(s.metres, 1)
}

// borderSearch is a search for the nearest border. The edge that is nearest in the plane is the first to be measured.
// How much longer or shorter degrees are within its distance then says which edges can be nearer on the ellipsoid,
// and only these are measured.
type borderSearch struct {
	plane
	g       *Grid
	at      int32
	version int
	metres  float64 // of the nearest so far
	beyond  int
	within  float64 // square of a distance in the plane: edges beyond it do not count

	// Of the first pass: the nearest edge, and those that were at most a hundredth farther than the nearest so
	// far. Unless degrees change their length more, the nearest on the ellipsoid is among these.
	first   bool
	nearest planeEdge
	kept    [8]planeEdge
	n       int // how many there were, of which the first are kept
	room    []orb.Point
}

// aboutAsNear is the square of a hundredth more.
const aboutAsNear = 1.01 * 1.01

func (s *borderSearch) run() {
	s.first, s.n, s.within = true, 0, math.Inf(1)
	s.nearest.square = math.Inf(1)
	s.everywhere()
	s.first, s.within = false, s.limit(s.metres)
	if math.IsInf(s.nearest.square, 1) {
		return
	}
	s.measure(s.nearest)
	if s.within > s.nearest.square*aboutAsNear || s.n > len(s.kept) {
		s.everywhere()
		return
	}
	for _, e := range s.kept[:s.n] {
		if e.square <= s.within && e != s.nearest {
			s.measure(e)
		}
	}
}

// everywhere looks at all edges of the version that may lie within the limit.
func (s *borderSearch) everywhere() {
	switch tree := &s.g.borders[s.version]; {
	case tree.nodes != nil:
		s.inNode(tree, 1)
	case s.g.compact:
		s.inStore()
	default:
		for _, polygon := range s.g.versions[s.version].Shape {
			for _, ring := range polygon {
				s.along(ring, &s.within, s.candidate)
			}
		}
	}
}

// inStore is everywhere for a compact grid.
func (s *borderSearch) inStore() {
	rings := &s.g.rings
	first := rings.polygonRing[rings.versionPolygon[s.version]]
	end := rings.polygonRing[rings.versionPolygon[s.version+1]]
	for r := first; r < end; r++ {
		s.room = rings.points(s.room[:0], rings.ringVertex[r], rings.ringVertex[r+1])
		s.along(s.room, &s.within, s.candidate)
	}
}

// mayBeNearer reports whether anything of the grid may be nearer to p than metres.
func (s *borderSearch) mayBeNearer() bool {
	dx := max(s.g.west-s.p[0], s.p[0]-s.g.east)
	// The cosine of a latitude is at least as great as on the chord from the equator to the pole.
	cos := 1 - (math.Abs(s.p[1])+s.metres/shortestNorth)/90
	return dx <= 0 || !(dx*cos*equatorRadius*degree*(1-1e-9) > s.metres)
}

// candidate takes an edge within the limit.
func (s *borderSearch) candidate(e planeEdge) {
	if !s.first {
		if e != s.nearest {
			s.measure(e)
		}
		return
	}
	if s.n < len(s.kept) {
		s.kept[s.n] = e
	}
	s.n++
	if e.square < s.nearest.square {
		s.nearest, s.within = e, e.square*aboutAsNear
	}
}

// measure takes an edge if it is nearer than what is known, and a border.
func (s *borderSearch) measure(e planeEdge) {
	foot, metres := nearestOn(s.p, e.a, e.b)
	if metres >= s.metres {
		return
	}
	if beyond := s.across(foot, e.a, e.b); beyond != s.version {
		s.metres, s.beyond = metres, beyond
		s.within = s.limit(metres)
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
