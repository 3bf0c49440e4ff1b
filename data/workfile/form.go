package workfile

import (
	"cmp"
	"slices"
	"strings"

	"demarc/data/tables"
	"demarc/geo/qgis"
)

// fields are those of the form of a table: what is said on the first page, texts in languages on
// the second, what is seldom wanted on the last.
func (d designer) fields(t *tables.Table) []qgis.Field {
	var said, texts, rest []qgis.Field
	for i := range t.Columns {
		c := &t.Columns[i]
		if c.Name == tables.ShapeColumn {
			continue
		}
		f := d.field(t, c)
		switch f.Page {
		case d.words.Texts:
			texts = append(texts, f)
		case d.words.More:
			rest = append(rest, f)
		default:
			said = append(said, f)
		}
	}
	rest = append(rest, qgis.Field{Name: orderColumn, Title: d.words.column(orderColumn), Page: d.words.More})
	for _, name := range d.from.Hidden {
		rest = append(rest, qgis.Field{Name: name, Title: name, Fixed: true})
	}
	return slices.Concat([]qgis.Field{{Name: rowColumn, Title: rowColumn, Fixed: true}}, said, texts, rest)
}

// seldom begins the names of columns that are seldom edited.
var seldom = []string{"same_as_", "admin_", "attributes_of", "more", "review", "sha256", "geo_precision", "time_precision", "ord"}

func (d designer) field(t *tables.Table, c *tables.Column) qgis.Field {
	f := qgis.Field{Name: c.Name, Title: d.words.title(c), Page: d.words.Statement, Values: c.Choices}
	switch {
	case slices.ContainsFunc(seldom, func(begin string) bool { return strings.HasPrefix(c.Name, begin) }):
		f.Page = d.words.More
	case c.Language != "" && (c.Language != d.language || !strings.HasPrefix(c.Name, "names_") && !strings.HasPrefix(c.Name, "title_")):
		f.Page = d.words.Texts
	}
	switch {
	case c.Type == tables.Parent && d.set.Table(c.Refers).Column(tables.IDColumn) == nil:
		f.Fixed, f.Page = false, "" // the number of a row, which the form of what lists it fills in
	case d.set.Table(c.Refers) != nil && d.set.Table(c.Refers).Column(tables.IDColumn) != nil:
		f.From = d.choices(c.Refers)
	case c.Name == "color":
		f.Input = qgis.ColorInput
	case c.Type == tables.Day:
		f.Input = qgis.DayInput
	case c.Type == tables.YesNo:
		f.Input = qgis.CheckInput
	case c.Type == tables.JSON, strings.HasPrefix(c.Name, "note"), strings.HasPrefix(c.Name, "summary"), strings.HasPrefix(c.Name, "description"),
		strings.HasPrefix(c.Name, "definition"), c.Name == "quote", strings.HasSuffix(c.Help, "one a line"):
		f.Input = qgis.TextInput
	}
	return f
}

// choices are the rows of a table, by what they are called.
func (d designer) choices(table string) *qgis.Choices {
	t := d.set.Table(table)
	return &qgis.Choices{Layer: layerID(table), Title: d.words.table(t), Source: d.from.Of(table), Provider: d.from.Provider, Key: tables.IDColumn, Value: d.name(t)}
}

// name is the column by which rows are called: the first that all of them have, else that which
// most have; names in the language come before those in others.
func (d designer) name(t *tables.Table) string {
	var columns []string
	for _, language := range append([]string{d.language}, d.set.Needs.Languages...) {
		columns = append(columns, "names_"+language, "title_"+language)
	}
	best, most := tables.IDColumn, 0
	for _, column := range append(columns, "title", "name") {
		if t.Column(column) == nil {
			continue
		}
		n := 0
		for _, row := range d.set.Rows[t.Name] {
			if textOf(row, column) != "" {
				n++
			}
		}
		if n > most {
			best, most = column, n
		}
	}
	return best
}

// display is the expression by which a row is called.
func (d designer) display(t *tables.Table) string {
	switch {
	case t.Name == tables.PeriodsTable:
		return `coalesce("valid_from", '') || ' ' || coalesce("controller", '') || ' ' || coalesce("status", '')`
	case t.Listed && len(t.Columns) > 1:
		return qgis.Column(t.Columns[1].Name)
	case t.Column(tables.IDColumn) == nil:
		return qgis.Column(rowColumn)
	}
	return "coalesce(" + qgis.Column(d.name(t)) + ", " + qgis.Column(tables.IDColumn) + ")"
}

// relations say which rows belong to which: periods to zones and to the event that began them, and
// what is listed to what lists it.
func (d designer) relations() []qgis.Relation {
	var all []qgis.Relation
	add := func(parent, parentField, child, childField string) {
		t := d.set.Table(child)
		title := d.words.table(t)
		if t.Listed {
			title = d.words.listed(t)
		}
		all = append(all, qgis.Relation{
			ID: "demarc_" + child + "_of_" + parent, Title: title,
			Parent: layerID(parent), ParentField: parentField, Child: layerID(child), ChildField: childField,
		})
	}
	add(tables.ZonesTable, tables.IDColumn, tables.PeriodsTable, tables.ZoneColumn)
	add(tables.EventsTable, tables.IDColumn, tables.PeriodsTable, "event")
	for _, t := range d.set.Tables {
		if !t.Listed {
			continue
		}
		first := t.Columns[0]
		parents := []string{first.Refers}
		if first.Name == "region" {
			parents = regionTables
		}
		for _, parent := range parents {
			key := rowColumn
			if d.set.Table(parent).Column(tables.IDColumn) != nil {
				key = tables.IDColumn
			}
			add(parent, key, t.Name, first.Name)
		}
	}
	return all
}

// wording is that of the project in a language.
type wording struct {
	Edit, Context, Tables, Problems, Conflicts, Control string
	Statement, Texts, More                              string
	names                                               map[string]string // of tables and columns
}

// title is that of a column, with the language of its texts.
func (w wording) title(c *tables.Column) string {
	if c.Language != "" {
		return w.column(strings.TrimSuffix(c.Name, "_"+c.Language)) + " (" + c.Language + ")"
	}
	if c.With != "" {
		return w.column(c.With) + " (EDTF)"
	}
	return w.column(strings.TrimPrefix(c.Name, "own_"))
}

// column is the title of a column: its name in words, where there is no other.
func (w wording) column(name string) string {
	plain := strings.ReplaceAll(name, "_", " ")
	return cmp.Or(w.names[name], strings.ToUpper(plain[:1])+plain[1:])
}

func (w wording) table(t *tables.Table) string {
	if w.names[t.Name] != "" {
		return w.names[t.Name]
	}
	if t.Listed {
		return w.column(t.Columns[0].Name) + ": " + w.listed(t)
	}
	return w.column(t.Name)
}

// listed is what the rows of a table are to what lists them.
func (w wording) listed(t *tables.Table) string {
	return w.column(strings.TrimPrefix(t.Name, t.Columns[0].Name+"_"))
}
