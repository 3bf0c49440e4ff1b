package dataset

import (
	"slices"
	"strings"

	"demarc/data/date"
)

// Correction is what was wrong once and what stands in its place: corrections are made in the open.
type Correction struct {
	ID       string     `json:"id"`
	Day      date.Date  `json:"day"`  // on which it was corrected
	Kind     string     `json:"kind"` // of what, one of correctable
	Of       string     `json:"of"`   // its id; of a period that of its zone
	From     *date.Date `json:"from,omitempty"`
	To       *date.Date `json:"to,omitempty"`
	Before   Text       `json:"before,omitempty"` // in words; nil: nothing was said
	After    Text       `json:"after,omitempty"`  // nil: nothing is said any more
	Reason   Text       `json:"reason"`
	Reporter string     `json:"reporter,omitempty"` // who found it, if they want to be named
	Release  string     `json:"release,omitempty"`  // the version of the dataset that has it
	Review   []string   `json:"review,omitempty"`

	Position `json:"-"`
}

// The kinds of what is corrected that answers ask for.
const (
	PeriodKind = "period"
	RegionKind = "region"
	EventKind  = "event"
)

// correctable are the kinds of things that can be corrected.
var correctable = []string{PeriodKind, RegionKind, EventKind, "source", "actor", "place", "figure"}

// Interval returns the days of which the statement was wrong, all of them where it says none.
func (c *Correction) Interval() date.Interval {
	from := date.Beginning
	if c.From != nil {
		from = *c.From
	}
	return until(from, c.To)
}

func (l *loader) readCorrections() {
	for _, o := range l.objects(correctionsFile, "corrections", true) {
		c := &Correction{ID: o.needText("id"), Position: o.position()}
		o.what = "correction " + c.ID
		before := len(o.report.problems)
		c.Day, c.From, c.To = o.needDate("day", 0), o.optionalDate("from"), o.optionalDate("to")
		l.reading.note(c, len(o.report.problems) == before)
		c.Kind, c.Of = o.needText("kind"), o.needText("of")
		c.Before, c.After, c.Reason = o.readerText("before"), o.readerText("after"), o.readerText("reason")
		o.need("reason")
		c.Reporter, c.Release, c.Review = o.text("reporter"), o.text("release"), o.review()
		o.done()
		l.dataset.Corrections = append(l.dataset.Corrections, c)
	}
}

// corrections applies the rules about what was wrong once.
func (c *checker) corrections() {
	indexed(c, "correction", c.dataset.Corrections, func(x *Correction) (string, Position) { return x.ID, x.Position })
	for _, x := range c.dataset.Corrections {
		what := "correction " + x.ID
		c.corrected(x, what)
		if x.Before == nil && x.After == nil {
			c.errorf("correction", x.Position, "%s: says neither what was said \"before\" nor what is said \"after\"", what)
		}
		if !c.undated[x] {
			c.correctedDays(x, what)
		}
	}
}

// corrected reports a correction of a thing that nobody knows. One that is said no more need not be
// known.
func (c *checker) corrected(x *Correction, what string) {
	if x.Kind == "" || x.Of == "" {
		return // reported by the loader
	}
	if !slices.Contains(correctable, x.Kind) {
		c.errorf("correction", c.line(x.Position, x.Kind), "%s: kind %q: want %s", what, x.Kind, strings.Join(correctable, ", "))
		return
	}
	if x.After == nil || c.retiredID(x) {
		return
	}
	switch x.Kind {
	case PeriodKind, RegionKind:
		refer(c, c.regions, RegionKind, x.Position, what, x.Of)
	case EventKind:
		refer(c, c.events, EventKind, x.Position, what, x.Of)
	case "source":
		refer(c, c.sources, x.Kind, x.Position, what, x.Of)
	case "actor":
		refer(c, c.actors, x.Kind, x.Position, what, x.Of)
	case "place":
		refer(c, c.places, x.Kind, x.Position, what, x.Of)
	case "figure":
		refer(c, c.figures, x.Kind, x.Position, what, x.Of)
	}
}

// retiredID tells whether a correction is of a region that had its id once.
func (c *checker) retiredID(x *Correction) bool {
	return (x.Kind == PeriodKind || x.Kind == RegionKind) &&
		slices.ContainsFunc(c.dataset.Retired, func(r *Retired) bool { return r.ID == x.Of })
}

// correctedDays compares the days of a correction with those of what it corrects.
func (c *checker) correctedDays(x *Correction, what string) {
	days := x.Interval()
	if x.From != nil || x.To != nil {
		c.interval(x.Position, what, days)
	}
	if x.Kind != PeriodKind {
		return
	}
	if x.From == nil {
		c.errorf("correction", x.Position, "%s: of a period, but \"from\" is missing", what).
			hint("give the first day of which the zone was told wrongly")
		return
	}
	if x.After == nil || c.retiredID(x) || c.regions[x.Of] == nil || slices.Contains(c.reading.broken, controlFile) {
		return
	}
	if !slices.ContainsFunc(c.periods[x.Of], func(p *ControlPeriod) bool {
		_, both := p.Interval.Intersection(days)
		return both || c.undated[p]
	}) {
		c.errorf("correction", c.line(x.Position, x.Of), "%s: %s has no period on any day of %s", what, x.Of, days).
			hint("\"of\" is the id of a zone or overlay; leave \"after\" out if nothing is said of these days any more")
	}
}
