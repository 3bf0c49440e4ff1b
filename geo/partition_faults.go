package geo

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/paulmach/orb"
)

// PartitionFaultKind names what keeps shapes from being a partition.
type PartitionFaultKind string

// The kinds of partition faults.
const (
	PartitionOverlap  PartitionFaultKind = "overlap"    // the interiors of A and B meet
	PartitionGap      PartitionFaultKind = "gap"        // a place enclosed by several shapes belongs to none
	PartitionHole     PartitionFaultKind = "hole"       // a hole of A belongs to none; it may be meant
	PartitionJunction PartitionFaultKind = "t-junction" // a vertex of A lies within an edge of B, which lacks it
)

// PartitionFault is a place where shapes fail to be a partition. A and B are the shapes concerned; B is Nowhere
// if there is only one, and of the shapes around a gap they are the first two. AreaM2 is the area in
// square metres of a gap or hole, or an estimate of that of an overlap; 0 if it has none.
type PartitionFault struct {
	Kind    PartitionFaultKind
	A, B    int
	At      orb.Point
	AreaM2  float64
	Message string
}

// Arcs cuts the borders of shapes into arcs, each listed once, and returns every place where the shapes fail
// to be a partition: where they overlap, leave a gap, or do not share their vertices exactly. With no faults
// every edge lies in one arc. An edge between two parts of one shape is in none. Positions that
// are not finite are left out; CheckPolygon reports them. The order is that of the input.
func Arcs(shapes []orb.MultiPolygon) (arcs []Arc, faults []PartitionFault) {
	loops := inwardLoops(shapes)
	net := newNetwork(loops, func(owner int, at orb.Point) { faults = append(faults, sideTaken(owner, at)) })
	compared := compareShapes(shapes, loops)
	faults = append(faults, overlapFaults(shapes, compared.overlaps)...)
	faults = append(faults, junctionFaults(compared.junctions)...)
	faults = append(faults, gapFaults(net, compared)...)
	return net.arcs(), faults
}

func sideTaken(owner int, at orb.Point) PartitionFault {
	return PartitionFault{
		Kind: PartitionOverlap, A: owner, B: owner, At: at,
		Message: fmt.Sprintf("shape %d has the same edge twice, near %s", owner, text(at)),
	}
}

func overlapFaults(shapes []orb.MultiPolygon, overlaps []overlap) []PartitionFault {
	var faults []PartitionFault
	for _, o := range overlaps {
		area := OverlapArea(shapes[o.a], shapes[o.b])
		faults = append(faults, PartitionFault{
			Kind: PartitionOverlap, A: o.a, B: o.b, At: o.at, AreaM2: area,
			Message: fmt.Sprintf("shapes %d and %d overlap by about %.4g m2, near %s", o.a, o.b, area, text(o.at)),
		})
	}
	return faults
}

func junctionFaults(junctions []junction) []PartitionFault {
	slices.SortFunc(junctions, func(x, y junction) int {
		return cmp.Or(
			cmp.Compare(x.vertexOf, y.vertexOf), cmp.Compare(x.edgeOf, y.edgeOf),
			cmp.Compare(x.at[0], y.at[0]), cmp.Compare(x.at[1], y.at[1]),
		)
	})
	var faults []PartitionFault
	for _, j := range slices.Compact(junctions) {
		faults = append(faults, PartitionFault{
			Kind: PartitionJunction, A: j.vertexOf, B: j.edgeOf, At: j.at,
			Message: fmt.Sprintf("vertex %s of shape %d lies within an edge of shape %d, which needs it too",
				text(j.at), j.vertexOf, j.edgeOf),
		})
	}
	return faults
}
