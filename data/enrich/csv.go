package enrich

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/geo/decimal"
)

// part is what a column is; lonPart and latPart are indexes of an orb.Point.
type part uint8

const (
	lonPart part = iota
	latPart
	datePart
	otherPart
)

func (p places) parts() []part {
	parts := make([]part, p.columns)
	for i := range parts {
		switch i {
		case p.lon:
			parts[i] = lonPart
		case p.lat:
			parts[i] = latPart
		case p.date:
			parts[i] = datePart
		default:
			parts[i] = otherPart
		}
	}
	return parts
}

// chunk is how many rows are located together.
const chunk = 256

// csvTable is the work on one table of CSV.
type csvTable struct {
	*reader
	answers   *answers
	places    places
	parts     []part // what each column is
	delimiter byte
	calendar  *calendar

	// The rows under way: where each ends, and its point.
	n        int
	ends     [chunk]int
	points   [chunk]orb.Point
	days     [chunk]int32
	zones    [chunk]int32
	padding  [chunk]int // fields that the row lacks
	problems [chunk]string
	plain    bool // no row under way has padding or a problem
}

func runCSV(r *reader, a *answers, o Options) error {
	header, end, next, err := firstRecord(r, &o)
	if err != nil {
		return err
	}
	places, err := find(header, o)
	if err != nil {
		return err
	}
	t := &csvTable{
		reader: r, answers: a, places: places, parts: places.parts(), delimiter: o.Delimiter,
		calendar: newCalendar(), plain: true,
	}
	a.start(t.tail)
	if !o.NoHeader {
		r.written = append(r.written, r.buffer[r.at:end]...)
		for _, name := range append(columnNames(a.columns), ErrorColumn) {
			name = unique(name, func(s string) bool { return slices.Contains(header, s) })
			r.written = appendField(append(r.written, t.delimiter), name, t.delimiter)
		}
		r.written = append(r.written, r.buffer[end:next]...)
		r.at = next
	}
	r.written = slices.Grow(r.written, 4*pieceBytes)
	return t.run()
}

func columnNames(columns []Column) []string {
	var names []string
	for _, c := range columns {
		names = append(names, c.Name)
	}
	return names
}

// firstRecord reads on to the end of the first record, which tells the
// delimiter and how many columns there are.
func firstRecord(r *reader, o *Options) (header []string, end, next int, err error) {
	if bytes.HasPrefix(r.rest(), []byte("\xff\xfe")) || bytes.HasPrefix(r.rest(), []byte("\xfe\xff")) {
		return nil, 0, 0, inputErrorf("the table is UTF-16: want UTF-8")
	}
	for {
		line, _, found := bytes.Cut(r.rest(), []byte("\n"))
		if found || r.done {
			if o.Delimiter == 0 {
				o.Delimiter = recognise(bytes.TrimSuffix(line, []byte("\r")), *o)
			}
			var ok bool
			if end, next, ok = recordEnd(r.buffer, r.at, o.Delimiter); !ok && r.done {
				end, next, ok = len(r.buffer), len(r.buffer), true
			}
			if ok {
				break
			}
		}
		if err := r.more(); err != nil && err != io.EOF {
			return nil, 0, 0, err
		}
	}
	if end == r.at {
		return nil, 0, 0, inputErrorf("the table is empty: want a first row with the names of the columns")
	}
	return fields(r.buffer[r.at:end], o.Delimiter), end, next, nil
}

// run works through the pieces.
func (t *csvTable) run() error {
	for {
		t.piece()
		if err := t.flush(); err != nil {
			return err
		}
		if t.done && t.at == len(t.buffer) {
			return nil
		}
		err := t.more()
		if err == errLongRow {
			err = t.passRow(
				func(piece []byte) { t.written = append(t.written, piece...) },
				func() { t.written = append(t.written, t.answers.failed(errLongRow.Error())...) })
		}
		if err != nil && err != io.EOF {
			return err
		}
	}
}

// piece handles the records that have been read whole.
func (t *csvTable) piece() {
	i := t.at
	for i < len(t.buffer) {
		if next, ok := t.quick(i); ok {
			i = next
		} else {
			end, next, ok, broken := t.careful(i)
			if !ok {
				break
			}
			t.ends[t.n] = end
			switch {
			case broken:
				t.problem("a quote is not closed")
				t.n++
			case end > i:
				t.slow(t.buffer[i:end])
				t.n++
			}
			i = next
		}
		if t.n == chunk {
			t.locate(i)
		}
	}
	t.locate(i)
}

// careful finds the end of a record with quotes, or of the last one. A field
// whose quote is never closed would swallow all that follows, so its line is
// taken as a row, which is then broken.
func (t *csvTable) careful(i int) (end, next int, ok, broken bool) {
	end, next, ok = recordEnd(t.buffer, i, t.delimiter)
	if ok || !t.done && len(t.buffer)-i <= MaxRowBytes {
		return end, next, ok, false
	}
	newline := bytes.IndexByte(t.buffer[i:], '\n')
	if newline < 0 && !t.done {
		return 0, 0, false, false // more reports it as too long
	}
	next = len(t.buffer)
	if newline >= 0 {
		next = i + newline + 1
	}
	end = trimLineEnd(t.buffer, i, next)
	if next == len(t.buffer) && closed(t.buffer[i:end], t.delimiter) {
		return end, next, true, false
	}
	return end, next, true, true
}

// closed tells whether the quotes of the last record are all closed.
func closed(record []byte, delimiter byte) bool {
	_, ok := quotedEnd(append(slices.Clone(record), '\n'), 0, delimiter)
	return ok
}

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
			if p[part], i, ok = decimal.Parse(b, i); !ok {
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
			if i < len(b) && b[i] == '"' {
				return 0, false
			}
			i = skipPlain(b, i, t.delimiter, delimiters)
		}
	}
	end := i
	if i < len(b) && b[i] == '\r' {
		i++
	}
	if i >= len(b) || b[i] != '\n' || !(p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90) {
		return 0, false
	}
	t.ends[t.n] = end
	t.n++
	return i + 1, true
}

// ones has a 1 in each byte.
const ones = 0x0101010101010101

// skipPlain returns the index of the next delimiter or line end, eight bytes at
// a time (Mycroft's test for a byte of zero). delimiters has the delimiter in
// each byte.
func skipPlain(b []byte, i int, delimiter byte, delimiters uint64) int {
	for ; i+8 <= len(b); i += 8 {
		v := binary.LittleEndian.Uint64(b[i:])
		d, n, r := v^delimiters, v^'\n'*ones, v^'\r'*ones
		found := ((d-ones)&^d | (n-ones)&^n | (r-ones)&^r) & (0x80 * ones)
		if found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for i < len(b) && b[i] != delimiter && b[i] != '\n' && b[i] != '\r' {
		i++
	}
	return i
}

// slow reads a row field by field and finds out what is wrong with it.
func (t *csvTable) slow(record []byte) {
	var lon, lat, date []byte
	column := 0
	for i := 0; ; column++ {
		end := fieldEnd(record, i, t.delimiter)
		switch column {
		case t.places.lon:
			lon = bare(record[i:end])
		case t.places.lat:
			lat = bare(record[i:end])
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
	p, err := parsePoint(lon, lat, t.delimiter != ',')
	if err != nil {
		t.problem(err.Error())
		return
	}
	t.points[t.n] = p
	if t.places.date < 0 || len(bytes.TrimSpace(date)) == 0 && t.places.dayKnown {
		t.days[t.n] = t.places.day
		return
	}
	if t.days[t.n], err = t.calendar.parse(date); err != nil {
		t.problem(err.Error())
	}
}

// problem marks the row that is being read.
func (t *csvTable) problem(text string) {
	t.problems[t.n] = text
	t.points[t.n] = orb.Point{}
	t.plain = false
}

// locate answers the rows under way and writes them, line ends included. next
// is where the row after them begins.
func (t *csvTable) locate(next int) {
	if n := t.n; n > 0 {
		days := t.days[:n]
		if t.places.date < 0 {
			days[0] = t.places.day
			days = days[:1]
		}
		t.answers.snapshot.ZonesAt(t.points[:n], days, t.zones[:n])
		t.writeRows()
		t.result.Rows += int64(n)
		t.n = 0
	}
	t.written = append(t.written, t.buffer[t.at:next]...)
	t.at = next
}

func (t *csvTable) writeRows() {
	b, out, at := t.buffer, t.written, t.at
	out = slices.Grow(out, t.ends[t.n-1]-at+(t.n+1)*wide)
	for k := range t.n {
		out = appendWide(out, b[at:t.ends[k]])
		at = t.ends[k]
		if !t.plain {
			for ; t.padding[k] > 0; t.padding[k]-- {
				out = append(out, t.delimiter)
			}
			if t.problems[k] != "" {
				out = append(out, t.answers.failed(t.problems[k])...)
				t.problems[k] = ""
				t.result.Failed++
				continue
			}
		}
		day := data.Date(t.places.day)
		if t.places.date < 0 {
			out = appendWide(out, t.answers.ofOneDay(t.zones[k], t.points[k], day))
		} else {
			day = data.Date(t.days[k])
			out = appendWide(out, t.answers.of(t.zones[k], t.points[k], day))
		}
		t.answers.countDay(day)
	}
	t.written, t.at, t.plain = out, at, true
}

// tail writes what is added to a row, from the delimiter on.
func (t *csvTable) tail(dst []byte, cells []value, problem string) []byte {
	for _, c := range cells {
		dst = appendField(append(dst, t.delimiter), c.text, t.delimiter)
	}
	return appendField(append(dst, t.delimiter), problem, t.delimiter)
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
