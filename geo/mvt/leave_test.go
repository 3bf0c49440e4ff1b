package mvt

import (
	"context"
	"fmt"
	"testing"

	"demarc/geo"
)

// leaving is the context of a client that leaves when it has been asked a number of times whether
// it is there.
type leaving struct {
	context.Context
	after, asked int
}

func (l *leaving) Err() error {
	if l.asked <= l.after { // what is asked after it has left does not count
		l.asked++
	}
	if l.asked > l.after {
		return context.Canceled
	}
	return nil
}

func (l *leaving) Done() <-chan struct{} {
	if l.Err() == nil {
		return nil
	}
	gone := make(chan struct{})
	close(gone)
	return gone
}

// A tile whose client leaves goes no further. It asks twice for each layer: before its block is
// begun, and while it is made.
func TestTileEndsWithItsClient(t *testing.T) {
	const layers = 3
	for after := range 2*layers + 1 {
		var all []geo.Layer
		for i := range layers {
			layer := scrawl(uint64(i))[0]
			layer.Name = fmt.Sprint("layer ", i)
			all = append(all, layer)
		}
		tiler, client := NewTiler(all), &leaving{Context: t.Context(), after: after}
		tile, err := tiler.TileContext(client, 6, 40, 24)
		if stayed := after == 2*layers; stayed != (err == nil) || stayed != (tile != nil) || err != nil && err != context.Canceled {
			t.Errorf("left after %d steps: got %d bytes, error %v, want the error %v of one who left", after, len(tile), err, context.Canceled)
		}
		made, begun := 0, 0
		for _, l := range tiler.layers {
			made += len(l.pyramid.blocks.kept)
			if blockOf(l.pyramid, 6, 40, 24) != nil {
				begun++
			}
		}
		if want := after / 2; made != want {
			t.Errorf("left after %d steps: %d blocks were made, want %d", after, made, want)
		}
		if want := min(after/2+1, layers); begun != want {
			t.Errorf("left after %d steps: %d blocks were looked for, want %d", after, begun, want)
		}
	}
}

// blockOf is the block with a tile, nil if it has not been looked for.
func blockOf(p *Pyramid, z, x, y uint32) *block {
	n := &p.blocks.roots[z]
	for n.parts != nil {
		below := z - uint32(n.depth) - 1
		n = &n.parts[x>>below&1|y>>below&1<<1]
	}
	return n.block.Load()
}

// The making of a block asks between its steps whether anybody waits for it still, and goes no
// further when nobody does.
func TestBlockEndsWithItsLastClient(t *testing.T) {
	const steps = 2 // after the draft, and before shapes are put together
	p := NewLayer(scrawl(1)[0]).Pyramid
	for after := range steps + 1 {
		client := &leaving{Context: t.Context(), after: after}
		level, err := p.build(client, &p.blocks.roots[6])
		if after < steps && (err != context.Canceled || level != nil) {
			t.Errorf("left after %d steps: made %v, error %v, want nothing and the error %v", after, level != nil, err, context.Canceled)
		}
		if after == steps && err != nil {
			t.Errorf("stayed: %v", err)
		}
		if want := min(after+1, steps); client.asked != want {
			t.Errorf("left after %d steps: %d steps were begun, want %d", after, client.asked, want)
		}
	}
}
