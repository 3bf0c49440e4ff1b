package imports

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"

	"demarc/data/date"
	"demarc/data/imports/files"
	"demarc/geo"
	"demarc/geo/geojson"
)

// dated finds the day in the name of a file, such as front_2022-03-01.geojson, front_20220301.json
// or world_1914.geojson.
var dated = regexp.MustCompile(`(?:^|[^0-9])([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8}|[0-9]{4})(?:[^0-9]|$)`)

// snapshot is what shows how things were on a day: a file, or a folder or archive of some.
type snapshot struct {
	day   date.Date
	name  string
	files []files.File
}

// findSnapshots lists files by the days in their names, or else in those of the folders or archives
// that they lie in; none if fewer than two days are there.
func findSnapshots(all []files.File) ([]snapshot, error) {
	found, err := snapshotsOf(all, 0, 1)
	if err != nil || len(found) > 1 {
		return found, err
	}
	found, err = snapshotsOf(all, 1, math.MaxInt)
	if len(found) < 2 {
		found = nil
	}
	return found, err
}

// snapshotsOf is that for the first of the names of each file, from one on and up to one, in which
// a day stands.
func snapshotsOf(all []files.File, from, to int) ([]snapshot, error) {
	byName := map[string]*snapshot{}
	for _, f := range all {
		names, parts := f.Names(), strings.Split(f.Path, "/")
		i := slices.IndexFunc(names[from:min(to, len(names))], dated.MatchString)
		if i < 0 {
			continue
		}
		i += from
		day, err := new(dates).first(dated.FindStringSubmatch(names[i])[1])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Path, err)
		}
		name := strings.Join(parts[:len(parts)-i], "/")
		if byName[name] == nil {
			byName[name] = &snapshot{day: day, name: name}
		}
		byName[name].files = append(byName[name].files, f)
	}
	var found []snapshot
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		found = append(found, *byName[name])
	}
	slices.SortStableFunc(found, func(a, b snapshot) int { return cmp.Compare(a.day, b.day) })
	for i := 1; i < len(found); i++ {
		if found[i].day == found[i-1].day {
			return nil, fmt.Errorf("%s and %s show the same day", found[i-1].name, found[i].name)
		}
	}
	return found, nil
}

// readSnapshots makes one table of them. A feature that is the same in files that follow each
// other, with its shape and all its values, is one row; it holds from the day of its first file
// until that of the first without it.
func readSnapshots(ctx context.Context, set *files.Set, days []snapshot, layer string, o Options) (table, error) {
	t := timeTable{columns: map[string]int{}, open: map[string]int{}}
	undated := len(set.Files)
	for i, day := range days {
		o.progress("read %d of %d days, now %s", i, len(days), day.name)
		undated -= len(day.files)
		tables, err := readAll(ctx, set, day.files, Options{})
		if err != nil {
			return table{}, err
		}
		shown, err := choose(tables, layer)
		if some := slices.ContainsFunc(tables, func(t table) bool { return len(t.Features) > 0 }); err != nil && some { // else nothing was there on that day
			return table{}, fmt.Errorf("%s: %w", day.name, err)
		}
		t.add(shown, day.day.String())
		t.read = append(t.read, table{Table: files.Table{Format: formatsOf(tables), Notes: shown.Notes}})
	}
	out := t.table(days)
	if undated > 0 {
		out.Notes = append(out.Notes, fmt.Sprintf("files without a day in their names are left out: %d", undated))
	}
	return out, nil
}

// timeTable gathers rows over time.
type timeTable struct {
	fields  []geo.Field
	columns map[string]int // of the fields, by name
	rows    []timeRow
	open    map[string]int // the rows of the latest file, by all that they hold
	read    []table        // what was read, without rows
}

type timeRow struct {
	geo.Feature
	from, to string
}

func (t *timeTable) add(file table, day string) {
	now := map[string]int{}
	for i := range file.Features {
		f := t.unified(file, &file.Features[i])
		key := fmt.Sprintf("%q %q %s", f.ID, f.Values, geojson.AppendGeometry(nil, f.Geometry))
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

func (t *timeTable) table(days []snapshot) table {
	out := table{end: Exclusive}
	out.Format = fmt.Sprintf("%s of %d days", formatsOf(t.read), len(days))
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
	out.Notes = append(out.Notes, fmt.Sprintf("what a file shows is taken to hold from its day until that of the next: %s to %s", days[0].day, days[len(days)-1].day))
	return out
}
