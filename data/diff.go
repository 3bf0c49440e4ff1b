package data

import (
	"cmp"
	"context"
	"slices"
	"sort"

	"demarc/data/dataset"
	"demarc/data/date"
)

// Diff says what changed from one day to a later one.
type Diff struct {
	From      date.Date  `json:"from"`
	To        date.Date  `json:"to"`
	Reordered bool       `json:"reordered,omitempty"` // the days were given the other way round
	Snapshot  string     `json:"snapshot"`
	Viewpoint string     `json:"viewpoint,omitempty"`
	Note      string     `json:"note,omitempty"`   // that the days were put in order, or are one
	Reason    string     `json:"reason,omitempty"` // why nothing can be said: a day is not covered
	Passed    []Change   `json:"passed"`           // zones with another controller
	Altered   []Change   `json:"altered"`          // the same controller, another status or patrol
	Unknown   []Change   `json:"unknown"`          // of which it is known on one of the days alone who held them
	Totals    []Transfer `json:"totals"`           // area passed, by controller before and after
}

// Change is one zone whose controller, status or patrol differs between two dates.
type Change struct {
	Zone    string        `json:"zone"`
	Names   dataset.Names `json:"names"`
	AreaKm2 float64       `json:"area_km2"`
	What    []string      `json:"what"` // controller, status, patrol
	Before  Control       `json:"before"`
	After   Control       `json:"after"`
	Steps   []Step        `json:"steps"` // every period that began in between, with the event
}

// Step is a period that began between the two dates.
type Step struct {
	Date       date.Date `json:"date"`
	Status     string    `json:"status"`
	Controller *string   `json:"controller"`
	Claimants  []string  `json:"claimants,omitempty"`
	// FromEarliest and FromLatest bound the day on which it may have begun, if that is uncertain.
	FromEarliest *date.Date    `json:"from_earliest,omitempty"`
	FromLatest   *date.Date    `json:"from_latest,omitempty"`
	Event        string        `json:"event,omitempty"`
	Title        dataset.Names `json:"title,omitempty"`
}

// Transfer sums the area that passed from one controller to another and had the same status
// afterwards: what is still contested is never added to what is not.
type Transfer struct {
	From   *string `json:"from"`
	To     *string `json:"to"`
	Status string  `json:"status"` // afterwards
	Km2    float64 `json:"km2"`
	Zones  int     `json:"zones"`
}

// Diff compares the map of two days. A history runs forwards, so the days are put in order. The
// changes are sorted by day, then by area. The error is that of the context.
func (s *Snapshot) Diff(ctx context.Context, from, to date.Date) (Diff, error) {
	d := Diff{
		From: min(from, to), To: max(from, to), Reordered: to < from, Snapshot: s.ID, Viewpoint: s.Viewpoint,
		Passed: []Change{}, Altered: []Change{}, Unknown: []Change{}, Totals: []Transfer{},
	}
	if d.Reordered {
		d.Note = "the days were put in order: " + d.From.String() + " to " + d.To.String()
	}
	for _, day := range []date.Date{d.From, d.To} {
		if d.Reason = s.Uncovered(day); d.Reason != "" {
			return d, nil
		}
	}
	if from == to {
		d.Note = "the same day twice: nothing changed"
	}
	lists := map[*[]Change][]*Change{} // a change is large: what is sorted and grows are pointers
	for _, zone := range s.zones {
		if err := ctx.Err(); err != nil {
			return Diff{}, err
		}
		if !zone.Interval.Contains(d.From) || !zone.Interval.Contains(d.To) {
			continue // it cannot be compared with itself
		}
		if change := s.change(zone, d.From, d.To); change != nil {
			list := d.listOf(change)
			lists[list] = append(lists[list], change)
		}
	}
	for list, changes := range lists {
		*list = sortedChanges(changes)
	}
	d.Totals = transfers(d.Passed)
	return d, nil
}

// listOf returns where a change belongs. Nothing passes to nobody, nor from nobody.
func (d *Diff) listOf(c *Change) *[]Change {
	before, after := valueOf(c.Before.Controller), valueOf(c.After.Controller)
	switch {
	case before == after:
		return &d.Altered
	case before == "" || after == "":
		return &d.Unknown
	}
	return &d.Passed
}

// change returns how a zone differs between two days, nil if it does not.
func (s *Snapshot) change(zone *Zone, from, to date.Date) *Change {
	before, after := s.Timeline.Period(zone.ID, from), s.Timeline.Period(zone.ID, to)
	if before == after && before != nil {
		return nil
	}
	c := &Change{Before: s.Control(zone.ID, from), After: s.Control(zone.ID, to)}
	if valueOf(c.Before.Controller) != valueOf(c.After.Controller) {
		c.What = append(c.What, "controller")
	}
	if c.Before.Status != c.After.Status {
		c.What = append(c.What, "status")
	}
	if c.Before.PatrolledBy != c.After.PatrolledBy {
		c.What = append(c.What, "patrol")
	}
	if c.What == nil {
		return nil
	}
	c.Zone, c.Names, c.AreaKm2, c.Steps = zone.ID, zone.Names, round(zone.AreaKm2, 1), s.steps(zone, from, to)
	return c
}

func sortedChanges(changes []*Change) []Change {
	slices.SortFunc(changes, compareChanges)
	sorted := make([]Change, len(changes))
	for i, c := range changes {
		sorted[i] = *c
	}
	return sorted
}

// steps lists the periods of the zone that began after the first and up to the second day.
func (s *Snapshot) steps(zone *Zone, from, to date.Date) []Step {
	periods := s.Periods(zone)
	begun := func(day date.Date) int { // how many by then
		return sort.Search(len(periods), func(i int) bool { return periods[i].Interval.From > day })
	}
	periods = periods[min(begun(from), begun(to)):begun(to)]
	steps := make([]Step, 0, len(periods))
	for _, p := range periods {
		step := Step{Date: p.Interval.From, Status: p.Status, Claimants: p.Claimants, Event: p.Event}
		if x := s.passingInto(p); x != nil {
			step.FromEarliest, step.FromLatest = &x.earliest, &x.latest
		}
		if p.Controller != "" {
			step.Controller = &p.Controller
		}
		if event := s.events[p.Event]; event != nil {
			step.Title = event.Title
		}
		steps = append(steps, step)
	}
	return steps
}

func compareChanges(a, b *Change) int {
	return cmp.Or(cmp.Compare(lastStep(a), lastStep(b)), cmp.Compare(b.AreaKm2, a.AreaKm2), cmp.Compare(a.Zone, b.Zone))
}

func lastStep(c *Change) date.Date {
	if len(c.Steps) == 0 {
		return date.Beginning
	}
	return c.Steps[len(c.Steps)-1].Date
}

// transfers sums by pair of controllers and status, the largest area first.
func transfers(changes []Change) []Transfer {
	totals := []Transfer{}
	for i := range changes {
		c := &changes[i]
		i := slices.IndexFunc(totals, func(t Transfer) bool {
			return valueOf(t.From) == valueOf(c.Before.Controller) && valueOf(t.To) == valueOf(c.After.Controller) && t.Status == c.After.Status
		})
		if i < 0 {
			i = len(totals)
			totals = append(totals, Transfer{From: c.Before.Controller, To: c.After.Controller, Status: c.After.Status})
		}
		totals[i].Km2 = round(totals[i].Km2+c.AreaKm2, 1)
		totals[i].Zones++
	}
	slices.SortStableFunc(totals, func(a, b Transfer) int { return cmp.Compare(b.Km2, a.Km2) })
	return totals
}

// valueOf returns the text, "" for nil.
func valueOf(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
