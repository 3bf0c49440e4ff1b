package date

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"demarc/geo/calendar"
)

// EDTF is an uncertain date of the Extended Date/Time Format (ISO 8601-2:2019, levels 0 and 1,
// https://www.loc.gov/standards/datetime/) with the days it may mean.
//
//	2020-11-25   1991-12   -0044         day, month, year; with a time of day, which is not kept
//	1991-12~  1992?  1992-05-08%         approximate, uncertain, both
//	196X  1914-XX  1914-03-XX            digits that are not specified
//	1941-21 ... 1941-24                  spring, summer, autumn, winter
//	1993-08/1993-10   ../1994   1988/..  from a to b, open ends; an unknown end is empty
//	[1991-09-02..1992-01-31]             one day between the two (level 2)
//
// Seasons are those of the north, in whole months: spring is March to May, winter December to
// February of the next year. Years of more than four digits, Y-12000, are not read.
type EDTF struct {
	Text             string
	Earliest, Latest Date // Beginning and Forever for open ends
}

// ParseEDTF reads what is described at EDTF.
func ParseEDTF(s string) (EDTF, error) {
	if inner, ok := strings.CutPrefix(s, "["); ok {
		inner, closed := strings.CutSuffix(inner, "]")
		from, to, ok := strings.Cut(inner, "..")
		if !closed || !ok {
			return EDTF{}, fmt.Errorf("date %q: want [FIRST..LAST]", s)
		}
		return parseRange(s, from, to)
	}
	if from, to, ok := strings.Cut(s, "/"); ok {
		return parseRange(s, strings.TrimSuffix(from, ".."), strings.TrimSuffix(to, ".."))
	}
	earliest, latest, err := parseUncertain(s)
	return EDTF{Text: s, Earliest: earliest, Latest: latest}, err
}

// parseRange reads the two ends of a range; an empty end has no bound.
func parseRange(s, from, to string) (EDTF, error) {
	e := EDTF{Text: s, Earliest: Beginning, Latest: Forever}
	if from == "" && to == "" {
		return EDTF{}, fmt.Errorf("date %q: one end must be known", s)
	}
	var err error
	if from != "" {
		if e.Earliest, _, err = parseUncertain(from); err != nil {
			return EDTF{}, fmt.Errorf("date %q: %w", s, err)
		}
	}
	if to != "" {
		if _, e.Latest, err = parseUncertain(to); err != nil {
			return EDTF{}, fmt.Errorf("date %q: %w", s, err)
		}
	}
	if e.Earliest > e.Latest {
		return EDTF{}, fmt.Errorf("date %q: ends before it begins", s)
	}
	return e, nil
}

// parseUncertain reads a day, month, season or year with an optional qualifier and returns its
// first and last day.
func parseUncertain(s string) (first, last Date, err error) {
	wrong := fmt.Errorf("date %q: want a day that exists, a month or a year, as in 2020-11-25, 1991-12~ or 1992", s)
	bare := s
	if s != "" && strings.ContainsRune("?~%", rune(s[len(s)-1])) {
		bare = s[:len(s)-1]
	}
	if strings.HasPrefix(bare, "Y") {
		return 0, 0, fmt.Errorf("date %q: want a year from %d to %d in four digits", s, calendar.FirstYear, calendar.LastYear)
	}
	if day, clock, timed := strings.Cut(bare, "T"); timed {
		if !isClock(clock) || len(day) < len("2020-11-25") || bare != s {
			return 0, 0, wrong
		}
		bare = day
	}
	first, last, err = fill(bare)
	if err != nil {
		return 0, 0, wrong
	}
	return first, last, nil
}

// isClock tells whether the text is a time of day with or without a zone.
func isClock(text string) bool {
	for _, layout := range []string{"15:04:05", "15:04:05Z07:00", "15:04:05Z07"} {
		if _, err := time.Parse(layout, text); err == nil {
			return true
		}
	}
	return false
}

var errShape = errors.New("want YYYY, YYYY-MM or YYYY-MM-DD")

// fill returns the first and the last day of a text in which digits or parts at the end may be left
// open: a day, month, season or year.
func fill(s string) (first, last Date, err error) {
	unsigned, negative := strings.CutPrefix(s, "-")
	parts := strings.Split(unsigned, "-")
	low, high, ok := numbers(parts[0], 4, 2) // a year with more open digits is of level 2
	if negative {
		low, high = -high, min(-low, -1) // -0000 is no year
	}
	if !ok || low > high || len(parts) > 3 || len(parts) > 1 && low < high {
		return 0, 0, errShape
	}
	const open = "XX"
	if len(parts) == 1 || parts[1] == open && (len(parts) == 2 || parts[2] == open) {
		return On(low, 1, 1), On(high, 12, 31), nil
	}
	year := low
	month, _, ok := numbers(parts[1], 2, 0)
	switch {
	case ok && len(parts) == 2 && month > 20 && month <= 24:
		return season(year, month)
	case !ok || month < 1 || month > 12:
		return 0, 0, errShape
	case len(parts) == 2 || parts[2] == open:
		return On(year, month, 1), On(year, month, calendar.MonthLength(year, month)), nil
	}
	day, _, ok := numbers(parts[2], 2, 0)
	if !ok || day < 1 || day > calendar.MonthLength(year, month) {
		return 0, 0, errShape
	}
	return On(year, month, day), On(year, month, day), nil
}

// season returns the days of a season by its number, 21 for spring.
func season(year, number int) (first, last Date, err error) {
	month := 3 * (number - 20)
	end, endYear := month+2, year
	if end > 12 {
		end, endYear = end-12, year+1
	}
	last = On(endYear, end, calendar.MonthLength(endYear, end))
	return On(year, month, 1), min(last, On(calendar.LastYear, 12, 31)), nil
}

// numbers returns the smallest and the largest number that digits stand for of which those at the
// end, at most open, may be X.
func numbers(s string, length, open int) (low, high int, ok bool) {
	decided := strings.TrimRight(s, "X")
	if len(s) != length || length-len(decided) > open {
		return 0, 0, false
	}
	for i := range length {
		least, most := 0, 9
		if i < len(decided) {
			least = int(s[i]) - '0'
			most = least
		}
		if least < 0 || most > 9 {
			return 0, 0, false
		}
		low, high = 10*low+least, 10*high+most
	}
	return low, high, true
}

// MarshalText writes the date as it stands in the file.
func (e EDTF) MarshalText() ([]byte, error) { return []byte(e.Text), nil }
