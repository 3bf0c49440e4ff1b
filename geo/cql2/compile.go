package cql2

import (
	"fmt"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// value is what an operand is for one feature.
type value struct {
	null   bool // absent; of a condition: neither true nor false
	truth  bool
	text   string
	number float64
	span   span
	shape  orb.Geometry
}

// term tells the value of an operand for a feature.
type term func(*geo.Feature) value

// expression is an operand whose type has been found.
type expression struct {
	kind kind
	eval term
}

type kind int

const (
	truthKind kind = iota
	textKind
	numberKind
	dayKind // a span of one day
	intervalKind
	shapeKind
)

func (k kind) String() string {
	return [...]string{"true or false", "a text", "a number", "a date", "an interval", "a geometry"}[k]
}

func compile(n *node, schema Schema) (expression, error) {
	switch n.kind {
	case propertyNode:
		return property(n.name, schema)
	case textNode:
		return always(textKind, value{text: normal(n.text)}), nil
	case numberNode:
		return always(numberKind, value{number: n.number}), nil
	case truthNode:
		return always(truthKind, value{truth: n.truth}), nil
	case dayNode:
		return always(dayKind, value{span: span{n.day, n.day}}), nil
	case intervalNode:
		return interval(n, schema)
	case shapeNode:
		return always(shapeKind, value{shape: n.shape}), nil
	case listNode:
		return expression{}, fmt.Errorf("filter: a list stands only behind IN")
	}
	return operator(n, schema)
}

func always(k kind, v value) expression {
	return expression{k, func(*geo.Feature) value { return v }}
}

func property(name string, schema Schema) (expression, error) {
	if name == geometryName {
		return expression{shapeKind, func(f *geo.Feature) value {
			return value{null: f.Geometry == nil, shape: f.Geometry}
		}}, nil
	}
	i := slices.IndexFunc(schema.Fields, func(f geo.Field) bool { return f.Name == name })
	if i < 0 {
		names := []string{geometryName}
		for _, f := range schema.Fields {
			names = append(names, f.Name)
		}
		return expression{}, fmt.Errorf("filter: property %q: want one of %s", name, strings.Join(names, ", "))
	}
	k := kindOf(schema.Fields[i])
	return expression{k, func(f *geo.Feature) value { return fieldValue(k, f.Values[i]) }}, nil
}

func kindOf(field geo.Field) kind {
	return [...]kind{
		geo.String: textKind, geo.Int: numberKind, geo.Float: numberKind, geo.Bool: truthKind, geo.Date: dayKind,
	}[field.Type]
}

func fieldValue(k kind, v any) value {
	switch v := v.(type) {
	case string:
		if k != dayKind {
			return value{text: normal(v)}
		}
		if day, ok := parseDay(v); ok {
			return value{span: span{day, day}}
		}
	case int:
		return value{number: float64(v)}
	case int64:
		return value{number: float64(v)}
	case float64:
		return value{number: v}
	case bool:
		return value{truth: v}
	}
	return value{null: true}
}

// operator compiles a node of an operator or function.
func operator(n *node, schema Schema) (expression, error) {
	switch n.name {
	case "and", "or":
		return logic(n, schema)
	case "not":
		args, err := operands(n, schema, 1, truthKind)
		if err != nil {
			return expression{}, err
		}
		return condition(func(f *geo.Feature) value {
			v := args[0].eval(f)
			v.truth = !v.truth
			return v
		}), nil
	case "isnull":
		args, err := operands(n, schema, 1)
		if err != nil {
			return expression{}, err
		}
		return condition(func(f *geo.Feature) value { return value{truth: args[0].eval(f).null} }), nil
	case "=", "<>", "<", ">", "<=", ">=":
		return comparison(n, schema)
	case "between":
		return between(n, schema)
	case "in":
		return in(n, schema)
	case "like":
		return like(n, schema)
	case "casei":
		return ofText(n, schema, fold)
	case "accenti":
		return ofText(n, schema, withoutAccents)
	case "+", "-", "*", "/", "%", "^", "div":
		return arithmetic(n, schema)
	}
	if relation, ok := spatialRelations[n.name]; ok {
		return spatial(n, schema, relation)
	}
	if relation, ok := relations[n.name]; ok {
		return temporal(n, schema, relation)
	}
	return expression{}, fmt.Errorf("filter: %q is not known: want a comparison, LIKE, BETWEEN, IN, IS NULL, CASEI, ACCENTI, arithmetic or a function in S_ or T_", n.name)
}

func condition(eval term) expression { return expression{truthKind, eval} }

// operands compiles the arguments of a node, count of them (-1: at least one), all of a kind if one
// is given.
func operands(n *node, schema Schema, count int, kinds ...kind) ([]expression, error) {
	if count >= 0 && len(n.args) != count || len(n.args) == 0 {
		return nil, fmt.Errorf("filter: %s: %d operands: want %d", n.name, len(n.args), max(count, 1))
	}
	var all []expression
	for _, arg := range n.args {
		e, err := compile(arg, schema)
		if err != nil {
			return nil, err
		}
		if len(kinds) > 0 && !slices.Contains(kinds, e.kind) {
			return nil, fmt.Errorf("filter: %s: %s is %s: want %s", n.name, arg, e.kind, kinds[0])
		}
		all = append(all, e)
	}
	return all, nil
}

// logic joins conditions. One that is false decides AND, one that is true OR, whatever is unknown
// of the others.
func logic(n *node, schema Schema) (expression, error) {
	args, err := operands(n, schema, -1, truthKind)
	if err != nil {
		return expression{}, err
	}
	deciding := n.name == "or"
	return condition(func(f *geo.Feature) value {
		unknown := false
		for _, arg := range args {
			v := arg.eval(f)
			if !v.null && v.truth == deciding {
				return v
			}
			unknown = unknown || v.null
		}
		return value{null: unknown, truth: !deciding}
	}), nil
}
