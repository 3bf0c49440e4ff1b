// Package date has calendar days without time zone, half-open intervals of them, and uncertain
// dates in EDTF with the days that they may mean.
package date

import (
	"fmt"
	"math"
	"strings"
	"time"

	"demarc/geo/calendar"
)

// Date is a calendar day without time zone, counted in days from 1970-01-01 in the proleptic
// Gregorian calendar. The zero value is 1970-01-01.
type Date int32

// Beginning and Forever stand for the open ends of an Interval. They are not days: they are written
// as null and never as a date.
const (
	Beginning Date = math.MinInt32
	Forever   Date = math.MaxInt32
)

// Parse reads a full day, "2020-11-25", of years from -9999 to 9999. Years are astronomical: 0000
// is 1 BC and "-0044-03-15" lies in 45 BC. Years and months alone are rejected: what they mean is
// for the caller to say.
func Parse(s string) (Date, error) {
	if number, ok := calendar.Parse(s); ok {
		return Date(number), nil
	}
	for _, alone := range []struct{ rest, is string }{{"-01-01", "this is a year"}, {"-01", "this is a month"}} {
		if _, ok := calendar.Parse(s + alone.rest); ok {
			return 0, fmt.Errorf("date %q: want YYYY-MM-DD; %s, write %s for its first day", s, alone.is, s+alone.rest)
		}
	}
	return 0, fmt.Errorf("date %q: want a day that exists, YYYY-MM-DD", s)
}

// DateOf returns the day of t in t's own time zone.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return On(year, int(month), day)
}

// On returns the day of a year, a month from 1 to 12, and a day of the month.
func On(year, month, day int) Date { return Date(calendar.Number(year, month, day)) }

// Civil returns the astronomical year, the month and the day of the month.
func (d Date) Civil() (year, month, day int) { return calendar.Civil(int32(d)) }

// String writes the day as YYYY-MM-DD, and the open ends as "..".
func (d Date) String() string { return string(d.Append(nil)) }

// Append writes a day as String does.
func (d Date) Append(dst []byte) []byte {
	if d == Beginning || d == Forever {
		return append(dst, ".."...)
	}
	return calendar.Append(dst, int32(d))
}

// MarshalJSON writes a day as a string, the open ends as null.
func (d Date) MarshalJSON() ([]byte, error) {
	if d == Beginning || d == Forever {
		return []byte("null"), nil
	}
	return []byte(`"` + d.String() + `"`), nil
}

// UnmarshalText reads a day as Parse does.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}

// Optional returns the day for JSON, nil for the open ends.
func (d Date) Optional() *Date {
	if d == Beginning || d == Forever {
		return nil
	}
	return &d
}

// Interval is a half-open stretch of days: From belongs to it, To does not.
type Interval struct {
	From, To Date
}

// Always is the Interval without ends.
var Always = Interval{From: Beginning, To: Forever}

// Contains tells whether d lies in the interval.
func (i Interval) Contains(d Date) bool { return i.From <= d && d < i.To }

// Overlaps tells whether the two intervals share a day.
func (i Interval) Overlaps(j Interval) bool { return i.From < j.To && j.From < i.To }

// Last returns the last day of the interval, Forever when it has no end.
func (i Interval) Last() Date {
	if i.To == Forever {
		return Forever
	}
	return i.To - 1
}

func (i Interval) String() string { return fmt.Sprintf("[%s, %s)", i.From, i.To) }

// ParseDatetime reads the parameter datetime of the OGC APIs: a day, or an interval of two days of
// which one may be open, "2020-11-10/2020-12-01", "../1994-05-12", "1994-05-12/". A requested
// interval is closed, so the half-open result ends on the day after. Timestamps count as their day
// (OGC 17-069r4, 7.15.5), and so does a day with nothing behind its T. Years before 0, which RFC
// 3339 does not know, are read too.
func ParseDatetime(s string) (Interval, error) {
	first, last, isInterval := strings.Cut(s, "/")
	if !isInterval {
		day, err := parseMoment(s)
		return Interval{day, day + 1}, err
	}
	i := Always
	var err error
	if first != "" && first != ".." {
		if i.From, err = parseMoment(first); err != nil {
			return Interval{}, err
		}
	}
	if last != "" && last != ".." {
		if i.To, err = parseMoment(last); err != nil {
			return Interval{}, err
		}
		i.To++
	}
	if i == Always {
		return Interval{}, fmt.Errorf("datetime %q: one end of the interval must be a day", s)
	}
	if i.From >= i.To {
		return Interval{}, fmt.Errorf("datetime %q: the interval ends before it begins", s)
	}
	return i, nil
}

func parseMoment(s string) (Date, error) {
	if day, clock, timed := strings.Cut(strings.ToUpper(s), "T"); timed { // RFC 3339, 5.6: or t, and z
		if clock == "" { // as GDAL writes the day that a user compares with
			return Parse(day)
		}
		if _, err := time.Parse(time.RFC3339, "2000-01-01T"+clock); err == nil { // which reads no year before 0
			s = day
		}
	}
	return Parse(s)
}

// Datetime writes the interval as the parameter datetime of the OGC APIs has it: a day, or a closed
// interval; "" for Always. ParseDatetime reads it back.
func (i Interval) Datetime() string {
	switch {
	case i == Always:
		return ""
	case i.From != Beginning && i.Last() == i.From:
		return i.From.String()
	}
	return i.From.String() + "/" + i.Last().String()
}

// Intersection returns the days that both intervals have; ok is false if there are none.
func (i Interval) Intersection(other Interval) (both Interval, ok bool) {
	both = Interval{max(i.From, other.From), min(i.To, other.To)}
	return both, both.From < both.To
}
