package data

import (
	"sync"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo/partition"
)

// stretch is regions on days on which these are the same.
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

// partitions returns a layer that is declared a partition as arcs, once for each stretch of days in which its
// regions are the same; nil for other layers.
func (x *regionIndex) partitions() []stretch {
	x.stretches.once.Do(func() {
		if x.Partition {
			x.stretches.list = stretchesOf(x.regions)
		}
	})
	return x.stretches.list
}

// stretchesOf divides the days by which of the regions are valid.
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
				p, _ := partition.New(shapes) // Check has reported what is wrong with it
				return p
			})
			list = append(list, s)
		}
	}
	return list
}
