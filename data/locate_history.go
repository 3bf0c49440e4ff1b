package data

import (
	"cmp"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
)

// PeriodAt is a period of a zone on days on which a point lies in it.
type PeriodAt struct {
	Zone string `json:"zone,omitempty"` // its id, if it is not the zone of the day that was asked for
	Control
}

// heldPeriod is a period on the days on which a point lies in its zone.
type heldPeriod struct {
	*dataset.ControlPeriod
	zone  *Zone
	held  date.Interval
	other bool // it is not the zone of the day that was asked for
}

// periodsAt returns the periods of the zones in which the point lies over time, in order of time.
// Where zones overlap it is the one that Locate answers with on those days.
func (s *Snapshot) periodsAt(point orb.Point, day date.Date) []heldPeriod {
	layer := s.regionIndex(s.Dataset.ControlLayer)
	today, inside := layer.grid.At(point, int32(day))
	var periods []heldPeriod
	free := []date.Interval{date.Always}
	for _, i := range layer.grid.History(nil, point) {
		valid := layer.regions[i].Interval
		var rest []date.Interval
		for _, f := range free {
			if both, ok := f.Intersection(valid); ok {
				periods = append(periods, s.periodsIn(int(i), both, !inside || int(i) != today)...)
			}
			for _, outside := range [...]date.Interval{{From: f.From, To: min(f.To, valid.From)}, {From: max(f.From, valid.To), To: f.To}} {
				if outside.From < outside.To {
					rest = append(rest, outside)
				}
			}
		}
		free = rest
	}
	slices.SortFunc(periods, func(a, b heldPeriod) int { return cmp.Compare(a.held.From, b.held.From) })
	return periods
}

// periodsIn returns the periods of a zone on some days.
func (s *Snapshot) periodsIn(zone int, days date.Interval, other bool) []heldPeriod {
	var periods []heldPeriod
	for _, p := range s.zonePeriods[zone] {
		if held, ok := p.Interval.Intersection(days); ok {
			periods = append(periods, heldPeriod{p, s.zones[zone], held, other})
		}
	}
	return periods
}

// historyAt returns periodsAt in the form of the answer.
func (s *Snapshot) historyAt(point orb.Point, day date.Date) []PeriodAt {
	var history []PeriodAt
	for _, p := range s.periodsAt(point, day) {
		history = append(history, s.periodAt(p))
	}
	return history
}

func (s *Snapshot) periodAt(p heldPeriod) PeriodAt {
	at := PeriodAt{Control: s.controlOf(p.zone, p.ControlPeriod)}
	if p.held != p.Interval {
		at.period = nil // it says less than the period
	}
	if p.held.From != p.Interval.From { // the zone began later than its period
		at.FromEarliest, at.FromLatest, at.SinceOrEarlier = nil, nil, false
	}
	at.From, at.To = p.held.From.Optional(), p.held.To.Optional()
	if p.other {
		at.Zone = p.zone.ID
	}
	return at
}

// overlaysAt returns the overlays at a point with a period on the day; with history also those of
// other days, each with all its periods.
func (s *Snapshot) overlaysAt(point orb.Point, day date.Date, history bool) []OverlayAt {
	var overlays []OverlayAt
	for _, id := range s.Dataset.OverlayLayers {
		layer := s.regionIndex(id)
		found := layer.grid.All(nil, point, int32(day))
		if history {
			found = layer.grid.History(nil, point)
		}
		for _, i := range found {
			r := layer.regions[i]
			overlay := OverlayAt{ID: r.ID, Layer: id, Names: r.Names}
			if p := s.Timeline.Period(r.ID, day); p != nil && r.Interval.Contains(day) {
				control := s.control(p)
				overlay.Control, overlay.Doubt = &control, s.doubt(r.ID, day)
			} else if !history {
				continue
			}
			if history {
				overlay.History = s.history(r.ID)
			}
			// On days on which it is not valid nothing lies in it.
			overlay.BorderAt = layer.borderAt(int(i), point, max(r.Interval.From, min(day, r.Interval.Last())))
			overlays = append(overlays, overlay)
		}
	}
	return overlays
}

// history returns all periods of a zone in order of time.
func (s *Snapshot) history(zone string) []Control {
	var history []Control
	for _, p := range s.Timeline.Periods(zone) {
		history = append(history, s.control(p))
	}
	return history
}
