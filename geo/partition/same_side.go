package partition

import (
	"iter"

	"github.com/paulmach/orb"

	"demarc/geo/internal/planar"
)

// SameSide lists pairs of shapes that have an edge in common and lie on the same side of it, so
// that they overlap: for each edge the first shape that has it with each other one, a < b. It finds
// no other overlaps, but takes one step an edge, however many shapes have it.
func SameSide(shapes []orb.MultiPolygon) iter.Seq2[int, int] {
	return func(yield func(a, b int) bool) {
		first := map[planar.Directed]int{}
		for b := range shapes { // one at a time: hardly anybody wants all pairs
			for _, loop := range planar.InwardLoops(shapes[b : b+1]) {
				for i, from := range loop.Points {
					edge := planar.Directed{From: from, To: loop.Points[(i+1)%len(loop.Points)]}
					if a, known := first[edge]; !known {
						first[edge] = b
					} else if a != b && !yield(a, b) {
						return
					}
				}
			}
		}
	}
}
