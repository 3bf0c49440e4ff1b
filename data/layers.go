package data

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/relation"
)

// LayerNames lists every layer that Layer knows.
func (s *Snapshot) LayerNames() []string {
	names := []string{dataset.ControlLayer}
	if s.hasFront() {
		names = append(names, dataset.FrontLayer, dataset.ControllersLayer)
	}
	for _, layer := range s.layers {
		names = append(names, layer.ID)
	}
	return append(names, dataset.PlacesLayer, dataset.EventsLayer)
}

// Selection says which features of a layer are wanted.
type Selection struct {
	During date.Interval // features valid on a day of it
	Within []orb.Bound   // features whose box meets one of them, longitude and latitude; nil: all, also those not drawn
}

// Layer returns the selected features of a layer as a table that every format can write. Features
// carry the fields valid_from and valid_to, half-open, absent for open ends. The error is
// ErrNotFound for names that LayerNames does not list, or that of the context.
func (s *Snapshot) Layer(ctx context.Context, name string, wanted Selection) (geo.Layer, error) {
	switch {
	case name == dataset.ControlLayer:
		return s.controlLayer(ctx, wanted)
	case name == dataset.FrontLayer && s.hasFront():
		return s.frontLayer(ctx, wanted)
	case name == dataset.ControllersLayer && s.hasFront():
		return s.controllersLayer(ctx, wanted)
	case name == dataset.PlacesLayer:
		return s.placesLayer(wanted), nil
	case name == dataset.EventsLayer:
		return s.eventsLayer(wanted), nil
	}
	if x := s.regionIndex(name); x != nil {
		return s.regionLayer(x, wanted), nil
	}
	return geo.Layer{}, notFound("layer", name, s.LayerNames())
}

// selected returns the regions of the layer that the selection asks for.
func (x *regionIndex) selected(wanted Selection) []*dataset.Region {
	var near []bool // areas whose boxes meet one that is wanted
	if wanted.Within != nil {
		near = make([]bool, len(x.regions))
		for _, box := range wanted.Within {
			x.index.Search(box, func(i int) bool {
				near[i] = true
				return true
			})
		}
	}
	var regions []*dataset.Region
	for i, r := range x.regions {
		if !r.Interval.Overlaps(wanted.During) {
			continue
		}
		if near == nil || (near[i] || len(r.Geometry) == 0 && r.Drawn()) && wanted.meets(r.Shape()) {
			regions = append(regions, r)
		}
	}
	return regions
}

// holds tells whether a point lies in a selected box.
func (w Selection) holds(point *orb.Point) bool {
	return w.Within == nil || point != nil && w.meets(*point)
}

// meets tells whether a shape meets a selected box. Their boxes alone do not tell: that of a shape
// in two parts on both sides of the date line goes around the globe.
func (w Selection) meets(shape orb.Geometry) bool {
	return w.Within == nil || slices.ContainsFunc(w.Within, func(box orb.Bound) bool {
		return shape.Bound().Intersects(box) && relation.Intersects(shape, box)
	})
}

// controlRow is a zone with its control on some days.
type controlRow struct {
	id     string
	zone   *Zone
	period *dataset.ControlPeriod
	Control
}

func (s *Snapshot) controlColumns() columns[controlRow] {
	days := func(r controlRow) date.Interval { return r.period.Interval }
	return slices.Concat(columns[controlRow]{
		textColumn("id", func(r controlRow) string { return r.id }),
		textColumn("zone", func(r controlRow) string { return r.zone.ID }),
		{Name: "overlay", Type: geo.Bool, Of: func(r controlRow) any { return r.zone.Layer != s.Dataset.ControlLayer }},
	}, nameColumns(s, func(r controlRow) dataset.Names { return r.zone.Names }), columns[controlRow]{
		textColumn("controller", func(r controlRow) string { return r.period.Controller }),
		textColumn("controller_name", func(r controlRow) string { return s.ActorIn(r.period.Controller, "en") }),
		textColumn("status", func(r controlRow) string { return r.period.Status }),
		textColumn("patrolled_by", func(r controlRow) string { return r.period.PatrolledBy }),
		textColumn("acquired_by", func(r controlRow) string { return r.period.AcquiredBy }),
		textColumn("claimants", func(r controlRow) string { return strings.Join(r.claimants(s.Viewpoint), ",") }),
		fromColumn(days), toColumn(days),
		{Name: "from_earliest", Type: geo.Date, Title: "First day on which it may have begun, where it is not certain", Of: func(r controlRow) any {
			earliest, _ := r.began()
			return day(earliest)
		}},
		{Name: "from_latest", Type: geo.Date, Title: "Last day on which it may have begun, where it is not certain", Of: func(r controlRow) any {
			_, latest := r.began()
			return day(latest)
		}},
		textColumn("event", func(r controlRow) string { return r.period.Event }),
		textColumn("event_title", func(r controlRow) string { return titleOf(r.Event) }),
		textColumn("confidence", func(r controlRow) string { return r.Confidence }),
		{Name: "area_km2", Type: geo.Float, Of: func(r controlRow) any { return round(r.zone.AreaKm2, 1) }},
		{Name: "precision_m", Type: geo.Float, Of: func(r controlRow) any { return s.precision(r.zone.Region) }},
		textColumn("sources", func(r controlRow) string { return sourceLine(r.Sources) }),
		textColumn("source_ids", func(r controlRow) string { return sourceIDs(r.Sources) }),
		{Name: "fill", Role: geo.RoleFill, Of: func(r controlRow) any { return text(s.ActorColor(r.period.Controller)) }},
	}, s.claimColumn(), s.noteColumn(), s.controlAttributes())
}

// claimColumn marks what rests on the word of the viewpoint's side. The first viewpoint has none.
func (s *Snapshot) claimColumn() columns[controlRow] {
	if s.View() == nil {
		return nil
	}
	return columns[controlRow]{{Name: "claim", Type: geo.Bool, Title: "It rests on the word of one side: that of the viewpoint", Of: func(r controlRow) any {
		if !s.Claimed(r.period) {
			return nil
		}
		return true
	}}}
}

// noteColumn holds the notes of periods, where there are any.
func (s *Snapshot) noteColumn() columns[controlRow] {
	if !slices.ContainsFunc(s.Dataset.Periods, func(p *dataset.ControlPeriod) bool { return p.Note.In("en") != "" }) {
		return nil
	}
	return columns[controlRow]{textColumn("note", func(r controlRow) string { return r.period.Note.In("en") })}
}

// claimants are the actors that the zone is contested between, none where the viewpoint shows one
// that holds it.
func (r controlRow) claimants(viewpoint string) []string {
	if _, settled := r.period.Viewpoints[viewpoint]; settled {
		return nil
	}
	return r.period.Claimants
}

// began returns the bounds of the day on which the control began, both open where that is certain.
// An open first and a known last day mean then or earlier.
func (r controlRow) began() (earliest, latest date.Date) {
	earliest, latest = r.period.Began(r.Event)
	if earliest == latest {
		return date.Beginning, date.Forever
	}
	return earliest, latest
}

// controlLayer has one feature for each zone and period, its id ZONE@FROM, and on days that are not
// covered one for each zone.
func (s *Snapshot) controlLayer(ctx context.Context, wanted Selection) (geo.Layer, error) {
	fields := s.controlColumns()
	layer := table[controlRow]{Layer: fields.layer(dataset.ControlLayer), columns: fields}
	add := func(r controlRow) { layer.add(r.id, r.zone.Shape(), r) }
	if s.Timeline.covers.Overlaps(wanted.During) {
		if wanted.During == date.Always && wanted.Within == nil {
			layer.Features = make([]geo.Feature, 0, len(s.Dataset.Periods))
		}
		for zone, p := range s.controlPeriods(wanted) {
			if err := ctx.Err(); err != nil {
				return geo.Layer{}, err
			}
			add(controlRow{controlID(zone, p), zone, p, s.control(p)})
		}
		return layer.Layer, nil
	}
	unknown := &dataset.ControlPeriod{Status: dataset.UnknownStatus, Interval: date.Always}
	for _, r := range s.regionIndex(s.Dataset.ControlLayer).selected(wanted) {
		if r.Drawn() {
			add(controlRow{id: r.ID, zone: s.zone[r.ID], period: unknown})
		}
	}
	return layer.Layer, nil
}

func (s *Snapshot) regionLayer(x *regionIndex, wanted Selection) geo.Layer {
	days := func(r *dataset.Region) date.Interval { return r.Interval }
	fields := slices.Concat(columns[*dataset.Region]{
		textColumn("id", func(r *dataset.Region) string { return r.ID }),
	}, nameColumns(s, func(r *dataset.Region) dataset.Names { return r.Names }), columns[*dataset.Region]{
		textColumn("kind", func(r *dataset.Region) string { return r.Kind }),
		textColumn("parent", func(r *dataset.Region) string { return r.Parent }),
		fromColumn(days), toColumn(days), // QGIS takes time from the first dates whose names say from and to
		textColumn("admin_from", func(r *dataset.Region) string { return r.AdminFrom }),
		textColumn("admin_to", func(r *dataset.Region) string { return r.AdminTo }),
		textColumn("confidence", func(r *dataset.Region) string { return r.Confidence }),
		{Name: "precision_m", Type: geo.Float, Of: func(r *dataset.Region) any { return s.precision(r) }},
		textColumn("note", func(r *dataset.Region) string { return r.Note.In("en") }),
	}, columns[*dataset.Region]{
		textColumn("decided_by", func(r *dataset.Region) string { return r.DecidedBy.In("en") }),
		textColumn("replaces", func(r *dataset.Region) string { return strings.Join(r.Replaces, ",") }),
		textColumn("replaced_by", func(r *dataset.Region) string { return strings.Join(r.ReplacedBy, ",") }),
		textColumn("same_as", func(r *dataset.Region) string { return r.SameAs.String() }),
	}.given(x.regions), s.regionSources(x), s.regionAttributes(x))
	layer := fields.layer(x.ID)
	for _, r := range x.selected(wanted) {
		layer.Features = append(layer.Features, fields.feature(r.ID, r.Shape(), r))
	}
	return layer
}

// regionSources are the columns of sources of a layer, none where no region has any of its own.
func (s *Snapshot) regionSources(x *regionIndex) columns[*dataset.Region] {
	if !slices.ContainsFunc(x.regions, func(r *dataset.Region) bool { return len(r.Sources) > 0 }) {
		return nil
	}
	return columns[*dataset.Region]{
		textColumn("sources", func(r *dataset.Region) string { return sourceLine(s.sourceList(r.Sources)) }),
		textColumn("source_ids", func(r *dataset.Region) string { return strings.Join(r.Sources, ",") }),
	}
}

func (s *Snapshot) placesLayer(wanted Selection) geo.Layer {
	fields := slices.Concat(columns[*dataset.Place]{
		textColumn("id", func(p *dataset.Place) string { return p.ID }),
	}, nameColumns(s, func(p *dataset.Place) dataset.Names { return p.Names }), columns[*dataset.Place]{
		textColumn("role", func(p *dataset.Place) string { return p.Role }),
		textColumn("region", func(p *dataset.Place) string { return p.Region }),
		{Name: "rank", Type: geo.Int, Of: func(p *dataset.Place) any { return p.Rank }},
		textColumn("precision", func(p *dataset.Place) string { return p.Precision }),
	}, columns[*dataset.Place]{
		textColumn("same_as", func(p *dataset.Place) string { return p.SameAs.String() }),
	}.given(s.Dataset.Places))
	layer := fields.layer(dataset.PlacesLayer)
	for _, p := range s.Dataset.Places {
		if wanted.holds(&p.Point) {
			layer.Features = append(layer.Features, fields.feature(p.ID, p.Point, p))
		}
	}
	return layer
}

// eventsLayer has the events that may have happened in the interval; valid_from and valid_to are
// their bounds. Those without a point have no geometry.
func (s *Snapshot) eventsLayer(wanted Selection) geo.Layer {
	number := func(name string, of func(*dataset.Event) int) column[*dataset.Event] {
		return column[*dataset.Event]{Name: name, Type: geo.Int, Of: func(e *dataset.Event) any {
			if of(e) == 0 {
				return nil
			}
			return of(e)
		}}
	}
	fields := slices.Concat(columns[*dataset.Event]{
		textColumn("id", func(e *dataset.Event) string { return e.ID }),
		{Name: "title", Role: geo.RoleTitle, Of: func(e *dataset.Event) any { return titleOf(e) }},
		textColumn("summary", func(e *dataset.Event) string { return e.Summary.In("en") }),
		textColumn("kind", func(e *dataset.Event) string { return e.Kind }),
		textColumn("date", func(e *dataset.Event) string { return e.Date.Text }),
		{Name: "day", Type: geo.Date, Of: func(e *dataset.Event) any { return e.Day.String() }},
		fromColumn((*dataset.Event).Happened), toColumn((*dataset.Event).Happened),
		{Name: "planned", Type: geo.Date, Of: func(e *dataset.Event) any {
			if e.Planned == nil {
				return nil
			}
			return e.Planned.String()
		}},
		textColumn("confidence", func(e *dataset.Event) string { return e.Confidence }),
		textColumn("sources", func(e *dataset.Event) string { return sourceLine(s.sourceList(e.Sources)) }),
	}, columns[*dataset.Event]{
		number("time_precision", func(e *dataset.Event) int { return e.TimePrecision }),
		number("geo_precision", func(e *dataset.Event) int { return e.GeoPrecision }),
		textColumn("same_as", func(e *dataset.Event) string { return e.SameAs.String() }),
	}.given(s.Dataset.Events))
	layer := fields.layer(dataset.EventsLayer)
	for _, e := range s.eventsDuring(wanted.During) {
		if wanted.holds((*orb.Point)(e.Point)) {
			layer.Features = append(layer.Features, fields.feature(e.ID, placeOf(e), e))
		}
	}
	return layer
}

// titleOf returns the title for tables, in English if there is one; "" for no event.
func titleOf(e *dataset.Event) string {
	if e == nil {
		return ""
	}
	return e.Title.In("en")
}

// placeOf returns where the event happened, nil if it has no point.
func placeOf(e *dataset.Event) orb.Geometry {
	if e.Point == nil {
		return nil
	}
	return orb.Point(*e.Point)
}

// eventsDuring returns the events that may have happened in the interval, in order of their days.
func (s *Snapshot) eventsDuring(during date.Interval) []*dataset.Event {
	var events []*dataset.Event
	for _, e := range s.Dataset.Events {
		if during.Overlaps(e.Happened()) {
			events = append(events, e)
		}
	}
	slices.SortStableFunc(events, func(a, b *dataset.Event) int { return int(a.Day - b.Day) })
	return events
}

// regionIndex returns the region layer with the id, nil if there is none.
func (s *Snapshot) regionIndex(id string) *regionIndex {
	for _, x := range s.layers {
		if x.ID == id {
			return x
		}
	}
	return nil
}

// precision returns how far off a region's lines may be in metres, its own or its layer's, nil when
// neither says.
func (s *Snapshot) precision(r *dataset.Region) any {
	if r.PrecisionM > 0 {
		return r.PrecisionM
	}
	if layer := s.regionIndex(r.Layer); layer.PrecisionM > 0 {
		return layer.PrecisionM
	}
	return nil
}

// sourceIDs lists the ids of sources in the order in which sourceLine names them.
func sourceIDs(sources []*dataset.Source) string {
	ids := make([]string, len(sources))
	for i, source := range sources {
		ids[i] = source.ID
	}
	return strings.Join(ids, ",")
}

// sourceLine names sources in one line, as "Publisher (Date): Title URL (archived URL); ...".
func sourceLine(sources []*dataset.Source) string {
	line := ""
	for i, source := range sources {
		if i > 0 {
			line += "; "
		}
		line += source.Publisher
		if source.Date != nil && !source.DateNominal {
			if source.Publisher != "" {
				line += " "
			}
			line += fmt.Sprintf("(%s)", source.Date)
		}
		if line != "" && !strings.HasSuffix(line, "; ") { // a title may be all that is known
			line += ": "
		}
		line += source.Title
		if source.URL != "" {
			line += " " + source.URL
		}
		if source.ArchivedURL != "" {
			line += " (archived " + source.ArchivedURL + ")"
		}
	}
	return line
}
