package kml

import (
	"slices"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// table gathers placemarks whose fields are known only when all are read.
type table struct {
	names []string
	known map[string]bool
	rows  []*row
}

// row is a placemark: its values by the names of fields.
type row struct {
	values   map[string]string
	names    []string // in the order of the file
	geometry orb.Geometry
}

func newTable() *table {
	t := &table{known: map[string]bool{}}
	for _, name := range []string{nameField, descriptionField, folderField, beginField, endField, whenField} {
		t.known[name] = true // they come first, if they are used
	}
	return t
}

func newRow() *row { return &row{values: map[string]string{}} }

// set keeps the first value of a name.
func (r *row) set(name, value string) {
	if _, twice := r.values[name]; twice || value == "" {
		return
	}
	r.values[name] = value
	r.names = append(r.names, name)
}

func (t *table) add(r *row) {
	for _, name := range r.names {
		if !t.known[name] {
			t.known[name] = true
			t.names = append(t.names, name)
		}
	}
	t.rows = append(t.rows, r)
}

// layer makes fields of all names that have a value.
func (t *table) layer(name string, types map[string]geo.FieldType) geo.Layer {
	layer := geo.Layer{Name: name}
	for _, field := range slices.Concat([]string{nameField, descriptionField, folderField, beginField, endField, whenField}, t.names) {
		if !t.used(field) {
			continue
		}
		kind := types[field]
		switch field {
		case beginField, endField, whenField:
			kind = t.dateType(field)
		}
		if !t.fits(field, kind) {
			kind = geo.String
		}
		if _, declared := types[field]; declared && kind == geo.String && t.truths(field) {
			kind = geo.Bool // as Write writes it
		}
		layer.Fields = append(layer.Fields, geo.Field{Name: field, Type: kind})
	}
	for _, r := range t.rows {
		f := geo.Feature{ID: r.values["id"], Geometry: r.geometry, Values: make([]any, len(layer.Fields))}
		for i, field := range layer.Fields {
			if text, ok := r.values[field.Name]; ok {
				f.Values[i], _ = value(field.Type, text) // fits has tried it
			}
		}
		layer.Features = append(layer.Features, f)
	}
	return layer
}

// truths tells whether all values of a field are true or false.
func (t *table) truths(field string) bool {
	for _, r := range t.rows {
		if text, ok := r.values[field]; ok && text != "true" && text != "false" {
			return false
		}
	}
	return true
}

// used tells whether a field has a value. A folder that is the same for all says nothing.
func (t *table) used(field string) bool {
	different := false
	for _, r := range t.rows {
		_, ok := r.values[field]
		if ok && field != folderField {
			return true
		}
		different = different || r.values[field] != t.rows[0].values[field]
	}
	return different
}

func (t *table) fits(field string, kind geo.FieldType) bool {
	for _, r := range t.rows {
		if text, ok := r.values[field]; ok {
			if _, ok := value(kind, text); !ok {
				return false
			}
		}
	}
	return true
}

// dateType is Date if all values are whole days.
func (t *table) dateType(field string) geo.FieldType {
	if t.fits(field, geo.Date) {
		return geo.Date
	}
	return geo.String
}

// value reads a text as a value of a field's type.
func value(kind geo.FieldType, text string) (any, bool) {
	switch kind {
	case geo.Int:
		v, err := strconv.ParseInt(text, 10, 64)
		return v, err == nil
	case geo.Float:
		v, err := strconv.ParseFloat(text, 64)
		return v, err == nil && v-v == 0
	case geo.Bool:
		v, err := strconv.ParseBool(strings.ToLower(text))
		return v, err == nil
	case geo.Date:
		day, clock, _ := strings.Cut(text, "T")
		_, err := geo.Day(day)
		return day, err == nil && (clock == "" || clock == "00:00:00Z" || clock == "00:00:00" || clock == "00:00:00.000Z")
	}
	return text, true
}
