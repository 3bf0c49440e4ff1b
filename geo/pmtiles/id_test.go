package pmtiles

// tileID returns the number of a tile; the writer walks the curve and never asks for one.
func tileID(z, x, y uint32) uint64 { return firstID(z) + hilbert(z, x, y) }

// hilbert returns the place of a tile along the curve of its zoom.
func hilbert(z, x, y uint32) uint64 {
	var place uint64
	for s := z; s > 0; {
		s--
		right, low := x>>s&1, y>>s&1
		place += uint64(3*right^low) << (2 * s)
		x, y = turn(x, y, uint32(1)<<s-1, right, low)
	}
	return place
}
