package mvt

import (
	"math/bits"

	"demarc/geo/internal/planar"
)

// point is a position on the grid of a zoom, in tile units, or on the finest grid, from the
// north-west corner of the world; the second axis points south. Differences are below 1.51 * 2^30
// in size, so they fit in int32, and cross in int64.
type point struct{ x, y int32 }

type box = planar.Box[int32]

var noBox = planar.NoBox[int32]()

func boxAround(points []point) box {
	b := noBox
	for _, p := range points {
		b = box{MinX: min(b.MinX, p.x), MinY: min(b.MinY, p.y), MaxX: max(b.MaxX, p.x), MaxY: max(b.MaxY, p.y)}
	}
	return b
}

// cross is twice the area of the triangle a, b, c: positive if c lies on the left of the line from
// a to b in plain arithmetic, which is the right as seen on the map.
func cross(a, b, c point) int64 {
	return int64(b.x-a.x)*int64(c.y-a.y) - int64(b.y-a.y)*int64(c.x-a.x)
}

func sign(v int64) int {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}

// crosses reports whether the edges ab and cd have exactly one point in common, which is no end of
// either.
func crosses(a, b, c, d point) bool {
	return sign(cross(a, b, c))*sign(cross(a, b, d)) < 0 && sign(cross(c, d, a))*sign(cross(c, d, b)) < 0
}

// within reports whether p lies on the edge ab and is not an end of it.
func within(a, b, p point) bool {
	return p != a && p != b && min(a.x, b.x) <= p.x && p.x <= max(a.x, b.x) &&
		min(a.y, b.y) <= p.y && p.y <= max(a.y, b.y) && cross(a, b, p) == 0
}

// crossing returns the place where ab crosses cd, rounded down.
func crossing(a, b, c, d point) point {
	along := point{d.x - c.x, d.y - c.y}
	part := cross(point{}, point{c.x - a.x, c.y - a.y}, along)
	whole := cross(point{}, point{b.x - a.x, b.y - a.y}, along)
	if whole < 0 {
		part, whole = -part, -whole
	}
	return point{a.x + portion(part, whole, b.x-a.x), a.y + portion(part, whole, b.y-a.y)}
}

// between returns the v at u on the line from ua,va to ub,vb, rounded down.
func between(ua, va, ub, vb, u int32) int32 {
	if ua > ub {
		ua, va, ub, vb = ub, vb, ua, va
	}
	return va + portion(int64(u-ua), int64(ub-ua), vb-va)
}

// portion is length*part/whole, rounded down; part is from 0 to whole.
func portion(part, whole int64, length int32) int32 {
	size, more := int64(length), uint64(0)
	if length < 0 {
		size, more = -size, uint64(whole-1)
	}
	high, low := bits.Mul64(uint64(part), uint64(size))
	low, carry := bits.Add64(low, more, 0)
	quotient, _ := bits.Div64(high+carry, low, uint64(whole))
	if length < 0 {
		return -int32(quotient)
	}
	return int32(quotient)
}

// coarsen returns the middle of the pixel that holds p, on a grid that is coarser by shift bits.
func (p point) coarsen(shift int) point {
	half := int64(1) << shift >> 1
	return point{int32((int64(p.x) + half) >> shift), int32((int64(p.y) + half) >> shift)}
}

// passes reports whether the edge ab passes through the pixel around p, a position on a grid that
// is coarser by shift bits, at least one. A pixel is a square with its borders towards smaller
// coordinates and without those towards larger ones, so pixels tile the plane. The test is by exact
// orientations.
func passes(a, b, p point, shift int) bool {
	half := int32(1) << shift >> 1
	low := point{p.x<<shift - half, p.y<<shift - half}
	high := point{p.x<<shift + half, p.y<<shift + half}
	if max(a.x, b.x) < low.x || min(a.x, b.x) >= high.x || max(a.y, b.y) < low.y || min(a.y, b.y) >= high.y {
		return false
	}
	if a.x == b.x || a.y == b.y {
		return true
	}
	if a.x > b.x {
		a, b = b, a
	}
	rising := a.y < b.y
	lowHigh, highHigh := cross(a, b, point{low.x, high.y}), cross(a, b, high)
	switch {
	case lowHigh == 0:
		return !rising // an edge that rises only touches this corner, which is not in the pixel
	case highHigh == 0:
		return rising
	case lowHigh > 0 != (highHigh > 0):
		return true
	}
	lowLow, highLow := cross(a, b, low), cross(a, b, point{high.x, low.y})
	switch {
	case lowLow == 0 || lowLow > 0 != (lowHigh > 0):
		return true
	case highLow == 0:
		return !rising
	}
	return highLow > 0 != (lowLow > 0)
}
