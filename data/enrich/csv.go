package enrich

import (
	"bytes"
	"io"
	"slices"

	"github.com/paulmach/orb"

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
	number    decimal.Parser
	lengths   []int // of the fields of each column in the last row, where skipped
	delimiter byte
	calendar  *calendar // of dates
	dates     dayReader
	texts     *textPoints // nil when longitude and latitude have columns of their own

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
	if err := r.separator(&o); err != nil {
		return err
	}
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
		lengths: make([]int, places.columns), number: decimal.NewParser(), calendar: newCalendar(), plain: true,
	}
	t.dates = dayReader{calendar: t.calendar, counted: &r.result}
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
	if err := t.decide(header, o); err != nil {
		return err
	}
	if err := t.learn(o); err != nil {
		return err
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

// run works through the pieces.
func (t *csvTable) run() error {
	piece := t.piece
	if t.texts != nil {
		piece = t.textPiece
	}
	for {
		piece()
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
		} else if next, ok = t.record(i); ok {
			i = next
		} else {
			break
		}
		if t.n == chunk {
			t.locate(i)
		}
	}
	t.locate(i)
}

// textPiece is piece for points that stand in one column, which quick does not read.
func (t *csvTable) textPiece() {
	i := t.at
	for i < len(t.buffer) {
		next, ok := t.record(i)
		if !ok {
			break
		}
		if i = next; t.n == chunk {
			t.locate(i)
		}
	}
	t.locate(i)
}

// record handles the record at i, whatever it is like, and returns where the next
// begins; ok is false if its end has not been read yet.
func (t *csvTable) record(i int) (next int, ok bool) {
	end, next, ok, broken := t.careful(i)
	if !ok {
		return 0, false
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
	return next, true
}

// careful finds the end of a record with quotes, or of the last one. A field
// whose quote is never closed would swallow all that follows, so its line is
// taken as a row, which is then broken.
func (t *csvTable) careful(i int) (end, next int, ok, broken bool) {
	end, next, ok = recordEnd(t.buffer, i, t.delimiter)
	if ok || !t.done && len(t.buffer)-i <= maxRowBytes {
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
