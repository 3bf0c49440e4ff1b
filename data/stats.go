package data

import (
	"context"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/partition"
)

// AreaMethod says how areas are computed.
const AreaMethod = "area on the WGS 84 ellipsoid (authalic), edges straight in longitude and latitude"

// Stats is the area by controller over time.
type Stats struct {
	Snapshot string `json:"snapshot"`
	Unit     string `json:"unit"`
	Method   string `json:"method"`
	Within   string `json:"within,omitempty"`  // only what lies in this region
	Outside  string `json:"outside,omitempty"` // only what does not lie in this region
	// BoxKm2 is the size of the boxes asked about, also of what lies in no zone.
	BoxKm2 float64 `json:"box_km2,omitempty"`
	// DrawnKm2 is the size of a drawn area, also of what lies in no zone.
	DrawnKm2 float64 `json:"drawn_km2,omitempty"`
	Series   []Areas `json:"series"` // one for each stretch of days with the same areas
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

// StatsQuery says which areas are wanted: all, those within a drawn area, within boxes, within a
// region or outside of one. The first of Drawn, Boxes, Within and Outside that is given counts.
type StatsQuery struct {
	During          date.Interval
	Drawn           orb.MultiPolygon // of what its rings wind around an odd number of times
	Boxes           []orb.Bound      // longitude and latitude, apart from each other, see geo.Boxes
	Within, Outside string
}

// Stats computes the areas for every epoch that shares a day with the interval; epochs that follow
// each other with the same areas are one stretch. Those outside of the coverage, all unknown, come
// only if they are asked for. The error is ErrNotFound for a region that is not known or has no
// area, or that of the context.
func (s *Snapshot) Stats(ctx context.Context, query StatsQuery) (Stats, error) {
	km2, err := s.measure(ctx, query)
	if err != nil {
		return Stats{}, err
	}
	stats := Stats{
		Snapshot: s.ID, Unit: "km2", Method: AreaMethod, Within: query.Within, Outside: query.Outside, Series: []Areas{},
	}
	sweep := s.newSweep(km2, query.During)
	if query.Drawn != nil {
		stats.DrawnKm2 = round(partition.OverlapArea(query.Drawn, query.Drawn)/1e6, drawnDigits)
		sweep.digits = drawnDigits
	} else if query.Boxes != nil {
		for _, box := range query.Boxes {
			stats.BoxKm2 += geo.Area(orb.MultiPolygon{box.ToPolygon()}) / 1e6
		}
		stats.BoxKm2 = round(stats.BoxKm2, drawnDigits)
		sweep.digits = drawnDigits
	}
	for epoch := s.Timeline.Epoch(query.During.From); epoch < s.Timeline.epochs(); epoch++ {
		i := s.Timeline.EpochInterval(epoch)
		if !i.Overlaps(query.During) {
			break
		}
		if err := ctx.Err(); err != nil {
			return Stats{}, err
		}
		if !i.Overlaps(s.Timeline.covers) && query.During == date.Always {
			continue
		}
		day := max(i.From, query.During.From)
		if day == date.Beginning {
			day = i.To - 1
		}
		stats.add(i, s.Uncovered(day), sweep.at(day))
	}
	return stats, nil
}

// add adds the areas of an epoch, or the epoch to the stretch before it if they are the same.
func (stats *Stats) add(i date.Interval, reason string, areas []Area) {
	if n := len(stats.Series); n > 0 {
		before := &stats.Series[n-1]
		if before.To != nil && *before.To == i.From && before.Reason == reason && slices.EqualFunc(before.Areas, areas, Area.equal) {
			before.To = i.To.Optional()
			return
		}
	}
	stats.Series = append(stats.Series, Areas{From: i.From.Optional(), To: i.To.Optional(), Reason: reason, Areas: areas})
}

func (a Area) equal(b Area) bool {
	return a.Status == b.Status && a.Km2 == b.Km2 && a.Zones == b.Zones && valueOf(a.Controller) == valueOf(b.Controller)
}

// drawnDigits are the decimals of km2 within a drawn area or a box: square metres. Below drawnKm2 a
// zone lies beside it.
const (
	drawnDigits = 6
	drawnKm2    = 5e-7
)

// measureDrawn returns the km2 of each zone within a drawn area.
func (s *Snapshot) measureDrawn(ctx context.Context, drawn orb.MultiPolygon) (map[string]float64, error) {
	km2 := map[string]float64{}
	for _, zone := range s.zones {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if part := partition.OverlapArea(zone.Geometry, drawn) / 1e6; part >= drawnKm2 {
			km2[zone.ID] = part
		}
	}
	return km2, nil
}

// measureBoxes returns the km2 of each zone within boxes that lie apart. Only zones that an edge of
// a box may pass through are cut.
func (s *Snapshot) measureBoxes(ctx context.Context, boxes []orb.Bound) (map[string]float64, error) {
	control := s.regionIndex(s.Dataset.ControlLayer)
	km2 := map[string]float64{}
	for _, box := range boxes {
		outline := orb.MultiPolygon{box.ToPolygon()}
		control.index.Search(box, func(i int) bool {
			zone := s.zone[control.regions[i].ID]
			if bound := zone.Geometry.Bound(); box.Contains(bound.Min) && box.Contains(bound.Max) {
				km2[zone.ID] = zone.AreaKm2
			} else if part := partition.OverlapArea(zone.Geometry, outline) / 1e6; part >= drawnKm2 {
				km2[zone.ID] += part
			}
			return ctx.Err() == nil
		})
	}
	return km2, ctx.Err()
}

// measure returns the km2 of each zone that counts for the query, however small it is.
func (s *Snapshot) measure(ctx context.Context, query StatsQuery) (map[string]float64, error) {
	if query.Drawn != nil {
		return s.measureDrawn(ctx, query.Drawn)
	}
	if query.Boxes != nil {
		return s.measureBoxes(ctx, query.Boxes)
	}
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
		if err := ctx.Err(); err != nil {
			return nil, err
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
// of the zone: what is smaller lies there by the last digits of borders that run alike.
const partKm2 = 0.05
