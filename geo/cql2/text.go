package cql2

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"demarc/geo/wkt"
)

// textParser reads the tokens of a filter from left to right.
type textParser struct {
	*parser
	source string
	tokens []token
	i      int
}

func (p *parser) text(text string) (*node, error) {
	tokens, err := lex(text)
	if err != nil {
		return nil, err
	}
	t := textParser{parser: p, source: text, tokens: tokens}
	if t.peek().kind == endToken {
		return nil, fmt.Errorf("filter: it is empty, want a condition such as zone = 'z1'")
	}
	root, err := t.or(0)
	if err != nil {
		return nil, err
	}
	if rest := t.peek(); rest.kind != endToken {
		return nil, t.wanted("AND, OR or the end")
	}
	return root, nil
}

func (p *textParser) peek() token { return p.tokens[p.i] }

// take steps over a keyword or sign if it comes next.
func (p *textParser) take(what string) bool {
	if !p.peek().is(what) {
		return false
	}
	p.i++
	return true
}

func (p *textParser) need(what string) error {
	if !p.take(what) {
		return p.wanted(what)
	}
	return nil
}

func (p *textParser) wanted(what string) error {
	return fmt.Errorf("filter at %d: %s: want %s", p.peek().at, p.peek(), what)
}

// or reads conditions joined by OR, each of them conditions joined by AND.
func (p *textParser) or(depth int) (*node, error) {
	return p.joined("or", depth, func(depth int) (*node, error) { return p.joined("and", depth, p.not) })
}

func (p *textParser) joined(op string, depth int, one func(int) (*node, error)) (*node, error) {
	first, err := one(depth)
	if err != nil || !p.peek().is(op) {
		return first, err
	}
	all, err := p.add(node{name: op, args: []*node{first}})
	for err == nil && p.take(op) {
		var more *node
		if more, err = one(depth); err == nil {
			all.args = append(all.args, more)
		}
	}
	return all, err
}

func (p *textParser) not(depth int) (*node, error) {
	if err := checkDepth(depth); err != nil {
		return nil, err
	}
	if p.take("not") {
		inner, err := p.not(depth + 1)
		if err != nil {
			return nil, err
		}
		return p.add(node{name: "not", args: []*node{inner}})
	}
	return p.predicate(depth + 1)
}

// predicate reads an operand and what is said of it.
func (p *textParser) predicate(depth int) (*node, error) {
	left, err := p.operand(depth)
	if err != nil {
		return nil, err
	}
	for _, op := range []string{"=", "<>", "<=", ">=", "<", ">"} {
		if p.take(op) {
			right, err := p.operand(depth)
			if err != nil {
				return nil, err
			}
			return p.add(node{name: op, args: []*node{left, right}})
		}
	}
	if p.take("is") {
		negated := p.take("not")
		if err := p.need("null"); err != nil {
			return nil, err
		}
		return p.negate(negated, node{name: "isnull", args: []*node{left}})
	}
	negated := p.take("not")
	switch {
	case p.take("like"):
		pattern, err := p.operand(depth)
		if err != nil {
			return nil, err
		}
		return p.negate(negated, node{name: "like", args: []*node{left, pattern}})
	case p.take("between"):
		return p.between(left, negated, depth)
	case p.take("in"):
		list, err := p.list(depth)
		if err != nil {
			return nil, err
		}
		return p.negate(negated, node{name: "in", args: []*node{left, list}})
	case negated:
		return nil, p.wanted("LIKE, BETWEEN or IN")
	}
	return left, nil
}

func (p *textParser) negate(negated bool, n node) (*node, error) {
	inner, err := p.add(n)
	if err != nil || !negated {
		return inner, err
	}
	return p.add(node{name: "not", args: []*node{inner}})
}

func (p *textParser) between(left *node, negated bool, depth int) (*node, error) {
	low, err := p.operand(depth)
	if err != nil {
		return nil, err
	}
	if err := p.need("and"); err != nil {
		return nil, err
	}
	high, err := p.operand(depth)
	if err != nil {
		return nil, err
	}
	return p.negate(negated, node{name: "between", args: []*node{left, low, high}})
}

// list reads operands in brackets.
func (p *textParser) list(depth int) (*node, error) {
	if err := p.need("("); err != nil {
		return nil, err
	}
	all, err := p.add(node{kind: listNode})
	for err == nil {
		var one *node
		if one, err = p.operand(depth); err != nil {
			break
		}
		all.args = append(all.args, one)
		if !p.take(",") {
			return all, p.need(")")
		}
	}
	return nil, err
}

// operators of numbers, those that bind least first.
var precedence = [][]string{{"+", "-"}, {"*", "/", "%", "div"}}

// operand reads a value: a sum, of products, of powers.
func (p *textParser) operand(depth int) (*node, error) { return p.calculation(depth, precedence) }

func (p *textParser) calculation(depth int, operators [][]string) (*node, error) {
	if len(operators) == 0 {
		return p.power(depth)
	}
	left, err := p.calculation(depth, operators[1:])
	for err == nil {
		i := slices.IndexFunc(operators[0], p.take)
		if i < 0 {
			return left, nil
		}
		var right *node
		if right, err = p.calculation(depth, operators[1:]); err == nil {
			left, err = p.add(node{name: operators[0][i], args: []*node{left, right}})
		}
	}
	return nil, err
}

func (p *textParser) power(depth int) (*node, error) {
	base, err := p.factor(depth)
	if err != nil || !p.take("^") {
		return base, err
	}
	exponent, err := p.factor(depth)
	if err != nil {
		return nil, err
	}
	return p.add(node{name: "^", args: []*node{base, exponent}})
}

// factor reads a property, a literal, a function, one of them with a sign, or what stands in
// brackets, which may be a condition too.
func (p *textParser) factor(depth int) (*node, error) {
	if err := checkDepth(depth); err != nil {
		return nil, err
	}
	switch {
	case p.take("("):
		inner, err := p.or(depth + 1)
		if err != nil {
			return nil, err
		}
		return inner, p.need(")")
	case p.take("+"):
		return p.factor(depth + 1)
	case p.take("-"):
		inner, err := p.factor(depth + 1)
		if err != nil {
			return nil, err
		}
		if inner.kind == numberNode {
			inner.number = -inner.number
			return inner, nil
		}
		return p.add(node{name: "*", args: []*node{{kind: numberNode, number: -1}, inner}})
	}
	return p.value(depth)
}

// value reads a property, a literal or a function.
func (p *textParser) value(depth int) (*node, error) {
	t := p.peek()
	p.i++ // the end comes last, and nothing steps over it twice
	switch t.kind {
	case textToken:
		return p.add(node{kind: textNode, text: t.text})
	case nameToken:
		return p.add(node{kind: propertyNode, name: t.text})
	case numberToken:
		n, err := strconv.ParseFloat(t.text, 64)
		if err != nil || math.IsInf(n, 0) || math.IsNaN(n) {
			return nil, fmt.Errorf("filter at %d: %s: want a number", t.at, t)
		}
		return p.add(node{kind: numberNode, number: n})
	case wordToken:
		return p.word(t, depth)
	}
	p.i--
	return nil, p.wanted("a property, a value or a function")
}

func (p *textParser) word(t token, depth int) (*node, error) {
	word := strings.ToLower(t.text)
	if word == "true" || word == "false" {
		return p.add(node{kind: truthNode, truth: word == "true"})
	}
	if shapes[word] && (p.peek().is("(") || p.peek().is("z")) {
		return p.wkt(t)
	}
	if !p.peek().is("(") {
		if reserved[word] {
			p.i--
			return nil, p.wanted("a property, a value or a function")
		}
		return p.add(node{kind: propertyNode, name: t.text})
	}
	args, err := p.list(depth + 1)
	if err != nil {
		return nil, err
	}
	return p.function(word, args.args)
}

// wkt reads a geometry that begins with the token.
func (p *textParser) wkt(first token) (*node, error) {
	g, size, err := wkt.ParsePrefix(p.source[first.at:], maxPositions)
	var wrong *wkt.Error
	if errors.As(err, &wrong) {
		size = wrong.At
	}
	for p.peek().kind != endToken && p.peek().at < first.at+size {
		p.i++
	}
	switch {
	case wrong != nil:
		return nil, p.wanted(wrong.Want)
	case err != nil:
		return nil, err
	}
	return p.shape(g)
}

// reserved words are no properties unless they stand in double quotes.
var reserved = map[string]bool{
	"and": true, "or": true, "not": true, "like": true, "between": true, "in": true, "is": true, "null": true, "div": true,
}
