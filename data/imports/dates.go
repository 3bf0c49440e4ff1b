package imports

import (
	"fmt"
	"strconv"
	"strings"

	"demarc/data/date"
	"demarc/data/date/spelling"
	"demarc/geo"
)

// End says whether the last day of an interval belongs to it.
type End string

// What an end may be.
const (
	EndUnknown End = ""
	Inclusive  End = "inclusive" // the last day on which something holds
	Exclusive  End = "exclusive" // the first day on which it no longer does
)

// dates reads the dates of one file and notes what it had to take for granted.
type dates struct {
	end   End
	style spelling.Style

	times, offsets, parts, uncertain, open99, ancient int
	example                                           string // of an uncertain date
}

// dateFormat is the option that says in which order day, month and year stand.
const dateFormat = "-date-format"

// dateRoles are those of columns of days.
var dateRoles = []role{fromRole, toRole, fromEarliestRole, fromLatestRole}

// learn finds out from all rows how their dates are written.
func (d *dates) learn(features []geo.Feature, c *columns, given spelling.Order) error {
	var evidence spelling.Evidence
	for i := range features {
		for _, r := range dateRoles {
			if text, err := dateText(c.value(&features[i], r)); err == nil {
				evidence.Add(i+1, text)
			}
		}
	}
	var err error
	d.style, err = evidence.Style(given, dateFormat)
	return err
}

// first reads the first day of an interval; Beginning if there is none.
func (d *dates) first(value any) (date.Date, error) {
	days, err := d.read(value)
	return days.Begins(), err
}

// behind reads the end of an interval as the day after its last one; Forever if there is none.
func (d *dates) behind(value any) (date.Date, error) {
	days, err := d.read(value)
	switch {
	case err != nil || days.Last == date.Forever && (d.end == Inclusive || days.First == date.Beginning):
		return date.Forever, err
	case d.end == Inclusive:
		return days.Last + 1, nil
	}
	return days.Begins(), nil
}

// read returns the days that a date may mean, all for an open end. A year is all its days.
func (d *dates) read(value any) (spelling.Days, error) {
	open := spelling.Days{First: date.Beginning, Last: date.Forever}
	text, err := dateText(value)
	if err != nil {
		return open, err
	}
	days, ok, err := d.style.End(text)
	if err != nil {
		return open, err
	}
	if !ok {
		if spelling.Never(text) || days != (spelling.Days{}) { // a number
			d.open99++
		}
		return open, nil
	}
	d.count(days, text)
	return days, nil
}

func (d *dates) count(days spelling.Days, text string) {
	for _, c := range []struct {
		is   bool
		into *int
	}{
		{days.Timed, &d.times}, {days.Offset, &d.offsets}, {days.Part, &d.parts}, {days.Uncertain, &d.uncertain}, {days.Begins() < date.On(1, 1, 1), &d.ancient},
	} {
		if c.is {
			*c.into++
		}
	}
	if days.Uncertain && d.example == "" {
		d.example = text
	}
}

// dateText returns a value of a table as it may be read.
func dateText(value any) (string, error) {
	switch v := value.(type) {
	case nil:
		return "", nil
	case string:
		return strings.TrimSpace(v), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), nil
	}
	return "", fmt.Errorf("%v: want a date", value)
}

// notes says what was taken for granted.
func (d *dates) notes() []string {
	var notes []string
	if note := d.style.Note(); note != "" {
		notes = append(notes, note)
	}
	if d.times > 0 {
		notes = append(notes, fmt.Sprintf("dates with a time of day, of which only the day is kept: %d", d.times))
	}
	if d.offsets > 0 {
		notes = append(notes, fmt.Sprintf("dates with an offset from UTC, of which the day at that offset is kept: %d", d.offsets))
	}
	if d.parts > 0 {
		whole := "for a first day the first one of it, for an end the same"
		if d.end == Inclusive {
			whole = "for a first day the first one of it, for an end the last"
		}
		notes = append(notes, fmt.Sprintf("dates that are years or months, taken %s: %d", whole, d.parts))
	}
	if d.uncertain > 0 {
		whole := "the first day they may mean"
		if d.end == Inclusive {
			whole += ", for an end the last"
		}
		notes = append(notes, fmt.Sprintf("dates that are not certain, such as %q, taken for %s; periods keep the days between which they began: %d", d.example, whole, d.uncertain))
	}
	if d.ancient > 0 {
		notes = append(notes, fmt.Sprintf("dates before the year 1, taken for astronomical years, 0000 for 1 BC and -0001 for 2 BC: %d", d.ancient))
	}
	if d.open99 > 0 {
		notes = append(notes, fmt.Sprintf("dates in the year 9999, taken for open ends: %d", d.open99))
	}
	return notes
}
