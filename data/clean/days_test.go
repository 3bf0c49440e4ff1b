package clean_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"demarc/data/clean"
	"demarc/data/date/spelling"
	geoclean "demarc/geo/clean"
)

// Rows that share no day never compete, whatever import takes for their days.
func TestDaysOfRows(t *testing.T) {
	for _, tt := range []struct {
		name                   string
		from, to               string // properties
		first, middle, last    string // JSON
		options                clean.Options
		overlaps               bool
		wantFrom, wantTo, says string
	}{
		{"valid_from", "valid_from", "valid_to", `"2000-01-01"`, `"2010-01-01"`, "null", clean.Options{}, false, "valid_from", "valid_to", ""},
		{"start_date", "start_date", "end_date", `"2000-01-01"`, `"2010-01-01"`, `"2020-01-01"`, clean.Options{}, false, "start_date", "end_date", ""},
		{"in capitals", "GWSDATE", "GWEDATE", `"2000-01-01"`, `"2010-01-01"`, `"9999-12-31"`, clean.Options{}, false, "GWSDATE", "GWEDATE", ""},
		{"years", "start_year", "end_year", "2000", "2010", `"present"`, clean.Options{}, false, "start_year", "end_year", ""},
		{"day first", "from", "to", `"01.02.2000"`, `"13.02.2010"`, `""`, clean.Options{}, false, "from", "to", `day, month, year: region a has "13.02.2010"`},
		{"order given", "from", "to", `"01.02.2000"`, `"03.02.2010"`, "null", clean.Options{DateFormat: "mdy"}, false, "from", "to", "-date-format says"},
		{"milliseconds", "start", "end", "946684800000", "1262304000000", "1577836800000", clean.Options{}, false, "start", "end", "milliseconds"},
		{"the last day is shared", "since", "until", `"2000-01-01"`, `"2010-01-01"`, "null", clean.Options{Inclusive: true}, true, "since", "until", ""},
		{"named", "d1", "d2", `"2000-01-01"`, `"2010-01-01"`, "null", clean.Options{From: "d1", To: "d2"}, false, "d1", "d2", ""},
		{"not named", "d1", "d2", `"2000-01-01"`, `"2010-01-01"`, "null", clean.Options{}, true, "", "", ""},
		{"none wanted", "from", "to", `"a town"`, `"a village"`, "null", clean.Options{From: "-", To: "-"}, true, "", "", ""},
	} {
		row := func(id, from, to string) string {
			return region(id, 10, 50, 12, 51, fmt.Sprintf(`%q: %s, %q: %s`, tt.from, from, tt.to, to))
		}
		document := file(row("a", tt.first, tt.middle), row("b", tt.middle, tt.last))
		tt.options.ToleranceM = 1
		result, err := clean.File("x.geojson", []byte(document), tt.options)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		overlaps := false
		for _, f := range result.Findings {
			overlaps = overlaps || f.Kind == geoclean.Overlap
		}
		d := result.Days
		if overlaps != tt.overlaps || d.From != tt.wantFrom || d.To != tt.wantTo || !strings.Contains(d.Text(), tt.says) || (d.Text() == "") != (tt.wantFrom == "") {
			t.Errorf("%s: got overlap %v, %q; want %v, %q, %q, %q", tt.name, overlaps, d.Text(), tt.overlaps, tt.wantFrom, tt.wantTo, tt.says)
		}
	}
}

func TestDaysOfRowsRefused(t *testing.T) {
	for _, tt := range []struct{ name, properties, says string }{
		{"no row tells", `"from": "01.02.2000", "to": "03.04.2010"`, "region a: date \"01.02.2000\": 2000-02-01 or 2000-01-02? say with -date-format"},
		{"no date", `"from": "a town"`, `x.geojson:2: region a: from: date "a town": want a day`},
		{"ends before it begins", `"start_date": "2000-01-01", "end_date": "2000-01-01"`, "-end inclusive"},
		{"no date at all", `"since": true`, "want a date"},
	} {
		_, err := clean.File("x.geojson", []byte(file(region("a", 10, 50, 12, 51, tt.properties))), clean.Options{})
		var undecided *spelling.Undecided
		if err == nil || !strings.Contains(err.Error(), tt.says) || errors.As(err, &undecided) != (tt.name == "no row tells") {
			t.Errorf("%s: got %v, want an error that says %q", tt.name, err, tt.says)
		}
	}
}
