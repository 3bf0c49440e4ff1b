package geopackage

import (
	"context"
	"fmt"
	"math"
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
