package imports

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
)

// Where each day has a source of its own, a statement rests on that of the first of the days that
// show its row one after the other. A day that comes in between, before them or in place of another
// moves where such runs begin, also on days after it:
//
//	day         1     2     3            day         1     2'    3
//	row         A     A     A            row         A     B     A
//	source      1     1     1            source      1     2     3    a run that is interrupted

// credited is a row whose periods rest on the source of another day by now.
type credited struct {
	row     timeRow
	days    date.Interval // of which the periods begin on the first
	was, is date.Date
}

type rowKey = [sha256.Size]byte

// shownRows are the rows that a day shows.
type shownRows map[rowKey]timeRow

// neighbours are a day that is added, and those beside it.
type neighbours struct {
	day, next      date.Date
	old, now, then shownRows // before on that day, now, and on the next
	earliest       bool
	replaced       bool
}

// rowsOf returns the rows of a table.
func (t *timeTable) rowsOf(shown table) shownRows {
	t.rows, t.open = nil, nil
	t.add(shown, "")
	rows := shownRows{}
	for key, i := range t.open {
		rows[key] = t.rows[i]
	}
	return rows
}

// creditDay lets what a day changed rest on the sources on which it rests if all days are imported
// at once. At is the index of the day, or that of the next if it is not there yet.
func (a *adder) creditDay(ctx context.Context, day date.Date, at int, known bool, now table) error {
	if !(&builder{Options: a.Options}).sourceByDay() {
		return nil
	}
	t := &timeTable{columns: map[string]int{}}
	rows := func(i int) (shownRows, error) {
		if i < 0 || i >= len(a.raw.Days) {
			return nil, nil
		}
		shown, err := a.kept(ctx, i)
		return t.rowsOf(shown), err
	}
	old, next := at-1, at
	if known {
		old, next = at, at+1
	}
	s := neighbours{day: day, next: date.Forever, replaced: known, earliest: at == 0 && !known, now: t.rowsOf(now)}
	if next < len(a.raw.Days) {
		s.next = *a.raw.Days[next].Day
	}
	var err error
	if s.old, err = rows(old); err != nil {
		return err
	}
	if s.then, err = rows(next); err != nil {
		return err
	}
	begin := s.moved()
	for i, open := at-1, slices.Collect(maps.Keys(begin)); i >= 0 && len(open) > 0; i-- {
		shown, err := rows(i)
		if err != nil {
			return err
		}
		open = slices.DeleteFunc(open, func(key rowKey) bool { _, shows := shown[key]; return !shows })
		for _, key := range open {
			begin[key] = *a.raw.Days[i].Day
		}
	}
	if err := a.credit(t, s.credited(begin)); err != nil {
		return err
	}
	a.creditUnknown()
	return nil
}

// kept reads the table of a day.
func (a *adder) kept(ctx context.Context, i int) (table, error) {
	if packed := a.raw.files[a.raw.Days[i].File]; packed != nil { // added by this run
		return unpacked(ctx, packed)
	}
	return a.raw.read(ctx, filepath.Join(a.directory, rawFolder), a.raw.Days[i])
}

// moved returns the rows whose runs begin on another day by now, with the day, as if none showed
// them before.
func (s neighbours) moved() map[rowKey]date.Date {
	begin := map[rowKey]date.Date{}
	for key := range s.then {
		_, is := s.now[key]
		if _, was := s.old[key]; is != was {
			begin[key] = s.day
		}
	}
	for key := range s.now {
		if _, was := s.old[key]; s.replaced && !was {
			begin[key] = s.day
		}
	}
	return begin
}

// credited says what becomes of them, given where their runs begin.
func (s neighbours) credited(begin map[rowKey]date.Date) []credited {
	var list []credited
	for key, from := range begin {
		if row, is := s.now[key]; is && s.replaced && from != s.day {
			list = append(list, credited{row, date.Interval{From: s.day, To: s.next}, s.day, from})
		}
		row, goesOn := s.then[key]
		if !goesOn {
			continue
		}
		c := credited{row, date.Interval{From: s.next, To: date.Forever}, s.next, from}
		if _, is := s.now[key]; !is {
			c.was, c.is = from, s.next
		} else if s.earliest { // what began on the first day begins on this one by now
			c.days.From = s.day
		}
		list = append(list, c)
	}
	slices.SortFunc(list, func(c, d credited) int {
		return cmp.Or(cmp.Compare(c.days.From, d.days.From), cmp.Compare(c.is, d.is), cmp.Compare(c.was, d.was))
	})
	return list
}

// credit gives periods of rows the sources on which they rest by now. What is not as it was drawn
// stays: only the source of the one day is taken for that of the other.
func (a *adder) credit(t *timeTable, list []credited) error {
	if len(list) == 0 {
		return nil
	}
	t.rows = nil
	for _, c := range list {
		row := c.row
		row.from = c.is.String()
		t.rows = append(t.rows, row)
	}
	drawn := t.table(snapshots{days: []snapshot{{day: a.covers.From}}})
	b := &builder{Options: a.Options, table: withConstants(drawn, a.Options), from: a.covers.From}
	if err := b.build(); err != nil {
		return err
	}
	at := map[string]orb.Point{} // a point in each zone
	for _, x := range b.rows {
		c := list[x.number-1]
		was := a.sourceIDOf(c.was)
		shape := geo.Polygons(x.Geometry)
		if was == "" || len(shape) == 0 {
			continue
		}
		box := shape.Bound()
		for _, z := range a.zones {
			if !box.Intersects(z.Geometry.Bound()) {
				continue
			}
			p, known := at[z.ID]
			if !known {
				p = geo.LabelPoint(z.Geometry)
				at[z.ID] = p
			}
			if planar.MultiPolygonContains(shape, p) {
				a.recredit(z, c, was)
			}
		}
	}
	return nil
}

// recredit takes the source of one day for that of another in the periods of a zone that follow
// each other from a day on, as far as they rest on it.
func (a *adder) recredit(z *dataset.Region, c credited, was string) {
	rests := func(p *dataset.ControlPeriod) bool { return slices.Contains(p.Sources, was) && !isNoRow(p) }
	list := a.periods[z.ID]
	for _, day := range []date.Date{c.days.From, c.days.To} {
		list = a.cutOn(list, day, rests)
	}
	next, changed := c.days.From, false
	for i, p := range list {
		if p.Interval.From != next || next >= c.days.To || !rests(p) {
			continue
		}
		next = p.Interval.To
		n := slices.Index(p.Sources, was)
		q := *p
		q.Sources = union(slices.Concat(p.Sources[:n], []string{a.sourceOn(c.is)}), p.Sources[n+1:]...)
		list[i], changed = &q, true
	}
	if changed {
		a.periods[z.ID], a.touched[z.ID] = a.merged(list), true
	}
}

// cutOn cuts a period in two if it goes on over a day.
func (a *adder) cutOn(list []*dataset.ControlPeriod, day date.Date, which func(*dataset.ControlPeriod) bool) []*dataset.ControlPeriod {
	i := slices.IndexFunc(list, func(p *dataset.ControlPeriod) bool {
		return p.Interval.From < day && day < p.Interval.To && which(p)
	})
	if i < 0 {
		return list
	}
	left, right := *list[i], *list[i]
	left.Interval.To = day
	right.Interval.From, right.FromOpen, right.FromEarliest, right.FromLatest, right.Event = day, false, nil, nil, ""
	return slices.Concat(list[:i], []*dataset.ControlPeriod{&left, &right}, list[i+1:])
}

// creditUnknown lets days of which no row says anything rest on the source of the first of them.
func (a *adder) creditUnknown() {
	ofDays := map[string]bool{}
	for _, day := range a.raw.Days {
		ofDays[a.sourceIDOf(*day.Day)] = true
	}
	for _, zone := range slices.Sorted(maps.Keys(a.periods)) {
		list, changed := a.periods[zone], false
		for i, p := range list {
			if !isNoRow(p) || len(p.Sources) != 1 || !ofDays[p.Sources[0]] {
				continue
			}
			source := ""
			if i > 0 && isNoRow(list[i-1]) && len(list[i-1].Sources) == 1 && list[i-1].Interval.To == p.Interval.From {
				source = list[i-1].Sources[0]
			} else {
				source = a.sourceOn(p.Interval.From)
			}
			if source != p.Sources[0] {
				q := *p
				q.Sources, changed = []string{source}, true
				list[i] = &q
			}
		}
		if changed {
			a.periods[zone] = a.merged(list)
			a.touched[zone] = true
		}
	}
}

// ofDay is the source of a day.
func (a *adder) ofDay(day date.Date) *builder {
	b := &builder{Options: a.Options, from: a.covers.From}
	b.sourceOfDay(day)
	return b
}

// sourceIDOf returns the id of the source of a day, "" if the dataset has none.
func (a *adder) sourceIDOf(day date.Date) string {
	same := *a.ofDay(day).sources[0]
	for _, other := range a.d.Sources {
		if same.ID = other.ID; sameSource(&same, other) {
			return other.ID
		}
	}
	return ""
}

// sourceOn returns the id of the source of a day, which is added if there is none.
func (a *adder) sourceOn(day date.Date) string {
	b := a.ofDay(day)
	return a.sourcesOf(b)[b.sources[0].ID]()
}

// dropSources takes out sources of days on which nothing rests any more, and of which nobody has
// said anything more.
func (a *adder) dropSources() error {
	if a.raw == nil || !(&builder{Options: a.Options}).sourceByDay() {
		return nil
	}
	ofDays := map[string]*dataset.Source{}
	for _, day := range a.raw.Days {
		s := a.ofDay(*day.Day).sources[0]
		ofDays[s.Title+s.URL] = s
	}
	bare := func(s *dataset.Source) bool {
		made := ofDays[s.Title+s.URL]
		if made == nil || a.idle[s.ID] {
			return false
		}
		same := *made
		same.ID, same.Position = s.ID, s.Position
		return reflect.DeepEqual(same, *s)
	}
	if !slices.ContainsFunc(a.d.Sources, bare) {
		return nil
	}
	files, err := a.d.Files()
	if err != nil {
		return err
	}
	a.d.Sources = slices.DeleteFunc(a.d.Sources, func(s *dataset.Source) bool {
		return bare(s) && !namesSource(files, s.ID)
	})
	return nil
}

// namesSource tells whether a file other than that of the sources names one.
func namesSource(files map[string][]byte, source string) bool {
	for name, content := range files {
		if name != "sources.json" && strings.Contains(string(content), fmt.Sprintf("%q", source)) {
			return true
		}
	}
	return false
}
