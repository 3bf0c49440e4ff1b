package pmtiles

import (
	"bytes"
	"encoding/binary"

	"github.com/klauspost/compress/gzip"
)

// entry is a run of tiles with the same content or, with run 0, a leaf directory.
type entry struct {
	id     uint64 // of the first tile
	offset uint64 // of the content, from the start of its section
	length uint32
	run    uint32
}

// encodeDirectory writes a directory (specification, 5.2), compressed.
func encodeDirectory(entries []entry) ([]byte, error) {
	raw := binary.AppendUvarint(nil, uint64(len(entries)))
	last := uint64(0)
	for _, e := range entries {
		raw = binary.AppendUvarint(raw, e.id-last)
		last = e.id
	}
	for _, e := range entries {
		raw = binary.AppendUvarint(raw, uint64(e.run))
	}
	for _, e := range entries {
		raw = binary.AppendUvarint(raw, uint64(e.length))
	}
	for i, e := range entries {
		if i > 0 && e.offset == entries[i-1].offset+uint64(entries[i-1].length) {
			raw = append(raw, 0) // right behind the one before
			continue
		}
		raw = binary.AppendUvarint(raw, e.offset+1)
	}
	return compress(raw)
}

// A reader gets header and root with its first request, of this many bytes.
const (
	firstRequest = 16 << 10
	rootMax      = firstRequest - headerSize
	leafMin      = 4096 // entries
)

// directories returns the root and the leaves: all entries in the root if they
// fit, else leaves of equal length, long enough for the root to hold them all.
func directories(entries []entry) (root, leaves []byte, err error) {
	if root, err = encodeDirectory(entries); err != nil || len(root) <= rootMax {
		return root, nil, err
	}
	for size := max(leafMin, len(entries)/3500); ; size += size / 5 {
		root, leaves, err = withLeaves(entries, size)
		if err != nil || len(root) <= rootMax {
			return root, leaves, err
		}
	}
}

func withLeaves(entries []entry, size int) (root, leaves []byte, err error) {
	var pointers []entry
	for len(entries) > 0 {
		n := min(size, len(entries))
		leaf, err := encodeDirectory(entries[:n])
		if err != nil {
			return nil, nil, err
		}
		pointers = append(pointers, entry{id: entries[0].id, offset: uint64(len(leaves)), length: uint32(len(leaf))})
		leaves = append(leaves, leaf...)
		entries = entries[n:]
	}
	root, err = encodeDirectory(pointers)
	return root, leaves, err
}

func compress(raw []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(raw); err != nil {
		return nil, err
	}
	err = w.Close()
	return out.Bytes(), err
}
