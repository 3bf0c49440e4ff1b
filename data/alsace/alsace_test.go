package alsace_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/alsace"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/testdata"
)

func TestBundledDatasetHasNoErrors(t *testing.T) {
	problems, err := dataset.CheckFiles(alsace.FS())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if p.Severity == dataset.Error {
			t.Error(p)
		}
	}
}

// A validator that is not ours accepts the dataset by the published schemas.
func TestSchemasAcceptTheDataset(t *testing.T) {
	testdata.NewValidator(dataset.Schema).Accept(t, alsace.FS())
}

// Who held which town when, from the published chronology.
func TestLocateKnownPlaces(t *testing.T) {
	s, problems, err := data.Open(alsace.FS())
	if err != nil {
		t.Fatalf("%v\n%v", err, problems)
	}
	strasbourg, colmar, metz := orb.Point{7.75, 48.58}, orb.Point{7.36, 48.08}, orb.Point{6.18, 49.12}
	thann, belfort, kehl := orb.Point{7.10, 47.81}, orb.Point{6.86, 47.64}, orb.Point{7.85, 48.57}
	for _, tt := range []struct {
		name, day               string
		point                   orb.Point
		zone, who, status, made string
	}{
		{"Strasbourg on the first day", "1870-07-19", strasbourg, "bas_rhin", "france", "controlled", "1870-07-19-war"},
		{"Strasbourg under siege", "1870-09-27", strasbourg, "bas_rhin", "france", "contested", "1870-08-04-wissembourg"},
		{"Strasbourg capitulates", "1870-09-28", strasbourg, "bas_rhin", "german_empire", "contested", "1870-09-28-strasbourg"},
		{"Metz, the day before its forts are handed over", "1870-10-28", metz, "moselle", "france", "contested", ""},
		{"Metz handed over", "1870-10-29", metz, "moselle", "german_empire", "contested", "1870-10-27-metz"},
		{"Metz in 1900", "1900-01-01", metz, "moselle", "german_empire", "controlled", "1871-05-20-frankfurt-in-force"},
		{"Thann with the department", "1916-01-01", thann, "haut_rhin", "german_empire", "contested", "1914-08-07-thann"},
		{"Metz on the armistice", "1918-11-11", metz, "moselle", "german_empire", "controlled", ""},
		{"Metz entered", "1918-11-19", metz, "moselle", "france", "contested", "1918-11-19-metz"},
		{"Strasbourg entered", "1918-11-22", strasbourg, "bas_rhin", "france", "contested", "1918-11-22-strasbourg"},
		{"Colmar restored by treaty", "1920-01-10", colmar, "haut_rhin", "france", "controlled", "1920-01-10-versailles-in-force"},
		{"Strasbourg in June 1940", "1940-06-19", strasbourg, "bas_rhin", "german_reich", "contested", "1940-06-19-strasbourg"},
		{"Strasbourg, the day before", "1944-11-22", strasbourg, "bas_rhin", "german_reich", "contested", "1944-11-22-saverne"},
		{"Strasbourg in November 1944", "1944-11-23", strasbourg, "bas_rhin", "france", "contested", "1944-11-23-strasbourg"},
		{"Colmar in the pocket", "1945-02-01", colmar, "haut_rhin", "german_reich", "contested", ""},
		{"Colmar after it", "1945-02-09", colmar, "haut_rhin", "france", "controlled", "1945-02-09-pocket"},
		{"Belfort was not ceded", "1900-01-01", belfort, "", "", "unknown", ""},
		{"Kehl lies beyond the Rhine", "1900-01-01", kehl, "", "", "unknown", ""},
		{"the day before the data begins", "1870-07-18", strasbourg, "bas_rhin", "", "unknown", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			on, err := date.Parse(tt.day)
			if err != nil {
				t.Fatal(err)
			}
			got := s.Locate(tt.point, on)
			zone, who, made := "", "", ""
			if got.Zone != nil {
				zone = got.Zone.ID
			}
			if got.Control.Controller != nil {
				who = *got.Control.Controller
			}
			if got.Control.Event != nil {
				made = got.Control.Event.ID
			}
			if zone != tt.zone || who != tt.who || got.Control.Status != tt.status {
				t.Errorf("got %q %q %s, want %q %q %s", zone, who, got.Control.Status, tt.zone, tt.who, tt.status)
			}
			if tt.made != "" && made != tt.made {
				t.Errorf("event: got %q, want %q", made, tt.made)
			}
			if who != "" && len(got.Control.Sources) == 0 {
				t.Error("no source is given")
			}
		})
	}
}

// Every warning is explained in the README: it names the rule and the day.
func TestWarningsAreExplained(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	problems, err := dataset.CheckFiles(alsace.FS())
	if err != nil {
		t.Fatal(err)
	}
	_, explained, _ := strings.Cut(string(readme), "## Warnings of")
	subject := regexp.MustCompile(`on (\d{4}-\d\d-\d\d) `)
	for _, p := range problems {
		match := subject.FindStringSubmatch(p.Message)
		if match == nil || !strings.Contains(explained, match[1]) || !strings.Contains(explained, p.Rule) {
			t.Errorf("data/alsace/README.md does not explain: %v", p)
		}
	}
}

// Everything has its name in all languages of the dataset, so that the page falls back nowhere.
func TestNamesInEveryLanguage(t *testing.T) {
	s, _, err := data.Open(alsace.FS())
	if err != nil {
		t.Fatal(err)
	}
	d := s.Dataset
	named := map[string]dataset.Names{"title": d.Title, "description": d.Description}
	for _, a := range d.Actors {
		named["actor "+a.ID], named["short name of "+a.ID] = a.Names, a.Short
	}
	for _, r := range d.Regions {
		named["region "+r.ID] = r.Names
	}
	for _, e := range d.Events {
		named["event "+e.ID] = e.Title
	}
	for _, p := range d.Places {
		named["place "+p.ID] = p.Names
	}
	for _, status := range d.Statuses {
		named["status "+status.ID], named["definition of "+status.ID] = status.Names, status.Definition
	}
	for what, names := range named {
		for _, language := range d.Languages {
			if names[language] == "" {
				t.Errorf("%s has no name in %s", what, language)
			}
		}
	}
}
