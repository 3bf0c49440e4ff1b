package data

import (
	"cmp"
	"slices"
)

// AreaMethod says how areas are computed.
const AreaMethod = "area on the WGS 84 ellipsoid (authalic), edges straight in longitude and latitude"

// Stats is the area by controller over time.
type Stats struct {
	Snapshot string  `json:"snapshot"`
	Unit     string  `json:"unit"`
	Method   string  `json:"method"`
	Series   []Areas `json:"series"` // one for each stretch of days with the same areas
}

// Areas says how much each actor controlled in a stretch of days.
type Areas struct {
	From   *Date  `json:"from"`
	To     *Date  `json:"to"`
	Reason string `json:"reason,omitempty"` // why all is unknown
	Areas  []Area `json:"areas"`            // the largest first
}

// Area is what one actor held with one status.
type Area struct {
	Controller *string `json:"controller"`
	Status     string  `json:"status"`
	Km2        float64 `json:"km2"`
	Zones      int     `json:"zones"`
}

// Stats computes the areas for every epoch that shares a day with the interval;
// days that are not covered come as stretches of their own, all unknown.
func (s *Snapshot) Stats(during Interval) Stats {
	stats := Stats{Snapshot: s.ID, Unit: "km2", Method: AreaMethod, Series: []Areas{}}
	covers := s.Timeline.covers
	if during.From < covers.From && during.From != Beginning {
		stats.Series = append(stats.Series, s.uncovered(Interval{Beginning, covers.From}, during.From))
	}
	for epoch := range s.Timeline.Epochs() {
		if i := s.Timeline.EpochInterval(epoch); i.Overlaps(during) {
			stats.Series = append(stats.Series, Areas{From: i.From.Optional(), To: i.To.Optional(), Areas: s.areas(i.From)})
		}
	}
	if during.To > covers.To && during.To != Forever {
		stats.Series = append(stats.Series, s.uncovered(Interval{covers.To, Forever}, max(during.From, covers.To)))
	}
	return stats
}

func (s *Snapshot) uncovered(i Interval, day Date) Areas {
	return Areas{From: i.From.Optional(), To: i.To.Optional(), Reason: s.Uncovered(day), Areas: s.areas(day)}
}

// areas sums the zones by controller and status on a day.
func (s *Snapshot) areas(day Date) []Area {
	areas := []Area{}
	for _, zone := range s.zones {
		if len(zone.Geometry) == 0 {
			continue
		}
		c := s.Control(zone.ID, day)
		i := slices.IndexFunc(areas, func(a Area) bool {
			return valueOf(a.Controller) == valueOf(c.Controller) && a.Status == c.Status
		})
		if i < 0 {
			i = len(areas)
			areas = append(areas, Area{Controller: c.Controller, Status: c.Status})
		}
		areas[i].Km2 += zone.AreaKm2
		areas[i].Zones++
	}
	for i := range areas {
		areas[i].Km2 = round(areas[i].Km2, 1)
	}
	slices.SortStableFunc(areas, func(a, b Area) int {
		return cmp.Or(cmp.Compare(b.Km2, a.Km2), cmp.Compare(valueOf(a.Controller), valueOf(b.Controller)))
	})
	return areas
}
