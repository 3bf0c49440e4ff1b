package dataset

import (
	"encoding/json"
	"math"
	"regexp"
	"slices"

	"demarc/data/date"
	"demarc/geo/jsontree"
	"demarc/geo/rgb"
)

func (l *loader) readDataset() {
	root := l.document(datasetFile, false)
	if root == nil {
		return
	}
	o, d := l.object(datasetFile, root, "dataset"), l.dataset
	d.Format = readFormat(o)
	d.ID, d.Version, d.AsOf = o.needText("id"), o.text("version"), o.optionalDate("as_of")
	if d.ID != "" && !addressable.MatchString(d.ID) {
		o.report.errorf("shape", o.report.line(o.position(), "id"), "dataset: id %q: want letters and digits of any script or _, and . ~ - behind the first", d.ID).
			hint("it is part of addresses: /d/ID/")
	}
	d.Languages = append([]string{}, o.texts("languages")...) // answers have lists, empty ones too
	l.report.languages = d.Languages
	d.Title, d.Description = o.needNames("title"), o.strings("description")
	d.Licence, d.LicenceURL, d.Attribution = o.needText("licence"), o.address("licence_url"), o.needText("attribution")
	d.Feedback, d.Review = o.address("feedback"), o.review()
	d.ControlLayer = o.needText("control_layer")
	known := readCoverage(o, &d.Covers, d.Format)
	l.reading.note(&d.Covers, known)
	d.View = readView(o, d.Covers, known)
	d.OverlayLayers = o.texts("overlay_layers")
	for _, layer := range o.objects("layers") {
		d.Layers = append(d.Layers, readLayer(layer))
	}
	for _, attribute := range o.optionalObjects("attributes") {
		d.Attributes = append(d.Attributes, readAttribute(attribute))
	}
	d.Statuses = []*Status{}
	for _, status := range o.objects("statuses") {
		d.Statuses = append(d.Statuses, readStatus(status))
	}
	l.readStatements(o)
	o.done()
}

// addressable are ids that stand in an address as they are, or with letters of other scripts in it.
var addressable = regexp.MustCompile(addressablePattern)

// The formats of datasets that can be read. They have the same members; one that says 2 uses some
// that a reader of format 1 does not know.
const (
	firstFormat = 1 // what a dataset has that does not say
	lastFormat  = 2 // what Files writes
)

func readFormat(o *object) int {
	if o.get("format") == nil {
		return firstFormat
	}
	return o.integer("format", firstFormat, lastFormat)
}

// readStatements reads the optional parts of dataset.json.
func (l *loader) readStatements(o *object) {
	d := l.dataset
	for _, c := range o.optionalObjects("context") {
		d.Context = append(d.Context, readContext(c))
	}
	for _, v := range o.optionalObjects("viewpoints") {
		d.Viewpoints = append(d.Viewpoints, &Viewpoint{
			ID: v.needText("id"), Names: v.needNames("names"), Definition: v.definition("definition"),
			Review: v.review(), Position: v.position(),
		})
		v.done()
	}
	for _, s := range o.optionalObjects("spans") {
		span, dated := readSpan(s)
		l.reading.note(span, dated)
		d.Spans = append(d.Spans, span)
	}
	for _, p := range o.optionalObjects("perspectives") {
		d.Perspectives = append(d.Perspectives, &Perspective{
			ID: p.needText("id"), Names: p.needNames("names"), Review: p.review(), Position: p.position(),
		})
		p.done()
	}
	for _, j := range o.optionalObjects("de_jure") {
		d.DeJure = append(d.DeJure, &DeJure{
			Text: j.needNames("text"), Review: j.review(), Regions: j.texts("regions"), Sources: j.texts("sources"), Position: j.position(),
		})
		j.done()
	}
}

// readSpan tells whether the days of the span are known.
func readSpan(o *object) (s *Span, dated bool) {
	s = &Span{ID: o.needText("id"), Position: o.position()}
	o.what = "span " + s.ID
	before := len(o.report.problems)
	s.From, s.To, s.spelled = o.needInterval("from", "to")
	dated = len(o.report.problems) == before
	s.Title, s.Kind, s.Review = o.needNames("title"), o.text("kind"), o.review()
	o.done()
	return s, dated
}

func readContext(o *object) *Context {
	context := &Context{
		ID: o.needText("id"), Title: o.needNames("title"), Kind: geometryKind(o), Review: o.review(), Position: o.position(),
	}
	context.ID = fileID(o, "context", context.ID)
	o.done()
	return context
}

// geometryKind reads the kind of geometry of a layer, areas if it says nothing.
func geometryKind(o *object) string {
	switch kind := o.text("kind"); kind {
	case "":
		return AreaKind
	case AreaKind, LineKind, PointKind:
		return kind
	default:
		o.report.errorf("shape", o.position(), "kind %q: want area, line or point", kind)
		return AreaKind
	}
}

// fileID returns the id if it can name a file, else "".
func fileID(o *object, what, id string) string {
	if id != "" && !fileName(id) {
		o.report.errorf("shape", o.position(), "%s %q: want an id of small letters, digits, - and _: it names a file", what, id)
		return ""
	}
	if slices.Contains(reservedIDs, id) {
		o.report.errorf("shape", o.position(), "%s %q: this id is taken for a layer of the program's own", what, id)
		return ""
	}
	return id
}

// readCoverage tells whether all of it could be read. In format 1 no extent crosses the
// antimeridian.
func readCoverage(o *object, c *Coverage, format int) bool {
	o.need("covers")
	covers := o.object("covers")
	if covers == nil {
		c.Extent = [4]float64{-180, -90, 180, 90}
		return false
	}
	before := len(o.report.problems)
	c.From, c.To, c.spelled = covers.needInterval("from", "to")
	covers.need("extent")
	if covers.numbers("extent", c.Extent[:]) {
		c.checkExtent(covers, format)
	}
	known := len(o.report.problems) == before
	covers.done()
	return known
}

// checkExtent reports an extent that is none.
func (c *Coverage) checkExtent(covers *object, format int) {
	west, south, east, north := c.Extent[0], c.Extent[1], c.Extent[2], c.Extent[3]
	line := covers.report.line(covers.position(), "extent")
	switch crosses := west > east; {
	case crosses && format < 2:
		covers.report.errorf("shape", line, "covers: \"extent\": %g is east of %g: want [west, south, east, north]", west, east).
			hint("a west greater than the east, across the date line, wants \"format\": 2")
	case west == east || south >= north:
		covers.report.errorf("shape", line, "covers: \"extent\": want [west, south, east, north]")
	case format >= 2 && (max(math.Abs(west), math.Abs(east)) > 180 || max(-south, north) > 90):
		covers.report.errorf("shape", line, "covers: \"extent\" %v: want longitudes of -180 to 180 and latitudes of -90 to 90 degrees", c.Extent).
			hint("across the date line the west is greater than the east: [176, -20, -173, -15]")
	}
}

// maxViewZoom is the largest zoom of web maps.
const maxViewZoom = 22

// readView falls back to the middle of the extent and the first day covered. What is covered may
// not be known.
func readView(o *object, covers Coverage, known bool) View {
	view := View{Center: covers.center(), Zoom: 8, Date: covers.From}
	given := o.object("view")
	if given == nil {
		return view
	}
	if given.numbers("center", view.Center[:]) && known && !covers.Holds(view.Center) {
		given.report.errorf("shape", given.report.line(given.position(), "center"), "view: center %v lies outside the extent that is covered", view.Center).
			hint("write [longitude, latitude]")
	}
	view.Date = given.date("date", view.Date)
	if known && !covers.Interval().Contains(view.Date) {
		given.report.errorf("date", given.report.line(given.position(), "date"), "view: %s is not covered", view.Date)
	}
	if given.get("zoom") != nil {
		view.Zoom = int(given.number("zoom"))
		if view.Zoom < 0 || view.Zoom > maxViewZoom {
			given.report.errorf("shape", given.report.line(given.position(), "zoom"), "view: zoom %d: want 0 to %d", view.Zoom, maxViewZoom)
		}
	}
	given.done()
	return view
}

func readLayer(o *object) *RegionLayer {
	layer := &RegionLayer{
		ID: o.needText("id"), Kind: geometryKind(o), Title: o.needNames("title"), Description: o.strings("description"),
		Partition: o.flag("partition"), Outline: o.text("outline"), PrecisionM: o.number("precision_m"),
		AsDrawn: o.flag("as_drawn"), Review: o.review(), Position: o.position(),
	}
	if layer.PrecisionM < 0 {
		o.report.errorf("shape", o.report.line(o.position(), "precision_m"), "layer %q: precision_m: want metres, 0 or more", layer.ID)
	}
	layer.ID = fileID(o, "layer", layer.ID)
	if layer.Partition && layer.Kind != AreaKind {
		o.report.errorf("shape", o.position(), "layer %q: only areas can be a partition", layer.ID)
	}
	if layer.Partition && layer.AsDrawn {
		o.report.errorf("shape", o.report.line(o.position(), "as_drawn"), "layer %q: a partition needs valid polygons and cannot be \"as_drawn\"", layer.ID)
	}
	o.done()
	return layer
}

// fileName tells whether an id can name a file everywhere.
func fileName(id string) bool {
	for _, c := range id {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

func readStatus(o *object) *Status {
	status := &Status{
		ID: o.needText("id"), Names: o.needNames("names"), Definition: o.definition("definition"),
		Pattern: o.text("pattern"), Review: o.review(), Position: o.position(),
	}
	o.done()
	return status
}

func (l *loader) readActors() {
	for _, o := range l.objects(actorsFile, "actors", false) {
		l.dataset.Actors = append(l.dataset.Actors, readActor(o))
	}
}

func readActor(o *object) *Actor {
	actor := &Actor{ID: o.needText("id"), Position: o.position()}
	o.what = "actor " + actor.ID
	actor.Names, actor.Short = o.needNames("names"), o.strings("short")
	actor.Code, actor.Color, actor.Kind = o.text("code"), o.needText("color"), o.text("kind")
	if _, ok := rgb.Parse(actor.Color); actor.Color != "" && !ok {
		o.report.errorf("shape", o.report.line(o.position(), "color"), "%s: color %q: want #rrggbb", o.what, actor.Color)
	}
	actor.Interval, actor.spelled = o.interval("valid_from", "valid_to")
	actor.Description, actor.DeJureNote = o.readerText("description"), o.readerText("de_jure_note")
	actor.SameAs, actor.Review = readSameAs(o), o.review()
	actor.Sources = o.texts("sources")
	o.done()
	return actor
}

func (l *loader) readEvents() {
	for _, o := range l.objects(eventsFile, "events", false) {
		event, dated := readEvent(o)
		l.reading.note(event, dated)
		l.dataset.Events = append(l.dataset.Events, event)
	}
}

// readEvent tells whether the days of the event are known.
func readEvent(o *object) (event *Event, dated bool) {
	e := &Event{ID: o.needText("id"), Position: o.position()}
	o.what = "event " + e.ID
	dated = readEventDates(o, e)
	e.Planned = o.optionalDate("planned")
	e.Kind, e.Title, e.Summary = o.needText("kind"), o.needNames("title"), o.strings("summary")
	e.Regions, e.Zones, e.Place = o.texts("regions"), o.texts("zones"), o.text("place")
	e.UndrawnZones = o.texts("undrawn_zones")
	var point [2]float64
	if o.get("point") != nil && o.numbers("point", point[:]) {
		e.Point = &point
	}
	e.TimePrecision, e.GeoPrecision = o.integer("time_precision", 1, 5), o.integer("geo_precision", 1, 7)
	e.FromActor, e.ToActor = o.text("from_actor"), o.text("to_actor")
	e.Claimed, e.Confirmed = readStatement(o, "claimed"), readStatement(o, "confirmed")
	e.Claims = o.strings("claims")
	e.Confidence, e.SingleSided, e.Note = o.text("confidence"), o.flag("single_sided"), o.readerText("note")
	if details := o.get("details"); details != nil {
		e.Details = digits(details)
	}
	e.SameAs, e.Review, e.Sources = readSameAs(o), o.review(), o.texts("sources")
	o.done()
	return e, dated
}

// digits returns a value as Interface does, with numbers as they are written.
func digits(n *jsontree.Node) any {
	switch n.Kind {
	case jsontree.Number:
		return json.Number(n.Text)
	case jsontree.Array:
		items := make([]any, len(n.Items))
		for i, item := range n.Items {
			items[i] = digits(item)
		}
		return items
	case jsontree.Object:
		members := make(map[string]any, len(n.Members))
		for _, m := range n.Members {
			members[m.Name] = digits(m.Value)
		}
		return members
	}
	return n.Interface()
}

// readEventDates reads the date, and the day and bounds that follow from it unless they are given.
// It tells whether they are known.
func readEventDates(o *object, e *Event) bool {
	before := len(o.report.problems)
	o.need("date")
	e.Date, _ = o.edtf("date")
	e.Day = o.date("day", e.Date.Earliest)
	e.Earliest, e.Latest = o.date("earliest", e.Date.Earliest), o.date("latest", e.Date.Latest)
	known := len(o.report.problems) == before
	if known && e.Day == date.Beginning {
		o.report.errorf("date", o.report.line(o.position(), "date"), "%s: the date %s has no first day: \"day\" is missing", o.what, e.Date.Text).
			hint("give the day that the control timeline uses")
		known = false
	}
	if !known {
		e.Date, e.Day, e.Earliest, e.Latest = date.EDTF{Text: e.Date.Text}, 0, 0, 0
	}
	return known
}

func readStatement(o *object, name string) *Statement {
	given := o.object(name)
	if given == nil {
		return nil
	}
	statement := &Statement{Date: given.needDate("date", 0), By: given.text("by")}
	given.done()
	return statement
}

func (l *loader) readControl() {
	root := l.document(controlFile, false)
	if root == nil {
		return
	}
	top := l.object(controlFile, root, "file")
	zones := top.object("zones")
	top.need("zones")
	top.done()
	if zones == nil {
		l.reading.broken = append(l.reading.broken, controlFile)
		return
	}
	seen := map[string]bool{}
	for _, m := range zones.node.Members {
		if seen[m.Name] {
			continue // reported as a duplicate key
		}
		seen[m.Name] = true
		l.reading.zoneLines[m.Name] = m.Line
		if m.Value.Kind != jsontree.Array {
			l.report.errorf("shape", Position{controlFile, m.Line}, "zone %s: want an array of periods, got %s", m.Name, m.Value.Kind)
			continue
		}
		for _, item := range m.Value.Items {
			period, dated := l.readPeriod(l.object(controlFile, item, "zone "+m.Name), m.Name)
			l.reading.note(period, dated)
			l.dataset.Periods = append(l.dataset.Periods, period)
		}
	}
}

// openBound stands for the first day of a period that began on the first day covered or earlier.
const openBound = ".."

// readPeriod tells whether the days of the period are known.
func (l *loader) readPeriod(o *object, zone string) (p *ControlPeriod, dated bool) {
	p = &ControlPeriod{Zone: zone, Position: o.position()}
	before := len(o.report.problems)
	if from := o.get("from"); from != nil && from.Text == openBound {
		p.FromOpen, p.Interval.From = true, l.dataset.Covers.From
	} else {
		o.need("from")
		var uncertain date.EDTF
		p.Interval.From, uncertain = o.first("from", date.Beginning)
		if uncertain.Earliest < uncertain.Latest {
			p.FromEarliest, p.FromLatest = uncertain.Earliest.Optional(), uncertain.Latest.Optional()
		}
	}
	p.Interval.To, _ = o.first("to", date.Forever)
	if p.spelled = o.spelled("from", "to"); p.FromOpen {
		p.spelled.from = ""
	}
	if earliest := o.optionalDate("from_earliest"); earliest != nil {
		p.FromEarliest = earliest
	}
	if latest := o.optionalDate("from_latest"); latest != nil {
		p.FromLatest = latest
	}
	if o.node.Member("to") == nil {
		o.report.errorf("shape", o.position(), "%s: \"to\" is missing", o.what).hint("write null when the period has no end")
	}
	dated = len(o.report.problems) == before && (!p.FromOpen || !l.reading.undated[&l.dataset.Covers])
	p.Status, p.Controller = o.needText("status"), o.text("controller")
	p.PatrolledBy, p.AcquiredBy, p.Event = o.text("patrolled_by"), o.text("acquired_by"), o.text("event")
	p.Confidence, p.Claims, p.Note = o.text("confidence"), o.strings("claims"), o.readerText("note")
	p.Claimants, p.Viewpoints = o.texts("claimants"), readClaims(o)
	p.Attributes, p.AttributesOf = l.readValues(o, OfPeriods, ""), o.text("attributes_of")
	p.Review, p.Sources = o.review(), o.texts("sources")
	o.done()
	return p, dated
}

// readClaims reads the claims that viewpoints show in place of the period.
func readClaims(o *object) map[string]Claim {
	given := o.object("viewpoints")
	if given == nil {
		return nil
	}
	claims := map[string]Claim{}
	for _, m := range given.node.Members {
		claim := newObject(o.report, o.file, m.Value, o.what+": viewpoint "+m.Name)
		claims[m.Name] = Claim{
			Controller: claim.text("controller"), Status: claim.needText("status"), PatrolledBy: claim.text("patrolled_by"),
		}
		claim.done()
	}
	return claims
}

func (l *loader) readFigures() {
	for _, o := range l.objects(figuresFile, "figures", true) {
		f := &Figure{ID: o.needText("id"), Position: o.position()}
		o.what = "figure " + f.ID
		f.What, f.Unit = o.needNames("what"), o.needText("unit")
		o.need("value")
		f.Value = o.number("value")
		f.AsOf = edtfText(o, "as_of")
		f.ClaimedBy, f.Confidence, f.Note = o.text("claimed_by"), o.text("confidence"), o.readerText("note")
		f.Review = o.review()
		f.Region, f.Zone, f.Sources = o.text("region"), o.text("zone"), o.texts("sources")
		o.done()
		l.dataset.Figures = append(l.dataset.Figures, f)
	}
}
