package clean

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/keys"
	"demarc/geo/partition"
	"demarc/geo/topology"
)

// result makes the places of the sets of shapes that keep faces.
func (f *faces) result() *Result {
	net := f.borders()
	f.straighten(net)
	net.Meet()
	f.forgetVertices(net)
	f.arcs = net.Arcs()
	f.sortFindings()
	result := &Result{Findings: f.findings, Rounded: f.rounded}
	if f.options.Spans == nil {
		return result
	}
	sets := partition.FromArcs(f.arcs, f.shapes.count())
	for set := range f.shapes.count() {
		if area := sets.Shape(set); len(area) > 0 {
			place := Place{Area: area}
			for _, shape := range f.shapesIn(int32(set)) {
				place.Shapes = append(place.Shapes, int(shape))
			}
			result.Places = append(result.Places, place)
		}
	}
	return result
}

// assemble makes the shapes of the faces that they keep.
func (f *faces) assemble(shapes int, result *Result) {
	result.Shapes = make([]orb.MultiPolygon, shapes)
	if f.options.Spans == nil {
		for i := range f.arcs {
			arc := &f.arcs[i]
			arc.Left, arc.Right = f.only(arc.Left), f.only(arc.Right)
		}
		arcs := partition.FromArcs(f.arcs, shapes)
		for i := range shapes {
			result.Shapes[i] = arcs.Shape(i)
		}
		return
	}
	// Here the sides of arcs are sets of shapes of different times.
	sets := partition.FromArcs(f.arcs, f.shapes.count())
	holds := func(set int, shape int32) bool {
		return set != topology.Nowhere && f.shapes.has(int32(set), f.shapeOrder.place(shape))
	}
	around := keys.GroupBy(shapes, len(f.arcs), func(i int, enter func(int32)) {
		left, right := max(int32(f.arcs[i].Left), emptySet), max(int32(f.arcs[i].Right), emptySet)
		for _, shape := range f.shapesIn(f.shapes.differ(left, right)) {
			enter(shape)
		}
	})
	for i := range shapes {
		within := func(set int) bool { return holds(set, int32(i)) }
		result.Shapes[i] = sets.UnionWithin(around.Of(int32(i)), within)
	}
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
func (f *faces) only(set int) int {
	if set == topology.Nowhere {
		return topology.Nowhere
	}
	return int(f.shapesIn(int32(set))[0])
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
