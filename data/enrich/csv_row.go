package enrich

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"strings"

	"github.com/paulmach/orb"

	"demarc/geo/decimal"
)

// quick reads a plain row that begins at i, and returns where the next one
// begins: no quotes, no spaces around numbers, as many fields as the header. It
// looks at every byte once. Rows that are not plain are left to slow.
func (t *csvTable) quick(i int) (next int, ok bool) {
	b, p, delimiters := t.buffer, &t.points[t.n], uint64(t.delimiter)*ones
	for column, part := range t.parts {
		if column > 0 {
			if i >= len(b) || b[i] != t.delimiter {
				return 0, false
			}
			i++
		}
		switch part {
		case lonPart, latPart:
			if p[part], i, ok = t.number.Parse(b, i); !ok {
				return 0, false
			}
		case datePart:
			if i+10 > len(b) {
				return 0, false
			}
			if t.days[t.n], ok = t.calendar.plain(b[i:]); !ok {
				return 0, false
			}
			i += 10
		default:
			if i+8 > len(b) || b[i] == '"' {
				return 0, false
			}
			n := plainBytes(binary.LittleEndian.Uint64(b[i:]), delimiters)
			if n == t.lengths[column] {
				i += t.lengths[column] // which the processor foresees, see decimal.Parser
			} else {
				t.lengths[column] = n
				i += n
			}
			if n == 8 {
				i = t.skip(i, delimiters)
			}
		}
	}
	end := i
	if i < len(b) && b[i] == '\r' {
		i++
	}
	if i >= len(b) || b[i] != '\n' || !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
		return 0, false
	}
	t.ends[t.n] = end
	t.n++
	return i + 1, true
}

// ones has a 1 in each byte.
const ones = 0x0101010101010101

// skip returns the index of the delimiter or line end behind a plain field.
// delimiters has the delimiter in each byte.
func (t *csvTable) skip(i int, delimiters uint64) int {
	b := t.buffer
	for ; i+8 <= len(b); i += 8 {
		if n := plainBytes(binary.LittleEndian.Uint64(b[i:]), delimiters); n < 8 {
			return i + n
		}
	}
	for i < len(b) && b[i] != t.delimiter && b[i] != '\n' && b[i] != '\r' {
		i++
	}
	return i
}

// plainBytes returns how many of eight bytes stand before the first delimiter or
// control character from 8 to 15, among them those of line ends (Mycroft's test
// for a byte of zero).
func plainBytes(v, delimiters uint64) int {
	d, e := v^delimiters, v&(0xf8*ones)^0x08*ones
	return bits.TrailingZeros64(((d-ones)&^d|(e-ones)&^e)&(0x80*ones)) / 8
}

// slow reads a row field by field and finds out what is wrong with it.
func (t *csvTable) slow(record []byte) {
	var lon, lat, date, point []byte
	column := 0
	for i := 0; ; column++ {
		end := fieldEnd(record, i, t.delimiter)
		switch column {
		case t.places.lon:
			lon = bare(record[i:end])
		case t.places.lat:
			lat = bare(record[i:end])
		case t.places.point:
			point = bare(record[i:end])
		case t.places.date:
			date = bare(record[i:end])
		}
		if end >= len(record) {
			break
		}
		i = end + 1
	}
	if lacks := t.places.columns - column - 1; lacks > 0 {
		t.padding[t.n] = lacks
		t.plain = false
	} else if lacks < 0 {
		t.problem(fmt.Sprintf("the row has %d fields, the header %d", column+1, t.places.columns))
		return
	}
	var err error
	if t.texts != nil {
		t.points[t.n], err = t.texts.read(point)
	} else {
		t.points[t.n], err = parsePoint(lon, lat, t.delimiter != ',')
	}
	if err == nil {
		t.days[t.n], err = t.dayOf(date)
	}
	if err != nil {
		t.problem(err.Error())
	}
}

// dayOf reads the day of a row.
func (t *csvTable) dayOf(date []byte) (int32, error) {
	if t.places.date < 0 || len(bytes.TrimSpace(date)) == 0 && t.places.dayKnown {
		return t.places.day, nil
	}
	return t.dates.parse(date)
}

// problem marks the row that is being read.
func (t *csvTable) problem(text string) {
	t.problems[t.n] = text
	t.points[t.n] = orb.Point{}
	t.plain = false
}

// parsePoint reads two fields; commas is true where a decimal comma can be
// meant.
func parsePoint(lon, lat []byte, commas bool) (orb.Point, error) {
	var p orb.Point
	for axis, field := range [2][]byte{lon, lat} {
		name := [2]string{"longitude", "latitude"}[axis]
		field = bytes.TrimSpace(field)
		if len(field) == 0 {
			return p, fmt.Errorf("no %s", name)
		}
		v, end, ok := decimal.Parse(field, 0)
		if commas && (!ok || end < len(field)) {
			pointed := strings.Replace(string(field), ",", ".", 1)
			if v, end, ok = decimal.Parse([]byte(pointed), 0); ok {
				field = []byte(pointed)
			}
		}
		if !ok || end < len(field) {
			return p, fmt.Errorf("%s %q: want a number of degrees", name, clip(field))
		}
		p[axis] = v
	}
	if !(p[0] >= -180 && p[0] <= 180) {
		return p, fmt.Errorf("longitude %s: want -180 to 180", clip(lon))
	}
	if !(p[1] >= -90 && p[1] <= 90) {
		if p[1] >= -180 && p[1] <= 180 && p[0] >= -90 && p[0] <= 90 {
			return p, fmt.Errorf("latitude %s: want -90 to 90; are longitude and latitude swapped?", clip(lat))
		}
		return p, fmt.Errorf("latitude %s: want -90 to 90", clip(lat))
	}
	return p, nil
}
