package data

import (
	"cmp"
	"slices"

	"demarc/data/date"
	"demarc/geo/partition"
)

// AreaMethod says how areas are computed.
const AreaMethod = "area on the WGS 84 ellipsoid (authalic), edges straight in longitude and latitude"

// Stats is the area by controller over time.
type Stats struct {
	Snapshot string  `json:"snapshot"`
	Unit     string  `json:"unit"`
	Method   string  `json:"method"`
	Within   string  `json:"within,omitempty"`  // only what lies in this region
	Outside  string  `json:"outside,omitempty"` // only what does not lie in this region
	Series   []Areas `json:"series"`            // one for each stretch of days with the same areas
}

// Areas says how much each actor controlled in an epoch.
type Areas struct {
	From   *date.Date `json:"from"`
	To     *date.Date `json:"to"`
	Reason string     `json:"reason,omitempty"` // why all is unknown
	Areas  []Area     `json:"areas"`            // the largest first
}

// Area is what one actor held with one status.
type Area struct {
	Controller *string `json:"controller"`
	Status     string  `json:"status"`
	Km2        float64 `json:"km2"`
	Zones      int     `json:"zones"`
}

// StatsQuery says which areas are wanted: all, those within a region or those outside of one. Of
// the two ids Within counts if both are given.
type StatsQuery struct {
	During          date.Interval
	Within, Outside string
}

// Stats computes the areas for every epoch that shares a day with the interval. Those outside of
// the coverage, all unknown, come only if they are asked for. The error is ErrNotFound for a region
// that is not known or has no area.
func (s *Snapshot) Stats(query StatsQuery) (Stats, error) {
	km2, err := s.measure(query)
	if err != nil {
		return Stats{}, err
	}
	stats := Stats{
		Snapshot: s.ID, Unit: "km2", Method: AreaMethod, Within: query.Within, Outside: query.Outside, Series: []Areas{},
	}
	for epoch := range s.Timeline.epochs() {
		i := s.Timeline.EpochInterval(epoch)
		covered := i.Overlaps(s.Timeline.covers)
		if !i.Overlaps(query.During) || !covered && query.During == date.Always {
			continue
		}
		day := max(i.From, query.During.From)
		if day == date.Beginning {
			day = i.To - 1
		}
		stats.Series = append(stats.Series, Areas{
			From: i.From.Optional(), To: i.To.Optional(), Reason: s.Uncovered(day), Areas: s.areas(day, km2),
		})
	}
	return stats, nil
}

// measure returns the km2 of each zone that counts for the query, however small it is.
func (s *Snapshot) measure(query StatsQuery) (map[string]float64, error) {
	id := query.Within
	if id == "" {
		id = query.Outside
	}
	region := s.regions[id]
	if id != "" && (region == nil || len(region.Geometry) == 0) {
		return nil, notFound("region with an outline", id, s.regionIDs())
	}
	km2 := make(map[string]float64, len(s.zones))
	for _, zone := range s.zones {
		km2[zone.ID] = zone.AreaKm2
		if region == nil {
			continue
		}
		part := partition.OverlapArea(zone.Geometry, region.Geometry) / 1e6
		if query.Within == "" {
			part = zone.AreaKm2 - part
		}
		if km2[zone.ID] = part; part < min(partKm2, zone.AreaKm2/2) {
			delete(km2, zone.ID)
		}
	}
	return km2, nil
}

// partKm2 is the area in km2 below which a zone counts as lying beside a region, unless it is half
// of the zone: OverlapArea is an estimate.
const partKm2 = 0.05

// areas sums the zones of a day by controller and status.
func (s *Snapshot) areas(day date.Date, km2 map[string]float64) []Area {
	areas := []Area{}
	for _, zone := range s.zones {
		if _, counts := km2[zone.ID]; !counts || !zone.Interval.Contains(day) {
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
		areas[i].Km2 += km2[zone.ID]
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
