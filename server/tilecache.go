package server

import (
	"context"
	"crypto/sha256"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"

	"demarc/data"
	"demarc/geo/flight"
)

// edition is one snapshot of a dataset, as keys of tiles name it.
type edition struct {
	dataset  string // its id, since two may have the same files
	snapshot string // id
	view     string // the default viewpoint, which addresses leave out
	gone     bool   // nothing of it is kept any more, under the lock of the cache
}

// tileKey names a tile.
type tileKey struct {
	of      *edition
	view    string // viewpoint
	tileset string
	epoch   int // data.AllEpochs for tilesets without dates
	z, x, y uint32
}

// tileBody is the content of a tile in the codings that have been asked for. Tiles with the same
// content share one.
type tileBody struct {
	sum   [sha256.Size]byte
	raw   []byte // empty for a tile known to be empty
	tiles int    // that share it, under the lock of the cache
	bytes int    // of all that is kept of it, under the lock of the cache

	making   sync.Mutex
	variants [len(codingNames)]atomic.Pointer[variant]
}

// variant is a body in one coding.
type variant struct {
	coding coding
	body   []byte
	tag    string
}

// in returns a body in a coding; small bodies come as they are.
func (c *tileCache) in(b *tileBody, wanted coding) *variant {
	if len(b.raw) < smallest {
		wanted = identity
	}
	if v := b.variants[wanted].Load(); v != nil {
		return v
	}
	b.making.Lock()
	defer b.making.Unlock()
	if v := b.variants[wanted].Load(); v != nil {
		return v
	}
	v := &variant{wanted, compress(wanted, b.raw), tagOf(b.sum[:], wanted)}
	if wanted != identity {
		c.count(b, len(v.body))
	}
	b.variants[wanted].Store(v)
	return v
}

// tileCache keeps the tiles of all datasets, at most limit bytes of content. It
// forgets those that nobody has asked for since it last looked (the clock
// algorithm).
type tileCache struct {
	limit        int
	flights      flight.Group[tileKey, *cachedTile]
	hits, misses atomic.Uint64

	mu     sync.RWMutex
	tiles  map[tileKey]*cachedTile
	clock  []*cachedTile
	hand   int
	bodies map[[sha256.Size]byte]*tileBody
	bytes  int
}

type cachedTile struct {
	key  tileKey
	body *tileBody
	link string // header line with the address under which it never changes
	root string // the same at the root
	used atomic.Bool
}

// tileOverhead is the cost of an entry in bytes beside its content, about.
const tileOverhead = 512

func newTileCache(limit int) *tileCache {
	return &tileCache{
		limit: limit, tiles: map[tileKey]*cachedTile{}, bodies: map[[sha256.Size]byte]*tileBody{},
	}
}

// get returns the tile, made once for all who ask while it is made, until the last of them has
// gone.
func (c *tileCache) get(ctx context.Context, key tileKey, render func(context.Context) ([]byte, error)) (*cachedTile, error) {
	if tile := c.find(key); tile != nil {
		c.hits.Add(1)
		return tile, nil
	}
	c.misses.Add(1)
	tile, _, err := c.flights.Do(ctx, key, func(ctx context.Context) (*cachedTile, error) {
		if tile := c.find(key); tile != nil {
			return tile, nil
		}
		raw, err := render(ctx)
		if err != nil {
			return nil, err
		}
		return c.add(key, raw), nil
	})
	return tile, err
}

func (c *tileCache) find(key tileKey) *cachedTile {
	c.mu.RLock()
	tile := c.tiles[key]
	c.mu.RUnlock()
	if tile == nil {
		return nil
	}
	if !tile.used.Load() {
		tile.used.Store(true)
	}
	return tile
}

func (c *tileCache) counts() TileCounts {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return TileCounts{c.hits.Load(), c.misses.Load(), len(c.clock), c.bytes, c.limit}
}

func (c *tileCache) add(key tileKey, raw []byte) *cachedTile {
	sum := sha256.Sum256(raw)
	path := key.path()
	tile := &cachedTile{key: key, link: canonical(datasetPath(key.of.dataset) + path), root: canonical(path)}
	c.mu.Lock()
	defer c.mu.Unlock()
	if key.of.gone {
		tile.body = &tileBody{sum: sum, raw: raw}
		return tile
	}
	body := c.bodies[sum]
	if body == nil {
		body = &tileBody{sum: sum, raw: raw, bytes: len(raw)}
		c.bodies[sum] = body
		c.bytes += body.bytes
	}
	body.tiles++
	tile.body = body
	c.tiles[key] = tile
	c.bytes += tileOverhead
	c.clock = append(c.clock, tile)
	c.shrink(tile)
	return tile
}

// count adds bytes to the size of a body.
func (c *tileCache) count(body *tileBody, bytes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.bodies[body.sum] != body {
		return // forgotten meanwhile
	}
	body.bytes += bytes
	c.bytes += bytes
	c.shrink(nil)
}

// shrink forgets tiles, but for the newest, until the others fit the limit.
func (c *tileCache) shrink(newest *cachedTile) {
	for c.bytes > c.limit && len(c.clock) > 1 {
		c.forgetOne(newest)
	}
}

// path is where the tile never changes.
func (key tileKey) path() string {
	epoch, query := "all", ""
	if key.epoch != data.AllEpochs {
		epoch = strconv.Itoa(key.epoch)
	}
	if key.view != key.of.view {
		query = "?viewpoint=" + key.view
	}
	return fmt.Sprintf("/v/%s/tiles/%s/%s/%d/%d/%d.mvt%s", key.of.snapshot, key.tileset, epoch, key.z, key.x, key.y, query)
}

func canonical(address string) string { return "<" + address + `>; rel="canonical"` }

// forgetOne drops the first tile from the hand on that has not been used since
// the hand last passed; the newest stays.
func (c *tileCache) forgetOne(newest *cachedTile) {
	for {
		if c.hand >= len(c.clock) {
			c.hand = 0
		}
		tile := c.clock[c.hand]
		if tile == newest || tile.used.Swap(false) {
			c.hand++
			continue
		}
		c.forget(c.hand)
		return
	}
}

// forget drops a tile; the last of the clock takes its place there.
func (c *tileCache) forget(i int) {
	tile, last := c.clock[i], len(c.clock)-1
	c.clock[i], c.clock[last] = c.clock[last], nil
	c.clock = c.clock[:last]
	delete(c.tiles, tile.key)
	c.bytes -= tileOverhead
	if tile.body.tiles--; tile.body.tiles == 0 {
		delete(c.bodies, tile.body.sum)
		c.bytes -= tile.body.bytes
	}
}

// drop forgets all tiles of an edition, and keeps none from now on.
func (c *tileCache) drop(old *edition) {
	c.mu.Lock()
	defer c.mu.Unlock()
	old.gone = true
	for i := len(c.clock) - 1; i >= 0; i-- {
		if c.clock[i].key.of == old {
			c.forget(i)
		}
	}
}

// editions are those of a dataset whose tiles are kept: of the current snapshot, of the one before
// it, and of releases that are open.
type editions struct {
	mu    sync.Mutex // held by who changes the list
	known atomic.Pointer[[]*edition]
}

func (e *editions) find(id string) *edition {
	if known := e.known.Load(); known != nil {
		for _, of := range *known {
			if of.snapshot == id {
				return of
			}
		}
	}
	return nil
}

// answers tells whether the dataset has the snapshot at hand.
func (s *Server) answers(d *hosted, snapshot string) bool {
	return d.Snapshot(snapshot) != nil || s.shelf.has(d, snapshot)
}

// editionOf returns a snapshot as keys name it. Tiles of those that answer are
// kept; a request that still has an older one keeps none.
func (s *Server) editionOf(d *hosted, snapshot *data.Snapshot) *edition {
	if known := d.editions.find(snapshot.ID); known != nil {
		return known
	}
	d.editions.mu.Lock()
	defer d.editions.mu.Unlock()
	if known := d.editions.find(snapshot.ID); known != nil {
		return known // another request was faster
	}
	fresh := &edition{dataset: d.ID, snapshot: snapshot.ID}
	if viewpoints := snapshot.Dataset.Viewpoints; len(viewpoints) > 0 {
		fresh.view = viewpoints[0].ID
	}
	if !s.answers(d, snapshot.ID) {
		fresh.gone = true
		return fresh
	}
	kept := []*edition{fresh}
	if known := d.editions.known.Load(); known != nil {
		for _, old := range *known {
			if s.answers(d, old.snapshot) {
				kept = append(kept, old)
			} else {
				s.tiles.drop(old)
			}
		}
	}
	d.editions.known.Store(&kept)
	return fresh
}
