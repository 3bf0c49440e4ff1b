package dataset_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/testdata"
)

// A dataset that does not say its format has the first, and is written in the latest.
func TestFormatIsWrittenAs2(t *testing.T) {
	small, _ := reloaded(t, testdata.Small())
	if small.Format != 1 {
		t.Errorf("format of a dataset that says none: got %d, want 1", small.Format)
	}
	files, err := small.Files()
	if err != nil {
		t.Fatal(err)
	}
	if text := string(files["dataset.json"]); !strings.HasPrefix(text, "{\n  \"format\": 2,\n") {
		t.Errorf("dataset.json begins %.40q, want format 2 first", text)
	}
	// what only format 2 has means the same whatever format is said
	isles, problems := reloaded(t, with(t, testdata.Copy(t, testdata.Isles()), "dataset.json", "  \"format\": 2,\n", ""))
	whole, _ := reloaded(t, testdata.Isles())
	if len(problems) > 0 || isles.Format != 1 || len(isles.Attributes) != len(whole.Attributes) || len(isles.Spans) != len(whole.Spans) {
		t.Errorf("isles without a format: format %d, %d attributes, %d spans, %v", isles.Format, len(isles.Attributes), len(isles.Spans), problems)
	}
}

func TestAttributesHaveTheirTypes(t *testing.T) {
	isles, _ := reloaded(t, testdata.Isles())
	var got []dataset.Values
	for _, r := range isles.Regions {
		if r.Attributes != nil {
			got = append(got, r.Attributes)
		}
	}
	for _, p := range isles.Periods {
		if p.Attributes != nil {
			got = append(got, p.Attributes)
		}
	}
	want := []dataset.Values{
		{"hearths": 9120.0, "walked": day(t, "1960-05-17")},
		{"hearths": nil, "walled": false, "own_zone": "M"},
		{"garrison": 120.0, "flag": "two", "curfew": true, "sworn": nil},
		{"garrison": 40.5, "flag": nil, "sworn": day(t, "1972-11-26")},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func day(t testing.TB, s string) date.Date {
	t.Helper()
	d, err := date.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// A period has bounds of its own, or those of its event, or begins on its day.
func TestBegan(t *testing.T) {
	at := func(s string) *date.Date { d := day(t, s); return &d }
	from := day(t, "1972-09-01")
	event := &dataset.Event{Earliest: day(t, "1972-08-31"), Latest: day(t, "1972-09-02")}
	for _, tt := range []struct {
		name             string
		p                dataset.ControlPeriod
		event            *dataset.Event
		earliest, latest date.Date
	}{
		{"no event", dataset.ControlPeriod{}, nil, from, from},
		{"its event's", dataset.ControlPeriod{}, event, event.Earliest, event.Latest},
		{"one of its own", dataset.ControlPeriod{FromEarliest: at("1972-09-01")}, event, from, event.Latest},
		{"both of its own", dataset.ControlPeriod{FromEarliest: at("1972-08-30"), FromLatest: at("1972-09-05")}, nil, day(t, "1972-08-30"), day(t, "1972-09-05")},
		{"an event at another time", dataset.ControlPeriod{}, &dataset.Event{Earliest: from + 1, Latest: from + 2}, from, from},
		{"or earlier", dataset.ControlPeriod{FromOpen: true}, event, date.Beginning, from},
	} {
		tt.p.Interval = date.Interval{From: from, To: date.Forever}
		if earliest, latest := tt.p.Began(tt.event); earliest != tt.earliest || latest != tt.latest {
			t.Errorf("%s: got %s to %s, want %s to %s", tt.name, earliest, latest, tt.earliest, tt.latest)
		}
	}
}

// A period from ".." begins on the first day covered, whichever that is.
func TestOpenBoundIsTheFirstDayCovered(t *testing.T) {
	for _, first := range []string{"1961-03-01", "1961-02-01"} {
		isles, _ := reloaded(t, with(t, testdata.Copy(t, testdata.Isles()), "dataset.json", "1961-03-01", first))
		i := slices.IndexFunc(isles.Periods, func(p *dataset.ControlPeriod) bool { return p.FromOpen })
		if i < 0 {
			t.Fatal("no period of the isles is open to the past")
		}
		if p := isles.Periods[i]; p.Interval.From != day(t, first) {
			t.Errorf("covered from %s: got %v from %s", first, p.FromOpen, p.Interval.From)
		}
		files, err := isles.Files()
		if err != nil || !strings.Contains(string(files["control.json"]), `{"from": "..", "to": null,`) {
			t.Errorf("the bound is not written open: %v", err)
		}
	}
}

// A text of one language may be written without it; it is answered in every language then.
func TestTextsForReaders(t *testing.T) {
	for _, tt := range []struct {
		text       dataset.Text
		language   string
		said, file string
	}{
		{dataset.NewText("a"), "ru", "a", `"a"`},
		{dataset.NewText(""), "ru", "", `{}`},
		{dataset.Text{"en": "a"}, "ru", "a", `{"en":"a"}`},
		{dataset.Text{"en": "a", "ru": "b"}, "ru", "b", `{"en":"a","ru":"b"}`},
	} {
		file, err := json.Marshal(tt.text)
		if err != nil || tt.text.In(tt.language) != tt.said || string(file) != tt.file && tt.text != nil {
			t.Errorf("%v: got %q and %s, want %q and %s; %v", tt.text, tt.text.In(tt.language), file, tt.said, tt.file, err)
		}
	}
	// a definition that names no language is in the first one of the dataset
	files := with(t, testdata.Copy(t, testdata.Isles()), "dataset.json", `["en", "ru", "ar"]`, `["ru", "en", "ar"]`)
	files = with(t, files, "dataset.json", `{"en": "One party keeps order there."}`, `"One party keeps order there."`)
	isles, _ := reloaded(t, files)
	if got := isles.Statuses[0].Definition["ru"]; got != "One party keeps order there." {
		t.Errorf("definition in Russian: got %q", got)
	}
}

func TestNamesOfAttributes(t *testing.T) {
	for column, want := range map[string]string{
		"limit": "own_limit", "BBOX": "own_BBOX", "f": "own_f", "zone": "own_zone", "id": "own_id", "controller": "own_controller",
		"valid_from": "own_valid_from", "name_fr": "own_name_fr", "hearths": "hearths", "own_hearths": "own_hearths", "population": "population",
	} {
		name := dataset.AttributeName(column)
		if name != want || dataset.ColumnName(name) != column {
			t.Errorf("%s: got %s, and back %s; want %s", column, name, dataset.ColumnName(name), want)
		}
	}
}

// Many attributes are fine, but tiles carry a few only.
func TestTilesCarryFewAttributes(t *testing.T) {
	for _, tt := range []struct {
		more int
		want int // problems
	}{{14, 0}, {15, 1}, {20, 1}} { // the isles have two
		var list strings.Builder
		for i := range tt.more {
			list.WriteString(`{"name": "more_` + string(rune('a'+i)) + `", "of": "regions", "type": "number", "title": {"en": "More"}, "in_tiles": true}, `)
		}
		var files fstest.MapFS = with(t, testdata.Copy(t, testdata.Isles()), "dataset.json", `"attributes": [`, `"attributes": [`+list.String())
		problems, err := dataset.CheckFiles(files)
		if err != nil || len(problems) != tt.want {
			t.Errorf("%d attributes in tiles: got %v, want %d problems; %v", tt.more+2, problems, tt.want, err)
		}
	}
}
