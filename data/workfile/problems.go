package workfile

import (
	"context"

	"github.com/paulmach/orb"

	"demarc/data/tables"
	"demarc/geo/geopackage"
)

// Finding is a problem or a conflict as the layers of problems show it.
type Finding struct {
	Severity, Rule     string
	Message, hint      string
	table, key, column string
	row                int64 // number of the row in its table, 0 for none
	Point              *orb.Point
	here, there        orb.Geometry // of a conflict: the shapes of this file and of the other one
	hereSay, thereSay  string       // of a conflict
}

// conflictSeverity is that of a conflict.
const conflictSeverity = "conflict"

func column(name, definition, help string) geopackage.RelationColumn {
	return geopackage.RelationColumn{Name: name, Definition: definition, Help: help}
}

// problems is the layer of problems: points with words.
func problems(findings []Finding) geopackage.Relation {
	r := geopackage.Relation{Name: ProblemsTable, Geometry: "POINT", Description: "what demarc check -write and demarc copy found; empty when all is well", Columns: []geopackage.RelationColumn{
		column("severity", "TEXT", "error, warning or conflict"), column("rule", "TEXT", "of the check"),
		column("message", "TEXT", "what is wrong"), column("hint", "TEXT", "how it can be mended"),
		column("table_name", "TEXT", "where it is"), column("row", "INTEGER", "fid of the row there"), column("key", "TEXT", "what the row is known by"), column("column_name", "TEXT", "which value"),
		column("here", "TEXT", "what this file says, of a conflict"), column("there", "TEXT", "what the other one says"),
	}}
	for i, f := range findings {
		var point any
		if f.Point != nil {
			point = *f.Point
		}
		row := any(f.row)
		if f.row == 0 {
			row = nil
		}
		r.Rows = append(r.Rows, []any{i + 1, point, f.Severity, f.Rule, f.Message, f.hint, f.table, row, f.key, f.column, f.hereSay, f.thereSay})
	}
	return r
}

// problemShapes is the layer of the shapes that are in conflict.
func problemShapes(findings []Finding) geopackage.Relation {
	r := geopackage.Relation{Name: shapesTable, Geometry: "MULTIPOLYGON", Description: "the shapes of both sides where they are in conflict", Columns: []geopackage.RelationColumn{
		column("problem", "INTEGER", "fid of the problem"), column("side", "TEXT", "here: this file; there: the other one"),
		column("table_name", "TEXT", "where it is"), column("key", "TEXT", "what the row is known by"),
	}}
	for i, f := range findings {
		for _, side := range []struct {
			name  string
			shape orb.Geometry
		}{{"here", f.here}, {"there", f.there}} {
			switch side.shape.(type) {
			case orb.Polygon, orb.MultiPolygon:
				r.Rows = append(r.Rows, []any{len(r.Rows) + 1, side.shape, i + 1, side.name, f.table, f.key})
			}
		}
	}
	return r
}

// WriteProblems replaces what the layers of problems of a file show; nothing else is changed.
func WriteProblems(ctx context.Context, name string, findings []Finding) error {
	return geopackage.Edit(ctx, name, geopackage.Edits{Replace: []geopackage.Relation{problems(findings), problemShapes(findings)}})
}

// ProblemTables are the tables that show problems, with the rows of findings.
func ProblemTables(findings []Finding) []geopackage.Relation {
	return []geopackage.Relation{problems(findings), problemShapes(findings)}
}

// Findings are problems as the layers show them: those without a place of their own at their row's.
func Findings(set *tables.Set, found []tables.Problem) []Finding {
	var all []Finding
	keys := map[string][]string{}
	for _, p := range found {
		f := Finding{Severity: string(p.Severity), Rule: p.Rule, Message: p.Message, hint: p.Hint, table: p.Table, column: p.Column}
		if rows := set.Rows[p.Table]; p.Row >= 0 && p.Row < len(rows) {
			if keys[p.Table] == nil {
				keys[p.Table] = set.Keys(p.Table)
			}
			f.row, f.key = rows[p.Row].ID, keys[p.Table][p.Row]
			f.Point = centre(set, p.Table, rows[p.Row])
		}
		if p.Problem.Place != nil {
			f.Point = &orb.Point{p.Problem.Place[0], p.Problem.Place[1]}
		}
		all = append(all, f)
	}
	return all
}

// centre is a point in the shape of a row, or of the zone that it is about; nil for neither.
func centre(set *tables.Set, table string, r *tables.Row) *orb.Point {
	if g, is := r.Values[tables.ShapeColumn].(orb.Geometry); is {
		point := g.Bound().Center()
		return &point
	}
	if zone := r.Values[tables.ZoneColumn]; table == tables.PeriodsTable && zone != nil {
		for _, other := range set.Rows[tables.ZonesTable] {
			if other.Values[tables.IDColumn] == zone {
				return centre(set, tables.ZonesTable, other)
			}
		}
	}
	return nil
}
