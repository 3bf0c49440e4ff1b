package server_test

import (
	"math"
	"strings"
	"testing"
)

// What the OGC's suites, which make conformance runs, have found, kept where make test sees it. The
// suite of features wants the size of bbox beside the alternatives of its schema, and servers
// without variables in their addresses, which it takes for patterns.
func TestDescriptionForTheSuites(t *testing.T) {
	api := getJSON(t, handler(t), "/openapi.json")
	for _, s := range api["servers"].([]any) {
		if url := s.(map[string]any)["url"].(string); strings.ContainsAny(url, "{}") {
			t.Errorf("the address of a server has a variable: %s", url)
		}
	}
	parameters := api["components"].(map[string]any)["parameters"].(map[string]any)
	for _, name := range []string{"bbox", "box"} {
		schema := parameters[name].(map[string]any)["schema"].(map[string]any)
		if schema["minItems"] != 4.0 || schema["maxItems"] != 6.0 || len(schema["oneOf"].([]any)) != 2 {
			t.Errorf("%s: got %v, want 4 to 6 items, and of these 4 or 6", name, schema)
		}
	}
}

// The extent of a collection lies outside of all that is in it, also with seven digits, which is
// how the suite asks for it.
func TestExtentsAreRoundedOutwards(t *testing.T) {
	h := handler(t)
	for _, c := range getJSON(t, h, "/collections")["collections"].([]any) {
		id := c.(map[string]any)["id"].(string)
		spatial, _ := c.(map[string]any)["extent"].(map[string]any)["spatial"].(map[string]any)
		if spatial == nil {
			continue
		}
		box := spatial["bbox"].([]any)[0].([]any)
		inside, outer := [4]float64{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}, [4]float64{}
		for i, v := range box {
			outer[i] = v.(float64)
		}
		each(getJSON(t, h, "/collections/"+id+"/items?limit=10000")["features"], func(lon, lat float64) {
			inside = [4]float64{min(inside[0], lon), min(inside[1], lat), max(inside[2], lon), max(inside[3], lat)}
		})
		for i, gap := range []float64{inside[0] - outer[0], inside[1] - outer[1], outer[2] - inside[2], outer[3] - inside[3]} {
			if gap < 1e-7*0.9 || gap > 2e-6 {
				t.Errorf("%s: side %d of %v lies %v outside of %v, want a ten-millionth of a degree to two millionths", id, i, outer, gap, inside)
			}
		}
	}
}

// each calls for all positions in GeoJSON.
func each(v any, position func(lon, lat float64)) {
	switch v := v.(type) {
	case map[string]any:
		each(v["geometry"], position)
		each(v["coordinates"], position)
	case []any:
		if len(v) >= 2 {
			if lon, ok := v[0].(float64); ok {
				position(lon, v[1].(float64))
				return
			}
		}
		for _, part := range v {
			each(part, position)
		}
	}
}
