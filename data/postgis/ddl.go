package postgis

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/paulmach/orb"

	"demarc/data/tables"
	"demarc/data/workfile"
)

// versionColumn counts the changes of a row.
const versionColumn = "row_version"

// types are those of columns.
var types = map[tables.Type]string{
	tables.Text: "text", tables.Day: "date", tables.Number: "double precision", tables.Whole: "bigint", tables.YesNo: "boolean", tables.JSON: "text",
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }

func text(value string) string { return "'" + strings.ReplaceAll(value, "'", "''") + "'" }

// short cuts a name to what PostgreSQL keeps of it; names that begin alike stay apart.
func short(name string) string {
	if len(name) <= maxName {
		return name
	}
	sum := sha256.Sum256([]byte(name))
	cut := maxName - 9
	for !utf8.RuneStart(name[cut]) {
		cut--
	}
	return name[:cut] + "_" + hex.EncodeToString(sum[:4])
}

// shortened returns a set whose columns have the names that they have in the database. Its rows
// are those of the set, by the names there.
func shortened(set *tables.Set) *tables.Set {
	as := &tables.Set{Needs: set.Needs, Rows: set.Rows, Empty: set.Empty, Others: set.Others}
	for _, t := range set.Tables {
		copied := *t
		copied.Columns = slices.Clone(t.Columns)
		for i := range copied.Columns {
			copied.Columns[i].Name, copied.Columns[i].With = short(copied.Columns[i].Name), short(copied.Columns[i].With)
		}
		as.Tables = append(as.Tables, &copied)
	}
	return as
}

// drafter makes the statements that a schema is made of. Its names are those of the database.
type drafter struct{ set *tables.Set }

// shapeType is the type of a table's shapes. Points are plain, unless some are several in one.
func shapeType(set *tables.Set, t *tables.Table) string {
	shape, _ := t.Shape()
	kind := map[tables.Type]string{tables.Areas: "MultiPolygon", tables.Lines: "MultiLineString", tables.Points: "Point"}[shape]
	if t.Name == "context_points" || t.Name == tables.PointsTable {
		kind = "MultiPoint"
	}
	return kind
}

// promote makes a shape one of the type.
func promote(g orb.Geometry, kind string) orb.Geometry {
	switch g := g.(type) {
	case orb.Point:
		if kind == "MultiPoint" {
			return orb.MultiPoint{g}
		}
	case orb.MultiPoint:
		if kind == "Point" && len(g) == 1 {
			return g[0]
		}
	case orb.LineString:
		return orb.MultiLineString{g}
	case orb.Polygon:
		return orb.MultiPolygon{g}
	}
	return g
}

// table makes a table without what hangs on other rows.
func (d drafter) table(t *tables.Table) string {
	columns := []string{workfile.RowColumn + " bigserial PRIMARY KEY"}
	for i := range t.Columns {
		columns = append(columns, d.column(t, &t.Columns[i]))
	}
	columns = append(columns, workfile.OrderColumn+" double precision", versionColumn+" bigint NOT NULL DEFAULT 1")
	return "CREATE TABLE " + quote(t.Name) + " (\n  " + strings.Join(columns, ",\n  ") + "\n)"
}

// column is the definition of a column, and what it refuses: what is wrong in a row by itself.
// The names of constraints are what people read who break them.
func (d drafter) column(t *tables.Table, c *tables.Column) string {
	name := quote(c.Name)
	if c.Name == tables.ShapeColumn {
		return name + " geometry(" + shapeType(d.set, t) + ", 4326)"
	}
	if c.Type == tables.Parent {
		if d.set.Table(c.Refers).Column(tables.IDColumn) != nil {
			return name + " text NOT NULL"
		}
		return name + " bigint NOT NULL"
	}
	sql := name + " " + types[c.Type]
	check := func(says, format string, args ...any) {
		sql += " CONSTRAINT " + quote(short(t.Name+"."+c.Name+": "+says)) + " CHECK (" + fmt.Sprintf(format, args...) + ")"
	}
	if c.Needed && !(c.Name == tables.IDColumn && slices.Contains(regionTables, t.Name)) { // a zone that is drawn gets its id when it is read
		sql += " NOT NULL"
		if c.Type == tables.Text {
			check("want some text", "%s <> ''", name)
		}
	}
	if control := d.set.Rows[tables.DatasetTable]; t.Name == tables.ZonesTable && c.Name == tables.LayerColumn && len(control) > 0 {
		if layer, is := control[0].Values["control_layer"].(string); is {
			sql += " DEFAULT " + text(layer)
		}
	}
	if c.Name == tables.IDColumn && t.Unique {
		sql += " CONSTRAINT " + quote(short(t.Name+".id: is there already")) + " UNIQUE"
	}
	switch {
	case len(c.Choices) > 0:
		var choices []string
		for _, choice := range c.Choices {
			choices = append(choices, text(choice))
		}
		check("want "+strings.Join(c.Choices, ", "), "%s IN ('', %s)", name, strings.Join(choices, ", "))
	case c.Type == tables.Day:
		check("want a year from 1 to 9999", "%s BETWEEN '0001-01-01' AND '9999-12-31'", name)
	case c.Type == tables.JSON:
		check("want JSON", "%s = '' OR %s::json IS NOT NULL", name, name)
	case c.Type == tables.Number:
		check("want a number", "%s NOT IN ('NaN', 'Infinity', '-Infinity')", name)
	case c.Name == "color":
		check("want #rrggbb", "%s ~ '^(#[0-9A-Fa-f]{6})?$'", name)
	}
	if c.Name == "valid_to" && c.Type == tables.Day && t.Column("valid_from") != nil {
		check("want a day after valid_from", "%s > %s", name, quote("valid_from"))
	}
	return sql
}

var regionTables = []string{tables.ZonesTable, tables.RegionsTable, tables.LinesTable, tables.PointsTable}

// firm are the keys, indexes and triggers, which are made when the rows are there. What hangs on
// several rows is looked at when all is saved.
func (d drafter) firm() []string {
	var all []string
	for _, t := range d.set.Tables {
		for i := range t.Columns {
			all = append(all, d.keys(t, &t.Columns[i])...)
		}
		all = append(all, d.triggers(t)...)
	}
	return append(all, d.apart())
}

// apart keeps the periods of a zone apart, but for those whose days PostgreSQL does not know: of
// these the check tells.
func (d drafter) apart() string {
	var plain []string
	for _, c := range d.set.Table(tables.PeriodsTable).Columns {
		if c.With == "valid_from" || c.With == "valid_to" {
			plain = append(plain, "("+quote(c.Name)+" IS NULL OR "+quote(c.Name)+" = '..')") // .. is before all days
		}
	}
	where := ""
	if len(plain) > 0 {
		where = " WHERE (" + strings.Join(plain, " AND ") + ")"
	}
	return "ALTER TABLE periods ADD CONSTRAINT " + quote(apartName) + " EXCLUDE USING gist (zone WITH =, daterange(valid_from, valid_to) WITH &&)" + where + " DEFERRABLE INITIALLY DEFERRED"
}

// apartName is what people read who let two periods of a zone have a day.
const apartName = "one period of a zone on a day"

// keys are those of a column that names others, and its index.
func (d drafter) keys(t *tables.Table, c *tables.Column) []string {
	index := func(using string) string {
		return "CREATE INDEX " + quote(short(t.Name+"_"+c.Name+"_index")) + " ON " + quote(t.Name) + " USING " + using + " (" + quote(c.Name) + ")"
	}
	key := func(to, more string) string {
		return "ALTER TABLE " + quote(t.Name) + " ADD CONSTRAINT " + quote(short(t.Name+"."+c.Name+": want one of "+c.Refers)) + " FOREIGN KEY (" + quote(c.Name) +
			") REFERENCES " + quote(c.Refers) + "(" + quote(to) + ")" + more + " DEFERRABLE INITIALLY DEFERRED"
	}
	of := d.set.Table(c.Refers)
	switch {
	case c.Type.Spatial():
		return []string{index("gist")}
	case c.Type == tables.Parent && of.Column(tables.IDColumn) == nil:
		return []string{index("btree"), key(workfile.RowColumn, " ON DELETE CASCADE")}
	case c.Type == tables.Parent && of.Unique:
		return []string{index("btree"), key(tables.IDColumn, " ON UPDATE CASCADE ON DELETE CASCADE")}
	case c.Refused && of != nil && of.Unique:
		return []string{index("btree"), key(tables.IDColumn, " ON UPDATE CASCADE")}
	case c.Type == tables.Parent, c.Name == tables.ZoneColumn, c.Name == tables.IDColumn && !t.Unique:
		return []string{index("btree")}
	}
	return nil
}

// comments say of all that there is what it is for.
func (d drafter) comments() []string {
	var all []string
	for _, t := range d.set.Tables {
		all = append(all, "COMMENT ON TABLE "+quote(t.Name)+" IS "+text(t.Help))
		on := func(column, says string) {
			all = append(all, "COMMENT ON COLUMN "+quote(t.Name)+"."+quote(column)+" IS "+text(says))
		}
		on(workfile.RowColumn, "number of the row")
		for _, c := range t.Columns {
			on(c.Name, c.Help)
		}
		on(workfile.OrderColumn, "its place among its like; those without one come last")
		on(versionColumn, "how often the row was changed; who sends another number than the row has is told that somebody else changed it")
	}
	return all
}
