package server_test

import (
	"bytes"
	"image/png"
	"slices"
	"testing"
)

// The style's sources, patterns and fields must be there: every pattern it names is in the sprite,
// in both resolutions.
func TestStyle(t *testing.T) {
	h := handler(t)
	style := getJSON(t, h, "/styles/control.json?datetime=1972-11-24")
	source := style["sources"].(map[string]any)["demarc"].(map[string]any)
	if got := source["tiles"].([]any)[0]; got != "http://example.com/tiles/control/{z}/{x}/{y}.mvt?datetime=1972-11-24" {
		t.Errorf("tiles: got %v", got)
	}
	var patterns []string
	for _, layer := range style["layers"].([]any) {
		paint := layer.(map[string]any)["paint"].(map[string]any)
		if pattern, ok := paint["fill-pattern"].(string); ok {
			patterns = append(patterns, pattern)
		}
	}
	if !slices.Contains(patterns, "league-peacekeepers-wardens") || !slices.Contains(patterns, "league-contested-") {
		t.Errorf("patterns: got %v, want those of patrolled and of contested zones", patterns)
	}
	for _, ratio := range []string{"", "@2x"} {
		index := getJSON(t, h, "/styles/control/sprite"+ratio+".json")
		sheet, err := png.Decode(bytes.NewReader(get(t, h, "/styles/control/sprite"+ratio+".png").Body.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range patterns {
			at, ok := index[name].(map[string]any)
			if !ok {
				t.Errorf("sprite%s has no %q", ratio, name)
				continue
			}
			x, side := int(at["x"].(float64)), int(at["width"].(float64))
			marked := 0
			for i := range side * side {
				if _, _, _, alpha := sheet.At(x+i%side, i/side).RGBA(); alpha > 0 {
					marked++
				}
			}
			if marked == 0 || marked == side*side {
				t.Errorf("sprite%s: %q marks %d of %d pixels", ratio, name, marked, side*side)
			}
		}
	}
}
