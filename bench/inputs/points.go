package inputs

import (
	"math/rand/v2"

	"github.com/paulmach/orb"
)

// Kinds are the kinds of points that Points makes.
var Kinds = []string{"uniform", "clustered", "adversarial"}

// Points returns n points of a kind in the box of shapes, the same every time: uniform; clustered
// around 500 places with 7 decimals, as towns are; or adversarial, a quarter of them vertices, a
// half on edges as near as float64 allows, and a quarter level with a vertex.
func Points(kind string, shapes []orb.MultiPolygon, n int) []orb.Point {
	r := rand.New(rand.NewPCG(7, uint64(n)))
	points := make([]orb.Point, n)
	switch b := bound(shapes); kind {
	case "uniform":
		for i := range points {
			points[i] = somewhere(r, b)
		}
	case "clustered":
		clustered(r, b, points)
	case "adversarial":
		adversarial(r, b, edges(shapes), points)
	default:
		panic("inputs: no points of the kind " + kind)
	}
	return points
}

func somewhere(r *rand.Rand, b orb.Bound) orb.Point {
	return orb.Point{b.Min[0] + r.Float64()*(b.Max[0]-b.Min[0]), b.Min[1] + r.Float64()*(b.Max[1]-b.Min[1])}
}

func clustered(r *rand.Rand, b orb.Bound, points []orb.Point) {
	centres := make([]orb.Point, 500)
	for i := range centres {
		centres[i] = somewhere(r, b)
	}
	size := min(b.Max[0]-b.Min[0], b.Max[1]-b.Min[1]) / 200
	for i := range points {
		c := centres[r.IntN(len(centres))]
		points[i] = round7(orb.Point{c[0] + r.NormFloat64()*size, c[1] + r.NormFloat64()*size})
	}
}

func adversarial(r *rand.Rand, b orb.Bound, edges [][2]orb.Point, points []orb.Point) {
	for i := range points {
		e := edges[r.IntN(len(edges))]
		s := r.Float64()
		switch r.IntN(4) {
		case 0:
			points[i] = e[0]
		case 1, 2:
			points[i] = orb.Point{e[0][0] + s*(e[1][0]-e[0][0]), e[0][1] + s*(e[1][1]-e[0][1])}
		case 3:
			points[i] = orb.Point{somewhere(r, b)[0], e[0][1]}
		}
	}
}

func edges(shapes []orb.MultiPolygon) (edges [][2]orb.Point) {
	for _, shape := range shapes {
		for _, polygon := range shape {
			for _, ring := range polygon {
				for k := 1; k < len(ring); k++ {
					edges = append(edges, [2]orb.Point{ring[k-1], ring[k]})
				}
			}
		}
	}
	return edges
}

// bound is the box around all shapes.
func bound(shapes []orb.MultiPolygon) orb.Bound {
	b := shapes[0].Bound()
	for _, shape := range shapes[1:] {
		if len(shape) > 0 {
			b = b.Union(shape.Bound())
		}
	}
	return b
}
