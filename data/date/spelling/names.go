package spelling

import (
	"fmt"
	"strings"

	"demarc/geo/calendar"
)

// AddName takes the name of a file into account, a path with slashes and without extension.
func (e *Evidence) AddName(row int, name string) {
	s := scan(tokenize(plain(name), nil))
	for i := range s {
		if m := s.inName(i, true); m.fine > 0 {
			e.era, e.long = e.era || m.era, e.long || len(s[i].text) >= 4 || m.fine > 1
		}
	}
	if m, text, err := longest(name, false); err == nil {
		e.order(row, text, m)
	}
}

// InName finds the date in the name of a file: the longest that fits, and of two days, months or
// years neither. A year is no part of a longer number, nor of one with points or hyphens in it. ok
// is false if there is none.
func (s Style) InName(name string) (days Days, ok bool, err error) {
	m, text, err := longest(name, s.years)
	if err != nil || m.fine == 0 {
		return Days{}, false, err
	}
	days, err = s.pick(text, m)
	return days, err == nil, err
}

// TooEarly tells whether a name has a year before Christ that no day goes back to, such as
// bc123000.
func TooEarly(name string) bool {
	s := scan(tokenize(plain(name), nil))
	for i := range s {
		_, before := s.between(i + 1)
		if s.is(i, word) && eras[s[i].text] && s.is(before, digits) && ofEra(s[before].value, true) < calendar.FirstYear {
			return true
		}
	}
	return false
}

// longest finds the finest date of a name, with its text. Years of three digits count if short.
func longest(name string, short bool) (best match, text string, err error) {
	low := plain(name)
	s := scan(tokenize(low, nil))
	for i := range s {
		m := s.inName(i, short)
		if m.fine == 0 {
			continue
		}
		found := low[s[m.begin].from:s[m.end-1].to]
		switch {
		case m.fine > best.fine:
			best, text, err = m, found, nil
		case m.fine == best.fine && i >= best.end && (m.sure != best.sure || m.dmy != best.dmy || m.mdy != best.mdy):
			err = fmt.Errorf("the name has two dates, %q and %q: want one", text, found)
		}
	}
	if best.fine == 0 && err == nil {
		err = s.impossible(low)
	}
	return best, text, err
}

// impossible finds what is written as a day and is none, such as 2022-13-01.
func (s scan) impossible(low string) error {
	for i := 0; i+4 < len(s); i++ {
		sep, j := s.between(i + 1)
		sep2, k := s.between(j + 1)
		if !s.is(i, digits) || !s.is(k, digits) || !s.short(j) || sep != sep2 || !splits(sep, false) {
			continue
		}
		if len(s[i].text) == 4 && s.short(k) || s.short(i) && len(s[k].text) == 4 {
			return refusal(low[s[i].from:s[k].to])
		}
	}
	return nil
}

// inName finds the date that begins at a token of a name.
func (s scan) inName(i int, short bool) match {
	if s[i].kind == mark || s.version(i) {
		return match{}
	}
	m := s.at(i)
	if m.fine == 0 && short && s.is(i, digits) && len(s[i].text) == 3 && s[i].value > 0 {
		m = match{begin: i, end: i + 1, fine: 1, sure: inYear(s[i].value)}
	}
	if m.fine == 0 || m.iso || s.alone(i, m.end) {
		return m
	}
	return match{}
}

// version tells the number of one, as in v2 or rev3.
func (s scan) version(i int) bool {
	if i == 0 || s[i].kind != digits || s[i-1].kind != word {
		return false
	}
	switch s[i-1].text {
	case "v", "ver", "version", "r", "rev":
		return len(s[i].text) < 4
	}
	return false
}

// alone tells whether a date is no part of a longer number, such as 12.05.14 or 1914-1918.
func (s scan) alone(begin, end int) bool {
	joins := func(i int) bool { return s.is(i, mark) && strings.Trim(s[i].text, "-.") == "" }
	before := begin >= 2 && joins(begin-1) && s[begin-2].kind == digits
	behind := joins(end) && s.is(end+1, digits)
	return !before && !behind
}
