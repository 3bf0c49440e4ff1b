package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
)

var someEdition = &edition{dataset: "d", snapshot: "s"}

func TestTileCacheIsBounded(t *testing.T) {
	const limit = 100 << 10
	c := newTileCache(limit)
	for i := range 1000 {
		key := tileKey{of: someEdition, tileset: "t", x: uint32(i)}
		tile, err := c.get(t.Context(), key, func(context.Context) ([]byte, error) { return bytes.Repeat([]byte{byte(i), byte(i >> 8)}, 500), nil })
		if err != nil || len(tile.body.raw) != 1000 {
			t.Fatalf("tile %d: got %d bytes, %v", i, len(tile.body.raw), err)
		}
		if c.bytes > limit {
			t.Fatalf("after %d tiles the cache counts %d bytes, want at most %d", i+1, c.bytes, limit)
		}
	}
	if len(c.tiles) != len(c.clock) || len(c.tiles) < 20 || len(c.bodies) != len(c.tiles) {
		t.Errorf("%d tiles, %d on the clock, %d bodies: want the same number, and as many as fit", len(c.tiles), len(c.clock), len(c.bodies))
	}
	sum := 0
	for _, body := range c.bodies {
		sum += len(body.raw)
	}
	if sum += tileOverhead * len(c.tiles); sum != c.bytes {
		t.Errorf("the cache counts %d bytes, holds %d", c.bytes, sum)
	}
}

func TestTileCacheKeepsWhatIsAskedFor(t *testing.T) {
	c := newTileCache(50 << 10)
	render := func(n int) func(context.Context) ([]byte, error) {
		return func(context.Context) ([]byte, error) { return fmt.Appendf(make([]byte, 1000), "%d", n), nil }
	}
	favourite := tileKey{of: someEdition, tileset: "favourite"}
	if _, err := c.get(t.Context(), favourite, render(-1)); err != nil {
		t.Fatal(err)
	}
	for i := range 500 {
		if _, err := c.get(t.Context(), tileKey{of: someEdition, x: uint32(i)}, render(i)); err != nil {
			t.Fatal(err)
		}
		if c.find(favourite) == nil {
			t.Fatalf("a tile that is asked for all the time was forgotten after %d others", i)
		}
	}
}

func TestTileCacheStoresEqualContentOnce(t *testing.T) {
	c := newTileCache(1 << 20)
	content := bytes.Repeat([]byte("sea"), 1000)
	for i := range 100 {
		if _, err := c.get(t.Context(), tileKey{of: someEdition, x: uint32(i)}, func(context.Context) ([]byte, error) { return bytes.Clone(content), nil }); err != nil {
			t.Fatal(err)
		}
	}
	if len(c.bodies) != 1 || c.bytes != len(content)+100*tileOverhead {
		t.Errorf("%d bodies, %d bytes: want the content once", len(c.bodies), c.bytes)
	}
}

func TestTileCacheRendersOnceForAllWhoWait(t *testing.T) {
	c := newTileCache(1 << 20)
	var renders atomic.Int64
	release := make(chan struct{})
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			tile, err := c.get(t.Context(), tileKey{of: someEdition, x: 1}, func(context.Context) ([]byte, error) {
				renders.Add(1)
				<-release
				return []byte("tile"), nil
			})
			if err != nil || string(tile.body.raw) != "tile" {
				t.Errorf("got %v, %v", tile, err)
			}
		})
	}
	close(release)
	group.Wait()
	if n := renders.Load(); n != 1 {
		t.Errorf("rendered %d times, want once", n)
	}
}

func TestTileCacheForgetsErrors(t *testing.T) {
	c := newTileCache(1 << 20)
	failure := errors.New("no")
	if _, err := c.get(t.Context(), tileKey{of: someEdition}, func(context.Context) ([]byte, error) { return nil, failure }); !errors.Is(err, failure) {
		t.Errorf("got %v, want the error of rendering", err)
	}
	if tile, err := c.get(t.Context(), tileKey{of: someEdition}, func(context.Context) ([]byte, error) { return []byte("x"), nil }); err != nil || string(tile.body.raw) != "x" {
		t.Errorf("after an error: got %v", err)
	}
}
