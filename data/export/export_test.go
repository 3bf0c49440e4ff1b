package export_test

import (
	"errors"
	"testing"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/export"
	"demarc/data/testdata"
)

func snapshot(t *testing.T) *data.Snapshot {
	t.Helper()
	s, _, err := data.Open(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTableHasNoTwoRowsAlike(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range export.Formats {
		if f.Name == "" || f.Extension == "" || f.MediaType == "" || f.About == "" || f.Version < 1 || f.Write == nil {
			t.Errorf("%+v: a part is missing", f)
		}
		for _, name := range []string{"name " + f.Name, "extension " + f.Extension} {
			if seen[name] {
				t.Errorf("%s: stands twice", name)
			}
			seen[name] = true
		}
	}
}

func TestFileNames(t *testing.T) {
	s := snapshot(t)
	crown, err := s.From("crown_announced")
	if err != nil {
		t.Fatal(err)
	}
	format, _ := export.ByName("geojson")
	for _, tt := range []struct {
		snapshot       *data.Snapshot
		datetime, want string
	}{
		{s, "", "isles-control.geojson"},
		{s, "1972-11-25", "isles-control-1972-11-25.geojson"},
		{s, "1972-11-10/1972-12-01", "isles-control-1972-11-10_1972-12-01.geojson"},
		{s, "../1967-04-02", "isles-control-until-1967-04-02.geojson"},
		{s, "1967-04-02/", "isles-control-1967-04-02-on.geojson"},
		{crown, "1972-11-25", "isles-control-1972-11-25-crown_announced.geojson"},
	} {
		job := export.Job{Snapshot: tt.snapshot, Layer: "control", Selection: data.Selection{During: date.Always}}
		if tt.datetime != "" {
			if job.Selection.During, err = date.ParseDatetime(tt.datetime); err != nil {
				t.Fatal(err)
			}
		}
		if got := format.FileName(job); got != tt.want {
			t.Errorf("%q: got %s, want %s", tt.datetime, got, tt.want)
		}
	}
}

func TestExtensionTellsFormat(t *testing.T) {
	f, rest, err := export.ByFile("some/where/CONTROL.GeoJSON")
	if err != nil || f.Name != "geojson" || rest != "some/where/CONTROL" {
		t.Errorf("got %s, %q, %v", f.Name, rest, err)
	}
	for _, name := range []string{"control", "control.docx", "geojson"} {
		if _, _, err := export.ByFile(name); !errors.Is(err, data.ErrNotFound) {
			t.Errorf("%s: got %v, want ErrNotFound", name, err)
		}
	}
}
