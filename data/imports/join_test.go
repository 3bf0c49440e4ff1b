package imports

import (
	"fmt"
	"strings"
	"testing"
)

// Boundaries from one file and a timeline from another, such as a table made in a spreadsheet.
func TestPeriodsOfAnotherFile(t *testing.T) {
	regions := geoJSON(
		square(1, `"pcode": "AZ1", "name_en": "Hill", "valid_from": "1990-01-01", "n": 5`),
		square(2, `"pcode": "AZ2", "name_en": "Vale", "valid_from": "1990-01-01", "n": 6`),
		square(3, `"pcode": "AZ3", "name_en": "Moor", "valid_from": "1990-01-01", "n": 7`))
	const head = "zone;controller;from;to;status;source\n"
	rows := head + "AZ1;reds;2000-01-01;2000-12-31;controlled;https://example.org/1\nAZ1;blues;2001-01-01;;contested;Gazette\nAZ2;blues;2000-01-01;;controlled;Gazette\n"
	s, report := imported(t, written(t, "regions.geojson", regions), Options{End: Inclusive, Periods: written(t, "periods.csv", rows)})
	for where, want := range map[string]string{
		"2000-12-31 1.9 39.1": "reds controlled Hill", "2001-01-01 1.9 39.1": "blues contested Hill", "2001-01-01 2.9 39.1": "blues controlled Vale", "2001-01-01 3.9 39.1": " unknown Moor",
	} {
		day, point := dayAndPoint(t, where)
		l := s.Locate(point, day)
		controller := ""
		if l.Control.Controller != nil {
			controller = *l.Control.Controller
		}
		if got := fmt.Sprint(controller, " ", l.Control.Status, " ", l.Zone.Names["en"]); got != want {
			t.Errorf("%s: got %q, want %q", where, got, want)
		}
	}
	if text := fmt.Sprint(report.Notes, report.Own, report.Unused); !strings.Contains(text, "regions without a period, whose control is unknown: AZ3") || !strings.Contains(text, "[n] [pcode]") {
		t.Errorf("got %s", text)
	}
	if got := described(s.Dataset.Attributes); got != "n:regions::number" {
		t.Errorf("own columns: got %s", got)
	}
	for _, r := range s.Dataset.Regions {
		if want := map[string]string{"AZ1": "map[n:5]", "AZ2": "map[n:6]", "AZ3": "map[n:7]"}[r.ID]; fmt.Sprint(r.Attributes) != want {
			t.Errorf("zone %s: got %v, want %s", r.ID, r.Attributes, want)
		}
	}
	for _, p := range s.Dataset.Periods {
		if p.Attributes != nil {
			t.Errorf("period of %s: got %v, want what the regions' file says to be the zone's", p.Zone, p.Attributes)
		}
	}
	if got := len(s.Dataset.Sources); got != 2 && got != 3 {
		t.Errorf("got %d sources", got)
	}
	for _, tt := range []struct{ name, regions, periods, says string }{
		{"unknown region", regions, head + "AZ9;reds;2000-01-01;;controlled;x\n", "no region has the ids AZ9: want those of AZ1, AZ2, AZ3"},
		{"no column of controllers", regions, "zone,from\nAZ1,2000-01-01\n", "name it with -controller, one of zone, from"},
		{"no column of ids", regions, "who,controller\nAZ1,reds\n", "name it with -zone"},
		{"region twice", geoJSON(square(1, `"pcode": "AZ1"`), square(2, `"pcode": "AZ1"`)), rows, `r.geojson with the periods of PATHp.csv: regions: the id "AZ1" stands there twice`},
		{"region without id", geoJSON(square(1, `"name": "a"`)), rows, "row 1 has no id"},
		{"broken table", regions, "zone,controller\n\"AZ1", "quote"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			table := written(t, "p.csv", tt.periods)
			says := strings.ReplaceAll(tt.says, "PATHp.csv", table)
			wantRefused(t, written(t, "r.geojson", tt.regions), Options{End: Inclusive, SourceTitle: "x", Periods: table}, says)
		})
	}
}

// Features without ids whose names are not their own get numbers.
func TestIDsMadeOfNames(t *testing.T) {
	s, report := imported(t, written(t, "x.json", geoJSON(square(1, `"name": "Old Town"`), square(2, `"name": "Old Town"`), square(3, `"name": "Şuşa"`))), Options{})
	regions := regionsOf(s, "")
	for _, id := range []string{"old-town", "old-town-2", "şuşa"} {
		if regions[id] == "" {
			t.Errorf("no region %q among %v; chosen %v", id, regions, report.Chosen)
		}
	}
}
