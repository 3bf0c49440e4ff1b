package imports

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
)

// A list that was written by the export is split, also where titles hold semicolons; other text
// stays whole.
func TestSourcesAreSplit(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"one", "Trend (2020-11-20): District transferred https://t.az/1.html", "Trend|2020-11-20|District transferred|https://t.az/1.html"},
		{"two, one without date", "A: B https://a.org/?x=1&y; C (2020-01-02): D http://c.org", "A||B|https://a.org/?x=1&y + C|2020-01-02|D|http://c.org"},
		{"semicolon in a title", "Trend: Transferred; 846.7 sq km https://t.az; B: C https://b.org", "Trend||Transferred; 846.7 sq km|https://t.az + B||C|https://b.org"},
		{"brackets in a publisher", "Law (UNSC text) (1993-07-29): Resolution 853 https://l.org", "Law (UNSC text)|1993-07-29|Resolution 853|https://l.org"},
		{"no URL before a dated one", "A (2020-01-01): B; C (2020-01-02): D", "A|2020-01-01|B| + C|2020-01-02|D|"},
		{"no URL at the end", "A: B https://a.org; C: D", "A||B|https://a.org + C||D|"},
		{"no URL in the middle", "A: B; C: D; E: F https://e.org; G: H https://g.org", "A||B| + C||D| + E||F|https://e.org + G||H|https://g.org"},
		{"the same publisher", "A: B; A: C; E: F https://e.org", "A||B| + A||C| + E||F|https://e.org"},
		{"not surely a list", "A: B; part 2: C https://a.org", "A||B; part 2: C|https://a.org"},
		{"colon in a title", "A: B: C https://a.org", "A||B: C|https://a.org"},
		{"day alone", "(2021-05-05): Survey https://a.org", "|2021-05-05|Survey|https://a.org"},
		{"day alone, old form", " (2021-05-05): Survey: north", "|2021-05-05|Survey: north|"},
		{"days alone", "(2021-05-05): A; (2021-05-06): B; C (2021-05-07): D", "|2021-05-05|A| + |2021-05-06|B| + C|2021-05-07|D|"},
		{"no day alone", "(2020-13-45): B", "(2020-13-45)||B|"},
		{"no day", "A (2020-13-45): B", "A (2020-13-45)||B|"},
		{"plain text", "Survey of 2021; second edition", "||Survey of 2021; second edition|"},
		{"address alone", "https://a.org/x", "||https://a.org/x|https://a.org/x"},
		{"addresses", "https://a.org/x; https://b.org", "||https://a.org/x|https://a.org/x + ||https://b.org|https://b.org"},
		{"title and address", "Atlas https://a.org", "||Atlas|https://a.org"},
		{"archived", "A: B https://a.org (archived https://w.org/1/https://a.org); C (2020-01-02): D (archived https://w.org/2)",
			"A||B|https://a.org archived https://w.org/1/https://a.org + C|2020-01-02|D| archived https://w.org/2"},
		{"archived, no publisher", "Atlas https://a.org (archived https://w.org/3)", "||Atlas|https://a.org archived https://w.org/3"},
		{"text behind an address", "Atlas https://a.org, page 3", "||Atlas https://a.org, page 3|https://a.org"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, entry := range splitSources(tt.text) {
				got = append(got, describeSource(readSource(entry)))
			}
			if got := strings.Join(got, " + "); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func describeSource(s *dataset.Source) string {
	day := ""
	if s.Date != nil {
		day = s.Date.String()
	}
	text := fmt.Sprintf("%s|%s|%s|%s", s.Publisher, day, s.Title, s.URL)
	if s.ArchivedURL != "" {
		text += " archived " + s.ArchivedURL
	}
	return text
}

// The sources of every period come back one by one. Lost was that they are more than one.
func TestSourcesRoundTrip(t *testing.T) {
	original := isles(t)
	covers := original.Dataset.Covers.Interval()
	again, _ := imported(t, exported(t, original, dataset.ControlLayer, "gpkg"), Options{End: Exclusive, Covers: &covers})
	drawn := map[string]bool{}
	for _, r := range original.Dataset.Regions {
		drawn[r.ID] = len(r.Geometry) > 0
	}
	compared := 0
	for _, p := range original.Dataset.Periods {
		if !drawn[p.Zone] {
			continue // the control layer lacks it
		}
		day := max(p.Interval.From, covers.From)
		got, want := sourcesOn(again, p.Zone, day), sourcesOn(original, p.Zone, day)
		if !slices.Equal(got, want) {
			t.Errorf("%s on %s:\ngot  %s\nwant %s", p.Zone, day, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
		}
		compared += len(want)
	}
	if compared < 20 {
		t.Errorf("only %d sources were compared", compared)
	}
}

func sourcesOn(s *data.Snapshot, zone string, day date.Date) []string {
	var sources []string
	for _, x := range s.Control(zone, day).Sources {
		d := &dataset.Source{Publisher: x.Publisher, Title: x.Title, URL: x.URL}
		if !x.DateNominal {
			d.Date = x.Date
		}
		sources = append(sources, describeSource(d))
	}
	return sources
}

// A source without a publisher keeps its day.
func TestSourcesOfNobodyRoundTrip(t *testing.T) {
	day, err := date.Parse("2021-05-05")
	if err != nil {
		t.Fatal(err)
	}
	s, _ := imported(t, written(t, "areas.geojson", geoJSON(square(1, `"name": "Alder"`), square(4, `"name": "Birch"`))), Options{SourceTitle: "Survey", SourceURL: "https://a.org", SourceDate: &day})
	for _, format := range []string{"csv", "gpkg"} {
		again, report := imported(t, exported(t, s, s.Dataset.Layers[0].ID, format), Options{})
		if said := strings.Join(report.Notes, "\n"); strings.Contains(said, "valid_to") {
			t.Errorf("%s: notes %q, want none on days that are open", format, said)
		}
		for _, source := range again.Dataset.Sources {
			if got, want := describeSource(source), "|2021-05-05|Survey|https://a.org"; got != want {
				t.Errorf("%s: got %s, want %s", format, got, want)
			}
		}
		if len(again.Dataset.Sources) != 1 {
			t.Errorf("%s: got %d sources, want 1", format, len(again.Dataset.Sources))
		}
	}
}
