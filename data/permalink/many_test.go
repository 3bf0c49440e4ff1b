package permalink

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"demarc/data"
	"demarc/data/testdata"
)

// Descriptions stay short, however many share the map: search engines show some 160 letters.
func TestDescriptionOfMany(t *testing.T) {
	s, _, err := data.Open(testdata.Many())
	if err != nil {
		t.Fatal(err)
	}
	for query, more := range map[string]string{
		"d=1985-01-01":                            "and 128 more.",
		"d=1985-01-01&lang=ru":                    "и ещё 128.",
		"d=2005-01-01&cmp=1975-01-01":             "more.",
		"d=1985-01-01&sel=0.25,0.25":              "and 128 more.",
		"d=2005-01-01&cmp=1975-01-01&lang=hy":     "և ևս",
		"d=2005-01-01&cmp=1975-01-01&sel=9.9,7.9": "more.",
	} {
		parameters, _ := url.ParseQuery(query)
		c := Read(s, parameters).Caption()
		if n := utf8.RuneCountInString(c.Description); n > 500 || n < 100 || !strings.Contains(c.Description, more) {
			t.Errorf("%s: %d letters: got %q, want it to name few, and %q", query, n, c.Description, more)
		}
		if len(c.Rows) != maxRows || !strings.Contains(c.More, "20") {
			t.Errorf("%s: got %d rows and %q, want %d of all 320 zones", query, len(c.Rows), c.More, maxRows)
		}
	}
}

// A dataset of plain regions says that it states no control, and lists them.
func TestCaptionWithoutControl(t *testing.T) {
	for _, tt := range []struct{ name, query, description, place, regions string }{
		{"plain-nested", "", "This dataset states no control.", "", "Alder (areas), Birch (areas), Cedar (counties)"},
		{"plain-nested", "sel=0.5,0.5&lang=ru", "Alder, Cedar. Этот набор данных ничего не говорит о контроле.", "Alder, Cedar.", "Alder (areas), Birch (areas), Cedar (counties)"},
		{"plain-nested", "sel=1.5,0.5&cmp=2003-01-01", "Birch. This dataset states no control.", "Birch.", "Alder (areas), Birch (areas), Cedar (counties)"},
		{"plain-dated", "d=2001-01-01", "This dataset states no control.", "", "Alder (areas), Birch (areas)"},
		{"plain-dated", "d=2006-01-01&lang=az", "Bu məlumat toplusu nəzarət haqqında heç nə bildirmir.", "", "Alder (areas), Cedar (areas)"},
		{"undrawn-region", "lang=hy", "Այս տվյալների հավաքածուն վերահսկողության մասին ոչինչ չի նշում։", "", "Alder (areas)"},
		{"nothing", "sel=0.5,0.5", "This dataset states no control.", "", ""},
		{"post-alone", "", "post-alone.", "", ""},
	} {
		s, _, err := data.Open(testdata.Minimal()[tt.name])
		if err != nil {
			t.Fatal(err)
		}
		parameters, _ := url.ParseQuery(tt.query)
		c := Read(s, parameters).Caption()
		var regions []string
		for _, r := range c.Regions {
			regions = append(regions, r.Name+" ("+r.Layer+")")
		}
		if c.Description != tt.description || c.Place != tt.place || strings.Join(regions, ", ") != tt.regions {
			t.Errorf("%s?%s: got %q, place %q, regions %q", tt.name, tt.query, c.Description, c.Place, regions)
		}
	}
}

// Where no day means more than another, none stands in the title: the first day covered may be made
// up.
func TestTitleOfTheTimeless(t *testing.T) {
	for _, tt := range []struct{ name, query, want string }{
		{"plain-region", "", "plain-region"},
		{"plain-region", "d=2005-01-01&sel=0.5,0.5", "plain-region"},
		{"nothing", "", "nothing"},
		{"plain-region", "d=1850-01-01", "1 January 1850 · plain-region"}, // not covered
		{"plain-region", "d=2005-01-01&cmp=2001-01-01", "1 January 2001 – 1 January 2005 · plain-region"},
		{"plain-dated", "d=2001-01-01", "1 January 2001 · plain-dated"},
		{"one-zone", "d=2001-01-01", "1 January 2001 · one-zone"},
	} {
		s, _, err := data.Open(testdata.Minimal()[tt.name])
		if err != nil {
			t.Fatal(err)
		}
		parameters, _ := url.ParseQuery(tt.query)
		if c := Read(s, parameters).Caption(); c.Title != tt.want || strings.Contains(c.Heading, ", ") == (c.Title == tt.name) {
			t.Errorf("%s?%s: got %q, heading %q, want %q", tt.name, tt.query, c.Title, c.Heading, tt.want)
		}
	}
}
