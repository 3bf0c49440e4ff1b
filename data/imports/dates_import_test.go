package imports

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"demarc/data/date"
	"demarc/data/date/spelling"
	"demarc/data/imports/files"
)

// stated is a row of a zone with its days, as members of JSON.
func stated(zone, from, to string) string {
	return fmt.Sprintf(`"zone": %q, "controller": "reds", "start": %s, "end": %s`, zone, from, to)
}

// Days are read as people write them, and what was taken for granted is said.
func TestDatesOfRows(t *testing.T) {
	for _, tt := range []struct {
		name  string
		rows  [][2]string // start and end, JSON
		given spelling.Order
		want  string // the periods, and the days between which they began
		says  string // a note
	}{
		{"day first, told by one row", [][2]string{{`"01.02.2020"`, `"13.03.2020"`}}, "", "2020-02-01 2020-03-13", `day, month, year: row 1 has "13.03.2020"`},
		{"day first with slashes, told by another row", [][2]string{{`"1/2/2020"`, `"3/4/2020"`}, {`"3/4/2020"`, `"30/4/2020"`}}, "", "2020-02-01 2020-04-03, 2020-04-03 2020-04-30", "row 2"},
		{"month first", [][2]string{{`"01-02-2020"`, `"12-31-2020"`}}, "", "2020-01-02 2020-12-31", "month, day, year"},
		{"order given", [][2]string{{`"01.02.2020"`, `"03.04.2020"`}}, "mdy", "2020-01-02 2020-03-04", "month, day, year: -date-format says"},
		{"time of day, long ago", [][2]string{{`"31.12.1885 23:00:00"`, `"01.01.1903 00:00:00"`}}, "", "1885-12-31 1903-01-01", "with a time of day, of which only the day is kept: 1"},
		{"times in two rows are said once", [][2]string{{`"1885-12-31T23:00:00Z"`, `"1903-01-01 12:00"`}, {`"1903-01-01 12:00"`, "null"}}, "", "1885-12-31 1903-01-01, 1903-01-01 ..", "only the day is kept: 3"},
		{"the day at the offset", [][2]string{{`"2020-11-25T01:00:00+04:00"`, "null"}}, "", "2020-11-25 ..", "an offset from UTC, of which the day at that offset is kept: 1"},
		{"EDTF, approximate", [][2]string{{`"1990~"`, `"1995-03?"`}}, "", "1990-01-01 1995-03-01 [1990-01-01 1990-12-31]", `not certain, such as "1990~"`},
		{"EDTF, digits left open", [][2]string{{`"199X"`, `"2005"`}}, "", "1990-01-01 2005-01-01 [1990-01-01 1999-12-31]", "not certain"},
		{"EDTF, a day between", [][2]string{{`"[1991-09-02..1992-01-31]"`, `""`}}, "", "1991-09-02 .. [1991-09-02 1992-01-31]", "not certain"},
		{"EDTF that would outlast the period", [][2]string{{`"1990~"`, `"1990-06-01"`}}, "", "1990-01-01 1990-06-01 [1990-01-01 1990-05-31]", "not certain"},
		{"EDTF with a certain day", [][2]string{{`"1992-05-08?"`, "null"}}, "", "1992-05-08 ..", "not certain"},
		{"before the year 1", [][2]string{{`"-0043-03-15"`, `"0014-08-19"`}}, "", "-0043-03-15 0014-08-19", "0000 for 1 BC"},
		{"an era", [][2]string{{`"15 March 44 BC"`, `"AD 14"`}}, "", "-0043-03-15 0014-01-01", "0000 for 1 BC"},
		{"milliseconds", [][2]string{{"1580515200000", "1583020800000"}}, "", "2020-02-01 2020-03-01", "milliseconds since 1970"},
		{"milliseconds as text, before 1970", [][2]string{{`"-2650838400000"`, `"-2114380800000"`}}, "", "1885-12-31 1903-01-01", "milliseconds since 1970"},
		{"seconds, an end in 9999", [][2]string{{"1580515200", "253402214400"}}, "", "2020-02-01 ..", "9999, taken for open ends: 1"},
		{"days of a spreadsheet", [][2]string{{"43862", "43891.5"}}, "", "2020-02-01 2020-03-01", "days of a spreadsheet"},
		{"years are no counts", [][2]string{{"1990", "2005"}}, "", "1990-01-01 2005-01-01", "years or months"},
		{"short", [][2]string{{`"1990-2-1"`, `"1990-10-5"`}}, "", "1990-02-01 1990-10-05", ""},
		{"months by name", [][2]string{{`"1 fevral 1990-cı il"`, `"5 октября 1990 г."`}, {`"5 հոկտեմբերի 1990"`, `"Dec 5, 1990"`}}, "", "1990-02-01 1990-10-05, 1990-10-05 1990-12-05", ""},
	} {
		var features []string
		for _, row := range tt.rows {
			features = append(features, square(1, stated("a", row[0], row[1])))
		}
		s, report := imported(t, written(t, "rows.geojson", geoJSON(features...)), Options{End: Exclusive, SourceTitle: "Gazette", DateFormat: tt.given})
		var got []string
		for _, p := range s.Dataset.Periods {
			if p.Controller == "" {
				continue
			}
			text := p.Interval.From.String() + " " + p.Interval.To.String()
			if p.FromEarliest != nil && p.FromLatest != nil {
				text += fmt.Sprintf(" [%s %s]", p.FromEarliest, p.FromLatest)
			}
			got = append(got, text)
		}
		if words := strings.Join(got, ", "); words != tt.want || !strings.Contains(strings.Join(report.Notes, "\n"), tt.says) {
			t.Errorf("%s: got %s; want %s\nnotes %q, want %q", tt.name, words, tt.want, report.Notes, tt.says)
		}
	}
}

// What nobody can tell is refused; that a flag would tell is an error of its own.
func TestDatesOfRowsRefused(t *testing.T) {
	for _, tt := range []struct {
		name, start, end string // JSON
		given            spelling.Order
		says             string
		undecided        bool
	}{
		{"no row tells", `"01.02.2020"`, `"03.04.2020"`, "", "-date-format dmy or mdy", true},
		{"no row tells, slashes", `"1/2/2020"`, `"3/4/2020"`, "", "2020-02-01 or 2020-01-02", true},
		{"a row contradicts what is given", `"13.02.2020"`, `"03.04.2020"`, "mdy", `date "13.02.2020": want month, day, year, as -date-format says`, false},
		{"small numbers", "1", "2", "", "plausible", true},
		{"a year and a count", "1990", "43891", "", "plausible", true},
		{"seconds and milliseconds", "1580515200", "1583020800000", "", "plausible", true},
		{"a count among dates", `"2020-01-01"`, "1580515200", "", "want a day that exists", false},
		{"two digits", `"01.02.20"`, "null", "", "four digits", false},
		{"a season or two years", `"2020-21"`, "null", "", "two years", false},
	} {
		file := written(t, "rows.geojson", geoJSON(square(1, stated("a", tt.start, tt.end))))
		o := Options{End: Exclusive, SourceTitle: "Gazette", Language: "en", DateFormat: tt.given}
		_, err := Import(t.Context(), file, filepath.Join(t.TempDir(), "out"), o)
		var undecided *spelling.Undecided
		if err == nil || !strings.Contains(err.Error(), tt.says) || errors.As(err, &undecided) != tt.undecided {
			t.Errorf("%s: got %v; want an error that says %q, undecided %v", tt.name, err, tt.says, tt.undecided)
		}
	}
	file := written(t, "rows.geojson", geoJSON(square(1, stated("a", `"13.02.2020"`, "null")), square(3, stated("b", `"2/14/2020"`, "null"))))
	wantRefused(t, file, Options{End: Exclusive, SourceTitle: "Gazette"}, `row 1 has "13.02.2020", which is day, month, year, and row 2 has "2/14/2020"`)
}

// A folder of days: the longest date in a name counts, in the order that names tell.
func TestSnapshotDays(t *testing.T) {
	for _, tt := range []struct {
		name  string
		names []string
		given spelling.Order
		want  string // the days, or a part of the error
		note  string
	}{
		{"day first, one name tells", []string{"map_12.05.2014", "map_25.11.2015"}, "", "2014-05-12 2015-11-25", "map_25.11.2015.geojson"},
		{"day first, no name tells", []string{"map_12.05.2014", "map_03.11.2015"}, "", `map_12.05.2014.geojson: date "12.05.2014": 2014-05-12 or 2014-12-05? say with -date-format`, ""},
		{"day first, given", []string{"map_12.05.2014", "map_03.11.2015"}, "dmy", "2014-05-12 2015-11-03", "-date-format says"},
		{"names that contradict each other", []string{"13.05.2014", "05.14.2014"}, "", "13.05.2014.geojson, which is day, month, year, and 05.14.2014.geojson", ""},
		{"before Christ", []string{"world_bc1000", "world_bc500", "world_200"}, "", "-0999-01-01 -0499-01-01 0200-01-01", ""},
		{"the first year that there is, and earlier ones", []string{"world_bc123000", "world_bc10000", "world_bc9999", "world_bc1"}, "", "-9999-01-01 -9998-01-01 0000-01-01", "before -9999 (10000 BC), the first that a day may have, are left out: world_bc123000.geojson"},
		{"an era behind a year too early", []string{"10000bce", "10001 bce", "1 bce", "10000ad"}, "", "-9999-01-01 0000-01-01", "10001 bce"},
		{"eras behind", []string{"500bce", "100 ce", "europe_1000"}, "", "-0499-01-01 0100-01-01 1000-01-01", ""},
		{"compact, with a time", []string{"front_20220301T1200", "front_20220302_0900"}, "", "2022-03-01 2022-03-02", ""},
		{"no day beside days", []string{"2022-03-01", "2022-03-02", "scale_50000"}, "", "2022-03-01 2022-03-02", "left out: scale_50000.geojson"},
		{"missing days", []string{"2024-07-08", "2024-07-09", "2024-07-12", "2024-07-13", "2024-07-15"}, "", "2024-07-08 2024-07-09 2024-07-12 2024-07-13 2024-07-15", "3: 2024-07-10 to 2024-07-11, 2024-07-14"},
		{"years follow no day by day", []string{"1914", "1918", "1919"}, "", "1914-01-01 1918-01-01 1919-01-01", ""},
		{"no day that exists", []string{"2022-02-30", "2022-03-01"}, "", "a day that exists", ""},
		{"two dates", []string{"1914_1918_war", "1939"}, "", "two dates", ""},
	} {
		var names []string
		for _, name := range tt.names {
			names = append(names, name+".geojson")
		}
		found, err := findSnapshots(named(names...), tt.given)
		var days []string
		for _, file := range found.days {
			days = append(days, file.day.String())
		}
		got := strings.Join(days, " ")
		if err != nil {
			got = err.Error()
		}
		notes := strings.Join(found.notes, "\n")
		if err == nil && got != tt.want || !strings.Contains(got, tt.want) || !strings.Contains(notes, tt.note) ||
			err == nil && strings.Contains(notes, "without a file") != (tt.name == "missing days") {
			t.Errorf("%s: got %s, notes %q; want %s, %q", tt.name, got, notes, tt.want, tt.note)
		}
	}
	many := []string{"2024-01-01.json"}
	for day := date.On(2024, 1, 2); len(many) < 40; day += date.Date(1 + len(many)%2) {
		many = append(many, day.String()+".json")
	}
	found, err := findSnapshots(named(many...), "")
	if notes := strings.Join(found.notes, "\n"); err != nil || !strings.Contains(notes, "and 14 more") || len(notes) > 600 {
		t.Errorf("many gaps: got %q, %v; want a few of them and how many more", notes, err)
	}
	if found, err := findSnapshots(named("2024/07/08.json", "2024/07/09.json"), ""); err != nil || len(found.days) != 2 || found.days[1].day != date.On(2024, 7, 9) {
		t.Errorf("folders of years and months: got %v, %v", found, err)
	}
}

func named(paths ...string) (all []files.File) {
	for _, path := range paths {
		all = append(all, files.File{Path: path})
	}
	return all
}

// The last file says how things were on its day, the first that they were so then or earlier.
func TestSnapshotsAreAsOf(t *testing.T) {
	directory := t.TempDir()
	for name, features := range map[string]string{
		"2024-07-08.geojson": geoJSON(square(1, `"zone": "a", "controller": "reds"`), square(3, `"zone": "b", "controller": "blues"`)),
		"2024-07-09.geojson": geoJSON(square(1, `"zone": "a", "controller": "reds"`), square(3, `"zone": "b", "controller": "reds"`)),
	} {
		if err := os.WriteFile(filepath.Join(directory, name), []byte(features), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	s, _ := imported(t, directory, Options{SourceTitle: "Gazette"})
	if s.Dataset.AsOf == nil || s.Dataset.AsOf.String() != "2024-07-09" {
		t.Errorf("got as of %v, want 2024-07-09", s.Dataset.AsOf)
	}
	got := map[string]bool{}
	for _, p := range s.Dataset.Periods {
		got[p.Zone+" "+p.Interval.From.String()] = p.FromOpen
	}
	for period, want := range map[string]bool{"a 2024-07-08": true, "b 2024-07-08": true, "b 2024-07-09": false} {
		if open, ok := got[period]; !ok || open != want {
			t.Errorf("%s: or earlier %v, want %v; all: %v", period, open, want, got)
		}
	}
	early := date.Interval{From: date.On(2024, 1, 1), To: date.Forever}
	s, _ = imported(t, directory, Options{SourceTitle: "Gazette", Covers: &early})
	for _, p := range s.Dataset.Periods {
		if p.FromOpen {
			t.Errorf("covered from 2024-01-01: %s from %s or earlier, want unknown before", p.Zone, p.Interval.From)
		}
	}
}

// Nobody said that what has no first day began on the first one covered, be it of the rows, of the
// name of the file, given, or one that means nothing.
func TestPeriodsWithoutFirstDayBeganThenOrEarlier(t *testing.T) {
	given := date.Interval{From: date.On(2010, 1, 1), To: date.Forever}
	for _, tt := range []struct {
		name, rows string
		options    Options
		want       string
	}{
		{"areas.geojson", geoJSON(square(1, `"zone": "a", "controller": "reds"`)), Options{}, "a 1900-01-01 true"},
		{"areas_2024-07-08.geojson", geoJSON(square(1, `"zone": "a", "controller": "reds"`)), Options{}, "a 2024-07-08 true"},
		{"areas.geojson", geoJSON(square(1, `"zone": "a", "controller": "reds"`)), Options{Covers: &given}, "a 2010-01-01 true"},
		{"areas.geojson", geoJSON(square(1, `"zone": "a", "controller": "reds", "to": "2001-01-01"`),
			square(1, `"zone": "a", "controller": "blues", "from": "2001-01-01"`),
			square(3, `"zone": "b", "controller": "blues", "from": "2000-01-01"`)), Options{End: "exclusive"},
			"a 2000-01-01 true; a 2001-01-01 false; b 2000-01-01 false"},
	} {
		path := filepath.Join(t.TempDir(), tt.name)
		if err := os.WriteFile(path, []byte(tt.rows), 0o666); err != nil {
			t.Fatal(err)
		}
		tt.options.SourceTitle = "Gazette"
		s, _ := imported(t, path, tt.options)
		var got []string
		for _, p := range s.Dataset.Periods {
			got = append(got, fmt.Sprint(p.Zone, " ", p.Interval.From, " ", p.FromOpen))
		}
		slices.Sort(got)
		if all := strings.Join(got, "; "); all != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, all, tt.want)
		}
	}
}

// Rows without days are covered from the one in the name of their file.
func TestCoversFromTheNameOfAFile(t *testing.T) {
	undated, dated := geoJSON(square(1, `"id": "a"`)), geoJSON(square(1, `"id": "a", "from": "1950-01-01"`))
	early := date.Interval{From: date.On(1800, 1, 1), To: date.Forever}
	for _, tt := range []struct {
		file, content string
		options       Options
		want          string
	}{
		{"world_1914.geojson", undated, Options{}, "1914-01-01"},
		{"front_2022-03-01.geojson", undated, Options{}, "2022-03-01"},
		{"world_bc500.geojson", undated, Options{}, "-0499-01-01"},
		{"zones.geojson", undated, Options{}, "1900-01-01"},
		{"tile_200.geojson", undated, Options{}, "1900-01-01"},
		{"01.02.2020.geojson", undated, Options{}, "1900-01-01"}, // January or February?
		{"world_1914.geojson", dated, Options{}, "1950-01-01"},
		{"world_1914.geojson", undated, Options{Covers: &early}, "1800-01-01"},
	} {
		s, _ := imported(t, written(t, tt.file, tt.content), tt.options)
		if got := s.Dataset.Covers.From.String(); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.file, got, tt.want)
		}
	}
}
