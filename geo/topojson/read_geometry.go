package topojson

import (
	"errors"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/jsontree"
)

// geometry reads a geometry object; nil for one of the type null.
func (r *reader) geometry(node *jsontree.Node) (orb.Geometry, error) {
	kind := node.Member("type")
	switch {
	case node.Kind != jsontree.Object:
		return nil, fmt.Errorf("want an object, got %s", node.Kind)
	case kind == nil || kind.Kind == jsontree.Null:
		return nil, nil
	}
	coordinates, arcs := node.Member("coordinates"), node.Member("arcs")
	switch kind.Text {
	case "Point":
		return r.point(coordinates)
	case "MultiPoint":
		points, err := each(coordinates, "coordinates", r.point)
		return orb.MultiPoint(points), err
	case "LineString":
		line, err := r.chain(arcs)
		return orb.LineString(line), err
	case "MultiLineString":
		lines, err := each(arcs, "arcs", r.line)
		return orb.MultiLineString(lines), err
	case "Polygon":
		return r.polygon(arcs)
	case "MultiPolygon":
		polygons, err := each(arcs, "arcs", r.polygon)
		return orb.MultiPolygon(polygons), err
	case "GeometryCollection":
		members, err := each(node.Member("geometries"), "geometries", r.geometry)
		return orb.Collection(members), err
	}
	return nil, fmt.Errorf("type %q: want Point, LineString, Polygon, the same with Multi, GeometryCollection or null", kind.Text)
}

// each reads the items of an array.
func each[T any](node *jsontree.Node, what string, one func(*jsontree.Node) (T, error)) ([]T, error) {
	if node == nil || node.Kind != jsontree.Array {
		return nil, fmt.Errorf("%q: want an array", what)
	}
	items := make([]T, len(node.Items))
	for i, item := range node.Items {
		var err error
		if items[i], err = one(item); err != nil {
			return nil, err
		}
	}
	return items, nil
}

func (r *reader) point(node *jsontree.Node) (orb.Point, error) {
	if node == nil || len(node.Items) < 2 {
		return orb.Point{}, errors.New("position: want two numbers")
	}
	x, xOK := node.Items[0].Float()
	y, yOK := node.Items[1].Float()
	if !xOK || !yOK {
		return orb.Point{}, errors.New("position: want two numbers")
	}
	return r.settled(orb.Point{x, y}), r.count(1)
}

// count adds to the positions that were made.
func (r *reader) count(n int) error {
	if r.made += n; r.made > maxPositions {
		return fmt.Errorf("arcs that are used again and again make more than %d positions: want a smaller file, such as one object of it", maxPositions)
	}
	return nil
}

func (r *reader) line(node *jsontree.Node) (orb.LineString, error) {
	line, err := r.chain(node)
	return line, err
}

func (r *reader) polygon(node *jsontree.Node) (orb.Polygon, error) {
	rings, err := each(node, "arcs", func(ring *jsontree.Node) (orb.Ring, error) {
		chain, err := r.chain(ring)
		return chain, err
	})
	return rings, err
}

// chain puts arcs behind each other; the last position of each is the first of the next. Arc ^i is
// arc i backwards.
func (r *reader) chain(node *jsontree.Node) ([]orb.Point, error) {
	if node == nil || node.Kind != jsontree.Array {
		return nil, errors.New("\"arcs\": want an array of numbers of arcs")
	}
	var chain []orb.Point
	for _, item := range node.Items {
		number, ok := item.Float()
		i := int(number)
		if !ok || number != float64(i) || i >= len(r.arcs) || ^i >= len(r.arcs) {
			return nil, fmt.Errorf("arc %.20s: want a number of one of the %d arcs, 0 to %d, or -1 to %d for the same backwards", item.Text, len(r.arcs), len(r.arcs)-1, -len(r.arcs))
		}
		arc := r.arcs[max(i, ^i)]
		if err := r.count(len(arc)); err != nil {
			return nil, err
		}
		begin := len(chain)
		chain = append(chain, arc...)
		if i < 0 {
			slices.Reverse(chain[begin:])
		}
		if begin > 0 && begin < len(chain) {
			chain = slices.Delete(chain, begin, begin+1)
		}
	}
	return chain, nil
}
