// Package date has calendar days without time zone, half-open intervals of them, and uncertain
// dates in EDTF with the days that they may mean.
package date

import (
	"fmt"
	"math"
	"strings"
	"time"
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

const secondsPerDay = 24 * 60 * 60

// Parse reads a full day, "2020-11-25", years 0001 to 9999. Years and months alone are rejected:
// what they mean is for the caller to say.
func Parse(s string) (Date, error) {
	if d, ok := parsePlainDate(s); ok {
		return d, nil
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		if full, hint := completeDate(s); hint != "" {
			return 0, fmt.Errorf("date %q: want YYYY-MM-DD; %s, write %s for its first day", s, hint, full)
		}
		return 0, fmt.Errorf("date %q: want a day that exists, YYYY-MM-DD", s)
	}
	return dateOf(t), nil
}

// parsePlainDate reads YYYY-MM-DD; ok is false for texts whose fault time.Parse words. It counts
// days as Append does.
func parsePlainDate(s string) (d Date, ok bool) {
	if len(s) != len(time.DateOnly) || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	var numbers [3]int
	for k, field := range [...]string{s[:4], s[5:7], s[8:]} {
		for i := range len(field) {
			digit := int(field[i] - '0')
			if digit > 9 {
				return 0, false
			}
			numbers[k] = 10*numbers[k] + digit
		}
	}
	year, month, day := numbers[0], numbers[1], numbers[2]
	if year < 1 || month < 1 || month > 12 || day < 1 || day > 28 {
		return 0, false // the last days of months are not that plain
	}
	if month -= 3; month < 0 {
		month, year = month+12, year-1
	}
	return Date(365*year + year/4 - year/100 + year/400 + (153*month+2)/5 + day - 1 - 719468), true
}

// completeDate returns the first day of a year or month written alone.
func completeDate(s string) (full, hint string) {
	if t, err := time.Parse("2006", s); err == nil {
		return t.Format(time.DateOnly), "this is a year"
	}
	if t, err := time.Parse("2006-01", s); err == nil {
		return t.Format(time.DateOnly), "this is a month"
	}
	return "", ""
}

// DateOf returns the day of t in t's own time zone.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return dateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// A day's midnight is a whole multiple of secondsPerDay, also before 1970.
func dateOf(t time.Time) Date { return Date(t.Unix() / secondsPerDay) }

// String writes the day as YYYY-MM-DD, and the open ends as "..".
func (d Date) String() string {
	if d == Beginning || d == Forever {
		return ".."
	}
	return time.Unix(int64(d)*secondsPerDay, 0).UTC().Format(time.DateOnly)
}

// Append writes a day as String does, faster. It counts years from March on, so that leap days come
// last (Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil).
func (d Date) Append(dst []byte) []byte {
	if d < -719162 || d > 2932896 { // years before 0001 or after 9999
		return append(dst, d.String()...)
	}
	const fourYears, century, fourCenturies = 1461, 36524, 146097
	z := uint32(d + 719468) // from 0000-03-01
	era, day := z/fourCenturies, z%fourCenturies
	year := (day - day/(fourYears-1) + day/century - day/(fourCenturies-1)) / 365
	day -= 365*year + year/4 - year/100
	month := (5*day + 2) / 153
	day -= (153*month+2)/5 - 1
	year += 400 * era
	if month += 3; month > 12 {
		month, year = month-12, year+1
	}
	digit := func(v uint32) byte { return byte('0' + v%10) }
	return append(dst, digit(year/1000), digit(year/100), digit(year/10), digit(year), '-',
		digit(month/10), digit(month), '-', digit(day/10), digit(day))
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
// (OGC 17-069r4, 7.15.5).
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
	if t, err := time.Parse(time.RFC3339, s); err == nil && t.Year() >= 1 {
		return DateOf(t), nil
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
