package geo

import (
	"cmp"
	"fmt"
	"math"
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

// gapFaults finds the places that belong to no shape and are enclosed by shapes.
func gapFaults(n *network, compared comparison) []PartitionFault {
	faces := n.outerFaces(compared.crossed)
	var faults []PartitionFault
	for i, gap := range faces {
		if gap.area <= 0 {
			continue
		}
		// A ring around an island has its interior outside, so its area is negative.
		area, empty := gap.area, orb.Polygon{gap.ring}
		for j, island := range faces {
			if island.area < 0 && smallestAround(faces, j) == i {
				area += island.area
				empty = append(empty, island.ring)
			}
		}
		at, ok := interiorPoint(empty)
		if !ok {
			at = gap.ring[0]
		} else if len(compared.index.At(at)) > 0 {
			continue // another shape lies over it: reported as an overlap
		}
		around := gap.shapes
		f := PartitionFault{Kind: PartitionGap, A: around[0], B: Nowhere, AreaM2: area, At: at}
		if len(around) == 1 {
			f.Kind = PartitionHole
			f.Message = fmt.Sprintf("a hole of %.4g m2 in shape %d, near %s, belongs to no shape", area, f.A, text(f.At))
		} else {
			f.B = around[1]
			f.Message = fmt.Sprintf("a gap of %.4g m2 near %s, between shapes %v, belongs to none", area, text(f.At), around)
		}
		faults = append(faults, f)
	}
	return faults
}

// face is a closed walk along the border of the union of all shapes with the outside on the left. One that
// encloses a piece of the outside has positive area; one around an island of shapes has negative.
type face struct {
	ring   orb.Ring
	area   float64 // square metres
	shapes []int   // on its right, ascending
}

// smallestAround returns the smallest enclosing face of positive area around faces[j], -1 if there is none.
func smallestAround(faces []face, j int) int {
	best, area := -1, math.Inf(1)
	for i, f := range faces {
		if f.area > 0 && f.area < area && f.ring.Bound().Intersects(faces[j].ring.Bound()) &&
			facesWithin(faces[j].ring, f.ring) {
			best, area = i, f.area
		}
	}
	return best
}

// facesWithin reports whether ring a, which does not cross b, lies within it.
func facesWithin(a, b orb.Ring) bool {
	for _, p := range a {
		if where := ringPlace(b, p); where != onBorder {
			return where == inside
		}
	}
	return false
}

// outerFaces walks along all edges with a shape on one side only. Walks along edges that cross others
// enclose nothing in particular and are left out.
func (n *network) outerFaces(crossed map[directed]bool) []face {
	starts := map[orb.Point][]int{} // outer edges by the vertex where they end, which is where we start
	for i, e := range n.borders {
		if e.right == Nowhere {
			starts[e.to] = append(starts[e.to], i)
		}
	}
	var faces []face
	used := make([]bool, len(n.borders))
	for i, e := range n.borders {
		if e.right != Nowhere || used[i] {
			continue
		}
		walk, closed := n.walk(i, starts, used)
		if !closed {
			continue
		}
		f, clean := face{ring: orb.Ring{e.to}}, true
		for _, k := range walk {
			b := n.borders[k]
			clean = clean && !crossed[b.directed]
			f.ring = append(f.ring, b.from)
			f.shapes = append(f.shapes, b.left)
		}
		slices.Sort(f.shapes)
		f.shapes = slices.Compact(f.shapes)
		f.area = signedArea(f.ring)
		if clean {
			faces = append(faces, f)
		}
	}
	return faces
}

// walk follows outer edges backwards, from to to from, which has the outside on the left, until it is back. At a
// vertex with several ways on it takes the leftmost, which keeps to the same piece of the outside.
func (n *network) walk(first int, starts map[orb.Point][]int, used []bool) (walk []int, closed bool) {
	for i := first; ; {
		used[i] = true
		walk = append(walk, i)
		at, behind := n.borders[i].from, n.borders[i].to
		next := -1
		for _, k := range starts[at] {
			if used[k] && k != first {
				continue
			}
			if next < 0 || (corner{behind, at, n.borders[next].from}).holds(n.borders[k].from) {
				next = k
			}
		}
		switch next {
		case first:
			return walk, true
		case -1:
			return walk, false
		}
		i = next
	}
}
