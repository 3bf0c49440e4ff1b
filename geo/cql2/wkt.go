package cql2

import (
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// wkt reads a geometry whose name has been read.
func (p *textParser) wkt(name string, depth int) (*node, error) {
	g, err := p.geometry(name, depth, 0)
	if err != nil {
		return nil, err
	}
	return p.add(node{kind: shapeNode, shape: g})
}

func (p *textParser) geometry(name string, depth, nested int) (orb.Geometry, error) {
	if err := checkDepth(nested); err != nil {
		return nil, err
	}
	p.take("z")
	if depth < 0 {
		return p.collection(nested)
	}
	if depth == 0 {
		if err := p.need("("); err != nil {
			return nil, err
		}
		at, err := p.numbers()
		if err != nil {
			return nil, err
		}
		return at, p.need(")")
	}
	n, err := p.nest(depth, name == "multipoint")
	if err != nil {
		return nil, err
	}
	return shape(name, n)
}

func (p *textParser) collection(nested int) (orb.Geometry, error) {
	if err := p.need("("); err != nil {
		return nil, err
	}
	var all orb.Collection
	for {
		name := strings.ToLower(p.peek().text)
		depth, ok := shapeDepths[name]
		if !ok || p.peek().kind != wordToken {
			return nil, p.wanted("a geometry")
		}
		p.i++
		g, err := p.geometry(name, depth, nested+1)
		if err != nil {
			return nil, err
		}
		all = append(all, g)
		if !p.take(",") {
			return all, p.need(")")
		}
	}
}

// nest reads a list in brackets, depth levels above the positions. The positions
// of a MULTIPOINT may stand in brackets of their own.
func (p *textParser) nest(depth int, multipoint bool) (nest, error) {
	var n nest
	if depth == 0 {
		bracket := multipoint && p.take("(")
		at, err := p.numbers()
		if err == nil && bracket {
			err = p.need(")")
		}
		return nest{at: at}, err
	}
	if err := p.need("("); err != nil {
		return n, err
	}
	for {
		member, err := p.nest(depth-1, multipoint)
		if err != nil {
			return n, err
		}
		n.list = append(n.list, member)
		if !p.take(",") {
			return n, p.need(")")
		}
	}
}

// numbers reads the numbers of a position: two, or three with a height.
func (p *textParser) numbers() (orb.Point, error) {
	var numbers [3]float64
	count := 0
	for p.peek().kind == numberToken && count < 3 {
		n, err := strconv.ParseFloat(p.peek().text, 64)
		if err != nil {
			return orb.Point{}, p.wanted("a number")
		}
		numbers[count] = n
		count++
		p.i++
	}
	if count < 2 {
		return orb.Point{}, p.wanted("the numbers of a position")
	}
	return p.position(numbers[0], numbers[1])
}
