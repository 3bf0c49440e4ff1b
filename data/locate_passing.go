package data

import (
	"fmt"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
)

// Doubt says that nobody knows whether a zone had passed on a day or not: the day lies between the
// first and the last on which its next or latest period may have begun.
type Doubt struct {
	Uncertain     bool   `json:"uncertain,omitempty"`
	UncertainNote string `json:"uncertain_note,omitempty"` // between which days it passed
}

// passing is a change of a zone whose day is not known.
type passing struct {
	before, period   *dataset.ControlPeriod // that it ended, nil for none, and began
	earliest, latest date.Date
	verb             string
	first            bool // its zone had no period before
}

// doubt says between which days the zone passed.
func (p *passing) doubt() Doubt {
	return Doubt{Uncertain: true, UncertainNote: fmt.Sprintf("not certain: %s between %s and %s", p.verb, p.earliest, p.latest)}
}

// on tells whether the change may lie before the day, and after it too. On the last day on which it
// may have happened the period has begun for certain.
func (p *passing) on(day date.Date) bool { return p.earliest <= day && day < p.latest }

// passingsOf lists the uncertain changes of each zone in order of time. Periods that a viewpoint
// shows alike are none.
func (s *Snapshot) passingsOf(t *Timeline) map[string][]passing {
	all := map[string][]passing{}
	for zone, periods := range t.periods {
		for i, p := range periods {
			earliest, latest := p.Began(s.events[p.Event])
			var before *dataset.ControlPeriod
			verb, first := "began", i == 0 || periods[i-1].Interval.To < p.Interval.From
			if !first {
				before = periods[i-1]
				verb = passedFrom(before, p)
			}
			if p.FromOpen || earliest == latest || verb == "" {
				continue
			}
			all[zone] = append(all[zone], passing{before, p, earliest, latest, verb, first})
		}
	}
	return all
}

// passedFrom words what differs between two periods of a zone, "" for nothing.
func passedFrom(before, after *dataset.ControlPeriod) string {
	switch {
	case before.Controller != after.Controller:
		return "passed"
	case before.Status != after.Status || before.PatrolledBy != after.PatrolledBy:
		return "changed"
	}
	return ""
}

// doubt returns what is not certain of a zone on a day.
func (s *Snapshot) doubt(zone string, day date.Date) Doubt {
	if p := s.passingOn(zone, day); p != nil {
		return p.doubt()
	}
	return Doubt{}
}

// Passing returns the first and the last day on which a zone may have passed by a change that may
// lie before the day, and after it too. It is not ok where all is certain.
func (s *Snapshot) Passing(zone string, day date.Date) (earliest, latest date.Date, ok bool) {
	if p := s.passingOn(zone, day); p != nil {
		return p.earliest, p.latest, true
	}
	return 0, 0, false
}

// Sides returns the two periods of a zone between which it changed on a day that nobody knows and
// that may be before or after the given one: what is said of the day, and the other side. Nil is no
// period. It is not ok where all is certain.
func (s *Snapshot) Sides(zone string, day date.Date) (shown, other *dataset.ControlPeriod, ok bool) {
	p := s.passingOn(zone, day)
	switch {
	case p == nil:
		return nil, nil, false
	case day < p.period.Interval.From:
		return p.before, p.period, true
	}
	return p.period, p.before, true
}

// doubtAt returns what is not certain of a point on a day on which it lies in the zone. Where one
// zone came in place of another, the point passed from that to this.
func (s *Snapshot) doubtAt(zone *Zone, point orb.Point, day date.Date) Doubt {
	p := s.passingOn(zone.ID, day)
	grid := s.regionIndex(s.Dataset.ControlLayer).grid
	if end := zone.Interval.To; p == nil && end != date.Forever {
		if next, ok := grid.At(point, int32(end)); ok {
			p = s.passingOn(s.zones[next].ID, day)
		}
	}
	if p == nil {
		return Doubt{}
	}
	if p.first {
		if last, ok := grid.At(point, int32(p.period.Interval.From-1)); ok {
			if before := s.Timeline.Period(s.zones[last].ID, p.period.Interval.From-1); before != nil {
				told := *p
				if told.verb = passedFrom(before, p.period); told.verb == "" {
					return Doubt{}
				}
				return told.doubt()
			}
		}
	}
	return p.doubt()
}

// passingOn returns the change of a zone between whose bounds the day lies, of several the one that
// began or ended what is said of the day; nil for none.
func (s *Snapshot) passingOn(zone string, day date.Date) *passing {
	if !s.Timeline.covers.Contains(day) {
		return nil
	}
	changes := s.passings[zone]
	var found *passing
	for i := range changes {
		switch c := &changes[i]; {
		case !c.on(day):
		case found == nil:
			found = c
		default:
			shown := s.Timeline.Period(zone, day)
			if found.period != shown && found.before != shown && (c.period == shown || c.before == shown) {
				found = c
			}
		}
	}
	return found
}

// passingInto returns the change that began the period, nil when its day is known.
func (s *Snapshot) passingInto(p *dataset.ControlPeriod) *passing {
	changes := s.passings[p.Zone]
	for i := range changes {
		if x := &changes[i]; x.period == p {
			return x
		}
	}
	return nil
}

// bound fills in when the period may have begun.
func (c *Control) bound(p *dataset.ControlPeriod, event *dataset.Event) {
	if p.FromOpen {
		c.SinceOrEarlier = true
		return
	}
	if earliest, latest := p.Began(event); earliest != latest {
		c.setBounds(earliest, latest)
	}
}

// setBounds is apart so that periods that began on a known day take no memory for others.
func (c *Control) setBounds(earliest, latest date.Date) {
	c.FromEarliest, c.FromLatest = &earliest, &latest
}
