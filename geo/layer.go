package geo

import (
	"hash/fnv"
	"slices"

	"github.com/paulmach/orb"
)

// FieldType is the type of the values of a Field.
type FieldType int

// The types of fields, and the Go types of their values.
const (
	String FieldType = iota // string
	Int                     // int or int64
	Float                   // float64, finite
	Bool                    // bool
	Date                    // string, YYYY-MM-DD
)

// Role says what a field is for in formats that have a place of their own for such values.
type Role int

// The roles of fields. At most one field of a layer has each, but for RoleNone.
const (
	RoleNone  Role = iota
	RoleTitle      // names the feature for people
	RoleFrom       // a Date: the first day on which the feature is valid; absent: always was
	RoleTo         // a Date: the first day on which it no longer is; absent: still is
	RoleFill       // its colour, #rrggbb
)

// Field is a column of a Layer.
type Field struct {
	Name  string
	Type  FieldType
	Role  Role
	Title string // in words, where the name does not do; may be empty
}

// Feature is a row of a Layer. Values stand in the order of the layer's fields; nil means absent. A
// nil Geometry means that the feature is known but not located.
type Feature struct {
	ID       string
	Geometry orb.Geometry
	Values   []any
}

// Layer is a named table of features: what every format is written from. Writers only read it.
type Layer struct {
	Name     string
	Fields   []Field
	Features []Feature
	// Metadata is what the file that the layer was read from says of itself, by the names that
	// Meta.Entries has; nil for layers of other origin. Writers take a Meta instead.
	Metadata map[string]string
}

// With returns the index of the field that has the role, -1 if there is none.
func (l *Layer) With(role Role) int {
	return slices.IndexFunc(l.Fields, func(f Field) bool { return f.Role == role })
}

// Dimension returns the largest dimension of the geometries: 0 for points, 1 for lines, 2 for
// areas.
func (l *Layer) Dimension() int {
	largest := 0
	for _, f := range l.Features {
		if f.Geometry != nil {
			largest = max(largest, f.Geometry.Dimensions())
		}
	}
	return largest
}

// WithDatesSince returns the layer for a format whose dates begin on the day first. Date fields
// with an earlier day are String fields of the same texts then, without a role; it returns their
// names.
func (l Layer) WithDatesSince(first string) (Layer, []string) {
	since, err := Day(first)
	if err != nil {
		return l, nil // a mistake of ours, which no date would pass
	}
	var names []string
	for i, field := range l.Fields {
		if field.Type != Date || !slices.ContainsFunc(l.Features, func(f Feature) bool {
			day, err := Day(f.Text(i))
			return err == nil && day < since
		}) {
			continue
		}
		if names == nil {
			l.Fields = slices.Clone(l.Fields)
		}
		l.Fields[i] = Field{Name: field.Name, Type: String, Title: field.Title}
		names = append(names, field.Name)
	}
	return l, names
}

// Text returns the string that feature has in the field with the index, "" if it is absent, no
// string, or the index is negative.
func (f *Feature) Text(field int) string {
	if field < 0 {
		return ""
	}
	text, _ := f.Values[field].(string)
	return text
}

// FeatureNumber returns the number that stands for a feature id in formats whose ids are integers.
// It is below 2^53, so JavaScript keeps it exactly, and stays the same for ever: the 64-bit FNV-1a
// hash of the id, its upper 11 bits folded onto the lower 53.
func FeatureNumber(id string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(id)) // never fails
	sum := h.Sum64()
	return sum>>53 ^ sum&(1<<53-1)
}
