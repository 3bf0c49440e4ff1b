package mvt

import (
	"math"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// project returns p in mercator units: the world from the north-west corner 0,0 to 1,1. Positions far off the
// map, which ends at latitude 85.05, are moved to just off it.
func project(p orb.Point) orb.Point {
	const farNorth = 89.5
	lat := min(farNorth, max(-farNorth, p[1])) * math.Pi / 180
	return orb.Point{
		min(2, max(-1, p[0]/360+0.5)),
		0.5 - math.Asinh(math.Tan(lat))/(2*math.Pi),
	}
}

func finite(p orb.Point) bool { return p[0]-p[0] == 0 && p[1]-p[1] == 0 }

func projectAll(points []orb.Point) []orb.Point {
	projected := make([]orb.Point, 0, len(points))
	for _, p := range points {
		if finite(p) {
			projected = append(projected, project(p))
		}
	}
	return projected
}

// add adds g to f. Positions that are not finite are left out.
func (f *feature) add(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		f.points = append(f.points, projectAll([]orb.Point{g})...)
	case orb.MultiPoint:
		f.points = append(f.points, projectAll(g)...)
	case orb.LineString:
		f.lines = append(f.lines, projectAll(g))
	case orb.MultiLineString:
		for _, line := range g {
			f.add(line)
		}
	case orb.Ring:
		f.add(orb.Polygon{g})
	case orb.Bound:
		f.add(g.ToPolygon())
	case orb.Polygon:
		f.polygons = append(f.polygons, projectPolygon(g))
	case orb.MultiPolygon:
		for _, polygon := range g {
			f.add(polygon)
		}
	case orb.Collection:
		for _, member := range g {
			f.add(member)
		}
	}
}

// projectPolygon returns the rings open, and so directed that the interior is on the right with north up. In
// tiles, whose second axis points south, shells then have positive area, as the specification (4.3.3.3) wants.
func projectPolygon(polygon orb.Polygon) [][]orb.Point {
	rings := make([][]orb.Point, 0, len(polygon))
	for i, ring := range polygon {
		projected := projectAll(ring)
		if n := len(projected); n > 1 && projected[0] == projected[n-1] {
			projected = projected[:n-1]
		}
		if anticlockwise := geo.Winding(ring) > 0; anticlockwise == (i == 0) {
			slices.Reverse(projected)
		}
		rings = append(rings, projected)
	}
	return rings
}

// bound is the box around all positions of f; ok is false if there are none.
func (f *feature) bound() (box orb.Bound, ok bool) {
	box = orb.Bound{
		Min: orb.Point{math.Inf(1), math.Inf(1)},
		Max: orb.Point{math.Inf(-1), math.Inf(-1)},
	}
	extend := func(points []orb.Point) {
		for _, p := range points {
			box.Min = orb.Point{min(box.Min[0], p[0]), min(box.Min[1], p[1])}
			box.Max = orb.Point{max(box.Max[0], p[0]), max(box.Max[1], p[1])}
			ok = true
		}
	}
	extend(f.points)
	for _, line := range f.lines {
		extend(line)
	}
	for _, polygon := range f.polygons {
		for _, ring := range polygon {
			extend(ring)
		}
	}
	return box, ok
}

// point is a position on the grid of a zoom, relative to the north-west corner of a tile, in tile units.
type point struct{ x, y int64 }

// grid rounds to the units of one tile.
type grid struct {
	scale float64 // units around the world
	at    point   // of the tile's corner
}

func newGrid(z, x, y uint32) grid {
	return grid{float64(uint64(extent) << z), point{int64(x) * extent, int64(y) * extent}}
}

func (g grid) round(p orb.Point) point {
	return point{
		int64(math.Floor(p[0]*g.scale+0.5)) - g.at.x,
		int64(math.Floor(p[1]*g.scale+0.5)) - g.at.y,
	}
}

// roundAll leaves out positions equal to the one before.
func (g grid) roundAll(points []orb.Point) []point {
	rounded := make([]point, 0, len(points))
	for _, p := range points {
		r := g.round(p)
		if n := len(rounded); n == 0 || rounded[n-1] != r {
			rounded = append(rounded, r)
		}
	}
	return rounded
}

// bound returns what the tile and its buffer cover, in mercator units, and one unit more for rounding.
func (g grid) bound() (low, high [2]float64) {
	const more = bufferPx + 1
	return [2]float64{float64(g.at.x-more) / g.scale, float64(g.at.y-more) / g.scale},
		[2]float64{float64(g.at.x+extent+more) / g.scale, float64(g.at.y+extent+more) / g.scale}
}
