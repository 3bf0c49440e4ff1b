package mvt

import "encoding/binary"

// Commands of the specification (4.3.1).
const (
	moveTo    = 1
	lineTo    = 2
	closePath = 7
)

// commands builds a geometry (specification 4.3): commands with their parameters, relative to the
// cursor, as varints.
type commands struct {
	bytes  []byte
	cursor point
}

// reset makes the commands ready for a geometry in the tile with that corner.
func (c *commands) reset(corner point) { c.bytes, c.cursor = c.bytes[:0], corner }

func (c *commands) start(command, count int) {
	c.bytes = binary.AppendUvarint(c.bytes, uint64(command&7|count<<3))
}

func (c *commands) to(p point) {
	dx, dy := p.x-c.cursor.x, p.y-c.cursor.y
	ux, uy := uint32(dx<<1)^uint32(dx>>31), uint32(dy<<1)^uint32(dy>>31)
	if ux|uy < 0x80 {
		c.bytes = append(c.bytes, byte(ux), byte(uy))
	} else {
		c.bytes = binary.AppendUvarint(binary.AppendUvarint(c.bytes, uint64(ux)), uint64(uy))
	}
	c.cursor = p
}

// path draws points, of which no two in a row may be equal.
func (c *commands) path(points []point) {
	c.start(moveTo, 1)
	c.to(points[0])
	c.start(lineTo, len(points)-1)
	for _, p := range points[1:] {
		c.to(p)
	}
}

func (c *commands) ring(points []point) {
	c.path(points)
	c.start(closePath, 1)
}

// draw adds what of the part lies within the clipper's box.
func (c *commands) draw(p *part, clip *clipper) {
	switch p.kind {
	case polygonKind:
		clip.polygon(p)
		c.polygons(clip.shells, clip.holes)
	case lineKind:
		if clip.box.Holds(&p.box) {
			c.path(p.line.points)
			return
		}
		clip.line(p.line)
		for _, piece := range clip.paths {
			c.path(clip.points[piece.first : piece.last+1])
		}
	}
}

// polygons draws each shell with its holes.
func (c *commands) polygons(shells, holes [][]point) {
	if len(shells) < 2 || len(holes) == 0 {
		for _, shell := range shells {
			c.ring(shell)
		}
		for _, hole := range holes {
			c.ring(hole)
		}
		return
	}
	// nest finds the smallest ring around each hole, which is its shell.
	loops := make([]loop, 0, len(shells)+len(holes))
	for _, ring := range append(shells[:len(shells):len(shells)], holes...) {
		loops = append(loops, loop{points: ring, area2: area2(ring), box: boxAround(ring)})
	}
	nest(loops)
	for i, shell := range shells {
		c.ring(shell)
		for k, hole := range holes {
			if loops[len(shells)+k].parent == i {
				c.ring(hole)
			}
		}
	}
}

// multipoint draws the points within the box.
func (c *commands) multipoint(points []point, b *box) {
	count := 0
	for _, p := range points {
		if b.Has(p.x, p.y) {
			count++
		}
	}
	if count == 0 {
		return
	}
	c.start(moveTo, count)
	for _, p := range points {
		if b.Has(p.x, p.y) {
			c.to(p)
		}
	}
}
