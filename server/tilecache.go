package server

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/singleflight"

	"demarc/data"
)

// tileKey names a tile of one snapshot.
type tileKey struct {
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

// tileCache keeps the tiles of one snapshot, at most limit bytes of content. It forgets those
// without a request since its hand last passed (the clock algorithm).
type tileCache struct {
	snapshot string // id
	prefix   string // of addresses
	view     string // the default viewpoint, which addresses leave out
	limit    int
	flights  singleflight.Group

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
	used atomic.Bool
}

// tileOverhead is the cost of an entry in bytes beside its content, about.
const tileOverhead = 512

func newTileCache(snapshot string, limit int) *tileCache {
	return &tileCache{
		snapshot: snapshot, limit: limit, tiles: map[tileKey]*cachedTile{}, bodies: map[[sha256.Size]byte]*tileBody{},
	}
}

// get returns the tile, made by the caller that asks first while the others wait for it.
func (c *tileCache) get(key tileKey, render func() ([]byte, error)) (*cachedTile, error) {
	if tile := c.find(key); tile != nil {
		return tile, nil
	}
	flight := key.view + " " + key.tileset + " " + strconv.Itoa(key.epoch) + " " +
		strconv.Itoa(int(key.z)) + " " + strconv.Itoa(int(key.x)) + " " + strconv.Itoa(int(key.y))
	tile, err, _ := c.flights.Do(flight, func() (any, error) {
		if tile := c.find(key); tile != nil {
			return tile, nil
		}
		raw, err := render()
		if err != nil {
			return nil, err
		}
		return c.add(key, raw), nil
	})
	if err != nil {
		return nil, err
	}
	return tile.(*cachedTile), nil
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

func (c *tileCache) add(key tileKey, raw []byte) *cachedTile {
	sum := sha256.Sum256(raw)
	c.mu.Lock()
	defer c.mu.Unlock()
	body := c.bodies[sum]
	if body == nil {
		body = &tileBody{sum: sum, raw: raw, bytes: len(raw)}
		c.bodies[sum] = body
		c.bytes += body.bytes
	}
	body.tiles++
	tile := &cachedTile{key: key, body: body, link: c.link(key)}
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

// link returns the header line with the address under which the tile never changes.
func (c *tileCache) link(key tileKey) string {
	epoch, query := "all", ""
	if key.epoch != data.AllEpochs {
		epoch = strconv.Itoa(key.epoch)
	}
	if key.view != c.view {
		query = "?viewpoint=" + key.view
	}
	return fmt.Sprintf(`<%s/v/%s/tiles/%s/%s/%d/%d/%d.mvt%s>; rel="canonical"`,
		c.prefix, c.snapshot, key.tileset, epoch, key.z, key.x, key.y, query)
}

// forgetOne drops the first tile from the hand on that has not been used since the hand last
// passed; the newest stays.
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
		last := len(c.clock) - 1
		c.clock[c.hand], c.clock[last] = c.clock[last], nil
		c.clock = c.clock[:last]
		delete(c.tiles, tile.key)
		c.bytes -= tileOverhead
		if tile.body.tiles--; tile.body.tiles == 0 {
			delete(c.bodies, tile.body.sum)
			c.bytes -= tile.body.bytes
		}
		return
	}
}

// cacheOf returns the cache of a snapshot: the kept one of the snapshot being served, a new one for
// a request that still has an older snapshot.
func (s *Server) cacheOf(store *served, snapshot *data.Snapshot) *tileCache {
	cache := store.tiles.Load()
	if cache != nil && cache.snapshot == snapshot.ID {
		return cache
	}
	fresh := newTileCache(snapshot.ID, s.options.TileCacheBytes)
	fresh.prefix = store.prefix
	if viewpoints := snapshot.Dataset.Viewpoints; len(viewpoints) > 0 {
		fresh.view = viewpoints[0].ID
	}
	if current := store.Current(); current != nil && current.ID == snapshot.ID {
		store.tiles.CompareAndSwap(cache, fresh)
	}
	return fresh
}
