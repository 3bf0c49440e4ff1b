package enrich

import (
	"bytes"
	"io"
	"strings"
)

// separator copies the line sep=; that spreadsheets write before the header, and heeds it.
func (r *reader) separator(o *Options) error {
	const mark = "sep="
	for {
		b := r.rest()
		if n := min(len(b), len(mark)); !strings.EqualFold(string(b[:n]), mark[:n]) {
			return nil
		}
		if newline := bytes.IndexByte(b, '\n'); newline >= 0 {
			delimiter, err := ParseDelimiter(string(bytes.TrimSuffix(b[:newline], []byte("\r"))[len(mark):]))
			if err != nil {
				return nil // it is a header
			}
			if o.Delimiter == 0 {
				o.Delimiter = delimiter
			}
			r.written = append(r.written, b[:newline+1]...)
			r.at += newline + 1
			return nil
		}
		if len(b) > len(mark+";\r") || r.done {
			return nil
		}
		if err := r.more(); err != nil && err != io.EOF {
			return err
		}
	}
}

// loneReturn tells whether the first line, as far as it has been read, ends in a carriage return
// alone. Within quotes there may be such.
func loneReturn(b []byte) bool {
	i := bytes.IndexByte(b, '\r')
	if i < 0 || bytes.ContainsAny(b[:i], "\n\"") {
		return false
	}
	after := bytes.TrimLeft(b[i:], "\r")
	return len(after) > 0 && after[0] != '\n'
}

// firstRecord reads on to the end of the first record, which tells the
// delimiter and how many columns there are.
func firstRecord(r *reader, o *Options) (header []string, end, next int, err error) {
	if kind := foreign(r.rest(), !o.NoHeader); kind != "" {
		return nil, 0, 0, inputErrorf("the table is %s", kind)
	}
	for {
		if loneReturn(r.rest()) {
			return nil, 0, 0, inputErrorf("the lines end in carriage returns alone: want line feeds, as tr '\\r' '\\n' makes them")
		}
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

// decide asks the first row what the header leaves open.
func (t *csvTable) decide(header []string, o Options) error {
	if t.places.undecided(header, o) {
		row, err := t.firstRow()
		if err != nil {
			return err
		}
		err = t.places.choose(header, row, o, func(cell string) bool {
			_, err := newTextPoints(t.answers.snapshot, "", &Result{}).read([]byte(cell))
			return err == nil
		})
		if err != nil {
			return err
		}
		t.parts = t.places.parts()
	}
	t.result.Read = t.places.reading(header, o)
	if t.places.point >= 0 {
		t.texts = newTextPoints(t.answers.snapshot, t.result.Read.Point, &t.result)
	}
	return nil
}

// firstRow reads on until the first row behind the header that is not empty, and returns its
// fields; nil if there is none.
func (t *csvTable) firstRow() ([]string, error) {
	for done := 0; ; { // bytes behind t.at, which stays
		i := t.at + done
		end, next, ok := recordEnd(t.buffer, i, t.delimiter)
		if !ok && t.done {
			end, next, ok = len(t.buffer), len(t.buffer), true
		}
		switch {
		case ok && end > i:
			return fields(t.buffer[i:end], t.delimiter), nil
		case ok && next == len(t.buffer) && t.done:
			return nil, nil
		case ok:
			done = next - t.at
			continue
		}
		if err := t.more(); err == errLongRow {
			return nil, nil
		} else if err != nil && err != io.EOF {
			return nil, err
		}
	}
}

// learn finds out from the first rows how their days are written. It waits for no more of them than
// are needed.
func (t *csvTable) learn(o Options) error {
	if t.places.date < 0 {
		return nil
	}
	for done := 0; t.dates.learned < deciding; { // bytes behind t.at, which stays
		i := t.at + done
		end, next, ok := recordEnd(t.buffer, i, t.delimiter)
		if !ok && t.done {
			end, next, ok = len(t.buffer), len(t.buffer), i < len(t.buffer)
		}
		switch {
		case ok && end > i:
			t.dates.learn(field(t.buffer[i:end], t.places.date, t.delimiter))
			fallthrough
		case ok:
			done = next - t.at
			continue
		}
		if t.done || t.dates.enough() {
			break
		}
		if err := t.more(); err == errLongRow {
			break
		} else if err != nil && err != io.EOF {
			return err
		}
	}
	return t.dates.decide(o)
}

// field returns a field of a record, nil if it has fewer.
func field(record []byte, column int, delimiter byte) []byte {
	for i := 0; ; column-- {
		end := fieldEnd(record, i, delimiter)
		if column == 0 {
			return bare(record[i:end])
		}
		if end >= len(record) {
			return nil
		}
		i = end + 1
	}
}
