// Package workfile has a dataset as a GeoPackage for editing: the tables of package tables, with
// keys and constraints, and what the file was made from, so that what was edited meanwhile
// elsewhere can be merged.
//
//	Set --Write--> GeoPackage --edits--> Read --> Set, Problems
package workfile

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
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

// form is the version of how the tables are laid out.
const form = 1

// about is what the file says of itself.
type about struct {
	Form     int          `json:"form"`
	Snapshot string       `json:"snapshot"` // of the files that it was made from
	Needs    tables.Needs `json:"needs"`
	Empty    []string     `json:"empty,omitempty"`
}

// Made is what a file is made from.
type Made struct {
	Snapshot string            // id
	Files    map[string][]byte // in canonical form
	Others   map[string][]byte // that are no tables
	Set      *tables.Set       // of both
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
		After: append(triggers(made.Set), viewing(made.Set)...),
	}
	rows := numbers(made.Set, func(_ string, i int) int64 { return int64(i) + 1 })
	for _, t := range made.Set.Tables {
		one := relation(made.Set, t)
		one.Rows = rows.of(t)
		r.Relations = append(r.Relations, one)
	}
	r.Relations = append(r.Relations, problems(nil), problemShapes(nil))
	hidden, err := made.hidden()
	if err != nil {
		return err
	}
	r.Relations = append(r.Relations, hidden...)
	return geopackage.WriteRelations(ctx, name, r)
}

// hidden are the program's own tables.
func (m Made) hidden() ([]geopackage.Relation, error) {
	said, base, err := m.Stored()
	if err != nil {
		return nil, err
	}
	of := geopackage.Relation{Name: aboutTable, Hidden: true, Columns: []geopackage.RelationColumn{{Name: "name", Definition: "TEXT UNIQUE NOT NULL"}, {Name: "content", Definition: "BLOB"}}}
	of.Rows = [][]any{{1, "about", string(said)}, {2, "base", base}}
	files := of
	files.Name, files.Rows = filesTable, nil
	for i, name := range slices.Sorted(maps.Keys(m.Others)) {
		files.Rows = append(files.Rows, []any{i + 1, name, m.Others[name]})
	}
	return []geopackage.Relation{of, files}, nil
}

// othersFolder is where the pack has the files that are no tables.
const othersFolder = "others/"

// pack makes one blob of files.
func pack(files, others map[string][]byte) ([]byte, error) {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	put := func(name string, content []byte) error {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write(content)
		}
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := put(name, files[name]); err != nil {
			return nil, err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(others)) {
		if err := put(othersFolder+name, others[name]); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return out.Bytes(), err
}

// maxBase is how large the unpacked base may be, bytes.
const maxBase = 2 << 30

// unpack returns the files of a blob.
func unpack(content []byte) (files, others map[string][]byte, err error) {
	files, others = map[string][]byte{}, map[string][]byte{}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, nil, err
	}
	left := int64(maxBase)
	for _, f := range z.File {
		opened, err := f.Open()
		if err != nil {
			return nil, nil, err
		}
		one, err := io.ReadAll(io.LimitReader(opened, left+1))
		opened.Close()
		if err != nil {
			return nil, nil, err
		}
		if left -= int64(len(one)); left < 0 {
			return nil, nil, fmt.Errorf("more than %d GiB", maxBase>>30)
		}
		if rest, is := cutFolder(f.Name); is {
			others[rest] = one
		} else {
			files[f.Name] = one
		}
	}
	return files, others, nil
}

func cutFolder(name string) (string, bool) {
	rest := bytes.TrimPrefix([]byte(name), []byte(othersFolder))
	return string(rest), len(rest) < len(name)
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
