package imports

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/export"
)

// facts are what an export says of its dataset beside the rows, each as a text that must be the
// same when the export is imported.
var facts = map[string]func(*data.Snapshot) string{
	"covers":      func(s *data.Snapshot) string { return fmt.Sprint(s.Dataset.Covers.Interval()) },
	"licence":     func(s *data.Snapshot) string { return s.Dataset.Licence },
	"attribution": func(s *data.Snapshot) string { return s.Dataset.Attribution },
	"licence_url": func(s *data.Snapshot) string { return s.Dataset.LicenceURL },
	"title":       func(s *data.Snapshot) string { return fmt.Sprint(s.Dataset.Title, s.Dataset.Description) },
	"as_of": func(s *data.Snapshot) string {
		if s.Dataset.AsOf == nil {
			return ""
		}
		return s.Dataset.AsOf.String()
	},
	"version": func(s *data.Snapshot) string { return s.Dataset.Version },
	"source ids": func(s *data.Snapshot) string {
		return cited(s, func(x *dataset.Source) string { return x.ID })
	},
	"sources": func(s *data.Snapshot) string {
		return cited(s, func(x *dataset.Source) string {
			return fmt.Sprintf("%s %s %s %v %s %s %s %s", x.ID, x.Title, x.Publisher, x.Date, x.URL, x.Author, x.Quote, x.ArchivedURL)
		})
	},
	"event ids": func(s *data.Snapshot) string {
		return ofPeriods(s, func(p *dataset.ControlPeriod) string { return p.Event })
	},
	"event titles": func(s *data.Snapshot) string {
		return events(s, func(e *dataset.Event) string { return e.Title.In("en") })
	},
	"events": func(s *data.Snapshot) string {
		return events(s, func(e *dataset.Event) string {
			return fmt.Sprint(e.Title, e.Summary, e.Date, e.Day, e.Earliest, e.Latest, e.Kind, e.Confidence, e.Sources, e.SameAs)
		})
	},
	"notes": func(s *data.Snapshot) string {
		return ofPeriods(s, func(p *dataset.ControlPeriod) string { return p.Note.In("en") })
	},
	"actors": func(s *data.Snapshot) string {
		var all []string
		for _, a := range s.Dataset.Actors {
			if slices.ContainsFunc(s.Dataset.Periods, func(p *dataset.ControlPeriod) bool { return p.Controller == a.ID }) {
				all = append(all, fmt.Sprint(a.ID, a.Names, a.Color, a.Short, a.Code))
			}
		}
		slices.Sort(all)
		return strings.Join(all, "\n")
	},
	"own columns": func(s *data.Snapshot) string {
		var all []string
		for _, a := range s.Dataset.Attributes {
			if a.Of == dataset.OfPeriods {
				all = append(all, fmt.Sprint(a.Name, a.Type, a.Title, a.Unit, a.InTiles))
			}
		}
		slices.Sort(all)
		return strings.Join(all, "\n")
	},
}

// ofPeriods says something of each period that a row of the export is made of.
func ofPeriods(s *data.Snapshot, say func(*dataset.ControlPeriod) string) string {
	var all []string
	for _, p := range s.Dataset.Periods {
		drawn := slices.ContainsFunc(s.Dataset.Regions, func(r *dataset.Region) bool { return r.ID == p.Zone && len(r.Geometry) > 0 })
		if text := say(p); drawn && text != "" && text != "no row of the imported table" {
			all = append(all, fmt.Sprint(p.Zone, " ", p.Interval.From, " ", text))
		}
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// cited says something of each source that a period or its event names.
func cited(s *data.Snapshot, say func(*dataset.Source) string) string {
	names := map[string]bool{}
	for _, p := range s.Dataset.Periods {
		for _, id := range p.Sources {
			names[id] = true
		}
		for _, e := range s.Dataset.Events {
			if e.ID == p.Event {
				for _, id := range e.Sources {
					names[id] = true
				}
			}
		}
	}
	var all []string
	for _, x := range s.Dataset.Sources {
		if names[x.ID] {
			all = append(all, say(x))
		}
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// events says something of each event that a period names.
func events(s *data.Snapshot, say func(*dataset.Event) string) string {
	var all []string
	for _, e := range s.Dataset.Events {
		if slices.ContainsFunc(s.Dataset.Periods, func(p *dataset.ControlPeriod) bool { return p.Event == e.ID }) {
			all = append(all, e.ID+" "+say(e))
		}
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// Why a format does not hold a fact.
const rowsOnly = "each row ends with dataset, licence and attribution: the format has no place for more"

// lost are the facts that a format does not hold, with the reason.
var lost = map[string]map[string]string{
	"csv": {
		"licence_url": rowsOnly, "title": rowsOnly, "covers": rowsOnly, "as_of": rowsOnly, "version": rowsOnly,
		"sources": "publisher, date, title and address stand in the column sources, not author, quote and copies",
		"events":  "the columns have id and title; days are those of the periods",
		"actors":  "the columns have the English name and the colour", "own columns": "a CSV has no types, titles and units",
	},
}

// What stands beside the rows comes back from every format that holds it.
func TestFactsRoundTrip(t *testing.T) {
	original := isles(t)
	for _, format := range formats {
		t.Run(format, func(t *testing.T) {
			t.Parallel()
			again, report := imported(t, exported(t, original, dataset.ControlLayer, format), Options{})
			for name, fact := range facts {
				want, got := fact(original), fact(again)
				reason := lost[format][name]
				switch {
				case want == "":
					t.Errorf("%s: the dataset of the test has none", name)
				case reason == "" && got != want:
					t.Errorf("%s:\ngot  %s\nwant %s\nnotes %q", name, got, want, report.Notes)
				case reason != "" && got == want:
					t.Errorf("%s comes back: %q is no reason any more", name, reason)
				}
			}
		})
	}
}

// A file of some days speaks of these alone, and rows beyond the days that a file names count.
func TestCoversOfOtherDays(t *testing.T) {
	original := isles(t)
	covers := original.Dataset.Covers.Interval()
	year := date.Interval{From: covers.From + 365, To: covers.From + 730}
	var out bytes.Buffer
	format, err := export.ByName("geojson")
	if err != nil {
		t.Fatal(err)
	}
	err = format.Write(&out, export.Job{Snapshot: original, Layer: dataset.ControlLayer, Selection: data.Selection{During: year}, Context: context.Background()})
	if err != nil {
		t.Fatal(err)
	}
	again, report := imported(t, written(t, "year.geojson", out.String()), Options{})
	if got := again.Dataset.Covers.Interval(); got == covers {
		t.Errorf("a year of it covers %v, as all of it does: %v", got, report.Chosen)
	}
	for last, want := range map[string]string{`"2003-01-01"`: "2000-01-01 2005-01-01", "null": "2000-01-01 2005-01-01", `"2007-01-01"`: "2000-01-01 2007-01-01"} {
		file := strings.Replace(geoJSON(square(1, `"id": "a", "valid_from": "2001-01-01", "valid_to": `+last)), "{",
			`{"about": {"title": {"en": "T"}, "languages": ["en"], "covers": {"from": "2000-01-01", "to": "2005-01-01"}}, `, 1)
		s, _ := imported(t, written(t, "x.geojson", file), Options{End: Exclusive})
		if c := s.Dataset.Covers.Interval(); fmt.Sprint(c.From, " ", c.To) != want {
			t.Errorf("rows until %s in 2000 to 2005: covers %s to %s, want %s", last, c.From, c.To, want)
		}
	}
}
