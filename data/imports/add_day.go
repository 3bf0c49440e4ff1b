package imports

import (
	"context"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/date"
	"demarc/geo"
)

// change is a place for which something else is stated on some days than before.
type change struct {
	area  orb.MultiPolygon
	days  date.Interval
	told  *shapedPeriod // nil: nothing, so it is unknown
	given string        // the id that the data give the area, "" for none
}

// addDay adds what is shown of a day: it holds until the next day that something is shown of. Only
// where that differs from what the day beside it shows does anything change.
//
//	before it    P ... D      the places in which D differs from P change from D until the next
//	the first    D ... N      those in which it differs from N; all else began on D or earlier
//	replaced     D     D'     those in which the two differ
func (a *adder) addDay(ctx context.Context, day date.Date, t table) error {
	content, sum, err := a.raw.pack(t)
	if err != nil {
		return err
	}
	at, known := slices.BinarySearchFunc(a.raw.Days, day, func(t rawTable, day date.Date) int { return int(*t.Day) - int(day) })
	days, base, earliest := date.Interval{From: day, To: date.Forever}, at-1, false
	next := at
	if known {
		base, next = at, at+1
	}
	if next < len(a.raw.Days) {
		days.To = *a.raw.Days[next].Day
	}
	switch {
	case known && a.raw.Days[at].SHA256 == sum:
		a.delta.day(day, "unchanged")
		return a.undrawn(day, days, t)
	case known && !a.Replace:
		return fmt.Errorf("%s is in the dataset already and shows something else: -replace takes this for it", day)
	case known:
		a.delta.day(day, "replaced")
	default:
		a.delta.day(day, "added")
	}
	if err := a.doubt(day, t); err != nil {
		return err
	}
	if base < 0 {
		base, earliest = 0, true
	}
	was, err := a.kept(ctx, base)
	if err != nil {
		return err
	}
	b, err := a.showDay(ctx, day, days, *a.raw.Days[base].Day, was, t, earliest)
	if err == nil {
		err = a.creditDay(ctx, day, at, known, t)
	}
	if err != nil {
		return err
	}
	if a.Replace || (&builder{Options: a.Options}).sourceByDay() { // else nothing is said no longer
		a.dropEmpty()
		a.join(b)
	}
	if err := a.undrawn(day, days, t); err != nil {
		return err
	}
	a.noteEmptied(day)
	a.rawDirty = true
	return a.raw.addDay(day, content, sum)
}

// showDay changes what differs between two tables.
func (a *adder) showDay(ctx context.Context, day date.Date, days date.Interval, other date.Date, was, now table, earliest bool) (*builder, error) {
	t := timeTable{columns: map[string]int{}}
	first, second := other, day
	if other == day {
		first-- // a corrected day beside itself
	}
	if earliest {
		first, second = day, other
		was, now = now, was
	}
	t.add(was, first.String())
	t.add(now, second.String())
	both := t.table(snapshots{days: []snapshot{{day: first}, {day: second}}})
	both.Format += " days"
	if earliest {
		a.beginEarlier(day)
	}
	b, pieces, err := a.toldOf(both)
	if err != nil {
		return nil, err
	}
	a.raw.noteIDs(b)
	var changes []change
	known := map[string]int{}
	for _, p := range pieces {
		before, after := toldOn(p.told, first), toldOn(p.told, second)
		if before == after {
			continue
		}
		if earliest {
			after = before
		}
		key := "none"
		if after != nil {
			key = piece{told: []shapedPeriod{*after}}.key()
		}
		k, is := known[key]
		if !is {
			k = len(changes)
			known[key] = k
			changes = append(changes, change{days: days, told: after})
		}
		changes[k].area = append(changes[k].area, p.area...)
	}
	for i := range changes {
		changes[i].given = b.givenID(changes[i], a.raw.IDs)
	}
	if err := a.apply(b, changes); err != nil {
		return nil, err
	}
	return b, ctx.Err()
}

// toldOn is what is said of a day, nil for nothing.
func toldOn(told []shapedPeriod, day date.Date) *shapedPeriod {
	for i := range told {
		if told[i].Interval.Contains(day) {
			return &told[i]
		}
	}
	return nil
}

// toldOf cuts the shapes of a table, and finds what its rows say of the pieces.
func (a *adder) toldOf(t table) (*builder, []piece, error) {
	b, drawn, err := a.drawnOf(t)
	if err != nil || len(drawn) == 0 {
		return b, nil, err
	}
	rows, cut, err := cutRows(drawn)
	if err != nil {
		return nil, nil, err
	}
	pieces, claims, _ := b.told(cut.Places, rows)
	if err := b.sayClaims(claims); err != nil {
		return nil, nil, err
	}
	for _, note := range b.notes {
		a.note("%s", note)
	}
	return b, pieces, nil
}

// drawnOf builds the zones of a table, none if nothing is there, or nothing that is controlled.
func (a *adder) drawnOf(t table) (*builder, []*zone, error) {
	o := a.Options
	b := &builder{Options: o, table: withConstants(t, o), fileName: t.Name, from: a.covers.From}
	for range a.d.Actors {
		b.palette.next()
	}
	if err := b.build(); err != nil {
		return nil, nil, err
	}
	if !b.control() {
		return b, nil, nil
	}
	notes := len(b.notes)
	zones, err := b.zones()
	if err != nil {
		return nil, nil, err
	}
	b.notes = b.notes[:notes] // of ids that nobody will see
	if err := b.ownColumns(); err != nil {
		return nil, nil, err
	}
	b.keepOfPeriods(zones)
	drawn, rest := drawnZones(zones)
	for _, z := range rest {
		if z.overlay {
			return nil, nil, fmt.Errorf("overlays, such as %s, cannot be added, since a day is told by what it cuts of the zones, and overlays lie above them: leave their rows out, and give them in QGIS what is new (demarc copy DIRECTORY work.gpkg); or import all anew", z.ID)
		}
	}
	return b, drawn, nil
}

// givenID is the id that the data give an area, if it is that of the whole of a row and of no other
// shape.
func (b *builder) givenID(c change, ids map[string]string) string {
	if b.numbered || c.told == nil {
		return ""
	}
	row := b.rows[c.told.period.row-1]
	if ids[row.id] == "" || !alikeInSize(c.area, geo.Polygons(row.Geometry)) {
		return ""
	}
	return row.id
}

// alikeInSize tells whether two shapes, one within the other, are one but for what cutting moves.
func alikeInSize(part, whole orb.MultiPolygon) bool {
	a, b := geo.Area(part), geo.Area(whole)
	return a-b < 1e-4*b+10 && b-a < 1e-4*b+10
}
