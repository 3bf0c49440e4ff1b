// Package workfile has a dataset as a GeoPackage for editing: the tables of package tables, with
// keys and constraints, and what the file was made from, so that what was edited meanwhile
// elsewhere can be merged.
//
//	Set --Write--> GeoPackage --edits--> Read --> Set, Problems
package workfile

import (
	"context"
	"maps"
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/tables"
	"demarc/geo"
	"demarc/geo/geopackage"
)

// The tables of the file that are not those of package tables.
const (
	aboutTable    = "demarc_about"
	filesTable    = "demarc_files"
	ProblemsTable = "problems"
	shapesTable   = "problem_shapes"
)

// Made is what a file is made from.
type Made struct {
	Files    map[string][]byte // in canonical form
	Others   map[string][]byte // that are no tables
	Set      *tables.Set       // of both
	Bases    []Base            // none: it is made of the files, wherever they are
	Meta     geo.Meta
	Name     string       // of the project of QGIS in it, with Meta.Title as its title
	Language string       // of that project's words; "": the first of the dataset
	Between  func() error // called between rows; its error ends the writing
}

// Write writes the file, which must not exist yet.
func Write(ctx context.Context, name string, made Made) error {
	r := geopackage.Relations{
		File: geopackage.File{
			Meta: made.Meta, Between: made.Between,
			Projects: map[string]geopackage.Project{made.Name: project(made.Set, made.Meta.Title, made.Language)},
		},
		After: append(triggers(made.Set), viewing(made.Set, helpIn(wordsOf(made.Set, made.Language)))...),
	}
	rows := numbers(made.Set, func(_ string, i int) int64 { return int64(i) + 1 })
	for _, t := range made.Set.Tables {
		one := relation(made.Set, t)
		one.Rows = rows.of(t)
		r.Relations = append(r.Relations, one)
	}
	r.Relations = append(r.Relations, problems(nil), problemShapes(nil))
	explained(r.Relations, wordsOf(made.Set, made.Language))
	hidden, err := made.hidden()
	if err != nil {
		return err
	}
	r.Relations = append(r.Relations, hidden...)
	return geopackage.WriteRelations(ctx, name, r)
}

// about is the program's own table: what the file says of itself.
func (m Made) about() (geopackage.Relation, error) {
	rows, err := NewState(m.Files, m.Others)
	if err != nil {
		return geopackage.Relation{}, err
	}
	bases := m.Bases
	if len(bases) == 0 {
		bases = Agreed(nil, Base{State: rows})
	}
	return about{Needs: m.Set.Needs, Empty: m.Set.Empty}.relation(rows, bases)
}

// hidden are the program's own tables.
func (m Made) hidden() ([]geopackage.Relation, error) {
	of, err := m.about()
	if err != nil {
		return nil, err
	}
	files := of
	files.Name, files.Rows = filesTable, nil
	for i, name := range slices.Sorted(maps.Keys(m.Others)) {
		files.Rows = append(files.Rows, []any{i + 1, name, m.Others[name]})
	}
	return []geopackage.Relation{of, files}, nil
}

// numbered gives the rows of a set their numbers in the file.
type numbered struct {
	set    *tables.Set
	number func(table string, i int) int64 // of a row
	byID   map[string]map[string]int64     // number of the row by key, of tables whose rows have no id
}

func numbers(set *tables.Set, number func(table string, i int) int64) numbered {
	n := numbered{set, number, map[string]map[string]int64{}}
	for _, t := range set.Tables {
		if t.Column(tables.IDColumn) == nil {
			byKey := map[string]int64{}
			for i, key := range set.Keys(t.Name) {
				byKey[key] = number(t.Name, i)
			}
			n.byID[t.Name] = byKey
		}
	}
	return n
}

// of returns the rows of a table as the file has them.
func (n numbered) of(t *tables.Table) [][]any {
	var rows [][]any
	for i, r := range n.set.Rows[t.Name] {
		row := []any{n.number(t.Name, i)}
		if _, spatial := t.Shape(); spatial {
			row = append(row, nil)
		}
		for _, c := range t.Columns {
			v := r.Values[c.Name]
			switch {
			case c.Name == tables.ShapeColumn:
				row[1] = shape(v)
				continue
			case c.Type == tables.Parent && n.byID[c.Refers] != nil:
				key, _ := v.(string)
				v = n.byID[c.Refers][key]
			}
			row = append(row, v)
		}
		rows = append(rows, append(row, i+1))
	}
	return rows
}

func shape(v any) any {
	if g, ok := v.(orb.Geometry); ok && g != nil {
		return g
	}
	return nil
}

// Closed is an error if another program has a file open, so that it cannot be replaced by another.
func Closed(ctx context.Context, name string) error { return geopackage.Closed(ctx, name) }
