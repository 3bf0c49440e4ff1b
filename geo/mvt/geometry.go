package mvt

import "slices"

// commands builds a geometry (specification 4.3): commands with their parameters, relative to the cursor.
type commands struct {
	list   []uint32
	cursor point
}

func (c *commands) start(command, count int) {
	c.list = append(c.list, uint32(command&7|count<<3))
}

func (c *commands) to(p point) {
	c.list = append(c.list, uint32(zigzag(p.x-c.cursor.x)), uint32(zigzag(p.y-c.cursor.y)))
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

func (f *feature) encodePoints(g grid) []uint32 {
	var kept []point
	for _, p := range f.points {
		if r := g.round(p); inBox(r) {
			kept = append(kept, r)
		}
	}
	if len(kept) == 0 {
		return nil
	}
	slices.SortFunc(kept, comparePoints)
	kept = slices.Compact(kept)
	var c commands
	c.start(moveTo, len(kept))
	for _, p := range kept {
		c.to(p)
	}
	return c.list
}

func (f *feature) encodeLines(g grid) []uint32 {
	var c commands
	for _, line := range f.lines {
		for _, piece := range clipLine(g.roundAll(line)) {
			c.path(piece)
		}
	}
	return c.list
}

func (f *feature) encodePolygons(g grid) []uint32 {
	var c commands
	for _, polygon := range f.polygons {
		clipped := make([][]point, 0, len(polygon))
		for _, r := range polygon {
			if kept := clipRing(g.roundAll(r)); len(kept) > 2 {
				clipped = append(clipped, kept)
			}
		}
		for _, valid := range faces(clipped) {
			for _, r := range valid {
				c.path(r)
				c.start(closePath, 1)
			}
		}
	}
	return c.list
}
