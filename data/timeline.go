package data

import (
	"cmp"
	"slices"
	"sort"
)

// Timeline knows when anything changes and who held a zone on a day.
type Timeline struct {
	covers  Interval
	changes []Date
	periods map[string][]*ControlPeriod // by zone, in order of time
}

// newTimeline takes the periods of a dataset without errors.
func newTimeline(d *Dataset) *Timeline {
	t := &Timeline{covers: d.Covers.Interval(), periods: map[string][]*ControlPeriod{}}
	days := map[Date]bool{}
	note := func(i Interval) {
		for _, day := range [...]Date{i.From, i.To} {
			if day > t.covers.From && day < t.covers.To {
				days[day] = true
			}
		}
	}
	for _, p := range d.Periods {
		t.periods[p.Zone] = append(t.periods[p.Zone], p)
		note(p.Interval)
	}
	for _, r := range d.Regions {
		note(r.Interval)
	}
	for _, periods := range t.periods {
		slices.SortFunc(periods, func(a, b *ControlPeriod) int { return cmp.Compare(a.Interval.From, b.Interval.From) })
	}
	for day := range days {
		t.changes = append(t.changes, day)
	}
	slices.Sort(t.changes)
	return t
}

// Covers returns the days the dataset speaks of.
func (t *Timeline) Covers() Interval { return t.covers }

// Changes returns the sorted days within the coverage on which anything
// changes. The caller must not write into it.
func (t *Timeline) Changes() []Date { return t.changes }

// Epochs returns how many epochs there are.
func (t *Timeline) Epochs() int { return len(t.changes) + 1 }

// Epoch numbers the stretch of days around d in which nothing changes, from 0
// on, so all its days share one map and one set of tiles. It is -1 for days
// that are not covered.
func (t *Timeline) Epoch(d Date) int {
	if !t.covers.Contains(d) {
		return -1
	}
	return sort.Search(len(t.changes), func(i int) bool { return t.changes[i] > d })
}

// EpochInterval returns the days of an epoch.
func (t *Timeline) EpochInterval(epoch int) Interval {
	i := t.covers
	if epoch > 0 {
		i.From = t.changes[epoch-1]
	}
	if epoch < len(t.changes) {
		i.To = t.changes[epoch]
	}
	return i
}

// Periods returns the periods of a zone in order of time. The caller must not
// write into it.
func (t *Timeline) Periods(zone string) []*ControlPeriod { return t.periods[zone] }

// Period returns the period of a zone that holds the day, nil when the day is
// not covered or no period holds it.
func (t *Timeline) Period(zone string, d Date) *ControlPeriod {
	if !t.covers.Contains(d) {
		return nil
	}
	periods := t.periods[zone]
	i := sort.Search(len(periods), func(i int) bool { return periods[i].Interval.To > d })
	if i < len(periods) && periods[i].Interval.Contains(d) {
		return periods[i]
	}
	return nil
}
