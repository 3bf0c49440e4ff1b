package dataset

import (
	"cmp"
	"slices"

	"demarc/data/date"
)

// time applies the rules about days: intervals that end before they begin, two periods of a zone on
// one day, days without a period, periods that begin when their event cannot have happened.
func (c *checker) time() {
	covers := c.dataset.Covers.Interval()
	if covers.From >= covers.To {
		c.errorf("interval", c.line(Position{datasetFile, 1}, "covers"), "covers: from %s is not before to %s", covers.From, covers.To)
	}
	for _, r := range c.dataset.Regions {
		c.interval(r.Position, "region "+r.ID, r.Interval)
	}
	for _, a := range c.dataset.Actors {
		c.interval(a.Position, "actor "+a.ID, a.Interval)
	}
	for _, context := range c.dataset.Context {
		for _, f := range context.Features {
			c.interval(f.Position, "context "+f.ID, f.Interval)
		}
	}
	for _, s := range c.dataset.Spans {
		if !c.undated[s] {
			c.interval(s.Position, "span "+s.ID, s.interval())
		}
	}
	c.asOf(covers)
	for _, e := range c.dataset.Events {
		c.eventDays(e)
	}
	for _, p := range c.dataset.Periods {
		if !c.undated[p] {
			c.interval(p.Position, "zone "+p.Zone, p.Interval)
			c.periodDays(p)
			c.bounds(p)
		}
	}
	if slices.Contains(c.reading.broken, controlFile) || c.undated[&c.dataset.Covers] || covers.From >= covers.To {
		return // every zone would seem to have gaps
	}
	for _, r := range c.dataset.Regions {
		if r.ID == "" {
			continue // reported by the loader
		}
		if r.Layer == c.dataset.ControlLayer {
			c.zoneDays(r, covers)
		} else if c.dataset.Controls(r.Layer) {
			c.timeline(r, covers, false)
		}
	}
}

// zoneDays wants periods for all covered days on which the zone is valid. These should be all
// covered days: a zone is the smallest area that always changed hands as one.
func (c *checker) zoneDays(zone *Region, covers date.Interval) {
	days, ok := covers.Intersection(zone.Interval)
	if days != covers && zone.Interval.From < zone.Interval.To {
		c.warnf("zone-days", zone.Position, "zone %s is valid for %s only: differences leave it out beyond, and the map shows it as unknown", zone.ID, zone.Interval).
			hint("cut zones into the smallest areas that always changed hands as one, which are there on all days")
	}
	if ok {
		c.timeline(zone, days, true)
	}
}

// asOf compares the day up to which the dataset was kept with the days it speaks of.
func (c *checker) asOf(covers date.Interval) {
	day := c.dataset.AsOf
	if day == nil || c.undated[&c.dataset.Covers] || covers.From >= covers.To {
		return
	}
	at := c.line(Position{datasetFile, 1}, "as_of")
	if *day < covers.From {
		c.errorf("date", at, "as_of: %s is before the first day that is covered, %s", *day, covers.From)
	} else if covers.To != date.Forever && *day < covers.Last() {
		c.warnf("date", at, "as_of: the dataset was kept until %s, but covers days until %s", *day, covers.Last())
	}
}

// bounds compares the days between which a period began with its first and last, and with those of
// its event.
func (c *checker) bounds(p *ControlPeriod) {
	what := "zone " + p.Zone
	if p.FromOpen {
		if p.FromEarliest != nil || p.FromLatest != nil {
			c.errorf("interval", p.Position, "%s: a period from %q has neither \"from_earliest\" nor \"from_latest\"", what, openBound)
		}
		if slices.ContainsFunc(c.periods[p.Zone], func(other *ControlPeriod) bool { return other.Interval.From < p.Interval.From }) {
			c.errorf("interval", p.Position, "%s: a period from %q is the first of its zone, but another begins before it", what, openBound)
		}
		return
	}
	earliest, latest := p.Began(nil)
	if earliest > p.Interval.From || latest < p.Interval.From {
		c.errorf("interval", p.Position, "%s: from %s is not between from_earliest %s and from_latest %s", what, p.Interval.From, earliest, latest)
	}
	if p.FromLatest != nil && latest >= p.Interval.To {
		c.errorf("interval", c.line(p.Position, "from_latest"), "%s: from_latest %s is not before to %s", what, latest, p.Interval.To)
	}
	e := c.events[p.Event]
	if e != nil && !c.undated[e] && (p.FromEarliest != nil && earliest < e.Earliest || p.FromLatest != nil && latest > e.Latest) {
		c.errorf("event-date", p.Position, "zone %s: the period began between %s and %s, but its event %s happened between %s and %s",
			p.Zone, earliest, latest, e.ID, e.Earliest, e.Latest)
	}
}

func (c *checker) interval(at Position, what string, i date.Interval) {
	if i.From >= i.To {
		c.errorf("interval", at, "%s: from %s is not before to %s", what, i.From, i.To).
			hint("the day of \"to\" no longer belongs to the interval")
	}
}

func (c *checker) eventDays(e *Event) {
	if c.undated[e] {
		return
	}
	before := len(c.problems)
	if e.Earliest > e.Day || e.Day > e.Latest {
		c.errorf("interval", e.Position, "event %s: day %s is not between earliest %s and latest %s", e.ID, e.Day, e.Earliest, e.Latest)
	}
	if e.Date.Text != "" && (e.Latest < e.Date.Earliest || e.Earliest > e.Date.Latest) {
		c.errorf("interval", e.Position, "event %s: date %s lies outside of earliest %s to latest %s", e.ID, e.Date.Text, e.Earliest, e.Latest)
	}
	if len(c.problems) > before {
		c.undated[e] = true
	}
}

// periodDays compares a period with its event and its actors.
func (c *checker) periodDays(p *ControlPeriod) {
	if e := c.events[p.Event]; e != nil && !c.undated[e] && (p.Interval.From < e.Earliest || p.Interval.From > e.Latest && !p.FromOpen) {
		c.errorf("event-date", p.Position, "zone %s: the period begins on %s, but its event %s happened between %s and %s",
			p.Zone, p.Interval.From, e.ID, e.Earliest, e.Latest)
	}
	for _, id := range []string{p.Controller, p.PatrolledBy} {
		if a := c.actors[id]; a != nil && (p.Interval.From < a.Interval.From || p.Interval.Last() > a.Interval.Last()) {
			c.warnf("actor-date", p.Position, "zone %s: %s is named for %s, but is valid for %s only", p.Zone, id, p.Interval, a.Interval)
		}
	}
}

// timeline reports the days within covers with two periods of a zone and, if it must be whole,
// those without one.
func (c *checker) timeline(zone *Region, covers date.Interval, whole bool) {
	periods := slices.Clone(c.periods[zone.ID])
	if slices.ContainsFunc(periods, func(p *ControlPeriod) bool { return c.undated[p] }) {
		return // its days are not known
	}
	slices.SortStableFunc(periods, func(a, b *ControlPeriod) int { return cmp.Compare(a.Interval.From, b.Interval.From) })
	if len(periods) == 0 && whole {
		c.errorf("gap-in-time", zone.Position, "zone %s: no period in %s", zone.ID, controlFile).
			hint("give it one with the status %q if nothing is known", UnknownStatus)
		return
	}
	reached, last := covers.From, (*ControlPeriod)(nil)
	at := zone.Position
	for _, p := range periods {
		if p.Interval.From >= p.Interval.To {
			continue // reported as such
		}
		if last != nil && p.Interval.From < last.Interval.To {
			c.errorf("double-control", p.Position, "zone %s: %s and %s both hold it from %s to %s", zone.ID,
				holder(last), holder(p), p.Interval.From, min(p.Interval.Last(), last.Interval.Last())).
				hint("the other period is on line %d", last.Line)
		} else if whole && p.Interval.From > reached {
			c.gap(p.Position, zone.ID, date.Interval{From: reached, To: p.Interval.From})
		}
		at = p.Position
		if p.Interval.To > reached {
			reached, last = p.Interval.To, p
		}
	}
	if whole && reached < covers.To && len(periods) > 0 {
		c.gap(at, zone.ID, date.Interval{From: reached, To: covers.To})
	}
}

func (c *checker) gap(at Position, zone string, i date.Interval) {
	c.errorf("gap-in-time", at, "zone %s: no period from %s to %s", zone, i.From, i.Last()).
		hint("if nothing is known of these days, say so with the status %q", UnknownStatus)
}

func holder(p *ControlPeriod) string {
	if p.Controller == "" {
		return p.Status
	}
	return p.Controller
}
