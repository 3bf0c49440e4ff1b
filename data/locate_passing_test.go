package data_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/testdata"
)

// Points of the isles.
var (
	capePoint = orb.Point{-128.85, -42.85}
	townPoint = orb.Point{-130.1, -41.97}
	moorPoint = orb.Point{-129.3, -41.4}
)

// On a day between the bounds of a change nobody knows which side of it the day is on, before and
// after the day that the table of periods takes.
func TestDaysBetweenBoundsAreUncertain(t *testing.T) {
	s := open(t)
	// The League holds the town from one of the days 31 August to 2 September, by its event.
	for _, tt := range []struct {
		point               orb.Point
		on, viewpoint, note string
	}{
		{townPoint, "1972-08-30", "", ""},
		{townPoint, "1972-08-31", "", "not certain: changed between 1972-08-31 and 1972-09-02"},
		{townPoint, "1972-09-01", "", "not certain: changed between 1972-08-31 and 1972-09-02"},
		{townPoint, "1972-09-02", "", ""},
		{townPoint, "1972-08-31", "crown_announced", "not certain: passed between 1972-08-31 and 1972-09-02"},
		{townPoint, "1972-08-31", "league_announced", ""}, // which shows no change
		{townPoint, "1972-09-01", "league_announced", ""},
		{capePoint, "1967-04-01", "", ""},
		{capePoint, "1967-04-02", "", "not certain: passed between 1967-04-02 and 1967-04-03"}, // its own bounds
		{capePoint, "1967-04-03", "", ""},
		{moorPoint, "1961-03-01", "", ""},
		{townPoint, "1950-01-01", "", ""},
	} {
		view, err := s.From(tt.viewpoint)
		if err != nil {
			t.Fatal(err)
		}
		l := view.Locate(tt.point, day(t, tt.on))
		if l.UncertainNote != tt.note || l.Uncertain != (tt.note != "") {
			t.Errorf("%v on %s, %q: got %v %q, want %q", tt.point, tt.on, tt.viewpoint, l.Uncertain, l.UncertainNote, tt.note)
		}
	}
	overlay := s.Locate(orb.Point{-129.55, -42.9}, day(t, "1965-01-05")).Overlays
	if len(overlay) != 1 || overlay[0].UncertainNote != "not certain: began between 1965-01-01 and 1965-01-31" {
		t.Errorf("the lighthouse: got %+v", overlay)
	}
}

// Where a zone was divided on an uncertain day, only that part of it passed that another then held.
func TestDaysBetweenBoundsOfAZoneThatWasDivided(t *testing.T) {
	files := divided(t)
	files = with(t, files, "control.json", `{"from": "2000-01-01", "to": "2004-06-01", "controller": "reds", "status": "controlled", "event": "start"},
    {"from": "2004-06-01",`, `{"from": "2003-01-01",`)
	files = with(t, files, "control.json", `"status": "controlled", "sources": ["gazette"]}
  ],
  "north": [`, `"status": "controlled", "from_earliest": "2002-12-30", "from_latest": "2003-01-03", "sources": ["gazette"]}
  ],
  "north": [`)
	files = with(t, files, "control.json", `"to": "2008-01-01", `, `"from_earliest": "2002-12-30", "from_latest": "2003-01-03", "to": "2008-01-01", `)
	s, problems, err := data.Open(files)
	if err != nil {
		t.Fatal(err, problems)
	}
	const note = "not certain: passed between 2002-12-30 and 2003-01-03"
	for on, want := range map[string]string{"2002-12-29": "", "2002-12-30": note, "2003-01-01": note, "2003-01-03": ""} {
		if l := s.Locate(orb.Point{10.5, 50.2}, day(t, on)); l.UncertainNote != want {
			t.Errorf("south on %s: got %q, want %q", on, l.UncertainNote, want)
		}
		if l := s.Locate(orb.Point{10.5, 50.8}, day(t, on)); l.Uncertain {
			t.Errorf("north on %s, which the reds held before and after: got %q", on, l.UncertainNote)
		}
	}
}

// What an answer says of a period, as JSON.
func TestLocationsSayWhatPeriodsSay(t *testing.T) {
	s := open(t)
	for _, tt := range []struct {
		point orb.Point
		on    string
		want  []string
		not   string
	}{
		{capePoint, "1967-05-01", []string{`"from":"1967-04-02","to":null,"from_earliest":"1967-04-02","from_latest":"1967-04-03"`, `"note":{"en":"The lighthouse is not part of it.","ru":"Маяк к нему не относится."}`}, `since_or_earlier`},
		{moorPoint, "1970-01-01", []string{`"from":"1961-03-01","to":null,"since_or_earlier":true`, `"attributes_of":"upland"`,
			`"attributes":[{"name":"hearths","title":{"en":"Hearths taxed in 1960","ru":"Очаги, обложенные налогом в 1960 году"},"type":"number","unit":"hearths","value":9120},{"name":"walked"`,
			`"type":"date","value":"1960-05-17"}`}, `from_earliest`},
		{townPoint, "1972-08-20", []string{`"claimants":["crown","league"]`, `"name":"garrison"`, `"unit":"people","value":120}`, `"type":"boolean","value":true}`, `"type":"date","value":null}`}, `"uncertain"`},
		{townPoint, "1972-12-20", []string{`"value":40.5}`, `"type":"text","value":null}`, `"value":"1972-11-26"}`}, `claimants`},
		{orb.Point{-129.55, -42.9}, "1965-01-05", []string{`"note":{"en":"Told by one keeper.","ru":"Со слов одного смотрителя."}`}, `claimants`},
	} {
		l := s.Locate(tt.point, day(t, tt.on))
		got := string(l.AppendJSON(nil))
		for _, want := range tt.want {
			if !strings.Contains(got, want) {
				t.Errorf("%v on %s: got %s, want %s", tt.point, tt.on, got, want)
			}
		}
		if strings.Contains(got, tt.not) {
			t.Errorf("%v on %s: got %s, want no %s", tt.point, tt.on, got, tt.not)
		}
	}
	view, err := s.From("crown_announced")
	if err != nil {
		t.Fatal(err)
	}
	if l := view.Locate(townPoint, day(t, "1972-08-20")); len(l.Control.Claimants) > 0 {
		t.Errorf("a viewpoint that shows one party as in control names %v", l.Control.Claimants)
	}
}

// A dataset that is not kept up says so on later days.
func TestDaysAfterADatasetWasKept(t *testing.T) {
	s, problems, err := data.Open(testdata.With(t, testdata.Isles(), "dataset.json", `"as_of": "1989-12-31"`, `"as_of": "1985-06-30"`, 1))
	if err != nil {
		t.Fatal(err, problems)
	}
	for on, want := range map[string]string{"1985-06-30": "", "1985-07-01": `"as_of":"1985-06-30"`, "1990-01-01": ""} {
		l := s.Locate(capePoint, day(t, on))
		if got := string(l.AppendJSON(nil)); strings.Contains(got, "as_of") != (want != "") || !strings.Contains(got, want) || !json.Valid([]byte(got)) {
			t.Errorf("%s: got %s, want %q", on, got, want)
		}
	}
}

// What files hold says up to which day the dataset was kept, if days after it are asked for.
func TestMetaSaysAsOf(t *testing.T) {
	s, problems, err := data.Open(testdata.With(t, testdata.Isles(), "dataset.json", `"as_of": "1989-12-31"`, `"as_of": "1985-06-30"`, 1))
	if err != nil {
		t.Fatal(err, problems)
	}
	for during, want := range map[string]bool{"1985-06-30": false, "1985-07-01": true, "1980-01-01/1985-06-30": false, "1980-01-01/..": true, "2050-01-01": false} {
		days, err := date.ParseDatetime(during)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Meta("zones", days).Description; strings.Contains(got, "as of 1985-06-30") != want {
			t.Errorf("%s: got %q, want the day told: %v", during, got, want)
		}
	}
	if got := s.Meta("zones", date.Always).Description; !strings.Contains(got, "as of 1985-06-30") {
		t.Errorf("all days: got %q", got)
	}
}
