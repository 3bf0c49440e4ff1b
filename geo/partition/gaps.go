package partition

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo/internal/keys"
	"demarc/geo/internal/planar"
	"demarc/geo/internal/wgs84"
	"demarc/geo/topology"
)

// gapFaults finds the gaps and holes: places without a shape that shapes enclose.
func gapFaults(net *topology.Network, compared planar.Comparison) []Fault {
	n := outskirts{net}
	faces := n.outerFaces(compared.Crossed)
	islands := n.islands(faces)
	var faults []Fault
	for i, gap := range faces {
		if gap.area <= 0 || !gap.clean {
			continue
		}
		// A ring around an island has its interior outside, so its area is negative.
		area, empty := gap.area, orb.Polygon{n.ring(gap.walk)}
		for _, k := range islands[i] {
			area += faces[k].area
			empty = append(empty, n.ring(faces[k].walk))
		}
		at, ok := planar.InteriorPoint(empty)
		if !ok {
			at = empty[0][0]
		} else if len(compared.Shapes.At(at)) > 0 {
			continue // another shape lies over it: reported as an overlap
		}
		faults = append(faults, gapFault(n.shapesAround(gap.walk), area, at))
	}
	return faults
}

func gapFault(around []int, area float64, at orb.Point) Fault {
	f := Fault{Kind: Gap, A: around[0], B: topology.Nowhere, AreaM2: area, At: at}
	if len(around) == 1 {
		f.Kind = Hole
		f.Message = fmt.Sprintf("a hole of %.4g m2 in shape %d, near %s, belongs to no shape", area, f.A, planar.PositionText(f.At))
	} else {
		f.B = around[1]
		f.Message = fmt.Sprintf("a gap of %.4g m2 near %s, between shapes %v, belongs to none", area, planar.PositionText(f.At), around)
	}
	return f
}

// face is a closed walk along the border of the union of all shapes with the outside on the left.
// One of positive area encloses a piece of the outside: a gap or hole, which is reported. One of
// negative area goes around an island of shapes.
type face struct {
	walk  []int32 // borders, each followed from to to from
	area  float64 // square metres
	clean bool    // no edge of it crosses another shape's, else it encloses nothing in particular
}

// outskirts finds the faces outside of all shapes, along the edges with a shape on one side only.
type outskirts struct{ *topology.Network }

// ring returns the positions along a walk.
func (n outskirts) ring(walk []int32) orb.Ring {
	ring := make(orb.Ring, 0, len(walk)+1)
	ring = append(ring, n.Points[n.Borders[walk[0]].To])
	for _, i := range walk {
		ring = append(ring, n.Points[n.Borders[i].From])
	}
	return ring
}

// shapesAround returns the shapes on the right of a walk, ascending.
func (n outskirts) shapesAround(walk []int32) []int {
	var shapes []int
	for _, i := range walk {
		shapes = append(shapes, int(n.Borders[i].Left))
	}
	slices.Sort(shapes)
	return slices.Compact(shapes)
}

// islands lists, for each face that encloses a piece of the outside, the faces around the islands
// in it.
func (n outskirts) islands(faces []face) map[int][]int {
	var edges []planar.Edge
	var faceOf []int32
	gaps := 0
	outer := make([]bool, len(faces))
	for i, f := range faces {
		if outer[i] = f.area > 0; outer[i] {
			gaps++
		}
		for _, k := range f.walk {
			edges = append(edges, planar.Edge{A: n.Borders[k].From, B: n.Borders[k].To})
			faceOf = append(faceOf, int32(i))
		}
	}
	islands := map[int][]int{}
	if gaps == 0 || gaps == len(faces) {
		return islands
	}
	around := planar.Nest(planar.NewEdgeTree(n.Points, edges), outer,
		func(face int32) orb.Point { return n.westernmost(faces[face].walk) },
		func(edge int32) int32 { return faceOf[edge] })
	for i, gap := range around {
		if !outer[i] && gap >= 0 && faces[i].clean {
			islands[int(gap)] = append(islands[int(gap)], i)
		}
	}
	return islands
}

// westernmost returns the vertex of a walk with the least longitude, of several the southernmost.
func (n outskirts) westernmost(walk []int32) orb.Point {
	best := n.Points[n.Borders[walk[0]].To]
	for _, i := range walk {
		best = planar.Earlier(best, n.Points[n.Borders[i].From])
	}
	return best
}

// outerFaces walks along all edges with a shape on one side only.
func (n outskirts) outerFaces(crossed map[planar.Directed]bool) []face {
	// Outer edges by the vertex where they end, which is where we start.
	starts := keys.GroupBy(len(n.Points), len(n.Borders), func(i int, enter func(int32)) {
		if e := &n.Borders[i]; e.Right == topology.Nowhere {
			enter(e.To)
		}
	})
	var faces []face
	used := make([]bool, len(n.Borders))
	for i, e := range n.Borders {
		if e.Right != topology.Nowhere || used[i] {
			continue
		}
		walk, closed := n.walk(int32(i), &starts, used)
		if !closed {
			continue
		}
		f := face{walk: walk, area: wgs84.SignedArea(n.ring(walk)), clean: true}
		for _, k := range walk {
			b := n.Borders[k]
			f.clean = f.clean && (len(crossed) == 0 || !crossed[planar.Directed{From: n.Points[b.From], To: n.Points[b.To]}])
		}
		faces = append(faces, f)
	}
	return faces
}

// walk follows outer edges backwards, from to to from, which has the outside on the left, until it
// is back. At a vertex with several ways on it takes the leftmost, which keeps to the same piece of
// the outside.
func (n outskirts) walk(first int32, starts *keys.Groups, used []bool) (walk []int32, closed bool) {
	for i := first; ; {
		used[i] = true
		walk = append(walk, i)
		at, behind := n.Borders[i].From, n.Borders[i].To
		next := int32(-1)
		for _, k := range starts.Of(at) {
			if used[k] && k != first {
				continue
			}
			if next < 0 || (planar.Corner{Before: n.Points[behind], At: n.Points[at], After: n.Points[n.Borders[next].From]}).Holds(n.Points[n.Borders[k].From]) {
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
