package planar

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
)

func Finite(p orb.Point) bool {
	// A difference with itself is 0 for finite numbers only.
	return p[0]-p[0] == 0 && p[1]-p[1] == 0
}

// Bound is the box around the finite positions of m; ok is false if there are none.
func Bound(m orb.MultiPolygon) (box orb.Bound, ok bool) {
	box = EmptyBox()
	for _, polygon := range m {
		for _, ring := range polygon {
			for _, p := range ring {
				if Finite(p) {
					box, ok = Unite(box, orb.Bound{Min: p, Max: p}), true
				}
			}
		}
	}
	return box, ok
}

// EmptyBox meets no box, and united with any is that one.
func EmptyBox() orb.Bound {
	return orb.Bound{
		Min: orb.Point{math.Inf(1), math.Inf(1)},
		Max: orb.Point{math.Inf(-1), math.Inf(-1)},
	}
}

func Unite(a, b orb.Bound) orb.Bound {
	return orb.Bound{
		Min: orb.Point{min(a.Min[0], b.Min[0]), min(a.Min[1], b.Min[1])},
		Max: orb.Point{max(a.Max[0], b.Max[0]), max(a.Max[1], b.Max[1])},
	}
}

// PositionText writes a position the way files do.
func PositionText(p orb.Point) string { return fmt.Sprintf("%v,%v", p[0], p[1]) }

// BoxesMeet reports whether two boxes have a point in common.
func BoxesMeet(a, b *orb.Bound) bool {
	return a.Min[0] <= b.Max[0] && b.Min[0] <= a.Max[0] && a.Min[1] <= b.Max[1] && b.Min[1] <= a.Max[1]
}
