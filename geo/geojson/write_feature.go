package geojson

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"

	"demarc/geo"
)

// WriteFeature writes the feature i of layer as a GeoJSON document of its own, as Write does. extra
// holds further members, such as links.
func WriteFeature(w io.Writer, layer geo.Layer, i int, extra map[string]any) error {
	names := make([][]byte, len(layer.Fields))
	var err error
	for j, field := range layer.Fields {
		if names[j], err = appendJSON(nil, field.Name); err != nil {
			return err
		}
	}
	buf, err := appendFeature(nil, layer, names, &layer.Features[i])
	if err != nil {
		return fmt.Errorf("feature %q of layer %q: %w", layer.Features[i].ID, layer.Name, err)
	}
	buf = bytes.TrimSuffix(buf, []byte("}"))
	for _, name := range slices.Sorted(maps.Keys(extra)) {
		if buf, err = appendMember(append(buf, ','), name, extra[name]); err != nil {
			return err
		}
	}
	_, err = w.Write(append(buf, "}\n"...))
	return err
}
