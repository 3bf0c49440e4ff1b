package inputs

import (
	"math"
	"math/rand/v2"

	"github.com/paulmach/orb"
)

// FractalBound is what Fractal divides.
var FractalBound = orb.Bound{Min: orb.Point{30, 20}, Max: orb.Point{70, 52}}

// Fractal returns a partition of a box into columns x rows regions of 64 vertices each, with 7
// decimals, whose borders are as rough as real ones and shared by neighbours to the bit. It is the
// same every time.
func Fractal(columns, rows int) []orb.MultiPolygon {
	west, south := FractalBound.Min[0], FractalBound.Min[1]
	width, height := FractalBound.Max[0]-west, FractalBound.Max[1]-south
	r := rand.New(rand.NewPCG(50_000, 1))
	corner := func(i, j int) orb.Point {
		move := func(inside bool) float64 {
			if !inside {
				return 0
			}
			return (r.Float64() - 0.5) * 0.3
		}
		return round7(orb.Point{
			west + width*(float64(i)+move(i > 0 && i < columns))/float64(columns),
			south + height*(float64(j)+move(j > 0 && j < rows))/float64(rows),
		})
	}
	corners := make([][]orb.Point, rows+1)
	for j := range corners {
		for i := range columns + 1 {
			corners[j] = append(corners[j], corner(i, j))
		}
	}
	level := make([][][]orb.Point, rows+1) // arcs eastwards
	for j := range level {
		for i := range columns {
			level[j] = append(level[j], arc(r, corners[j][i], corners[j][i+1], j > 0 && j < rows))
		}
	}
	upright := make([][][]orb.Point, rows) // arcs northwards
	for j := range upright {
		for i := range columns + 1 {
			upright[j] = append(upright[j], arc(r, corners[j][i], corners[j+1][i], i > 0 && i < columns))
		}
	}
	shapes := make([]orb.MultiPolygon, 0, columns*rows)
	for j := range rows {
		for i := range columns {
			var ring orb.Ring
			ring = forth(ring, level[j][i])
			ring = forth(ring, upright[j][i+1])
			ring = back(ring, level[j+1][i])
			ring = back(ring, upright[j][i])
			shapes = append(shapes, orb.MultiPolygon{{append(ring, ring[0])}})
		}
	}
	return shapes
}

// arc returns 16 edges from a to b, each bent in its middle again and again if bent is true.
func arc(r *rand.Rand, a, b orb.Point, bent bool) []orb.Point {
	points := []orb.Point{a, b}
	for range 4 {
		finer := points[:1:1]
		for i := 1; i < len(points); i++ {
			p, q := points[i-1], points[i]
			middle := orb.Point{(p[0] + q[0]) / 2, (p[1] + q[1]) / 2}
			if bent {
				aside := (r.Float64() - 0.5) * 0.2
				middle[0] -= aside * (q[1] - p[1])
				middle[1] += aside * (q[0] - p[0])
			}
			finer = append(finer, round7(middle), q)
		}
		points = finer
	}
	return points
}

// forth appends an arc without its last point.
func forth(ring orb.Ring, arc []orb.Point) orb.Ring { return append(ring, arc[:len(arc)-1]...) }

// back appends an arc against its direction, without its first point.
func back(ring orb.Ring, arc []orb.Point) orb.Ring {
	for i := len(arc) - 1; i > 0; i-- {
		ring = append(ring, arc[i])
	}
	return ring
}

func round7(p orb.Point) orb.Point {
	return orb.Point{math.Round(p[0]*1e7) / 1e7, math.Round(p[1]*1e7) / 1e7}
}
