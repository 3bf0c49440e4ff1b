package planar

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

// coordinate is a number that boxes are made of.
type coordinate interface{ int32 | float32 | float64 }

// Box holds its borders. One whose minimum exceeds its maximum is empty.
type Box[C coordinate] struct{ MinX, MinY, MaxX, MaxY C }

// NoBox is the empty box: it meets no box, and united with any is that one.
func NoBox[C coordinate]() Box[C] {
	var low, high C
	switch least := any(&low).(type) {
	case *int32:
		*least = math.MinInt32
		high = -1 - low
	case *float32:
		*least = float32(math.Inf(-1))
		high = -low
	case *float64:
		*least = math.Inf(-1)
		high = -low
	}
	return Box[C]{high, high, low, low}
}

// BoxAround is the box around the ends of an edge.
func BoxAround(a, b orb.Point) Box[float64] {
	return Box[float64]{min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])}
}

// Wider is a box as small as float32 can say without being smaller.
func Wider(b Box[float64]) Box[float32] {
	return Box[float32]{below(b.MinX), below(b.MinY), -below(-b.MaxX), -below(-b.MaxY)}
}

// below returns the greatest float32 that does not exceed v.
func below(v float64) float32 {
	f := float32(v)
	if float64(f) > v {
		f = math.Nextafter32(f, float32(math.Inf(-1)))
	}
	return f
}

// Unite is the box around b and c.
func (b Box[C]) Unite(c Box[C]) Box[C] {
	return Box[C]{min(b.MinX, c.MinX), min(b.MinY, c.MinY), max(b.MaxX, c.MaxX), max(b.MaxY, c.MaxY)}
}

// intersect is what b and c have in common.
func (b Box[C]) intersect(c Box[C]) Box[C] {
	return Box[C]{max(b.MinX, c.MinX), max(b.MinY, c.MinY), min(b.MaxX, c.MaxX), min(b.MaxY, c.MaxY)}
}

// Meets reports whether b and c have a point in common.
func (b *Box[C]) Meets(c *Box[C]) bool {
	return b.MinX <= c.MaxX && c.MinX <= b.MaxX && b.MinY <= c.MaxY && c.MinY <= b.MaxY
}

// Has reports whether a position lies in b.
func (b *Box[C]) Has(x, y C) bool { return b.MinX <= x && x <= b.MaxX && b.MinY <= y && y <= b.MaxY }

// Grow is the box with a margin.
func (b Box[C]) Grow(by C) Box[C] { return Box[C]{b.MinX - by, b.MinY - by, b.MaxX + by, b.MaxY + by} }

// Holds reports whether all of c lies in b.
func (b *Box[C]) Holds(c *Box[C]) bool {
	return b.MinX <= c.MinX && c.MaxX <= b.MaxX && b.MinY <= c.MinY && c.MaxY <= b.MaxY
}

// Finite reports whether both coordinates are finite.
func Finite(p orb.Point) bool {
	// A difference with itself is 0 for finite numbers only.
	return p[0]-p[0] == 0 && p[1]-p[1] == 0
}

// Bound is the box around the finite positions of m; ok is false if there are none.
func Bound(m orb.MultiPolygon) (box orb.Bound, ok bool) {
	b := NoBox[float64]()
	for _, polygon := range m {
		for _, ring := range polygon {
			for _, p := range ring {
				if Finite(p) {
					b, ok = b.Unite(BoxAround(p, p)), true
				}
			}
		}
	}
	return orb.Bound{Min: orb.Point{b.MinX, b.MinY}, Max: orb.Point{b.MaxX, b.MaxY}}, ok
}

// PositionText writes a position the way files do.
func PositionText(p orb.Point) string { return fmt.Sprintf("%v,%v", p[0], p[1]) }
