package cql2

import (
	"fmt"
	"math"

	"demarc/geo"
)

// span is an interval of days, both of which belong to it.
type span struct{ first, last int64 }

// relations are those of CQL2, section 7.9, on days. Intervals meet that have one day in common,
// and those of which one begins on the day after the other: nothing lies between them.
var relations = map[string]func(a, b span) bool{
	"t_after":        func(a, b span) bool { return a.first > b.last },
	"t_before":       func(a, b span) bool { return a.last < b.first },
	"t_contains":     func(a, b span) bool { return a.first < b.first && a.last > b.last },
	"t_disjoint":     func(a, b span) bool { return a.last < b.first || a.first > b.last },
	"t_during":       func(a, b span) bool { return a.first > b.first && a.last < b.last },
	"t_equals":       func(a, b span) bool { return a == b },
	"t_finishedby":   func(a, b span) bool { return a.first < b.first && a.last == b.last },
	"t_finishes":     func(a, b span) bool { return a.first > b.first && a.last == b.last },
	"t_intersects":   func(a, b span) bool { return a.first <= b.last && b.first <= a.last },
	"t_meets":        meets,
	"t_metby":        func(a, b span) bool { return meets(b, a) },
	"t_overlappedby": func(a, b span) bool { return a.first > b.first && a.first < b.last && a.last > b.last },
	"t_overlaps":     func(a, b span) bool { return a.first < b.first && a.last > b.first && a.last < b.last },
	"t_startedby":    func(a, b span) bool { return a.first == b.first && a.last > b.last },
	"t_starts":       func(a, b span) bool { return a.first == b.first && a.last < b.last },
}

func meets(a, b span) bool {
	return a.last == b.first || a.last < b.first && a.last+1 == b.first // what is open has no day after
}

// ofInstants are the relations that differ where one of the two is an instant, which the standard
// has between intervals alone: an instant meets what begins or ends with it, not what begins on the
// day after it, as between two instants there is time.
var ofInstants = map[string]func(a, b span) bool{
	"t_meets": func(a, b span) bool { return a.last == b.first },
	"t_metby": func(a, b span) bool { return b.last == a.first },
}

func temporal(n *node, schema Schema, holds func(a, b span) bool) (expression, error) {
	args, err := operands(n, schema, 2, dayKind, intervalKind)
	if err != nil {
		return expression{}, err
	}
	if strict := ofInstants[n.name]; strict != nil && (args[0].kind == dayKind || args[1].kind == dayKind) {
		holds = strict
	}
	return condition(func(f *geo.Feature) value {
		a, b := args[0].eval(f), args[1].eval(f)
		if a.null || b.null {
			return value{null: true}
		}
		return value{truth: holds(a.span, b.span)}
	}), nil
}

// interval compiles an interval. An absent end is open where the field is that of the feature's own
// days, and unknown of all others.
func interval(n *node, schema Schema) (expression, error) {
	first, err := intervalEnd(n.args[0], schema, math.MinInt64)
	if err != nil {
		return expression{}, err
	}
	last, err := intervalEnd(n.args[1], schema, math.MaxInt64)
	if err != nil {
		return expression{}, err
	}
	return expression{intervalKind, func(f *geo.Feature) value {
		from, known := first(f)
		to, knownTo := last(f)
		return value{span: span{from, to}, null: !known || !knownTo}
	}}, nil
}

// intervalEnd tells the day of an end, open if there is none. A field that holds the first day that
// no longer belongs to the feature stands for the day before.
func intervalEnd(n *node, schema Schema, open int64) (func(*geo.Feature) (day int64, known bool), error) {
	if n.kind == openNode {
		return func(*geo.Feature) (int64, bool) { return open, true }, nil
	}
	e, err := compile(n, schema)
	if err != nil {
		return nil, err
	}
	if e.kind != dayKind {
		return nil, fmt.Errorf("filter: INTERVAL: %s is %s: want a date", n, e.kind)
	}
	before, own := int64(0), false
	for _, field := range schema.Fields {
		if n.kind != propertyNode || field.Name != n.name {
			continue
		}
		own = field.Role == geo.RoleFrom || field.Role == geo.RoleTo
		if field.Role == geo.RoleTo && open > 0 {
			before = 1
		}
	}
	return func(f *geo.Feature) (int64, bool) {
		v := e.eval(f)
		if v.null {
			return open, own
		}
		return v.span.first - before, true
	}, nil
}
