package server_test

import (
	"encoding/json"
	"io/fs"
	"reflect"
	"testing"

	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/server"
)

// The compact timeline says what the full one says. The page's tests read the same files.
func TestCompactTimeline(t *testing.T) {
	for name, tt := range map[string]struct {
		files fs.FS
		query string
	}{
		"isles": {files: testdata.Isles()}, "isles-crown": {testdata.Isles(), "&viewpoint=crown_announced"},
		"olden": {files: testdata.Olden()}, "globe": {files: testdata.Globe()}, "small": {files: testdata.Small()},
	} {
		live, err := live.New(tt.files)
		if err != nil {
			t.Fatal(name, err)
		}
		h := server.New(live, server.Options{Today: today})
		full, compact := get(t, h, "/timeline?f=json"+tt.query), get(t, h, "/timeline?f=compact"+tt.query)
		testdata.Golden(t, "timeline-"+name+".json", readable(t, name+".json", full.Body.Bytes()))
		testdata.Golden(t, "timeline-"+name+"-compact.json", readable(t, name+".json", compact.Body.Bytes()))
		want, got := map[string]any{}, map[string]any{}
		if json.Unmarshal(full.Body.Bytes(), &want) != nil || json.Unmarshal(compact.Body.Bytes(), &got) != nil {
			t.Fatalf("%s: got %d %s and %d %s", name, full.Code, full.Body, compact.Code, compact.Body)
		}
		expand(got)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the compact timeline says %v, want %v", name, got, want)
		}
	}
	served := 0
	for seed := range uint64(30) {
		live, err := live.New(testdata.Random(seed))
		if err != nil {
			continue // a dataset with mistakes
		}
		served++
		h := server.New(live, server.Options{Today: today})
		want, got := getJSON(t, h, "/timeline"), getJSON(t, h, "/timeline?f=compact")
		expand(got)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("seed %d: the compact timeline says %v, want %v", seed, got, want)
		}
	}
	if served == 0 {
		t.Error("no random dataset was served")
	}
}

// expand makes the full timeline of a compact one, as the paper says.
func expand(timeline map[string]any) {
	starts, ways := timeline["starts"].([]any), timeline["ways"].([]any)
	delete(timeline, "starts")
	delete(timeline, "ways")
	for _, name := range []string{"zones", "overlays"} {
		for _, zone := range timeline[name].([]any) {
			zone := zone.(map[string]any)
			places, periods := zone["periods"].([]any), []any{}
			for i := 0; i < len(places); i += 2 {
				way := int(places[i+1].(float64))
				if way < 0 {
					continue
				}
				period := map[string]any{"to": nil}
				if i+2 < len(places) {
					period["to"] = starts[int(places[i+2].(float64))].(map[string]any)["day"]
				}
				for _, part := range []any{starts[int(places[i].(float64))], ways[way]} {
					for key, value := range part.(map[string]any) {
						if key == "day" {
							key = "from"
						}
						period[key] = value
					}
				}
				periods = append(periods, period)
			}
			zone["periods"] = periods
		}
	}
	for _, event := range timeline["events"].([]any) {
		if event := event.(map[string]any); event["date"] == nil {
			event["date"] = event["day"]
		}
	}
}
