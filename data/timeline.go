package data

import (
	"cmp"
	"maps"
	"slices"
	"sort"

	"demarc/data/dataset"
	"demarc/data/date"
)

// Timeline has the periods of each zone, and the days on which anything changes.
type Timeline struct {
	covers  date.Interval
	bounds  []date.Date // sorted days on which an epoch begins, the first epoch apart
	changes []date.Date // those of them on which a period or region begins or ends within the coverage
	periods map[string][]*dataset.ControlPeriod
}

// newTimeline takes the periods of a dataset without errors.
func newTimeline(d *dataset.Dataset) *Timeline {
	t := &Timeline{covers: d.Covers.Interval(), periods: map[string][]*dataset.ControlPeriod{}}
	days := map[date.Date]bool{t.covers.From: true, t.covers.To: true}
	for _, p := range d.Periods {
		t.periods[p.Zone] = append(t.periods[p.Zone], p)
		days[p.Interval.From], days[p.Interval.To] = true, true
	}
	for _, r := range d.Regions {
		days[r.Interval.From], days[r.Interval.To] = true, true
	}
	delete(days, date.Beginning)
	delete(days, date.Forever)
	for _, periods := range t.periods {
		slices.SortFunc(periods, func(a, b *dataset.ControlPeriod) int { return cmp.Compare(a.Interval.From, b.Interval.From) })
	}
	t.bounds = slices.Sorted(maps.Keys(days))
	for _, day := range t.bounds {
		if day > t.covers.From && day < t.covers.To {
			t.changes = append(t.changes, day)
		}
	}
	return t
}

// Covers returns the days the dataset speaks of.
func (t *Timeline) Covers() date.Interval { return t.covers }

// epochs returns how many epochs there are, those outside of the coverage included.
func (t *Timeline) epochs() int { return len(t.bounds) + 1 }

// Epoch numbers the stretch of days around d in which nothing changes, from 0 on, so all its days
// share one map and one set of tiles.
func (t *Timeline) Epoch(d date.Date) int {
	return sort.Search(len(t.bounds), func(i int) bool { return t.bounds[i] > d })
}

// EpochInterval returns the days of an epoch.
func (t *Timeline) EpochInterval(epoch int) date.Interval {
	i := date.Always
	if epoch > 0 {
		i.From = t.bounds[epoch-1]
	}
	if epoch < len(t.bounds) {
		i.To = t.bounds[epoch]
	}
	return i
}

// Periods returns the periods of a zone in order of time. The caller must not write into it.
func (t *Timeline) Periods(zone string) []*dataset.ControlPeriod { return t.periods[zone] }

// Period returns the period of a zone that holds the day, nil when the day is not covered or no
// period holds it.
func (t *Timeline) Period(zone string, d date.Date) *dataset.ControlPeriod {
	return t.periodOf(t.periods[zone], d)
}

// periodOf is Period among the given periods of a zone.
func (t *Timeline) periodOf(periods []*dataset.ControlPeriod, d date.Date) *dataset.ControlPeriod {
	if i := t.periodAt(periods, d); i >= 0 {
		return periods[i]
	}
	return nil
}

// periodAt returns the place of that period, -1 for none.
func (t *Timeline) periodAt(periods []*dataset.ControlPeriod, d date.Date) int {
	if !t.covers.Contains(d) {
		return -1
	}
	i := sort.Search(len(periods), func(i int) bool { return periods[i].Interval.To > d })
	if i < len(periods) && periods[i].Interval.Contains(d) {
		return i
	}
	return -1
}

// periodsOf returns the periods of each zone.
func (t *Timeline) periodsOf(zones []*Zone) [][]*dataset.ControlPeriod {
	periods := make([][]*dataset.ControlPeriod, len(zones))
	for i, zone := range zones {
		periods[i] = t.periods[zone.ID]
	}
	return periods
}
