package enrich

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/paulmach/orb"

	"demarc/data"
)

// chunk is how many rows are located together.
const chunk = 256

// csvTable is the work on one table of CSV.
type csvTable struct {
	*reader
	answers   *answers
	places    places
	last      int // the last column that is needed
	delimiter byte

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
	t := &csvTable{reader: r, answers: a, places: places, delimiter: o.Delimiter, plain: true}
	t.last = max(places.lon, places.lat, places.date)
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
		if err := t.piece(); err != nil {
			return err
		}
		if err := t.flush(); err != nil {
			return err
		}
		if t.done && t.at == len(t.buffer) {
			return nil
		}
		if err := t.more(); err != nil && err != io.EOF {
			return err
		}
	}
}

// piece handles the records that have been read whole.
func (t *csvTable) piece() error {
	b, i := t.buffer, t.at
	quotes := bytes.IndexByte(b[i:], '"') >= 0
	for i < len(b) {
		var end, next int
		newline := bytes.IndexByte(b[i:], '\n')
		switch {
		case newline >= 0 && !quotes:
			next = i + newline + 1
			end = next - 1
			if end > i && b[end-1] == '\r' {
				end--
			}
		default:
			var ok, broken bool
			if end, next, ok, broken = t.careful(i); !ok {
				t.locate(i)
				return nil
			}
			if broken {
				t.row(i, end)
				t.problem("a quote is not closed")
				i = next
				t.full(i)
				continue
			}
		}
		if end > i {
			t.row(i, end)
		}
		i = next
		t.full(i)
	}
	t.locate(i)
	return nil
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

// full locates the rows under way when they are many. next is where the row
// after them begins.
func (t *csvTable) full(next int) {
	if t.n == chunk {
		t.locate(next)
	}
}

// row reads the point and day of the record b[i:end].
func (t *csvTable) row(i, end int) {
	t.ends[t.n] = end
	t.n++
	if !t.quick(i, end) {
		t.slow(t.buffer[i:end])
	}
}

// quick reads plain rows: no quotes, no spaces, as many fields as the header.
func (t *csvTable) quick(i, end int) bool {
	b, p, k := t.buffer, &t.points[t.n-1], t.n-1
	for column := 0; ; column++ {
		switch column {
		case t.places.lon, t.places.lat:
			v, next, ok := parseNumber(b, i)
			if !ok {
				return false
			}
			if column == t.places.lon {
				p[0] = v
			} else {
				p[1] = v
			}
			i = next
		case t.places.date:
			var ok bool
			if i+10 > end {
				return false
			}
			if t.days[k], ok = plainDay(b[i : i+10]); !ok {
				return false
			}
			i += 10
		default:
			n := bytes.IndexByte(b[i:end], t.delimiter)
			if n < 0 || b[i] == '"' {
				return false
			}
			i += n
		}
		if column == t.last {
			break
		}
		if i >= end || b[i] != t.delimiter {
			return false
		}
		i++
	}
	if !(p[0] >= -180 && p[0] <= 180 && p[1] >= -90 && p[1] <= 90) {
		return false
	}
	if t.last == t.places.columns-1 {
		return i == end
	}
	rest := b[i:end]
	if len(rest) == 0 || rest[0] != t.delimiter || bytes.IndexByte(rest, '"') >= 0 {
		return false
	}
	return bytes.Count(rest, []byte{t.delimiter}) == t.places.columns-1-t.last
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
		t.padding[t.n-1] = lacks
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
	t.points[t.n-1] = p
	if t.places.date < 0 || len(bytes.TrimSpace(date)) == 0 && t.places.dayKnown {
		t.days[t.n-1] = t.places.day
		return
	}
	if t.days[t.n-1], err = parseDay(date); err != nil {
		t.problem(err.Error())
	}
}

// problem marks the row that was read last.
func (t *csvTable) problem(text string) {
	t.problems[t.n-1] = text
	t.points[t.n-1] = orb.Point{}
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
	day := data.Date(t.places.day)
	for k := range t.n {
		out = append(out, b[at:t.ends[k]]...)
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
		if t.places.date >= 0 {
			day = data.Date(t.days[k])
		}
		out = append(out, t.answers.of(t.zones[k], t.points[k], day)...)
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
		v, end, ok := parseNumber(field, 0)
		if commas && (!ok || end < len(field)) {
			pointed := strings.Replace(string(field), ",", ".", 1)
			if v, end, ok = parseNumber([]byte(pointed), 0); ok {
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
