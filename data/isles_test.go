package data_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/testdata"
)

// open returns the Lantern Isles.
func open(t testing.TB) *data.Snapshot {
	t.Helper()
	s, problems, err := data.Open(testdata.Isles())
	if err != nil {
		t.Fatalf("%v\n%v", err, problems)
	}
	return s
}

func day(t testing.TB, s string) date.Date {
	t.Helper()
	d, err := date.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Points well inside of the zones of the Lantern Isles.
var (
	moor, orchard, port, cape = orb.Point{-129.6, -41.25}, orb.Point{-130.3, -42.2}, orb.Point{-128.8, -42.05}, orb.Point{-128.85, -42.85}
	town, abbey               = orb.Point{-130.1, -41.97}, orb.Point{-129.98, -42.02}
	tern, skerry, causeway    = orb.Point{-127.6, -41.6}, orb.Point{-131.3, -42.8}, orb.Point{-129.1, -42.26}
)

// The day of a change belongs to what it begins; a hole is another zone, and so are islands.
func TestLocateSaysWhoHeldTheZone(t *testing.T) {
	s := open(t)
	for _, tt := range []struct {
		name, day          string
		point              orb.Point
		zone, who, status  string
		patrolledBy, event string
	}{
		{"first day covered", "1961-03-01", moor, "north", "crown", "controlled", "", "1961-charter"},
		{"the day before a handover", "1972-11-24", orchard, "orchards", "crown", "controlled", "", "1961-charter"},
		{"handed over", "1972-11-25", orchard, "orchards", "league", "controlled", "", "1972-orchards"},
		{"the day before a capture", "1967-04-01", cape, "cape", "league", "controlled", "", ""},
		{"a capture of an uncertain day", "1967-04-02", cape, "cape", "crown", "controlled", "", "1967-cape"},
		{"the last day before it is contested", "1972-08-14", town, "town", "crown", "controlled", "", ""},
		{"contested", "1972-08-15", town, "town", "league", "contested", "", "1972-town-claim"},
		{"the last contested day", "1972-08-31", town, "town", "league", "contested", "", ""},
		{"confirmed", "1972-09-01", town, "town", "league", "controlled", "", "1972-town"},
		{"patrolled", "1972-11-25", town, "town", "league", "peacekeepers", "wardens", "1972-wardens"},
		{"a zone within a zone within a zone", "1972-11-25", abbey, "abbey", "wardens", "peacekeepers", "wardens", "1972-wardens"},
		{"the last patrolled day", "1979-09-19", abbey, "abbey", "wardens", "peacekeepers", "wardens", ""},
		{"after the patrol", "1979-09-20", abbey, "abbey", "crown", "controlled", "", "1979-leave"},
		{"an island", "1975-06-15", tern, "lesser", "league", "controlled", "", "1975-lesser"},
		{"unknown, by the data", "1980-02-28", skerry, "skerry", "", "unknown", "", "1961-charter"},
		{"known from a leap day on", "1980-02-29", skerry, "skerry", "league", "controlled", "", "1980-skerry"},
		{"last day covered", "1989-12-31", port, "harbourside", "crown", "controlled", "", "1972-harbour"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := s.Locate(tt.point, day(t, tt.day))
			if got.Zone == nil || got.Zone.ID != tt.zone {
				t.Fatalf("zone: got %+v, want %s", got.Zone, tt.zone)
			}
			who := ""
			if got.Control.Controller != nil {
				who = *got.Control.Controller
			}
			if who != tt.who || got.Control.Status != tt.status || got.Control.PatrolledBy != tt.patrolledBy {
				t.Errorf("got %q %s %q, want %q %s %q", who, got.Control.Status, got.Control.PatrolledBy, tt.who, tt.status, tt.patrolledBy)
			}
			if tt.event != "" && (got.Control.Event == nil || got.Control.Event.ID != tt.event) {
				t.Errorf("event: got %v, want %s", got.Control.Event, tt.event)
			}
			if len(got.Control.Sources) == 0 {
				t.Error("no source is given")
			}
		})
	}
}

// A viewpoint shows another holder on contested days and in contested periods only.
func TestViewpointsDifferWhereItIsContested(t *testing.T) {
	s := open(t)
	for _, tt := range []struct{ viewpoint, day, who, status string }{
		{"confirmed", "1972-08-20", "league", "contested"},
		{"crown_announced", "1972-08-20", "crown", "controlled"},
		{"league_announced", "1972-08-20", "league", "controlled"},
		{"crown_announced", "1972-09-01", "league", "controlled"},
	} {
		view, err := s.From(tt.viewpoint)
		if err != nil {
			t.Fatal(err)
		}
		if c := view.Locate(town, day(t, tt.day)).Control; *c.Controller != tt.who || c.Status != tt.status {
			t.Errorf("%s on %s: got %s %s, want %s %s", tt.viewpoint, tt.day, *c.Controller, c.Status, tt.who, tt.status)
		}
	}
}

func TestOverlayLiesAboveTheZoneWhileItHasAPeriod(t *testing.T) {
	s := open(t)
	for _, tt := range []struct {
		day  string
		want int
	}{{"1973-01-31", 0}, {"1973-02-01", 1}, {"1979-09-19", 1}, {"1979-09-20", 0}} {
		got := s.Locate(causeway, day(t, tt.day))
		if len(got.Overlays) != tt.want || tt.want > 0 && *got.Overlays[0].Control.Controller != "wardens" {
			t.Errorf("%s: overlays %v, want %d of the wardens", tt.day, got.Overlays, tt.want)
		}
		if got.Zone == nil || got.Zone.ID != "harbourside" || *got.Control.Controller != "crown" {
			t.Errorf("%s: the zone below: got %+v %v", tt.day, got.Zone, got.Control.Controller)
		}
	}
}

// A zone passes when its controller differs, and is altered when only the status or the patrol
// does.
func TestDiffTellsPassedFromAltered(t *testing.T) {
	d := diffOf(t, open(t), day(t, "1972-11-24"), day(t, "1972-12-01"))
	zones := func(changes []data.Change) (ids []string) {
		for _, c := range changes {
			ids = append(ids, c.Zone)
		}
		slices.Sort(ids)
		return ids
	}
	if got, want := zones(d.Passed), []string{"abbey", "harbourside", "orchards"}; !slices.Equal(got, want) {
		t.Errorf("passed: got %v, want %v", got, want)
	}
	if got, want := zones(d.Altered), []string{"town"}; !slices.Equal(got, want) {
		t.Errorf("altered: got %v, want %v", got, want)
	}
}

func TestUncoveredDaysAndPlacesAreUnknownWithTheReason(t *testing.T) {
	s := open(t)
	cape := orb.Point{-128.85, -42.85}
	for _, tt := range []struct {
		name, day, reason string
		point             orb.Point
	}{
		{"day before the first", "1961-02-28", "outside the days", cape},
		{"day after the last", "1990-01-01", "outside the days", cape},
		{"far future", "9999-12-31", "outside the days", cape},
		{"another continent", "1972-11-25", "outside the extent", orb.Point{46.75, 39.8}},
		{"next to the zones", "1972-11-25", "lies in no zone", orb.Point{-127.0, -43.5}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := s.Locate(tt.point, day(t, tt.day)).Control
			if got.Status != dataset.UnknownStatus || got.Controller != nil || !strings.Contains(got.Reason, tt.reason) {
				t.Errorf("got %s %v, reason %q; want unknown because %q", got.Status, got.Controller, got.Reason, tt.reason)
			}
		})
	}
	for _, d := range []string{"1961-03-01", "1989-12-31"} {
		if got := s.Locate(cape, day(t, d)).Control; got.Status == dataset.UnknownStatus {
			t.Errorf("%s is covered, got unknown: %s", d, got.Reason)
		}
	}
	if d := diffOf(t, s, day(t, "1950-01-01"), day(t, "1980-01-01")); d.Reason == "" || len(d.Passed) > 0 {
		t.Errorf("diff with an uncovered day: got %d zones, reason %q", len(d.Passed), d.Reason)
	}
	stats, err := s.Stats(t.Context(), data.StatsQuery{During: date.Interval{From: day(t, "2030-01-01"), To: day(t, "2030-01-02")}})
	if err != nil || len(stats.Series) != 1 {
		t.Fatalf("stats of an uncovered day: got %d stretches, %v", len(stats.Series), err)
	}
	for _, areas := range stats.Series {
		if areas.Reason == "" || len(areas.Areas) != 1 || areas.Areas[0].Status != dataset.UnknownStatus {
			t.Errorf("stats of an uncovered day: got %+v", areas)
		}
	}
}

// Days that are given in the wrong order are put in order, which is said, and tell the same
// history; a day compared with itself says that nothing changed.
func TestDiffRunsForwards(t *testing.T) {
	s := open(t)
	there, back := diffOf(t, s, day(t, "1966-01-01"), day(t, "1980-01-01")), diffOf(t, s, day(t, "1980-01-01"), day(t, "1966-01-01"))
	if !back.Reordered || back.Note != "the days were put in order: 1966-01-01 to 1980-01-01" || there.Reordered || there.Note != "" {
		t.Errorf("got reordered %v, %q there, %v, %q back", there.Reordered, there.Note, back.Reordered, back.Note)
	}
	back.Reordered, back.Note = false, ""
	if !reflect.DeepEqual(there, back) || len(there.Passed) == 0 {
		t.Errorf("got %+v there, %+v back", there, back)
	}
	for _, c := range back.Passed {
		if len(c.Steps) == 0 { // backwards there once were none
			t.Errorf("%s: no step", c.Zone)
		}
	}
	if d := diffOf(t, s, day(t, "1972-11-25"), day(t, "1972-11-25")); len(d.Passed)+len(d.Altered)+len(d.Unknown) > 0 || d.Note != "the same day twice: nothing changed" {
		t.Errorf("a day against itself: got %+v", d)
	}
	if d := diffOf(t, s, day(t, "1900-01-01"), day(t, "1900-01-01")); d.Note != "" || d.Reason == "" {
		t.Errorf("a day that is not covered against itself: got the note %q, reason %q", d.Note, d.Reason)
	}
}

// A zone of which nobody knows who held it on one of the days has not passed to another controller.
func TestDiffFromAndToUnknown(t *testing.T) {
	s := open(t)
	seen := map[string]int{}
	for _, days := range [][2]string{{"1962-01-01", "1975-01-01"}, {"1962-01-01", "1989-12-31"}, {"1989-12-31", "1966-01-01"}} {
		d := diffOf(t, s, day(t, days[0]), day(t, days[1]))
		seen["passed"] += len(d.Passed)
		seen["unknown"] += len(d.Unknown)
		for _, c := range d.Passed {
			if c.Before.Controller == nil || c.After.Controller == nil {
				t.Errorf("%s to %s: %s passed from %v to %v", days[0], days[1], c.Zone, c.Before.Controller, c.After.Controller)
			}
		}
		for _, c := range d.Unknown {
			if (c.Before.Controller == nil) == (c.After.Controller == nil) {
				t.Errorf("%s to %s: %s is known on both days or none", days[0], days[1], c.Zone)
			}
		}
	}
	if seen["passed"] == 0 || seen["unknown"] == 0 {
		t.Errorf("got %v, want some of both", seen)
	}
}

// The epochs cover every day once, and a change day begins one.
func TestEpochs(t *testing.T) {
	s := open(t)
	timeline := s.Timeline
	covers := timeline.Covers()
	next, starts := date.Beginning, map[date.Date]bool{}
	for epoch := range epochs(s) {
		i := timeline.EpochInterval(epoch)
		if i.From != next || i.From >= i.To {
			t.Fatalf("epoch %d is %v, want it to begin on %s", epoch, i, next)
		}
		for _, d := range []date.Date{max(i.From, -1_000_000), min(i.Last(), 1_000_000)} {
			if got := timeline.Epoch(d); got != epoch {
				t.Errorf("Epoch(%s): got %d, want %d", d, got, epoch)
			}
		}
		starts[i.From] = true
		next = i.To
	}
	if next != date.Forever {
		t.Errorf("the epochs end on %s, want them to go on for ever", next)
	}
	for _, d := range append([]date.Date{covers.From, covers.To, day(t, "1972-11-25")}, timeline.Changes()...) {
		if !starts[d] {
			t.Errorf("no epoch begins on %s", d)
		}
	}
}

// An own column cannot have the name of a column that tables and tiles have anyway.
func TestColumnsHaveReservedNames(t *testing.T) {
	s := open(t)
	own := map[string]bool{}
	for _, a := range s.Dataset.Attributes {
		own[a.Name] = true
	}
	read := 0
	for _, tileset := range s.Tilesets() {
		layers, err := s.TileContent(t.Context(), tileset, day(t, "1972-11-25"))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range layers {
			full, err := s.Layer(t.Context(), l.Name, data.Selection{During: date.Always})
			if err != nil {
				full = l // only tiles have it
			}
			for _, f := range slices.Concat(l.Fields, full.Fields) {
				read++
				if !own[f.Name] && dataset.AttributeName(f.Name) == f.Name {
					t.Errorf("%s: the column %s can be the name of an attribute: reservedNames lacks it", l.Name, f.Name)
				}
			}
		}
	}
	if read < 50 {
		t.Errorf("only %d columns were looked at", read)
	}
}

// diffOf is the difference of two days.
func diffOf(t *testing.T, s *data.Snapshot, from, to date.Date) data.Diff {
	t.Helper()
	d, err := s.Diff(t.Context(), from, to)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
