package workfile

import (
	"fmt"
	"strings"

	"demarc/data/tables"
	"demarc/geo/geopackage"
)

// The columns that the file adds.
const (
	rowColumn   = "fid"
	orderColumn = "ord"
)

// sqlTypes are those of SQLite as GeoPackages name them.
var sqlTypes = map[tables.Type]string{
	tables.Text: "TEXT", tables.Day: "DATE", tables.Number: "DOUBLE", tables.Whole: "INTEGER", tables.YesNo: "BOOLEAN", tables.JSON: "TEXT",
}

// shapeTypes are the types of geometry columns.
var shapeTypes = map[tables.Type]string{tables.Areas: "MULTIPOLYGON", tables.Lines: "MULTILINESTRING", tables.Points: "POINT"}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func text(value string) string { return "'" + strings.ReplaceAll(value, "'", "''") + "'" }

// relation makes the relation of a table, without rows.
func relation(set *tables.Set, t *tables.Table) geopackage.Relation {
	r := geopackage.Relation{Name: t.Name, Description: t.Help}
	if shape, ok := t.Shape(); ok {
		r.Geometry = shapeTypes[shape]
		if t.Name == "context_points" {
			r.Geometry = "MULTIPOINT"
		}
	}
	for i := range t.Columns {
		if c := &t.Columns[i]; c.Name != tables.ShapeColumn {
			r.Columns = append(r.Columns, geopackage.RelationColumn{Name: c.Name, Definition: definition(set, t, c), Help: c.Help, Choices: c.Choices})
		}
	}
	r.Columns = append(r.Columns, geopackage.RelationColumn{Name: orderColumn, Definition: "INTEGER", Help: "its place among its like; those without one come last"})
	return r
}

// definition is the type of a column and what it refuses: what is wrong in a row by itself. What
// hangs on other rows, such as gaps between periods, is for the check: an edit half done must be
// kept, too.
func definition(set *tables.Set, t *tables.Table, c *tables.Column) string {
	name := quote(c.Name)
	if c.Type == tables.Parent {
		return parent(set, c)
	}
	sql := sqlTypes[c.Type]
	check := func(format string, args ...any) { sql += " CHECK (" + fmt.Sprintf(format, args...) + ")" }
	if c.Needed {
		sql += " NOT NULL"
		check("%s <> ''", name)
	}
	if c.Name == tables.IDColumn && t.Unique {
		sql += " UNIQUE"
	}
	switch {
	case len(c.Choices) > 0:
		var choices []string
		for _, choice := range c.Choices {
			choices = append(choices, text(choice))
		}
		check("%s IN (%s)", name, strings.Join(choices, ", "))
	case c.Type == tables.Day:
		check("date(%s) IS %s OR %s IS NULL", name, name, name)
	case c.Type == tables.YesNo:
		check("%s IN (0, 1)", name)
	case c.Type == tables.Number, c.Type == tables.Whole:
		check("typeof(%s) IN ('null', 'integer', 'real')", name)
	case c.Name == "color":
		hex := "[0-9A-Fa-f]"
		check("%s GLOB '#%s'", name, strings.Repeat(hex, 6))
	}
	if c.Name == "valid_to" && c.Type == tables.Day && t.Column("valid_from") != nil {
		check("%s > %s", name, quote("valid_from"))
	}
	if names := set.Table(c.Refers); c.Refused && names != nil && names.Unique {
		sql += " REFERENCES " + quote(c.Refers) + "(" + quote(tables.IDColumn) + ") ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED"
	}
	return sql
}

// parent refers to the thing that lists a row: by its id, or by the number of its row if it has
// none. Regions are in several tables, and the halves of one that was split have one id.
func parent(set *tables.Set, c *tables.Column) string {
	switch of := set.Table(c.Refers); {
	case c.Name == "region":
		return "TEXT NOT NULL"
	case of.Column(tables.IDColumn) == nil:
		return "INTEGER NOT NULL REFERENCES " + quote(c.Refers) + "(" + quote(rowColumn) + ") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"
	}
	return "TEXT NOT NULL REFERENCES " + quote(c.Refers) + "(" + quote(tables.IDColumn) + ") ON UPDATE CASCADE ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"
}

// triggers keep in step what an edit of one column means for another.
func triggers(set *tables.Set) []string {
	var all []string
	for _, t := range set.Tables {
		for _, c := range t.Columns {
			if c.With != "" {
				all = append(all, beside(t.Name, c.With, c.Name), beside(t.Name, c.Name, c.With))
			}
		}
		if c := t.Columns[0]; c.Type == tables.Parent && c.Name == "region" {
			for _, regions := range regionTables {
				all = append(all, follow(regions, t.Name, c.Name))
			}
		}
		if t.Column(tables.ZoneColumn) != nil && t.Name == tables.PeriodsTable {
			for _, regions := range regionTables {
				all = append(all, follow(regions, t.Name, tables.ZoneColumn))
			}
		}
	}
	return all
}

var regionTables = []string{tables.ZonesTable, tables.RegionsTable, tables.LinesTable, tables.PointsTable}

// beside empties a column when the one beside it, which says the same otherwise, is given another
// value.
func beside(table, changed, other string) string {
	return fmt.Sprintf(`CREATE TRIGGER %s AFTER UPDATE ON %s WHEN NEW.%[3]s IS NOT OLD.%[3]s AND NEW.%[4]s IS OLD.%[4]s AND NEW.%[3]s IS NOT NULL AND NEW.%[4]s IS NOT NULL
BEGIN
  UPDATE %[2]s SET %[4]s = NULL WHERE fid = NEW.fid;
END`, quote(table+"_"+changed+"_changed"), quote(table), quote(changed), quote(other))
}

// follow gives what names a region its new id, once no other half has the old one.
func follow(regions, table, column string) string {
	return fmt.Sprintf(`CREATE TRIGGER %s AFTER UPDATE ON %s WHEN NEW.id IS NOT OLD.id AND NOT EXISTS (SELECT 1 FROM %[2]s WHERE id = OLD.id)
BEGIN
  UPDATE %[3]s SET %[4]s = NEW.id WHERE %[4]s = OLD.id;
END`, quote(regions+"_renamed_in_"+table), quote(regions), quote(table), quote(column))
}
