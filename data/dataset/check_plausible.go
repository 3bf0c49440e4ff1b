package dataset

import (
	"cmp"
	"slices"

	"demarc/data/date"
)

// The thresholds of warnings about unlikely statements.
const (
	flipDays  = 7    // a zone that comes back to its holder within so many days may be a slip of dates
	jumpShare = 0.25 // so much of the control layer's area changing hands in one day is worth a look
)

// plausible warns about statements that are more often mistaken than true: sources older than what
// they prove, zones that change back within days, large parts of the map that change in one day.
func (c *checker) plausible() {
	for _, e := range c.dataset.Events {
		if c.undated[e] {
			continue
		}
		c.sourcesBefore(e.Position, "event "+e.ID, e.Earliest, e.Sources)
	}
	for _, p := range c.dataset.Periods {
		if c.undated[p] {
			continue
		}
		c.sourcesBefore(p.Position, "zone "+p.Zone, p.Interval.From, p.Sources)
	}
	for zone, periods := range c.periods {
		if !slices.ContainsFunc(periods, func(p *ControlPeriod) bool { return c.undated[p] }) {
			c.flips(zone, periods)
		}
	}
	c.jumps()
}

func (c *checker) sourcesBefore(at Position, what string, day date.Date, ids []string) {
	for _, id := range ids {
		s := c.sources[id]
		if s == nil || s.Date == nil || s.DateNominal || *s.Date >= day {
			continue
		}
		c.warnf("source-date", at, "%s: the source %s is dated %s, before %s", what, id, *s.Date, day).
			hint("a source can announce, but not prove, what comes after it")
	}
}

func (c *checker) flips(zone string, periods []*ControlPeriod) {
	periods = slices.Clone(periods)
	slices.SortStableFunc(periods, func(a, b *ControlPeriod) int { return cmp.Compare(a.Interval.From, b.Interval.From) })
	for i := 1; i+1 < len(periods); i++ {
		before, p, after := periods[i-1], periods[i], periods[i+1]
		if before.Controller == after.Controller && before.Controller != p.Controller && p.Interval.To-p.Interval.From < flipDays {
			c.warnf("flip-flop", p.Position, "zone %s: %s holds it for %d days only, from %s, and then %s again",
				zone, holder(p), p.Interval.To-p.Interval.From, p.Interval.From, holder(after))
		}
	}
}

// jumps compares, for every day on which anything changes, the area that passes to another
// controller with that of the whole control layer.
func (c *checker) jumps() {
	area, total := map[string]float64{}, 0.0
	for _, r := range c.dataset.Regions {
		if r.Layer == c.dataset.ControlLayer {
			if !c.sound[r.ID] {
				return // shares of what is left would mean nothing
			}
			area[r.ID] = areaKm2(r)
			total += area[r.ID]
		}
	}
	passed, first := map[date.Date]float64{}, map[date.Date]*ControlPeriod{}
	for zone, periods := range c.periods {
		for _, p := range periods {
			if before := periodUntil(periods, p.Interval.From); before != nil && before.Controller != p.Controller {
				passed[p.Interval.From] += area[zone]
				if f := first[p.Interval.From]; f == nil || p.Line < f.Line {
					first[p.Interval.From] = p
				}
			}
		}
	}
	for day, km2 := range passed {
		if km2 > jumpShare*total {
			c.warnf("area-jump", first[day].Position, "on %s %.0f km2, %.0f %% of the layer %s, pass to another controller",
				day, km2, 100*km2/total, c.dataset.ControlLayer)
		}
	}
}

// periodUntil returns the period that ends on the day, nil if there is none.
func periodUntil(periods []*ControlPeriod, day date.Date) *ControlPeriod {
	for _, p := range periods {
		if p.Interval.To == day {
			return p
		}
	}
	return nil
}
