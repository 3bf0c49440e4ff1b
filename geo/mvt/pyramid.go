package mvt

import (
	"context"
	"math"

	"github.com/paulmach/orb"

	"demarc/geo/topology"
)

// Pyramid is the geometry of shapes for every zoom, made once from arcs that neighbours share, so
// that layers which differ only in what they say of the shapes can share it. What a tile needs of a
// zoom is made when it is first asked for. Any number of goroutines may use a Pyramid.
type Pyramid struct {
	arcs   *source
	exact  int // the first zoom that is not simplified
	shapes []outline
	places *placing
	blocks blocks
}

// outline is a shape as chains of arcs.
type outline struct {
	polygons [][]topology.Chain
	lines    []topology.Chain
	points   []point // on the finest grid
}

// finestBits is the number of bits of the finest grid: units of 4 cm at the equator. It leaves room
// for a quarter of the world on every side.
const finestBits = 30

// finestShift is how much coarser the grid of a zoom is.
func finestShift(z int) int { return finestBits - extentBits - z }

// NewPyramid returns the pyramid of shapes; nil ones are nowhere. Positions that are not finite are
// left out, those far off the map are moved to latitude 88.9 or longitude 270. Geometry need not be
// valid: a ring bounds what its edges surround an odd number of times, holes count only within
// their shell, polygons of one shape are united. Rings may run either way. Lines are simplified
// below the zoom exact, which should be that of the largest tiles which clients are told of, as
// these are also scaled up.
func NewPyramid(shapes []orb.Geometry, exact int) *Pyramid {
	topology := topology.New(shapes)
	p := &Pyramid{exact: exact, shapes: make([]outline, len(shapes))}
	count := 0
	for _, arc := range topology.Arcs {
		count += len(arc)
	}
	arcs := polylines{make([]point, 0, count), make([]int, 0, len(topology.Arcs))}
	for _, arc := range topology.Arcs {
		for _, position := range arc {
			arcs.points = append(arcs.points, project(position))
		}
		arcs.ends = append(arcs.ends, len(arcs.points))
	}
	for i, o := range topology.Outlines {
		shape := outline{polygons: o.Polygons, lines: o.Lines}
		for _, position := range o.Points {
			shape.points = append(shape.points, project(position))
		}
		p.shapes[i] = shape
	}
	p.arcs = newSource(arcs)
	p.places = newPlacing(p.arcs, p.shapes)
	p.blocks.init(max(leastKept, int64(count)*bytesKept))
	return p
}

// How many bytes of blocks are kept: for each vertex, and at least.
const (
	bytesKept = 48
	leastKept = 64 << 20
)

// project returns a position on the finest grid.
func project(p orb.Point) point {
	const (
		farNorth = 88.9
		units    = 1 << finestBits
	)
	lat := min(farNorth, max(-farNorth, p[1])) * math.Pi / 180
	x := min(1.25, max(-0.25, p[0]/360+0.5))
	y := 0.5 - math.Asinh(math.Tan(lat))/(2*math.Pi)
	return point{int32(math.Floor(x*units + 0.5)), int32(math.Floor(y*units + 0.5))}
}

// level returns the geometry of a zoom as far as a tile needs it. The error is that of the context.
func (p *Pyramid) level(ctx context.Context, z, x, y uint32) (*level, error) {
	return p.blocks.at(ctx, z, x, y, p)
}

// most is the highest rank of the vertices of a zoom.
func (p *Pyramid) most(z int) uint8 {
	if z < p.exact {
		return uint8(z)
	}
	return never
}

// build simplifies the arcs near a node, rounds them to the grid of a zoom so that they meet only
// at vertices, and puts the shapes together again.
func (p *Pyramid) build(ctx context.Context, n *quad) (*level, error) {
	z := int(n.zoom)
	shift := finestShift(z)
	draft, stretches := p.draft(n)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w := walker{source: p.arcs, shift: shift, most: p.most(z), stretches: stretches, frame: n.frame()}
	w.pieces = cutLines(node(draft, shift), w.frame)
	var arcs *polylines
	arcs, w.chains = share(w.pieces.nodedLines)
	w.addWays(arcs)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a := newAssembler(arcs, w)
	if w.frame == nil {
		for i, shape := range p.shapes {
			a.add(int32(i), shape, shift)
		}
	} else {
		gone := func(ring topology.Chain) bool {
			return len(ring) == 1 && w.most < p.arcs.gone[max(ring[0], ^ring[0])]
		}
		p.places.each(p.shapes, n.core(), gone, func(shape int32, there outline) { a.add(shape, there, shift) })
	}
	return a.finish(), nil
}

// draft returns the arcs simplified for a zoom near a node: at least where they come into it as
// they would be if all were simplified.
func (p *Pyramid) draft(n *quad) (*draft, []stretch) {
	z, core := int(n.zoom), n.core()
	if z >= p.exact {
		return p.thin(n, core)
	}
	for margin := p.blocks.margin; ; margin *= 2 {
		region := core
		if core != everywhere {
			region = around(core, margin, finestShift(z))
		}
		d, stretches := p.thin(n, region)
		d, unsure := repair(d, z, region)
		if !d.any(unsure, core) {
			return d, stretches
		}
	}
}

// thin returns the arcs that meet a region around a node with the vertices of its zoom.
func (p *Pyramid) thin(n *quad, region box) (*draft, []stretch) {
	z := int(n.zoom)
	stretches := p.arcs.stretches(region, p.most(z))
	d := thin(p.arcs, stretches, p.most(z), reach(z), p.above(n, region))
	n.load().thinned.Store(&thinned{region, draft{at: d.at, ends: d.ends, near: d.near}})
	return d, stretches
}

// around returns a box with a margin in units of a coarser grid, all there is if it is large.
func around(b box, margin int32, shift int) box {
	if margin >= 1<<29>>shift {
		return everywhere
	}
	return b.Grow(margin << shift)
}
