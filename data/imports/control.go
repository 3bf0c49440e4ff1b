package imports

import (
	"cmp"
	"errors"
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
	shape orb.MultiPolygon // of the row
	of    string           // the region that has attributes of the row
}

// zone is a region with its periods.
type zone struct {
	dataset.Region
	row     int // the first
	overlay bool
	periods []period
}

// zones makes zones of the rows: those with the same id are periods of one.
func (b *builder) zones() ([]*zone, error) {
	delete(b.columns.of, parentRole) // a zone has none
	b.chooseIDs(zoneRole, "zones")
	b.chooseNames()
	b.choose("controllers", "%s", b.column(controllerRole))
	if b.columns.has(statusRole) {
		b.choose("statuses", "%s", b.column(statusRole))
	} else {
		b.choose("statuses", "controlled where a row names a controller, else unknown: there is no column for them")
	}
	if !b.columns.has(sourceRole) && b.SourceTitle == "" {
		return nil, fmt.Errorf("%s says who controlled what, and every change of control needs a source: give -source-title (with -source-url and -source-date, if you can), name a column of sources with -source, or take the rows as plain regions with -controller %s", b.column(controllerRole), noColumn)
	}
	if b.columns.has(sourceRole) {
		b.choose("sources", "%s", b.column(sourceRole))
	} else {
		all := "for all"
		if b.byDay() {
			all = "for each first day of a row"
		}
		b.choose("sources", "%q %s", b.SourceTitle, all)
	}
	byID := map[string]*zone{}
	var zones []*zone
	var faults []error
	unnamed := 0
	for _, x := range b.rows {
		z := byID[x.id]
		if z == nil {
			z = &zone{Region: b.zoneRegion(x, &unnamed), row: x.number}
			z.overlay = b.text(x, overlayRole) == "true"
			byID[x.id], zones = z, append(zones, z)
		}
		p, err := b.period(x)
		if err != nil {
			faults = append(faults, err)
		}
		if other, differs := z.drawnOtherwise(p); differs && other > 0 {
			faults = append(faults, fmt.Errorf("rows %d and %d draw the zone %q differently on the same days: want one shape for a zone on a day; name a finer column with -zone", other, x.number, x.id))
		} else if differs {
			b.redrawn = true
		}
		z.periods = append(z.periods, p)
	}
	b.noteUnnamed(unnamed)
	if len(b.sources) == 0 && len(faults) == 0 {
		faults = append(faults, errors.New("no row has a source: give -source-title"))
	}
	if len(faults) > 10 {
		faults = append(faults[:10], fmt.Errorf("such rows not listed: %d", len(faults)-10))
	}
	return zones, errors.Join(faults...)
}

// drawnOtherwise tells whether a row of the zone has another shape than that of a period, and
// which, 0 for none, also for some of its days.
func (z *zone) drawnOtherwise(p period) (row int, differs bool) {
	for _, q := range z.periods {
		if p.shape == nil || q.shape == nil || orb.Equal(p.shape, q.shape) {
			continue
		}
		if differs = true; p.meets(q) {
			return q.row, true
		}
	}
	return 0, differs
}

// zoneRegion is the region of a row, less what belongs to its periods.
func (b *builder) zoneRegion(x *row, unnamed *int) dataset.Region {
	r := b.region(x, unnamed)
	r.Interval, r.Confidence, r.Note, r.Sources = date.Always, "", nil, nil
	return r
}

func (b *builder) period(x *row) (period, error) {
	p := period{row: x.number, shape: geo.Polygons(x.Geometry), ControlPeriod: dataset.ControlPeriod{
		Interval: x.interval, Controller: b.actor(x, controllerRole), PatrolledBy: b.actor(x, patrolRole), Status: slug(b.text(x, statusRole)),
		Claimants: b.claimants(x), AcquiredBy: b.text(x, acquiredRole), Confidence: b.text(x, confidenceRole), Note: dataset.NewText(b.text(x, noteRole)),
	}}
	var err error
	if p.FromEarliest, err = b.bound(x, fromEarliestRole); err != nil {
		return p, err
	}
	if p.FromLatest, err = b.bound(x, fromLatestRole); err != nil {
		return p, err
	}
	switch {
	case p.Controller == "":
		p.Status = dataset.UnknownStatus
	case p.Status == "":
		p.Status = "controlled"
	}
	if !slices.Contains(b.statuses, p.Status) {
		b.statuses = append(b.statuses, p.Status)
	}
	p.Sources = b.sourcesOf(x, true)
	if p.Sources == nil && p.Controller != "" { // else fill finds one
		return p, fmt.Errorf("row %d: has no source: give -source-title for rows without one", x.number)
	}
	return p, nil
}

// palette colours actors that the file gives no colour (Okabe and Ito 2008, for all kinds of
// sight).
var palette = []string{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#f0e442", "#666666"}

// actor returns the id of the actor in a column, and notes who that is.
func (b *builder) actor(x *row, r role) string {
	id, i := b.actorNamed(b.text(x, r))
	if id == "" {
		return ""
	}
	if r == controllerRole {
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
	id := plainID(name)
	if id == "" {
		return "", -1
	}
	i := slices.IndexFunc(b.actors, func(a *dataset.Actor) bool { return a.ID == id })
	if i < 0 {
		a := &dataset.Actor{ID: id, Names: dataset.Names{b.Language: name}, Color: palette[len(b.actors)%len(palette)], Interval: date.Always}
		b.actors, i = append(b.actors, a), len(b.actors)
	}
	return id, i
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
			if p.Interval.From == date.Beginning {
				p.Interval.From = covers.From
				clipped++
			}
			if all == nil && p.Interval.From == covers.From && p.FromEarliest == nil && p.FromLatest != nil && *p.FromLatest == covers.From {
				p.FromOpen, p.FromLatest = true, nil // then or earlier, as exports have it
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
		b.note("periods without a first day begin on %s, the first day covered: %d", covers.From, clipped)
	}
	if filled > 0 {
		b.note("stretches of days without a row are filled with the status unknown: %d", filled)
	}
}

func (b *builder) unknown(days date.Interval) period {
	id, ofAll := b.sourceIDs[""]
	switch {
	case ofAll:
	case b.byDay() && b.SourceTitle != "":
		id = b.sourceOfDay(days.From)
	default:
		id = b.sources[0].ID
	}
	return period{ControlPeriod: dataset.ControlPeriod{
		Interval: days, Status: dataset.UnknownStatus, Sources: []string{id}, Note: dataset.NewText("no row of the imported table"),
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
