package data

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
)

// border returns the distance of a point in region i from its border in whole metres, the region
// beyond it, -1 for none, and whether the distance is less than the precision of the border.
func (x *regionIndex) border(i int, point orb.Point, day date.Date) (metres float64, second int, near bool) {
	metres, second, ok := x.grid.Border(i, point, int32(day))
	if !ok { // a region without a border
		return 0, -1, false
	}
	return math.Round(metres), second, metres < x.precision(x.regions[i])
}

func (x *regionIndex) borderAt(i int, point orb.Point, day date.Date) BorderAt {
	metres, second, near := x.border(i, point, day)
	border := BorderAt{PrecisionM: x.precision(x.regions[i]), BorderM: metres, NearUncertainLine: near}
	if second >= 0 {
		border.Second = x.regions[second].ID
	}
	return border
}

// nearestRegions returns the nearest region of each layer besides the zones in which the point lies
// in none. An overlay counts on days with a period.
func (s *Snapshot) nearestRegions(point orb.Point, day date.Date) []NearestRegion {
	var all []NearestRegion
	for _, layer := range s.layers {
		if layer.ID == s.Dataset.ControlLayer {
			continue
		}
		if slices.ContainsFunc(layer.grid.All(nil, point, int32(day)), func(i int32) bool { return s.holds(layer, int(i), day) }) {
			continue
		}
		i, metres, ok := layer.index.Nearest(point, func(i int) bool { return s.holds(layer, i, day) })
		if ok {
			all = append(all, NearestRegion{layer.ID, layer.Title, layer.nearestAt(i, metres)})
		}
	}
	return all
}

// holds tells whether region i of a layer, if it is an overlay with a period, is there on the day.
func (s *Snapshot) holds(layer *regionIndex, i int, day date.Date) bool {
	r := layer.regions[i]
	return r.Interval.Contains(day) && (!layer.controls || s.Timeline.Period(r.ID, day) != nil)
}

// nearest returns the region of the layer that is the nearest on the day, and how many metres away
// it is.
func (x *regionIndex) nearest(point orb.Point, day date.Date) (i int, metres float64, ok bool) {
	return x.index.Nearest(point, func(i int) bool { return x.regions[i].Interval.Contains(day) })
}

// nearestAt describes region i of the layer as the nearest, so many metres away.
func (x *regionIndex) nearestAt(i int, metres float64) Nearest {
	r := x.regions[i]
	return Nearest{
		ID: r.ID, Names: r.Names, PrecisionM: x.precision(r),
		DistanceM: math.Round(metres), NearUncertainLine: metres < x.precision(r),
	}
}

// precision of a region's border in metres.
func (x *regionIndex) precision(r *dataset.Region) float64 {
	if r.PrecisionM != 0 {
		return r.PrecisionM
	}
	return x.PrecisionM
}
