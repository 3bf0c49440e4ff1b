package geojsonseq_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/geojsonseq"
)

func TestWrite(t *testing.T) {
	layer := geo.Layer{Name: "places", Fields: []geo.Field{{Name: "name"}}, Features: []geo.Feature{
		{ID: "a", Geometry: orb.Point{46.5, 40}, Values: []any{"two\nlines"}}, {ID: "b", Values: []any{nil}},
	}}
	var sequence, lines bytes.Buffer
	meta := geo.Meta{Licence: "CC-BY-4.0"}
	if err := geojsonseq.Write(&sequence, layer, meta); err != nil {
		t.Fatal(err)
	}
	if err := geojsonseq.WriteLines(&lines, layer, meta); err != nil {
		t.Fatal(err)
	}
	if got := strings.ReplaceAll(sequence.String(), "\x1e", ""); got != lines.String() || strings.Count(sequence.String(), "\x1e{") != 2 {
		t.Errorf("got %q: want a record separator before each feature", sequence.String())
	}
	texts := strings.Split(strings.TrimSuffix(lines.String(), "\n"), "\n")
	if len(texts) != 2 {
		t.Fatalf("got %d lines, want one for each feature", len(texts))
	}
	for i, text := range texts {
		var f map[string]any
		if err := json.Unmarshal([]byte(text), &f); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if _, ok := f["licence"]; ok != (i == 0) || f["type"] != "Feature" {
			t.Errorf("%s: want a feature, the first with the licence", text)
		}
	}
}
