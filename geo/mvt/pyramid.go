package mvt

import (
	"math"
	"sync"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// Pyramid is the geometry of shapes for every zoom, made once from arcs that neighbours share, so that layers which
// differ only in what they say of the shapes can share it. A zoom is made when it is first asked for. Any number of
// goroutines may use a Pyramid.
type Pyramid struct {
	arcs   polylines // on the finest grid
	shapes []outline
	levels [MaxZoom + 1]struct {
		once  sync.Once
		level *level
	}
}

// outline is a shape as chains of arcs.
type outline struct {
	polygons [][]geo.Chain
	lines    []geo.Chain
	points   []point // on the finest grid
}

// finestBits is the number of bits of the finest grid: units of 4 cm at the equator. It leaves room for one
// more world on either side.
const finestBits = 30

// finestShift is how much coarser the grid of a zoom is.
func finestShift(z int) int { return finestBits - extentBits - z }

// NewPyramid returns the pyramid of shapes; nil ones are nowhere. Positions that are not finite are left out, those far
// off the map, which ends at latitude 85.05, are moved to just off it. Geometry need not be valid: a ring
// bounds what its edges surround an odd number of times, holes count only within their shell, polygons of one
// shape are united. Rings may run either way.
func NewPyramid(shapes []orb.Geometry) *Pyramid {
	topology := geo.NewTopology(shapes)
	p := &Pyramid{shapes: make([]outline, len(shapes))}
	for _, arc := range topology.Arcs {
		for _, position := range arc {
			p.arcs.points = append(p.arcs.points, project(position))
		}
		p.arcs.ends = append(p.arcs.ends, len(p.arcs.points))
	}
	for i, o := range topology.Outlines {
		shape := outline{polygons: o.Polygons, lines: o.Lines}
		for _, position := range o.Points {
			shape.points = append(shape.points, project(position))
		}
		p.shapes[i] = shape
	}
	return p
}

// project returns a position on the finest grid.
func project(p orb.Point) point {
	const (
		farNorth = 89.5
		units    = 1 << finestBits
	)
	lat := min(farNorth, max(-farNorth, p[1])) * math.Pi / 180
	x := min(1.99, max(-0.99, p[0]/360+0.5))
	y := 0.5 - math.Asinh(math.Tan(lat))/(2*math.Pi)
	return point{int32(math.Floor(x*units + 0.5)), int32(math.Floor(y*units + 0.5))}
}

// coarsen returns the nearest position on a coarser grid.
func (p point) coarsen(shift int) point {
	half := int64(1) << shift >> 1
	return point{int32((int64(p.x) + half) >> shift), int32((int64(p.y) + half) >> shift)}
}

// level returns the geometry of a zoom.
func (p *Pyramid) level(z int) *level {
	l := &p.levels[z]
	l.once.Do(func() { l.level = p.build(z) })
	return l.level
}

// build rounds the arcs to the grid of a zoom, makes them meet only at vertices, simplifies them, and puts the shapes
// together again.
func (p *Pyramid) build(z int) *level {
	shift := finestShift(z)
	rounded := &polylines{ends: make([]int, 0, len(p.arcs.ends))}
	first := 0
	for _, end := range p.arcs.ends {
		start := len(rounded.points)
		for _, q := range p.arcs.points[first:end] {
			rounded.points = appendStraight(rounded.points, start, q.coarsen(shift))
		}
		rounded.ends = append(rounded.ends, len(rounded.points))
		first = end
	}
	arcs, chains := share(node(rounded))
	tolerance := float64(tolerancePx)
	if z == MaxZoom {
		tolerance = 0 // these tiles are also scaled up
	}
	a := newAssembler(simplify(arcs, tolerance), chains)
	for i, shape := range p.shapes {
		a.add(int32(i), shape, shift)
	}
	return a.finish()
}
