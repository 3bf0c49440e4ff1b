package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What says nothing of control is imported, served and shown as regions: lists are lists, places
// name what lies there, and every answer says that no control is stated.
func TestImportedPlainRegions(t *testing.T) {
	feature := func(properties, geometry string) string {
		return `{"type": "Feature", "properties": {` + properties + `}, "geometry": ` + geometry + `}`
	}
	const north, south = `{"type": "Polygon", "coordinates": [[[10,0],[12,0],[12,2],[10,2],[10,0]]]}`, `{"type": "Polygon", "coordinates": [[[10,-2],[12,-2],[12,0],[10,0],[10,-2]]]}`
	for _, tt := range []struct {
		name     string
		features []string
		flags    []string
		query    string // of /locate
		regions  string // that the answer names
	}{
		{"one region", []string{feature(`"name": "North"`, north)}, nil, "lon=11&lat=1", "North"},
		{"beside it", []string{feature(`"name": "North"`, north)}, nil, "lon=11&lat=-1", ""},
		{"two, one by days", []string{feature(`"name": "North", "from": "1990-01-01", "to": "1999-12-31"`, north), feature(`"name": "South"`, south)}, []string{"-end", "inclusive"}, "lon=11&lat=1&datetime=1999-12-31", "North"},
		{"two, on another day", []string{feature(`"name": "North", "from": "1990-01-01", "to": "1999-12-31"`, north), feature(`"name": "South"`, south)}, []string{"-end", "inclusive"}, "lon=11&lat=1&datetime=2000-01-01", ""},
		{"one is not drawn", []string{feature(`"name": "North"`, north), feature(`"name": "Lost"`, "null")}, nil, "lon=11&lat=1", "North"},
		{"points", []string{feature(`"name": "Mill"`, `{"type": "Point", "coordinates": [11, 1]}`)}, nil, "lon=11&lat=1", ""},
		{"control that is not wanted", []string{feature(`"name": "North", "controller": "reds"`, north)}, []string{"-controller", "-"}, "lon=11&lat=1", "North"},
	} {
		folder := t.TempDir()
		file, set := filepath.Join(folder, "areas.geojson"), filepath.Join(folder, "areas")
		if err := os.WriteFile(file, []byte(`{"type": "FeatureCollection", "features": [`+strings.Join(tt.features, ",")+`]}`), 0o666); err != nil {
			t.Fatal(err)
		}
		var messages strings.Builder
		if code := run(t.Context(), append(append([]string{"import"}, tt.flags...), file, set), io.Discard, &messages); code != exitFine {
			t.Errorf("%s: import ends with %d\n%s", tt.name, code, messages.String())
			continue
		}
		address, _, stop := startServer(t, "-data", set)
		timeline := fetch(t, address+"/timeline")
		for _, list := range []string{"actors", "zones"} {
			if got, is := timeline[list].([]any); !is || len(got) > 0 {
				t.Errorf("%s: /timeline: %s is %v, want an empty list", tt.name, list, timeline[list])
			}
		}
		located := fetch(t, address+"/locate?"+tt.query)
		var names []string
		for _, r := range located["regions"].([]any) {
			names = append(names, r.(map[string]any)["names"].(map[string]any)["en"].(string))
		}
		answer, err := json.Marshal(located["control"])
		if got := strings.Join(names, " "); err != nil || got != tt.regions || !strings.Contains(string(answer), "this dataset states no control") {
			t.Errorf("%s: /locate: regions %q, control %s, want %q and that the dataset states no control", tt.name, got, answer, tt.regions)
		}
		page, err := http.Get(address + "/")
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(page.Body)
		page.Body.Close()
		if err != nil || page.StatusCode != http.StatusOK || !strings.Contains(string(text), "states no control") {
			t.Errorf("%s: the page is %d, %v: want that the dataset states no control; is the page built, by make build?", tt.name, page.StatusCode, err)
		}
		if code := stop(); code != exitFine {
			t.Errorf("%s: the server ends with %d", tt.name, code)
		}
	}
}
