package data_test

import (
	"testing"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/testdata"
)

// The fixture of the other packages has nothing to report, and none of what the format can say is
// missing from it: a test on it would else pass over a part of the program.
func TestIslesSayAllThatADatasetCan(t *testing.T) {
	problems, err := dataset.CheckFiles(testdata.Isles())
	if err != nil || len(problems) > 0 {
		t.Fatalf("got %v and problems %v, want none", err, problems)
	}
	s, _, err := data.Open(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	d, has := s.Dataset, map[string]bool{}
	note := func(what string, found bool) { has[what] = has[what] || found }
	for _, l := range d.Layers {
		note("a partition", l.Partition)
		note("an outline", l.Outline != "")
		note("lines", l.Kind == dataset.LineKind)
		note("points", l.Kind == dataset.PointKind)
	}
	for _, r := range d.Regions {
		for _, polygon := range r.Geometry {
			note("holes", len(polygon) > 1)
		}
		note("islands", len(r.Geometry) > 1)
		note("a region that is not drawn", !r.Drawn())
		note("a region that ends", r.Interval.To != date.Forever)
		note("a parent", r.Parent != "")
		note("areas", len(r.Areas) > 0)
		note("a population", len(r.Population) > 0)
		note("other names", len(r.AltNames) > 0)
	}
	for _, p := range d.Periods {
		note("claims", len(p.Claims) > 0)
		note("a patrol", p.PatrolledBy != "")
		note("an unknown state", p.Status == dataset.UnknownStatus)
		note("a contested state", len(p.Viewpoints) > 0)
	}
	for _, e := range d.Events {
		note("an uncertain day", e.Earliest != e.Latest)
		note("an event put off", e.Planned != nil && *e.Planned != e.Day)
		note("details", e.Details != nil)
		note("an event without a place", e.Place == "" && e.Point == nil)
	}
	note("overlays", len(d.OverlayLayers) > 0)
	note("context", len(d.Context) > 1)
	note("viewpoints", len(d.Viewpoints) > 1)
	note("law", len(d.DeJure) > 0)
	note("figures", len(d.Figures) > 0)
	note("places", len(d.Places) > 0)
	note("perspectives", len(d.Perspectives) > 0)
	note("a script from right to left", d.Title["ar"] != "")
	for what, found := range has {
		if !found {
			t.Errorf("the fixture lacks %s", what)
		}
	}
}
