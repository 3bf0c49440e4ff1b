package cql2

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/paulmach/orb"
)

func (p *parser) json(text []byte) (*node, error) {
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		return nil, fmt.Errorf("filter: want a JSON document: %w", err)
	}
	return p.value(v, 0)
}

// value turns a JSON value into a node.
func (p *parser) value(v any, depth int) (*node, error) {
	if err := checkDepth(depth); err != nil {
		return nil, err
	}
	switch v := v.(type) {
	case string:
		return p.add(node{kind: textNode, text: v})
	case float64:
		return p.add(node{kind: numberNode, number: v})
	case bool:
		return p.add(node{kind: truthNode, truth: v})
	case []any:
		list, err := p.add(node{kind: listNode})
		if err != nil {
			return nil, err
		}
		list.args, err = p.values(v, depth+1)
		return list, err
	case map[string]any:
		return p.object(v, depth)
	}
	return nil, fmt.Errorf("filter: null: want a value; isNull asks for absent ones")
}

func (p *parser) values(list []any, depth int) ([]*node, error) {
	var nodes []*node
	for _, v := range list {
		n, err := p.value(v, depth)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
	}
	return nodes, nil
}

func (p *parser) object(v map[string]any, depth int) (*node, error) {
	text := func(name string) (string, bool) { s, ok := v[name].(string); return s, ok }
	list := func(name string) ([]any, bool) { l, ok := v[name].([]any); return l, ok }
	if op, ok := text("op"); ok {
		args, ok := list("args")
		if !ok {
			return nil, fmt.Errorf("filter: op %q: want args, a list", op)
		}
		nodes, err := p.values(args, depth+1)
		if err != nil {
			return nil, err
		}
		return p.function(strings.ToLower(op), nodes)
	}
	if name, ok := text("property"); ok {
		return p.add(node{kind: propertyNode, name: name})
	}
	for _, name := range []string{"date", "timestamp"} {
		if literal, ok := text(name); ok {
			return p.instant(name, literal)
		}
	}
	if ends, ok := list("interval"); ok {
		nodes, err := p.values(ends, depth+1)
		if err != nil {
			return nil, err
		}
		return p.interval(nodes)
	}
	if corners, ok := list("bbox"); ok {
		return p.boxOf(corners)
	}
	if _, ok := text("type"); ok {
		g, err := p.geoJSON(v, depth)
		if err != nil {
			return nil, err
		}
		return p.add(node{kind: shapeNode, shape: g})
	}
	return nil, fmt.Errorf("filter: an object without op, property, date, timestamp, interval, bbox or type")
}

func (p *parser) boxOf(corners []any) (*node, error) {
	var numbers []float64
	for _, c := range corners {
		n, ok := c.(float64)
		if !ok {
			return nil, fmt.Errorf("filter: bbox: %v: want numbers", c)
		}
		numbers = append(numbers, n)
	}
	return p.bbox(numbers)
}

func (p *parser) geoJSON(v map[string]any, depth int) (orb.Geometry, error) {
	if err := checkDepth(depth); err != nil {
		return nil, err
	}
	kind, _ := v["type"].(string)
	name := strings.ToLower(kind)
	levels, ok := shapeDepths[name]
	if !ok {
		return nil, fmt.Errorf("filter: geometry %q: want Point, LineString, Polygon or several of them", kind)
	}
	if levels >= 0 {
		n, err := p.coordinates(v["coordinates"], levels)
		if err != nil {
			return nil, err
		}
		return shape(name, n)
	}
	members, _ := v["geometries"].([]any)
	var all orb.Collection
	for _, m := range members {
		member, ok := m.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("filter: geometries: %v: want a geometry", m)
		}
		g, err := p.geoJSON(member, depth+1)
		if err != nil {
			return nil, err
		}
		all = append(all, g)
	}
	return all, nil
}

func (p *parser) coordinates(v any, levels int) (nest, error) {
	list, ok := v.([]any)
	if !ok {
		return nest{}, fmt.Errorf("filter: coordinates: %v: want a list", v)
	}
	if levels == 0 {
		if len(list) < 2 {
			return nest{}, fmt.Errorf("filter: coordinates: %v: want a position", v)
		}
		x, okX := list[0].(float64)
		y, okY := list[1].(float64)
		if !okX || !okY {
			return nest{}, fmt.Errorf("filter: coordinates: %v: want numbers", v)
		}
		at, err := p.position(x, y)
		return nest{at: at}, err
	}
	var n nest
	for _, member := range list {
		inner, err := p.coordinates(member, levels-1)
		if err != nil {
			return n, err
		}
		n.list = append(n.list, inner)
	}
	return n, nil
}
