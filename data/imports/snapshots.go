package imports

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"demarc/data/date"
	"demarc/data/date/spelling"
	"demarc/data/imports/files"
	"demarc/geo"
	"demarc/geo/geojson"
)

// snapshot is what shows how things were on a day: a file, or a folder or archive of some.
type snapshot struct {
	day   date.Date
	name  string
	files []files.File
}

// snapshots are files by their days.
type snapshots struct {
	days  []snapshot
	notes []string
}

// findSnapshots lists files by the days in their names, or else in those of the folders or archives
// that they lie in, of which the nearest counts; none if fewer than two days are there.
func findSnapshots(all []files.File, order spelling.Order) (snapshots, error) {
	return daysOf(all, order, 2)
}

// group is some files under a name.
type group struct {
	name  string // for messages
	bare  string // in which a day may stand
	files []files.File
}

// grouped groups files by the name that stands so many steps above them: 0 is their own. Those with
// fewer names are left out.
func grouped(all []files.File, steps func(files.File) int) (groups []group) {
	byName := map[string]int{}
	for _, f := range all {
		up, parts := steps(f), strings.Split(f.Path, "/")
		if up >= len(parts) {
			continue
		}
		name := strings.Join(parts[:len(parts)-up], "/")
		i, known := byName[name]
		if !known {
			i = len(groups)
			byName[name], groups = i, append(groups, group{name: name, bare: bareName(f, up)})
		}
		groups[i].files = append(groups[i].files, f)
	}
	return groups
}

// bareName is the name that stands some steps above a file. One of digits alone takes those above
// it along, as 2024/07/08 is a day.
func bareName(f files.File, up int) string {
	names := f.Names()[up:]
	bare := names[0]
	for _, above := range names[1:min(3, len(names))] {
		if !isDigits(bare) || !isDigits(above) {
			break
		}
		bare = above + "/" + bare
	}
	return bare
}

// dayAbove returns how many steps above a file a name has a day in it, more than there are if none
// has one.
func dayAbove(f files.File) int {
	style, _ := new(spelling.Evidence).Style("", dateFormat)
	up := 1
	for ; up < len(f.Names()); up++ {
		if _, ok, err := style.InName(bareName(f, up)); ok || err != nil {
			break
		}
	}
	return up
}

// isDigits tells whether a path has digits alone in its names.
func isDigits(name string) bool { return strings.Trim(name, "0123456789/") == "" }

// byDay finds the days in the names of groups and sorts them; there are none if fewer than the
// least have a day.
func byDay(groups []group, order spelling.Order, least int) (found snapshots, err error) {
	evidence := spelling.Evidence{File: func(i int) string { return groups[i].name }}
	for i, g := range groups {
		evidence.AddName(i, g.bare)
	}
	style, undecided := evidence.Style(order, dateFormat)
	var left, early []string
	for _, g := range groups {
		days, ok, err := style.InName(g.bare)
		switch {
		case undecided == nil && err != nil:
			return snapshots{}, fmt.Errorf("%s: %w", g.name, err)
		case ok || err != nil:
			found.days = append(found.days, snapshot{days.Begins(), g.name, g.files})
		case spelling.TooEarly(g.bare):
			early = append(early, g.name)
		default:
			left = append(left, g.name)
		}
	}
	if len(found.days) < least {
		return snapshots{}, nil
	}
	if undecided != nil {
		return snapshots{}, undecided
	}
	slices.SortFunc(found.days, func(a, b snapshot) int { return cmp.Compare(a.day, b.day) })
	for i := 1; i < len(found.days); i++ {
		if found.days[i].day == found.days[i-1].day {
			return snapshots{}, fmt.Errorf("%s and %s show the same day, %s: want one file for each day, or import one of them alone",
				found.days[i-1].name, found.days[i].name, found.days[i].day)
		}
	}
	if note := style.Note(); note != "" {
		found.notes = append(found.notes, note)
	}
	if len(left) > 0 {
		found.notes = append(found.notes, "files without a day in their names are left out: "+few(left))
	}
	if len(early) > 0 {
		found.notes = append(found.notes, "files of years before -9999 (10000 BC), the first that a day may have, are left out: "+few(early))
	}
	return found.complete(), nil
}

// complete notes what the calendar of the files says: from when to when, and, if most follow each
// other day by day, which days have none.
func (s snapshots) complete() snapshots {
	first, last := s.days[0].day, s.days[len(s.days)-1].day
	s.notes = append(s.notes, fmt.Sprintf("what a file shows is taken to hold from its day until that of the next: %s to %s", first, last),
		fmt.Sprintf("the dataset is kept as of %s, which answers for later days say", last))
	daily, missed := 0, 0
	var missing []string
	for i, file := range s.days[1:] {
		from, to := s.days[i].day+1, file.day-1
		switch {
		case from > to:
			daily++
		case from == to:
			missing = append(missing, from.String())
		default:
			missing = append(missing, fmt.Sprintf("%s to %s", from, to))
		}
		missed += int(to-from) + 1
	}
	if len(missing) > 0 && daily >= len(missing) {
		s.notes = append(s.notes, fmt.Sprintf("days without a file, on which that of the day before is taken to hold, %d: %s", missed, few(missing)))
	}
	return s
}

// readSnapshots makes one table of them. A feature that is the same in files that follow each
// other, with its shape and all its values, is one row; it holds from the day of its first file
// until that of the first without it.
func readSnapshots(ctx context.Context, set *files.Set, found snapshots, layer string, o Options) (table, error) {
	t := timeTable{columns: map[string]int{}}
	for i, day := range found.days {
		o.progress("read %d of %d days, now %s", i, len(found.days), day.name)
		tables, err := readAll(ctx, set, day.files, Options{})
		if err != nil {
			return table{}, err
		}
		shown, err := choose(tables, layer)
		if some := slices.ContainsFunc(tables, func(t table) bool { return len(t.Features) > 0 }); err != nil && some { // else nothing was there on that day
			return table{}, fmt.Errorf("%s: %w", day.name, err)
		}
		if o.raw != nil {
			if err := o.raw.keepDay(day.day, shown); err != nil {
				return table{}, fmt.Errorf("%s: %w", day.name, err)
			}
		}
		t.add(shown, day.day.String())
		t.read = append(t.read, table{Table: files.Table{Format: formatsOf(tables), Notes: shown.Notes}})
	}
	return t.table(found), nil
}

// timeTable gathers rows over time.
type timeTable struct {
	fields  []geo.Field
	columns map[string]int // of the fields, by name
	rows    []timeRow
	open    map[[sha256.Size]byte]int // the rows of the latest file, by the hash of all that they hold
	text    []byte                    // of a row, for its hash
	read    []table                   // what was read, without rows
}

type timeRow struct {
	geo.Feature
	from, to string
}

func (t *timeTable) add(file table, day string) {
	now := map[[sha256.Size]byte]int{}
	for i := range file.Features {
		f := t.unified(file, &file.Features[i])
		t.text = geojson.AppendGeometry(fmt.Appendf(t.text[:0], "%q %q ", f.ID, f.Values), f.Geometry)
		key := sha256.Sum256(t.text)
		row, held := t.open[key]
		if _, twice := now[key]; twice {
			continue
		}
		if !held {
			row = len(t.rows)
			t.rows = append(t.rows, timeRow{Feature: f, from: day})
		}
		now[key] = row
	}
	for key, row := range t.open {
		if _, holds := now[key]; !holds {
			t.rows[row].to = day
		}
	}
	t.open = now
}

// unified returns a feature with its values, as texts, in the columns of the whole table.
func (t *timeTable) unified(file table, f *geo.Feature) geo.Feature {
	values := make([]any, len(t.fields))
	for i, field := range file.Fields {
		column, ok := t.columns[field.Name]
		if !ok {
			column = len(t.fields)
			t.columns[field.Name], t.fields, values = column, append(t.fields, geo.Field{Name: field.Name}), append(values, nil)
		}
		if text := asText(f.Values[i]); text != "" {
			values[column] = text
		}
	}
	for len(values) > 0 && values[len(values)-1] == nil { // the same whatever columns come later
		values = values[:len(values)-1]
	}
	return geo.Feature{ID: f.ID, Geometry: f.Geometry, Values: values}
}

// The columns that are made of the names of files.
const snapshotFrom, snapshotTo = "valid_from", "valid_to"

func (t *timeTable) table(found snapshots) table {
	first, last := found.days[0].day, found.days[len(found.days)-1].day
	out := table{end: Exclusive, days: &date.Interval{From: first, To: last}}
	out.Format = fmt.Sprintf("%s of %d days", formatsOf(t.read), len(found.days))
	out.Notes = notesOf(t.read)
	var kept []int
	for i, f := range t.fields {
		if f.Name != snapshotFrom && f.Name != snapshotTo {
			kept = append(kept, i)
			out.Fields = append(out.Fields, f)
		}
	}
	out.Fields = append(out.Fields, geo.Field{Name: snapshotFrom, Type: geo.Date}, geo.Field{Name: snapshotTo, Type: geo.Date})
	for _, row := range t.rows {
		values := make([]any, 0, len(out.Fields))
		for _, i := range kept {
			value := any(nil)
			if i < len(row.Values) {
				value = row.Values[i]
			}
			values = append(values, value)
		}
		to := any(nil)
		if row.to != "" {
			to = row.to
		}
		out.Features = append(out.Features, geo.Feature{ID: row.ID, Geometry: row.Geometry, Values: append(values, row.from, to)})
	}
	out.Notes = append(out.Notes, found.notes...)
	return out
}
