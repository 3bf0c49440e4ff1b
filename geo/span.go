package geo

import (
	"cmp"
	"iter"
	"slices"

	"github.com/paulmach/orb"
)

// spared is how many degrees of longitude a box across the antimeridian must be narrower than one
// from -180 to 180 on, to be worth its unusual form: shapes all over the earth leave some gap.
const spared = 90

// Box returns the narrowest box around geometries as west, south, east, north. Where they lie on
// both sides of the antimeridian, west is greater than east (RFC 7946, 5.2). ok is false if there
// is no position.
func Box(geometries iter.Seq[orb.Geometry]) (box [4]float64, ok bool) {
	var spans [][2]float64 // of longitude, by part
	bound := orb.Bound{}
	for g := range geometries {
		EachPart(g, func(part orb.Geometry) {
			b := part.Bound()
			if b.IsEmpty() {
				return
			}
			if ok {
				b = b.Union(bound)
			}
			bound, ok = b, true
			own := part.Bound()
			spans = append(spans, [2]float64{own.Left(), own.Right()})
		})
	}
	box = [4]float64{bound.Left(), bound.Bottom(), bound.Right(), bound.Top()}
	slices.SortFunc(spans, func(a, b [2]float64) int { return cmp.Compare(a[0], b[0]) })
	around := 360 - (box[2] - box[0]) // the gap across the antimeridian
	widest, east := 0.0, box[0]       // east: the easternmost place so far
	for _, s := range spans {
		if gap := s[0] - east; gap > widest && gap >= around+spared {
			widest, box[0], box[2] = gap, s[0], east
		}
		east = max(east, s[1])
	}
	return box, ok
}
