package workfile

import (
	"fmt"

	"demarc/data/tables"
	"demarc/geo/geopackage"
)

// Rows are those of a table as they are stored: its number, its columns, and its place among its
// like, under the names RowColumn, of the columns and OrderColumn.
type Rows = geopackage.RawTable

// The columns that are added to those of package tables.
const (
	RowColumn   = rowColumn
	OrderColumn = orderColumn
)

// About is what a file or database says of itself: blobs by name.
type About map[string][]byte

// About says what a dataset is made from, and what it has in common with others.
func (m Made) About() (About, error) {
	r, err := m.about()
	return aboutOf(r), err
}

func aboutOf(r geopackage.Relation) About {
	all := About{}
	for _, row := range r.Rows {
		switch content := row[2].(type) {
		case string:
			all[row[1].(string)] = []byte(content)
		case []byte:
			all[row[1].(string)] = content
		}
	}
	return all
}

// Opened returns a dataset that says that of itself. Its tables are empty until it is filled.
func Opened(says About, others map[string][]byte) (*File, error) {
	raw := geopackage.RawTable{Columns: []string{rowColumn, "name", "content"}}
	for name, content := range says {
		row := []any{nil, name, any(content)}
		if name == "about" {
			row[2] = string(content)
		}
		raw.Rows = append(raw.Rows, row)
	}
	said, rows, bases, err := readAbout(raw)
	if err != nil {
		return nil, err
	}
	return opened(said, rows, bases, others)
}

func opened(said about, rows State, bases []Base, others map[string][]byte) (f *File, err error) {
	f = &File{said: said, Bases: bases, Set: tables.NewSet(said.Needs)}
	if f.Base, err = rows.Set(); err != nil {
		return nil, fmt.Errorf("what it was made from: %w", err)
	}
	f.Set.Empty, f.Set.Others = said.Empty, others
	return f, nil
}

// Agreed is what a database says of itself once it has one thing more in common with a place. Its
// rows stay as they are.
func (says About) Agreed(now Base) (About, error) {
	f, err := Opened(says, nil)
	if err != nil {
		return nil, err
	}
	r, err := f.said.relation(State(says[f.said.Rows]), Agreed(f.Bases, now))
	return aboutOf(r), err
}

// Fill takes the rows of all tables, whatever was done to them: what cannot be understood is a
// problem.
func (f *File) Fill(stored map[string]Rows) error {
	for _, t := range f.Set.Tables {
		rows, there := stored[t.Name]
		if !there {
			return fmt.Errorf("the table %s is gone", t.Name)
		}
		f.table(t, rows)
	}
	f.parents()
	return nil
}

// RowsOf returns the rows of a table to be stored: its number, its shape if it has any, its other
// columns in their order, and its place. Each row has the number that its ID says.
func RowsOf(set *tables.Set) func(t *tables.Table) [][]any {
	return numbers(set, func(table string, i int) int64 { return set.Rows[table][i].ID }).of
}
