package data

import (
	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
)

// LayerSize bounds how many features Layer returns for days of the interval, and how many vertices
// these have, without making them: a region counts once for each of its periods.
func (s *Snapshot) LayerSize(name string, during date.Interval) (features, vertices int) {
	add := func(times int, shape orb.Geometry) {
		features += times
		vertices += times * verticesOf(shape)
	}
	for _, x := range s.layers {
		controls := x.ID == s.Dataset.ControlLayer || s.Dataset.Controls(x.ID)
		switch {
		case name == x.ID:
			for _, r := range x.regions {
				add(1, r.Shape())
			}
		case controls && (name == dataset.ControlLayer || name == dataset.FrontLayer || name == dataset.ControllersLayer):
			for _, r := range x.regions {
				times := 1
				for _, p := range s.Timeline.Periods(r.ID) {
					if p.Interval.Overlaps(during) {
						times++
					}
				}
				add(times, r.Shape())
			}
		}
	}
	switch name {
	case dataset.PlacesLayer:
		features, vertices = len(s.Dataset.Places), len(s.Dataset.Places)
	case dataset.EventsLayer:
		features, vertices = len(s.Dataset.Events), len(s.Dataset.Events)
	}
	return features, vertices
}

func verticesOf(shape orb.Geometry) (n int) {
	switch shape := shape.(type) {
	case orb.LineString:
		return len(shape)
	case orb.MultiLineString:
		for _, line := range shape {
			n += len(line)
		}
	case orb.Polygon:
		for _, ring := range shape {
			n += len(ring)
		}
	case orb.MultiPolygon:
		for _, polygon := range shape {
			n += verticesOf(polygon)
		}
	default:
		n = 1
	}
	return n
}
