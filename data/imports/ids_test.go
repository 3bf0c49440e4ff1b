package imports

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Letters of all scripts keep their marks; what is replaced never makes two ids one.
func TestDistinctIDs(t *testing.T) {
	for _, tt := range []struct{ name, texts, want string }{
		{"Thai", "ทุ่ง|ทิ้ง", "ทุ่ง|ทิ้ง"},
		{"Devanagari", "क्षेत्र|कषतर", "क्षेत्र|कषतर"},
		{"composed or not", "\u00e9t\u00e9|e\u0301te\u0301", "\u00e9t\u00e9|\u00e9t\u00e9"},
		{"joiner within a word", "می\u200cخواهم|\u200cx", "می\u200cخواهم|-x"},
		{"replaced beside one that is so", "a b|a-b|a/b", "a-b-2|a-b|a-b-3"},
		{"numbered past one that is so", "a b|a-b|a-b-2", "a-b-3|a-b|a-b-2"},
		{"steps of a path", ".|..|-", "--2|--|-"},
		{"numbers", "1e30|1e-30|1e+30", "1e30|1e-30|1e-30-2"},
	} {
		texts := strings.Split(tt.texts, "|")
		ids := distinct(texts, plainID)
		var got []string
		for _, text := range texts {
			got = append(got, ids[text])
		}
		if got := strings.Join(got, "|"); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// Whole numbers that a float64 does not tell apart stay two ids.
func TestLongNumbersAreTwoIDs(t *testing.T) {
	s, _ := imported(t, written(t, "x.json", geoJSON(square(1, `"id": 12345678901234567890`), square(3, `"id": 12345678901234567891`))), Options{})
	if got := s.Dataset.Regions[0].ID + " " + s.Dataset.Regions[1].ID; got != "12345678901234567890 12345678901234567891" {
		t.Errorf("got %s", got)
	}
}

// An import that the check refuses, and one that is stopped, leave no folder.
func TestRefusedImportsLeaveNothing(t *testing.T) {
	file := written(t, "x.json", geoJSON(square(179, `"id": "a"`), square(181, `"id": "b"`)))
	directory := filepath.Join(t.TempDir(), "out")
	report, err := Import(context.Background(), file, directory, Options{Language: "en"})
	if left, _ := os.ReadDir(filepath.Dir(directory)); err != nil || len(report.Problems) == 0 || len(left) > 0 {
		t.Errorf("got %d problems and %v, left %v; want problems and nothing left", len(report.Problems), err, left)
	}
	stopped, stop := context.WithCancel(context.Background())
	stop()
	_, err = Import(stopped, written(t, "y.json", geoJSON(square(1, `"id": "a"`))), directory, Options{Language: "en"})
	if left, _ := os.ReadDir(filepath.Dir(directory)); err == nil || len(left) > 0 {
		t.Errorf("stopped: got %v, left %v; want an error and nothing left", err, left)
	}
}

// Ids stay as they are written, also numbers, and so do two controllers of like names.
func TestIDsAreKept(t *testing.T) {
	s, _ := imported(t, written(t, "x.json", geoJSON(square(1, `"id": 1e30`), square(3, `"id": 2e30`))), Options{})
	var got []string
	for _, r := range s.Dataset.Regions {
		got = append(got, r.ID)
	}
	if fmt.Sprint(got) != "[1e30 2e30]" {
		t.Errorf("got %v, want [1e30 2e30]", got)
	}
	s, _ = imported(t, written(t, "x.json", geoJSON(square(1, `"zone": "a b", "controller": "Red Army"`), square(3, `"zone": "a-b", "controller": "Red-Army"`))), Options{SourceTitle: "Gazette"})
	got = nil
	for _, z := range s.Zones() {
		got = append(got, z.ID)
	}
	if fmt.Sprint(got) != "[a-b-2 a-b]" || len(s.Dataset.Actors) != 2 {
		t.Errorf("got zones %v of %d actors, want [a-b-2 a-b] of 2", got, len(s.Dataset.Actors))
	}
}

// Codes that stand in many rows are no ids, and rows that differ in nothing but their areas are
// parts of one region.
func TestColumnsThatDoNotTellRowsApart(t *testing.T) {
	for _, tt := range []struct {
		name, file string
		options    Options
		want, note string
	}{
		{"a country in all rows", geoJSON(square(1, `"ISO": "ATL", "HASC_1": "AT.N", "NAME_1": "North"`), square(3, `"ISO": "ATL", "HASC_1": "AT.S", "NAME_1": "South"`)), Options{},
			"AT.N:1 AT.S:1", ""},
		{"the first of several that does", geoJSON(square(1, `"code": "A", "iso3": "N", "name": "North"`), square(3, `"code": "A", "iso3": "S", "name": "South"`)), Options{},
			"N:1 S:1", `column "code" is not taken for ids: it does not tell rows apart`},
		{"none does, names do", geoJSON(square(1, `"code": "A", "name": "North"`), square(3, `"code": "A", "name": "South"`)), Options{}, "north:1 south:1", `column "code" is not taken`},
		{"empty in a row", geoJSON(square(1, `"code": "A", "name": "North"`), square(3, `"code": "", "name": "South"`)), Options{}, "north:1 south:1", `column "code" is not taken`},
		{"parts on both sides of the map", geoJSON(square(-180, `"code": "KE", "name": "Ker"`), square(1, `"code": "PA", "name": "Pa"`), square(179, `"code": "KE", "name": "Ker"`)), Options{},
			"KE:2 PA:1", "regions of several rows that differ in nothing but their areas, which are the parts of one: 1; -id - makes every row a region"},
		{"parts by a column that was given", geoJSON(square(1, `"who": "KE"`), square(5, `"who": "KE"`)), Options{ID: "who"}, "KE:2", "parts of one: 1"},
		{"every row a region", geoJSON(square(1, `"code": "KE", "name": "Ker"`), square(5, `"code": "KE", "name": "Ker"`)), Options{ID: noColumn}, "ker:1 ker-2:1", ""},
		{"versions of one", geoJSON(square(1, `"code": "KE", "from": "1990-01-01"`), square(5, `"code": "KE", "from": "1991-01-01"`)), Options{}, "KE@1990-01-01:1 KE@1991-01-01:1", ""},
	} {
		s, report := imported(t, written(t, "x.json", tt.file), tt.options)
		var got []string
		for _, r := range s.Dataset.Regions {
			got = append(got, fmt.Sprintf("%s:%d", r.ID, len(r.Geometry)))
		}
		notes := strings.Join(report.Notes, "\n")
		if fmt.Sprint(got) != "["+tt.want+"]" || !strings.Contains(notes, tt.note) {
			t.Errorf("%s: got %v, want %s; notes %s", tt.name, got, tt.want, notes)
		}
	}
}
