package date

import (
	"fmt"
	"strings"
	"time"
)

// EDTF is an uncertain date: the subset of the Extended Date/Time Format (ISO 8601-2:2019,
// https://www.loc.gov/standards/datetime/) that the dataset needs, with the days it may mean.
//
//	2020-11-25   1991-12   1992          day, month, year
//	1991-12~  1992?  1992-05-08%         approximate, uncertain, both
//	1993-08/1993-10   ../1994   1988/..  from a to b, open ends
//	[1991-09-02..1992-01-31]             one day between the two
type EDTF struct {
	Text             string
	Earliest, Latest Date // Beginning and Forever for open ends
}

// ParseEDTF reads the subset described at EDTF.
func ParseEDTF(s string) (EDTF, error) {
	if inner, ok := strings.CutPrefix(s, "["); ok {
		inner, closed := strings.CutSuffix(inner, "]")
		from, to, ok := strings.Cut(inner, "..")
		if !closed || !ok {
			return EDTF{}, fmt.Errorf("date %q: want [FIRST..LAST]", s)
		}
		return parseRange(s, from, to, "")
	}
	if from, to, ok := strings.Cut(s, "/"); ok {
		return parseRange(s, from, to, "..")
	}
	earliest, latest, err := parseEDTFDay(s)
	return EDTF{Text: s, Earliest: earliest, Latest: latest}, err
}

// parseRange reads the two ends of a range; an end equal to open has no bound.
func parseRange(s, from, to, open string) (EDTF, error) {
	e := EDTF{Text: s, Earliest: Beginning, Latest: Forever}
	if from == open && to == open {
		return EDTF{}, fmt.Errorf("date %q: one end must be known", s)
	}
	var err error
	if from != open {
		if e.Earliest, _, err = parseEDTFDay(from); err != nil {
			return EDTF{}, fmt.Errorf("date %q: %w", s, err)
		}
	}
	if to != open {
		if _, e.Latest, err = parseEDTFDay(to); err != nil {
			return EDTF{}, fmt.Errorf("date %q: %w", s, err)
		}
	}
	if e.Earliest > e.Latest {
		return EDTF{}, fmt.Errorf("date %q: ends before it begins", s)
	}
	return e, nil
}

// parseEDTFDay reads a day, month or year with an optional qualifier and returns its first and last
// day.
func parseEDTFDay(s string) (first, last Date, err error) {
	bare := s
	if s != "" && strings.ContainsRune("?~%", rune(s[len(s)-1])) {
		bare = s[:len(s)-1]
	}
	for _, precision := range []struct {
		layout              string
		years, months, days int
	}{{time.DateOnly, 0, 0, 1}, {"2006-01", 0, 1, 0}, {"2006", 1, 0, 0}} {
		if t, err := time.Parse(precision.layout, bare); err == nil && t.Year() >= 1 {
			return dateOf(t), dateOf(t.AddDate(precision.years, precision.months, precision.days)) - 1, nil
		}
	}
	return 0, 0, fmt.Errorf("date %q: want a day, month or year as in 2020-11-25, 1991-12~ or 1992", s)
}

// MarshalText writes the date as it stands in the file.
func (e EDTF) MarshalText() ([]byte, error) { return []byte(e.Text), nil }
