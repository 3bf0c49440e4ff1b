package workfile

import (
	"fmt"
	"slices"
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
	if c.Needed && !(c.Name == tables.IDColumn && slices.Contains(regionTables, t.Name)) { // a zone that is drawn gets its id when it is read
		sql += " NOT NULL"
		check("%s <> ''", name)
	}
	if control := set.Rows[tables.DatasetTable]; t.Name == tables.ZonesTable && c.Name == tables.LayerColumn && len(control) > 0 {
		layer, _ := control[0].Values["control_layer"].(string)
		sql += " DEFAULT " + text(layer)
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
	if c.Refused && words[c.Refers] {
		sql += " REFERENCES " + quote(c.Refers) + "(" + quote(tables.IDColumn) + ") ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED"
	}
	return sql
}

// parent refers to the thing that lists a row: by its id, or by the number of its row if it has
// none. Only the latter is a key of the database: what is new may be saved before the event that
// lists it, and QGIS saves one table after another.
func parent(set *tables.Set, c *tables.Column) string {
	if set.Table(c.Refers).Column(tables.IDColumn) != nil {
		return "TEXT NOT NULL"
	}
	return "INTEGER NOT NULL REFERENCES " + quote(c.Refers) + "(" + quote(rowColumn) + ") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED"
}

// triggers keep in step what an edit in one place means for another, and refuse what keys would:
// not every program that edits GeoPackages asks SQLite to follow keys.
func triggers(set *tables.Set) []string {
	var all []string
	for _, t := range set.Tables {
		for _, c := range t.Columns {
			if c.With != "" {
				all = append(all, beside(t.Name, c.With, c.Name), beside(t.Name, c.Name, c.With))
			}
			all = append(all, references(set, t, c)...)
		}
	}
	return all
}

// references are the triggers of a column that names things of another table.
func references(set *tables.Set, t *tables.Table, c tables.Column) []string {
	var all []string
	of := set.Table(c.Refers)
	switch {
	case c.Type == tables.Parent && c.Name == "region":
		for _, regions := range regionTables {
			all = append(all, follow(regions, t.Name, c.Name), listedGo(regions, t.Name, c.Name, tables.IDColumn))
		}
	case c.Type == tables.Parent && of.Column(tables.IDColumn) == nil:
		all = append(all, listedGo(c.Refers, t.Name, c.Name, rowColumn))
	case c.Type == tables.Parent:
		all = append(all, follow(c.Refers, t.Name, c.Name), listedGo(c.Refers, t.Name, c.Name, tables.IDColumn))
	case t.Name == tables.PeriodsTable && c.Name == tables.ZoneColumn:
		for _, regions := range regionTables {
			all = append(all, follow(regions, t.Name, c.Name))
		}
	case of != nil && of.Unique:
		all = append(all, follow(c.Refers, t.Name, c.Name))
		if c.Refused && words[c.Refers] {
			all = append(all, refuse(t.Name, c, "INSERT"), refuse(t.Name, c, "UPDATE"), needed(t.Name, c))
		}
	}
	return all
}

// words are the tables of what is there before anything names it. What is new may be saved before
// the event or source that it names.
var words = map[string]bool{"actors": true, "statuses": true, "viewpoints": true}

// refuse refuses the name of something that is not there.
func refuse(table string, c tables.Column, on string) string {
	column, changed := quote(c.Name), ""
	if on == "UPDATE" {
		changed = " AND NEW." + column + " IS NOT OLD." + column
	}
	return fmt.Sprintf(`CREATE TRIGGER %s BEFORE %s ON %s WHEN NEW.%[4]s IS NOT NULL AND NEW.%[4]s <> ''%[5]s AND NOT EXISTS (SELECT 1 FROM %[6]s WHERE id = NEW.%[4]s)
BEGIN
  SELECT RAISE(ABORT, %[7]s);
END`, quote(table+"_"+c.Name+"_known_"+on), on, quote(table), column, changed, quote(c.Refers),
		text(table+"."+c.Name+": no row of "+c.Refers+" has this id: add it there first, and save that"))
}

// needed refuses to remove what is named.
func needed(table string, c tables.Column) string {
	return fmt.Sprintf(`CREATE TRIGGER %s BEFORE DELETE ON %s WHEN EXISTS (SELECT 1 FROM %s WHERE %s = OLD.id)
BEGIN
  SELECT RAISE(ABORT, %s);
END`, quote(c.Refers+"_named_in_"+table+"_"+c.Name), quote(c.Refers), quote(table), quote(c.Name), text(c.Refers+": "+table+"."+c.Name+" names it still"))
}

// listedGo removes what a row lists when it is removed, unless another half of it is there.
func listedGo(lists, table, column, key string) string {
	return fmt.Sprintf(`CREATE TRIGGER %s AFTER DELETE ON %s WHEN NOT EXISTS (SELECT 1 FROM %[2]s WHERE %[5]s = OLD.%[5]s)
BEGIN
  DELETE FROM %[3]s WHERE %[4]s = OLD.%[5]s;
END`, quote(lists+"_gone_in_"+table), quote(lists), quote(table), quote(column), quote(key))
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
END`, quote(regions+"_renamed_in_"+table+"_"+column), quote(regions), quote(table), quote(column))
}
