package spelling

import "fmt"

// Evidence gathers how the dates of a table are written, of one row after the other: which of day
// and month stands first where both are numbers is told by those rows in which only one of the two
// can be the month.
type Evidence struct {
	Row  func(row int) string // what a row is called; nil: row 1
	File func(row int) string // the name that is a row, for names of files

	dmy, mdy witness // the first row that has it so
	open     witness // the first that has both meanings
	texts    witness // the first that is no number
	counts   witness // the first number that is no date
	wrong    [len(units)]bool
	era      bool // of a name
	long     bool // a name has a year of four digits
}

// witness is a row with its text.
type witness struct {
	row  int
	text string
	seen bool
}

func (w *witness) take(row int, text string) {
	if !w.seen {
		*w = witness{row, clip(text), true}
	}
}

func (e *Evidence) where(w witness) string {
	if e.File != nil {
		return e.File(w.row)
	}
	if e.Row != nil {
		return e.Row(w.row)
	}
	return fmt.Sprintf("row %d", w.row)
}

func (e *Evidence) say(w witness) string {
	if e.File != nil {
		return e.File(w.row)
	}
	return fmt.Sprintf("%s has %q", e.where(w), w.text)
}

// Add takes the date of a row into account. Empty texts and those of open ends say nothing.
func (e *Evidence) Add(row int, text string) {
	text = trimmed(text)
	if isOpen(text) {
		return
	}
	if _, ok := plainDay(text); ok {
		e.texts.take(row, text)
		return
	}
	m := parse(text)
	if n, ok := number(text); ok {
		if m.fine == 0 {
			e.counts.take(row, text)
		}
		for i, u := range units {
			e.wrong[i] = e.wrong[i] || !u.fits(n)
		}
	} else if m.fine > 0 {
		e.texts.take(row, text)
	}
	e.order(row, text, m)
}

func (e *Evidence) order(row int, text string, m match) {
	switch {
	case m.sure.ok || m.dmy == m.mdy:
	case m.dmy.ok && m.mdy.ok:
		e.open.take(row, text)
	case m.dmy.ok:
		e.dmy.take(row, text)
	case m.mdy.ok:
		e.mdy.take(row, text)
	}
}

// Settled tells whether all rows so far can be read without knowing more of them.
func (e *Evidence) Settled() bool {
	return !e.counts.seen && (!e.open.seen || e.dmy.seen || e.mdy.seen)
}

// Style returns how the dates are written. An order that is given counts, whatever the rows say;
// ask is the name of the option that gives it. The error is *Undecided where it is missing, or
// where numbers are neither dates nor plausible counts; another one names two rows that contradict
// each other.
func (e *Evidence) Style(given Order, ask string) (Style, error) {
	s := Style{Order: given, Ask: ask, years: e.era || e.long}
	switch {
	case given != "":
		s.why = ask + " says"
	case e.dmy.seen && e.mdy.seen:
		return s, fmt.Errorf("dates contradict each other: %s, which is day, month, year, and %s, which is month, day, year", e.say(e.dmy), e.say(e.mdy))
	case e.dmy.seen:
		s.Order, s.why = DMY, e.say(e.dmy)
	case e.mdy.seen:
		s.Order, s.why = MDY, e.say(e.mdy)
	case e.open.seen:
		_, err := s.Read(e.open.text)
		return s, &Undecided{fmt.Sprintf("%s: %v", e.where(e.open), err)}
	}
	return s, e.counted(&s)
}

// counted finds what numbers count, if they are no dates and all of them fit one unit.
func (e *Evidence) counted(s *Style) error {
	if !e.counts.seen || e.texts.seen {
		return nil // a number among dates is a mistake of its row
	}
	fitting := 0
	for i, u := range units {
		if !e.wrong[i] {
			s.unit = u
			fitting++
		}
	}
	if fitting != 1 {
		s.unit = ""
		return &Undecided{fmt.Sprintf("%s, which is no date, and not all numbers are plausible as a count: %s", e.say(e.counts), plausible)}
	}
	return nil
}

// Note says what was decided, "" for nothing.
func (s Style) Note() string {
	switch {
	case s.unit != "":
		return fmt.Sprintf("dates that are numbers are taken for %s", s.unit)
	case s.Order != "" && s.why != "":
		return fmt.Sprintf("dates of three numbers are %s: %s", s.Order.inWords(), s.why)
	}
	return ""
}
