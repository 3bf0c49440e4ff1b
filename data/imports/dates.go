package imports

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

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
	fullDay = regexp.MustCompile(`^(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ]([0-9:.]+)(?:Z|[-+][0-9:]+)?)?$`)
	packed  = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	month   = regexp.MustCompile(`^(\d{4})-(\d{2})$`)
	year    = regexp.MustCompile(`^\d{4}$`)
)

// dates reads the dates of one file and notes what it had to take for granted.
type dates struct {
	end                   End
	times, months, open99 int
}

// first reads the first day of an interval; Beginning if there is none.
func (d *dates) first(value any) (date.Date, error) {
	begin, _, err := d.span(value)
	if begin == date.Forever {
		begin = date.Beginning
	}
	return begin, err
}

// behind reads the end of an interval as the day after its last one; Forever if there is none.
func (d *dates) behind(value any) (date.Date, error) {
	begin, next, err := d.span(value)
	if err != nil || begin == date.Forever {
		return date.Forever, err
	}
	if d.end == Inclusive {
		return next, nil
	}
	return begin, nil
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
	if month.MatchString(text) {
		if begin, err = date.Parse(text + "-01"); err == nil {
			d.months++
			t, _ := time.Parse("2006-01", text) // parsed above
			return begin, date.DateOf(t.AddDate(0, 1, 0)), nil
		}
	}
	if year.MatchString(text) {
		n, _ := strconv.Atoi(text) // the pattern lets only digits pass
		if begin, err = date.Parse(text + "-01-01"); err == nil {
			d.months++
			return begin, date.DateOf(time.Date(n+1, 1, 1, 0, 0, 0, 0, time.UTC)), nil
		}
	}
	return 0, 0, fmt.Errorf("date %q: want a day that exists, YYYY-MM-DD", text)
}

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
	if d.open99 > 0 {
		notes = append(notes, fmt.Sprintf("dates in the year 9999, taken for open ends: %d", d.open99))
	}
	return notes
}
