package spelling

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"demarc/data/date"
)

// oracle lists layouts of package time with the order of their numbers.
var oracle = []struct {
	layout string
	order  Order
}{
	{"2006-01-02", ""}, {"2006/1/2", ""}, {"2006.01.02", ""}, {"20060102", ""}, {"2006-1-2", ""},
	{"02.01.2006", DMY}, {"2/1/2006", DMY}, {"02-01-2006", DMY}, {"2.1.2006 15:04:05", DMY}, {"02.01.2006 15:04", DMY},
	{"01/02/2006", MDY}, {"1/2/2006", MDY}, {"1-2-2006", MDY}, {"1/2/2006 3:04:05 PM", MDY}, {"01/02/2006 03:04 pm", MDY},
	{"2 January 2006", ""}, {"January 2, 2006", ""}, {"02-Jan-2006", ""}, {"Jan 2 2006", ""}, {"2006 Jan 2", ""}, {"02Jan2006", ""},
	{time.RFC3339, ""}, {time.RFC3339Nano, ""}, {time.RFC1123, ""}, {time.RFC1123Z, ""}, {time.DateTime, ""}, {"20060102T150405Z0700", ""},
	{"Mon Jan 02 2006 15:04:05 GMT-0700", ""}, {"Monday, January 2, 2006", ""}, {"2006-01-02T15:04Z07:00", ""},
}

// What package time writes is read as the same day: that of the zone it is written in.
func TestReadWhatTimeWrites(t *testing.T) {
	random := rand.New(rand.NewPCG(14, 3))
	zones := []*time.Location{time.UTC, time.FixedZone("", 4*3600), time.FixedZone("", -3*3600-1800)}
	for range 20_000 {
		of := oracle[random.IntN(len(oracle))]
		zone := zones[random.IntN(len(zones))]
		if strings.Contains(of.layout, "MST") {
			zone = time.UTC
		}
		moment := time.Unix(random.Int64N(8000*365*86400)-1000*365*86400, random.Int64N(1e9)).In(zone)
		text := moment.Format(of.layout)
		if of.layout == "20060102" && strings.HasPrefix(text, "9999") {
			continue
		}
		got, err := Style{Order: of.order}.Read(text)
		if want := date.DateOf(moment); err != nil || got.First != want || got.Last != want {
			t.Fatalf("%q by %q: got %s to %s, %v; want %s", text, of.layout, got.First, got.Last, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"2020-11-25", "03.11.2015", "25 ноября 2020 г.", "Wed, 25 Nov 2020 10:00:00 GMT", "1990~", "44 BC", "20201125T100000Z", "1580515200000", "43891.75",
		"../1994", "2020\u0569\u2024 նոյեմբերի 25-ին", "-0043-03-15", "\u22120043", "1\u0307 ", "11/25/2020 12:00:00 a.m. +04",
	} {
		f.Add(seed, "dmy")
		f.Add(seed, "")
	}
	f.Fuzz(func(t *testing.T, text, order string) {
		given, err := ParseOrder(order)
		if err != nil {
			return
		}
		var e Evidence
		e.Add(1, text)
		style, err := e.Style(given, "-date-format")
		if err == nil {
			checkDays(t, style, text)
		}
		for _, u := range units {
			checkDays(t, Style{unit: u}, text)
		}
		for _, of := range oracle {
			moment, err := time.Parse(of.layout, text)
			if err != nil || of.order != "" && of.order != given || strings.Contains(of.layout, "Mon") && !strings.Contains(text, moment.Format("Mon")) {
				continue
			}
			if days, err := (Style{Order: given}).Read(text); err != nil || days.First != date.DateOf(moment) {
				t.Errorf("%q is %s by %q: got %s, %v", text, date.DateOf(moment), of.layout, days.First, err)
			}
		}
		var names Evidence
		names.AddName(1, text)
		if style, err := names.Style(given, ""); err == nil {
			style.InName(text)
		}
		style.Interval(text)
	})
}

// checkDays tells whether days are in order, and read from what they are written as.
func checkDays(t *testing.T, style Style, text string) {
	t.Helper()
	days, err := style.Read(text)
	if err != nil {
		if days != (Days{}) || err.Error() == "" {
			t.Errorf("%q: got %v beside %v", text, days, err)
		}
		return
	}
	if days.First > days.Last || days.First == days.Last && days.Part {
		t.Errorf("%q: got %+v", text, days)
	}
	for _, day := range []date.Date{days.First, days.Last} {
		if day == date.Beginning || day == date.Forever {
			continue
		}
		if back, err := (Style{}).Day(day.String()); err != nil || back != day {
			t.Errorf("%q: %s is read as %s, %v", text, day, back, err)
		}
	}
}
