package data_test

import (
	"encoding/json"
	"strings"
	"testing"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/testdata"
)

// asJSON returns what an answer is on the wire.
func asJSON(t *testing.T, answer any) string {
	t.Helper()
	text, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// says looks for texts in an answer; one with a "-" before it must not be there.
func says(t *testing.T, answer string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		wanted, absent := strings.CutPrefix(text, "-")
		if strings.Contains(answer, wanted) == absent {
			t.Errorf("got %s\nwant %s", answer, text)
		}
	}
}

func TestRegionsSayAllOfFormat2(t *testing.T) {
	s := open(t)
	for id, want := range map[string][]string{
		"great":       {`"replaces":["upland_1972","downland_1972"]`, `"same_as":{"wikidata":"Q999999903"}`, `-"attributes"`},
		"upland_1972": {`"replaced_by":["great"]`},
		"truce_line":  {`"decided_by":{"en":"The Wardens, from a map drawn at the abbey"`},
		"shire_line":  {`"decided_by":{"en":"The charter of 1802"`},
		"parish_moor": {`"attributes":[{"name":"hearths","title":{`, `"unit":"hearths","value":null},{"name":"walled","title":{"en":"Has a wall"},"type":"boolean","value":false},{"name":"own_zone"`, `-attributes_of`},
		"north":       {`"value":9120}`, `"attributes_of":"upland"`, `"note":{"en":"with the bogs"}`, `"since_or_earlier":true`},
		"town":        {`"claimants":["crown","league"]`, `"from_earliest":"1972-08-31","from_latest":"1972-09-02"`, `"archived_at":"2021-03-04","quote":"Two flags flew`},
	} {
		region, err := s.Region(id)
		if err != nil {
			t.Fatal(err)
		}
		says(t, asJSON(t, region), want...)
	}
}

// The state table has all languages and what a map draws, but no own columns.
func TestTheStateTableOfFormat2(t *testing.T) {
	s := open(t)
	says(t, asJSON(t, s.State()),
		`"as_of":"1989-12-31"`, `"feedback":"mailto:survey@example.org"`, `"spans":[{"id":"quarrel"`, `"attributes":[{"name":"hearths","of":"regions"`,
		`"de_jure_note":{"en":"The charter of 1802 names the Crown alone."}`, `"description":{"en":"The royal government`, `"gw":"998"`,
		`{"from":"1961-03-01","to":null,"since_or_earlier":true,"controller":"crown"`,
		`{"from":"1972-08-15","to":"1972-09-01","controller":"league","status":"contested","claimants":["crown","league"]`,
		`{"from":"1972-09-01","to":"1972-11-25","from_earliest":"1972-08-31","from_latest":"1972-09-02"`,
		`{"from":"1967-04-02","to":null,"from_earliest":"1967-04-02","from_latest":"1967-04-03"`,
		"-9120", "-garrison\":")
	view, err := s.From("league_announced") // in which nothing passes on 1 September
	if err != nil {
		t.Fatal(err)
	}
	says(t, asJSON(t, view.State()), `{"from":"1972-09-01","to":"1972-11-25","controller":"league"`, `-"claimants":`)
}

func TestDiffOfFormat2(t *testing.T) {
	s := open(t)
	says(t, asJSON(t, diffOf(t, s, day(t, "1972-08-20"), day(t, "1972-09-10"))),
		`"before":{"status":"contested","controller":"league","claimants":["crown","league"]`,
		`{"date":"1972-09-01","status":"controlled","controller":"league","from_earliest":"1972-08-31","from_latest":"1972-09-02"`)
	says(t, asJSON(t, diffOf(t, s, day(t, "1972-08-01"), day(t, "1972-08-20"))),
		`{"date":"1972-08-15","status":"contested","controller":"league","claimants":["crown","league"],"event"`)
}

// Notes are strings in the answers about events and figures, whatever the file has.
func TestNotesAreStrings(t *testing.T) {
	s := open(t)
	events, err := s.EventList(date.Always, "", "")
	if err != nil {
		t.Fatal(err)
	}
	figures, err := s.FigureList("")
	if err != nil {
		t.Fatal(err)
	}
	says(t, asJSON(t, events), `"note":{"en":"Told by one keeper.","ru":"Со слов одного смотрителя."}`, `"undrawn_zones":["lamp_rock"]`, `"time_precision":4,`, `"geo_precision":2`)
	noted, problems, err := data.Open(testdata.With(t, testdata.Isles(), "regions/zones.geojson", `"note": "with the bogs"`, `"note": {"en": "with bogs", "ru": "с болотами"}`, 1))
	if err != nil {
		t.Fatal(err, problems)
	}
	north, err := noted.Region("north")
	if err != nil {
		t.Fatal(err)
	}
	says(t, asJSON(t, north), `"note":{"en":"with bogs","ru":"с болотами"}`)
	says(t, asJSON(t, figures), `"note":{"en":"Rounded.","ru":"Округлено."}`)
}
