package dataset

import (
	"regexp"
	"slices"

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
