package data

import (
	"cmp"
	"slices"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo/topology"
)

// RegionNeighbour is a region of the same layer with which a region has a border in common.
type RegionNeighbour struct {
	ID       string        `json:"id"`
	Names    dataset.Names `json:"names"`
	BorderKm float64       `json:"border_km"`
	From     *date.Date    `json:"valid_from"` // the days on which the border is this
	To       *date.Date    `json:"valid_to"`
}

// regionBorders are the neighbours of a region, the longest border first, and the length of its
// outer border in km, on its last day.
type regionBorders struct {
	neighbours []RegionNeighbour
	outerKm    float64
}

// bordersOf returns the borders of a region of a partition, none for others. They are found when
// first asked for.
func (x *regionIndex) bordersOf(r *dataset.Region) regionBorders {
	if kept, ok := x.neighbours.Load(r); ok {
		return kept.(regionBorders)
	}
	found := x.findBorders(r)
	x.neighbours.Store(r, found)
	return found
}

func (x *regionIndex) findBorders(r *dataset.Region) regionBorders {
	var list []RegionNeighbour
	outerKm := 0.0
	ends := map[string]date.Date{} // by neighbour, when the entry at an index ends
	index := map[string]int{}
	for _, st := range x.around(r) {
		outerKm = 0
		for _, n := range st.partition().Neighbours(slices.Index(st.regions, r)) {
			km := round(n.LengthM/1000, 2)
			if n.Shape == topology.Nowhere {
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
	slices.SortStableFunc(list, func(a, b RegionNeighbour) int { return cmp.Compare(b.BorderKm, a.BorderKm) })
	return regionBorders{list, outerKm}
}

// around returns the stretches of a region's days, with the region and its possible neighbours
// alone.
func (x *regionIndex) around(r *dataset.Region) []stretch {
	if !x.Partition || len(r.Geometry) == 0 {
		return nil
	}
	var near []int
	x.index.Search(r.Geometry.Bound(), func(i int) bool {
		near = append(near, i)
		return true
	})
	slices.Sort(near)
	var regions []*dataset.Region
	for _, i := range near {
		regions = append(regions, x.regions[i])
	}
	return slices.DeleteFunc(stretchesOf(regions), func(st stretch) bool { return !slices.Contains(st.regions, r) })
}

// Borders returns the arcs between the zones; Left and Right of an arc are positions in zones.
func (s *Snapshot) Borders() (zones []*Zone, arcs []topology.Arc) {
	return s.zones, s.regionIndex(s.Dataset.ControlLayer).arcs()
}
