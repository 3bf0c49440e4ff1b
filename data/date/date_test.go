package date

import (
	"encoding/json"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		text string
		want Date
		ok   bool
	}{
		{"1970-01-01", 0, true},
		{"1969-12-31", -1, true},
		{"2020-02-29", 18321, true},
		{"0001-01-01", -719162, true},
		{"9999-12-31", 2932896, true},
		{"2021-02-29", 0, false},
		{"2020-13-01", 0, false},
		{"2020-11-31", 0, false},
		{"2020-1-1", 0, false},
		{"2020", 0, false},
		{"2020-11", 0, false},
		{"0000-01-01", -719528, true},
		{"0000-02-29", -719469, true},
		{"-0044-03-15", -735525, true},
		{"-9999-01-01", -4371587, true},
		{"-0000-01-01", 0, false},
		{"-0001-02-29", 0, false},
		{"-44-03-15", 0, false},
		{"-0044", 0, false},
		{"2020-11-25T00:00:00Z", 0, false},
		{" 2020-11-25", 0, false},
		{"", 0, false},
	} {
		got, err := Parse(tt.text)
		if (err == nil) != tt.ok || got != tt.want {
			t.Errorf("Parse(%q): got %d, %v; want %d, ok %v", tt.text, got, err, tt.want, tt.ok)
		}
		if err == nil && got.String() != tt.text {
			t.Errorf("Parse(%q).String(): got %q", tt.text, got.String())
		}
	}
}

func TestDateOfKeepsTheLocalDay(t *testing.T) {
	baku := time.FixedZone("UTC+4", 4*60*60)
	if got := DateOf(time.Date(2020, 11, 25, 1, 0, 0, 0, baku)).String(); got != "2020-11-25" {
		t.Errorf("got %s, want 2020-11-25", got)
	}
}

func TestIntervalIsHalfOpen(t *testing.T) {
	i := Interval{From: 10, To: 20}
	for _, tt := range []struct {
		name string
		day  Date
		want bool
	}{
		{"day before", 9, false},
		{"first day", 10, true},
		{"last day", 19, true},
		{"day it ended", 20, false},
	} {
		if got := i.Contains(tt.day); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
	if i.Overlaps(Interval{20, 30}) || !i.Overlaps(Interval{19, 20}) || !Always.Overlaps(i) {
		t.Error("intervals that only touch must not overlap, those that share a day must")
	}
}

func TestParseEDTF(t *testing.T) {
	for _, tt := range []struct{ text, earliest, latest string }{
		{"2020-11-25", "2020-11-25", "2020-11-25"},
		{"1991-12~", "1991-12-01", "1991-12-31"},
		{"1992-02?", "1992-02-01", "1992-02-29"},
		{"1992%", "1992-01-01", "1992-12-31"},
		{"1992-05-08?", "1992-05-08", "1992-05-08"},
		{"[1991-09-02..1992-01-31]", "1991-09-02", "1992-01-31"},
		{"[1992..1994]", "1992-01-01", "1994-12-31"},
		{"1993-08/1993-10", "1993-08-01", "1993-10-31"},
		{"../1994-05-12", "..", "1994-05-12"},
		{"1988/..", "1988-01-01", ".."},
		{"1988/", "1988-01-01", ".."},
		{"/1994", "..", "1994-12-31"},
		{"2020-11-25T10:00:00Z", "2020-11-25", "2020-11-25"},
		{"-0044-03-15T10:00:00", "-0044-03-15", "-0044-03-15"},
		{"0000", "0000-01-01", "0000-12-31"},
		{"-0044", "-0044-01-01", "-0044-12-31"},
		{"-0044~", "-0044-01-01", "-0044-12-31"},
		{"-0044-03%", "-0044-03-01", "-0044-03-31"},
		{"0000-02", "0000-02-01", "0000-02-29"},
		{"-0004-02?", "-0004-02-01", "-0004-02-29"},
		{"-0001-02", "-0001-02-01", "-0001-02-28"},
		{"-0044/-0043-06", "-0044-01-01", "-0043-06-30"},
		{"../-0043-06", "..", "-0043-06-30"},
		{"[-0044-03-15..0014]", "-0044-03-15", "0014-12-31"},
		{"196X", "1960-01-01", "1969-12-31"},
		{"19XX?", "1900-01-01", "1999-12-31"},
		{"-004X", "-0049-01-01", "-0040-12-31"},
		{"-000X", "-0009-01-01", "-0001-12-31"},
		{"000X", "0000-01-01", "0009-12-31"},
		{"1914-XX", "1914-01-01", "1914-12-31"},
		{"1914-XX-XX", "1914-01-01", "1914-12-31"},
		{"1914-02-XX", "1914-02-01", "1914-02-28"},
		{"1941-21", "1941-03-01", "1941-05-31"},
		{"1941-23~", "1941-09-01", "1941-11-30"},
		{"1943-24", "1943-12-01", "1944-02-29"},
		{"-0001-24", "-0001-12-01", "0000-02-29"},
		{"1941-21/1941-24", "1941-03-01", "1942-02-28"},
		{"1994/1993", "", ""},
		{"-0043/-0044", "", ""},
		{"-0000", "", ""},
		{"-44", "", ""},
		{"Y-12000", "", ""},
		{"1XXX", "", ""},
		{"19X4", "", ""},
		{"19XX-12", "", ""},
		{"1914-XX-04", "", ""},
		{"1914-1X", "", ""},
		{"1914-21-XX", "", ""},
		{"1914-25", "", ""},
		{"1914-13", "", ""},
		{"1914-02-29", "", ""},
		{"1914-02-28-01", "", ""},
		{"1914T10:00:00", "", ""},
		{"1914-02-28T25:00:00", "", ""},
		{"?1914", "", ""},
		{"1914??", "", ""},
		{"[1994..1993]", "", ""},
		{"[1994]", "", ""},
		{"[1994..", "", ""},
		{"../..", "", ""},
		{"/", "", ""},
		{"1992-xx", "", ""},
		{"2020-02-30", "", ""},
		{"~", "", ""},
		{"", "", ""},
	} {
		got, err := ParseEDTF(tt.text)
		if tt.earliest == "" {
			if err == nil {
				t.Errorf("ParseEDTF(%q): got %v, want an error", tt.text, got)
			}
			continue
		}
		if err != nil || got.Earliest.String() != tt.earliest || got.Latest.String() != tt.latest {
			t.Errorf("ParseEDTF(%q): got %s to %s, %v; want %s to %s", tt.text, got.Earliest, got.Latest, err, tt.earliest, tt.latest)
		}
	}
}

// A year after 1 BC comes 1 AD: no day is missing around the year 0, and text and JSON keep each.
func TestDaysAroundYearZero(t *testing.T) {
	last, _ := Parse("-0001-12-31")
	for _, want := range []string{"0000-01-01", "0001-01-01", "0002-01-01"} {
		days := Date(366) // after the first step: a leap year
		if want == "0000-01-01" {
			days = 1
		} else if want == "0002-01-01" {
			days = 365
		}
		if last += days; last.String() != want {
			t.Errorf("got %s, want %s", last, want)
		}
	}
	for d := On(-9999, 1, 1); d <= On(9999, 12, 31); d += 997 {
		text, err := json.Marshal(d)
		var back Date
		if err2 := json.Unmarshal(text, &back); err != nil || err2 != nil || back != d {
			t.Fatalf("day %d is written %s and reads as %s: %v, %v", d, text, back, err, err2)
		}
		if i := (Interval{d, d + 400}); i.From < On(9998, 1, 1) {
			if back, err := ParseDatetime(i.Datetime()); err != nil || back != i {
				t.Fatalf("%v is written %s and reads as %v: %v", i, i.Datetime(), back, err)
			}
		}
	}
}

func FuzzParseEDTF(f *testing.F) {
	for _, seed := range []string{"1992", "1991-12~", "[1991-09-02..1992-01-31]", "../1994", "1988/..", "-004X", "-0044-03~", "1941-24",
		"9999-24", "1914-XX-XX", "-0044-03-15T10:00:00Z"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		e, err := ParseEDTF(s)
		if err != nil {
			return
		}
		if text, _ := e.MarshalText(); e.Earliest > e.Latest || string(text) != s {
			t.Errorf("ParseEDTF(%q): %s to %s, written %q", s, e.Earliest, e.Latest, text)
		}
		for _, end := range []Date{e.Earliest, e.Latest} {
			if back, err := Parse(end.String()); end != Beginning && end != Forever && (err != nil || back != end) {
				t.Errorf("ParseEDTF(%q): %s reads as %s, %v", s, end, back, err)
			}
		}
	})
}

func TestParseDatetime(t *testing.T) {
	for _, tt := range []struct{ text, from, to string }{
		{"2020-11-25", "2020-11-25", "2020-11-26"},
		{"2020-11-25T23:59:59Z", "2020-11-25", "2020-11-26"},
		{"2020-11-25T01:00:00+04:00", "2020-11-25", "2020-11-26"},
		{"2020-11-25t01:00:00z", "2020-11-25", "2020-11-26"},
		{"2020-11-10/2020-12-01", "2020-11-10", "2020-12-02"},
		{"2020-11-10/2020-11-10", "2020-11-10", "2020-11-11"},
		{"../1994-05-12", "..", "1994-05-13"},
		{"/1994-05-12", "..", "1994-05-13"},
		{"1994-05-12/..", "1994-05-12", ".."},
		{"1994-05-12/", "1994-05-12", ".."},
		{"-0044-03-15", "-0044-03-15", "-0044-03-16"},
		{"-0044-03-15T23:59:59Z", "-0044-03-15", "-0044-03-16"},
		{"-0044-03-15/-0043-01-01", "-0044-03-15", "-0043-01-02"},
		{"-0001-12-31/0001-01-01", "-0001-12-31", "0001-01-02"},
		{"../-0043-12-31", "..", "-0042-01-01"},
		{"-0043-01-01/..", "-0043-01-01", ".."},
		{"-0043-01-01/-0044-03-15", "", ""},
		{"-0044-03-15T24:59:59Z", "", ""},
		{"-0044", "", ""},
		{"../..", "", ""},
		{"/", "", ""},
		{"", "", ""},
		{"2020", "", ""},
		{"2020-12-01/2020-11-10", "", ""},
		{"2020-11-10/2020-11-11/2020-11-12", "", ""},
		{"yesterday", "", ""},
	} {
		got, err := ParseDatetime(tt.text)
		if tt.from == "" {
			if err == nil {
				t.Errorf("ParseDatetime(%q): got %v, want an error", tt.text, got)
			}
			continue
		}
		if err != nil || got.From.String() != tt.from || got.To.String() != tt.to {
			t.Errorf("ParseDatetime(%q): got %v, %v; want [%s, %s)", tt.text, got, err, tt.from, tt.to)
		}
	}
}
