package data

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo/notation"
)

// Location answers "which region does this point lie in, and who controlled it on that day,
// according to whom?"
type Location struct {
	Lon      float64   `json:"lon"`
	Lat      float64   `json:"lat"`
	Date     date.Date `json:"datetime"`
	Snapshot string    `json:"snapshot"`
	// Viewpoint says whose statements count, if the dataset has viewpoints.
	Viewpoint string `json:"viewpoint,omitempty"`
	// Read tells how the point was read from a text, nil when it came as numbers.
	Read    *notation.Reading `json:"read,omitempty"`
	Zone    *ZoneAt           `json:"zone"`
	Control Control           `json:"control"`
	Doubt
	// AsOf is the day up to which the dataset was kept, where the day asked for is a later one.
	AsOf *date.Date `json:"as_of,omitempty"`
	// Overlays lie above the zone: a corridor through it, a post within it.
	Overlays []OverlayAt `json:"overlays,omitempty"`
	Regions  []RegionAt  `json:"regions"`
	Nearest  *Nearest    `json:"nearest,omitempty"` // the nearest zone, when the point lies in none
	// NearestRegions are those of the other layers in which the point lies in none.
	NearestRegions []NearestRegion `json:"nearest_regions,omitempty"`
	History        []PeriodAt      `json:"history,omitempty"` // of the point, in order of time

	of *Snapshot
}

// Extras are the optional parts of an answer.
type Extras struct {
	History bool // all periods of the zones and overlays in which the point ever lies
	Borders bool // how far the borders of other layers are
}

// ZoneAt is the zone that a point lies in, and how near its border is.
type ZoneAt struct {
	ID         string        `json:"id"`
	Names      dataset.Names `json:"names"`
	AreaKm2    float64       `json:"area_km2"`
	PrecisionM float64       `json:"precision_m"` // how far off its border may be drawn
	BorderM    float64       `json:"border_m"`    // distance of the point from that border
	// NearUncertainLine says that the border is nearer than it is precise, so the point may lie on
	// the other side.
	NearUncertainLine bool         `json:"near_uncertain_line"`
	Second            string       `json:"second,omitempty"` // id of the zone on the other side of that border
	Confidence        string       `json:"confidence,omitempty"`
	Note              dataset.Text `json:"note,omitempty"`
	Attributes
	lineage

	region *dataset.Region
}

// BorderAt says how far the border of a region is from a point within it. The members are those of
// ZoneAt.
type BorderAt struct {
	PrecisionM        float64 `json:"precision_m"`
	BorderM           float64 `json:"border_m"`
	NearUncertainLine bool    `json:"near_uncertain_line"`
	Second            string  `json:"second,omitempty"` // id of the region of the same layer beyond it
}

// OverlayAt is an overlay that a point lies in.
type OverlayAt struct {
	ID    string        `json:"id"`
	Layer string        `json:"layer"`
	Names dataset.Names `json:"names"`
	BorderAt
	Control *Control `json:"control"` // nil on days without a period
	Doubt
	History []Control `json:"history,omitempty"` // in order of time
}

// RegionAt is a region of another layer that a point lies in.
type RegionAt struct {
	ID         string        `json:"id"`
	Layer      string        `json:"layer"`
	LayerTitle dataset.Names `json:"layer_title"`
	Names      dataset.Names `json:"names"`
	Parent     string        `json:"parent,omitempty"`
	AdminFrom  string        `json:"admin_from,omitempty"`
	AdminTo    string        `json:"admin_to,omitempty"`
	*BorderAt                // nil when not asked for
	Attributes
	lineage
	Corrections []*Correction `json:"corrections,omitempty"` // of the region itself, the latest first

	region *dataset.Region
	layer  *dataset.RegionLayer
}

// Nearest is the zone nearest to a point that lies in none.
type Nearest struct {
	ID         string        `json:"id"`
	Names      dataset.Names `json:"names"`
	PrecisionM float64       `json:"precision_m"`
	DistanceM  float64       `json:"distance_m"`
	// NearUncertainLine says that it is nearer than its border is precise, so the point may lie in
	// it.
	NearUncertainLine bool `json:"near_uncertain_line"`
}

// NearestRegion is the region of a layer nearest to a point that lies in none.
type NearestRegion struct {
	Layer      string        `json:"layer"`
	LayerTitle dataset.Names `json:"layer_title"`
	Nearest
}

// Control says who controlled a zone in one period, and on what evidence.
type Control struct {
	Status      string     `json:"status"`
	Controller  *string    `json:"controller"`
	Claimants   []string   `json:"claimants,omitempty"` // whom a contested zone is contested between
	PatrolledBy string     `json:"patrolled_by,omitempty"`
	AcquiredBy  string     `json:"acquired_by,omitempty"`
	From        *date.Date `json:"from"`
	To          *date.Date `json:"to"`
	// FromEarliest and FromLatest are the first and the last day on which the period may have
	// begun, where they are not the same.
	FromEarliest *date.Date `json:"from_earliest,omitempty"`
	FromLatest   *date.Date `json:"from_latest,omitempty"`
	// SinceOrEarlier says that the period began on its first day or earlier.
	SinceOrEarlier bool              `json:"since_or_earlier,omitempty"`
	Confidence     string            `json:"confidence,omitempty"`
	Claims         map[string]string `json:"claims,omitempty"`
	Claim          bool              `json:"claim,omitempty"` // it rests on the word of the viewpoint's side
	Note           dataset.Text      `json:"note,omitempty"`
	Reason         string            `json:"reason,omitempty"` // why the status is unknown
	Event          *dataset.Event    `json:"event,omitempty"`
	Sources        []*dataset.Source `json:"sources"`
	// Corrections are those of the period, of its event and of the zone's outline, the latest
	// first.
	Corrections []*Correction `json:"corrections,omitempty"`
	Attributes

	period *dataset.ControlPeriod // all of which this says; nil for a part, or for none
}

// Locate is exact and, on a partition, total: every point of it lies in exactly one zone, by the
// rule of locate.Grid. The point is longitude, latitude in degrees.
func (s *Snapshot) Locate(point orb.Point, day date.Date) Location {
	return s.LocateWith(point, day, Extras{})
}

// LocateWith is Locate with extras.
func (s *Snapshot) LocateWith(point orb.Point, day date.Date, extras Extras) Location {
	answer := Location{
		Lon: point[0], Lat: point[1], Date: day, Snapshot: s.ID, Viewpoint: s.Viewpoint,
		Overlays: s.overlaysAt(point, day, extras.History), Regions: []RegionAt{}, of: s,
	}
	answer.AsOf = s.keptUntil(day)
	s.locateZone(&answer, s.regionIndex(s.Dataset.ControlLayer), point, day)
	var room [16]int32 // for most points enough
	for _, layer := range s.layers {
		if layer.controls {
			continue
		}
		found := layer.grid.All(room[:0], point, int32(day))
		answer.Regions = slices.Grow(answer.Regions, len(found))
		for _, i := range found {
			r := s.regionAt(layer, layer.regions[i])
			if extras.Borders {
				border := layer.borderAt(int(i), point, day)
				r.BorderAt = &border
			}
			answer.Regions = append(answer.Regions, r)
		}
	}
	if extras.Borders {
		answer.NearestRegions = s.nearestRegions(point, day)
	}
	if extras.History {
		answer.History = s.historyAt(point, day)
	}
	return answer
}

// ZonesAt sets zones[i] to the index in Zones of the zone that points[i] lies in on days[i], -1 for
// none. If days has one element it is the day of all points. The days are Dates. It is Locate for
// many points, without the rest.
func (s *Snapshot) ZonesAt(points []orb.Point, days []int32, zones []int32) {
	s.regionIndex(s.Dataset.ControlLayer).grid.Batch(points, days, zones)
}

// LocateZone returns the part of Locate's answer that all points of a zone share, without other
// layers and doubts. The zone is an index of Zones.
func (s *Snapshot) LocateZone(zone int, day date.Date) Location {
	layer, z := s.regionIndex(s.Dataset.ControlLayer), s.zones[zone]
	answer := Location{
		Date: day, Snapshot: s.ID, Viewpoint: s.Viewpoint,
		Zone: s.zoneAt(layer, z), AsOf: s.keptUntil(day),
	}
	switch p := s.Timeline.periodOf(s.zonePeriods[zone], day); {
	case p != nil:
		answer.Control = s.controlOf(z, p)
	default:
		answer.Control = s.Control(z.ID, day) // which says why there is none
	}
	return answer
}

// ReadPoint reads coordinates in any notation, against the extent and the view of the dataset.
// near, if not nil, is what short Plus codes are relative to, unless a place of the dataset is
// named behind them.
func (s *Snapshot) ReadPoint(text string, near *orb.Point) (notation.Reading, error) {
	setting := s.NotationSetting()
	if near != nil {
		setting.Near, setting.Asked = *near, true
	}
	setting.Find = func(name string) (orb.Point, bool) { return s.placeCalled(name, setting.Near) }
	return notation.Read(text, setting)
}

// NotationSetting is what ambiguous coordinates are read against.
func (s *Snapshot) NotationSetting() notation.Setting {
	return notation.Setting{Extent: s.Dataset.Covers.Span(), Near: s.Dataset.View.Center}
}

func (s *Snapshot) locateZone(answer *Location, layer *regionIndex, point orb.Point, day date.Date) {
	i, ok := layer.grid.At(point, int32(day))
	if !ok {
		s.locateNothing(answer, layer, point, day)
		return
	}
	answer.Zone = s.zoneAt(layer, s.zones[i])
	border, second, near := layer.border(i, point, day)
	answer.Zone.BorderM, answer.Zone.NearUncertainLine = border, near
	if second >= 0 {
		answer.Zone.Second = layer.regions[second].ID
	}
	answer.Control = s.Control(layer.regions[i].ID, day)
	answer.Doubt = s.doubtAt(s.zones[i], point, day)
}

// locateNothing answers for a point that lies in no zone.
func (s *Snapshot) locateNothing(answer *Location, layer *regionIndex, point orb.Point, day date.Date) {
	answer.Control = unknown(s.reasonForNothing(point, day))
	if i, metres, ok := layer.nearest(point, day); ok {
		nearest := layer.nearestAt(i, metres)
		answer.Nearest = &nearest
	}
}

// noControl is the reason why nobody controls any point of a dataset of plain regions.
const noControl = "this dataset states no control"

// StatesControl tells whether the dataset says of any place who controls it: a dataset of plain
// regions has neither zones nor overlays.
func (s *Snapshot) StatesControl() bool { return len(s.zones)+len(s.overlays) > 0 }

// Timeless tells whether a day means no more than any other: the dataset states no control, and all
// days that it speaks of are alike.
func (s *Snapshot) Timeless(day date.Date) bool {
	return !s.StatesControl() && len(s.Timeline.changes) == 0 && s.Timeline.covers.Contains(day)
}

// reasonForNothing returns the reason why a point lies in no zone.
func (s *Snapshot) reasonForNothing(point orb.Point, day date.Date) string {
	if uncovered := s.Uncovered(day); uncovered != "" {
		return uncovered
	}
	if !s.StatesControl() { // wherever the point lies
		return noControl
	}
	switch covers := s.Dataset.Covers; {
	case covers.Holds(point):
		return "the point lies in no zone of the dataset"
	case covers.Holds(orb.Point{point[1], point[0]}):
		return "the point lies outside the extent the dataset covers; with longitude and latitude swapped it would lie inside"
	}
	return "the point lies outside the extent the dataset covers"
}

// zoneAt returns the part of a ZoneAt that all points of the zone share.
func (s *Snapshot) zoneAt(x *regionIndex, z *Zone) *ZoneAt {
	return &ZoneAt{
		ID: z.ID, Names: z.Names, AreaKm2: round(z.AreaKm2, 1), PrecisionM: x.precision(z.Region),
		Confidence: z.Confidence, Note: s.byLanguage(z.Note), region: z.Region,
		Attributes: s.attributesOf(z.Region), lineage: lineageOf(z.Region),
	}
}

func (s *Snapshot) regionAt(layer *regionIndex, r *dataset.Region) RegionAt {
	return RegionAt{
		ID: r.ID, Layer: layer.ID, LayerTitle: layer.Title, Names: r.Names,
		Parent: r.Parent, AdminFrom: r.AdminFrom, AdminTo: r.AdminTo, region: r, layer: layer.RegionLayer,
		Attributes: s.attributesOf(r), lineage: lineageOf(r), Corrections: s.outlineCorrections(r.ID),
	}
}

// Control says who controlled the zone on the day; the status is UnknownStatus, with the reason,
// where the dataset does not tell.
func (s *Snapshot) Control(zone string, day date.Date) Control {
	if reason := s.Uncovered(day); reason != "" {
		return unknown(reason)
	}
	if p := s.Timeline.Period(zone, day); p != nil {
		return s.control(p)
	}
	return unknown("the dataset has no statement for this zone and day")
}

func (s *Snapshot) control(p *dataset.ControlPeriod) Control { return s.controlOf(s.zone[p.Zone], p) }

// controlOf is control of a zone that is known, nil for none.
func (s *Snapshot) controlOf(zone *Zone, p *dataset.ControlPeriod) Control {
	c := Control{
		Status: p.Status, Claimants: p.Claimants, PatrolledBy: p.PatrolledBy, AcquiredBy: p.AcquiredBy,
		From: p.Interval.From.Optional(), To: p.Interval.To.Optional(),
		Confidence: p.Confidence, Claims: p.Claims, Claim: s.Claimed(p), Note: s.byLanguage(p.Note),
		Event: s.events[p.Event], Sources: s.sourcesOf(p), Corrections: s.correctionsOf(p), period: p,
		Attributes: s.attributes(p.Attributes, p.AttributesOf),
	}
	c.bound(p, c.Event)
	if p.Controller != "" {
		c.Controller = &p.Controller
	}
	if p.Status == dataset.UnknownStatus {
		c.Reason = "the sources do not tell"
	}
	if zone != nil && c.Confidence == "" {
		c.Confidence = zone.Confidence
	}
	return c
}

// sourcesOf returns the sources of a period: its own, else those of its event.
func (s *Snapshot) sourcesOf(p *dataset.ControlPeriod) []*dataset.Source {
	ids := p.Sources
	if event := s.events[p.Event]; len(ids) == 0 && event != nil {
		ids = event.Sources
	}
	return s.sourceList(ids)
}

func (s *Snapshot) sourceList(ids []string) []*dataset.Source {
	sources := make([]*dataset.Source, 0, len(ids))
	for _, id := range ids {
		sources = append(sources, s.sources[id])
	}
	return sources
}

func unknown(reason string) Control {
	return Control{Status: dataset.UnknownStatus, Reason: reason, Sources: []*dataset.Source{}}
}

func round(x float64, digits int) float64 {
	scale := math.Pow10(digits)
	return math.Round(x*scale) / scale
}
