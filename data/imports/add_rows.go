package imports

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"demarc/data/dataset"
	"demarc/data/date"
)

// addRows adds a table of rows with days of their own: areas, or periods of zones that the dataset
// has, whose ids the rows name.
func (a *adder) addRows(ctx context.Context, t table, dayInName bool) error {
	if a.raw == nil {
		a.raw = &rawKept{Options: rawOptionsOf(a.Options)}
	}
	content, sum, err := a.raw.pack(t)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(a.raw.Rows, func(r rawTable) bool { return r.SHA256 == sum }) {
		a.note("these rows are in the dataset already")
		return nil
	}
	b, pieces, err := a.toldOf(t)
	if err != nil {
		return err
	}
	if !b.control() {
		return errors.New("no column says who controls what: name it with -controller, or give -controller-value")
	}
	if !b.columns.has(fromRole) && !b.columns.has(toRole) {
		hint := "name them with -from and -to, or give the file a name with its day"
		if dayInName {
			hint = "the dataset was not made of files that show a day each, or raw/ beside it is gone: give the rows columns of days, or import all anew"
		}
		return fmt.Errorf("the rows have no days: %s", hint)
	}
	a.raw.noteIDs(b)
	a.rows = true
	if err := a.addAreas(b, pieces); err != nil {
		return err
	}
	if err := a.addPeriods(b); err != nil {
		return err
	}
	a.rawDirty = true
	return errors.Join(ctx.Err(), a.raw.addRows(content, sum))
}

// addAreas adds the rows that have a shape.
func (a *adder) addAreas(b *builder, pieces []piece) error {
	var changes []change
	known := map[string]int{}
	for _, p := range pieces {
		for i := range p.told {
			told := &p.told[i]
			key := piece{told: []shapedPeriod{*told}}.key()
			k, is := known[key]
			if !is {
				k = len(changes)
				known[key] = k
				changes = append(changes, change{days: a.covered(told.Interval), told: told})
			}
			changes[k].area = append(changes[k].area, p.area...)
		}
	}
	for i := range changes {
		changes[i].given = b.givenID(changes[i], a.raw.IDs)
	}
	a.differ = nil
	err := a.apply(b, changes)
	return errors.Join(err, a.refused())
}

// covered are the days of a row within those that the dataset covers, which begin earlier, and end
// later, if they must.
func (a *adder) covered(days date.Interval) date.Interval {
	if days.From == date.Beginning {
		days.From = a.covers.From
	}
	a.beginEarlier(days.From)
	if days.To > a.covers.To {
		if days.To == date.Forever {
			days.To = a.covers.To
		} else {
			a.endLater(days.To)
		}
	}
	return days
}

// endLater lets all that was so on the last day covered be unknown until a later one.
func (a *adder) endLater(day date.Date) {
	for zone, list := range a.periods {
		if n := len(list); n > 0 && list[n-1].Interval.To == a.covers.To && a.byID[zone] != nil && a.byID[zone].Layer == a.d.ControlLayer {
			p := a.unknown(&builder{Options: a.Options}, date.Interval{From: a.covers.To, To: day})
			p.Zone = zone
			a.periods[zone] = append(list, p)
		}
	}
	a.covers.To, a.d.Covers.To = day, &day
	a.note("the days covered end before %s now", day)
}

// addPeriods adds the rows that have no shape: they name a zone that is there.
func (a *adder) addPeriods(b *builder) error {
	var faults []error
	m := &made{adder: a, b: b}
	a.differ = nil
	for _, x := range b.rows {
		if x.Geometry != nil {
			continue
		}
		z := a.byID[x.id]
		if z == nil {
			faults = append(faults, a.noZone(x))
			continue
		}
		p, err := b.period(x)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		p.Attributes = valuesOf(x, b.own)
		told := &shapedPeriod{&zone{Region: *z, row: x.number}, p}
		c := change{days: a.covered(p.Interval), told: told, area: z.Geometry}
		m.changes, m.periods = []change{c}, a.statements(b, []change{c})
		m.give(z, a.periods[z.ID], part{changes: []int{0}, area: z.Geometry})
	}
	if len(faults) > 10 {
		faults = append(faults[:10], fmt.Errorf("such rows not listed: %d", len(faults)-10))
	}
	return errors.Join(append(faults, a.refused())...)
}

// noZone says what became of a zone that a row names.
func (a *adder) noZone(x *row) error {
	if into, retired := a.d.Successors(x.id); retired {
		return fmt.Errorf("row %d: zone %q is no more: %s took its place, name these", x.number, x.id, strings.Join(into, ", "))
	}
	if near := dataset.Nearest(a.byID, x.id); near != "" {
		return fmt.Errorf("row %d: no zone is called %q: did you mean %q?", x.number, x.id, near)
	}
	return fmt.Errorf("row %d: no zone is called %q, and the row has no shape", x.number, x.id)
}

// refused is an error if rows state otherwise what the dataset has, and may not replace it.
func (a *adder) refused() error {
	if len(a.differ) == 0 {
		return nil
	}
	lines := a.differ
	if len(lines) > 10 {
		lines = append(lines[:10:10], fmt.Sprintf("and %d more", len(a.differ)-10))
	}
	return fmt.Errorf("the dataset states otherwise, -replace takes what is added for it: %s", strings.Join(lines, "; "))
}
