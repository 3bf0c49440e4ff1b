package data

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"demarc/data/dataset"
	"demarc/data/date"
)

// holding is the set of zones of one controller with one status, and the days on which that set
// stays the same.
type holding struct {
	date.Interval
	side
	zones []int // of the stretch
}

// A TooMuchError is the refusal of a layer that would be far larger than the dataset. It says how
// to ask for less.
type TooMuchError struct{ message string }

func (e *TooMuchError) Error() string { return e.message }

// How many zones may be listed in holdings, one that is in several counting in each: in a layer,
// and in a collection that is kept.
const (
	maxHeld     = 20_000_000
	maxHeldKept = 500_000
)

// held is how many zones holdings would list at most.
func (s *Snapshot) held(during date.Interval) int {
	zones := 0
	for _, st := range s.regionIndex(s.Dataset.ControlLayer).partitions() {
		zones += len(s.spans(st, during)) * len(st.regions)
	}
	return zones
}

// holdings returns the holdings in a stretch on the days wanted, in order of their first days. The
// error is a *TooMuchError.
func (s *Snapshot) holdings(st stretch, during date.Interval) ([]holding, error) {
	if !during.Overlaps(s.Timeline.covers) {
		all := holding{Interval: st.Interval, side: side{status: dataset.UnknownStatus}}
		for i := range st.regions {
			all.zones = append(all.zones, i)
		}
		if !st.Overlaps(during) {
			return nil, nil
		}
		return []holding{all}, nil
	}
	all := s.spans(st, during)
	if len(all)*len(st.regions) > maxHeld {
		return nil, &TooMuchError{fmt.Sprintf("layer %s: about %d areas of up to %d zones: want fewer days",
			dataset.ControllersLayer, len(all), len(st.regions))}
	}
	byDay := map[date.Date][]int{} // of all, by a day on which they hold
	for i, h := range all {
		day := max(h.From, during.From)
		byDay[day] = append(byDay[day], i)
	}
	for day, holdings := range byDay {
		zones := s.sidesOn(st, day)
		for _, i := range holdings {
			all[i].zones = zones[all[i].side]
		}
	}
	all = slices.DeleteFunc(all, func(h holding) bool { return len(h.zones) == 0 })
	slices.SortFunc(all, func(a, b holding) int { return cmp.Or(cmp.Compare(a.From, b.From), a.compare(b.side)) })
	return all, nil
}

// spans returns the holdings without their zones, and also those of none.
func (s *Snapshot) spans(st stretch, during date.Interval) (all []holding) {
	for x, days := range s.turns(st) {
		for i, from := range days[:len(days)-1] {
			if h := (holding{Interval: date.Interval{From: from, To: days[i+1]}, side: x}); h.Overlaps(during) {
				all = append(all, h)
			}
		}
	}
	return all
}

// turns lists for each side the days of a stretch on which its zones become others, and the end of
// the stretch.
func (s *Snapshot) turns(st stretch) map[side][]date.Date {
	days := map[side]map[date.Date]bool{}
	span, ok := st.Intersection(s.Timeline.covers)
	if !ok {
		return nil
	}
	turn := func(x side, day date.Date) {
		if days[x] == nil {
			days[x] = map[date.Date]bool{span.From: true, span.To: true}
		}
		days[x][day] = true
	}
	for _, r := range st.regions {
		periods := s.Timeline.Periods(r.ID)
		bounds := []date.Date{span.From}
		for _, p := range periods {
			bounds = append(bounds, p.Interval.From, p.Interval.To)
		}
		before := side{}
		for i, day := range bounds {
			if i > 0 && (day <= span.From || day >= span.To) {
				continue
			}
			if after := s.Timeline.sideAt(periods, day); after != before {
				turn(before, day)
				turn(after, day)
				before = after
			}
		}
	}
	delete(days, side{})
	sorted := map[side][]date.Date{}
	for x, set := range days {
		sorted[x] = slices.Sorted(maps.Keys(set))
	}
	return sorted
}

// sideAt is the holder among the periods of a zone on a day that is covered.
func (t *Timeline) sideAt(periods []*dataset.ControlPeriod, day date.Date) side {
	if i := t.periodAt(periods, day); i >= 0 {
		return side{periods[i].Controller, periods[i].Status}
	}
	return side{status: dataset.UnknownStatus}
}

// sidesOn lists the zones of a stretch by their side on a day.
func (s *Snapshot) sidesOn(st stretch, day date.Date) map[side][]int {
	zones := map[side][]int{}
	for i, r := range st.regions {
		x := s.Timeline.sideAt(s.Timeline.Periods(r.ID), day)
		zones[x] = append(zones[x], i)
	}
	return zones
}
