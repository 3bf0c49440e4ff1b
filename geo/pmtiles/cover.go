package pmtiles

import (
	"math"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// reach is how far from a tile, as a part of its side, a line or point can be and still change the
// tile: the buffer of 64 units of 4096, and as much again for rounding and simplification.
const reach = 2 * 64.0 / 4096

// cover knows which tiles can hold anything. From the whole world on, zoom after zoom, it follows
// the lines and points of layers into the tiles that they reach. A tile that none reaches is
// uniform, empty or inside of polygons: all tiles below have its content.
type cover struct {
	points []orb.Point // of chunks that have been broken up, in mercator units
	chunks []chunk
}

// chunk is a short stretch of a line.
type chunk struct {
	positions []orb.Point // longitude and latitude
	// The box around it in mercator units: the world from the north-west corner 0,0 to 1,1.
	low, high orb.Point
	first     uint32 // of its points
	broken    bool   // it has points
}

// chunkSegments is the most segments of a chunk.
const chunkSegments = 16

// cell is a tile that lines or points reach, or a uniform square of tiles.
type cell struct {
	place    uint64   // of the first tile along the curve of the zoom
	count    uint64   // of tiles
	chunks   []uint32 // by number: stretches that are small beside the tile
	segments []uint32 // of the others; segment i goes from point i to point i+1
	uniform  *uniform // nil if there are chunks or segments
	known    bool     // an earlier batch makes the content
}

// weight is about how much there is to cut in the tile.
func (c *cell) weight() int { return chunkSegments*len(c.chunks) + len(c.segments) }

// newCover returns a cover and the cell of the whole world.
func newCover(layers []geo.Layer) (*cover, cell) {
	c, world := &cover{}, cell{count: 1}
	for _, layer := range layers {
		for _, feature := range layer.Features {
			c.add(feature.Geometry)
		}
	}
	for i := range c.chunks {
		world.chunks = append(world.chunks, uint32(i))
	}
	if len(world.chunks) == 0 {
		world.uniform = &uniform{}
	}
	return c, world
}

func (c *cover) add(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		c.addLine([]orb.Point{g, g})
	case orb.MultiPoint:
		for _, p := range g {
			c.add(p)
		}
	case orb.LineString:
		c.addLine(g)
	case orb.MultiLineString:
		for _, line := range g {
			c.addLine(line)
		}
	case orb.Ring:
		c.addLine(g)
		if n := len(g); n > 1 && g[0] != g[n-1] {
			c.addLine([]orb.Point{g[n-1], g[0]})
		}
	case orb.Polygon:
		for _, ring := range g {
			c.add(ring)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			c.add(polygon)
		}
	case orb.Collection:
		for _, member := range g {
			c.add(member)
		}
	case orb.Bound:
		c.add(g.ToPolygon())
	}
}

func (c *cover) addLine(line []orb.Point) {
	for first, last := 0, len(line)-1; first < last; first += chunkSegments {
		k := chunk{positions: line[first : min(first+chunkSegments, last)+1]}
		low, high := k.positions[0], k.positions[0]
		for _, p := range k.positions[1:] {
			low = orb.Point{min(low[0], p[0]), min(low[1], p[1])}
			high = orb.Point{max(high[0], p[0]), max(high[1], p[1])}
		}
		// The second axis of mercator units points south.
		k.low, k.high = project(orb.Point{low[0], high[1]}), project(orb.Point{high[0], low[1]})
		c.chunks = append(c.chunks, k)
	}
}

// project returns p in mercator units. The map ends at latitude 85.05.
func project(p orb.Point) orb.Point {
	const farNorth = 89.5
	lat := min(farNorth, max(-farNorth, p[1])) * math.Pi / 180
	return orb.Point{p[0]/360 + 0.5, 0.5 - math.Asinh(math.Tan(lat))/(2*math.Pi)}
}

// split appends the cells of zoom z that lie in a cell of the zoom above.
func (c *cover) split(cells []cell, of cell, z uint32) []cell {
	if of.uniform != nil {
		if !of.uniform.isEmpty.Load() {
			cells = append(cells, cell{place: 4 * of.place, count: 4 * of.count, uniform: of.uniform})
		}
		return cells
	}
	side := 1 / float64(uint64(1)<<z)
	of.segments, of.chunks = c.breakUp(of.segments, of.chunks, side/2)
	for child := range uint64(4) {
		part := cell{place: 4*of.place + child, count: 1}
		x, y := tileAt(z, part.place)
		low := orb.Point{(float64(x) - reach) * side, (float64(y) - reach) * side}
		high := orb.Point{(float64(x) + 1 + reach) * side, (float64(y) + 1 + reach) * side}
		for _, i := range of.chunks {
			if k := &c.chunks[i]; !(k.high[0] < low[0] || k.low[0] > high[0] || k.high[1] < low[1] || k.low[1] > high[1]) {
				part.chunks = append(part.chunks, i)
			}
		}
		for _, i := range of.segments {
			if !misses(c.points[i], c.points[i+1], low, high) {
				part.segments = append(part.segments, i)
			}
		}
		if part.weight() == 0 {
			part.uniform = &uniform{}
		}
		cells = append(cells, part)
	}
	return cells
}

// breakUp moves chunks larger than size to the segments.
func (c *cover) breakUp(segments, chunks []uint32, size float64) (allSegments, small []uint32) {
	segments = segments[:len(segments):len(segments)]
	for _, i := range chunks {
		k := &c.chunks[i]
		if k.high[0]-k.low[0] <= size && k.high[1]-k.low[1] <= size {
			small = append(small, i)
			continue
		}
		if !k.broken {
			k.broken, k.first = true, uint32(len(c.points))
			for _, p := range k.positions {
				c.points = append(c.points, project(p))
			}
		}
		for n := range uint32(len(k.positions) - 1) {
			segments = append(segments, k.first+n)
		}
	}
	return segments, small
}

// misses tells whether the line from a to b certainly does not meet the box. Positions that are no
// numbers never miss.
func misses(a, b, low, high orb.Point) bool {
	if a[0] < low[0] && b[0] < low[0] || a[0] > high[0] && b[0] > high[0] ||
		a[1] < low[1] && b[1] < low[1] || a[1] > high[1] && b[1] > high[1] {
		return true
	}
	// All corners on the same side of the line?
	dx, dy := b[0]-a[0], b[1]-a[1]
	least, most := math.Inf(1), math.Inf(-1)
	for _, corner := range [...]orb.Point{low, {low[0], high[1]}, {high[0], low[1]}, high} {
		side := dx*(corner[1]-a[1]) - dy*(corner[0]-a[0])
		least, most = min(least, side), max(most, side)
	}
	return least > 0 || most < 0
}
