package data_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"demarc/data"
	"demarc/data/date"
	"demarc/geo"
)

// valueOf returns the value of a feature in a field, and whether the layer has the field.
func valueOf(t *testing.T, layer geo.Layer, id, field string) (any, bool) {
	t.Helper()
	for i, x := range layer.Fields {
		if x.Name != field {
			continue
		}
		for _, f := range layer.Features {
			if f.ID == id {
				return f.Values[i], true
			}
		}
		t.Fatalf("%s: no feature is called %q", layer.Name, id)
	}
	return nil, false
}

func TestOwnColumnsBoundsAndClaimants(t *testing.T) {
	s := open(t)
	for _, tt := range []struct {
		layer, id, field string
		want             any
	}{
		{"shires", "upland", "hearths", 9120.0},
		{"shires", "upland", "walked", "1960-05-17"},
		{"parishes", "parish_moor", "hearths", nil},
		{"parishes", "parish_moor", "walled", false},
		{"parishes", "parish_moor", "own_zone", "M"},
		{"zones", "north", "hearths", 9120.0},
		{"zones", "north", "attributes_of", "upland"},
		{"zones", "south", "attributes_of", nil},
		{"control", "north@1961-03-01", "hearths", 9120.0},
		{"control", "north@1961-03-01", "attributes_of", "upland"},
		{"control", "north@1961-03-01", "from_earliest", nil}, // or earlier
		{"control", "north@1961-03-01", "from_latest", "1961-03-01"},
		{"control", "south@1961-03-01", "from_latest", nil}, // certain
		{"control", "south@1961-03-01", "attributes_of", nil},
		{"control", "cape@1967-04-02", "from_earliest", "1967-04-02"},
		{"control", "cape@1967-04-02", "from_latest", "1967-04-03"},
		{"control", "lesser@1975-06-15", "from_earliest", "1975-06-01"}, // of its event
		{"control", "lesser@1975-06-15", "from_latest", "1975-06-20"},
		{"control", "town@1972-08-15", "claimants", "crown,league"},
		{"control", "town@1972-08-15", "garrison", 120.0},
		{"control", "town@1972-08-15", "curfew", true},
		{"control", "town@1972-08-15", "sworn", nil},
		{"control", "town@1972-11-25", "sworn", "1972-11-26"},
	} {
		layer, err := s.Layer(t.Context(), tt.layer, data.Selection{During: date.Always})
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := valueOf(t, layer, tt.id, tt.field); !ok || got != tt.want {
			t.Errorf("%s: %s: %s: got %v, %v, want %v", tt.layer, tt.id, tt.field, got, ok, tt.want)
		}
	}
	crown, err := s.From("crown_announced")
	if err != nil {
		t.Fatal(err)
	}
	control, _ := crown.Layer(t.Context(), "control", data.Selection{During: date.Always})
	if got, _ := valueOf(t, control, "town@1972-08-15", "claimants"); got != nil {
		t.Errorf("to the Crown the town is not contested, got the claimants %v", got)
	}
	lines, _ := s.Layer(t.Context(), "lines", data.Selection{During: date.Always})
	if _, has := valueOf(t, lines, lines.Features[0].ID, "hearths"); has {
		t.Error("a layer without any attributes has a column of them")
	}
}

func TestTilesCarryChosenOwnColumns(t *testing.T) {
	s := open(t)
	long := strings.Repeat("я", 150)
	for _, r := range s.Dataset.Regions {
		if r.ID == "parish_moor" {
			r.Attributes["own_zone"] = long
		}
	}
	layers, err := s.TileContent(t.Context(), data.WholeTiles, day(t, "1972-11-25"))
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, layer := range layers {
		for _, field := range []string{"walled", "walked", "garrison", "flag"} {
			if len(layer.Features) > 0 {
				if _, has := valueOf(t, layer, layer.Features[0].ID, field); has {
					t.Errorf("%s: tiles carry %s", layer.Name, field)
				}
			}
		}
		switch layer.Name {
		case "parishes":
			got, _ := valueOf(t, layer, "parish_moor", "own_zone")
			if text, _ := got.(string); len(text) > 200 || len(text) < 190 || !utf8.ValidString(text) || !strings.HasSuffix(text, "я…") {
				t.Errorf("the text of %d bytes is %q", len(long), got)
			}
			seen++
		case "control":
			if got, _ := valueOf(t, layer, "north@1961-03-01", "attributes_of"); got != "upland" {
				t.Errorf("the hearths of the control tiles are those of %v", got)
			}
			seen++
		}
	}
	if seen != 2 {
		t.Errorf("%d of 2 layers looked at", seen)
	}
}
