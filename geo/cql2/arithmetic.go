package cql2

import (
	"math"

	"demarc/geo"
)

// operations are those of CQL2, section 7.11; div leaves the fraction out, and % has the sign of
// the first number.
var operations = map[string]func(a, b float64) float64{
	"+":   func(a, b float64) float64 { return a + b },
	"-":   func(a, b float64) float64 { return a - b },
	"*":   func(a, b float64) float64 { return a * b },
	"/":   func(a, b float64) float64 { return a / b },
	"%":   math.Mod,
	"^":   math.Pow,
	"div": func(a, b float64) float64 { return math.Trunc(a / b) },
}

// arithmetic compiles an operation on numbers. What is no number, as by division by nothing, is
// absent.
func arithmetic(n *node, schema Schema) (expression, error) {
	args, err := operands(n, schema, 2, numberKind)
	if err != nil {
		return expression{}, err
	}
	operation := operations[n.name]
	return expression{numberKind, func(f *geo.Feature) value {
		a, b := args[0].eval(f), args[1].eval(f)
		result := operation(a.number, b.number)
		if a.null || b.null || math.IsNaN(result) || math.IsInf(result, 0) {
			return value{null: true}
		}
		return value{number: result}
	}}, nil
}
