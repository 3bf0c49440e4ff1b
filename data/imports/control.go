package imports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/rgb"
)

// period is a control period with the row that states it.
type period struct {
	dataset.ControlPeriod
	row   int
	also  []int            // rows that state it too, or something else of the same days
	shape orb.MultiPolygon // of the row
	of    string           // the region that has attributes of the row
}

// zoneRegion is the region of a row, less what belongs to its periods.
func (b *builder) zoneRegion(x *row, unnamed *int) dataset.Region {
	r := b.region(x, unnamed)
	r.Interval, r.Confidence, r.Note, r.Sources = date.Always, "", nil, nil
	return r
}

func (b *builder) period(x *row) (period, error) {
	p := period{row: x.number, shape: geo.Polygons(x.Geometry), ControlPeriod: dataset.ControlPeriod{
		Interval: x.interval, Controller: b.actor(x, controllerRole), PatrolledBy: b.actor(x, patrolRole), Status: b.status(x),
		Claimants: b.claimants(x), AcquiredBy: b.text(x, acquiredRole), Confidence: b.text(x, confidenceRole), Note: dataset.NewText(b.text(x, noteRole)),
	}}
	var err error
	if p.FromEarliest, err = b.bound(x, fromEarliestRole); err != nil {
		return p, err
	}
	if p.FromLatest, err = b.bound(x, fromLatestRole); err != nil {
		return p, err
	}
	p.began(x)
	switch {
	case p.Controller == "":
		p.Status = dataset.UnknownStatus
	case p.Status == "":
		p.Status = "controlled"
	}
	if !slices.Contains(b.statuses, p.Status) {
		b.statuses = append(b.statuses, p.Status)
	}
	p.Sources = b.sourcesOf(x)
	p.Event = b.eventOf(x, &p)
	if p.Sources == nil && p.Controller != "" { // else fill finds one
		return p, fmt.Errorf("row %d: has no source: give -source-title for rows without one", x.number)
	}
	return p, nil
}

// began gives the period the days between which it began, if its row says so and no column has
// them.
func (p *period) began(x *row) {
	if x.began == nil || p.FromEarliest != nil || p.FromLatest != nil {
		return
	}
	earliest, latest := x.began.First, min(x.began.Last, x.interval.Last())
	if earliest != date.Beginning && earliest < latest {
		p.FromEarliest = &earliest
	}
	if latest != date.Forever && earliest < latest {
		p.FromLatest = &latest
	}
}

// actor returns the id of the actor in a column, and notes who that is.
func (b *builder) actor(x *row, r role) string {
	id, i := b.actorNamed(b.text(x, r))
	if id == "" {
		return ""
	}
	if r == controllerRole && find(b.about.Actors, func(a *dataset.Actor) string { return a.ID }, id) == nil {
		if full := b.text(x, controllerNameRole); full != "" {
			b.actors[i].Names[b.Language] = full
		}
		color := b.text(x, colorRole)
		if _, ok := rgb.Parse(color); ok {
			b.actors[i].Color = color
		}
	}
	return id
}

// actorNamed returns the id of the actor with the name, and its place among the actors.
func (b *builder) actorNamed(name string) (string, int) {
	if name == "" {
		return "", -1
	}
	i, known := b.actorOf[name]
	if !known {
		a := find(b.about.Actors, func(a *dataset.Actor) string { return a.ID }, name)
		if a != nil {
			b.actorIDs.take(a.ID)
		} else {
			a = &dataset.Actor{ID: b.actorIDs.free(plainID(name)), Names: dataset.Names{b.Language: name}, Color: b.palette.next(), Interval: date.Always}
		}
		if b.actorOf == nil {
			b.actorOf = map[string]int{}
		}
		i = len(b.actors)
		b.actors, b.actorOf[name] = append(b.actors, a), i
	}
	return b.actors[i].ID, i
}

// claimants returns the ids of the actors in the list of a row.
func (b *builder) claimants(x *row) []string {
	var ids []string
	for name := range strings.FieldsFuncSeq(b.text(x, claimantsRole), func(r rune) bool { return r == ',' || r == ';' }) {
		if id, _ := b.actorNamed(strings.TrimSpace(name)); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// bound returns the day in a column, nil for none.
func (b *builder) bound(x *row, r role) (*date.Date, error) {
	if b.text(x, r) == "" {
		return nil, nil
	}
	day, err := b.dates.first(b.value(x, r))
	if err != nil {
		return nil, fmt.Errorf("row %d: %s: %w", x.number, r, err)
	}
	return &day, nil
}

// fill makes periods of unknown control where a zone has none, and clips those that have no first
// day.
func (b *builder) fill(zones []*zone, covers date.Interval) {
	filled, clipped := 0, 0
	for _, z := range zones {
		slices.SortStableFunc(z.periods, func(a, b period) int { return cmp.Compare(a.Interval.From, b.Interval.From) })
		var all []period
		next := covers.From
		for _, p := range z.periods {
			dayless := p.Interval.From == date.Beginning
			if dayless {
				p.Interval.From = covers.From
				clipped++
			}
			if all == nil && p.Interval.From == covers.From && b.orEarlier(p, dayless) {
				p.FromOpen, p.FromLatest = true, nil
			}
			if p.Sources == nil {
				p.Sources = b.unknown(p.Interval).Sources
			}
			if p.Interval.From > next && !z.overlay {
				all = append(all, b.unknown(date.Interval{From: next, To: p.Interval.From}))
				filled++
			}
			all = append(all, p)
			next = max(next, p.Interval.To)
		}
		if next < covers.To && !z.overlay {
			all = append(all, b.unknown(date.Interval{From: next, To: covers.To}))
			filled++
		}
		z.periods = all
	}
	if clipped > 0 {
		b.note("periods without a first day begin on %s, the first day covered, or earlier: %d", covers.From, clipped)
	}
	if filled > 0 {
		b.note("stretches of days without a row are filled with the status unknown: %d", filled)
	}
}

// orEarlier tells whether a period began on its first day or earlier: exports have it so, the first
// of several files that show a day each, and rows that are without a first day.
func (b *builder) orEarlier(p period, dayless bool) bool {
	first := dayless || b.table.days != nil && p.row > 0 && p.Interval.From == b.table.days.From
	return p.FromEarliest == nil && (p.FromLatest != nil && *p.FromLatest == p.Interval.From || p.FromLatest == nil && first)
}

func (b *builder) unknown(days date.Interval) period {
	id, ofAll := b.sourceIDs[""]
	switch {
	case ofAll:
	case b.sourceByDay() && b.SourceTitle != "":
		id = b.sourceOfDay(days.From)
	default:
		id = b.sources[0].ID
	}
	return period{ControlPeriod: dataset.ControlPeriod{
		Interval: days, Status: dataset.UnknownStatus, Sources: []string{id}, Note: dataset.NewText(noRow),
	}}
}

// pattern guesses the pattern of a status from its name.
func pattern(status string) string {
	switch {
	case status == dataset.UnknownStatus:
		return "dots"
	case strings.Contains(status, "contest") || strings.Contains(status, "disput"):
		return "hatch"
	case strings.Contains(status, "peace") || strings.Contains(status, "joint"):
		return "stripes"
	}
	return "solid"
}
