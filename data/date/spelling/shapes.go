package spelling

import (
	"strings"

	"demarc/data/date"
	"demarc/geo/calendar"
)

// match is a date found among tokens. How fine it is: 3 a day, 2 a month, 1 a year.
type match struct {
	begin, end int // tokens, the latter behind it
	fine       int
	sure       option // where the order does not matter
	dmy, mdy   option
	era        bool // the year has one
	iso        bool // the year first, with all zeros
	timed      bool
	offset     bool
	uncertain  bool
}

// option is one meaning of a date.
type option struct {
	first, last date.Date
	ok          bool
}

func (m match) days(o option) Days {
	return Days{First: o.first, Last: o.last, Part: m.fine < 3 && !m.uncertain, Uncertain: m.uncertain, Timed: m.timed, Offset: m.offset}
}

func onDay(year, month, day int) option {
	if year < calendar.FirstYear || year > calendar.LastYear || month < 1 || month > 12 || day < 1 || day > calendar.MonthLength(year, month) {
		return option{}
	}
	d := date.On(year, month, day)
	return option{d, d, true}
}

func inMonth(year, month int) option {
	if month < 1 || month > 12 {
		return option{}
	}
	return option{date.On(year, month, 1), date.On(year, month, calendar.MonthLength(year, month)), true}
}

func inYear(year int) option { return option{date.On(year, 1, 1), date.On(year, 12, 31), true} }

// tokens of a text.
type scan []token

func (s scan) is(i int, k kind) bool { return i < len(s) && s[i].kind == k }

// short tells a number of one or two digits.
func (s scan) short(i int) bool { return s.is(i, digits) && len(s[i].text) <= 2 }

func (s scan) named(i int) bool { return s.is(i, word) && s[i].value > 0 }

// between returns what separates a part from the next one, "" for nothing, " " for spaces alone,
// and the token of the next part.
func (s scan) between(i int) (sep string, next int) {
	if !s.is(i, mark) {
		return "", i
	}
	if sep = strings.TrimSpace(s[i].text); sep == "" {
		sep = " "
	}
	return sep, i + 1
}

// splits tells whether a separator may stand between parts: between numbers one of few, and the
// same twice; beside the name of a month also none or a comma.
func splits(sep string, named bool) bool {
	switch sep {
	case "-", "/", ".", " ", "_":
		return true
	case "", ",", ".,":
		return named
	}
	return false
}

// beforeYear is splits for the mark before a year, of which a minus belongs to the year.
func (s scan) beforeYear(sep string, next int, named bool) (plain string, ok bool) {
	if s.minus(next) {
		sep = strings.TrimSpace(strings.TrimSuffix(sep, "-"))
		return sep, splits(sep, named)
	}
	m := s[next-1].text
	if s[next-1].kind == mark && len(m) > 1 && strings.HasSuffix(m, " -") {
		return sep, false // 15 March -0044: a minus or a dash?
	}
	return sep, splits(sep, named)
}

// minus tells whether the number has one: at the very beginning, or behind another separator.
func (s scan) minus(i int) bool {
	if i == 0 || !s.is(i-1, mark) || !strings.HasSuffix(s[i-1].text, "-") || !s.is(i, digits) || len(s[i].text) != 4 {
		return false
	}
	m := s[i-1].text
	if i == 1 && m == "-" {
		return true
	}
	return len(m) > 1 && m[len(m)-2] != ' ' && m[len(m)-2] != '-'
}

// year reads a year of four digits, or of one to four with an era before or behind it.
func (s scan) year(i int) (year, next int, era, ok bool) {
	if s.is(i, word) {
		bc, is := eras[s[i].text]
		_, n := s.between(i + 1)
		if is && s.is(n, digits) && s.inEra(n, bc) {
			return ofEra(s[n].value, bc), n + 1, true, true
		}
		return 0, 0, false, false
	}
	if !s.is(i, digits) {
		return 0, 0, false, false
	}
	if sep, n := s.between(i + 1); (sep == "" || sep == " " || sep == "_" || sep == ".") && s.is(n, word) {
		if bc, is := eras[s[n].text]; is && s.inEra(i, bc) {
			return ofEra(s[i].value, bc), n + 1, true, true
		}
	}
	if len(s[i].text) != 4 {
		return 0, 0, false, false
	}
	year = s[i].value
	if s.minus(i) {
		if year = -year; year == 0 {
			return 0, 0, false, false // -0000 is no year
		}
	}
	return year, i + 1, false, true
}

// inEra tells whether a number may be a year of an era: of up to four digits, or the first that a
// day may have, which is 10000 BC.
func (s scan) inEra(i int, bc bool) bool {
	return s[i].value > 0 && (len(s[i].text) <= 4 || ofEra(s[i].value, bc) == calendar.FirstYear)
}

func ofEra(year int, bc bool) int {
	if bc {
		return 1 - year
	}
	return year
}

// at finds the longest date that begins at a token.
func (s scan) at(i int) match {
	begin := i
	if i == 0 && s.is(0, mark) && s[0].text == "-" {
		i = 1
	}
	for _, shape := range []func(int) match{s.compact, s.yearFirst, s.yearLast, s.yearAndMonth, s.monthAndYear} {
		if m := shape(i); m.fine > 0 && (m.sure.ok || m.dmy.ok || m.mdy.ok) {
			m.begin = begin
			return m
		}
	}
	if year, next, era, ok := s.year(i); ok {
		return match{begin: begin, end: next, fine: 1, sure: inYear(year), era: era}
	}
	return match{}
}

// compact reads 20201125, 202011251200 and 20201125120000, and 25112020 where that is no day the
// other way round.
func (s scan) compact(i int) match {
	if !s.is(i, digits) || s.minus(i) {
		return match{}
	}
	text, m := s[i].text, match{end: i + 1, fine: 3, iso: true}
	if len(text) == 12 || len(text) == 14 {
		seconds := "00"
		if len(text) == 14 {
			seconds = text[12:]
		}
		if two(text[8:]) > 23 || two(text[10:]) > 59 || two(seconds) > 59 || two(text) < 10 || two(text) > 20 {
			return match{}
		}
		m.timed = two(text[8:])+two(text[10:])+two(seconds) > 0
		m.sure = onDay(100*two(text)+two(text[2:]), two(text[4:]), two(text[6:]))
		return m
	}
	if len(text) != 8 {
		return match{}
	}
	a, b, year := two(text), two(text[2:]), 100*two(text[4:])+two(text[6:])
	if m.sure = onDay(100*a+b, two(text[4:]), two(text[6:])); !m.sure.ok && year >= 1300 && year < 2100 {
		m.dmy, m.mdy = onDay(year, b, a), onDay(year, a, b)
	}
	return m
}

func two(text string) int { return 10*int(text[0]-'0') + int(text[1]-'0') }

// yearFirst reads 2020-11-25 and 2020 November 25.
func (s scan) yearFirst(i int) match {
	year, n, era, ok := s.year(i)
	if !ok {
		return match{}
	}
	sep, month := s.between(n)
	named := s.named(month)
	if !named && !s.short(month) || !splits(sep, named) {
		return match{}
	}
	sep2, day := s.between(month + 1)
	if !s.short(day) || !splits(sep2, named) || !named && sep != sep2 {
		return match{}
	}
	iso := sep == "-" && len(s[month].text) == 2 && len(s[day].text) == 2
	return match{end: day + 1, fine: 3, sure: onDay(year, s[month].value, s[day].value), era: era, iso: iso}
}

// yearLast reads 25.11.2020, 11/25/2020, 25 November 2020 and November 25, 2020.
func (s scan) yearLast(i int) match {
	sep, j := s.between(i + 1)
	named := s.named(i) && s.short(j) || s.named(j) && s.short(i)
	if !named && !(s.short(i) && s.short(j)) || !splits(sep, named) {
		return match{}
	}
	sep2, k := s.between(j + 1)
	year, next, era, ok := s.year(k)
	if !ok {
		return match{}
	}
	if sep2, ok = s.beforeYear(sep2, k, named); !ok || !named && sep != sep2 {
		return match{}
	}
	m := match{end: next, fine: 3, era: era}
	a, b := s[i].value, s[j].value
	switch {
	case s.named(i):
		m.sure = onDay(year, a, b)
	case named:
		m.sure = onDay(year, b, a)
	default:
		m.dmy, m.mdy = onDay(year, b, a), onDay(year, a, b)
	}
	return m
}

// yearAndMonth reads 2020-11, 2020/11 and 2020 November. 2020.5 may be the middle of the year.
func (s scan) yearAndMonth(i int) match {
	year, n, era, ok := s.year(i)
	if !ok {
		return match{}
	}
	sep, month := s.between(n)
	named := s.named(month)
	if !named && (!s.short(month) || sep == "." || sep == " ") || !splits(sep, named) {
		return match{}
	}
	return match{end: month + 1, fine: 2, sure: inMonth(year, s[month].value), era: era}
}

// monthAndYear reads 11/2020, 11.2020 and November 2020.
func (s scan) monthAndYear(i int) match {
	named := s.named(i)
	if !named && !s.short(i) {
		return match{}
	}
	sep, k := s.between(i + 1)
	year, next, era, ok := s.year(k)
	if !ok {
		return match{}
	}
	if sep, ok = s.beforeYear(sep, k, named); !ok || !named && (sep == " " || sep == "_" || sep == "." && len(s[i].text) < 2) {
		return match{}
	}
	return match{end: next, fine: 2, sure: inMonth(year, s[i].value), era: era}
}

// parse reads a whole text, of no style; fine is 0 where it is no date.
func parse(text string) match {
	if text == "" || len(text) > maxBytes {
		return match{}
	}
	var room [16]token
	low := plain(text)
	s := scan(tokenize(low, room[:0]))
	i, day := 0, -1
	if s.is(0, word) {
		if n, ok := weekday(s[0].text); ok {
			_, i = s.between(1)
			day = n
		}
	}
	m := s.at(i)
	if m.fine > 0 {
		rest := low[s[m.end-1].to:]
		ok := false
		if m.timed, m.offset, ok = m.behind(rest); ok && m.onWeekday(day) {
			return m
		}
	}
	if uncertain, err := date.ParseEDTF(text); err == nil && !ofTwoYears(text) {
		return match{fine: 3, uncertain: true, sure: option{uncertain.Earliest, uncertain.Latest, true}}
	}
	return match{}
}

// behind reads what follows a date: nothing, a full stop, or a time of day.
func (m match) behind(rest string) (timed, offset, ok bool) {
	if rest = strings.TrimRight(rest, " "); rest == "" || rest == "." {
		return m.timed, false, true
	}
	if m.fine < 3 || m.timed {
		return false, false, false
	}
	return clock(rest)
}

// onWeekday keeps the meanings of a date that lie on a day of the week, -1 for any.
func (m *match) onWeekday(day int) bool {
	if day < 0 {
		return true
	}
	for _, o := range []*option{&m.sure, &m.dmy, &m.mdy} {
		o.ok = o.ok && m.fine == 3 && ((int(o.first)%7)+7)%7 == day
	}
	return m.sure.ok || m.dmy.ok || m.mdy.ok
}

// plainDay reads YYYY-MM-DD, alone or with a time behind it.
func plainDay(text string) (Days, bool) {
	end := len("2020-11-25")
	if strings.HasPrefix(text, "-") {
		end++
	}
	if len(text) < end {
		return Days{}, false
	}
	number, ok := calendar.Parse(text[:end])
	if !ok {
		return Days{}, false
	}
	d := Days{First: date.Date(number), Last: date.Date(number)}
	if len(text) > end {
		d.Timed, d.Offset, ok = clock(strings.ToLower(text[end:]))
	}
	return d, ok
}

// shortYear tells a date of three numbers whose year has too few digits.
func shortYear(text string) bool {
	if len(text) > maxBytes {
		return false
	}
	s := scan(tokenize(plain(text), nil))
	if len(s) != 5 {
		return false
	}
	for i := range 5 {
		if i%2 == 0 && (!s.is(i, digits) || len(s[i].text) > 3) && !s.named(i) {
			return false
		}
	}
	return true
}

// ofTwoYears tells 2020-21, which is spring for EDTF and two years for many.
func ofTwoYears(text string) bool {
	return len(text) == len("2020-21") && text[4] == '-' && text[5] == '2' && '0' <= text[6] && text[6] <= '9' &&
		two(text[5:]) == (two(text[2:])+1)%100
}
