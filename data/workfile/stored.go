package workfile

import (
	"encoding/json"
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

// Stored are what is said of a dataset where it is stored, and what it was made from, as bytes.
func (m Made) Stored() (said, base []byte, err error) {
	if said, err = json.Marshal(about{form, m.Snapshot, m.Set.Needs, m.Set.Empty}); err != nil {
		return nil, nil, err
	}
	base, err = pack(m.Files, m.Others)
	return said, base, err
}

// Opened returns a dataset of which that is stored. Its tables are empty until it is filled.
func Opened(said, base []byte, others map[string][]byte) (*File, error) {
	var a about
	if err := json.Unmarshal(said, &a); err != nil {
		return nil, err
	}
	return opened(a, base, others)
}

func opened(said about, base []byte, others map[string][]byte) (*File, error) {
	if said.Form != form {
		return nil, fmt.Errorf("its tables are of form %d, want %d: it is of another version of demarc", said.Form, form)
	}
	f := &File{Snapshot: said.Snapshot, Set: tables.NewSet(said.Needs)}
	if err := f.unpack(base); err != nil {
		return nil, fmt.Errorf("what it was made from: %w", err)
	}
	f.Set.Empty, f.Set.Others = said.Empty, others
	return f, nil
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
