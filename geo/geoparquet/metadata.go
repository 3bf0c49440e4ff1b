package geoparquet

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// metadata is the value of the key "geo" in the file's metadata, as the specification 1.1.0 has it.
func metadata(layer geo.Layer, geometry, box string) (string, error) {
	type paths struct {
		XMin []string `json:"xmin"`
		YMin []string `json:"ymin"`
		XMax []string `json:"xmax"`
		YMax []string `json:"ymax"`
	}
	type column struct {
		Encoding    string           `json:"encoding"`
		Types       []string         `json:"geometry_types"`
		Bbox        []float64        `json:"bbox,omitempty"`
		Edges       string           `json:"edges"`
		Orientation string           `json:"orientation"`
		Covering    map[string]paths `json:"covering"`
	}
	types, bounds := summary(layer)
	about := map[string]any{
		"version":        "1.1.0",
		"primary_column": geometry,
		"columns": map[string]column{geometry: {
			Encoding: "WKB", Types: types, Bbox: bounds, Edges: "planar", Orientation: "counterclockwise",
			Covering: map[string]paths{"bbox": {
				[]string{box, "xmin"}, []string{box, "ymin"}, []string{box, "xmax"}, []string{box, "ymax"},
			}},
		}},
	}
	text, err := json.Marshal(about)
	return string(text), err
}

// summary returns the types of all geometries and the box around them, nil if there is none.
func summary(layer geo.Layer) (types []string, bounds []float64) {
	found := map[string]bool{}
	box, located := orb.Bound{}, false
	for _, f := range layer.Features {
		g := geo.Plain(f.Geometry)
		if g == nil {
			continue
		}
		found[g.GeoJSONType()] = true
		if located {
			box = box.Union(g.Bound())
		} else {
			box, located = g.Bound(), true
		}
	}
	types = slices.AppendSeq([]string{}, maps.Keys(found))
	slices.Sort(types)
	if located {
		bounds = []float64{box.Min[0], box.Min[1], box.Max[0], box.Max[1]}
	}
	return types, bounds
}
