package data_test

import (
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
)

// divided returns a dataset whose western zone is divided on 1 January 2003: its south, which then
// is a zone, is given away on 1 June 2004, and the north of it ends without anything in its place
// in 2008.
func divided(t testing.TB) fstest.MapFS {
	files := with(t, small(t), "dataset.json", `"partition": true, "precision_m": 500`, `"partition": false, "precision_m": 500`)
	files = with(t, files, zonesFile, `{"type": "Feature", "id": "west", "properties": {`, `
  {"type": "Feature", "id": "south", "properties": {"names": {"en": "South"}, "valid_from": "2003-01-01"}, "geometry": {"type": "Polygon", "coordinates": [
    [[10, 50], [11, 50], [11, 50.5], [10, 50.5], [10, 50]]
  ]}},
  {"type": "Feature", "id": "north", "properties": {"names": {"en": "North"}, "valid_from": "2003-01-01", "valid_to": "2008-01-01"}, "geometry": {"type": "Polygon", "coordinates": [
    [[10, 50.5], [11, 50.5], [11, 51], [10, 51], [10, 50.5]]
  ]}},
  {"type": "Feature", "id": "west", "properties": {"valid_to": "2003-01-01", `)
	return with(t, files, "control.json", `"east": [`, `"south": [
    {"from": "2000-01-01", "to": "2004-06-01", "controller": "reds", "status": "controlled", "event": "start"},
    {"from": "2004-06-01", "to": null, "controller": "blues", "status": "controlled", "sources": ["gazette"]}
  ],
  "north": [
    {"from": "2003-01-01", "to": "2008-01-01", "controller": "reds", "status": "controlled", "sources": ["gazette"]}
  ],
  "east": [`)
}

// A point has the periods of all zones in which it has ever lain, not only of the zone of the day.
func TestHistoryOfAPointWhoseZoneWasDivided(t *testing.T) {
	s, problems, err := data.Open(divided(t))
	if err != nil {
		t.Fatal(err, problems)
	}
	type period struct{ zone, from, to, controller string }
	for _, tt := range []struct {
		name  string
		point orb.Point
		on    string
		want  []period
	}{
		{"south, of its own zone", orb.Point{10.5, 50.2}, "2009-01-01", []period{
			{zone: "west", from: "2000-01-01", to: "2003-01-01", controller: "reds"}, {zone: "", from: "2003-01-01", to: "2004-06-01", controller: "reds"}, {zone: "", from: "2004-06-01", to: "", controller: "blues"}}},
		{"south, of the undivided zone", orb.Point{10.5, 50.2}, "2001-01-01", []period{
			{zone: "", from: "2000-01-01", to: "2003-01-01", controller: "reds"}, {zone: "south", from: "2003-01-01", to: "2004-06-01", controller: "reds"}, {zone: "south", from: "2004-06-01", to: "", controller: "blues"}}},
		{"north, when no zone is left", orb.Point{10.5, 50.8}, "2009-01-01", []period{
			{zone: "west", from: "2000-01-01", to: "2003-01-01", controller: "reds"}, {zone: "north", from: "2003-01-01", to: "2008-01-01", controller: "reds"}}},
		{"east, which never changed", orb.Point{11.5, 50.2}, "2001-01-01", []period{{zone: "", from: "2000-01-01", to: "", controller: "blues"}}},
		{"outside", orb.Point{12.5, 50.2}, "2001-01-01", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []period
			for _, p := range s.LocateWith(tt.point, day(t, tt.on), data.Extras{History: true}).History {
				g := period{zone: p.Zone, from: p.From.String()}
				if p.To != nil {
					g.to = p.To.String()
				}
				if p.Controller != nil {
					g.controller = *p.Controller
				}
				got = append(got, g)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// On every day the history of a point says what is answered for that day, and nothing where there
// is no zone.
func TestHistoryIsTheAnswersOfAllDays(t *testing.T) {
	parted, _, err := data.Open(divided(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		s           *data.Snapshot
		west, south float64
	}{{parted, 9.8, 49.9}, {open(t), -130.8, -43.3}} {
		random := rand.New(rand.NewPCG(5, 4))
		covers := tt.s.Dataset.Covers.Interval()
		for range 200 {
			p := orb.Point{tt.west + 2.4*random.Float64(), tt.south + 2*random.Float64()}
			asked := covers.From + date.Date(random.IntN(int(covers.To-covers.From)))
			history := tt.s.LocateWith(p, asked, data.Extras{History: true})
			for range 20 {
				on := covers.From + date.Date(random.IntN(int(covers.To-covers.From)))
				want := tt.s.Locate(p, on)
				found := 0
				for _, h := range history.History {
					if h.From != nil && on < *h.From || h.To != nil && on >= *h.To {
						continue
					}
					found++
					zone := h.Zone
					if zone == "" {
						zone = history.Zone.ID
					}
					if want.Zone == nil || zone != want.Zone.ID || h.Status != want.Control.Status || !reflect.DeepEqual(h.Controller, want.Control.Controller) {
						t.Errorf("%v on %s: the history has %+v, the answer is %+v %+v", p, on, h, want.Zone, want.Control)
					}
				}
				if found > 1 || (found == 1) != (want.Zone != nil) {
					t.Errorf("%v on %s: %d periods of the history, zone %+v", p, on, found, want.Zone)
				}
			}
		}
	}
}

// A zone counts on the days on which it is valid, and has to have periods for these only; that it
// is not always there is warned of.
func TestZonesThatAreNotAlwaysThere(t *testing.T) {
	s, problems, err := data.Open(divided(t))
	if err != nil {
		t.Fatal(err, problems)
	}
	warned := map[string]bool{}
	for _, p := range problems {
		if p.Rule == "zone-days" {
			warned[strings.Fields(p.Message)[1]] = true
		}
	}
	if len(warned) != 3 || warned["east"] {
		t.Errorf("warned of %v, want west, south and north", warned)
	}
	for on, want := range map[string]map[string]int{
		"2001-01-01": {"reds": 1, "blues": 1}, "2003-06-01": {"reds": 2, "blues": 1}, "2009-01-01": {"blues": 2},
	} {
		stats, err := s.Stats(t.Context(), data.StatsQuery{During: date.Interval{From: day(t, on), To: day(t, on) + 1}})
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]int{}
		for _, a := range stats.Series[0].Areas {
			if a.Controller == nil {
				t.Errorf("%s: %+v of no controller", on, a)
				continue
			}
			got[*a.Controller] += a.Zones
		}
		if !maps.Equal(got, want) {
			t.Errorf("zones on %s: got %v, want %v", on, got, want)
		}
	}
	if d := diffOf(t, s, day(t, "2002-12-31"), day(t, "2003-01-02")); len(d.Passed)+len(d.Altered) > 0 {
		t.Errorf("when the west is divided nothing passes, but %+v", d)
	}
	if d := diffOf(t, s, day(t, "2003-06-01"), day(t, "2005-01-01")); len(d.Passed) != 1 || d.Passed[0].Zone != "south" {
		t.Errorf("passed: got %+v, want south", d.Passed)
	}
	without := with(t, divided(t), "control.json", `{"from": "2003-01-01", "to": "2008-01-01"`, `{"from": "2003-01-01", "to": "2007-12-31"`)
	problems, err = dataset.CheckFiles(without)
	if err != nil || !slices.ContainsFunc(problems, func(p dataset.Problem) bool { return p.Rule == "gap-in-time" }) {
		t.Errorf("a valid day of the north without a period is not found: %v, %v", problems, err)
	}
}
