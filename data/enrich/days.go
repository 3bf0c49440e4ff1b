package enrich

import (
	"bytes"
	"errors"
	"fmt"

	"demarc/data/date"
	"demarc/data/date/spelling"
)

// calendar knows the first day of every month of the years that tables are
// about, and of the one after.
type calendar [(lastYear-firstYear+1)*12 + 1]int32

const firstYear, lastYear = 1900, 2099

func newCalendar() *calendar {
	var c calendar
	for i := range c {
		c[i] = int32(date.On(firstYear+i/12, 1+i%12, 1))
	}
	return &c
}

// dayReader reads the days of rows. It learns from the first rows how they are written.
type dayReader struct {
	*calendar
	style    spelling.Style
	evidence spelling.Evidence
	learned  int // rows
	counted  *Result
}

// deciding is how many rows tell how days are written.
const deciding = 1000

// parse reads the day of a row: as people write it, alone or with a time behind it, which does not
// matter.
func (d *dayReader) parse(b []byte) (int32, error) {
	b = bytes.TrimSpace(b)
	if len(b) == 0 {
		return 0, fmt.Errorf("no date")
	}
	if len(b) == 10 || len(b) > 10 && b[10] == ' ' {
		if day, ok := d.plain(b); ok {
			if len(b) > 10 {
				d.counted.timed++
			}
			return day, nil
		}
	}
	text := clip(b)
	if len(b) <= 100 {
		text = string(b)
	}
	days, err := d.style.Read(text)
	if err == nil && days.Uncertain && bytes.IndexByte(b, '/') >= 0 {
		err = fmt.Errorf("date %q: want one day, not an interval", clip(b))
	}
	if err == nil {
		_, err = days.Single(text)
	}
	if days.Timed {
		d.counted.timed++
	}
	if days.Offset {
		d.counted.offset++
	}
	return int32(days.First), err
}

// learn takes the day of one of the first rows into account.
func (d *dayReader) learn(b []byte) {
	d.learned++
	if b = bytes.TrimSpace(b); len(b) > 0 && len(b) <= 100 {
		d.evidence.Add(d.learned, string(b))
	}
}

// enough tells whether the rows so far decide, for tables that must not wait for more of them.
func (d *dayReader) enough() bool { return d.learned > 0 && d.evidence.Settled() }

// decide ends the learning.
func (d *dayReader) decide(o Options) (err error) {
	if d.style, err = d.evidence.Style(o.DateFormat, o.Ask.DateFormat); err != nil {
		hint := ""
		if undecided := new(spelling.Undecided); !errors.As(err, &undecided) {
			hint = "; " + o.Ask.DateFormat + " decides, and the other rows get their reason in " + ErrorColumn
		}
		return &InputError{Detail: err.Error() + hint, cause: err}
	}
	d.counted.dates = d.style.Note()
	return nil
}

// plain reads the ten bytes YYYY-MM-DD that b begins with; it is not ok for
// other text and other years.
func (c *calendar) plain(b []byte) (int32, bool) {
	b = b[:10]
	y1, y2, y3, y4 := uint32(b[0]-'0'), uint32(b[1]-'0'), uint32(b[2]-'0'), uint32(b[3]-'0')
	m1, m2, d1, d2 := uint32(b[5]-'0'), uint32(b[6]-'0'), uint32(b[8]-'0'), uint32(b[9]-'0')
	if b[4] != '-' || b[7] != '-' || max(y1, y2, y3, y4, m1, m2, d1, d2) > 9 {
		return 0, false
	}
	year, month := y1*1000+y2*100+y3*10+y4, m1*10+m2-1
	at := (year-firstYear)*12 + month
	if year < firstYear || month >= 12 || at >= uint32(len(c)-1) {
		return 0, false
	}
	day := c[at] + int32(d1*10+d2) - 1
	return day, day >= c[at] && day < c[at+1]
}
