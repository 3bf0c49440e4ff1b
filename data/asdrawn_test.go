package data_test

import (
	"testing"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/testdata"
)

// A layer that says so keeps polygons whose rings cross, with a warning for each; what it answers
// follows the rule of locate.Grid.
func TestLayerAsDrawn(t *testing.T) {
	const square, bow = "[[10, 50], [12, 50], [12, 51], [10, 51], [10, 50]]", "[[10, 50], [12, 51], [12, 50], [10, 51], [10, 50]]"
	files := with(t, small(t), countiesFile, square, bow)
	if _, _, err := data.Open(files); err == nil {
		t.Error("crossing rings were accepted without as_drawn")
	}
	files = with(t, files, "dataset.json", `"partition": false`, `"partition": false, "as_drawn": true`)
	s, problems, err := data.Open(files)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, p := range problems {
		if p.Rule == "ring" && p.Severity == dataset.Warning && p.Place != nil && *p.Place == [2]float64{11, 50.5} {
			found = p.File == countiesFile && p.Line == testdata.Line(t, files, countiesFile, bow)
		}
	}
	if !found {
		t.Errorf("want a warning for the crossing at 11,50.5, got %v", problems)
	}
	for _, tt := range []struct {
		name  string
		point orb.Point
		want  bool
	}{
		{"western wing", orb.Point{10.1, 50.5}, true},
		{"eastern wing", orb.Point{11.9, 50.5}, true},
		{"between the wings", orb.Point{11, 50.9}, false},
	} {
		in := false
		for _, r := range s.Locate(tt.point, day(t, "2001-01-01")).Regions {
			in = in || r.ID == "county"
		}
		if in != tt.want {
			t.Errorf("%s: in county: got %v, want %v", tt.name, in, tt.want)
		}
	}
	for _, tt := range []struct{ name, old, new string }{
		{"a partition", `"partition": true`, `"partition": true, "as_drawn": true`},
		{"a ring that is not closed", "", ""},
	} {
		other := files
		if tt.old != "" {
			other = with(t, files, "dataset.json", tt.old, tt.new)
		} else {
			other = with(t, files, countiesFile, bow, "[[10, 50], [12, 50], [12, 51], [10, 51]]")
		}
		if _, _, err := data.Open(other); err == nil {
			t.Errorf("%s was accepted as drawn", tt.name)
		}
	}
}
