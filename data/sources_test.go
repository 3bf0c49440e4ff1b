package data_test

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data"
)

// Each source tells what rests on it, and nothing is missing: events, regions, and periods with
// sources of their own as with those of their event.
func TestCitedSources(t *testing.T) {
	s := open(t)
	all := map[string]*data.CitedSource{}
	for _, c := range s.CitedSources() {
		all[c.ID] = c
	}
	if len(all) != len(s.Dataset.Sources) {
		t.Errorf("%d sources, want %d", len(all), len(s.Dataset.Sources))
	}
	own := 0
	for _, r := range s.Dataset.Regions {
		for _, id := range r.Sources {
			if !slices.Contains(all[id].Regions, r.ID) {
				t.Errorf("source %s does not tell of region %s", id, r.ID)
			}
		}
		for _, p := range s.Timeline.Periods(r.ID) {
			own += len(p.Sources)
			for _, source := range s.Control(r.ID, p.Interval.From).Sources {
				if !slices.ContainsFunc(all[source.ID].Periods, func(c data.CitingPeriod) bool {
					return c.Zone == r.ID && c.From != nil && *c.From == p.Interval.From
				}) {
					t.Errorf("source %s does not tell of the period of %s from %s", source.ID, r.ID, p.Interval.From)
				}
			}
		}
	}
	if own == 0 {
		t.Error("no period of the isles has sources of its own")
	}
	for _, e := range s.Dataset.Events {
		for _, id := range e.Sources {
			if !slices.Contains(all[id].Events, e.ID) {
				t.Errorf("source %s does not tell of event %s", id, e.ID)
			}
		}
	}
}

// An answer tells what came before and after the regions that a point lies in.
func TestLocateTellsOfReplacedRegions(t *testing.T) {
	s := open(t)
	for _, r := range s.Locate(orb.Point{-129.5, -42}, day(t, "1985-01-01")).Regions {
		if r.ID == "great" {
			if !slices.Equal(r.Replaces, []string{"upland_1972", "downland_1972"}) || r.SameAs["wikidata"] != "Q999999903" {
				t.Errorf("great: %v, %v", r.Replaces, r.SameAs)
			}
			return
		}
	}
	t.Error("the point does not lie in great")
}
