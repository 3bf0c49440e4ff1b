package data

import (
	"sync"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo/partition"
)

// stretch is an interval of days in which the same regions of a layer are valid.
type stretch struct {
	date.Interval
	regions   []*dataset.Region
	partition func() *partition.Partition // shape i is region i; found when first asked for
}

// stretches are the partitions of a layer over time.
type stretches struct {
	once sync.Once
	list []stretch
}

// partitions returns the stretches of a layer that is declared a partition, nil for other layers.
func (x *regionIndex) partitions() []stretch {
	x.stretches.once.Do(func() {
		if x.Partition {
			x.stretches.list = stretchesOf(x.regions)
		}
	})
	return x.stretches.list
}

// stretchesOf cuts time on the days on which the set of valid regions changes.
func stretchesOf(regions []*dataset.Region) []stretch {
	var drawn []*dataset.Region
	for _, r := range regions {
		if len(r.Geometry) > 0 {
			drawn = append(drawn, r)
		}
	}
	var list []stretch
	days := dataset.Beginnings(drawn)
	for i, day := range days {
		s := stretch{Interval: date.Interval{From: day, To: date.Forever}}
		if i+1 < len(days) {
			s.To = days[i+1]
		}
		for _, r := range drawn {
			if r.Interval.Contains(day) {
				s.regions = append(s.regions, r)
			}
		}
		if len(s.regions) > 0 {
			shapes := dataset.ShapesOf(s.regions)
			s.partition = sync.OnceValue(func() *partition.Partition {
				return partition.Known(shapes) // Check has reported what is wrong with it
			})
			list = append(list, s)
		}
	}
	return list
}
