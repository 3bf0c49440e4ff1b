package enrich

import (
	"bytes"
	"fmt"

	"demarc/data/date"
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

// parse reads the day of a row: YYYY-MM-DD, alone or with a time behind it,
// which does not matter.
func (c *calendar) parse(b []byte) (int32, error) {
	b = bytes.TrimSpace(b)
	if len(b) == 0 {
		return 0, fmt.Errorf("no date")
	}
	if len(b) == 10 || len(b) > 10 && b[10] == ' ' {
		if day, ok := c.plain(b); ok {
			return day, nil
		}
	}
	if len(b) > 2 && b[0] == '\'' && b[1] == '-' { // so spreadsheets and demarc export -bom keep it from being subtracted
		b = b[1:]
	}
	i, err := date.ParseDatetime(clip(b))
	if err != nil && bytes.IndexByte(b, '/') >= 0 { // 11/25/2020 is a day, not an interval that begins with 11
		return 0, fmt.Errorf("date %q: want a day that exists, YYYY-MM-DD", clip(b))
	}
	if err != nil {
		return 0, err
	}
	if i.To != i.From+1 {
		return 0, fmt.Errorf("date %q: want one day, not an interval", clip(b))
	}
	return int32(i.From), nil
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
