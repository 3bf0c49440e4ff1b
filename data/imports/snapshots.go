package imports

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"demarc/data/date"
	"demarc/data/date/spelling"
	"demarc/geo"
	"demarc/geo/geojson"
)

// snapshot is a file that shows how things were on a day.
type snapshot struct {
	day  date.Date
	name string
}

// snapshots are the files of a directory, by their days.
type snapshots struct {
	files []snapshot
	notes []string
}

// findSnapshots lists the GeoJSON files of a directory by the days in their names; none if fewer
// than two have one.
func findSnapshots(directory string, order spelling.Order) (snapshots, error) {
	entries, err := os.ReadDir(directory)
	if err != nil {
		return snapshots{}, err
	}
	var names []string
	for _, entry := range entries {
		extension := strings.ToLower(filepath.Ext(entry.Name()))
		if !entry.IsDir() && (extension == ".geojson" || extension == ".json") {
			names = append(names, entry.Name())
		}
	}
	return byDay(names, order)
}

// byDay finds the days in the names of files, which are paths with slashes, and sorts them; there
// are none if fewer than two have a day.
func byDay(names []string, order spelling.Order) (found snapshots, err error) {
	bare := func(i int) string { return strings.TrimSuffix(names[i], path.Ext(names[i])) }
	evidence := spelling.Evidence{File: func(i int) string { return names[i] }}
	for i := range names {
		evidence.AddName(i, bare(i))
	}
	style, undecided := evidence.Style(order, dateFormat)
	var left []string
	for i, name := range names {
		days, ok, err := style.InName(bare(i))
		switch {
		case undecided == nil && err != nil:
			return snapshots{}, fmt.Errorf("%s: %w", name, err)
		case ok || err != nil:
			found.files = append(found.files, snapshot{days.Begins(), name})
		default:
			left = append(left, name)
		}
	}
	if len(found.files) < 2 {
		return snapshots{}, nil
	}
	if undecided != nil {
		return snapshots{}, undecided
	}
	slices.SortFunc(found.files, func(a, b snapshot) int { return cmp.Compare(a.day, b.day) })
	for i := 1; i < len(found.files); i++ {
		if found.files[i].day == found.files[i-1].day {
			return snapshots{}, fmt.Errorf("%s and %s show the same day", found.files[i-1].name, found.files[i].name)
		}
	}
	if note := style.Note(); note != "" {
		found.notes = append(found.notes, note)
	}
	if len(left) > 0 {
		found.notes = append(found.notes, "files without a day in their names are left out: "+few(left))
	}
	return found.complete(), nil
}

// complete notes what the calendar of the files says: from when to when, and, if most follow each
// other day by day, which days have none.
func (s snapshots) complete() snapshots {
	first, last := s.files[0].day, s.files[len(s.files)-1].day
	s.notes = append(s.notes, fmt.Sprintf("what a file shows is taken to hold from its day until that of the next: %s to %s", first, last),
		fmt.Sprintf("the dataset is kept as of %s, which answers for later days say", last))
	daily, days := 0, 0
	var missing []string
	for i, file := range s.files[1:] {
		from, to := s.files[i].day+1, file.day-1
		switch {
		case from > to:
			daily++
		case from == to:
			missing = append(missing, from.String())
		default:
			missing = append(missing, fmt.Sprintf("%s to %s", from, to))
		}
		days += int(to-from) + 1
	}
	if len(missing) > 0 && daily >= len(missing) {
		s.notes = append(s.notes, fmt.Sprintf("days without a file, on which that of the day before is taken to hold, %d: %s", days, few(missing)))
	}
	return s
}

// readSnapshots makes one table of them. A feature that is the same in files that follow each
// other, with its shape and all its values, is one row; it holds from the day of its first file
// until that of the first without it.
func readSnapshots(ctx context.Context, directory string, found snapshots) (table, error) {
	t := timeTable{columns: map[string]int{}, open: map[string]int{}}
	for _, file := range found.files {
		if err := ctx.Err(); err != nil {
			return table{}, err
		}
		f, err := os.Open(filepath.Join(directory, file.name))
		if err != nil {
			return table{}, err
		}
		tables, err := features(f)
		if err = errors.Join(err, f.Close()); err != nil {
			return table{}, fmt.Errorf("%s: %w", file.name, err)
		}
		t.add(tables[0], file.day.String())
	}
	return t.table(filepath.Base(directory), found), nil
}

// timeTable gathers rows over time.
type timeTable struct {
	fields  []geo.Field
	columns map[string]int // of the fields, by name
	rows    []timeRow
	open    map[string]int // the rows of the latest file, by all that they hold
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

func (t *timeTable) table(name string, found snapshots) table {
	first, last := found.files[0].day, found.files[len(found.files)-1].day
	out := table{format: fmt.Sprintf("GeoJSON of %d days", len(found.files)), end: Exclusive, files: &date.Interval{From: first, To: last}}
	out.Name = name
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
	out.notes = found.notes
	return out
}
