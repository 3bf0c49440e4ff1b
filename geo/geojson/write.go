package geojson

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"

	"demarc/geo"
)

// flushBytes is how much of a file is gathered before it is written.
const flushBytes = 1 << 16

// Write writes layer as an RFC 7946 FeatureCollection, one feature a line. Shells run anticlockwise
// and holes clockwise whatever the input; coordinates keep every digit of the float64 they came
// from; an absent value is null, and so is a geometry without positions. extra holds further
// top-level members, such as attribution or bbox, written in the order of their names before the
// features. Features are written as they are encoded, so an error may leave part of a file behind.
func Write(w io.Writer, layer geo.Layer, extra map[string]any) error {
	return WriteWith(w, layer, extra, nil)
}

// WriteWith is Write with further members of each feature, which members returns; nil: there are
// none.
func WriteWith(w io.Writer, layer geo.Layer, extra map[string]any, members func(*geo.Feature) map[string]any) error {
	buf, err := appendHead(nil, extra)
	if err != nil {
		return err
	}
	e, err := NewEncoder(layer)
	if err != nil {
		return err
	}
	for i := range layer.Features {
		if i > 0 {
			buf = append(buf, ',')
		}
		buf = append(buf, '\n')
		var more map[string]any
		if members != nil {
			more = members(&layer.Features[i])
		}
		if buf, err = e.Append(buf, i, more); err != nil {
			return err
		}
		if len(buf) >= flushBytes {
			if _, err = w.Write(buf); err != nil {
				return err
			}
			buf = buf[:0]
		}
	}
	_, err = w.Write(append(buf, "\n]}\n"...))
	return err
}

// Encoder writes the features of a layer one by one.
type Encoder struct {
	layer geo.Layer
	names [][]byte // of the fields, as JSON
}

// NewEncoder returns an Encoder for layer.
func NewEncoder(layer geo.Layer) (*Encoder, error) {
	e := &Encoder{layer, make([][]byte, len(layer.Fields))}
	for i, field := range layer.Fields {
		var err error
		if e.names[i], err = appendJSON(nil, field.Name); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// Append appends feature number i as Write would, with further members.
func (e *Encoder) Append(dst []byte, i int, members map[string]any) ([]byte, error) {
	f := &e.layer.Features[i]
	dst, err := appendFeature(dst, e.layer, e.names, f)
	if err == nil {
		dst, err = appendMembers(dst, members)
	}
	if err != nil {
		return dst, fmt.Errorf("feature %q of layer %q: %w", f.ID, e.layer.Name, err)
	}
	return dst, nil
}

// AppendProperties appends the properties of feature number i alone, an object.
func (e *Encoder) AppendProperties(dst []byte, i int) ([]byte, error) {
	return appendProperties(dst, e.layer, e.names, &e.layer.Features[i])
}

// appendMembers adds members to a feature that has just been written.
func appendMembers(dst []byte, members map[string]any) ([]byte, error) {
	for _, name := range slices.Sorted(maps.Keys(members)) {
		switch name {
		case "type", "id", "properties", "geometry", "features", "coordinates", "geometries", "crs":
			// RFC 7946 sections 4 and 7.1
			return dst, fmt.Errorf("member %q: a feature must not have it twice, or at all", name)
		}
		var err error
		if dst, err = appendMember(append(dst[:len(dst)-1], ','), name, members[name]); err != nil {
			return dst, err
		}
		dst = append(dst, '}')
	}
	return dst, nil
}

func appendHead(dst []byte, extra map[string]any) ([]byte, error) {
	dst = append(dst, `{"type":"FeatureCollection",`...)
	for _, name := range slices.Sorted(maps.Keys(extra)) {
		switch name {
		case "type", "features", "crs", "coordinates", "geometries", "geometry", "properties":
			// RFC 7946 sections 4 and 7.1
			return nil, fmt.Errorf("member %q: a feature collection must not have it", name)
		}
		var err error
		if dst, err = appendMember(dst, name, extra[name]); err != nil {
			return nil, err
		}
		dst = append(dst, ',')
	}
	return append(dst, `"features":[`...), nil
}

func appendMember(dst []byte, name string, value any) ([]byte, error) {
	dst, err := appendJSON(dst, name)
	if err != nil {
		return nil, err
	}
	if dst, err = appendJSON(append(dst, ':'), value); err != nil {
		return nil, fmt.Errorf("member %q: %w", name, err)
	}
	return dst, nil
}

func appendFeature(dst []byte, layer geo.Layer, names [][]byte, f *geo.Feature) ([]byte, error) {
	if len(f.Values) != len(layer.Fields) {
		return nil, fmt.Errorf("has %d values: want %d, one for each field", len(f.Values), len(layer.Fields))
	}
	if err := checkFinite(f.Geometry); err != nil {
		return nil, err
	}
	dst = append(dst, `{"type":"Feature",`...)
	var err error
	if f.ID != "" {
		if dst, err = appendMember(dst, "id", f.ID); err != nil {
			return nil, err
		}
		dst = append(dst, ',')
	}
	if dst, err = appendProperties(append(dst, `"properties":`...), layer, names, f); err != nil {
		return nil, err
	}
	dst = append(dst, `,"geometry":`...)
	dst = AppendGeometry(dst, f.Geometry)
	return append(dst, '}'), nil
}

func appendProperties(dst []byte, layer geo.Layer, names [][]byte, f *geo.Feature) ([]byte, error) {
	dst = append(dst, '{')
	for i, value := range f.Values {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(append(dst, names[i]...), ':')
		var err error
		if dst, err = appendValue(dst, value); err != nil {
			return nil, fmt.Errorf("field %q: %w", layer.Fields[i].Name, err)
		}
	}
	return append(dst, '}'), nil
}

// appendValue writes the values that a geo.Field can have.
func appendValue(dst []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case nil, string, bool, int, int64:
		return appendJSON(dst, v)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("value %v: want a finite number", v)
		}
		return appendNumber(dst, v), nil
	}
	return nil, fmt.Errorf("value of type %T: want string, int, float64, bool or nil", value)
}

// appendJSON is json.Marshal without its escapes for HTML, which this is not.
func appendJSON(dst []byte, value any) ([]byte, error) {
	buf := bytes.NewBuffer(dst)
	encoder := json.NewEncoder(buf)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}
