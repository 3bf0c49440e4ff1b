// Package geojsonseq writes GeoJSON text sequences (RFC 8142) and newline-delimited GeoJSON: one
// feature after the other, to be read while it is still being sent.
package geojsonseq

import (
	"io"

	"demarc/geo"
	"demarc/geo/geojson"
)

// recordSeparator stands before each text of a sequence.
const recordSeparator = 0x1e

// Write writes the features of layer as a GeoJSON text sequence (application/geo+json-seq): each on
// a line of its own with a record separator before it. As there is nothing around the features, the
// first one carries the members of meta.
func Write(w io.Writer, layer geo.Layer, meta geo.Meta) error {
	return write(w, layer, meta, []byte{recordSeparator})
}

// WriteLines writes the same without record separators (application/x-ndjson).
func WriteLines(w io.Writer, layer geo.Layer, meta geo.Meta) error {
	return write(w, layer, meta, nil)
}

func write(w io.Writer, layer geo.Layer, meta geo.Meta, before []byte) error {
	e, err := geojson.NewEncoder(layer)
	if err != nil {
		return err
	}
	members := meta.Members()
	var line []byte
	for i := range layer.Features {
		line, err = e.Append(append(line[:0], before...), i, members)
		if err != nil {
			return err
		}
		line = append(line, '\n')
		if _, err := w.Write(line); err != nil {
			return err
		}
		members = nil
	}
	return nil
}
