package publish

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"demarc/data"
)

// TileIndex says where the tiles of a tileset are. A version has each tile in the set that first
// had it as it is, below t/SET/z/x/y.mvt, so what does not change is never sent again:
//
//	zooms  the limits of each zoom from 0 on: west, north, east, south
//	packs  by zoom all its tiles in one file, "" for none, and how many bytes it has
//	runs   pairs: a number of a set from 1 on, 0 for empty tiles, and how many tiles that follow
//	       each other are of it; tiles run by zoom, row and column
type TileIndex struct {
	Sets  []string    `json:"sets"`
	Zooms [][4]uint32 `json:"zooms"`
	Packs []Pack      `json:"packs"`
	Runs  []int       `json:"runs"`
}

// Pack is the tiles of a zoom in one file, compressed by gzip: of each, in the order of the index,
// four bytes with its length, the lowest first, and its content.
type Pack struct {
	Key   string `json:"key"`
	Bytes int    `json:"bytes"`
}

// mostPacked is how large the tiles of a zoom may be to be packed, before they are compressed.
const mostPacked = 32 << 20

// tileHash is how much of the hash of a tile is kept; all zero: the tile is empty.
const tileHash = 12

// mostTiles is how many files the tiles of a site may be.
const mostTiles = 1 << 18

// tilePlace is a tile with what it is made of.
type tilePlace struct {
	z, x, y uint32
	hash    [tileHash]byte
	size    int64
}

func (t *tilePlace) name() string { return fmt.Sprintf("%d/%d/%d", t.z, t.x, t.y) }

func (t *tilePlace) key(set string) string { return tileRoot + set + "/" + t.name() + ".mvt" }

func tileAddress(tileset, name string) string { return "tiles/" + tileset + "/" + name + ".mvt" }

// each calls for all tiles of the index.
func (i *TileIndex) each(call func(z, x, y uint32, set int)) {
	run, left := 0, 0
	for z, limits := range i.Zooms {
		for y := limits[1]; y <= limits[3]; y++ {
			for x := limits[0]; x <= limits[2]; x++ {
				for left == 0 && run+1 < len(i.Runs) {
					left, run = i.Runs[run+1], run+2
				}
				if left == 0 {
					return // a damaged index
				}
				left--
				call(uint32(z), x, y, i.Runs[run-2])
			}
		}
	}
}

// tileset adds the tiles of a tileset in the form that is wanted.
func (c *collector) tileset(ctx context.Context, name string) error {
	if c.Archive {
		return c.archive(ctx, name)
	}
	return c.tiles(ctx, c.Snapshot, name)
}

// tiles looks at all tiles of a tileset, and takes those that are as before from the sets that have
// them.
func (c *collector) tiles(ctx context.Context, s *data.Snapshot, tileset string) error {
	index, places, err := limitsOf(s, tileset)
	if err != nil {
		return err
	}
	before := c.tilesBefore(tileset)
	fresh, hashes := sha256.New(), make([]byte, 0, len(places)*tileHash)
	var pack []byte
	for i := range places {
		t := &places[i]
		content, err := c.tile(ctx, tileset, t)
		if err != nil {
			return err
		}
		if len(pack) < mostPacked {
			pack = append(binary.LittleEndian.AppendUint32(pack, uint32(len(content))), content...)
		}
		if i+1 == len(places) || places[i+1].z != t.z {
			index.Packs = append(index.Packs, c.pack(pack))
			pack = pack[:0]
		}
		c.progress(fmt.Sprintf("tiles of %s, %d of %d", tileset, i+1, len(places)))
		hashes = append(hashes, t.hash[:]...)
		if _, known := before[tileName{t.name(), t.hash}]; !known && t.size > 0 {
			fmt.Fprintf(fresh, "%s %x\n", t.name(), t.hash)
		}
	}
	newSet := hex.EncodeToString(fresh.Sum(nil)[:6])
	for i := range places {
		t := &places[i]
		if t.size == 0 {
			index.add(0)
			continue
		}
		set, known := before[tileName{t.name(), t.hash}]
		if !known {
			set = newSet
		}
		index.add(index.number(set))
		c.object(object{key: t.key(set), size: t.size, kind: "tiles", head: Head{"application/vnd.mapbox-vector-tile", true},
			ask: tileAddress(tileset, t.name()), sum: t.hash[:]})
	}
	c.manifest.Tiles[tileset], c.has.Tiles[tileset] = index, hashes
	return nil
}

// tile asks for a tile; nil for an empty one.
func (c *collector) tile(ctx context.Context, tileset string, t *tilePlace) ([]byte, error) {
	got, err := c.get(ctx, tileAddress(tileset, t.name()))
	switch {
	case err != nil:
		return nil, err
	case got.status == http.StatusNoContent || got.status == http.StatusNotFound:
		return nil, nil
	case got.status != http.StatusOK:
		return nil, fmt.Errorf("tile %s of %s: %s", t.name(), tileset, got.said())
	}
	t.size = int64(got.body.Len())
	sum := sha256.Sum256(got.body.Bytes())
	copy(t.hash[:], sum[:])
	return got.body.Bytes(), nil
}

// pack adds the tiles of a zoom, if they are not too large.
func (c *collector) pack(tiles []byte) Pack {
	if len(tiles) >= mostPacked {
		return Pack{}
	}
	packed := zipped(tiles)
	return Pack{c.add("tile packs", ".pack", "application/octet-stream", packed), len(packed)}
}

// limitsOf lists the tiles that there may be.
func limitsOf(s *data.Snapshot, tileset string) (index TileIndex, places []tilePlace, err error) {
	deepest := s.TileZoom(tileset)
	for _, limits := range s.TileLimits(tileset) {
		z, err := strconv.ParseUint(limits.Matrix, 10, 32)
		if err != nil {
			return index, nil, err
		}
		if z > uint64(deepest) {
			break
		}
		index.Zooms = append(index.Zooms, [4]uint32{limits.MinCol, limits.MinRow, limits.MaxCol, limits.MaxRow})
		if n := uint64(limits.MaxCol-limits.MinCol+1) * uint64(limits.MaxRow-limits.MinRow+1); n+uint64(len(places)) > mostTiles {
			return index, nil, fmt.Errorf("the tiles of %s would be more than %d files at zoom %d", tileset, mostTiles, z)
		}
		for y := limits.MinRow; y <= limits.MaxRow; y++ {
			for x := limits.MinCol; x <= limits.MaxCol; x++ {
				places = append(places, tilePlace{z: uint32(z), x: x, y: y})
			}
		}
	}
	return index, places, nil
}

// number returns the number of a set, from 1 on.
func (i *TileIndex) number(set string) int {
	at := slices.Index(i.Sets, set)
	if at < 0 {
		at = len(i.Sets)
		i.Sets = append(i.Sets, set)
	}
	return at + 1
}

// add says of which set the next tile is.
func (i *TileIndex) add(set int) {
	if last := len(i.Runs); last > 0 && i.Runs[last-2] == set {
		i.Runs[last-1]++
		return
	}
	i.Runs = append(i.Runs, set, 1)
}

// tileName is a tile as it is in some version.
type tileName struct {
	place string
	hash  [tileHash]byte
}

// tilesBefore lists the tiles of the version that is shown with the sets that have them.
func (c *collector) tilesBefore(tileset string) map[tileName]string {
	index, hashes := c.before.Tiles[tileset], c.before.has.Tiles[tileset]
	sets := map[tileName]string{}
	index.each(func(z, x, y uint32, set int) {
		if len(hashes) < tileHash {
			return
		}
		t := tilePlace{z: z, x: x, y: y}
		copy(t.hash[:], hashes)
		hashes = hashes[tileHash:]
		if set > 0 && set <= len(index.Sets) {
			sets[tileName{t.name(), t.hash}] = index.Sets[set-1]
		}
	})
	return sets
}
