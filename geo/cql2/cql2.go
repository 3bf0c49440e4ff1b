// Package cql2 reads conditions on features in CQL2, the query language of the OGC (21-065r2), as
// text or as JSON, and tells which features meet them.
//
// It knows comparisons, LIKE, BETWEEN, IN, IS NULL, CASEI, ACCENTI, arithmetic on numbers, all
// spatial functions, exactly, and all temporal ones. Texts that Unicode takes for the same are the
// same. Time is in days: a timestamp stands for its day, in the offset it is written with. A
// comparison with an absent value is neither true nor false, as in SQL; but in INTERVAL(valid_from,
// valid_to), of the fields that have these roles, an absent end is open. There the field with the
// role geo.RoleTo is the first day that no longer belongs to the interval; two days written out
// both belong to it.
package cql2

import (
	"fmt"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// The limits of a filter.
const (
	maxBytes     = 16 << 10
	maxDepth     = 64
	maxNodes     = 1000
	maxPositions = 2000
	maxSpatial   = 16 // functions, each of which looks at all lines of every shape
)

// geometryName is the name by which filters speak of the geometry.
const geometryName = "geometry"

// Schema is what a filter is about.
type Schema struct {
	Fields []geo.Field
	// Inverse turns coordinates as the filter writes them into longitude and latitude; nil: they
	// are that already.
	Inverse func(orb.Point) orb.Point
}

// Filter is a condition. It never changes; any number of goroutines may use it.
type Filter struct{ holds term }

// Match tells whether the feature, which has the fields of the schema, meets the condition.
func (f *Filter) Match(feature *geo.Feature) bool {
	v := f.holds(feature)
	return !v.null && v.truth
}

// ParseText reads a filter in CQL2 text.
func ParseText(text string, schema Schema) (*Filter, error) {
	if len(text) > maxBytes {
		return nil, tooLong(len(text))
	}
	p := parser{schema: schema}
	root, err := p.text(text)
	if err != nil {
		return nil, err
	}
	return newFilter(root, schema)
}

// ParseJSON reads a filter in CQL2 JSON.
func ParseJSON(text []byte, schema Schema) (*Filter, error) {
	if len(text) > maxBytes {
		return nil, tooLong(len(text))
	}
	p := parser{schema: schema}
	root, err := p.json(text)
	if err != nil {
		return nil, err
	}
	return newFilter(root, schema)
}

func newFilter(root *node, schema Schema) (*Filter, error) {
	e, err := compile(root, schema)
	if err != nil {
		return nil, err
	}
	if e.kind != truthKind {
		return nil, fmt.Errorf("filter: %s is %s: want a condition, such as zone = 'z1'", root, e.kind)
	}
	return &Filter{e.eval}, nil
}

func tooLong(n int) error { return fmt.Errorf("filter: %d bytes: want at most %d", n, maxBytes) }

// parser counts what the filter read so far is made of.
type parser struct {
	schema    Schema
	nodes     int
	positions int
	spatial   int
}

func (p *parser) add(n node) (*node, error) {
	if p.nodes++; p.nodes > maxNodes {
		return nil, fmt.Errorf("filter: more than %d operands: ask several times", maxNodes)
	}
	if n.kind == opNode && spatialRelations[n.name] != nil {
		if p.spatial++; p.spatial > maxSpatial {
			return nil, fmt.Errorf("filter: more than %d spatial functions: ask several times", maxSpatial)
		}
	}
	return &n, nil
}

func checkDepth(depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("filter: nested more than %d deep", maxDepth)
	}
	return nil
}

// node is a piece of a filter as it was written.
type node struct {
	kind nodeKind
	name string // of an operator, in lower case, or a property
	args []*node

	text   string
	number float64
	truth  bool
	day    int64
	shape  orb.Geometry
}

type nodeKind int

const (
	opNode nodeKind = iota
	propertyNode
	textNode
	numberNode
	truthNode
	dayNode
	intervalNode // two args: days, properties or open
	openNode     // the end of an interval written ".."
	shapeNode
	listNode // the second operand of IN
)

// String names the node for messages.
func (n *node) String() string {
	switch n.kind {
	case opNode:
		return n.name
	case propertyNode:
		return fmt.Sprintf("property %q", n.name)
	case textNode:
		return fmt.Sprintf("%q", n.text)
	case numberNode:
		return fmt.Sprint(n.number)
	case truthNode:
		return fmt.Sprint(n.truth)
	case dayNode:
		return "a date"
	case intervalNode:
		return "an interval"
	case openNode:
		return `".."`
	case listNode:
		return "a list"
	}
	return "a geometry"
}
