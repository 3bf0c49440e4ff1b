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
