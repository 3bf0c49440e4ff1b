package locate

import (
	"math"
	"slices"

	"github.com/paulmach/orb"
)

// A compact leaf has one word for each run of edges: the first vertex, the number of edges, and the
// bits that change across them. Its head names the side of the cell to which paths go, which leaves
// bits for fewer outputs.
const (
	runEdges   = 32 // shifts of a run
	runBits    = 40
	sideShift  = 40 // of the head: west, south, east, north, then whether edges cross it
	sideNumber = 1<<2 - 1
	sideCross  = 1 << 42
	maxRun     = 1<<8 - 1
)

// fixedPoint is the number of units in a degree where positions are whole numbers. k/fixedPoint is
// the float64 nearest to the decimal number with 7 places, which reading that number gives as well.
const fixedPoint = 1e7

// ringStore holds the rings of all versions.
type ringStore struct {
	versionPolygon []uint32  // the first of each version
	polygonRing    []uint32  // the first of each polygon
	ringVertex     []uint32  // the first of each ring
	fixed          []int32   // longitudes and latitudes in units of 1/fixedPoint degree
	exact          []float64 // the same in degrees, if some position has more places
}

func newRingStore(versions []Version, vertices int) ringStore {
	s := ringStore{fixed: make([]int32, 0, 2*vertices)}
	for _, v := range versions {
		s.versionPolygon = append(s.versionPolygon, uint32(len(s.polygonRing)))
		for _, polygon := range v.Shape {
			s.polygonRing = append(s.polygonRing, uint32(len(s.ringVertex)))
			for _, ring := range polygon {
				s.ringVertex = append(s.ringVertex, uint32(s.vertices()))
				for _, p := range ring {
					s.append(p, vertices)
				}
			}
		}
	}
	s.versionPolygon = append(s.versionPolygon, uint32(len(s.polygonRing)))
	s.polygonRing = append(s.polygonRing, uint32(len(s.ringVertex)))
	s.ringVertex = append(s.ringVertex, uint32(s.vertices()))
	s.polygonRing, s.ringVertex = slices.Clip(s.polygonRing), slices.Clip(s.ringVertex)
	return s
}

func (s *ringStore) vertices() int { return (len(s.fixed) + len(s.exact)) / 2 }

// append adds a vertex. The first with more than 7 places makes the store exact.
func (s *ringStore) append(p orb.Point, vertices int) {
	if s.exact != nil {
		s.exact = append(s.exact, p[0], p[1])
		return
	}
	x, y := math.Round(p[0]*fixedPoint), math.Round(p[1]*fixedPoint)
	if math.Abs(x) <= math.MaxInt32 && math.Abs(y) <= math.MaxInt32 && x/fixedPoint == p[0] && y/fixedPoint == p[1] {
		s.fixed = append(s.fixed, int32(x), int32(y))
		return
	}
	s.exact = make([]float64, 0, 2*vertices)
	for _, k := range s.fixed {
		s.exact = append(s.exact, float64(k)/fixedPoint)
	}
	s.fixed = nil
	s.exact = append(s.exact, p[0], p[1])
}

func (s *ringStore) bytes() int {
	return len(s.fixed)*4 + len(s.exact)*8 + (len(s.versionPolygon)+len(s.polygonRing)+len(s.ringVertex))*4
}

func (s *ringStore) vertex(k uint32) (x, y float64) {
	if s.exact == nil {
		return float64(s.fixed[2*k]) / fixedPoint, float64(s.fixed[2*k+1]) / fixedPoint
	}
	return s.exact[2*k], s.exact[2*k+1]
}

// points appends the vertices from from up to to.
func (s *ringStore) points(dst []orb.Point, from, to uint32) []orb.Point {
	dst = slices.Grow(dst, int(to-from))
	for ; from < to; from++ {
		x, y := s.vertex(from)
		dst = append(dst, orb.Point{x, y})
	}
	return dst
}

// shape returns the shape of a version.
func (g *Grid) shape(v int32) orb.MultiPolygon {
	if !g.compact {
		return g.versions[v].Shape
	}
	s := &g.rings
	var shape orb.MultiPolygon
	for p := s.versionPolygon[v]; p < s.versionPolygon[v+1]; p++ {
		var polygon orb.Polygon
		for r := s.polygonRing[p]; r < s.polygonRing[p+1]; r++ {
			polygon = append(polygon, s.points(nil, s.ringVertex[r], s.ringVertex[r+1]))
		}
		shape = append(shape, polygon)
	}
	return shape
}

// writeRuns adds the edges that change something, as runs, and returns how many.
func (f *leafBuilder) writeRuns(edges []uint32) int {
	count := 0
	next := uint32(0)
	for k, id := range edges {
		toggles := f.toggles[k]
		if toggles == 0 {
			continue
		}
		vertex := f.b.edges[id].vertex
		if last := len(f.words) - 1; count > 0 && vertex == next && f.words[last]>>runBits == toggles &&
			f.words[last]>>runEdges&maxRun < maxRun {
			f.words[last] += 1 << runEdges
		} else {
			f.words = append(f.words, uint64(vertex)|1<<runEdges|toggles<<runBits)
			count++
		}
		next = vertex + 1
	}
	return count
}

// sideBits is what the head of a compact leaf says about the side.
func sideBits(s side, c frame, crossed bool) uint64 {
	number := uint64(0)
	switch {
	case s.upright && s.a[1] == c.south:
		number = 1
	case s.upright:
		number = 3
	case s.a[0] == c.east:
		number = 2
	}
	return number<<sideShift | bit(crossed)*sideCross
}

// crossRuns returns the bits after the path from a point to the corner; see evaluate.
func (g *Grid) crossRuns(head uint64, runs []uint64, n *node, x, y float64) uint64 {
	i, j := n.cell(x, y)
	c := n.frame(i, j)
	s := side{a: orb.Point{c.west, c.south}}
	switch head >> sideShift & sideNumber {
	case 1:
		s.upright = true
	case 2:
		s.a[0] = c.east
	case 3:
		s.a[1], s.upright = c.north, true
	}
	m := head & (1<<maxRunRings - 1)
	for _, run := range runs {
		k := uint32(run)
		bx, by := g.rings.vertex(k)
		for edges := run >> runEdges & maxRun; edges > 0; edges-- {
			ax, ay := bx, by
			k++
			bx, by = g.rings.vertex(k)
			spans := (ay <= y) != (by <= y)
			if s.upright {
				spans = (ax <= x) != (bx <= x)
			}
			if !spans && head&sideCross == 0 {
				continue
			}
			e := gridEdge{lx: ax, ly: ay, hx: bx, hy: by}
			if ay > by || ay == by && ax < bx {
				e = gridEdge{lx: bx, ly: by, hx: ax, hy: ay}
			}
			turn := e.hasOnRight(s)
			if head&sideCross != 0 && e.spans(s) {
				bend := e.rightOf(s.a[0], y)
				m ^= run >> runBits & -(bit(bend) ^ bit(turn))
				turn = bend
			}
			if spans && turn != e.rightOf(x, y) {
				m ^= run >> runBits
			}
		}
	}
	return m
}
