package dataset

import "demarc/data/date"

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
		e.Details = details.Written()
	}
	e.SameAs, e.Review, e.Sources = readSameAs(o), o.review(), o.texts("sources")
	o.done()
	return e, dated
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
