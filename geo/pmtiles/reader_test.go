package pmtiles

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sort"

	"github.com/klauspost/compress/gzip"
)

// archive reads an archive back and refuses all that the specification does not
// allow, or that we do not promise.
type archive struct {
	data     []byte
	header   header
	metadata map[string]any
	entries  []entry // of all directories
}

func openArchive(data []byte) (*archive, error) {
	a := &archive{data: data}
	if err := a.readHeader(); err != nil {
		return nil, err
	}
	metadata, err := unzip(a.section(a.header.metadata))
	if err == nil {
		err = json.Unmarshal(metadata, &a.metadata)
	}
	if err != nil {
		return nil, fmt.Errorf("metadata: %w", err)
	}
	if err := a.readEntries(); err != nil {
		return nil, err
	}
	return a, a.check()
}

func (a *archive) section(s section) []byte { return a.data[s.offset:s.end()] }

func (a *archive) readHeader() error {
	d := a.data
	if len(d) < headerSize || string(d[:8]) != "PMTiles\x03" {
		return errors.New("no header of version 3")
	}
	h := &a.header
	sections := []*section{&h.root, &h.metadata, &h.leaves, &h.tiles}
	end := uint64(headerSize)
	for i, s := range sections {
		s.offset = binary.LittleEndian.Uint64(d[8+16*i:])
		s.length = binary.LittleEndian.Uint64(d[16+16*i:])
		if s.offset != end || s.length > uint64(len(d)) || s.end() > uint64(len(d)) {
			return fmt.Errorf("section %d: %d bytes at %d of %d: want it right behind the one before", i, s.length, s.offset, len(d))
		}
		end = s.end()
	}
	if end != uint64(len(d)) {
		return fmt.Errorf("%d bytes after the last section", uint64(len(d))-end)
	}
	if h.root.end() > 16384 {
		return fmt.Errorf("the root directory ends at %d: want it in the first 16384 bytes", h.root.end())
	}
	for i, n := range []*uint64{&h.addressed, &h.entries, &h.contents} {
		*n = binary.LittleEndian.Uint64(d[72+8*i:])
	}
	if !bytes.Equal(d[96:100], []byte{1, 2, 2, 1}) {
		return fmt.Errorf("clustered, compressions, type: got %v, want 1 2 2 1", d[96:100])
	}
	h.minZoom, h.maxZoom = uint32(d[100]), uint32(d[101])
	degrees := func(at int) float64 { return float64(int32(binary.LittleEndian.Uint32(d[at:]))) / 1e7 }
	h.bounds = [4]float64{degrees(102), degrees(106), degrees(110), degrees(114)}
	h.center = [3]float64{degrees(119), degrees(123), float64(d[118])}
	return nil
}

func (a *archive) readEntries() error {
	root, err := decodeDirectory(a.section(a.header.root))
	if err != nil {
		return fmt.Errorf("root: %w", err)
	}
	leaves := a.section(a.header.leaves)
	for _, e := range root {
		if e.run > 0 {
			a.entries = append(a.entries, e)
			continue
		}
		if e.offset+uint64(e.length) > uint64(len(leaves)) {
			return fmt.Errorf("leaf of %d: outside of its section", e.id)
		}
		leaf, err := decodeDirectory(leaves[e.offset : e.offset+uint64(e.length)])
		if err != nil || len(leaf) == 0 || leaf[0].id != e.id {
			return fmt.Errorf("leaf of %d: %d entries, %w", e.id, len(leaf), err)
		}
		a.entries = append(a.entries, leaf...)
	}
	return nil
}

// check compares the header with the entries, whose contents must stand in order.
func (a *archive) check() error {
	h := &a.header
	var addressed, contents, end, last uint64
	for i, e := range a.entries {
		switch {
		case e.run == 0 || e.length == 0:
			return fmt.Errorf("entry %d: %+v is empty", i, e)
		case i > 0 && e.id < last:
			return fmt.Errorf("entry %d: id %d after %d", i, e.id, last)
		case i > 0 && e.id == last && e.offset == a.entries[i-1].offset:
			return fmt.Errorf("entry %d: could be part of the run before", i)
		case e.offset == end:
			contents++
			end += uint64(e.length)
		case e.offset > end || e.offset+uint64(e.length) > end:
			return fmt.Errorf("entry %d: content at %d, want at most %d", i, e.offset, end)
		}
		addressed += uint64(e.run)
		last = e.id + uint64(e.run)
	}
	if addressed != h.addressed || uint64(len(a.entries)) != h.entries || contents != h.contents || end != h.tiles.length {
		return fmt.Errorf("got %d tiles, %d entries, %d contents of %d bytes: the header says %d, %d, %d, %d",
			addressed, len(a.entries), contents, end, h.addressed, h.entries, h.contents, h.tiles.length)
	}
	if low, high := zoomOf(a.entries[0].id), zoomOf(last-1); low != h.minZoom || high != h.maxZoom {
		return fmt.Errorf("zooms %d to %d: the header says %d to %d", low, high, h.minZoom, h.maxZoom)
	}
	if z := uint32(h.center[2]); z < h.minZoom || z > h.maxZoom {
		return fmt.Errorf("centre: zoom %d is not among %d to %d", z, h.minZoom, h.maxZoom)
	}
	return nil
}

// tile returns a tile, nil if there is none.
func (a *archive) tile(z, x, y uint32) ([]byte, error) {
	id := tileID(z, x, y)
	i := sort.Search(len(a.entries), func(i int) bool { return a.entries[i].id > id }) - 1
	if i < 0 || id >= a.entries[i].id+uint64(a.entries[i].run) {
		return nil, nil
	}
	e := a.entries[i]
	return unzip(a.section(a.header.tiles)[e.offset : e.offset+uint64(e.length)])
}

// decodeDirectory reads what encodeDirectory wrote, to the last byte.
func decodeDirectory(compressed []byte) ([]entry, error) {
	raw, err := unzip(compressed)
	if err != nil {
		return nil, err
	}
	next := func() (v uint64) {
		v, n := binary.Uvarint(raw)
		if n <= 0 {
			err = errors.Join(err, io.ErrUnexpectedEOF)
			return 0
		}
		raw = raw[n:]
		return v
	}
	count := next()
	if count > uint64(len(raw)) {
		return nil, fmt.Errorf("%d entries in %d bytes", count, len(raw))
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
		default:
			return nil, errors.New("the first entry follows none")
		}
	}
	if err == nil && len(raw) > 0 {
		err = fmt.Errorf("%d bytes too many", len(raw))
	}
	return entries, err
}

func unzip(compressed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(compressed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}
