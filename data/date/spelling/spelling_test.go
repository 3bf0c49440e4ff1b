package spelling

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
)

// cases are those of testdata/days.json.
type cases struct {
	Texts []struct {
		Text, First, Last, Refused string
		Order                      Order
		Part, Uncertain            bool
		Timed, Offset              bool
	}
	Columns []struct {
		Name, Refused string
		Rows, Days    []string
		Given, Order  Order
		Scale         string
		Undecided     bool
	}
	Names []struct {
		Name, First, Refused string
		Order                Order
	}
}

func readCases(t *testing.T) (c cases) {
	t.Helper()
	document, err := os.ReadFile("testdata/days.json")
	if err == nil {
		err = json.Unmarshal(document, &c)
	}
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestRead(t *testing.T) {
	all := readCases(t).Texts
	refused := 0
	for _, tt := range all {
		got, err := Style{Order: tt.Order}.Read(tt.Text)
		if tt.Refused != "" {
			if refused++; err == nil || !strings.Contains(err.Error(), tt.Refused) {
				t.Errorf("%q, order %q: got %v, %v; want an error that says %q", tt.Text, tt.Order, got, err, tt.Refused)
			}
			continue
		}
		last := tt.Last
		if last == "" {
			last = tt.First
		}
		if err != nil || got.First.String() != tt.First || got.Last.String() != last {
			t.Errorf("%q, order %q: got %s to %s, %v; want %s to %s", tt.Text, tt.Order, got.First, got.Last, err, tt.First, last)
		} else if got.Part != tt.Part || got.Uncertain != tt.Uncertain || got.Timed != tt.Timed || got.Offset != tt.Offset {
			t.Errorf("%q: got %+v, want part %v, uncertain %v, timed %v, offset %v", tt.Text, got, tt.Part, tt.Uncertain, tt.Timed, tt.Offset)
		}
	}
	if len(all) < 120 || refused < 40 {
		t.Errorf("got %d cases, %d of them refused: want 120 and 40", len(all), refused)
	}
}

// Each way of writing a day is read in each order of its parts that can be told.
func TestEvidence(t *testing.T) {
	for _, tt := range readCases(t).Columns {
		var e Evidence
		for i, text := range tt.Rows {
			e.Add(i+1, text)
		}
		style, err := e.Style(tt.Given, "-date-format")
		if tt.Refused != "" {
			var undecided *Undecided
			if err == nil || !strings.Contains(err.Error(), tt.Refused) || errors.As(err, &undecided) != tt.Undecided {
				t.Errorf("%s: got %v, want an error that says %q, undecided %v", tt.Name, err, tt.Refused, tt.Undecided)
			}
			continue
		}
		if err != nil || style.Order != tt.Order || string(style.unit) != tt.Scale {
			t.Errorf("%s: got %+v, %v; want order %q, scale %q", tt.Name, style, err, tt.Order, tt.Scale)
			continue
		}
		for i, want := range tt.Days {
			days, err := style.Read(tt.Rows[i])
			if got := days.First.String(); err != nil && err.Error() != want || err == nil && got != want {
				t.Errorf("%s: row %d, %q: got %s, %v; want %s", tt.Name, i+1, tt.Rows[i], got, err, want)
			}
		}
		if note := style.Note(); (note != "") != (style.Order != "" || style.unit != "") {
			t.Errorf("%s: got the note %q", tt.Name, note)
		}
	}
}

func TestInName(t *testing.T) {
	for _, tt := range readCases(t).Names {
		got, ok, err := Style{Order: tt.Order}.InName(tt.Name)
		switch {
		case tt.Refused != "":
			if err == nil || !strings.Contains(err.Error(), tt.Refused) {
				t.Errorf("%s: got %v, %v; want an error that says %q", tt.Name, got, err, tt.Refused)
			}
		case err != nil || ok != (tt.First != "") || ok && got.First.String() != tt.First:
			t.Errorf("%s, order %q: got %s, %v, %v; want %q", tt.Name, tt.Order, got.First, ok, err, tt.First)
		}
	}
}

// A number of three digits is a year only beside names with years that are surely some.
func TestYearsOfThreeDigitsInNames(t *testing.T) {
	for _, tt := range []struct {
		names []string
		want  string
	}{
		{[]string{"world_bc1000", "world_bc500", "world_200"}, "-0999-01-01 -0499-01-01 0200-01-01"},
		{[]string{"world_bc10000", "world_bc10001", "10000bc", "10000ad"}, "-9999-01-01 none -9999-01-01 none"},
		{[]string{"world_800", "world_1000"}, "0800-01-01 1000-01-01"},
		{[]string{"tile_200", "tile_201"}, "none none"},
		{[]string{"front_200_2020-01-02", "front_201_2020-01-03"}, "2020-01-02 2020-01-03"},
	} {
		var e Evidence
		for i, name := range tt.names {
			e.AddName(i, name)
		}
		style, err := e.Style("", "-date-format")
		var got []string
		for _, name := range tt.names {
			days, ok, err2 := style.InName(name)
			switch err = errors.Join(err, err2); {
			case !ok:
				got = append(got, "none")
			default:
				got = append(got, days.First.String())
			}
		}
		if words := strings.Join(got, " "); words != tt.want || err != nil {
			t.Errorf("%v: got %s, %v; want %s", tt.names, words, err, tt.want)
		}
	}
}

func TestInterval(t *testing.T) {
	for _, tt := range []struct {
		text  string
		order Order
		want  string
	}{
		{"2020-09-27/2020-11-10", "", "[2020-09-27, 2020-11-11)"},
		{"1914/1918", "", "[1914-01-01, 1919-01-01)"},
		{"1914-07/..", "", "[1914-07-01, ..)"},
		{"/1918", "", "[.., 1919-01-01)"},
		{"27.09.2020/10.11.2020", DMY, "[2020-09-27, 2020-11-11)"},
		{"27/09/2020/10/11/2020", DMY, "[2020-09-27, 2020-11-11)"},
		{"27 Sep 2020 / 10 Nov 2020", "", "[2020-09-27, 2020-11-11)"},
		{"2020-09-27", "", "[2020-09-27, 2020-09-28)"},
		{"27.09.2020/10.11.2020", "", "2020-11-10 or 2020-10-11"},
		{"10.11.2020", "", "2020-11-10 or 2020-10-11"},
		{"../..", "", "must be a day"},
		{"2020-11-10/2020-09-27", "", "ends before it begins"},
		{"1990~/1995", "", "want FROM/TO"},
		{"long ago", "", "want FROM/TO"},
		{"abc/2020", "", `"abc/2020": FROM: date "abc": want a day that exists, YYYY-MM-DD; want FROM/TO`},
		{"2020/2021-02-30", "", `TO: date "2021-02-30": want a day that exists`},
		{"2020-13-01/..", "", `FROM: date "2020-13-01"`},
		{"../1990~", "", `TO: date "1990~": want one day`},
		{"2020-02-30", "", `date "2020-02-30": want a day that exists, YYYY-MM-DD; or want FROM/TO`},
		{"abc/def", "", `"abc/def": want FROM/TO`},
		{"", "", "want FROM/TO"},
	} {
		got, err := Style{Order: tt.order}.Interval(tt.text)
		if err != nil && !strings.Contains(err.Error(), tt.want) || err == nil && got.String() != tt.want {
			t.Errorf("%q: got %v, %v; want %s", tt.text, got, err, tt.want)
		}
	}
}

func TestDayIsOne(t *testing.T) {
	for text, want := range map[string]string{
		"25 Nov 2020": "2020-11-25", "2020": "this is a year, write 2020-01-01", "2020-11": "this is a month, write 2020-11-01",
		"1990~": "not certain", "1992-05-08?": "not certain", "no": "a day that exists", "3.11.2015": "write one of these",
	} {
		day, err := Style{}.Day(text)
		if err != nil && !strings.Contains(err.Error(), want) || err == nil && day.String() != want {
			t.Errorf("%q: got %s, %v; want %s", text, day, err, want)
		}
	}
}
