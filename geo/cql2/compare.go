package cql2

import (
	"cmp"
	"fmt"
	"strings"

	"demarc/geo"
)

// comparison compiles =, <>, <, >, <= and >=.
func comparison(n *node, schema Schema) (expression, error) {
	args, err := alike(n, schema, n.args)
	if err != nil {
		return expression{}, err
	}
	if len(args) != 2 {
		return expression{}, fmt.Errorf("filter: %s: %d operands: want 2", n.name, len(args))
	}
	if args[0].kind == truthKind && n.name != "=" && n.name != "<>" {
		return expression{}, fmt.Errorf("filter: %s: true and false have no order", n.name)
	}
	holds := map[string]func(int) bool{
		"=": func(c int) bool { return c == 0 }, "<>": func(c int) bool { return c != 0 },
		"<": func(c int) bool { return c < 0 }, ">": func(c int) bool { return c > 0 },
		"<=": func(c int) bool { return c <= 0 }, ">=": func(c int) bool { return c >= 0 },
	}[n.name]
	return condition(func(f *geo.Feature) value {
		a, b := args[0].eval(f), args[1].eval(f)
		if a.null || b.null {
			return value{null: true}
		}
		return value{truth: holds(compare(a, b))}
	}), nil
}

func between(n *node, schema Schema) (expression, error) {
	args, err := alike(n, schema, n.args)
	if err != nil {
		return expression{}, err
	}
	if len(args) != 3 || args[0].kind == truthKind {
		return expression{}, fmt.Errorf("filter: between: want a value and its two bounds")
	}
	return condition(func(f *geo.Feature) value {
		v, low, high := args[0].eval(f), args[1].eval(f), args[2].eval(f)
		if v.null || low.null || high.null {
			return value{null: true}
		}
		return value{truth: compare(low, v) <= 0 && compare(v, high) <= 0}
	}), nil
}

func in(n *node, schema Schema) (expression, error) {
	if len(n.args) != 2 || n.args[1].kind != listNode || len(n.args[1].args) == 0 {
		return expression{}, fmt.Errorf("filter: in: want a value and a list")
	}
	args, err := alike(n, schema, append([]*node{n.args[0]}, n.args[1].args...))
	if err != nil {
		return expression{}, err
	}
	return condition(func(f *geo.Feature) value {
		v := args[0].eval(f)
		if v.null {
			return v
		}
		unknown := false
		for _, member := range args[1:] {
			m := member.eval(f)
			if !m.null && compare(v, m) == 0 {
				return value{truth: true}
			}
			unknown = unknown || m.null
		}
		return value{null: unknown}
	}), nil
}

// alike compiles operands that are compared with each other. A text beside a date is taken for a
// date.
func alike(n *node, schema Schema, nodes []*node) ([]expression, error) {
	var all []expression
	dates := false
	for _, arg := range nodes {
		e, err := compile(arg, schema)
		if err != nil {
			return nil, err
		}
		if e.kind == shapeKind || e.kind == intervalKind {
			return nil, fmt.Errorf("filter: %s: %s is %s: want texts, numbers, dates or truths", n.name, arg, e.kind)
		}
		dates = dates || e.kind == dayKind
		all = append(all, e)
	}
	for i, arg := range nodes {
		if dates && arg.kind == textNode {
			day, ok := parseDay(arg.text)
			if !ok {
				return nil, fmt.Errorf("filter: %s: %q is compared with a date: want YYYY-MM-DD", n.name, arg.text)
			}
			all[i] = always(dayKind, value{span: span{day, day}})
		}
		if all[i].kind != all[0].kind {
			return nil, fmt.Errorf("filter: %s: %s is %s, %s is %s: want the same", n.name, nodes[0], all[0].kind, arg, all[i].kind)
		}
	}
	return all, nil
}

// compare orders two values of one kind; of the others nothing is set.
func compare(a, b value) int {
	truth := func(v value) int {
		if v.truth {
			return 1
		}
		return 0
	}
	return cmp.Or(
		strings.Compare(a.text, b.text), cmp.Compare(a.number, b.number),
		cmp.Compare(a.span.first, b.span.first), cmp.Compare(truth(a), truth(b)),
	)
}

func like(n *node, schema Schema) (expression, error) {
	args, err := operands(n, schema, 2, textKind)
	if err != nil {
		return expression{}, err
	}
	return condition(func(f *geo.Feature) value {
		text, pattern := args[0].eval(f), args[1].eval(f)
		if text.null || pattern.null {
			return value{null: true}
		}
		return value{truth: matches([]rune(text.text), []rune(pattern.text))}
	}), nil
}

// matches tells whether the text is as the pattern says: % stands for any characters, _ for one,
// and a backslash makes the next one stand for itself. The time is at most the product of the
// lengths.
func matches(text, pattern []rune) bool {
	i, j := 0, 0
	star, from := -1, 0 // after the last %, and where in the text it was tried
	for i < len(text) {
		size, same := 1, false
		if j < len(pattern) && pattern[j] != '%' {
			c := pattern[j]
			if c == '\\' && j+1 < len(pattern) {
				c, size = pattern[j+1], 2
				same = c == text[i]
			} else {
				same = c == '_' || c == text[i]
			}
		}
		switch {
		case same:
			i, j = i+1, j+size
		case j < len(pattern) && pattern[j] == '%':
			j++
			star, from = j, i
		case star >= 0:
			from++
			i, j = from, star
		default:
			return false
		}
	}
	for j < len(pattern) && pattern[j] == '%' {
		j++
	}
	return j == len(pattern)
}
