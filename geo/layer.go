package geo

import (
	"hash/fnv"

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

// Field is a column of a Layer.
type Field struct {
	Name string
	Type FieldType
}

// Feature is a row of a Layer. Values stand in the order of the layer's fields; nil means absent. A nil
// Geometry means that the feature is known but not located.
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
}

// FeatureNumber returns the number that stands for a feature id in formats whose ids are integers. It is
// below 2^53, so JavaScript keeps it exactly, and stays the same for ever: the 64-bit FNV-1a hash of the id,
// its upper 11 bits folded onto the lower 53.
func FeatureNumber(id string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(id)) // never fails
	sum := h.Sum64()
	return sum>>53 ^ sum&(1<<53-1)
}
