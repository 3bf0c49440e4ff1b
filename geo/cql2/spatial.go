package cql2

import (
	"fmt"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/relation"
)

// spatialRelations are those of CQL2, section 7.8. What cannot be told, of shapes with parts of
// several dimensions, is not ok.
var spatialRelations = map[string]func(a, b orb.Geometry) (holds, ok bool){
	"s_intersects": func(a, b orb.Geometry) (bool, bool) { return relation.Intersects(a, b), true },
	"s_disjoint":   func(a, b orb.Geometry) (bool, bool) { return !relation.Intersects(a, b), true },
	"s_within":     related(relation.Matrix.Within),
	"s_contains":   related(relation.Matrix.Contains),
	"s_equals":     related(relation.Matrix.Equals),
	"s_touches":    related(relation.Matrix.Touches),
	"s_crosses":    related(relation.Matrix.Crosses),
	"s_overlaps":   related(relation.Matrix.Overlaps),
}

func related(holds func(relation.Matrix) bool) func(a, b orb.Geometry) (bool, bool) {
	return func(a, b orb.Geometry) (bool, bool) {
		r, ok := relation.Of(a, b)
		return ok && holds(r), ok
	}
}

func spatial(n *node, schema Schema, holds func(a, b orb.Geometry) (bool, bool)) (expression, error) {
	args, err := operands(n, schema, 2, shapeKind)
	if err != nil {
		return expression{}, err
	}
	for _, arg := range n.args {
		if n.name != "s_intersects" && n.name != "s_disjoint" && arg.kind == shapeNode && isMixed(arg.shape) {
			return expression{}, fmt.Errorf("filter: %s: a collection of points, lines and areas together: want parts of one dimension", n.name)
		}
	}
	return condition(func(f *geo.Feature) value {
		a, b := args[0].eval(f), args[1].eval(f)
		if a.null || b.null {
			return value{null: true}
		}
		truth, ok := holds(a.shape, b.shape)
		return value{truth: truth, null: !ok}
	}), nil
}

func isMixed(g orb.Geometry) bool {
	dims := map[int]bool{}
	geo.EachPart(g, func(part orb.Geometry) { dims[part.Dimensions()] = true })
	return len(dims) > 1
}
