package data

import (
	"math"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/geo"
)

// placeCalled returns where a place lies that has the name in any language, or, if none has, a
// region; the nearest to near of those that are called alike.
func (s *Snapshot) placeCalled(name string, near orb.Point) (at orb.Point, ok bool) {
	best := math.Inf(1)
	offer := func(p orb.Point) {
		if d := math.Hypot(math.Remainder(p[0]-near[0], 360), p[1]-near[1]); d < best {
			at, best, ok = p, d, true
		}
	}
	for _, p := range s.Dataset.Places {
		if called(p.Names, name) {
			offer(p.Point)
		}
	}
	if ok {
		return at, true
	}
	for _, r := range s.Dataset.Regions {
		if r.Drawn() && (called(r.Names, name) || containsFold(r.AltNames, name)) {
			offer(geo.PointOf(r.Shape()))
		}
	}
	return at, ok
}

// called tells whether a name is one of the names, or of those that one joins: "Kalbajar /
// Karvachar".
func called(names dataset.Names, name string) bool {
	for _, n := range names {
		if strings.EqualFold(n, name) {
			return true
		}
		for one := range strings.SplitSeq(n, " / ") {
			if strings.EqualFold(one, name) {
				return true
			}
		}
	}
	return false
}

func containsFold(names []string, name string) bool {
	for _, n := range names {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}
