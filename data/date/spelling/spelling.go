// Package spelling reads days as people write them: in cells, in names of files and in commands.
//
//	2020-11-25  2020/11/25  20201125  1990-2-1  -0043-03-15   year first
//	25.11.2020  11/25/2020  25 11 2020                        day or month first, see Evidence
//	25 November 2020  25 noyabr 2020  25 ноября 2020 г.       months by name
//	2020  2020-11  11/2020  November 2020  44 BC              years and months
//	31.12.1885 23:00:00  2020-11-25T01:00:00+04:00            with a time of day
//	1990~  1995-03?  199X  1941-21  1993/1994                 EDTF, see date.EDTF
//	1606262400  1606262400000  44160                          counts, where a Style says so
package spelling

import (
	"fmt"
	"strings"

	"demarc/data/date"
)

// Days are those that a text may mean.
type Days struct {
	First, Last date.Date // the same for a day; date.Beginning and date.Forever for open ends
	Part        bool      // a whole month or year
	Uncertain   bool      // by a mark of EDTF
	Timed       bool      // there was a time of day other than 0:00
	Offset      bool      // of a zone other than UTC, whose day this is
}

// Order is that of day, month and year in a date of numbers alone.
type Order string

// The orders. Where the year stands first, no order is needed: nobody writes the day second.
const (
	DMY Order = "dmy"
	MDY Order = "mdy"
	YMD Order = "ymd"
)

// ParseOrder reads the name of an order; "" is none.
func ParseOrder(s string) (Order, error) {
	switch o := Order(strings.ToLower(s)); o {
	case "", DMY, MDY, YMD:
		return o, nil
	}
	return "", fmt.Errorf("%q: want dmy (31.12.2020), mdy (12/31/2020) or ymd (2020-12-31)", s)
}

// inWords says what an order puts first.
func (o Order) inWords() string {
	return map[Order]string{DMY: "day, month, year", MDY: "month, day, year", YMD: "year, month, day"}[o]
}

// Style is the way in which the dates of a table are written. With the zero Style all is read that
// has one meaning.
type Style struct {
	Order Order  // "" where no date tells
	unit  unit   // of numbers that are no dates otherwise
	Ask   string // the name of the option that gives the order, for messages
	why   string
	years bool // names of files have years of fewer than four digits
}

// Undecided says that a text has several meanings, and that nothing tells which one is meant.
type Undecided struct{ detail string }

func (e *Undecided) Error() string { return e.detail }

// maxBytes is longer than any date.
const maxBytes = 100

// Read reads a text. The error is *Undecided where the order of day and month is missing.
func (s Style) Read(text string) (Days, error) {
	text = trimmed(text)
	if day, ok := plainDay(text); ok {
		return day, nil
	}
	if s.unit != "" {
		if n, ok := number(text); ok {
			return s.unit.read(text, n)
		}
	}
	found := parse(text)
	if found.fine == 0 {
		return Days{}, refusal(text)
	}
	return s.pick(text, found)
}

// End reads an end of the days of a row; ok is false for one that is open.
func (s Style) End(text string) (days Days, ok bool, err error) {
	if isOpen(text) {
		return Days{}, false, nil
	}
	if days, err = s.Read(text); err != nil {
		return Days{}, false, err
	}
	year, _, _ := days.Begins().Civil()
	return days, year != 9999, nil // of a number
}

// Begins is the day on which something began on one of the days: the first, if there is one.
func (d Days) Begins() date.Date {
	if d.First == date.Beginning && d.Last != date.Forever {
		return d.Last
	}
	return d.First
}

// Day reads a single day: neither a month nor an uncertain date.
func (s Style) Day(text string) (date.Date, error) {
	days, err := s.Read(text)
	if err != nil {
		return 0, err
	}
	return days.Single(text)
}

// Single returns the day that a text was read as; the error says what keeps it from being one.
func (d Days) Single(text string) (date.Date, error) {
	text = clip(trimmed(text))
	switch {
	case d.Part && d.Last-d.First > 31:
		return 0, fmt.Errorf("date %q: want YYYY-MM-DD; this is a year, write %s for its first day", text, d.First)
	case d.Part:
		return 0, fmt.Errorf("date %q: want YYYY-MM-DD; this is a month, write %s for its first day", text, d.First)
	case d.Uncertain:
		return 0, fmt.Errorf("date %q: want one day, YYYY-MM-DD; this one is not certain", text)
	}
	return d.First, nil
}

// Interval reads two dates with a slash between them, both of which belong to it: a year or month
// is all its days. An end may be open, empty or "..".
func (s Style) Interval(text string) (date.Interval, error) {
	const want = "want FROM/TO, as in 2020-09-27/2020-11-10 or 2020-09-27/.. for an open end"
	err := fmt.Errorf("%q: %s", clip(text), want)
	for at := range len(text) {
		if text[at] != '/' || len(text) > 2*maxBytes {
			continue
		}
		from, wrong := s.end(text[:at], date.Beginning)
		to, wrong2 := s.end(text[at+1:], date.Forever)
		if wrong != nil || wrong2 != nil {
			if isUndecided(wrong) {
				err = wrong
			} else if isUndecided(wrong2) {
				err = wrong2
			} else if isUndecided(err) {
				continue
			} else if wrong == nil && text[:at] != "" { // so the text is cut where it should be
				err = fmt.Errorf("%q: TO: %w; %s", clip(text), wrong2, want)
			} else if wrong2 == nil && text[at+1:] != "" {
				err = fmt.Errorf("%q: FROM: %w; %s", clip(text), wrong, want)
			}
			continue
		}
		i := date.Interval{From: from.First, To: to.Last}
		if i.To != date.Forever {
			i.To++
		}
		switch {
		case i == date.Always:
			return i, fmt.Errorf("%q: one end of the interval must be a day", text)
		case i.From >= i.To:
			return i, fmt.Errorf("%q: the interval ends before it begins", text)
		}
		return i, nil
	}
	if strings.Contains(text, "/") && isUndecided(err) {
		return date.Interval{}, err
	}
	days, wrong := s.Read(text)
	switch {
	case wrong == nil && !days.Uncertain:
		return date.Interval{From: days.First, To: days.Last + 1}, nil
	case isUndecided(wrong):
		return date.Interval{}, wrong
	case wrong != nil && !strings.Contains(text, "/"):
		err = fmt.Errorf("%w; or %s", wrong, want)
	}
	return date.Interval{}, err
}

func (s Style) end(text string, open date.Date) (Days, error) {
	if text = strings.TrimSpace(text); text == "" || text == ".." {
		return Days{First: open, Last: open}, nil
	}
	days, err := s.Read(text)
	if err == nil && days.Uncertain {
		_, err = days.Single(text)
	}
	return days, err
}

func isUndecided(err error) bool {
	_, ok := err.(*Undecided)
	return ok
}

// pick takes the meaning that the order of the style has.
func (s Style) pick(text string, m match) (Days, error) {
	switch {
	case m.sure.ok:
		return m.days(m.sure), nil
	case m.dmy.ok && m.mdy.ok && m.dmy == m.mdy:
		return m.days(m.dmy), nil
	case s.Order == "" && m.dmy.ok && m.mdy.ok:
		return Days{}, &Undecided{fmt.Sprintf("date %q: %s or %s? %s", clip(text), m.dmy.first, m.mdy.first, s.askOrder())}
	case m.dmy.ok && (s.Order == DMY || s.Order == ""):
		return m.days(m.dmy), nil
	case m.mdy.ok && (s.Order == MDY || s.Order == ""):
		return m.days(m.mdy), nil
	}
	why := ""
	if s.why != "" {
		why = ", as " + s.why
	}
	return Days{}, fmt.Errorf("date %q: want %s%s", clip(text), s.Order.inWords(), why)
}

func (s Style) askOrder() string {
	if s.Ask == "" {
		return "write one of these"
	}
	space := " "
	if strings.HasSuffix(s.Ask, "=") {
		space = ""
	}
	return "say with " + s.Ask + space + "dmy or mdy"
}

// trimmed takes spaces off, and the apostrophe that spreadsheets, and demarc export -bom, put
// before a minus lest it is subtracted.
func trimmed(text string) string {
	text = strings.TrimSpace(text)
	if len(text) > 1 && text[0] == '\'' && text[1] == '-' {
		return text[1:]
	}
	return text
}

// refusal is the error for a text without a meaning.
func refusal(text string) error {
	hint := ""
	switch {
	case shortYear(text):
		hint = "; the year needs four digits"
	case ofTwoYears(text):
		hint = "; this is a season or two years"
	}
	return fmt.Errorf("date %q: want a day that exists, YYYY-MM-DD%s", clip(text), hint)
}

// clip keeps messages short.
func clip(text string) string {
	if len(text) > 40 {
		return strings.ToValidUTF8(text[:40], "") + "..."
	}
	return text
}
