package files

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"demarc/geo/charset"
	"demarc/geo/geojson"
	"demarc/geo/topojson"
)

// text reads all of a file as UTF-8: from the encoding that is given, or, with guess, that which it
// seems to be in.
func (in *input) text(guess bool) (text []byte, notes []string, err error) {
	content, err := io.ReadAll(in.Reader)
	if err != nil {
		return nil, nil, err
	}
	var e charset.Encoding
	note := ""
	switch given := in.set.options.Encoding; {
	case in.wide:
		return content, nil, nil // a byte order mark goes before all
	case given != "":
		e, err = charset.Find(given)
	case guess:
		e, note, err = charset.Guess(slices.Values(bytes.SplitAfter(content, []byte("\n"))))
		err = encodingNamed(err)
	default:
		return content, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	if note != "" {
		notes = append(notes, note+otherwise)
	}
	decoded, ok := e.Decode(content)
	if !ok {
		return nil, nil, fmt.Errorf("it is not %s: say with -encoding what it is", e.Name)
	}
	return []byte(decoded), notes, nil
}

// readGeoJSON reads a collection, a feature a line, or a sequence, and TopoJSON.
func readGeoJSON(_ context.Context, in *input) ([]Table, error) {
	document, notes, err := in.text(false)
	if err != nil {
		return nil, err
	}
	if topojson.Is(document) {
		layers, err := topojson.Read(document)
		var tables []Table
		for _, l := range layers {
			tables = append(tables, Table{Layer: l, Format: "TopoJSON", Notes: notes})
		}
		return tables, err
	}
	layer, faults, err := geojson.ReadLayer(collected(document))
	if err != nil {
		return nil, err
	}
	t := Table{Layer: layer, Format: "GeoJSON", Notes: notes}
	var first []error
	for _, fault := range faults {
		line := fmt.Errorf("line %d: %s", fault.Line, fault.Message)
		if fault.Line == 0 {
			line = errors.New(fault.Message)
		}
		if fault.Hint != "" {
			line = fmt.Errorf("%w (%s)", line, fault.Hint)
		}
		if fault.Missing {
			line = fmt.Errorf("%w; it is read without", line)
		}
		if fault.Warning || fault.Missing {
			t.Notes = append(t.Notes, line.Error())
			continue
		}
		if first = append(first, line); len(first) == 10 {
			break
		}
	}
	return []Table{t}, errors.Join(first...)
}

// collected makes one document of a feature on each line, or of a sequence (RFC 8142), without
// changing the number of any line.
func collected(document []byte) []byte {
	first, _, _ := bytes.Cut(bytes.TrimSpace(document), []byte("\n"))
	separator := []byte("\n")
	if bytes.HasPrefix(first, []byte("\x1e")) {
		separator = []byte("\x1e")
	} else {
		var feature struct{ Type string }
		if json.Unmarshal(first, &feature) != nil || feature.Type != "Feature" {
			return document
		}
	}
	out := []byte(`{"type": "FeatureCollection", "features": [`)
	some := false
	for i, text := range bytes.Split(document, separator) {
		if i > 0 && separator[0] == '\n' {
			out = append(out, '\n')
		}
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		if some {
			out = append(out, ',')
		}
		out, some = append(out, text...), true
	}
	return append(out, "]}"...)
}
