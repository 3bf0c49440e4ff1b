package dataset_test

import (
	"strings"
	"testing"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/testdata"
)

// An uncertain first day is the earliest that it may mean, and its bounds are those of the period;
// bounds that are given count more, and an end that is the same text is the same day.
func TestPeriodsOfUncertainDays(t *testing.T) {
	const was = `"from": "2005-03-01", "to": null`
	for _, tt := range []struct{ from, bounds, day, earliest, latest string }{
		{"2005-03-01", "", "2005-03-01", "", ""},
		{"2005-03-01~", "", "2005-03-01", "", ""},
		{"2005-03", "", "2005-03-01", "2005-03-01", "2005-03-31"},
		{"2005-03?", "", "2005-03-01", "2005-03-01", "2005-03-31"},
		{"[2005-03-01..2005-03-04]", "", "2005-03-01", "2005-03-01", "2005-03-04"},
		{"2005-03-01/..", "", "2005-03-01", "2005-03-01", ""},
		{"2005-21", "", "2005-03-01", "2005-03-01", "2005-05-31"},
		{"2005-03", `, "from_latest": "2005-03-09"`, "2005-03-01", "2005-03-01", "2005-03-09"},
	} {
		files := testdata.With(t, testdata.Small(), "control.json", was, `"from": "`+tt.from+`", "to": null`+tt.bounds, 1)
		files = testdata.With(t, files, "control.json", `"to": "2005-03-01"`, `"to": "`+tt.from+`"`, 1)
		reading, err := dataset.Load(files)
		if err != nil {
			t.Fatal(err)
		}
		before, p := reading.Dataset.Periods[0], reading.Dataset.Periods[1]
		if p.Interval.From.String() != tt.day || before.Interval.To != p.Interval.From {
			t.Errorf("%s%s: got %s after %s, want %s", tt.from, tt.bounds, p.Interval, before.Interval, tt.day)
		}
		if got := text(p.FromEarliest); got != tt.earliest {
			t.Errorf("%s%s: got the earliest day %q, want %q", tt.from, tt.bounds, got, tt.earliest)
		}
		if got := text(p.FromLatest); got != tt.latest {
			t.Errorf("%s%s: got the latest day %q, want %q", tt.from, tt.bounds, got, tt.latest)
		}
	}
}

// Canonical form keeps uncertain days as they are written, of all that has a first day and an end,
// and says nothing twice. What the dataset means stays the same.
func TestFormatKeepsUncertainDays(t *testing.T) {
	for _, tt := range []struct{ from, bounds, kept string }{
		{"2005-03-01~", "", ""},
		{"2005-03", "", ""},
		{"2005-03?", "", ""},
		{"2005-03-XX~", "", ""},
		{"2005-03-XX", "", ""},
		{"[2005-03-01..2005-03-04]", "", ""},
		{"2005-03-01/..", "", ""},
		{"2005-21%", "", ""},
		{"2005-03", `, "from_earliest": "2005-03-01", "from_latest": "2005-03-31"`, ""},
		{"2005-03", `, "from_latest": "2005-03-09"`, `, "from_latest": "2005-03-09"`},
		{"2005-03-01~", `, "from_earliest": "2005-03-01"`, `, "from_earliest": "2005-03-01"`},
	} {
		files := testdata.With(t, testdata.Small(), "control.json", `"from": "2005-03-01", "to": null`, `"from": "`+tt.from+`", "to": null`+tt.bounds, 1)
		files = testdata.With(t, files, "control.json", `"to": "2005-03-01"`, `"to": "`+tt.from+`"`, 1)
		canonical, err := dataset.Format(files)
		if err != nil || len(canonical.Unread) > 0 {
			t.Fatal(err, canonical.Unread)
		}
		written := string(canonical.Files["control.json"])
		for _, want := range []string{`"to": "` + tt.from + `"`, `"from": "` + tt.from + `", "to": null` + tt.kept + `, "controller"`} {
			if !strings.Contains(written, want) {
				t.Errorf("%s%s: got %s, want %s", tt.from, tt.bounds, written, want)
			}
		}
		before, _ := reloaded(t, files)
		files["control.json"].Data = canonical.Files["control.json"]
		after, _ := reloaded(t, files)
		inOrder(before)
		inOrder(after)
		for i, p := range after.Periods {
			was := before.Periods[i]
			if p.Interval != was.Interval || text(p.FromEarliest) != text(was.FromEarliest) || text(p.FromLatest) != text(was.FromLatest) {
				t.Errorf("%s%s: got %v, want %v", tt.from, tt.bounds, p, was)
			}
		}
	}
	olden, err := dataset.Format(testdata.Olden())
	if err != nil || len(olden.Changed) > 0 {
		t.Errorf("regions, actors, shapes and spans: got %q changed, want none; %v", olden.Changed, err)
	}
}

func text(day *date.Date) string {
	if day == nil {
		return ""
	}
	return day.String()
}

// The fixture of ancient years has nothing to report and means the days that it says.
func TestOlden(t *testing.T) {
	problems, err := dataset.CheckFiles(testdata.Olden())
	if err != nil || len(problems) > 0 {
		t.Fatalf("got %v and problems %v, want none", err, problems)
	}
	reading, err := dataset.Load(testdata.Olden())
	if err != nil {
		t.Fatal(err)
	}
	d := reading.Dataset
	if got := d.Covers.Interval().String(); got != "[-0500-01-01, 0301-01-01)" {
		t.Errorf("covers: got %s", got)
	}
	want := map[string]string{"north": "[-0299-01-01, -0001-01-01)", "south": "[-0001-01-01, 0212-07-01)", "late": "[0212-07-01, ..)"}
	for _, r := range d.Regions {
		if w, ok := want[r.ID]; ok && r.Interval.String() != w {
			t.Errorf("region %s: got %s, want %s", r.ID, r.Interval, w)
		}
	}
	for _, p := range d.Periods {
		if p.Event == "dykes" && (p.Interval.String() != "[-0049-01-01, ..)" || text(p.FromEarliest) != "-0049-01-01" || text(p.FromLatest) != "-0040-12-31") {
			t.Errorf("the dykes: got %s, %s to %s", p.Interval, text(p.FromEarliest), text(p.FromLatest))
		}
	}
}
