package pmtiles

// firstID is the number of the first tile of a zoom. Tiles count along a Hilbert curve, zoom
// after zoom, so the four children of a tile follow each other (specification, 4.1).
func firstID(z uint32) uint64 { return (1<<(2*z) - 1) / 3 }

// tileAt returns the tile at a place along the curve of a zoom.
func tileAt(z uint32, place uint64) (x, y uint32) {
	for s := range z {
		quarter := uint32(place>>(2*s)) & 3
		right := quarter >> 1
		low := (quarter ^ right) & 1
		x, y = turn(x, y, uint32(1)<<s-1, right, low)
		x |= right << s
		y |= low << s
	}
	return x, y
}

// turn brings a quarter of the curve into the direction of the whole, and back.
// Only the bits of mask count.
func turn(x, y, mask, right, low uint32) (uint32, uint32) {
	if low == 1 {
		return x, y
	}
	if right == 1 {
		x, y = ^x&mask, ^y&mask
	}
	return y, x
}

// tileID returns the id of a tile.
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
