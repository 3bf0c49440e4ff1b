package pmtiles

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/klauspost/compress/gzip"
)

// Reader reads tiles out of an archive. Any number of goroutines may use it.
type Reader struct {
	file   io.ReaderAt
	size   uint64
	header header
	zipped bool // tiles are compressed by gzip
	root   []entry
	mu     sync.Mutex
	leaves map[uint64][]entry // by offset
}

// Limits on what an archive may ask for.
const (
	maxDirectory = 16 << 20 // bytes, unpacked
	maxTile      = 16 << 20
	maxLeaves    = 64 // that are kept
	maxDepth     = 4
	deepest      = 26 // zoom, for which ids are numbers of 64 bits
)

// NewReader reads the header and the root of an archive of a size.
func NewReader(file io.ReaderAt, size int64) (*Reader, error) {
	r := &Reader{file: file, size: uint64(max(size, 0)), leaves: map[uint64][]entry{}}
	head := make([]byte, headerSize)
	if _, err := file.ReadAt(head, 0); err != nil || string(head[:8]) != "PMTiles\x03" {
		return nil, errors.New("pmtiles: no archive of version 3")
	}
	h := &r.header
	for i, s := range []*section{&h.root, &h.metadata, &h.leaves, &h.tiles} {
		s.offset = binary.LittleEndian.Uint64(head[8+16*i:])
		s.length = binary.LittleEndian.Uint64(head[16+16*i:])
		if s.offset > r.size || s.length > r.size-s.offset {
			return nil, fmt.Errorf("pmtiles: a section of %d bytes at %d is not in the %d of the file", s.length, s.offset, r.size)
		}
	}
	directories, tiles := head[97], head[98]
	if directories != 1 && directories != gzipCompression || tiles > gzipCompression {
		return nil, fmt.Errorf("pmtiles: compressed in a way (%d, %d) that is not known: want none or gzip", directories, tiles)
	}
	r.zipped = tiles == gzipCompression
	h.minZoom, h.maxZoom = uint32(head[100]), uint32(head[101])
	if h.maxZoom > deepest || h.minZoom > h.maxZoom {
		return nil, fmt.Errorf("pmtiles: zooms %d to %d: want them among 0 to %d", h.minZoom, h.maxZoom, deepest)
	}
	var err error
	r.root, err = r.directory(h.root, directories == gzipCompression)
	return r, err
}

// Tile returns tile x, y of zoom z as it is in the archive, nil if there is none, and whether it is
// compressed by gzip.
func (r *Reader) Tile(z, x, y uint32) (content []byte, zipped bool, err error) {
	if z > r.header.maxZoom || x >= 1<<z || y >= 1<<z {
		return nil, false, nil
	}
	id, entries := tileID(z, x, y), r.root
	for range maxDepth {
		i, found := slices.BinarySearchFunc(entries, id, func(e entry, id uint64) int {
			if e.id <= id {
				return -1
			}
			return 1
		})
		if i == 0 || found {
			return nil, false, nil
		}
		e := entries[i-1]
		if e.run > 0 {
			if id >= e.id+uint64(e.run) {
				return nil, false, nil
			}
			content, err = r.section(r.header.tiles, e, maxTile)
			return content, r.zipped, err
		}
		if entries, err = r.leaf(e); err != nil {
			return nil, false, err
		}
	}
	return nil, false, errors.New("pmtiles: directories within directories without end")
}

// leaf returns a directory below the root.
func (r *Reader) leaf(e entry) ([]entry, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if known, ok := r.leaves[e.offset]; ok {
		return known, nil
	}
	raw, err := r.section(r.header.leaves, e, maxDirectory)
	if err != nil {
		return nil, err
	}
	entries, err := decodeEntries(raw, len(raw) > 1 && raw[0] == 0x1f && raw[1] == 0x8b)
	if err != nil {
		return nil, err
	}
	if len(r.leaves) >= maxLeaves {
		clear(r.leaves)
	}
	r.leaves[e.offset] = entries
	return entries, nil
}

func (r *Reader) directory(s section, zipped bool) ([]entry, error) {
	raw, err := r.section(s, entry{length: uint32(min(s.length, maxDirectory))}, maxDirectory)
	if err != nil {
		return nil, err
	}
	return decodeEntries(raw, zipped)
}

// section reads the content of an entry that is in a section.
func (r *Reader) section(s section, e entry, limit uint32) ([]byte, error) {
	if e.length > limit || e.offset > s.length || uint64(e.length) > s.length-e.offset {
		return nil, fmt.Errorf("pmtiles: %d bytes at %d of a section of %d", e.length, e.offset, s.length)
	}
	content := make([]byte, e.length)
	if _, err := r.file.ReadAt(content, int64(s.offset+e.offset)); err != nil {
		return nil, fmt.Errorf("pmtiles: %w", err)
	}
	return content, nil
}

// decodeEntries reads a directory (specification, 5.2).
func decodeEntries(raw []byte, zipped bool) ([]entry, error) {
	if zipped {
		unzipped, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			return nil, fmt.Errorf("pmtiles: directory: %w", err)
		}
		if raw, err = io.ReadAll(io.LimitReader(unzipped, maxDirectory)); err != nil {
			return nil, fmt.Errorf("pmtiles: directory: %w", err)
		}
	}
	short := false
	next := func() uint64 {
		v, n := binary.Uvarint(raw)
		if n <= 0 {
			short = true
			return 0
		}
		raw = raw[n:]
		return v
	}
	count := next()
	if count > uint64(len(raw)) {
		return nil, fmt.Errorf("pmtiles: directory: %d entries in %d bytes", count, len(raw))
	}
	entries := make([]entry, count)
	id := uint64(0)
	for i := range entries {
		id += next()
		entries[i].id = id
	}
	for i := range entries {
		entries[i].run = uint32(next())
	}
	for i := range entries {
		entries[i].length = uint32(next())
	}
	for i := range entries {
		offset := next()
		switch {
		case offset > 0:
			entries[i].offset = offset - 1
		case i > 0:
			entries[i].offset = entries[i-1].offset + uint64(entries[i-1].length)
		}
	}
	if short || !slices.IsSortedFunc(entries, func(a, b entry) int { return int(min(max(int64(a.id-b.id), -1), 1)) }) {
		return nil, errors.New("pmtiles: a directory is cut off or not in order")
	}
	return entries, nil
}
