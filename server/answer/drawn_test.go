package answer_test

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"demarc/data"
	"demarc/data/testdata"
	"demarc/server/answer"
)

func ask(t *testing.T, address, body string) (answer.Told, string) {
	t.Helper()
	s, _, err := data.Open(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	told, err := answer.Ask(t.Context(), s, answer.Asked{
		Address: address, Body: strings.NewReader(body), Today: func() time.Time { return time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC) },
	}, &out)
	if err != nil {
		t.Fatal(err)
	}
	return told, out.String()
}

// An area is told over time, a line on the day, however GeoJSON wraps them.
func TestDrawn(t *testing.T) {
	const area = `{"type":"Polygon","coordinates":[[[-130.5,-42.4],[-130.1,-42.4],[-130.1,-42.0],[-130.5,-42.0],[-130.5,-42.4]]]}`
	const line = `{"type":"LineString","coordinates":[[-131.5,-42.2],[-129.5,-42.2]]}`
	feature := func(shape string) string {
		return `{"type":"Feature","properties":{"a":[1]},"geometry":` + shape + `}`
	}
	collection := func(features string) string {
		return "\ufeff" + `{"type":"FeatureCollection","features":[` + features + `]}`
	}
	for _, shape := range []string{area, feature(area), collection(feature(area))} {
		told, body := ask(t, "drawn", shape)
		var stats data.Stats
		if err := json.Unmarshal([]byte(body), &stats); err != nil || told.Status != 200 || told.Notes != "" {
			t.Fatalf("%s: got %v %s, %v", shape, told, body, err)
		}
		// what the authalic function says of a box, see Snyder, equation 3-12
		if math.Abs(stats.DrawnKm2-1467.829670) > 2e-6 || len(stats.Series) < 2 || len(stats.Series[0].Areas) == 0 {
			t.Errorf("%s: got %s", shape, body)
		}
	}
	for _, shape := range []string{line, feature(line), collection(feature(line))} {
		told, body := ask(t, "drawn?datetime=1972-11-25", shape)
		var passage data.Passage
		if err := json.Unmarshal([]byte(body), &passage); err != nil || told.Status != 200 || len(passage.Sections) < 2 || passage.Km < 165 || passage.Km > 166 {
			t.Errorf("%s: got %v %s, %v", shape, told, body, err)
		}
	}
	for _, tt := range []struct{ address, body, want string }{
		{"drawn", "", "no GeoJSON"},
		{"drawn", "[]", "cannot be read"},
		{"drawn", `{"type":"Point","coordinates":[1,2]}`, "want an area or a line"},
		{"drawn", `{"type":"Polygon","coordinates":[[[1,2],[3,4]]]}`, "cannot be measured"},
		{"drawn", `{"type":"Polygon","coordinates":"x"}`, "cannot be read"},
		{"drawn", collection(feature(area) + "," + feature(area)), "has 2 features"},
		{"drawn", collection(""), "has 0 features"},
		{"drawn", feature("null"), "want one with a shape"},
		{"drawn", strings.Repeat(" ", 4<<20) + area, "larger than 4 MiB"},
		{"drawn?datetime=1972-11-25/..", line, "this path wants one day"},
		{"drawn?within=x", area, "unknown parameter"},
		{"drawn?known=1", area, "has one version of it"},
	} {
		told, body := ask(t, tt.address, tt.body)
		if told.Status != 400 || told.Type != answer.ProblemMedia || !strings.Contains(body, tt.want) {
			t.Errorf("%s %.60q: got %d %s, want %q", tt.address, tt.body, told.Status, body, tt.want)
		}
	}
	told, _ := ask(t, "drawn", `{"type":"Polygon","coordinates":[[[-130.5,-42.4],[-130.1,-42.0],[-130.1,-42.4],[-130.5,-42.0],[-130.5,-42.4]]]}`)
	if !strings.Contains(told.Notes, "crosses itself") {
		t.Errorf("of an outline that crosses itself it is noted: %q", told.Notes)
	}
}
