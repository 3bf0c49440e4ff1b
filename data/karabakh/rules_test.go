package karabakh_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"demarc/data/dataset"
	"demarc/data/karabakh"
	"demarc/data/testdata"
)

// One fault for each rule, planted in a copy of the bundled dataset: it is found in the right file
// on the right line.
func TestRulesOnTheBundledDataset(t *testing.T) {
	const handover = `{"from": "2020-11-25", "to": null, "controller": "azerbaijan", "status": "controlled", "acquired_by": "handover", "event": "2020-11-25-kalbajar"`
	first := firstPosition(t, "regions/zones.geojson", "z_kalbajar_soviet")
	inner := firstPosition(t, "regions/zones.geojson", "z_stepanakert") // has no part in the outer border
	for _, tt := range []struct {
		name, file, old, new string
		rule, at, where      string // where: a text on the line of the finding
		says                 string
	}{
		{"two controllers on one day", "control.json", `"to": "2020-11-25", "controller": "armenian_forces"`, `"to": "2020-11-26", "controller": "armenian_forces"`,
			"double-control", "control.json", handover, "armenian_forces and azerbaijan both hold it from 2020-11-25 to 2020-11-25"},
		{"gap in time", "control.json", `"to": "2020-11-25", "controller": "armenian_forces"`, `"to": "2020-11-20", "controller": "armenian_forces"`,
			"gap-in-time", "control.json", "", "no period from 2020-11-20 to 2020-11-24"},
		{"gap in space against the outline", "dataset.json", `"outline": "districts"`, `"outline": "oblast"`,
			"outline", "dataset.json", `{"id": "zones"`, "km2"},
		{"from not before to", "control.json", `"from": "1993-04-03", "to": "2020-11-25"`, `"from": "2020-11-25", "to": "1993-04-03"`,
			"interval", "control.json", `"from": "2020-11-25", "to": "1993-04-03"`, "is not before"},
		{"change without a source", "control.json", `"acquired_by": "handover", "event": "2020-11-25-kalbajar"`, `"acquired_by": "handover"`,
			"source", "control.json", `"from": "2020-11-25", "to": null, "controller": "azerbaijan", "status": "controlled", "acquired_by": "handover"`, "the change on 2020-11-25 has no source"},
		{"source older than its event", "sources.json", sourceDate(t, "ck_kalbajar"), strings.Replace(sourceDate(t, "ck_kalbajar"), "2020-11-25", "2020-11-05", 1),
			"source-date", "events.json", `{"id": "2020-11-25-kalbajar"`, "ck_kalbajar is dated 2020-11-05"},
		{"unknown controller", "control.json", handover, strings.Replace(handover, "azerbaijan", "azerbaijn", 1),
			"unknown-id", "control.json", `"azerbaijn"`, `did you mean "azerbaijan"`},
		{"flip-flop", "control.json", handover, `{"from": "2020-11-25", "to": "2020-11-28", "controller": "azerbaijan", "status": "controlled", "event": "2020-11-25-kalbajar"},
      {"from": "2020-11-28", "to": null, "controller": "armenian_forces", "status": "controlled", "event": "2020-11-09-villages"`,
			"flip-flop", "control.json", `"to": "2020-11-28"`, "3 days only"},
		{"area jump: Lachin on the day of Kalbajar", "control.json", `"2020-12-01"`, `"2020-11-25"`,
			"area-jump", "control.json", handover, "on 2020-11-25"},
		{"sliver", "regions/zones.geojson", inner, nudge(inner),
			"sliver", "regions/zones.geojson", "", "z_stepanakert"},
		{"ring that is not closed", "regions/zones.geojson", first, "[45.9, 39.9], " + first,
			"ring", "regions/zones.geojson", "[45.9, 39.9]", "want the same"},
		{"swapped axes", "places.geojson", `[46.92736,39.99096]`, `[39.99096,46.92736]`,
			"axes", "places.geojson", "[39.99096,46.92736]", "latitude, longitude"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			times := 1
			if tt.rule == "area-jump" || tt.rule == "gap-in-time" { // everywhere, not only where it stands first
				times = -1
			}
			files := testdata.With(t, karabakh.FS(), tt.file, tt.old, tt.new, times)
			problems, err := dataset.CheckFiles(files)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range problems {
				if p.Rule == tt.rule && p.File == tt.at && strings.Contains(p.Message+p.Hint, tt.says) &&
					p.Line > 0 && (tt.where == "" || p.Line == testdata.Line(t, files, tt.at, tt.where)) {
					return
				}
			}
			t.Errorf("want %s:%q [%s] saying %q, got", tt.at, tt.where, tt.rule, tt.says)
			for _, p := range problems {
				t.Errorf("  %v", p)
			}
		})
	}
}

// firstPosition returns the first position of a region's geometry as it stands in the file.
func firstPosition(t *testing.T, file, id string) string {
	t.Helper()
	content, err := fs.ReadFile(karabakh.FS(), file)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(content), `"`+id+`"`)
	_, rest, _ = strings.Cut(rest, `"coordinates"`)
	match := regexp.MustCompile(`\[[0-9.]+, ?[0-9.]+\], ?\[[0-9.]+, ?[0-9.]+\], ?\[[0-9.]+, ?[0-9.]+\]`).FindString(rest)
	if match == "" {
		t.Fatalf("%s: no coordinates of %s", file, id)
	}
	return match
}

// nudge moves the second position by a ten-millionth of a degree.
func nudge(positions string) string {
	parts := strings.SplitN(positions, "],", 3)
	parts[1] = strings.Replace(parts[1], ",", "00001,", 1)
	return strings.Join(parts, "],")
}

// sourceDate returns the line of a source.
func sourceDate(t *testing.T, id string) string {
	t.Helper()
	content, err := fs.ReadFile(karabakh.FS(), "sources.json")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(content), `"`+id+`"`)
	if !ok {
		t.Fatalf("no source %s", id)
	}
	line, _, _ := strings.Cut(rest, "\n")
	return line
}

// Every warning about the bundled dataset is explained in its README: it names the source, day or
// zone concerned.
func TestWarningsAreExplained(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	problems, err := dataset.CheckFiles(karabakh.FS())
	if err != nil {
		t.Fatal(err)
	}
	subject := regexp.MustCompile(`the source (\S+)|on (\d{4}-\d\d-\d\d) |^zone (\S+):`)
	for _, p := range problems {
		match := subject.FindStringSubmatch(p.Message)
		if match == nil {
			t.Errorf("what is this about? %v", p)
			continue
		}
		if about := match[1] + match[2] + match[3]; !strings.Contains(string(readme), about) || !strings.Contains(string(readme), p.Rule) {
			t.Errorf("data/karabakh/README.md does not explain %s (%s): %v", about, p.Rule, p)
		}
	}
}
