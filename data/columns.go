package data

import (
	"slices"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
)

// column is a field of a layer with its value in a row, nil where the row has none.
type column[Row any] struct {
	Name  string
	Type  geo.FieldType
	Role  geo.Role
	Title string // as of a geo.Field
	Of    func(Row) any
}

// columns make the features of a layer, one for each row.
type columns[Row any] []column[Row]

// layer returns the layer without features.
func (c columns[Row]) layer(name string) geo.Layer {
	layer := geo.Layer{Name: name, Fields: make([]geo.Field, len(c))}
	for i, x := range c {
		layer.Fields[i] = geo.Field{Name: x.Name, Type: x.Type, Role: x.Role, Title: x.Title}
	}
	return layer
}

func (c columns[Row]) feature(id string, shape orb.Geometry, row Row) geo.Feature {
	values := make([]any, len(c))
	for i, x := range c {
		values[i] = x.Of(row)
	}
	return geo.Feature{ID: id, Geometry: shape, Values: values}
}

// table makes the features of a layer that may be long, one row after the other.
type table[Row any] struct {
	geo.Layer
	columns columns[Row]
	values  []any // room for those of the features to come
}

// rowsAtOnce is how many features get room for their values together.
const rowsAtOnce = 256

// add adds the feature of a row. What the row has in common with the one before it is held once.
func (t *table[Row]) add(id string, shape orb.Geometry, row Row) {
	if len(t.values) == 0 {
		t.values = make([]any, rowsAtOnce*len(t.columns))
	}
	values := t.values[:len(t.columns):len(t.columns)]
	t.values = t.values[len(t.columns):]
	var before []any
	if n := len(t.Features); n > 0 {
		before = t.Features[n-1].Values
	}
	for i, x := range t.columns {
		values[i] = x.Of(row)
		if before != nil && values[i] == before[i] {
			values[i] = before[i]
		}
	}
	t.Features = append(t.Features, geo.Feature{ID: id, Geometry: shape, Values: values})
}

// textColumn holds text; an empty one is absent.
func textColumn[Row any](name string, of func(Row) string) column[Row] {
	return column[Row]{Name: name, Of: func(row Row) any { return text(of(row)) }}
}

// given leaves out columns that no row has a value in.
func (c columns[Row]) given(rows []Row) columns[Row] {
	return slices.DeleteFunc(c, func(x column[Row]) bool {
		return !slices.ContainsFunc(rows, func(row Row) bool { return x.Of(row) != nil })
	})
}

// nameColumns hold a name in each language of the dataset; the English one, else the first, is the
// title.
func nameColumns[Row any](s *Snapshot, of func(Row) dataset.Names) columns[Row] {
	var all columns[Row]
	for _, language := range s.Dataset.Languages {
		all = append(all, textColumn("name_"+language, func(row Row) string { return of(row)[language] }))
	}
	if i := max(0, slices.Index(s.Dataset.Languages, "en")); i < len(all) {
		all[i].Role = geo.RoleTitle
	}
	return all
}

// fromColumn and toColumn bound the days on which a feature is valid; open ends are absent.
func fromColumn[Row any](of func(Row) date.Interval) column[Row] {
	return column[Row]{Name: "valid_from", Type: geo.Date, Role: geo.RoleFrom, Of: func(row Row) any { return day(of(row).From) }}
}

func toColumn[Row any](of func(Row) date.Interval) column[Row] {
	return column[Row]{Name: "valid_to", Type: geo.Date, Role: geo.RoleTo, Of: func(row Row) any { return day(of(row).To) }}
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func day(d date.Date) any {
	if d.Optional() == nil {
		return nil
	}
	return d.String()
}
