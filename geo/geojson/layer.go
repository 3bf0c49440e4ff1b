package geojson

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"demarc/geo"
	"demarc/geo/jsontree"
)

// ReadLayer reads a FeatureCollection as a table. Its fields are all properties of all features, in
// the order in which they come up; members of an object in a property are fields of their own,
// names.en; lists are joined with "; ". A field whose values are all whole numbers, numbers,
// booleans or days is of that type, else of texts. What is not JSON is an error, what is not
// GeoJSON a fault.
func ReadLayer(document []byte) (geo.Layer, []Fault, error) {
	root, err := Parse(document)
	if err != nil {
		return geo.Layer{}, nil, err
	}
	features, faults := Read(root)
	properties := make([]*jsontree.Node, len(features))
	for i := range features {
		properties[i] = features[i].Properties
	}
	fields, rows := Columns(properties)
	if names := nestedLists(properties); len(names) > 0 {
		faults = append(faults, Fault{Kind: Malformed, Warning: true, Message: "columns of lists in each other, whose items are joined as those of one: " + strings.Join(names, ", ")})
	}
	layer := geo.Layer{Fields: fields, Metadata: metadata(root)}
	for i, f := range features {
		layer.Features = append(layer.Features, geo.Feature{ID: f.ID, Geometry: geo.Plain(f.Geometry), Values: rows[i]})
	}
	if name := root.Member("name"); name != nil && name.Kind == jsontree.String { // as ogr2ogr writes it
		layer.Name = name.Text
	}
	return layer, faults, nil
}

// nestedLists are the properties in which a list holds another, in the order in which they come up.
func nestedLists(properties []*jsontree.Node) []string {
	var names []string
	for _, p := range properties {
		if p == nil {
			continue
		}
		for _, m := range p.Members {
			if m.Value.Kind != jsontree.Array || slices.Contains(names, m.Name) {
				continue
			}
			if slices.ContainsFunc(m.Value.Expand().Items, func(item *jsontree.Node) bool { return item.Kind == jsontree.Array }) {
				names = append(names, m.Name)
			}
		}
	}
	return names
}

// Columns makes a table of the properties of features, which are objects or nil, as ReadLayer has
// it.
func Columns(properties []*jsontree.Node) ([]geo.Field, [][]any) {
	t := columns{index: map[string]int{}}
	for _, p := range properties {
		t.row(p)
	}
	fields, rows := t.fields(), make([][]any, len(properties))
	for i := range rows {
		rows[i] = make([]any, len(fields))
		for column, cell := range t.rows[i] {
			rows[i][column] = value(fields[column].Type, cell)
		}
	}
	return fields, rows
}

// metadata are the members beside the features that are texts or objects, these as JSON. Those of a
// document without any are those of its first feature, as of a sequence.
func metadata(root *jsontree.Node) map[string]string {
	said := Members(root)
	if features := root.Member("features"); len(said) == 0 && features != nil && len(features.Items) > 0 {
		return Members(features.Items[0])
	}
	return said
}

// Members are the foreign members of an object that are texts or objects, these as JSON; nil for
// none.
func Members(object *jsontree.Node) map[string]string {
	var said map[string]string
	for _, m := range object.Members {
		switch m.Name {
		case "type", "id", "features", "properties", "geometry", "crs", "objects", "arcs", "transform", "bbox":
			continue
		}
		if m.Value.Kind == jsontree.String || m.Value.Kind == jsontree.Object {
			if said == nil {
				said = map[string]string{}
			}
			said[m.Name] = words(m.Value)
		}
	}
	return said
}

// columns gathers properties of which nobody knows beforehand which there are.
type columns struct {
	index map[string]int
	names []string
	rows  []map[int]*jsontree.Node // values that are neither null nor objects
}

func (t *columns) row(properties *jsontree.Node) {
	row := map[int]*jsontree.Node{}
	t.rows = append(t.rows, row)
	if properties != nil {
		t.members(row, "", properties)
	}
}

func (t *columns) members(row map[int]*jsontree.Node, prefix string, object *jsontree.Node) {
	for _, m := range object.Members {
		name := prefix + m.Name
		if m.Value.Kind == jsontree.Object && prefix == "" {
			t.members(row, name+".", m.Value)
			continue
		}
		i, ok := t.index[name]
		if !ok {
			i = len(t.names)
			t.index[name], t.names = i, append(t.names, name)
		}
		if m.Value.Kind != jsontree.Null {
			row[i] = m.Value
		}
	}
}

// fields chooses the type of each column.
func (t *columns) fields() []geo.Field {
	fields := make([]geo.Field, len(t.names))
	for i, name := range t.names {
		fields[i].Name = name
		for _, kind := range []geo.FieldType{geo.Int, geo.Float, geo.Bool, geo.Date} {
			if t.all(i, kind) {
				fields[i].Type = kind
				break
			}
		}
	}
	return fields
}

// all tells whether a column has values, and only those of a type.
func (t *columns) all(column int, kind geo.FieldType) bool {
	any := false
	for _, row := range t.rows {
		if cell, ok := row[column]; ok {
			if any = true; value(kind, cell) == nil {
				return false
			}
		}
	}
	return any
}

// value returns a value as one of the type, nil if it is none. Everything is a text.
func value(kind geo.FieldType, n *jsontree.Node) any {
	switch {
	case kind == geo.String:
		return words(n)
	case kind == geo.Bool && n.Kind == jsontree.Bool:
		return n.Text == "true"
	case kind == geo.Int && n.Kind == jsontree.Number:
		if whole, err := strconv.ParseInt(n.Text, 10, 64); err == nil {
			return whole
		}
	case kind == geo.Float && n.Kind == jsontree.Number:
		// A whole number of more digits than a float64 holds is a name: it must not become another.
		whole := len(n.Text) > 15 && !strings.ContainsAny(n.Text, ".eE")
		if number, ok := n.Float(); ok && !(whole && strconv.FormatFloat(number, 'f', -1, 64) != n.Text) {
			return number
		}
	case kind == geo.Date && n.Kind == jsontree.String:
		if _, err := geo.Day(n.Text); err == nil {
			return n.Text
		}
	}
	return nil
}

func words(n *jsontree.Node) string {
	switch n.Kind {
	case jsontree.Array:
		items := make([]string, len(n.Expand().Items))
		for i, item := range n.Expand().Items {
			items[i] = words(item)
		}
		return strings.Join(items, "; ")
	case jsontree.Object:
		text, err := json.Marshal(n.Interface())
		if err != nil {
			return fmt.Sprint(n.Interface()) // a number out of range
		}
		return string(text)
	}
	return n.Text
}
