package planar

import (
	"math"
	"slices"
)

// CurveOrder returns the numbers from 0 to count-1 in the order in which Morton's curve, a Z of Zs
// of Zs, comes through the cells that hold their positions (Morton 1966); those in one cell ascend.
// What is near in this order is mostly near in the plane. The curve runs through 65536 x 65536
// cells of the square around all positions.
func CurveOrder(count int, position func(i int) (x, y float64)) []int32 {
	box, places := NoBox[float64](), make([][2]float64, count)
	for i := range count {
		x, y := position(i)
		places[i] = [2]float64{x, y}
		box = box.Unite(Box[float64]{x, y, x, y})
	}
	const cells = 1 << 16
	perUnit := cells / max(box.MaxX-box.MinX, box.MaxY-box.MinY, math.SmallestNonzeroFloat32)
	keys := make([]uint64, count) // the place on the curve, then the number
	for i := range keys {
		x, y := places[i][0], places[i][1]
		cellX, cellY := min(cells-1, max(0, (x-box.MinX)*perUnit)), min(cells-1, max(0, (y-box.MinY)*perUnit))
		keys[i] = (spread(uint64(cellX))|spread(uint64(cellY))<<1)<<32 | uint64(i)
	}
	slices.Sort(keys)
	order := make([]int32, count)
	for i, key := range keys {
		order[i] = int32(uint32(key))
	}
	return order
}

// spread puts a zero before each of the lower 16 bits of v.
func spread(v uint64) uint64 {
	v &= 1<<16 - 1
	v = (v | v<<8) & 0x00ff00ff
	v = (v | v<<4) & 0x0f0f0f0f
	v = (v | v<<2) & 0x33333333
	return (v | v<<1) & 0x55555555
}
