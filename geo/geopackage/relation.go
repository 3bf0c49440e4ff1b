package geopackage

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/paulmach/orb"
)

// Relation is a table with keys and references, made for being edited. Its first column is the
// number of the row, fid, its second the geometry if there is one.
type Relation struct {
	Name, Description string
	Geometry          string // type of the column geom as the format names it, "" for none
	Columns           []RelationColumn
	// Hidden relations are not listed in the file's contents: they are the program's own.
	Hidden bool
	Rows   [][]any
}

// RelationColumn is a column of a Relation, behind fid and geom.
type RelationColumn struct {
	Name, Definition string // SQL: type and constraints
	Help             string
	Choices          []string // the values that it may have; none: any
}

// Relations are what a file holds.
type Relations struct {
	Relations []Relation
	After     []string // statements that are run when all rows are there: triggers
	File      File     // Meta, Projects, Between
}

// WriteRelations writes a file of relations, which must not exist yet, as Write does.
func WriteRelations(ctx context.Context, name string, r Relations) error {
	return create(ctx, name, r.File.Between, func(w writer) error {
		if err := w.write(r.File); err != nil {
			return err
		}
		for _, relation := range r.Relations {
			if err := w.relation(relation); err != nil {
				return fmt.Errorf("table %s: %w", relation.Name, err)
			}
		}
		for _, statement := range r.After {
			if err := w.exec(statement); err != nil {
				return fmt.Errorf("%s: %w", statement, err)
			}
		}
		return nil
	})
}

func (w writer) relation(r Relation) error {
	columns := []string{quote(keyColumn) + " INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"}
	if r.Geometry != "" {
		columns = append(columns, quote(geometryColumn)+" "+r.Geometry)
	}
	for _, c := range r.Columns {
		columns = append(columns, quote(c.Name)+" "+c.Definition)
	}
	if err := w.exec("CREATE TABLE " + quote(r.Name) + " (\n  " + strings.Join(columns, ",\n  ") + "\n)"); err != nil {
		return err
	}
	if r.Geometry == "" {
		if err := w.plainRows(r); err != nil || r.Hidden {
			return err
		}
		if err := w.exec(`INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) VALUES (?, 'attributes', ?, ?, ?)`,
			r.Name, r.Name, r.Description, never); err != nil {
			return err
		}
		return w.describe(r)
	}
	box, err := w.shapeRows(r)
	if err != nil {
		return err
	}
	t := Table{Title: r.Name, Description: r.Description}
	t.Name = r.Name
	if err := w.register(t, r.Geometry, box); err != nil {
		return err
	}
	return w.describe(r)
}

// plainRows fills a relation without geometries.
func (w writer) plainRows(r Relation) error {
	return w.insert(r, func([]any) error { return nil })
}

// shapeRows fills a relation and its R-tree, and returns the box around all geometries.
func (w writer) shapeRows(r Relation) (orb.Bound, error) {
	box := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	tree := quote("rtree_" + r.Name + "_" + geometryColumn)
	if err := w.exec("CREATE VIRTUAL TABLE " + tree + " USING rtree(id, minx, maxx, miny, maxy)"); err != nil {
		return box, err
	}
	err := w.insert(r, func(row []any) error {
		g, ok := row[1].(orb.Geometry)
		if !ok || g == nil {
			row[1] = nil
			return nil
		}
		b := g.Bound()
		box = orb.Bound{
			Min: orb.Point{min(box.Min[0], b.Min[0]), min(box.Min[1], b.Min[1])},
			Max: orb.Point{max(box.Max[0], b.Max[0]), max(box.Max[1], b.Max[1])},
		}
		content, err := blob(promote(g, r.Geometry))
		if err != nil {
			return err
		}
		row[1] = content
		return w.exec("INSERT INTO "+tree+" VALUES (?, ?, ?, ?, ?)", row[0], b.Min[0], b.Max[0], b.Min[1], b.Max[1])
	})
	return box, err
}

// insert fills a relation with rows that prepare may change.
func (w writer) insert(r Relation, prepare func([]any) error) error {
	n := 1 + len(r.Columns)
	if r.Geometry != "" {
		n++
	}
	row, err := w.tx.PrepareContext(w.ctx, "INSERT INTO "+quote(r.Name)+" VALUES (?"+strings.Repeat(", ?", n-1)+")")
	if err != nil {
		return err
	}
	defer row.Close()
	for _, values := range r.Rows {
		if err := w.between(); err != nil {
			return err
		}
		values = slices.Clone(values)
		if err := prepare(values); err != nil {
			return fmt.Errorf("row %v: %w", values[0], err)
		}
		if _, err := row.ExecContext(w.ctx, values...); err != nil {
			return fmt.Errorf("row %v: %w", values[0], err)
		}
	}
	return nil
}

// describe names the columns and what they may hold (extension gpkg_schema).
func (w writer) describe(r Relation) error {
	for _, c := range r.Columns {
		constraint := any(nil)
		if len(c.Choices) > 0 {
			constraint = r.Name + "_" + c.Name
			for _, choice := range c.Choices {
				if err := w.exec(`INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value) VALUES (?, 'enum', ?)`, constraint, choice); err != nil {
					return err
				}
			}
		}
		if err := w.exec(`INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, ?)`, r.Name, c.Name, c.Name, c.Name, c.Help, constraint); err != nil {
			return err
		}
	}
	return nil
}

// Replace replaces the rows of relations of a file in one transaction, and leaves all others as
// they are. The relations must be there, with these columns.
func Replace(ctx context.Context, name string, relations []Relation) (err error) {
	path, err := filepath.Abs(name)
	if err != nil {
		return err
	}
	address := url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: "mode=rw&_pragma=busy_timeout(5000)&_pragma=foreign_keys(off)"}
	db, err := sql.Open("sqlite", address.String())
	if err != nil {
		return fmt.Errorf("geopackage %s: %w", name, err)
	}
	defer func() { err = cmp.Or(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	w := writer{ctx: ctx, between: func() error { return nil }}
	if w.tx, err = db.BeginTx(ctx, nil); err != nil {
		return fmt.Errorf("geopackage %s: %w", name, err)
	}
	defer w.tx.Rollback() // nothing after Commit
	for _, r := range relations {
		if err := w.replaceRows(r); err != nil {
			return fmt.Errorf("geopackage %s: table %s: %w", name, r.Name, err)
		}
	}
	return w.tx.Commit()
}

// replaceRows replaces all rows of a relation. Triggers of its R-tree call functions that only
// spatial programs have, so they are taken away meanwhile.
func (w writer) replaceRows(r Relation) error {
	if r.Geometry == "" {
		if err := w.exec("DELETE FROM " + quote(r.Name)); err != nil {
			return err
		}
		return w.plainRows(r)
	}
	names := []string{"insert", "update1", "update2", "update3", "update4", "delete"}
	for _, name := range names {
		if err := w.exec("DROP TRIGGER IF EXISTS " + quote("rtree_"+r.Name+"_"+geometryColumn+"_"+name)); err != nil {
			return err
		}
	}
	for _, statement := range []string{"DELETE FROM " + quote(r.Name), "DROP TABLE IF EXISTS " + quote("rtree_"+r.Name+"_"+geometryColumn)} {
		if err := w.exec(statement); err != nil {
			return err
		}
	}
	box, err := w.shapeRows(r)
	if err != nil {
		return err
	}
	if err := w.exec(triggersOf(r.Name)); err != nil {
		return err
	}
	c := cornersOf(box)
	return w.exec(`UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?`, c[0], c[1], c[2], c[3], r.Name)
}
