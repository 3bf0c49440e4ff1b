package spelling

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"demarc/data/date"
)

// unit is what a number counts that is no date otherwise.
type unit string

// The units.
const (
	seconds      unit = "seconds since 1970"
	milliseconds unit = "milliseconds since 1970"
	serial       unit = "days of a spreadsheet" // from 1899-12-30
)

var units = [...]unit{seconds, milliseconds, serial}

// plausible says which days numbers may mean. Spreadsheets know days from 1900 on; the first of
// them are the numbers of years.
const plausible = "want seconds or milliseconds since 1970 of the years 1800 to 2099, or days of a spreadsheet from 10000, 1927-05-18, to 73050, 2099-12-31"

// perDay is how much of it makes a day.
func (s unit) perDay() float64 {
	switch s {
	case seconds:
		return 86_400
	case milliseconds:
		return 86_400_000
	}
	return 1
}

// fits tells whether a number is plausible: it is large enough to be no small number, or a whole
// day near 1970, and lies within plausible years or in 9999, which stands for an open end.
func (s unit) fits(n float64) bool {
	if s == serial {
		return 10_000 <= n && n < 73_051
	}
	day, year := s.day(n), 0
	if math.Abs(day) < 4e6 {
		year, _, _ = date.Date(day).Civil()
	}
	small := math.Abs(day) < 1157 // until 1973 numbers are too short to tell seconds from other things
	return (1800 <= year && year <= 2099 || year == 9999) && !(small && math.Mod(n, s.perDay()) != 0)
}

// day returns the number of the day that a number lies in.
func (s unit) day(n float64) float64 {
	day := math.Floor(n / s.perDay())
	if s == serial {
		day -= 25_569
	}
	return day
}

func (s unit) read(text string, n float64) (Days, error) {
	if !s.fits(n) {
		return Days{}, fmt.Errorf("date %q: not plausible as %s: %s", clip(text), s, plausible)
	}
	day := date.Date(s.day(n))
	return Days{First: day, Last: day, Timed: math.Mod(n, s.perDay()) != 0}, nil
}

// number reads a plain number.
func number(text string) (float64, bool) {
	unsigned := strings.TrimPrefix(text, "-")
	if unsigned == "" || len(unsigned) > 24 || strings.Trim(unsigned, "0123456789.") != "" || unsigned[0] == '.' {
		return 0, false
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil
}
