package dataset_test

import (
	"bytes"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"demarc/data/dataset"
	"demarc/data/testdata"
)

// What Files cannot say again is named, each with its place.
func TestFormatNamesWhatItWouldLose(t *testing.T) {
	for _, tt := range []struct{ name, file, old, new, says string }{
		{"member of a place", "places.geojson", `"names"`, `"phone": 1, "names"`, `"phone"`},
		{"member of a feature", "regions/zones.geojson", `"type": "Feature",`, `"type": "Feature", "when": 1970,`, `feature: "when"`},
		{"member of a geometry", "places.geojson", `"coordinates"`, `"datum": "local", "coordinates"`, `geometry: "datum"`},
		{"member of a collection", "places.geojson", `"features"`, `"author": "A", "features"`, `file: "author"`},
		{"altitude", "places.geojson", `50.5]`, `50.5, 12]`, "third number"},
		{"member of a period", "control.json", `"from"`, `"fromm": 1, "from"`, `"fromm"`},
		{"nothing: box and name", "places.geojson", `"features"`, `"name": "places", "bbox": [1, 2, 3, 4], "features"`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			canonical, err := dataset.Format(testdata.With(t, testdata.Small(), tt.file, tt.old, tt.new, 1))
			if err != nil {
				t.Fatal(err)
			}
			if tt.says == "" {
				if len(canonical.Lost) > 0 {
					t.Errorf("got %v", canonical.Lost)
				}
			} else if len(canonical.Lost) != 1 || canonical.Lost[0].File != tt.file || !strings.Contains(canonical.Lost[0].Message, tt.says) {
				t.Errorf("got %v, want one that says %s", canonical.Lost, tt.says)
			}
		})
	}
}

// A file that cannot be read as a whole is not written.
func TestFormatRefusesWhatItCannotRead(t *testing.T) {
	for name, change := range map[string][2]string{
		"syntax":    {`"from"`, `"from`},
		"shape":     {`"2005-03-01", "to"`, `2005, "to"`},
		"twice":     {`"to": null`, `"to": null, "to": "2006-01-01"`},
		"no object": {`[`, `[1,`},
	} {
		canonical, err := dataset.Format(testdata.With(t, testdata.Small(), "control.json", change[0], change[1], 1))
		if err != nil || len(canonical.Unread) == 0 || canonical.Files != nil {
			t.Errorf("%s: got %d files, %v, %v", name, len(canonical.Files), canonical.Unread, err)
		}
	}
}

// Canonical form has no trace of how a file was written: order of members, spaces, line ends, byte
// order mark, escapes, numbers, members that say nothing.
func TestFormatForgetsHowFilesWereWritten(t *testing.T) {
	want, err := dataset.Format(testdata.Small())
	if err != nil {
		t.Fatal(err)
	}
	changed := testdata.Copy(t, testdata.Small())
	replace := func(name string, pairs ...string) {
		changed[name].Data = []byte(strings.NewReplacer(pairs...).Replace(string(changed[name].Data)))
	}
	replace("control.json", `"from": "2000-01-01", "to": "2005-03-01"`, `"to": "2005-03-01", "note": null, "from":   "2000-01-01"`, "\n", "\r\n")
	replace("regions/zones.geojson", "[10, 50]", "[1.0e1, 50.000]")
	replace("sources.json", "S", `\u0053`)
	changed["actors.json"].Data = append([]byte("\xef\xbb\xbf"), changed["actors.json"].Data...)
	got, err := dataset.Format(changed)
	if err != nil || len(got.Lost)+len(got.Unread) > 0 {
		t.Fatal(err, got.Lost, got.Unread)
	}
	for name, content := range want.Files {
		if !bytes.Equal(got.Files[name], content) {
			t.Errorf("%s:\n%s\nwant\n%s", name, got.Files[name], content)
		}
	}
}

// Numbers of details are kept with all their digits: nobody says how they are read.
func TestFormatKeepsDigitsOfDetails(t *testing.T) {
	const details = `"details": {"a": [1.50, 12345678901234567890], "b": null}`
	files := testdata.With(t, testdata.Small(), "events.json", `"kind"`, details+`, "kind"`, 1)
	canonical, err := dataset.Format(files)
	if err != nil || !bytes.Contains(canonical.Files["events.json"], []byte(details)) {
		t.Errorf("%v\n%s", err, canonical.Files["events.json"])
	}
}

// An optional file stays, though it is empty.
func TestFormatKeepsEmptyFiles(t *testing.T) {
	files := testdata.Copy(t, testdata.Small())
	files["figures.json"] = &fstest.MapFile{Data: []byte(`{"figures": []}`)}
	canonical, err := dataset.Format(files)
	if err != nil || !slices.Contains(canonical.Changed, "figures.json") {
		t.Errorf("%v %v", canonical.Changed, err)
	}
	files["figures.json"].Data = canonical.Files["figures.json"]
	again, err := dataset.Format(files)
	if err != nil || slices.Contains(again.Changed, "figures.json") {
		t.Errorf("%v %v", again.Changed, err)
	}
	if _, err := fs.Stat(files, "figures.json"); err != nil {
		t.Error(err)
	}
}

// Sources are sorted by id, events by day, periods by zone and day, in whatever order they stood.
func TestFormatSorts(t *testing.T) {
	files := testdata.Copy(t, testdata.Isles())
	want, err := dataset.Format(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"sources.json", "control.json", "events.json"} {
		var turned, items []string
		for _, line := range strings.Split(string(want.Files[name]), "\n") {
			if item := strings.TrimSuffix(strings.TrimSpace(line), ","); strings.HasPrefix(item, `{"`) && strings.HasSuffix(item, "}") {
				items = append([]string{item}, items...)
				continue
			}
			turned = append(turned, strings.Join(items, ",\n"), line)
			items = nil
		}
		files[name].Data = []byte(strings.Join(turned, "\n"))
	}
	got, err := dataset.Format(files)
	if err != nil || len(got.Unread) > 0 {
		t.Fatal(err, got.Unread)
	}
	for _, name := range []string{"sources.json", "control.json"} {
		if !bytes.Equal(got.Files[name], want.Files[name]) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got.Files[name], want.Files[name])
		}
	}
	days := regexp.MustCompile(`"day": "[0-9-]*"`).FindAllString(string(got.Files["events.json"]), -1)
	if len(days) < 5 || !slices.IsSorted(days) {
		t.Errorf("the events are on %v", days)
	}
}
