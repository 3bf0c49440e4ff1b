package mvt

import (
	"context"
	"math"
	"sync"
	"sync/atomic"

	"github.com/paulmach/orb"

	"demarc/geo/flight"
	"demarc/geo/topology"
)

// Pyramid is the geometry of shapes for every zoom, made once from arcs that neighbours share, so
// that layers which differ only in what they say of the shapes can share it. A zoom is made when it
// is first asked for. Any number of goroutines may use a Pyramid.
type Pyramid struct {
	arcs   polylines // on the finest grid
	ranks  func() []uint8
	exact  int // the first zoom that is not simplified
	shapes []outline
	levels [MaxZoom + 1]flight.Value[*level]
	drafts [MaxZoom]atomic.Pointer[draft] // with pairs, of zooms that have been made, until the next one is
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
	p.arcs = polylines{make([]point, 0, count), make([]int, 0, len(topology.Arcs))}
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
	p.ranks = sync.OnceValue(func() []uint8 { return rank(&p.arcs) })
	return p
}

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

// level returns the geometry of a zoom. The error is that of the context.
func (p *Pyramid) level(ctx context.Context, z int) (*level, error) {
	return p.levels[z].Get(ctx, func(ctx context.Context) (*level, error) { return p.build(ctx, z) })
}

// build simplifies the arcs, rounds them to the grid of a zoom so that they meet only at vertices,
// and puts the shapes together again.
func (p *Pyramid) build(ctx context.Context, z int) (*level, error) {
	shift := finestShift(z)
	draft := p.draft(z)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	lines := node(draft, shift)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	a := newAssembler(share(lines))
	a.level.parts = make([]part, 0, len(p.shapes))
	for i, shape := range p.shapes {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		a.add(int32(i), shape, shift)
	}
	return a.finish(), nil
}

// draft returns the arcs simplified for a zoom. It lists the pairs of edges by those of the zoom
// above, if these are at hand: the vertices of a zoom, before they are repaired, are among those of
// the next.
func (p *Pyramid) draft(z int) *draft {
	kept := func(int) bool { return true }
	if z < p.exact {
		ranks := p.ranks()
		kept = func(position int) bool { return int(ranks[position]) <= z }
	}
	d := newDraft(&p.arcs, kept)
	if above := p.drafts[max(0, z-1)].Swap(nil); above != nil {
		d.pairWithin(above, reach(z))
	} else {
		d.pairUp(reach(z))
	}
	if z < MaxZoom && d.near != nil {
		p.drafts[z].Store(&draft{at: d.at, ends: d.ends, near: d.near})
	}
	if z < p.exact {
		return repair(d, z)
	}
	return d
}
