package imports

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Files that show one day each, as those who draw a front every day publish them.
func TestSnapshots(t *testing.T) {
	directory := t.TempDir()
	put := func(name string, features ...string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(directory, name), []byte(geoJSON(features...)), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	put("front_2022-03-01.geojson", square(1, `"name": "North", "n": 1`), square(4, `"name": "South"`))
	put("front_2022-03-05.geojson", square(1, `"name": "North", "n": 1`), square(5, `"name": "South"`))
	put("front_20220309.json", square(5, `"name": "South", "new": null`))
	put("readme.json", square(9, `"name": "not a day"`))
	s, report := imported(t, directory, Options{})
	for where, want := range map[string]string{
		"2022-02-28 1.9 39.1": "", "2022-03-01 1.9 39.1": "North", "2022-03-08 1.9 39.1": "North", "2022-03-09 1.9 39.1": "",
		"2022-03-04 4.9 39.1": "South", "2022-03-05 4.9 39.1": "", "2022-03-05 5.9 39.1": "South", "2023-01-01 5.9 39.1": "South",
	} {
		got := regionAt(t, s, where)
		if _, name, _ := strings.Cut(got, " "); name != want {
			t.Errorf("%s: got %q, want %q; chosen %v, notes %v", where, got, want, report.Chosen, report.Notes)
		}
	}
	if n := len(s.Dataset.Regions); n != 3 {
		t.Errorf("got %d regions, want 3: what does not change is one", n)
	}
	put("again-2022-03-09.geojson", square(5, ""))
	wantRefused(t, directory, Options{}, "show the same day, 2022-03-09: want one file for each day")
	put("front_2022-13-01.geojson", square(5, ""))
	wantRefused(t, directory, Options{}, "front_2022-13-01.geojson: date")
}
