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
		g, err := geoJSON(v, depth)
		if err != nil {
			return nil, err
		}
		return p.shape(g)
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

// geoJSON reads a geometry with the coordinates as they stand.
func geoJSON(v map[string]any, depth int) (orb.Geometry, error) {
	if err := checkDepth(depth); err != nil {
		return nil, err
	}
	kind, _ := v["type"].(string)
	positions := v["coordinates"]
	switch strings.ToLower(kind) {
	case "point":
		return position(positions)
	case "multipoint":
		return list[orb.MultiPoint](positions, position)
	case "linestring":
		return line(positions)
	case "polygon":
		return polygon(positions)
	case "multilinestring":
		return list[orb.MultiLineString](positions, line)
	case "multipolygon":
		return list[orb.MultiPolygon](positions, polygon)
	case "geometrycollection":
		return list[orb.Collection](v["geometries"], func(v any) (orb.Geometry, error) {
			member, ok := v.(map[string]any)
			if !ok {
				return nil, fmt.Errorf("filter: geometries: %v: want a geometry", v)
			}
			return geoJSON(member, depth+1)
		})
	}
	return nil, fmt.Errorf("filter: geometry %q: want Point, LineString, Polygon or several of them", kind)
}

func list[S ~[]E, E any](v any, one func(any) (E, error)) (S, error) {
	members, ok := v.([]any)
	if !ok {
		return nil, fmt.Errorf("filter: coordinates: %v: want a list", v)
	}
	all := make(S, len(members))
	for i, member := range members {
		var err error
		if all[i], err = one(member); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func line(v any) (orb.LineString, error) { return list[orb.LineString](v, position) }

func polygon(v any) (orb.Polygon, error) {
	return list[orb.Polygon](v, func(v any) (orb.Ring, error) { return list[orb.Ring](v, position) })
}

func position(v any) (orb.Point, error) {
	numbers, ok := v.([]any)
	if !ok {
		return orb.Point{}, fmt.Errorf("filter: coordinates: %v: want a list", v)
	}
	if len(numbers) < 2 {
		return orb.Point{}, fmt.Errorf("filter: coordinates: %v: want a position", v)
	}
	x, okX := numbers[0].(float64)
	y, okY := numbers[1].(float64)
	if !okX || !okY {
		return orb.Point{}, fmt.Errorf("filter: coordinates: %v: want numbers", v)
	}
	return orb.Point{x, y}, nil
}
