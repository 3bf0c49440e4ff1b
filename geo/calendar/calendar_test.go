package calendar

import (
	"fmt"
	"testing"
	"time"
)

// Counting day after day is the plainest calendar there is.
func TestEveryDayIsTheOneAfterTheDayBefore(t *testing.T) {
	number := Number(FirstYear, 1, 1)
	for year := FirstYear; year <= LastYear; year++ {
		leap := year%400 == 0 || year%4 == 0 && year%100 != 0
		for month, length := range []int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31} {
			if month == 1 && leap {
				length++
			}
			for day := 1; day <= length; day++ {
				if y, m, d := Civil(number); y != year || m != month+1 || d != day {
					t.Fatalf("day %d: got %d-%d-%d, want %d-%d-%d", number, y, m, d, year, month+1, day)
				}
				if day == 1 || day == length {
					if got := Number(year, month+1, day); got != number {
						t.Fatalf("%d-%d-%d: got %d, want %d", year, month+1, day, got, number)
					}
					checkText(t, number, year, month+1, day)
				}
				number++
			}
			if _, ok := Parse(text(year, month+1, length+1)); ok || MonthLength(year, month+1) != length {
				t.Fatalf("month %d-%d: got %d days and day %d accepted %v, want %d days",
					year, month+1, MonthLength(year, month+1), length+1, ok, length)
			}
		}
	}
}

func text(year, month, day int) string {
	sign := ""
	if year < 0 {
		sign, year = "-", -year
	}
	return fmt.Sprintf("%s%04d-%02d-%02d", sign, year, month, day)
}

func checkText(t *testing.T, number int32, year, month, day int) {
	t.Helper()
	want := text(year, month, day)
	if got := string(Append(nil, number)); got != want {
		t.Fatalf("day %d is written %q, want %q", number, got, want)
	}
	if got, ok := Parse(want); got != number || !ok {
		t.Fatalf("%q reads as %d, %v; want %d", want, got, ok, number)
	}
}

// Julian day numbers of the Explanatory Supplement to the Astronomical Almanac: 1 January 4713 BC
// of the Julian calendar is the proleptic Gregorian -4713-11-24, and day 0.
func TestNumberIsTheJulianDayLess(t *testing.T) {
	const jdn1970 = 2440588
	for _, tt := range []struct{ year, month, day, jdn int }{
		{-4713, 11, 24, 0}, {-43, 3, 13, 1705426}, {0, 1, 1, 1721060}, {1, 1, 1, 1721426}, {1582, 10, 15, 2299161},
		{2000, 1, 1, 2451545},
	} {
		if got := int(Number(tt.year, tt.month, tt.day)) + jdn1970; got != tt.jdn {
			t.Errorf("%s: got the Julian day %d, want %d", text(tt.year, tt.month, tt.day), got, tt.jdn)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, s := range []string{
		"", "-", "2020", "2020-11", "2020-1-1", "2020-13-01", "2020-00-01", "2020-01-00", "2021-02-29", "-0001-02-29",
		"-0000-01-01", "+2020-01-01", "-44-03-15", "--044-03-15", "12020-01-01", "2020-11-25T00:00:00Z", " 2020-11-25",
		"20a0-01-01", "2020/01/01", "-0044-03-15 ", "0000-02-30",
	} {
		if got, ok := Parse(s); ok {
			t.Errorf("%q: got day %d, want none", s, got)
		}
	}
	if _, ok := Parse([]byte("0000-02-29")); !ok {
		t.Error("the year 0 must have a leap day")
	}
}

// Package time knows the same calendar, but reads no year before 0.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"-0044-03-15", "0000-02-29", "2020-11-25", "9999-12-31", "-9999-01-01", "-0000-01-01"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		number, ok := Parse(s)
		if !ok {
			if _, err := time.Parse(time.DateOnly, s); err == nil {
				t.Fatalf("%q is refused", s)
			}
			return
		}
		if got := string(Append(nil, number)); got != s {
			t.Fatalf("%q is written %q", s, got)
		}
		if got := time.Unix(int64(number)*86400, 0).UTC().Format(time.DateOnly); got != s {
			t.Fatalf("%q is day %d, which time calls %q", s, number, got)
		}
	})
}
