package imports

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/geojson"
)

// dated finds the day in the name of a file, such as front_2022-03-01.geojson, front_20220301.json
// or world_1914.geojson.
var dated = regexp.MustCompile(`(?:^|[^0-9])([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{8}|[0-9]{4})(?:[^0-9]|$)`)

// snapshot is a file that shows how things were on a day.
type snapshot struct {
	day  date.Date
	name string
}

// findSnapshots lists the GeoJSON files of a directory by the days in their names; none if fewer
// than two have one.
func findSnapshots(directory string) ([]snapshot, error) {
	entries, err := os.ReadDir(directory)
	if err != nil {
		return nil, err
	}
	var found []snapshot
	for _, entry := range entries {
		extension := strings.ToLower(filepath.Ext(entry.Name()))
		base := strings.TrimSuffix(entry.Name(), filepath.Ext(entry.Name()))
		m := dated.FindStringSubmatch(base)
		if entry.IsDir() || extension != ".geojson" && extension != ".json" || m == nil {
			continue
		}
		day, err := new(dates).first(m[1])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", entry.Name(), err)
		}
		found = append(found, snapshot{day, entry.Name()})
	}
	slices.SortFunc(found, func(a, b snapshot) int { return cmp.Compare(a.day, b.day) })
	for i := 1; i < len(found); i++ {
		if found[i].day == found[i-1].day {
			return nil, fmt.Errorf("%s and %s show the same day", found[i-1].name, found[i].name)
		}
	}
	if len(found) < 2 {
		return nil, nil
	}
	return found, nil
}

// readSnapshots makes one table of them. A feature that is the same in files that follow each
// other, with its shape and all its values, is one row; it holds from the day of its first file
// until that of the first without it.
func readSnapshots(ctx context.Context, directory string, files []snapshot) (table, error) {
	t := timeTable{columns: map[string]int{}, open: map[string]int{}}
	for _, file := range files {
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
	return t.table(filepath.Base(directory), files), nil
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

func (t *timeTable) table(name string, files []snapshot) table {
	out := table{format: fmt.Sprintf("GeoJSON of %d days", len(files)), end: Exclusive}
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
	out.notes = append(out.notes, fmt.Sprintf("what a file shows is taken to hold from its day until that of the next: %s to %s", files[0].day, files[len(files)-1].day))
	return out
}
