package geo

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// assemble makes shapes of the faces.
func (f *faces) assemble(shapes int) *Cleaned {
	net := f.borders()
	f.straighten(net)
	net.meet()
	f.forgetVertices(net)
	result := &Cleaned{Shapes: make([]orb.MultiPolygon, shapes)}
	if f.options.Spans == nil {
		for i := range net.borders {
			b := &net.borders[i]
			b.left, b.right = f.only(b.left), f.only(b.right)
		}
		result.Partition = partitionOf(net.arcs(), shapes)
		for i := range shapes {
			result.Shapes[i] = result.Partition.Shape(i)
		}
		return result
	}
	// Here the sides of arcs are sets of shapes of different times.
	sets := partitionOf(net.arcs(), len(f.coverSets.Keys))
	holds := func(set int, shape int32) bool {
		return set != Nowhere && slices.Contains(f.shapesOf(int32(set)), shape)
	}
	around := groupBy(shapes, len(sets.Arcs), func(i int, enter func(int32)) {
		arc := sets.Arcs[i]
		for _, side := range [...][2]int{{arc.Left, arc.Right}, {arc.Right, arc.Left}} {
			if side[0] == Nowhere {
				continue
			}
			for _, shape := range f.shapesOf(int32(side[0])) {
				if !holds(side[1], shape) {
					enter(shape)
				}
			}
		}
	})
	for i := range shapes {
		within := func(set int) bool { return holds(set, int32(i)) }
		result.Shapes[i] = sets.polygons(sets.union(around.of(int32(i)), within))
	}
	for set := range f.coverSets.Keys {
		if area := sets.Shape(set); len(area) > 0 {
			place := CleanPlace{Area: area}
			for _, shape := range f.shapesOf(int32(set)) {
				place.Shapes = append(place.Shapes, int(shape))
			}
			result.Places = append(result.Places, place)
		}
	}
	return result
}

// borders returns the edges between places that different shapes have. Their sides are sets of shapes.
func (f *faces) borders() *network {
	net := &network{points: make([]orb.Point, len(f.vertices.Keys))}
	for v, p := range f.vertices.Keys {
		net.points[v] = degrees(p)
	}
	side := func(h int32) int32 {
		if set := f.keepers[f.face[h]]; set != emptySet {
			return set
		}
		return Nowhere
	}
	for i := range f.edges {
		h := int32(2 * i)
		b := border{f.from(h), f.to(h), side(h), side(h ^ 1)}
		if b.left == Nowhere {
			b = b.turned()
		}
		if b.left != b.right {
			net.borders = append(net.borders, b)
		}
	}
	return net
}

// only returns the shape of a side that has one.
func (f *faces) only(set int32) int32 {
	if set == Nowhere {
		return Nowhere
	}
	return f.shapesOf(set)[0]
}

// forgetVertices drops the findings about vertices that no border has in the end.
func (f *faces) forgetVertices(net *network) {
	f.findings = slices.DeleteFunc(f.findings, func(finding CleanFinding) bool {
		if finding.Kind != CleanVertex {
			return false
		}
		v := f.vertices.find(orb.Point{math.Round(finding.At[0] * cleanGrid), math.Round(finding.At[1] * cleanGrid)})
		return v < 0 || len(net.meeting.of(v)) == 0
	})
}
