// Package calendar counts the days of the proleptic Gregorian calendar from 1970-01-01, and reads
// and writes them. Years are astronomical: 0000 is 1 BC, a leap year, and -0044 is 45 BC (ISO
// 8601-1:2019, 4.3.2).
package calendar

// FirstYear and LastYear are those that a day may be read of.
const FirstYear, LastYear = -9999, 9999

// A day's year begins in March, so that leap days come last (Hinnant, "chrono-Compatible Low-Level
// Date Algorithms"). Eras are 400 years; shift moves the first era before all days that are written
// fast, so that nothing is negative.
const (
	shiftedEras  = 25
	shift        = 719468 + shiftedEras*fourCenturies // days from the 1 March of year -10000
	shiftedYears = 400 * shiftedEras

	fourYears, century, fourCenturies = 1461, 36524, 146097
)

// Number returns the day of a year, a month from 1 to 12 and a day of the month from 1 on.
func Number(year, month, day int) int32 {
	year += shiftedYears
	if month -= 3; month < 0 {
		month, year = month+12, year-1
	}
	return int32(365*year + year/4 - year/100 + year/400 + (153*month+2)/5 + day - 1 - shift)
}

// Civil returns the year, the month and the day of the month of a day. Before the year -10000 and
// long after 9999 it is not defined.
func Civil(number int32) (year, month, day int) {
	z := uint32(number + shift)
	era, d := z/fourCenturies, z%fourCenturies
	y := (d - d/(fourYears-1) + d/century - d/(fourCenturies-1)) / 365
	d -= 365*y + y/4 - y/100
	m := (5*d + 2) / 153
	d -= (153*m+2)/5 - 1
	y += 400 * era
	if m += 3; m > 12 {
		m, y = m-12, y+1
	}
	return int(y) - shiftedYears, int(m), int(d)
}

// MonthLength returns how many days a month from 1 to 12 of the year has.
func MonthLength(year, month int) int {
	switch {
	case month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0):
		return 29
	case month == 2:
		return 28
	case month == 4, month == 6, month == 9, month == 11:
		return 30
	}
	return 31
}

// Parse reads a full day, "2020-11-25" or "-0044-03-15", of years from FirstYear to LastYear.
func Parse[T string | []byte](s T) (number int32, ok bool) {
	sign := 1
	if len(s) == 11 && s[0] == '-' {
		sign, s = -1, s[1:]
	}
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, false
	}
	year, ok1 := digits(s[:4])
	month, ok2 := digits(s[5:7])
	day, ok3 := digits(s[8:])
	if !ok1 || !ok2 || !ok3 || month < 1 || month > 12 || day < 1 || year == 0 && sign < 0 {
		return 0, false
	}
	if year *= sign; day > 28 && day > MonthLength(year, month) {
		return 0, false
	}
	return Number(year, month, day), true
}

func digits[T string | []byte](s T) (n int, ok bool) {
	for i := range len(s) {
		digit := int(s[i] - '0')
		if digit > 9 {
			return 0, false
		}
		n = 10*n + digit
	}
	return n, true
}

// Append writes a day as Parse reads it; years beyond those it reads get more digits.
func Append(dst []byte, number int32) []byte {
	year, month, day := Civil(number)
	dst = appendYear(dst, year)
	return append(dst, '-', byte('0'+month/10), byte('0'+month%10), '-', byte('0'+day/10), byte('0'+day%10))
}

// appendYear writes a year with its sign and four digits.
func appendYear(dst []byte, year int) []byte {
	if year < 0 {
		dst, year = append(dst, '-'), -year
	}
	if year > LastYear {
		dst, year = append(dst, byte('0'+year/10000)), year%10000
	}
	return append(dst, byte('0'+year/1000), byte('0'+year/100%10), byte('0'+year/10%10), byte('0'+year%10))
}
