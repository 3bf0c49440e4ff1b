package data

import (
	"cmp"
	"slices"

	"demarc/data/dataset"
	"demarc/data/date"
)

// Correction is what was wrong once, in an answer. Its texts are by language.
type Correction struct {
	ID       string        `json:"id"`
	Day      date.Date     `json:"day"`  // on which it was corrected
	Kind     string        `json:"kind"` // period, region, event, source, actor, place or figure
	Of       string        `json:"of"`   // its id; of a period that of its zone
	From     *date.Date    `json:"from,omitempty"`
	To       *date.Date    `json:"to,omitempty"`
	Before   dataset.Names `json:"before,omitempty"`
	After    dataset.Names `json:"after,omitempty"`
	Reason   dataset.Names `json:"reason"`
	Reporter string        `json:"reporter,omitempty"`
	Release  string        `json:"release,omitempty"`

	during date.Interval
}

// corrected finds the corrections of a snapshot.
type corrected struct {
	all    []*Correction            // the latest first
	zones  map[string][]*Correction // of periods and outlines, by zone or region
	events map[string][]*Correction
}

func newCorrected(d *dataset.Dataset) corrected {
	c := corrected{zones: map[string][]*Correction{}, events: map[string][]*Correction{}}
	byLanguage := func(text dataset.Text) dataset.Names {
		var names dataset.Names
		for language, words := range text {
			if language == "" && len(d.Languages) > 0 {
				language = d.Languages[0]
			}
			if names == nil {
				names = dataset.Names{}
			}
			names[language] = words
		}
		return names
	}
	for _, x := range d.Corrections {
		c.all = append(c.all, &Correction{
			ID: x.ID, Day: x.Day, Kind: x.Kind, Of: x.Of, From: x.From, To: x.To,
			Before: byLanguage(x.Before), After: byLanguage(x.After), Reason: byLanguage(x.Reason),
			Reporter: x.Reporter, Release: x.Release, during: x.Interval(),
		})
	}
	slices.SortStableFunc(c.all, func(a, b *Correction) int { return cmp.Or(cmp.Compare(b.Day, a.Day), cmp.Compare(a.ID, b.ID)) })
	for _, x := range c.all {
		switch x.Kind {
		case dataset.PeriodKind, dataset.RegionKind:
			ids, retired := d.Successors(x.Of)
			if !retired {
				ids = []string{x.Of}
			}
			for _, id := range ids {
				c.zones[id] = append(c.zones[id], x)
			}
		case dataset.EventKind:
			c.events[x.Of] = append(c.events[x.Of], x)
		}
	}
	return c
}

// Corrections returns what was wrong once, the latest first.
func (s *Snapshot) Corrections() []*Correction { return append([]*Correction{}, s.corrected.all...) }

// correctionsOf returns the corrections that a period rests on: of its zone on any of its days, of
// the outline of its zone, of its event.
func (s *Snapshot) correctionsOf(p *dataset.ControlPeriod) []*Correction {
	if len(s.corrected.all) == 0 {
		return nil
	}
	var found []*Correction
	for _, x := range s.corrected.zones[p.Zone] {
		if _, both := x.during.Intersection(p.Interval); both {
			found = append(found, x)
		}
	}
	return append(found, s.corrected.events[p.Event]...)
}

// outlineCorrections returns the corrections of a region itself, not of who held it.
func (s *Snapshot) outlineCorrections(id string) []*Correction {
	if len(s.corrected.all) == 0 {
		return nil
	}
	var found []*Correction
	for _, x := range s.corrected.zones[id] {
		if x.Kind == dataset.RegionKind {
			found = append(found, x)
		}
	}
	return found
}
