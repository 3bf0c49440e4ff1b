package partition

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
	"demarc/geo/topology"
)

// Kind names a fault between shapes.
type Kind string

// The kinds of faults.
const (
	Overlap  Kind = "overlap"    // the interiors of A and B meet
	Gap      Kind = "gap"        // a place enclosed by several shapes belongs to none
	Hole     Kind = "hole"       // a hole of A belongs to none; it may be meant
	Junction Kind = "t-junction" // a vertex of A lies within an edge of B, which lacks it
)

// Fault is a place where shapes fail to be a partition. A and B are the shapes there; B is Nowhere
// where there is only one, and around a gap they are the first two. AreaM2 is the square metres of
// a gap or hole, or an estimate of those of an overlap, else 0.
type Fault struct {
	Kind    Kind
	A, B    int
	At      orb.Point
	AreaM2  float64
	Message string
}

// Arcs cuts the borders of shapes into arcs, each listed once, and returns every place where the
// shapes fail to be a partition: where they overlap, leave a gap, or do not share their vertices
// exactly. With no faults every edge lies in one arc. An edge between two parts of one shape is in
// none. Positions that are not finite are left out; valid.Checker reports them. The order is that
// of the input.
func Arcs(shapes []orb.MultiPolygon) (arcs []topology.Arc, faults []Fault) {
	loops := planar.InwardLoops(shapes)
	net := topology.NewNetwork(loops, func(owner int, at orb.Point) { faults = append(faults, sideTaken(owner, at)) })
	compared := planar.CompareShapes(shapes, loops)
	faults = append(faults, overlapFaults(shapes, compared.Overlaps)...)
	faults = append(faults, junctionFaults(compared.Junctions)...)
	faults = append(faults, gapFaults(net, compared)...)
	return net.Arcs(), faults
}

// Borders returns the arcs of Arcs alone, for shapes whose faults are known: to look for these is
// most of its work.
func Borders(shapes []orb.MultiPolygon) []topology.Arc {
	return topology.NewNetwork(planar.InwardLoops(shapes), func(int, orb.Point) {}).Arcs()
}

func sideTaken(owner int, at orb.Point) Fault {
	return Fault{
		Kind: Overlap, A: owner, B: owner, At: at,
		Message: fmt.Sprintf("shape %d has the same edge twice, near %s", owner, planar.PositionText(at)),
	}
}

func overlapFaults(shapes []orb.MultiPolygon, overlaps []planar.Overlap) []Fault {
	var faults []Fault
	for _, o := range overlaps {
		area := OverlapArea(shapes[o.A], shapes[o.B])
		faults = append(faults, Fault{
			Kind: Overlap, A: o.A, B: o.B, At: o.At, AreaM2: area,
			Message: fmt.Sprintf("shapes %d and %d overlap by about %.4g m2, near %s", o.A, o.B, area, planar.PositionText(o.At)),
		})
	}
	return faults
}

func junctionFaults(junctions []planar.Junction) []Fault {
	slices.SortFunc(junctions, func(x, y planar.Junction) int {
		return cmp.Or(
			cmp.Compare(x.VertexOf, y.VertexOf), cmp.Compare(x.EdgeOf, y.EdgeOf),
			cmp.Compare(x.At[0], y.At[0]), cmp.Compare(x.At[1], y.At[1]),
		)
	})
	var faults []Fault
	for _, j := range slices.Compact(junctions) {
		faults = append(faults, Fault{
			Kind: Junction, A: j.VertexOf, B: j.EdgeOf, At: j.At,
			Message: fmt.Sprintf("vertex %s of shape %d lies within an edge of shape %d, which needs it too",
				planar.PositionText(j.At), j.VertexOf, j.EdgeOf),
		})
	}
	return faults
}
