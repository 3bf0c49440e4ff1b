package workfile

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/tables"
	"demarc/geo/geopackage"
)

// File is what a GeoPackage for editing holds.
type File struct {
	Set   *tables.Set
	Base  *tables.Set // what the rows said when the program wrote them last
	Bases []Base      // what the file has in common with others, the newest first
	// Problems are values that their columns cannot mean; they are left out of the Set.
	Problems []tables.Problem
	Notes    []string // what was left out since it belongs to nothing any more, a sentence each

	name string
	said about
	read map[string][]*tables.Row // the rows as they stand in the file
}

// ErrNoWorkfile is the error about a GeoPackage that is not for editing.
var ErrNoWorkfile = errors.New("it is no GeoPackage for editing")

// Read reads a file, whatever was done to it: what cannot be understood is a problem.
func Read(ctx context.Context, name string) (*File, error) {
	path, err := filepath.Abs(name) // where it is, also when the working directory has been exchanged
	if err != nil {
		return nil, err
	}
	own, err := geopackage.ReadRaw(ctx, name, aboutTable, filesTable)
	if err != nil {
		return nil, err
	}
	said, rows, bases, err := readAbout(own[aboutTable])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	others := map[string][]byte{}
	for _, row := range own[filesTable].Rows {
		if file, is := row[1].(string); is {
			content, _ := row[2].([]byte)
			others[file] = append([]byte{}, content...)
		}
	}
	f, err := opened(said, rows, bases, others)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var names []string
	for _, t := range f.Set.Tables {
		names = append(names, t.Name)
	}
	raw, err := geopackage.ReadRaw(ctx, name, names...)
	if err != nil {
		return nil, err
	}
	if err := f.Fill(raw); err != nil {
		return nil, fmt.Errorf("%s: %w: copy the dataset to a new GeoPackage", name, err)
	}
	f.name, f.read = path, map[string][]*tables.Row{}
	for table, rows := range f.Set.Rows {
		for _, r := range rows {
			f.read[table] = append(f.read[table], r.Clone())
		}
	}
	return f, nil
}

// table reads the rows of a table in their order.
func (f *File) table(t *tables.Table, raw geopackage.RawTable) {
	index := map[string]int{}
	for i, column := range raw.Columns {
		index[column] = i
	}
	at := func(row []any, column string) any {
		if i, there := index[column]; there {
			return row[i]
		}
		return nil
	}
	slices.SortStableFunc(raw.Rows, func(a, b []any) int {
		return cmp.Or(cmp.Compare(place(at(a, orderColumn)), place(at(b, orderColumn))), cmp.Compare(place(at(a, rowColumn)), place(at(b, rowColumn))))
	})
	for i, row := range raw.Rows {
		number, _ := at(row, rowColumn).(int64)
		r := &tables.Row{ID: number, Values: map[string]any{}}
		for c := range t.Columns {
			column := &t.Columns[c]
			v, problem := settle(column, at(row, column.Name))
			if problem != "" {
				f.problem(tables.Place{Table: t.Name, Row: i, Column: column.Name}, problem)
			} else if v != nil {
				r.Values[column.Name] = v
			}
		}
		f.Set.Rows[t.Name] = append(f.Set.Rows[t.Name], r)
	}
}

// place is the order of a row; rows without one come last.
func place(v any) float64 {
	switch v := v.(type) {
	case int64:
		return float64(v)
	case float64:
		return v
	}
	return math.Inf(1)
}

func (f *File) problem(at tables.Place, message string) {
	f.Problems = append(f.Problems, tables.Problem{
		Problem: dataset.Problem{Rule: "shape", Severity: dataset.Error, Message: at.Column + ": " + message, Hint: "give it such a value, or none"}, Place: at,
	})
}

// settle makes a value of the column's type of what the file holds, which may be anything.
func settle(c *tables.Column, v any) (any, string) {
	if blob, is := v.([]byte); is && !c.Type.Spatial() {
		v = string(blob)
	}
	if v == "" {
		return nil, "" // an empty field of a form
	}
	wrong := func(want string) (any, string) { return nil, fmt.Sprintf("got %v, want %s", v, want) }
	switch c.Type {
	case tables.Areas, tables.Lines, tables.Points:
		switch g := v.(type) {
		case error:
			return nil, "the shape cannot be read: " + g.Error()
		case orb.Geometry:
			return g, ""
		case nil:
			return nil, ""
		}
		return wrong("a shape")
	case tables.Number, tables.Whole:
		return number(c, v, wrong)
	case tables.YesNo:
		switch v {
		case nil:
			return nil, ""
		case int64(0), int64(1):
			return v == int64(1), ""
		}
		return wrong("0 or 1")
	case tables.Parent:
		return v, ""
	}
	if v == nil {
		return nil, ""
	}
	if content, is := v.(string); is {
		return content, ""
	}
	return fmt.Sprint(v), ""
}

func number(c *tables.Column, v any, wrong func(string) (any, string)) (any, string) {
	switch n := v.(type) {
	case nil:
		return nil, ""
	case int64:
		if c.Type == tables.Number {
			return float64(n), ""
		}
		return n, ""
	case float64:
		if c.Type == tables.Number && !math.IsInf(n, 0) {
			return n, ""
		}
		if n == math.Trunc(n) && math.Abs(n) < 1<<53 {
			return int64(n), ""
		}
		return wrong("a whole number")
	}
	return wrong("a number")
}

// parents gives what is listed the keys of what lists it, and drops what belongs to rows that are
// gone: programs that do not know of keys leave it behind.
func (f *File) parents() {
	for _, t := range f.Set.Tables {
		if !t.Listed {
			continue
		}
		column := t.Columns[0]
		keys := f.keys(column)
		var kept []*tables.Row
		for _, r := range f.Set.Rows[t.Name] {
			key, known := keys[fmt.Sprint(r.Values[column.Name])]
			if !known {
				continue
			}
			r.Values[column.Name] = key
			kept = append(kept, r)
		}
		if n := len(f.Set.Rows[t.Name]) - len(kept); n > 0 {
			f.Notes = append(f.Notes, fmt.Sprintf("%d of %s belonged to what is gone, and are left out", n, t.Name))
		}
		f.Set.Rows[t.Name] = kept
	}
}

// keys are those of what lists something, by how the file refers to it.
func (f *File) keys(c tables.Column) map[string]string {
	keys, from := map[string]string{}, []string{c.Refers}
	if c.Name == "region" {
		from = regionTables
	}
	for _, table := range from {
		byNumber := f.Set.Table(table).Column(tables.IDColumn) == nil
		for i, key := range f.Set.Keys(table) {
			if byNumber {
				keys[fmt.Sprint(f.Set.Rows[table][i].ID)] = key
			} else if id, is := f.Set.Rows[table][i].Values[tables.IDColumn].(string); is {
				keys[id] = id
			}
		}
	}
	return keys
}
