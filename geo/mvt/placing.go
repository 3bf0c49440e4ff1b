package mvt

import (
	"slices"

	"demarc/geo/internal/planar"
	"demarc/geo/topology"
)

// placing finds the parts of shapes by place.
type placing struct {
	parts []placed
	index *planar.BoxIndex[int32] // of the parts, on the finest grid
}

// placed is a ring, a line or a point of a shape.
type placed struct {
	shape, polygon int32 // a polygon, or one of the below
	number         int32 // of the ring in it, of the line, of the point
}

const (
	aLine  = -1
	aPoint = -2
)

func newPlacing(arcs *source, shapes []outline) *placing {
	around := make([]box, len(arcs.ends))
	for i := range around {
		around[i] = boxAround(arcs.line(i))
	}
	p := &placing{}
	var boxes []box
	add := func(part placed, b box) { p.parts, boxes = append(p.parts, part), append(boxes, b) }
	chainBox := func(chain topology.Chain) box {
		b := noBox
		for _, ref := range chain {
			b = b.Unite(around[max(ref, ^ref)])
		}
		return b
	}
	for i, shape := range shapes {
		for k, rings := range shape.polygons {
			for n, ring := range rings {
				add(placed{int32(i), int32(k), int32(n)}, chainBox(ring))
			}
		}
		for n, line := range shape.lines {
			add(placed{int32(i), aLine, int32(n)}, chainBox(line))
		}
		for n, at := range shape.points {
			add(placed{int32(i), aPoint, int32(n)}, boxAround([]point{at}))
		}
	}
	p.index = planar.NewBoxIndex(boxes, 1)
	return p
}

// each visits the shapes with parts whose boxes meet b, in order, without their other parts; rings
// that are gone are left out. An outline is that of a shape until the next is visited.
func (p *placing) each(shapes []outline, b box, gone func(topology.Chain) bool, visit func(shape int32, there outline)) {
	var found []int32
	p.index.Search(b, func(i int32) { found = append(found, i) })
	slices.Sort(found)
	var there outline
	var rings []topology.Chain // of its polygons
	polygon, shell := int32(-1), 0
	for k, i := range found {
		part := p.parts[i]
		whole := &shapes[part.shape]
		switch {
		case part.polygon == aLine:
			there.lines = append(there.lines, whole.lines[part.number])
		case part.polygon == aPoint:
			there.points = append(there.points, whole.points[part.number])
		case gone(whole.polygons[part.polygon][part.number]):
		case part.number == 0:
			polygon, shell = part.polygon, len(rings)
			rings = append(rings, whole.polygons[polygon][0])
			there.polygons = append(there.polygons, rings[shell:])
		case part.polygon == polygon: // else it is a hole in what lies elsewhere
			rings = append(rings, whole.polygons[polygon][part.number])
			there.polygons[len(there.polygons)-1] = rings[shell:]
		}
		if k+1 == len(found) || p.parts[found[k+1]].shape != part.shape {
			visit(part.shape, there)
			there.polygons, there.lines, there.points = there.polygons[:0], there.lines[:0], there.points[:0]
			polygon, rings = -1, rings[:0]
		}
	}
}
