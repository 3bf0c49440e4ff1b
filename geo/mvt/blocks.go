package mvt

import (
	"context"
	"sync"
	"sync/atomic"

	"demarc/geo/flight"
)

// A zoom is made in blocks, each when a tile in it is first asked for: squares of tiles, as large
// as they can be with not too many vertices.
//
//	.-------.---.---.       a block is a node of the quadtree of tiles that is not parted, because
//	|       |   |   |       it has few vertices or is one tile
//	|       +---+-.-+
//	|       |   +-+-+       what a block holds does not depend on the others, nor on the order in
//	+-------+---+-'-+       which they are made: it is that part of the zoom as it would be made
//	|       |       |       all at once
//	'-------'-------'
//
// Blocks are kept up to a number of bytes; those not asked for the longest go first.
type blocks struct {
	roots [MaxZoom + 1]quad
	tick  atomic.Int64

	mu    sync.Mutex
	kept  []*quad // have blocks that are made
	bytes int64
	most  int64
	blockSize
}

// blockSize is how much goes into a block.
type blockSize struct {
	vertices int   // at most, about, unless it is one tile
	zooms    uint8 // its side is at most 2^zooms tiles: lines get a vertex on every side of a tile
	margin   int32 // how far around it lines are looked at, at first, in tile units
}

// quad is a square of tiles: 2^(zoom-depth) along a side.
type quad struct {
	zoom, depth uint8
	x, y        uint32 // among the nodes of its depth

	decide sync.Once
	parts  *[4]quad // nil for a block
	block  atomic.Pointer[block]
}

// block is the geometry of a node.
type block struct {
	level   flight.Value[*level]
	thinned atomic.Pointer[thinned]
	kept    sync.Once
	bytes   int64
	asked   atomic.Int64
}

// thinned is what a block was made of before it was repaired, for those of the next zoom: the
// vertices of a zoom, before they are repaired, are among those of the next, so pairs of edges that
// are near each other there are parts of such pairs here.
type thinned struct {
	region box // it has all edges that meet it
	draft
}

func (t *thinned) bytes() int64 { return int64(4*cap(t.at) + 8*cap(t.ends) + 8*cap(t.near)) }

// above returns what a block of the zoom above was made of that has all edges near a region around
// a node; nil if there is none at hand.
func (p *Pyramid) above(n *quad, region box) *draft {
	if n.zoom == 0 {
		return nil
	}
	over := &p.blocks.roots[n.zoom-1]
	for over.decide.Do(func() { over.part(p) }); over.parts != nil; over.decide.Do(func() { over.part(p) }) {
		if over.depth == n.depth {
			return nil
		}
		below := n.depth - over.depth - 1
		over = &over.parts[n.x>>below&1|n.y>>below&1<<1]
	}
	made := over.block.Load()
	if made == nil {
		return nil
	}
	if t := made.thinned.Load(); t != nil && t.region.Holds(&region) {
		return &t.draft
	}
	return nil
}

func (b *blocks) init(most int64) {
	b.blockSize, b.most = blockSize{1 << 16, 8, 256}, most
	for z := range b.roots {
		b.roots[z].zoom = uint8(z)
	}
}

// at returns the block with a tile. The error is that of the context.
func (b *blocks) at(ctx context.Context, z, x, y uint32, p *Pyramid) (*level, error) {
	n := &b.roots[z]
	for {
		n.decide.Do(func() { n.part(p) })
		if n.parts == nil {
			return b.level(ctx, n, p)
		}
		below := z - uint32(n.depth) - 1
		n = &n.parts[x>>below&1|y>>below&1<<1]
	}
}

// part parts a node with many vertices or tiles, unless it has no line.
func (n *quad) part(p *Pyramid) {
	if n.depth == n.zoom {
		return
	}
	size := p.blocks.blockSize
	count := p.arcs.count(n.core(), p.most(int(n.zoom)))
	if count == 0 || count <= size.vertices && n.zoom-n.depth <= size.zooms {
		return
	}
	n.parts = &[4]quad{}
	for i := range n.parts {
		part := &n.parts[i]
		part.zoom, part.depth, part.x, part.y = n.zoom, n.depth+1, 2*n.x+uint32(i&1), 2*n.y+uint32(i>>1)
	}
}

// frame is the border of a node with the buffer of its tiles, nil for all of the world.
func (n *quad) frame() *frame {
	if n.depth == 0 {
		return nil
	}
	size := int32(extent) << (n.zoom - n.depth)
	x, y := int32(n.x)*size, int32(n.y)*size
	return &frame{box{MinX: x, MinY: y, MaxX: x + size, MaxY: y + size}.Grow(bufferPx)}
}

// core is the box on the finest grid around all that is drawn in a node.
func (n *quad) core() box {
	f := n.frame()
	if f == nil {
		return everywhere
	}
	shift := finestShift(int(n.zoom))
	return box{MinX: f.MinX << shift, MinY: f.MinY << shift, MaxX: f.MaxX << shift, MaxY: f.MaxY << shift}.Grow(1 << shift)
}

// everywhere is the box around all points.
var everywhere = box{MinX: -1 << 30, MinY: -1 << 30, MaxX: 1<<31 - 1, MaxY: 1<<31 - 1}

// level returns the geometry of a node that is a block.
func (b *blocks) level(ctx context.Context, n *quad, p *Pyramid) (*level, error) {
	block := n.load()
	level, err := block.level.Get(ctx, func(ctx context.Context) (*level, error) { return p.build(ctx, n) })
	if err != nil {
		return nil, err
	}
	block.kept.Do(func() {
		block.bytes = level.bytes() + block.thinned.Load().bytes()
		b.keep(n, block)
	})
	block.asked.Store(b.tick.Add(1))
	return level, nil
}

// load returns the block of a node, a new one where there is none.
func (n *quad) load() *block {
	for {
		if made := n.block.Load(); made != nil {
			return made
		}
		n.block.CompareAndSwap(nil, new(block))
	}
}

// keep notes a block that has been made, and forgets others where there are too many.
func (b *blocks) keep(n *quad, made *block) {
	b.mu.Lock()
	defer b.mu.Unlock()
	made.asked.Store(b.tick.Add(1))
	b.kept = append(b.kept, n)
	for b.bytes += made.bytes; b.bytes > b.most && len(b.kept) > 1; {
		oldest := 0
		for i, other := range b.kept {
			if other.block.Load().asked.Load() < b.kept[oldest].block.Load().asked.Load() {
				oldest = i
			}
		}
		b.bytes -= b.kept[oldest].block.Load().bytes
		b.kept[oldest].block.Store(nil)
		b.kept[oldest] = b.kept[len(b.kept)-1]
		b.kept = b.kept[:len(b.kept)-1]
	}
}
