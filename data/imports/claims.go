package imports

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
)

// Overlaps says what becomes of a place that rows claim from each other on the same days.
type Overlaps string

// What may become of it.
const (
	Contested  Overlaps = "contested" // it is contested between the claimants; so it is without an option
	FirstOfAll Overlaps = "first"     // it belongs to the row that stands first in the file
	Refuse     Overlaps = "refuse"    // the import fails
)

// contestedStatus is the status of a place between claimants.
const contestedStatus = "contested"

// shapedPeriod is a period and the zone that its row names.
type shapedPeriod struct {
	zone *zone
	period
}

// claim is a place that rows claim from each other on some days.
type claim struct {
	rows []int
	days date.Interval
	m2   float64
	area orb.MultiPolygon // the largest of the place
	zone string           // whose periods they are, if the place was not cut
}

// agreement is a place for which rows say the same on the same days.
type agreement struct {
	count int
	m2    float64
}

// meets tells whether two periods have a day in common.
func (p period) meets(q period) bool { return p.Interval.Overlaps(q.Interval) }

// says tells whether two periods say the same of who controls a place, and how.
func (p period) says(q period) bool {
	return p.Controller == q.Controller && p.Status == q.Status && p.PatrolledBy == q.PatrolledBy && slices.Equal(p.Claimants, q.Claimants)
}

// resolve makes one line of periods of those that rows state of one place, in the order of days:
//
//	row 3   |-------red-------|                 days on which rows say the same are told once,
//	row 5             |------blue-----|         those on which they do not become what the
//	row 9                     |--blue----|      option says, here contested
//	told    |---red---|contest|---blue---|
func (b *builder) resolve(rows []shapedPeriod) (told []shapedPeriod, claims []claim, agreed bool) {
	slices.SortStableFunc(rows, func(p, q shapedPeriod) int { return cmp.Compare(p.Interval.From, q.Interval.From) })
	var active []shapedPeriod // in the order of the file
	add := func(p shapedPeriod) {
		if n := len(told); n > 0 && len(p.also) > 0 && told[n-1].Interval.To == p.Interval.From && told[n-1].says(p.period) {
			p.FromEarliest, p.FromLatest = nil, nil // nothing began
		}
		if n := len(told); n > 0 && told[n-1].continuedBy(&p.period) {
			last := &told[n-1]
			last.Interval.To = p.Interval.To
			last.also = union(last.also, p.also...)
			return
		}
		told = append(told, p)
	}
	for i, from := 0, date.Beginning; i < len(rows) || len(active) > 0; {
		if len(active) == 0 {
			from = rows[i].Interval.From
		}
		for ; i < len(rows) && rows[i].Interval.From <= from; i++ {
			active = append(active, rows[i])
		}
		slices.SortStableFunc(active, func(p, q shapedPeriod) int { return cmp.Compare(p.period.row, q.period.row) })
		days := date.Interval{From: from, To: active[0].Interval.To}
		for _, p := range active {
			days.To = min(days.To, p.Interval.To)
		}
		if i < len(rows) {
			days.To = min(days.To, rows[i].Interval.From)
		}
		p, rivals := b.combined(active, days)
		if agreed = agreed || rivals == nil && len(p.also) > 0; rivals != nil {
			if n := len(claims); n > 0 && claims[n-1].days.To == from && slices.Equal(claims[n-1].rows, rivals) {
				claims[n-1].days.To = days.To
			} else {
				claims = append(claims, claim{rows: rivals, days: days})
			}
		}
		add(p)
		from = days.To
		active = slices.DeleteFunc(active, func(p shapedPeriod) bool { return p.Interval.To <= from })
	}
	return told, claims, agreed
}

// combined is what rows say of some days together, and the rows that differ. One that names no
// controller claims nothing from those that do.
func (b *builder) combined(rows []shapedPeriod, days date.Interval) (p shapedPeriod, rivals []int) {
	known := slices.DeleteFunc(slices.Clone(rows), func(p shapedPeriod) bool { return p.Controller == "" })
	if len(known) == 0 {
		known = rows
	}
	p = known[0]
	p.Claimants, p.Sources = slices.Clone(p.Claimants), slices.Clone(p.Sources)
	differ := slices.ContainsFunc(known, func(q shapedPeriod) bool { return !q.says(p.period) })
	for _, q := range rows {
		if q.period.row != p.period.row {
			p.also = union(p.also, q.period.row)
		}
	}
	for _, q := range known {
		if differ {
			rivals = append(rivals, q.period.row)
		}
		if b.Overlaps != FirstOfAll || q.says(p.period) {
			p.Sources = union(p.Sources, q.Sources...)
			if len(p.Note) == 0 {
				p.Note = q.Note
			}
		}
	}
	if differ && b.Overlaps != FirstOfAll {
		p.contest(known)
	}
	p.bound(days, rows)
	return p, rivals
}

// contest makes a period one that is contested between those who hold the place, or claim it, by
// the rows. The first of them stays its controller.
func (p *shapedPeriod) contest(rows []shapedPeriod) {
	p.Status, p.AcquiredBy, p.Confidence, p.Claimants = contestedStatus, "", "", nil
	for _, q := range rows {
		p.Claimants = union(union(p.Claimants, q.Controller), q.Claimants...)
		if q.PatrolledBy != p.PatrolledBy {
			p.PatrolledBy = ""
		}
	}
	if len(p.Claimants) < 2 {
		p.Claimants = nil // one holds it in two ways
	}
}

// bound gives a period its days, and the bounds of the first one from a row that begins then.
func (p *shapedPeriod) bound(days date.Interval, rows []shapedPeriod) {
	if p.Interval == days && len(rows) == 1 {
		return
	}
	p.Interval, p.FromEarliest, p.FromLatest = days, nil, nil
	for _, q := range rows {
		if q.Interval.From == days.From && (q.FromEarliest != nil || q.FromLatest != nil) && (q.FromLatest == nil || *q.FromLatest < days.To) {
			p.FromEarliest, p.FromLatest = q.FromEarliest, q.FromLatest
			return
		}
	}
}

// union adds to a list what it does not have.
func union[T comparable](list []T, more ...T) []T {
	for _, item := range more {
		if !slices.Contains(list, item) {
			list = append(list, item)
		}
	}
	return list
}

// mostClaims is how many places that rows claim from each other are listed.
const mostClaims = 10

// sayClaims lists what rows claim from each other, the largest places first. With Refuse that is
// an error.
func (b *builder) sayClaims(claims []claim) error {
	claims = gathered(claims)
	if len(claims) == 0 {
		return nil
	}
	all, left := 0.0, 0.0
	var lines []string
	for i, c := range claims {
		all += c.m2
		if i >= mostClaims {
			left += c.m2
			continue
		}
		lines = append(lines, b.claimText(c))
	}
	if more := len(claims) - mostClaims; more > 0 {
		lines = append(lines, fmt.Sprintf("places that rows claim from each other and that are not listed: %d, %s", more, geo.AreaText(left, 3)))
	}
	if b.Overlaps == Refuse {
		return fmt.Errorf("-overlaps refuse: %s", strings.Join(lines, "; "))
	}
	become := "they are contested between the claimants"
	if b.Overlaps == FirstOfAll {
		become = "the row that stands first in the file keeps them"
	} else if !slices.Contains(b.statuses, contestedStatus) {
		b.statuses = append(b.statuses, contestedStatus)
	}
	b.note("places that rows claim from each other on the same days: %d, %s; %s (-overlaps)", len(claims), geo.AreaText(all, 3), become)
	for _, line := range lines {
		b.note("%s", line)
	}
	return nil
}

// gathered joins the claims of the same rows to the same days, the largest first.
func gathered(claims []claim) []claim {
	var all []claim
	known := map[string]int{}
	largest := map[string]float64{}
	for _, c := range claims {
		key := fmt.Sprint(c.rows, c.days, c.zone)
		i, ok := known[key]
		if !ok {
			known[key], largest[key] = len(all), c.m2
			all = append(all, c)
			continue
		}
		if c.m2 > largest[key] {
			all[i].area, largest[key] = c.area, c.m2
		}
		all[i].m2 += c.m2
	}
	slices.SortStableFunc(all, func(c, d claim) int { return cmp.Compare(d.m2, c.m2) })
	return all
}

// claimText says who claims what, and on which days.
func (b *builder) claimText(c claim) string {
	var rows, who []string
	for _, row := range c.rows {
		rows = append(rows, fmt.Sprint(row))
		who = union(who, cmp.Or(b.text(b.rows[row-1], controllerRole), dataset.UnknownStatus))
	}
	what := "zone " + c.zone
	if len(c.area) > 0 {
		what = fmt.Sprintf("%s near %s", geo.AreaText(c.m2, 3), placeText(geo.LabelPoint(c.area)))
	}
	return fmt.Sprintf("rows %s (%s) claim %s, %s", few(rows), few(who), what, daysText(c.days))
}

// placeText writes a position to about a metre.
func placeText(p orb.Point) string {
	return fmt.Sprintf("%v,%v", math.Round(p[0]*1e5)/1e5, math.Round(p[1]*1e5)/1e5)
}

// daysText writes an interval with its last day.
func daysText(days date.Interval) string {
	from, to := "..", ".."
	if days.From != date.Beginning {
		from = days.From.String()
	}
	if days.To != date.Forever {
		to = days.Last().String()
	}
	return from + " to " + to
}
