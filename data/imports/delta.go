package imports

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
)

// Delta says what adding changed.
type Delta struct {
	Days     []DeltaDay          `json:"days"`
	Passes   []Pass              `json:"passes"`             // areas that changed hands, the largest first
	Undrawn  []Undrawn           `json:"undrawn"`            // edits that differ from what is shown
	New      []string            `json:"new"`                // ids of zones that there were not
	Replaced map[string][]string `json:"replaced"`           // by id that is gone: what came in its place
	Closed   []date.Date         `json:"closed"`             // days on which periods now end, and did not before
	Opened   []date.Date         `json:"opened"`             // days on which periods now begin, and did not before
	Files    []string            `json:"files"`              // that are written anew
	Notes    []string            `json:"notes,omitempty"`    // what was chosen or left out, a sentence each
	Problems []dataset.Problem   `json:"problems,omitempty"` // of the dataset as it would be then
	// Concerning is how many of the problems, the first ones, name a zone or a day that changed.
	Concerning int `json:"concerning,omitempty"`
	// NotWritten: the check finds errors, so the dataset stays as it was.
	NotWritten bool `json:"not_written,omitempty"`

	before map[date.Date][2]int // by day: how many periods end, and begin, before
	passed map[passKey]*Pass
}

// DeltaDay is a day that was shown, and what became of it: added, replaced, unchanged.
type DeltaDay struct {
	Day  date.Date `json:"day"`
	What string    `json:"what"`
}

// Pass is an area that is another's now on some days.
type Pass struct {
	From  date.Date  `json:"from"`
	To    *date.Date `json:"to"` // the day after the last one, nil when open
	Was   Held       `json:"was"`
	Is    Held       `json:"is"`
	Km2   float64    `json:"km2"`
	Zones []string   `json:"zones"`
}

// Held is who controls an area, and how.
type Held struct {
	Controller string `json:"controller,omitempty"`
	Status     string `json:"status"`
}

func heldOf(p *dataset.ControlPeriod) Held { return Held{p.Controller, p.Status} }

// String is the words for it.
func (h Held) String() string {
	if h.Controller == "" {
		return h.Status
	}
	return h.Controller + " (" + h.Status + ")"
}

type passKey struct {
	days    date.Interval
	was, is Held
}

func (d *Delta) day(day date.Date, what string) { d.Days = append(d.Days, DeltaDay{day, what}) }

// passes notes what was and is stated of a zone on days that a period has in common with others.
func (d *Delta) passes(was, is *dataset.ControlPeriod, z *dataset.Region, area orb.MultiPolygon, days date.Interval) {
	key := passKey{date.Interval{From: max(days.From, was.Interval.From), To: min(days.To, was.Interval.To)}, heldOf(was), heldOf(is)}
	if key.was == key.is {
		return
	}
	if d.passed == nil {
		d.passed = map[passKey]*Pass{}
	}
	p := d.passed[key]
	if p == nil {
		p = &Pass{From: key.days.From, To: key.days.To.Optional(), Was: key.was, Is: key.is}
		d.passed[key] = p
	}
	p.Km2 += geo.Area(area) / 1e6
	p.Zones = union(p.Zones, z.ID)
}

// turning counts by day how many periods end and begin.
func turning(periods []*dataset.ControlPeriod) map[date.Date][2]int {
	days := map[date.Date][2]int{}
	for _, p := range periods {
		if p.Interval.To != date.Forever {
			n := days[p.Interval.To]
			days[p.Interval.To] = [2]int{n[0] + 1, n[1]}
		}
		n := days[p.Interval.From]
		days[p.Interval.From] = [2]int{n[0], n[1] + 1}
	}
	return days
}

// settle fills what only the end tells.
func (d *Delta) settle(a *adder) {
	for _, p := range d.passed {
		p.Km2 = math.Round(p.Km2*1e6) / 1e6
		p.Zones = a.living(p.Zones)
		d.Passes = append(d.Passes, *p)
	}
	slices.SortFunc(d.Passes, func(p, q Pass) int {
		return cmp.Or(cmp.Compare(p.From, q.From), cmp.Compare(q.Km2, p.Km2), cmp.Compare(p.Is.String(), q.Is.String()), cmp.Compare(p.Was.String(), q.Was.String()))
	})
	d.Days, d.Passes, d.Files = listed(d.Days), listed(d.Passes), listed(d.Files)
	d.Undrawn = listed(d.Undrawn)
	d.New = listed(slices.Sorted(maps.Keys(a.fresh)))
	d.Replaced = map[string][]string{}
	for id := range a.was {
		if a.byID[id] == nil {
			d.Replaced[id], _ = a.d.Successors(id)
		}
	}
	after := turning(a.d.Periods)
	for _, day := range slices.Sorted(maps.Keys(after)) {
		if after[day][0] > 0 && d.before[day][0] == 0 {
			d.Closed = append(d.Closed, day)
		}
		if after[day][1] > 0 && d.before[day][1] == 0 {
			d.Opened = append(d.Opened, day)
		}
	}
	d.Closed, d.Opened = listed(d.Closed), listed(d.Opened)
}

// listed is a list that is one in JSON, too, if it is empty.
func listed[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// living leads ids of zones that are gone to those in their place.
func (a *adder) living(ids []string) []string {
	var all []string
	for _, id := range ids {
		if into, retired := a.d.Successors(id); retired {
			all = union(all, into...)
		} else if a.byID[id] != nil {
			all = union(all, id)
		}
	}
	slices.Sort(all)
	return all
}

// Lines are the words for it.
func (d *Delta) Lines() []string {
	var lines []string
	for _, day := range d.Days {
		what := map[string]string{"added": "added", "replaced": "replaced by what is shown now", "unchanged": "in the dataset already, and the same"}[day.What]
		lines = append(lines, fmt.Sprintf("%s: %s", day.Day, what))
	}
	for i, p := range d.Passes {
		if i == mostPasses {
			lines = append(lines, fmt.Sprintf("such areas not listed: %d (-json lists them)", len(d.Passes)-i))
			break
		}
		to := date.Forever
		if p.To != nil {
			to = *p.To
		}
		lines = append(lines, fmt.Sprintf("%s: %s pass from %s to %s, zones: %d", daysText(date.Interval{From: p.From, To: to}), geo.AreaText(p.Km2*1e6, 4), p.Was, p.Is, len(p.Zones)))
	}
	if len(d.Passes) == 0 {
		lines = append(lines, "nothing changed hands")
	}
	lines = append(lines, d.undrawnLines()...)
	if len(d.New)+len(d.Replaced) > 0 {
		lines = append(lines, fmt.Sprintf("new zones: %d; ids that others took the place of: %d", len(d.New), len(d.Replaced)))
	}
	if len(d.Closed)+len(d.Opened) > 0 {
		lines = append(lines, fmt.Sprintf("days on which periods end and did not before: %s; begin: %s", fewDays(d.Closed), fewDays(d.Opened)))
	}
	return lines
}

// mostPasses is how many areas that changed hands are listed in words.
const mostPasses = 20

func fewDays(days []date.Date) string {
	if len(days) == 0 {
		return "none"
	}
	var words []string
	for _, day := range days {
		words = append(words, day.String())
	}
	return few(words)
}
