package karabakh_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/karabakh"
)

// open returns the bundled dataset.
func open(t testing.TB) *data.Snapshot {
	t.Helper()
	s, problems, err := data.Open(karabakh.FS())
	if err != nil {
		t.Fatalf("bundled dataset: %v\n%v", err, problems)
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

func TestBundledDatasetHasNoErrors(t *testing.T) {
	problems, err := dataset.CheckFiles(karabakh.FS())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		if p.Severity == dataset.Error {
			t.Error(p)
		}
	}
}

// Who held which place when, from the published chronology.
func TestLocateKnownPlaces(t *testing.T) {
	s := open(t)
	kalbajar, aghdam := orb.Point{46.04, 40.10}, orb.Point{46.92736, 39.99096}
	lachinDistrict, lachinTown := orb.Point{46.26, 39.78}, orb.Point{46.549, 39.640}
	jabrayil, fuzuli, khankendi := orb.Point{47.0284, 39.3992}, orb.Point{47.1453, 39.6009}, orb.Point{46.7528, 39.8177}
	sus := orb.Point{46.51278, 39.62694}
	for _, tt := range []struct {
		name, day          string
		point              orb.Point
		zone, who, status  string
		patrolledBy, event string
	}{
		{"Kalbajar, the day before", "2020-11-24", kalbajar, "z_kalbajar_soviet", "armenian_forces", "controlled", "", "1993-04-03-kalbajar"},
		{"Kalbajar, handed over", "2020-11-25", kalbajar, "z_kalbajar_soviet", "azerbaijan", "controlled", "", "2020-11-25-kalbajar"},
		{"Aghdam, the day before", "2020-11-19", aghdam, "z_aghdam_west", "armenian_forces", "controlled", "", "1993-07-23-aghdam"},
		{"Aghdam, handed over", "2020-11-20", aghdam, "z_aghdam_west", "azerbaijan", "controlled", "", "2020-11-20-aghdam"},
		{"Lachin district, the day before", "2020-11-30", lachinDistrict, "z_lachin_main", "armenian_forces", "controlled", "", ""},
		{"Lachin district, handed over", "2020-12-01", lachinDistrict, "z_lachin_main", "azerbaijan", "controlled", "", "2020-12-01-lachin"},
		{"Lachin town, the day before", "2020-11-30", lachinTown, "z_lachin_town_corridor", "russian_peacekeepers", "peacekeepers", "russian_peacekeepers", ""},
		{"Lachin town, the same on 1 December", "2020-12-01", lachinTown, "z_lachin_town_corridor", "russian_peacekeepers", "peacekeepers", "russian_peacekeepers", ""},
		{"Lachin town, last day", "2022-08-25", lachinTown, "z_lachin_town_corridor", "russian_peacekeepers", "peacekeepers", "russian_peacekeepers", ""},
		{"Lachin town, handed over", "2022-08-26", lachinTown, "z_lachin_town_corridor", "azerbaijan", "controlled", "", "2022-08-26-lachin-town"},
		{"Jabrayil before the announcement", "2020-10-03", jabrayil, "z_jabrayil_center", "armenian_forces", "controlled", "", ""},
		{"Jabrayil announced", "2020-10-04", jabrayil, "z_jabrayil_center", "azerbaijan", "contested", "", "2020-10-04-jabrayil"},
		{"Jabrayil, last contested day", "2020-10-24", jabrayil, "z_jabrayil_center", "azerbaijan", "contested", "", ""},
		{"Jabrayil confirmed", "2020-10-25", jabrayil, "z_jabrayil_center", "azerbaijan", "controlled", "", ""},
		{"Fuzuli before the announcement", "2020-10-16", fuzuli, "z_fuzuli_core", "armenian_forces", "controlled", "", ""},
		{"Fuzuli announced", "2020-10-17", fuzuli, "z_fuzuli_core", "azerbaijan", "contested", "", "2020-10-17-fuzuli"},
		{"Fuzuli confirmed", "2020-10-25", fuzuli, "z_fuzuli_core", "azerbaijan", "controlled", "", ""},
		{"Khankendi before the peacekeepers", "2020-11-09", khankendi, "z_stepanakert", "armenian_forces", "controlled", "", ""},
		{"Khankendi patrolled", "2020-11-10", khankendi, "z_stepanakert", "armenian_forces", "peacekeepers", "russian_peacekeepers", "2020-11-10-peacekeepers"},
		{"Khankendi, last patrolled day", "2023-09-19", khankendi, "z_stepanakert", "armenian_forces", "peacekeepers", "russian_peacekeepers", ""},
		{"Khankendi after the ceasefire of 2023", "2023-09-20", khankendi, "z_stepanakert", "armenian_forces", "contested", "russian_peacekeepers", "2023-09-20-ceasefire"},
		{"Khankendi, last contested day", "2023-09-28", khankendi, "z_stepanakert", "armenian_forces", "contested", "russian_peacekeepers", ""},
		{"Khankendi, police in the city", "2023-09-29", khankendi, "z_stepanakert", "azerbaijan", "controlled", "", "2023-09-29-khankendi"},
		{"Mardakert, seen in Azerbaijani hands", "2023-09-22", orb.Point{46.82135, 40.21127}, "z_mardakert_town", "azerbaijan", "controlled", "", "2023-09-22-aghdara"},
		{"Martuni, the day before", "2023-09-25", orb.Point{47.1117, 39.79496}, "z_martuni_main", "armenian_forces", "contested", "russian_peacekeepers", ""},
		{"Sus in the corridor", "2021-06-01", sus, "z_lachin_town_corridor", "russian_peacekeepers", "peacekeepers", "russian_peacekeepers", ""},
		{"Sus, handed over with Lachin", "2022-08-26", sus, "z_lachin_town_corridor", "azerbaijan", "controlled", "", "2022-08-26-lachin-town"},
		{"Tugh after the first announcement in its district", "2020-10-19", orb.Point{46.965, 39.587}, "z_hadrut_rural", "armenian_forces", "contested", "", "2020-10-09-hadrut-claim"},
		{"Khudaferin announced, not confirmed", "2020-10-24", orb.Point{47.04667, 39.25833}, "z_jabrayil_west", "azerbaijan", "contested", "", "2020-10-18-khudaferin"},
		{"Lisagor before Lachin", "1992-05-16", orb.Point{46.64306, 39.6875}, "z_shusha_west", "armenian_forces", "controlled", "", "1992-05-15-turshsu"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := s.Locate(tt.point, day(t, tt.day))
			if got.Zone == nil || got.Zone.ID != tt.zone {
				t.Fatalf("zone: got %+v, want %s", got.Zone, tt.zone)
			}
			if got.Control.Controller == nil || *got.Control.Controller != tt.who || got.Control.Status != tt.status {
				t.Errorf("got %v %s, want %s %s", got.Control.Controller, got.Control.Status, tt.who, tt.status)
			}
			if got.Control.PatrolledBy != tt.patrolledBy {
				t.Errorf("patrolled by: got %q, want %q", got.Control.PatrolledBy, tt.patrolledBy)
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

func TestKalbajarHandoverWasPutOff(t *testing.T) {
	s := open(t)
	event := s.Locate(orb.Point{46.04, 40.10}, day(t, "2020-11-25")).Control.Event
	if event == nil || event.Planned == nil || event.Planned.String() != "2020-11-15" || event.Kind != "handover" {
		t.Errorf("got %+v, want a handover planned for 2020-11-15", event)
	}
}

// The road of 2022 ran above a zone that Azerbaijan held.
func TestOverlaysLieAboveTheZone(t *testing.T) {
	s := open(t)
	point := orb.Point{46.58, 39.57}
	for _, tt := range []struct{ day, controller string }{
		{"2022-08-29", ""}, {"2022-08-30", "russian_peacekeepers"}, {"2023-09-19", "russian_peacekeepers"}, {"2023-09-20", ""},
	} {
		got := s.Locate(point, day(t, tt.day))
		controller := ""
		if len(got.Overlays) == 1 && got.Overlays[0].Control != nil {
			controller = *got.Overlays[0].Control.Controller
		}
		if controller != tt.controller {
			t.Errorf("%s: overlay under %q, want %q", tt.day, controller, tt.controller)
		}
		if got.Zone == nil || got.Zone.ID != "z_lachin_main" || *got.Control.Controller != "azerbaijan" {
			t.Errorf("%s: the zone below: got %+v", tt.day, got.Zone)
		}
	}
	if got := s.LocateWith(point, day(t, "2000-01-01"), data.Extras{History: true}).Overlays; len(got) != 1 || len(got[0].History) == 0 {
		t.Errorf("with history: got %v, want the road with its periods", got)
	}
}

// The bridge at Kornidzor: peacekeepers on the new road from its first day, on the last stretch of
// the old one until the end of March 2023.
func TestTheBridgeLiesOnBothRoads(t *testing.T) {
	s := open(t)
	for _, tt := range []struct{ day, want string }{
		{"2022-08-25", ""}, {"2022-08-26", "z_lachin_strip"}, {"2022-12-01", "z_lachin_route2 z_lachin_strip"},
		{"2023-03-29", "z_lachin_route2 z_lachin_strip"}, {"2023-03-30", "z_lachin_route2"}, {"2023-09-20", ""},
	} {
		var held []string
		for _, o := range s.Locate(orb.Point{46.53, 39.55}, day(t, tt.day)).Overlays {
			if o.Control != nil && o.Control.Controller != nil {
				held = append(held, o.ID)
			}
		}
		slices.Sort(held)
		if got := strings.Join(held, " "); got != tt.want {
			t.Errorf("%s: peacekeepers on %q, want %q", tt.day, got, tt.want)
		}
	}
}

func TestKhankendiLiesInItsCityAndTheOblast(t *testing.T) {
	s := open(t)
	var ids []string
	for _, r := range s.Locate(orb.Point{46.7528, 39.8177}, day(t, "2020-12-01")).Regions {
		ids = append(ids, r.ID)
	}
	if want := []string{"stepanakert_c", "nkao", "khankendi"}; !slices.Equal(ids, want) {
		t.Errorf("got %v, want %v", ids, want)
	}
}

func TestDiffOfNovember2020(t *testing.T) {
	s := open(t)
	d, err := s.Diff(t.Context(), day(t, "2020-11-09"), day(t, "2020-12-02"))
	if err != nil {
		t.Fatal(err)
	}
	type passage struct{ zone, from, to string }
	var got []passage
	for _, c := range d.Passed {
		got = append(got, passage{zone: c.Zone, from: *c.Before.Controller, to: *c.After.Controller})
		if c.AreaKm2 <= 0 || len(c.Steps) != 1 {
			t.Errorf("%s: %g km2 in %d steps, want a positive area in one step", c.Zone, c.AreaKm2, len(c.Steps))
		}
	}
	want := []passage{
		{zone: "z_lachin_town_corridor", from: "armenian_forces", to: "russian_peacekeepers"},
		{zone: "z_aghdam_west", from: "armenian_forces", to: "azerbaijan"},
		{zone: "z_kalbajar_soviet", from: "armenian_forces", to: "azerbaijan"},
		{zone: "z_lachin_main", from: "armenian_forces", to: "azerbaijan"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("passed: got %v, want %v", got, want)
	}
	for _, c := range slices.Concat(d.Passed, d.Altered) {
		for _, quiet := range []string{"fuzuli", "jabrayil", "zangilan", "qubadli"} {
			if strings.Contains(c.Zone, quiet) {
				t.Errorf("%s changed nothing in these days, but is listed", c.Zone)
			}
		}
	}
	for _, c := range d.Altered {
		if slices.Contains(c.What, "controller") || *c.Before.Controller != "armenian_forces" || c.After.Status != "peacekeepers" {
			t.Errorf("altered: %s from %v to %v", c.Zone, *c.Before.Controller, c.After.Status)
		}
	}
	if len(d.Altered) != 8 {
		t.Errorf("altered: got %d zones, want the eight that peacekeepers came to patrol", len(d.Altered))
	}
}

// Every point of a partition lies in exactly one region: a point has a zone exactly when it has a
// district, and never two.
func TestEveryPointHasExactlyOneZone(t *testing.T) {
	s := open(t)
	random := rand.New(rand.NewPCG(1, 2))
	points := make([]orb.Point, 0, 60_000)
	for range 20_000 {
		points = append(points, orb.Point{45.4 + 2.4*random.Float64(), 38.7 + 1.9*random.Float64()})
	}
	for _, zone := range s.Zones() { // vertices, and points level with vertices
		for _, polygon := range zone.Geometry {
			for _, ring := range polygon {
				for _, p := range ring {
					points = append(points, p, orb.Point{p[0] + 0.1*random.Float64(), p[1]})
				}
			}
		}
	}
	on, inside := day(t, "2020-11-25"), 0
	for _, p := range points {
		got := s.Locate(p, on)
		districts := 0
		for _, r := range got.Regions {
			if r.Layer == "districts" {
				districts++
			}
		}
		if districts > 1 || (got.Zone != nil) != (districts == 1) {
			t.Fatalf("%v: zone %v, %d districts: want one of each or none", p, got.Zone, districts)
		}
		if got.Zone != nil {
			inside++
		}
	}
	if inside < 5_000 {
		t.Fatalf("only %d of %d points lie in a zone: the test looks in the wrong place", inside, len(points))
	}
}

// The areas of all actors add up to the same on every day, and those within and outside of a region
// to the whole.
func TestStatsAddUp(t *testing.T) {
	s := open(t)
	var total float64
	for _, zone := range s.Zones() {
		total += zone.AreaKm2
	}
	sums := map[string]float64{}
	for name, query := range map[string]data.StatsQuery{
		"all": {During: date.Always}, "within": {During: date.Always, Within: "nkao"}, "outside": {During: date.Always, Outside: "nkao"},
	} {
		stats, err := s.Stats(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		for _, areas := range stats.Series {
			sum := 0.0
			for _, a := range areas.Areas {
				sum += a.Km2
			}
			if sums[name] != 0 && math.Abs(sum-sums[name]) > 1 {
				t.Errorf("%s on %s: %g km2 in all, want %g as on other days", name, areas.From, sum, sums[name])
			}
			sums[name] = sum
		}
	}
	if math.Abs(sums["all"]-total) > 1 || math.Abs(sums["within"]+sums["outside"]-total) > 1 || sums["within"] < 4000 {
		t.Errorf("got %v, want the zones' %g km2, the oblast's 4,278 of them within", sums, total)
	}
	if _, err := s.Stats(t.Context(), data.StatsQuery{During: date.Always, Within: "nowhere"}); err == nil {
		t.Error("an unknown region was accepted")
	}
}
