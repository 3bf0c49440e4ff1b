package date

import (
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
		{"0000-01-01", 0, false},
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
		{"1994/1993", "", ""},
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

func FuzzParseEDTF(f *testing.F) {
	for _, seed := range []string{"1992", "1991-12~", "[1991-09-02..1992-01-31]", "../1994", "1988/.."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if e, err := ParseEDTF(s); err == nil && e.Earliest > e.Latest {
			t.Errorf("ParseEDTF(%q): %s after %s", s, e.Earliest, e.Latest)
		}
	})
}

func TestParseDatetime(t *testing.T) {
	for _, tt := range []struct{ text, from, to string }{
		{"2020-11-25", "2020-11-25", "2020-11-26"},
		{"2020-11-25T23:59:59Z", "2020-11-25", "2020-11-26"},
		{"2020-11-25T01:00:00+04:00", "2020-11-25", "2020-11-26"},
		{"2020-11-10/2020-12-01", "2020-11-10", "2020-12-02"},
		{"2020-11-10/2020-11-10", "2020-11-10", "2020-11-11"},
		{"../1994-05-12", "..", "1994-05-13"},
		{"/1994-05-12", "..", "1994-05-13"},
		{"1994-05-12/..", "1994-05-12", ".."},
		{"1994-05-12/", "1994-05-12", ".."},
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
