package workfile

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/tables"
	"demarc/geo/geopackage"
	"demarc/geo/qgis"
)

// controlView is the layer that plays who controlled what: each zone in each of its periods.
const controlView = "control"

// viewing makes the layer of control, which follows the edits that are saved.
func viewing(set *tables.Set, in func(help string) string) []string {
	box := boxOf(set, tables.ZonesTable)
	corner := func(x float64) string {
		if !(box.Min[0] <= box.Max[0]) {
			return "NULL"
		}
		return fmt.Sprintf("%g", x)
	}
	name := text(controlView)
	return []string{
		`CREATE VIEW ` + quote(controlView) + ` AS SELECT p.fid AS OGC_FID, z.geom AS geom, z.id AS id, p.controller, p.status, p.patrolled_by, p.valid_from, p.valid_to
  FROM periods p JOIN zones z ON z.id = p.zone`,
		fmt.Sprintf(`INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, min_x, min_y, max_x, max_y, srs_id)
  VALUES (%s, 'features', %s, %s, '1970-01-01T00:00:00.000Z', %s, %s, %s, %s, 4326)`,
			name, name, text(in("each zone in each of its periods")), corner(box.Min[0]), corner(box.Min[1]), corner(box.Max[0]), corner(box.Max[1])),
		`INSERT INTO gpkg_geometry_columns VALUES (` + name + `, 'geom', 'MULTIPOLYGON', 4326, 0, 0)`,
	}
}

func boxOf(set *tables.Set, table string) orb.Bound {
	box := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for _, row := range set.Rows[table] {
		if g, is := row.Values[tables.ShapeColumn].(orb.Geometry); is && g != nil {
			b := g.Bound()
			box.Min = orb.Point{min(box.Min[0], b.Min[0]), min(box.Min[1], b.Min[1])}
			box.Max = orb.Point{max(box.Max[0], b.Max[0]), max(box.Max[1], b.Max[1])}
		}
	}
	return box
}

// designer makes the project of QGIS that a file opens with:
//
//	problems, and the shapes in conflict
//	Edit     points and areas with forms; zones without a ground, so that control shows through
//	Context  control by day, which plays; shapes drawn below
//	Tables   all else: chosen from in forms, and listed in the forms of what they belong to
type designer struct {
	set      *tables.Set
	language string
	words    wording
	help     func(english string) string
	from     Sources
}

// Sources say where the layers of a project come from.
type Sources struct {
	Provider string                    // of QGIS
	Of       func(table string) string // where a table is, as the provider wants it
	Hidden   []string                  // columns of all tables that no form shows
	Together bool                      // edits are saved together
}

// ownLayers are the layers of the file that the project is in.
var ownLayers = Sources{Provider: "ogr", Of: func(table string) string { return qgis.ThisFile + "|layername=" + table }}

// ProjectOf is the project that tables are edited in which are elsewhere, as a .qgs file.
func ProjectOf(set *tables.Set, title, language string, from Sources) []byte {
	p := projectFrom(set, title, language, from)
	return slices.Concat(p.Before, []byte(`""`), p.After) // there is no file of its own
}

// project is the project of a set in a language; "" is the first of the dataset's, whose texts also
// stand for those that the dataset has not in the language.
func project(set *tables.Set, title, language string) geopackage.Project {
	return projectFrom(set, title, language, ownLayers)
}

func projectFrom(set *tables.Set, title, language string, from Sources) geopackage.Project {
	texts := language
	if has := set.Needs.Languages; len(has) > 0 && !slices.Contains(has, language) {
		texts = has[0]
	}
	spoken := cmp.Or(language, texts)
	d := designer{set, texts, wordsIn(spoken), helpIn(spoken), from}
	p := qgis.Project{Title: title, Bound: boxOf(set, tables.ZonesTable), Relations: d.relations(), Editing: true, Together: from.Together, Step: 1, Unit: "months", FPS: 6}
	p.Layers = d.layers()
	p.From, p.To = d.played()
	before, after := p.Halves()
	return geopackage.Project{Before: before, After: after}
}

// played are the first and the last moment of the history.
func (d designer) played() (from, to string) {
	first, last := date.Forever, date.On(1, 1, 1)
	for _, row := range d.set.Rows[tables.PeriodsTable] {
		for _, column := range []string{"valid_from", "valid_to"} {
			if day, err := date.Parse(textOf(row, column)); err == nil {
				first, last = min(first, day), max(last, day)
			}
		}
	}
	if first >= last {
		return "", ""
	}
	return first.String() + "T00:00:00Z", (last - 1).String() + "T00:00:00Z"
}

func layerID(table string) string { return "demarc_layer_" + table }

// edited are the tables with shapes that are edited, the lowest first; around are those below them.
var (
	edited = []string{tables.RegionsTable, tables.ZonesTable, tables.LinesTable, tables.PointsTable, "places", tables.EventsTable}
	around = []string{"context_areas", "context_lines", "context_points"}
)

// layers are those of the project, the lowest first.
func (d designer) layers() []qgis.Layer {
	var all []qgis.Layer
	for i := len(d.set.Tables) - 1; i >= 0; i-- {
		if t := d.set.Tables[i]; !slices.Contains(edited, t.Name) && !slices.Contains(around, t.Name) {
			all = append(all, d.table(t, d.words.Tables))
		}
	}
	for _, name := range around {
		all = append(all, d.table(d.set.Table(name), d.words.Context))
	}
	all = append(all, d.control())
	for _, name := range edited {
		all = append(all, d.table(d.set.Table(name), d.words.Edit))
	}
	return append(all, d.problemLayers()...)
}

// table is the layer of a table.
func (d designer) table(t *tables.Table, group string) qgis.Layer {
	l := qgis.Layer{
		ID: layerID(t.Name), Title: d.words.table(t), Description: d.help(t.Help), Source: d.from.Of(t.Name), Provider: d.from.Provider,
		Kind: qgis.NoGeometry, Group: group, Fields: d.fields(t), Display: d.display(t),
	}
	shape, spatial := t.Shape()
	if !spatial {
		return l
	}
	l.Kind, l.Bound = map[tables.Type]qgis.Kind{tables.Areas: qgis.Polygons, tables.Lines: qgis.Lines, tables.Points: qgis.Points}[shape], boxOf(d.set, t.Name)
	l.Hidden = t.Name == tables.RegionsTable || t.Name == tables.PointsTable
	l.Rules = []qgis.Rule{{Symbol: looks[t.Name]}}
	if named := "names_" + d.language; slices.Contains(edited, t.Name) && t.Column(named) != nil {
		l.Label = named
	}
	return l
}

// looks are those of shapes, as those of exports.
var looks = map[string]qgis.Symbol{
	tables.ZonesTable: {Line: "#30343a", Width: 0.3}, tables.RegionsTable: {Line: "#4a4f55", Width: 0.3, Dash: "3;2"},
	tables.LinesTable: {Line: "#9c1c1c", Width: 0.7, Dash: "4;2"}, tables.PointsTable: {Fill: "#7a2e8a", Line: "#ffffff", Width: 0.3, Size: 2},
	"places": {Fill: "#14181d", Line: "#ffffff", Width: 0.3, Size: 1.5}, tables.EventsTable: {Fill: "#8a0f5c", Line: "#ffffff", Width: 0.4, Size: 2.6},
	"context_areas": {Fill: "#f1eee7", Line: "#b3aca3", Width: 0.3}, "context_lines": {Line: "#8fb3cc", Width: 0.3}, "context_points": {Fill: "#b3aca3", Size: 1},
}

// problemLayers are what the check found, above all else.
func (d designer) problemLayers() []qgis.Layer {
	const error, warning = "#c4161c", "#e08a00"
	at := func(severity, color string) qgis.Rule {
		return qgis.Rule{Label: severity, Filter: qgis.Column("severity") + " = " + qgis.Text(severity), Symbol: qgis.Symbol{Fill: color, Line: "#ffffff", Width: 0.6, Size: 5}}
	}
	var fields []qgis.Field
	for _, c := range problems(nil).Columns {
		fields = append(fields, qgis.Field{Name: c.Name, Title: d.words.column(c.Name), Page: d.words.Statement, Fixed: true, Input: qgis.TextInput})
	}
	points := qgis.Layer{
		ID: layerID(ProblemsTable), Title: d.words.Problems, Source: d.from.Of(ProblemsTable), Provider: d.from.Provider, Kind: qgis.Points,
		Rules: []qgis.Rule{at("error", error), at(conflictSeverity, "#6a1b9a"), at("warning", warning)}, Label: "message", ReadOnly: true, Fields: fields, Display: qgis.Column("message"),
	}
	shapes := qgis.Layer{
		ID: layerID(shapesTable), Title: d.words.Conflicts, Source: d.from.Of(shapesTable), Provider: d.from.Provider, Kind: qgis.Polygons, ReadOnly: true,
		Rules: []qgis.Rule{
			{Label: "here", Filter: `"side" = 'here'`, Symbol: qgis.Symbol{Pattern: "hatch", Ink: error, Line: error, Width: 0.6}},
			{Label: "there", Filter: `"side" = 'there'`, Symbol: qgis.Symbol{Pattern: "stripes", Ink: "#6a1b9a", Line: "#6a1b9a", Width: 0.6}},
		},
	}
	return []qgis.Layer{shapes, points}
}

// control is the layer that plays, with a rule for each way in which a zone is held.
func (d designer) control() qgis.Layer {
	l := qgis.Layer{
		ID: layerID(controlView), Title: d.words.Control, Source: d.from.Of(controlView), Provider: d.from.Provider, Kind: qgis.Polygons, Group: d.words.Context,
		Bound: boxOf(d.set, tables.ZonesTable), From: "valid_from", To: "valid_to", Opacity: 0.7, ReadOnly: true,
	}
	seen := map[string]bool{}
	for _, row := range d.set.Rows[tables.PeriodsTable] {
		rule := d.held(textOf(row, "controller"), textOf(row, "status"), textOf(row, "patrolled_by"))
		if !seen[rule.Filter] {
			seen[rule.Filter] = true
			l.Rules = append(l.Rules, rule)
		}
	}
	slices.SortStableFunc(l.Rules, func(a, b qgis.Rule) int { return cmp.Compare(a.Label, b.Label) })
	return l
}

func (d designer) held(controller, status, patrol string) qgis.Rule {
	is := func(column, value string) string {
		if value == "" {
			return qgis.Column(column) + " IS NULL"
		}
		return qgis.Column(column) + " = " + qgis.Text(value)
	}
	actors, statuses := d.byID("actors"), d.byID("statuses")
	s := qgis.Symbol{Fill: textOf(actors[controller], "color"), Pattern: textOf(statuses[status], "pattern"), Ink: "#ffffff", Line: "#30343a", Width: 0.15}
	switch by := textOf(actors[patrol], "color"); {
	case controller == "" || status == dataset.UnknownStatus:
		s = qgis.Symbol{Pattern: "dots", Ink: "#777777", Line: "#777777", Width: 0.1}
	case s.Pattern == "dots":
		s.Ink = "#777777"
	case by != "" && by != s.Fill && s.Pattern != "hatch":
		s.Pattern, s.Ink = "stripes", by
	}
	label := d.called(actors[controller], controller) + ", " + d.called(statuses[status], status)
	if patrol != "" && patrol != controller {
		label += ", " + d.called(actors[patrol], patrol)
	}
	return qgis.Rule{Label: strings.TrimPrefix(label, ", "), Filter: is("controller", controller) + " AND " + is("status", status) + " AND " + is("patrolled_by", patrol), Symbol: s}
}

// byID returns the rows of a table by their ids; of no id there is an empty one.
func (d designer) byID(table string) map[string]*tables.Row {
	rows := map[string]*tables.Row{"": {}}
	for _, row := range d.set.Rows[table] {
		rows[idOf(row)] = row
	}
	return rows
}

// called is the name of what has a row.
func (d designer) called(row *tables.Row, otherwise string) string {
	if row == nil {
		return otherwise
	}
	return cmp.Or(textOf(row, "names_"+d.language), otherwise)
}
