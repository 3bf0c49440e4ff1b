package pmtiles

import (
	"encoding/binary"
	"math"
)

// headerSize is the length of the header in bytes (specification, 3).
const headerSize = 127

// What the header says of compression and content.
const (
	gzipCompression = 2
	mvtTiles        = 1
)

// section is a part of the file.
type section struct{ offset, length uint64 }

func (s section) end() uint64 { return s.offset + s.length }

// header is what the first bytes of the file say.
type header struct {
	root, metadata, leaves, tiles section

	addressed, entries, contents uint64 // tiles, runs of them, distinct contents
	minZoom, maxZoom             uint32
	bounds                       [4]float64 // west, south, east, north
	center                       [3]float64 // longitude, latitude, zoom
}

func (h *header) encode() []byte {
	b := make([]byte, 0, headerSize)
	b = append(b, "PMTiles\x03"...)
	for _, s := range []section{h.root, h.metadata, h.leaves, h.tiles} {
		b = binary.LittleEndian.AppendUint64(b, s.offset)
		b = binary.LittleEndian.AppendUint64(b, s.length)
	}
	for _, n := range []uint64{h.addressed, h.entries, h.contents} {
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	const clustered = 1 // contents stand in the order of the first tile that has them
	b = append(b, clustered, gzipCompression, gzipCompression, mvtTiles, byte(h.minZoom), byte(h.maxZoom))
	for _, degrees := range h.bounds {
		b = appendDegrees(b, degrees)
	}
	b = append(b, byte(h.center[2]))
	b = appendDegrees(b, h.center[0])
	return appendDegrees(b, h.center[1])
}

// appendDegrees appends an angle in units of 1e-7 degrees.
func appendDegrees(b []byte, degrees float64) []byte {
	return binary.LittleEndian.AppendUint32(b, uint32(int32(math.Round(degrees*1e7))))
}
