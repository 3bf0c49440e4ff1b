package clean

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/keys"
	"demarc/geo/partition"
	"demarc/geo/topology"
)

// assemble makes the shapes of the faces that they keep.
func (f *faces) assemble(shapes int) *Result {
	net := f.borders()
	f.straighten(net)
	net.Meet()
	f.forgetVertices(net)
	result := &Result{Shapes: make([]orb.MultiPolygon, shapes)}
	if f.options.Spans == nil {
		for i := range net.Borders {
			b := &net.Borders[i]
			b.Left, b.Right = f.only(b.Left), f.only(b.Right)
		}
		arcs := partition.FromArcs(net.Arcs(), shapes)
		for i := range shapes {
			result.Shapes[i] = arcs.Shape(i)
		}
		return result
	}
	// Here the sides of arcs are sets of shapes of different times.
	sets := partition.FromArcs(net.Arcs(), len(f.coverSets.Keys))
	holds := func(set int, shape int32) bool {
		return set != topology.Nowhere && slices.Contains(f.shapesOf(int32(set)), shape)
	}
	around := keys.GroupBy(shapes, len(sets.Arcs), func(i int, enter func(int32)) {
		arc := sets.Arcs[i]
		for _, side := range [...][2]int{{arc.Left, arc.Right}, {arc.Right, arc.Left}} {
			if side[0] == topology.Nowhere {
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
		result.Shapes[i] = sets.UnionWithin(around.Of(int32(i)), within)
	}
	for set := range f.coverSets.Keys {
		if area := sets.Shape(set); len(area) > 0 {
			place := Place{Area: area}
			for _, shape := range f.shapesOf(int32(set)) {
				place.Shapes = append(place.Shapes, int(shape))
			}
			result.Places = append(result.Places, place)
		}
	}
	return result
}

// borders returns the edges between faces with different keepers. Their sides are sets of shapes.
func (f *faces) borders() *topology.Network {
	net := &topology.Network{Points: make([]orb.Point, len(f.vertices.Keys))}
	for v, p := range f.vertices.Keys {
		net.Points[v] = inDegrees(p)
	}
	side := func(h int32) int32 {
		if set := f.keepers[f.face[h]]; set != emptySet {
			return set
		}
		return topology.Nowhere
	}
	for i := range f.edges {
		h := int32(2 * i)
		b := topology.Border{From: f.from(h), To: f.to(h), Left: side(h), Right: side(h ^ 1)}
		if b.Left == topology.Nowhere {
			b = b.Turned()
		}
		if b.Left != b.Right {
			net.Borders = append(net.Borders, b)
		}
	}
	return net
}

// only returns the one shape of a side.
func (f *faces) only(set int32) int32 {
	if set == topology.Nowhere {
		return topology.Nowhere
	}
	return f.shapesOf(set)[0]
}

// forgetVertices drops the findings about vertices that no border has in the end.
func (f *faces) forgetVertices(net *topology.Network) {
	f.findings = slices.DeleteFunc(f.findings, func(finding Finding) bool {
		if finding.Kind != Vertex {
			return false
		}
		v := f.vertices.Find(orb.Point{math.Round(finding.At[0] * cleanGrid), math.Round(finding.At[1] * cleanGrid)})
		return v < 0 || len(net.Meeting.Of(v)) == 0
	})
}
