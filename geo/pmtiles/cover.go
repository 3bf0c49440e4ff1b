package pmtiles

import (
	"math"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// reach is how far from a tile, as a part of its side, a line or point can be and still change the tile: the
// buffer of 64 units of 4096, and as much again for rounding and simplification.
const reach = 2 * 64.0 / 4096

// cover knows which tiles can hold anything. From the whole world on, zoom after zoom, it follows the lines and
// points of layers into the tiles that they reach. A tile that none reaches is uniform, empty or inside of
// polygons: all tiles below have its content.
type cover struct {
	points []orb.Point // in mercator units: the world from the north-west corner 0,0 to 1,1
}

// cell is a tile that lines or points reach, or a uniform square of tiles.
type cell struct {
	place    uint64   // of the first tile along the curve of the zoom
	count    uint64   // of tiles
	segments []uint32 // segment i goes from point i to point i+1
	uniform  *uniform // nil if there are segments
	known    bool     // an earlier batch makes the content
}

// newCover returns a cover and the cell of the whole world.
func newCover(layers []geo.Layer) (*cover, cell) {
	c, world := &cover{}, cell{count: 1}
	for _, layer := range layers {
		for _, feature := range layer.Features {
			world.segments = c.add(world.segments, feature.Geometry)
		}
	}
	if len(world.segments) == 0 {
		world.uniform = &uniform{}
	}
	return c, world
}

func (c *cover) add(segments []uint32, g orb.Geometry) []uint32 {
	switch g := g.(type) {
	case orb.Point:
		return c.addLine(segments, []orb.Point{g, g})
	case orb.MultiPoint:
		for _, p := range g {
			segments = c.add(segments, p)
		}
	case orb.LineString:
		return c.addLine(segments, g)
	case orb.MultiLineString:
		for _, line := range g {
			segments = c.addLine(segments, line)
		}
	case orb.Ring:
		return c.addRing(segments, g)
	case orb.Polygon:
		for _, ring := range g {
			segments = c.addRing(segments, ring)
		}
	case orb.MultiPolygon:
		for _, polygon := range g {
			segments = c.add(segments, polygon)
		}
	case orb.Collection:
		for _, member := range g {
			segments = c.add(segments, member)
		}
	case orb.Bound:
		return c.add(segments, g.ToPolygon())
	}
	return segments
}

func (c *cover) addRing(segments []uint32, ring orb.Ring) []uint32 {
	segments = c.addLine(segments, ring)
	if n := len(ring); n > 1 && ring[0] != ring[n-1] {
		segments = c.addLine(segments, []orb.Point{ring[n-1], ring[0]})
	}
	return segments
}

func (c *cover) addLine(segments []uint32, line []orb.Point) []uint32 {
	for i, p := range line {
		if i > 0 {
			segments = append(segments, uint32(len(c.points)-1))
		}
		c.points = append(c.points, project(p))
	}
	return segments
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
	for child := range uint64(4) {
		part := cell{place: 4*of.place + child, count: 1}
		x, y := tileAt(z, part.place)
		side := 1 / float64(uint64(1)<<z)
		low := orb.Point{(float64(x) - reach) * side, (float64(y) - reach) * side}
		high := orb.Point{(float64(x) + 1 + reach) * side, (float64(y) + 1 + reach) * side}
		for _, i := range of.segments {
			if !misses(c.points[i], c.points[i+1], low, high) {
				part.segments = append(part.segments, i)
			}
		}
		if len(part.segments) == 0 {
			part.uniform = &uniform{}
		}
		cells = append(cells, part)
	}
	return cells
}

// misses tells whether the line from a to b certainly does not meet the box. Positions that are no numbers
// never miss.
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
