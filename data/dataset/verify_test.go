package dataset_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"demarc/data/dataset"
	"demarc/data/testdata"
)

// What a source lacks is found by its rule, beside what the isles' sources lack anyway.
func TestVerifySourcesFindsGaps(t *testing.T) {
	sources := "sources.json"
	for _, tt := range []struct {
		name, rule, message string
		old, new            string
		change              func(fstest.MapFS)
	}{
		{name: "neither address nor copy nor locator", rule: "no-url", message: "source quay_cape: has neither"},
		{name: "no copy", rule: "no-archive", message: "source survey: has no archived or local copy"},
		{name: "no day of access", rule: "no-access-day", message: "source wire_leave: does not say when"},
		{name: "no date", rule: "no-date", message: "source almanac: has no date"},
		{name: "read long ago", rule: "old-link", message: "source town_wire: the url was last read on 2001-03-04",
			old: `"accessed": "2021-03-04"`, new: `"accessed": "2001-03-04"`},
		{name: "copy that changed", rule: "copy", message: "sources/flags.txt has changed",
			change: func(files fstest.MapFS) {
				files["sources/flags.txt"] = &fstest.MapFile{Data: []byte("other words")}
			}},
		{name: "copy that is gone", rule: "copy", message: "source town_wire: sources/flags.txt",
			change: func(files fstest.MapFS) { delete(files, "sources/flags.txt") }},
		{name: "copy that nobody names", rule: "copy", message: "no source names this file",
			change: func(files fstest.MapFS) { files["sources/more.txt"] = &fstest.MapFile{} }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := testdata.Copy(t, testdata.Isles())
			if tt.old != "" {
				files = with(t, files, sources, tt.old, tt.new)
			}
			if tt.change != nil {
				tt.change(files)
			}
			report, err := dataset.VerifySources(files, day(t, "2020-01-01"))
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range report.Problems {
				if p.Rule == tt.rule && strings.Contains(p.Message, tt.message) {
					return
				}
			}
			t.Errorf("got %v, want %s: %s", report.Problems, tt.rule, tt.message)
		})
	}
	report, err := dataset.VerifySources(testdata.Isles(), day(t, "2020-01-01"))
	if err != nil || report.Verified != 1 || dataset.Errors(report.Problems) > 0 {
		t.Errorf("isles: got %d verified, %d errors, %v; want 1 and none", report.Verified, dataset.Errors(report.Problems), err)
	}
}
