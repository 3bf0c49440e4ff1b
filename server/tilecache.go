package server

import (
	"crypto/sha256"
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
	epoch   int // allEpochs for tilesets without dates
	z, x, y uint32
}

// tileBody is the content of a tile in the codings that have been asked for.
// Tiles with the same content share one.
type tileBody struct {
	sum   [sha256.Size]byte
	raw   []byte // empty: the tile is known to be empty
	tiles int    // that share it, under the lock of the cache

	once     [len(codingNames)]sync.Once
	variants [len(codingNames)]variant
}

// variant is a body in one coding, with its header lines ready to be used.
type variant struct {
	body                   []byte
	tag, length, encodings []string
}

// in returns the body in a coding; bodies too small for it come as they are.
func (b *tileBody) in(c coding) *variant {
	if len(b.raw) < smallest {
		c = identity
	}
	b.once[c].Do(func() {
		v := variant{body: compress(c, b.raw)}
		v.tag = []string{tagOf(b.sum[:], c)}
		v.length = []string{strconv.Itoa(len(v.body))}
		if c != identity {
			v.encodings = []string{codingNames[c]}
		}
		b.variants[c] = v
	})
	return &b.variants[c]
}

// tileCache keeps the tiles of one snapshot, at most limit bytes of content. It
// forgets those that nobody has asked for since it last looked (the clock
// algorithm).
type tileCache struct {
	snapshot string // id
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
	used atomic.Bool
}

// tileOverhead is about what an entry costs beside its content; content counts
// twice, for the forms it is kept in.
const tileOverhead = 256

func newTileCache(snapshot string, limit int) *tileCache {
	return &tileCache{
		snapshot: snapshot, limit: limit, tiles: map[tileKey]*cachedTile{}, bodies: map[[sha256.Size]byte]*tileBody{},
	}
}

// get returns the tile, made by the caller that asks first while the others
// wait for it.
func (c *tileCache) get(key tileKey, render func() ([]byte, error)) (*tileBody, error) {
	if body := c.find(key); body != nil {
		return body, nil
	}
	flight := key.view + " " + key.tileset + " " + strconv.Itoa(key.epoch) + " " +
		strconv.Itoa(int(key.z)) + " " + strconv.Itoa(int(key.x)) + " " + strconv.Itoa(int(key.y))
	body, err, _ := c.flights.Do(flight, func() (any, error) {
		if body := c.find(key); body != nil {
			return body, nil
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
	return body.(*tileBody), nil
}

func (c *tileCache) find(key tileKey) *tileBody {
	c.mu.RLock()
	tile := c.tiles[key]
	c.mu.RUnlock()
	if tile == nil {
		return nil
	}
	if !tile.used.Load() {
		tile.used.Store(true)
	}
	return tile.body
}

func (c *tileCache) add(key tileKey, raw []byte) *tileBody {
	sum := sha256.Sum256(raw)
	c.mu.Lock()
	defer c.mu.Unlock()
	body := c.bodies[sum]
	if body == nil {
		body = &tileBody{sum: sum, raw: raw}
		c.bodies[sum] = body
		c.bytes += 2 * len(raw)
	}
	body.tiles++
	tile := &cachedTile{key: key, body: body}
	c.tiles[key] = tile
	c.bytes += tileOverhead
	c.clock = append(c.clock, tile)
	for c.bytes > c.limit && len(c.clock) > 1 {
		c.forgetOne(tile)
	}
	return body
}

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
		last := len(c.clock) - 1
		c.clock[c.hand], c.clock[last] = c.clock[last], nil
		c.clock = c.clock[:last]
		delete(c.tiles, tile.key)
		c.bytes -= tileOverhead
		if tile.body.tiles--; tile.body.tiles == 0 {
			delete(c.bodies, tile.body.sum)
			c.bytes -= 2 * len(tile.body.raw)
		}
		return
	}
}

// cacheOf returns the cache of a snapshot. That of the snapshot being served is
// kept; a request that still has an older one gets a cache for itself.
func (s *Server) cacheOf(snapshot *data.Snapshot) *tileCache {
	cache := s.tiles.Load()
	if cache != nil && cache.snapshot == snapshot.ID {
		return cache
	}
	fresh := newTileCache(snapshot.ID, s.options.TileCacheBytes)
	if current := s.live.Current(); current != nil && current.ID == snapshot.ID && s.tiles.CompareAndSwap(cache, fresh) {
		return fresh
	}
	return fresh
}
