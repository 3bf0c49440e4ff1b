package data

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// The names of the layers that are made from more than one file; a region layer
// is called by its own id.
const (
	ControlLayer = "control" // zones, and the overlays above them, with who controlled them
	PlacesLayer  = "places"
	EventsLayer  = "events"
	BordersLayer = "borders" // only in the tileset history

	// These two exist if the zones are a partition.
	FrontLayer       = "front"       // borders between different controllers
	ControllersLayer = "controllers" // zones with the same controller and status made one
)

// The fields that bound the days on which a feature is valid.
var (
	fromField = geo.Field{Name: "valid_from", Type: geo.Date, Role: geo.RoleFrom}
	toField   = geo.Field{Name: "valid_to", Type: geo.Date, Role: geo.RoleTo}
)

// LayerNames lists every layer that Layer knows.
func (s *Snapshot) LayerNames() []string {
	names := []string{ControlLayer}
	if s.hasFront() {
		names = append(names, FrontLayer, ControllersLayer)
	}
	for _, layer := range s.layers {
		names = append(names, layer.ID)
	}
	return append(names, PlacesLayer, EventsLayer)
}

// Selection says which features of a layer are wanted.
type Selection struct {
	During Interval    // features valid on a day of it
	Within []orb.Bound // features whose box meets one of them, longitude and latitude; nil: all, also those not drawn
}

// Layer returns the selected features of a layer as a table that every format
// can write. Features carry the fields valid_from and valid_to, half-open,
// absent for open ends. The error is ErrNotFound for names that LayerNames does
// not list.
func (s *Snapshot) Layer(name string, wanted Selection) (geo.Layer, error) {
	switch {
	case name == ControlLayer:
		return s.controlLayer(wanted), nil
	case name == FrontLayer && s.hasFront():
		return s.frontLayer(wanted), nil
	case name == ControllersLayer && s.hasFront():
		return s.controllersLayer(wanted), nil
	case name == PlacesLayer:
		return s.placesLayer(wanted), nil
	case name == EventsLayer:
		return s.eventsLayer(wanted), nil
	}
	if x := s.layerIndex(name); x != nil {
		return s.regionLayer(x, wanted), nil
	}
	return geo.Layer{}, notFound("layer", name, s.LayerNames())
}

// selected returns the regions of the layer that the selection asks for.
func (x *layerIndex) selected(wanted Selection) []*Region {
	var near []bool
	if wanted.Within != nil {
		near = make([]bool, len(x.regions))
		for _, box := range wanted.Within {
			x.index.Search(box, func(i int) bool {
				near[i] = true
				return true
			})
		}
	}
	var regions []*Region
	for i, r := range x.regions {
		if (near == nil || near[i]) && r.Interval.Overlaps(wanted.During) {
			regions = append(regions, r)
		}
	}
	return regions
}

// holds tells whether a point lies in a selected box.
func (w Selection) holds(point *orb.Point) bool {
	return w.Within == nil || point != nil && w.meets(point.Bound())
}

// meets tells whether a box meets a selected one.
func (w Selection) meets(box orb.Bound) bool {
	return w.Within == nil || slices.ContainsFunc(w.Within, box.Intersects)
}

// controlLayer has one feature for each zone and period. Its id is ZONE@FROM.
func (s *Snapshot) controlLayer(wanted Selection) geo.Layer {
	layer := geo.Layer{Name: ControlLayer, Fields: slices.Concat(
		[]geo.Field{{Name: "id"}, {Name: "zone"}, {Name: "overlay", Type: geo.Bool}}, s.nameFields(),
		[]geo.Field{
			{Name: "controller"}, {Name: "controller_name"}, {Name: "status"}, {Name: "patrolled_by"},
			{Name: "acquired_by"}, fromField, toField,
			{Name: "event"}, {Name: "event_title"}, {Name: "confidence"}, {Name: "area_km2", Type: geo.Float},
			{Name: "precision_m", Type: geo.Float}, {Name: "sources"}, {Name: "fill", Role: geo.RoleFill},
		})}
	covered := s.Timeline.covers.Overlaps(wanted.During)
	for _, r := range s.layerIndex(s.Dataset.ControlLayer).selected(wanted) {
		switch zone := s.zone[r.ID]; {
		case !zone.Drawn():
		case covered:
			layer.Features = s.appendPeriods(layer.Features, zone, wanted.During)
		default:
			layer.Features = append(layer.Features, s.unknownFeature(zone))
		}
	}
	for _, id := range s.Dataset.OverlayLayers {
		for _, r := range s.layerIndex(id).selected(wanted) {
			if covered && len(r.Geometry) > 0 {
				layer.Features = s.appendPeriods(layer.Features, s.zone[r.ID], wanted.During)
			}
		}
	}
	return layer
}

func (s *Snapshot) appendPeriods(features []geo.Feature, zone *Zone, during Interval) []geo.Feature {
	for _, p := range s.Periods(zone) {
		if p.Interval.Overlaps(during) {
			features = append(features, s.controlFeature(zone, p))
		}
	}
	return features
}

func (s *Snapshot) controlFeature(zone *Zone, p *ControlPeriod) geo.Feature {
	c := s.control(p)
	id := zone.ID + "@" + p.Interval.From.String()
	values := append([]any{id, zone.ID, zone.Layer != s.Dataset.ControlLayer}, s.names(zone.Names)...)
	name, fill := any(nil), any(nil)
	if actor := s.actors[p.Controller]; actor != nil {
		name, fill = actor.name(), actor.Color
	}
	title := any(nil)
	if c.Event != nil {
		title = c.Event.Title.In("en")
	}
	values = append(values, text(p.Controller), name, p.Status, text(p.PatrolledBy),
		text(p.AcquiredBy), day(p.Interval.From), day(p.Interval.To),
		text(p.Event), title, text(c.Confidence), round(zone.AreaKm2, 1),
		s.precision(zone.Region), text(sourceLine(c.Sources)), fill)
	return geo.Feature{ID: id, Geometry: zone.Shape(), Values: values}
}

// unknownFeature stands for a zone on days that are not covered.
func (s *Snapshot) unknownFeature(zone *Zone) geo.Feature {
	values := append([]any{zone.ID, zone.ID, false}, s.names(zone.Names)...)
	values = append(values, nil, nil, UnknownStatus, nil, nil, nil, nil, nil, nil, nil,
		round(zone.AreaKm2, 1), s.precision(zone.Region), nil, nil)
	return geo.Feature{ID: zone.ID, Geometry: zone.Shape(), Values: values}
}

func (s *Snapshot) regionLayer(x *layerIndex, wanted Selection) geo.Layer {
	layer := geo.Layer{Name: x.ID, Fields: slices.Concat(
		[]geo.Field{{Name: "id"}}, s.nameFields(),
		[]geo.Field{
			// QGIS takes time from the first dates whose names say from and to.
			{Name: "kind"}, {Name: "parent"}, fromField, toField, {Name: "admin_from"}, {Name: "admin_to"},
			{Name: "confidence"}, {Name: "precision_m", Type: geo.Float}, {Name: "note"},
		})}
	for _, r := range x.selected(wanted) {
		values := append([]any{r.ID}, s.names(r.Names)...)
		values = append(values, text(r.Kind), text(r.Parent), day(r.Interval.From), day(r.Interval.To),
			text(r.AdminFrom), text(r.AdminTo), text(r.Confidence), s.precision(r), text(r.Note))
		layer.Features = append(layer.Features, geo.Feature{ID: r.ID, Geometry: r.Shape(), Values: values})
	}
	return layer
}

func (s *Snapshot) placesLayer(wanted Selection) geo.Layer {
	layer := geo.Layer{Name: PlacesLayer, Fields: slices.Concat(
		[]geo.Field{{Name: "id"}}, s.nameFields(),
		[]geo.Field{{Name: "role"}, {Name: "region"}, {Name: "rank", Type: geo.Int}, {Name: "precision"}})}
	for _, p := range s.Dataset.Places {
		if !wanted.holds(&p.Point) {
			continue
		}
		values := append([]any{p.ID}, s.names(p.Names)...)
		values = append(values, text(p.Role), text(p.Region), p.Rank, text(p.Precision))
		layer.Features = append(layer.Features, geo.Feature{ID: p.ID, Geometry: p.Point, Values: values})
	}
	return layer
}

// eventsLayer has the events that may have happened in the interval; valid_from
// and valid_to are their bounds. Those without a point have no geometry.
func (s *Snapshot) eventsLayer(wanted Selection) geo.Layer {
	layer := geo.Layer{Name: EventsLayer, Fields: []geo.Field{
		{Name: "id"}, {Name: "title", Role: geo.RoleTitle}, {Name: "summary"}, {Name: "kind"}, {Name: "date"},
		{Name: "day", Type: geo.Date}, fromField, toField, {Name: "planned", Type: geo.Date},
		{Name: "confidence"}, {Name: "sources"},
	}}
	for _, e := range s.EventsDuring(wanted.During) {
		if !wanted.holds((*orb.Point)(e.Point)) {
			continue
		}
		values := []any{e.ID, e.Title.In("en"), text(e.Summary.In("en")), text(e.Kind), e.Date.Text,
			e.Day.String(), day(e.happened().From), day(e.happened().To), nil, text(e.Confidence), text(sourceLine(s.sourceList(e.Sources)))}
		if e.Planned != nil {
			values[8] = e.Planned.String()
		}
		feature := geo.Feature{ID: e.ID, Values: values}
		if e.Point != nil {
			feature.Geometry = orb.Point(*e.Point)
		}
		layer.Features = append(layer.Features, feature)
	}
	return layer
}

// happened returns the days on which the event may have happened.
func (e *Event) happened() Interval {
	i := Interval{From: e.Earliest, To: Forever}
	if e.Latest != Forever {
		i.To = e.Latest + 1
	}
	return i
}

// EventsDuring returns the events that may have happened in the interval, in
// order of their days.
func (s *Snapshot) EventsDuring(during Interval) []*Event {
	var events []*Event
	for _, e := range s.Dataset.Events {
		if during.Overlaps(e.happened()) {
			events = append(events, e)
		}
	}
	slices.SortStableFunc(events, func(a, b *Event) int { return int(a.Day - b.Day) })
	return events
}

// layerIndex returns the region layer with the id, nil if there is none.
func (s *Snapshot) layerIndex(id string) *layerIndex {
	for _, x := range s.layers {
		if x.ID == id {
			return x
		}
	}
	return nil
}

func (s *Snapshot) nameFields() []geo.Field {
	var fields []geo.Field
	for _, language := range s.Dataset.Languages {
		fields = append(fields, geo.Field{Name: "name_" + language})
	}
	if i := max(0, slices.Index(s.Dataset.Languages, "en")); i < len(fields) {
		fields[i].Role = geo.RoleTitle
	}
	return fields
}

func (s *Snapshot) names(names Names) []any {
	var values []any
	for _, language := range s.Dataset.Languages {
		values = append(values, text(names[language]))
	}
	return values
}

// precision returns how far off a region's lines may be in metres, its own or
// its layer's, nil when neither says.
func (s *Snapshot) precision(r *Region) any {
	if r.PrecisionM > 0 {
		return r.PrecisionM
	}
	if layer := s.layerIndex(r.Layer); layer.PrecisionM > 0 {
		return layer.PrecisionM
	}
	return nil
}

// name returns the name for tables: the short one in English if there is one.
func (a *Actor) name() string {
	if short := a.Short.In("en"); short != "" {
		return short
	}
	return a.Names.In("en")
}

// sourceLine names sources in one line, as "Publisher (Date): Title URL; ...".
func sourceLine(sources []*Source) string {
	line := ""
	for i, source := range sources {
		if i > 0 {
			line += "; "
		}
		line += source.Publisher
		if source.Date != nil && !source.DateNominal {
			line += fmt.Sprintf(" (%s)", source.Date)
		}
		if line != "" && !strings.HasSuffix(line, "; ") { // a title may be all that is known
			line += ": "
		}
		line += source.Title
		if source.URL != "" {
			line += " " + source.URL
		}
	}
	return line
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func day(d Date) any {
	if d.Optional() == nil {
		return nil
	}
	return d.String()
}
