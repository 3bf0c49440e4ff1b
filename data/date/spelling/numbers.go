package spelling

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"demarc/data/date"
)

// Scale is what a number counts that is no date otherwise.
type Scale string

// The scales.
const (
	Seconds      Scale = "seconds since 1970"
	Milliseconds Scale = "milliseconds since 1970"
	Serial       Scale = "days of a spreadsheet" // from 1899-12-30
)

var scales = [...]Scale{Seconds, Milliseconds, Serial}

// plausible says which days numbers may mean. Spreadsheets know days from 1900 on; the first of
// them are the numbers of years.
const plausible = "want seconds or milliseconds since 1970 of the years 1800 to 2099, or days of a spreadsheet from 10000, 1927-05-18, to 73050, 2099-12-31"

// perDay is how much of it makes a day.
func (s Scale) perDay() float64 {
	return map[Scale]float64{Seconds: 86_400, Milliseconds: 86_400_000, Serial: 1}[s]
}

// fits tells whether a number is plausible: it is large enough to be no small number, or a whole
// day near 1970, and lies within plausible years or in 9999, which stands for an open end.
func (s Scale) fits(n float64) bool {
	if s == Serial {
		return 10_000 <= n && n < 73_051
	}
	day, year := s.day(n), 0
	if math.Abs(day) < 4e6 {
		year, _, _ = date.Date(day).Civil()
	}
	small := math.Abs(n) < map[Scale]float64{Seconds: 1e8, Milliseconds: 1e11}[s]
	return (1800 <= year && year <= 2099 || year == 9999) && !(small && math.Mod(n, s.perDay()) != 0)
}

// day returns the number of the day that a number lies in.
func (s Scale) day(n float64) float64 {
	day := math.Floor(n / s.perDay())
	if s == Serial {
		day -= 25_569
	}
	return day
}

func (s Scale) read(text string, n float64) (Days, error) {
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
