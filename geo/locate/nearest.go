package locate

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
	"demarc/geo/internal/wgs84"
)

// Nearest returns the shape nearest to p of those that count, and how many metres away it is: 0 for
// a shape that contains p. Of shapes equally near it takes the first. ok is false if no shape
// counts, or p is not finite. It looks across the 180th meridian. Distances use the mid-latitude
// formula on WGS 84: up to 100 km, and between latitudes 70 S and 70 N, they are within 0.01 % of
// the geodesic.
func (x *Index) Nearest(p orb.Point, counts func(i int) bool) (i int, metres float64, ok bool) {
	if !planar.Finite(p) {
		return 0, 0, false
	}
	s := nearestSearch{index: x, counts: counts, p: p, at: planeAt(p), i: -1, metres: math.Inf(1)}
	half := 0.0625 // degrees
	for ; s.i < 0 && half < 720; half *= 2 {
		s.within(half, half)
	}
	if s.i < 0 {
		s.within(math.Inf(1), math.Inf(1))
	} else if lon, lat := s.at.reach(s.metres); max(lon, lat) > half/2 {
		// The distance found bounds where something nearer can lie.
		s.within(lon, lat)
	}
	return s.i, s.metres, s.i >= 0
}

// nearestSearch is a search for the nearest shape.
type nearestSearch struct {
	index  *Index
	counts func(i int) bool
	p      orb.Point
	at     plane // of p by one of its names
	i      int   // of the nearest so far, -1 for none
	metres float64
}

// nearShape is a shape and the square of the distance of p from its box.
type nearShape struct {
	i      int
	square float64
}

// within measures the shapes within so many degrees of p that may be the nearest, nearest boxes
// first.
func (s *nearestSearch) within(lon, lat float64) {
	low, high := s.index.tree.Bounds()
	for _, shift := range [...]float64{0, -360, 360} {
		s.at.p[0] = s.p[0] + shift
		if s.at.p[0]+lon < low[0] || s.at.p[0]-lon > high[0] {
			continue
		}
		var room [32]nearShape
		found := room[:0]
		box := orb.Bound{Min: orb.Point{s.at.p[0] - lon, s.p[1] - lat}, Max: orb.Point{s.at.p[0] + lon, s.p[1] + lat}}
		s.index.tree.Search(box.Min, box.Max, func(low, high [2]float64, i int) bool {
			if i != s.i && s.counts(i) {
				found = append(found, nearShape{i, s.at.far(low[0], low[1], high[0], high[1])})
			}
			return true
		})
		slices.SortFunc(found, func(a, b nearShape) int {
			if a.square != b.square {
				return planar.Compare(a.square, b.square)
			}
			return a.i - b.i
		})
		for _, f := range found {
			if f.square > s.at.limit(s.metres) {
				break
			}
			// Far away the plane says little.
			const far = 20_000 // metres
			if s.metres < far || wgs84.BoxDistance(s.at.p, s.index.bounds[f.i]) <= s.metres {
				s.measure(f.i)
			}
		}
	}
}

func (s *nearestSearch) measure(i int) {
	s.index.visit(i)
	metres := 0.0
	if !planar.Contains(s.index.shapes[i], s.p) {
		metres = s.index.borderWithin(i, s.p, math.Nextafter(s.metres, math.Inf(1)))
	}
	if metres < s.metres || metres == s.metres && i < s.i {
		s.i, s.metres = i, metres
	}
}

// borderWithin returns the metres from p to the nearest point of the rings of shape i, on either
// side of them, or best if that is less.
func (x *Index) borderWithin(i int, p orb.Point, best float64) float64 {
	s := borderSearch{plane: planeAt(p), tree: &x.trees[i], shape: x.shapes[i], metres: best}
	box := x.bounds[i]
	for _, shift := range [...]float64{0, -360, 360} {
		s.p[0] = p[0] + shift
		if shift == 0 || max(box.Min[0]-s.p[0], s.p[0]-box.Max[0]) <= 180 {
			s.run()
		}
	}
	return s.metres
}
