package enrich

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"math/bits"
	"strings"

	"github.com/paulmach/orb"

	"demarc/geo"
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
		problem := fmt.Sprintf("the row has %d fields, the header %d", column+1, t.places.columns)
		if t.delimiter == ',' && (whole(lon) || whole(lat)) {
			problem += "; a decimal comma cuts a number in two: want 46.04, or semicolons between the columns"
		}
		t.problem(problem)
		return
	}
	var err error
	if t.texts != nil {
		t.points[t.n], err = t.texts.read(point)
	} else {
		t.points[t.n], err = parsePoint(lon, lat, t.delimiter, &t.result)
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

// parsePoint reads two fields of a row; delimiter is 0 where the row is not one of CSV. The result
// counts longitudes of other turns of the globe.
func parsePoint(lon, lat []byte, delimiter byte, result *Result) (orb.Point, error) {
	var p orb.Point
	var err error
	if p[0], err = parseDegrees("longitude", lon, delimiter); err != nil {
		return p, err
	}
	if p[1], err = parseDegrees("latitude", lat, delimiter); err != nil {
		return p, err
	}
	home, err := geo.TurnPoint(p)
	if err == nil && home[0] != p[0] {
		result.turned++
	}
	return home, err
}

// whole tells whether a field is a number without decimals, as one cut at its decimal comma is.
func whole(field []byte) bool {
	digits := bytes.TrimLeft(bytes.TrimSpace(field), "+-")
	return len(digits) > 0 && len(bytes.Trim(digits, "0123456789")) == 0
}

// dashes are minus signs that are not those of ASCII: a typographer's, and the dashes that word
// processors put in its place.
var dashes = strings.NewReplacer("\u2212", "-", "\u2013", "-", "\u2010", "-", "\u2011", "-", "\ufe63", "-", "\uff0d", "-")

// parseDegrees reads one coordinate. Where no comma stands between the columns it may be a decimal
// one.
func parseDegrees(name string, field []byte, delimiter byte) (float64, error) {
	field = bytes.TrimSpace(field)
	if len(field) == 0 {
		return 0, fmt.Errorf("no %s", name)
	}
	if v, end, ok := decimal.Parse(field, 0); ok && end == len(field) {
		return v, nil
	}
	plain := dashes.Replace(string(field))
	pointed := strings.Replace(plain, ",", ".", 1)
	if delimiter != ',' && delimiter != 0 {
		plain = pointed
	}
	if v, end, ok := decimal.Parse([]byte(plain), 0); ok && end == len(plain) {
		return v, nil
	}
	if _, end, ok := decimal.Parse([]byte(pointed), 0); ok && end == len(pointed) {
		want := "want " + pointed
		if delimiter == ',' {
			want += ", or semicolons between the columns"
		}
		return 0, fmt.Errorf("%s %q: is the comma a decimal one? %s", name, clip(field), want)
	}
	return 0, fmt.Errorf("%s %q: want a number of degrees", name, clip(field))
}
