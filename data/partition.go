package data

import (
	"slices"
	"sync"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// stretch is a layer on days on which its regions are the same.
type stretch struct {
	Interval
	regions   []*Region
	partition *geo.Partition // shape i is region i
}

// stretches are the partitions of a layer over time, found when they are first asked for.
type stretches struct {
	once sync.Once
	list []stretch
}

// partitions returns a layer that is declared a partition as arcs, once for each stretch of days in which its
// regions are the same; nil for other layers.
func (x *layerIndex) partitions() []stretch {
	x.stretches.once.Do(func() {
		if !x.Partition {
			return
		}
		var drawn []*Region
		for _, r := range x.regions {
			if len(r.Geometry) > 0 {
				drawn = append(drawn, r)
			}
		}
		days := beginnings(drawn)
		for i, day := range days {
			s := stretch{Interval: Interval{day, Forever}}
			if i+1 < len(days) {
				s.To = days[i+1]
			}
			var shapes []orb.MultiPolygon
			for _, r := range drawn {
				if r.Interval.Contains(day) {
					s.regions = append(s.regions, r)
					shapes = append(shapes, r.Geometry)
				}
			}
			if len(shapes) > 0 {
				s.partition, _ = geo.NewPartition(shapes) // Check has reported what is wrong with it
				x.stretches.list = append(x.stretches.list, s)
			}
		}
	})
	return x.stretches.list
}

// common returns the days that both intervals have; ok is false if there are none.
func (i Interval) common(other Interval) (both Interval, ok bool) {
	both = Interval{max(i.From, other.From), min(i.To, other.To)}
	return both, both.From < both.To
}

// RegionNeighbour is a region of the same layer with which a region has a border in common.
type RegionNeighbour struct {
	ID       string  `json:"id"`
	Names    Names   `json:"names"`
	BorderKm float64 `json:"border_km"`
	From     *Date   `json:"valid_from"` // the days on which the border is this
	To       *Date   `json:"valid_to"`
}

// neighbours returns the neighbours of a region of a partition, the one with the longest border first, and the km
// of its border beyond which the layer has no region, on the last day on which it is valid.
func (s *Snapshot) neighbours(r *Region) (list []RegionNeighbour, outerKm float64) {
	ends := map[string]Date{} // by neighbour, when the entry at an index ends
	index := map[string]int{}
	for _, st := range s.layerIndex(r.Layer).partitions() {
		shape := slices.Index(st.regions, r)
		if shape < 0 {
			continue
		}
		outerKm = 0
		for _, n := range st.partition.Neighbours(shape) {
			km := round(n.LengthM/1000, 2)
			if n.Shape == geo.Nowhere {
				outerKm = km
				continue
			}
			other := st.regions[n.Shape]
			i, known := index[other.ID]
			if known && ends[other.ID] == st.From && list[i].BorderKm == km {
				list[i].To = st.To.Optional()
			} else {
				index[other.ID] = len(list)
				list = append(list, RegionNeighbour{
					ID: other.ID, Names: other.Names, BorderKm: km, From: st.From.Optional(), To: st.To.Optional(),
				})
			}
			ends[other.ID] = st.To
		}
	}
	slices.SortStableFunc(list, func(a, b RegionNeighbour) int {
		switch {
		case a.BorderKm > b.BorderKm:
			return -1
		case a.BorderKm < b.BorderKm:
			return 1
		}
		return 0
	})
	return list, outerKm
}
