package judge

import "math"

// place returns the tile of a zoom that a position in degrees lies in.
func place(lon, lat float64, z uint32) (x, y uint32) {
	size := math.Ldexp(1, int(z))
	v := 0.5 - math.Asinh(math.Tan(lat*math.Pi/180))/(2*math.Pi)
	inside := func(t float64) uint32 { return uint32(math.Min(size-1, math.Max(0, t*size))) }
	return inside(lon/360 + 0.5), inside(v)
}
