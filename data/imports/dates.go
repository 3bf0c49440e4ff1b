package imports

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"demarc/data/date"
)

// End says whether the last day of an interval belongs to it.
type End string

// What an end may be.
const (
	EndUnknown End = ""
	Inclusive  End = "inclusive" // the last day on which something holds
	Exclusive  End = "exclusive" // the first day on which it no longer does
)

// openWords stand for an end that has not come.
var openWords = map[string]bool{"": true, "..": true, "present": true, "now": true, "ongoing": true, "open": true, "null": true, "none": true, "-": true}

var (
	fullDay = regexp.MustCompile(`^(-?\d{4})[-/](\d{2})[-/](\d{2})(?:[T ]([0-9:.]+)(?:Z|[-+][0-9:]+)?)?$`)
	packed  = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	month   = regexp.MustCompile(`^-?\d{4}-\d{2}$`)
	year    = regexp.MustCompile(`^-?\d{4}$`)
)

// dates reads the dates of one file and notes what it had to take for granted.
type dates struct {
	end                            End
	times, months, open99, ancient int
}

// first reads the first day of an interval; Beginning if there is none.
func (d *dates) first(value any) (date.Date, error) {
	begin, _, err := d.read(value)
	if begin == date.Forever {
		begin = date.Beginning
	}
	return begin, err
}

// behind reads the end of an interval as the day after its last one; Forever if there is none.
func (d *dates) behind(value any) (date.Date, error) {
	begin, next, err := d.read(value)
	if err != nil || begin == date.Forever {
		return date.Forever, err
	}
	if d.end == Inclusive {
		return next, nil
	}
	return begin, nil
}

// read is span, and counts the years before 1.
func (d *dates) read(value any) (begin, next date.Date, err error) {
	begin, next, err = d.span(value)
	if err == nil && begin < date.On(1, 1, 1) {
		d.ancient++
	}
	return begin, next, err
}

// span returns the first day that a date means, and the one after the last. A year is all its days.
func (d *dates) span(value any) (begin, next date.Date, err error) {
	text := ""
	switch v := value.(type) {
	case nil:
	case string:
		text = strings.TrimSpace(v)
	case int64:
		text = strconv.FormatInt(v, 10)
	case float64:
		text = strconv.FormatFloat(v, 'f', -1, 64)
	default:
		return 0, 0, fmt.Errorf("%v: want a date", value)
	}
	switch {
	case openWords[strings.ToLower(text)]:
		return date.Forever, date.Forever, nil
	case strings.HasPrefix(text, "9999"):
		d.open99++
		return date.Forever, date.Forever, nil
	}
	if m := fullDay.FindStringSubmatch(text); m != nil {
		if strings.Trim(m[4], "0:.") != "" {
			d.times++
		}
		return oneDay(m[1] + "-" + m[2] + "-" + m[3])
	}
	if m := packed.FindStringSubmatch(text); m != nil {
		return oneDay(m[1] + "-" + m[2] + "-" + m[3])
	}
	if month.MatchString(text) || year.MatchString(text) {
		if whole, err := date.ParseEDTF(text); err == nil && !isSeason(text) {
			d.months++
			return whole.Earliest, whole.Latest + 1, nil
		}
	}
	return 0, 0, fmt.Errorf("date %q: want a day that exists, YYYY-MM-DD", text)
}

// isSeason tells whether a month is one of the numbers from 21 on, which other programs do not
// write for seasons.
func isSeason(text string) bool { return month.MatchString(text) && text[len(text)-2] == '2' }

func oneDay(text string) (begin, next date.Date, err error) {
	begin, err = date.Parse(text)
	return begin, begin + 1, err
}

// notes says what was taken for granted.
func (d *dates) notes() []string {
	var notes []string
	if d.times > 0 {
		notes = append(notes, fmt.Sprintf("dates with a time of day, of which only the day is kept: %d", d.times))
	}
	if d.months > 0 {
		whole := "for a first day the first one of it, for an end the same"
		if d.end == Inclusive {
			whole = "for a first day the first one of it, for an end the last"
		}
		notes = append(notes, fmt.Sprintf("dates that are years or months, taken %s: %d", whole, d.months))
	}
	if d.ancient > 0 {
		notes = append(notes, fmt.Sprintf("dates before the year 1, taken for astronomical years, 0000 for 1 BC and -0001 for 2 BC: %d", d.ancient))
	}
	if d.open99 > 0 {
		notes = append(notes, fmt.Sprintf("dates in the year 9999, taken for open ends: %d", d.open99))
	}
	return notes
}
