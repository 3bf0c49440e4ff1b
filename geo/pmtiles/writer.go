// Package pmtiles writes archives of vector tiles: PMTiles, version 3
// (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md). An archive is
// one file that a client reads in parts, from any server that answers requests
// for ranges.
package pmtiles

import (
	"bufio"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
)

// Info is what an archive says of itself.
type Info struct {
	Bounds   [4]float64 // west, south, east, north in degrees
	Center   [3]float64 // longitude, latitude, zoom of the first view
	Metadata any        // becomes a JSON object; vector_layers must be among its members
}

// Writer gathers tiles in order and then writes the archive. Tiles wait in a
// temporary file, so memory holds only some 100 bytes for each.
type Writer struct {
	file     *os.File
	buffered *bufio.Writer
	size     uint64
	entries  []entry
	known    map[[sha256.Size]byte]entry // where each content is
	tiles    uint64
}

// NewWriter returns a Writer with its temporary file in directory, the
// system's if that is "". Close removes the file.
func NewWriter(directory string) (*Writer, error) {
	file, err := os.CreateTemp(directory, ".demarc-tiles.*")
	if err != nil {
		return nil, fmt.Errorf("pmtiles: %w", err)
	}
	// Where the system allows it, nothing can be left behind from here on.
	os.Remove(file.Name()) // else Close does
	return &Writer{file: file, buffered: bufio.NewWriterSize(file, 1<<20), known: map[[sha256.Size]byte]entry{}}, nil
}

// Close drops the temporary file.
func (w *Writer) Close() {
	w.file.Close()
	os.Remove(w.file.Name()) // it may be gone already
}

// Add adds run tiles with the same content, from the tile id on. The tile is
// compressed with gzip; equal contents must be equal bytes to be stored once.
// Tiles come in the order of their ids.
func (w *Writer) add(id uint64, run uint32, tile []byte) error {
	if n := len(w.entries); n > 0 && id < w.entries[n-1].id+uint64(w.entries[n-1].run) {
		return fmt.Errorf("pmtiles: tile id %d comes after %d: want ascending order", id, w.entries[n-1].id)
	}
	if run == 0 || len(tile) == 0 || uint64(len(tile)) > math.MaxUint32 {
		return fmt.Errorf("pmtiles: tile id %d: %d tiles of %d bytes: want at least one, not empty", id, run, len(tile))
	}
	sum := sha256.Sum256(tile)
	e, ok := w.known[sum]
	if !ok {
		if _, err := w.buffered.Write(tile); err != nil {
			return fmt.Errorf("pmtiles: %w", err)
		}
		e = entry{offset: w.size, length: uint32(len(tile))}
		w.size += uint64(len(tile))
		w.known[sum] = e
	}
	w.append(id, run, e)
	return nil
}

// append adds an entry, or makes the last one longer if that has the same content.
func (w *Writer) append(id uint64, run uint32, content entry) {
	w.tiles += uint64(run)
	if n := len(w.entries); n > 0 {
		last := &w.entries[n-1]
		if last.offset == content.offset && last.id+uint64(last.run) == id && last.run <= math.MaxUint32-run {
			last.run += run
			return
		}
	}
	w.entries = append(w.entries, entry{id: id, offset: content.offset, length: content.length, run: run})
}

// ErrEmpty is the error of Finish when there are no tiles.
var ErrEmpty = errors.New("pmtiles: there is no tile to write")

// Finish writes the archive. The Writer can then only be closed.
func (w *Writer) Finish(out io.Writer, info Info) error {
	if len(w.entries) == 0 {
		return ErrEmpty
	}
	if err := w.buffered.Flush(); err != nil {
		return fmt.Errorf("pmtiles: %w", err)
	}
	if _, err := w.file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("pmtiles: %w", err)
	}
	root, leaves, err := directories(w.entries)
	if err != nil {
		return fmt.Errorf("pmtiles: %w", err)
	}
	metadata, err := encodeMetadata(info.Metadata)
	if err != nil {
		return err
	}
	h := w.header(info, len(root), len(metadata), len(leaves))
	for _, part := range [][]byte{h.encode(), root, metadata, leaves} {
		if _, err := out.Write(part); err != nil {
			return err
		}
	}
	_, err = io.Copy(out, w.file)
	return err
}

func encodeMetadata(metadata any) ([]byte, error) {
	raw, err := json.Marshal(metadata)
	if err == nil && (len(raw) == 0 || raw[0] != '{') {
		err = errors.New("metadata: want a JSON object")
	}
	if err == nil {
		raw, err = compress(raw)
	}
	if err != nil {
		return nil, fmt.Errorf("pmtiles: %w", err)
	}
	return raw, nil
}

// header places the sections one after the other.
func (w *Writer) header(info Info, root, metadata, leaves int) *header {
	last := w.entries[len(w.entries)-1]
	h := &header{
		addressed: w.tiles, entries: uint64(len(w.entries)), contents: uint64(len(w.known)),
		minZoom: zoomOf(w.entries[0].id), maxZoom: zoomOf(last.id + uint64(last.run) - 1),
		bounds: info.Bounds, center: info.Center,
	}
	h.root = section{headerSize, uint64(root)}
	h.metadata = section{h.root.end(), uint64(metadata)}
	h.leaves = section{h.metadata.end(), uint64(leaves)}
	h.tiles = section{h.leaves.end(), w.size}
	h.center[2] = min(float64(h.maxZoom), max(float64(h.minZoom), math.Round(h.center[2])))
	return h
}

func zoomOf(id uint64) uint32 {
	z := uint32(0)
	for firstID(z+1) <= id {
		z++
	}
	return z
}
