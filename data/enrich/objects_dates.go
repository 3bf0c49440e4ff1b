package enrich

import (
	"bytes"
	"io"
)

// learn finds out from the first rows how their days are written; record finds the row at or after
// an index of the buffer, and where the next one begins. It waits for no more rows than are needed.
func (t *objectTable) learn(record func(i int) (from, to, next int, ok bool)) error {
	if t.options.Date == "" && t.options.Day != nil {
		return nil
	}
	for done := 0; t.dates.learned < deciding; { // bytes behind t.at, which stays
		from, to, next, ok := 0, 0, 0, false
		if t.at+done < len(t.buffer) {
			from, to, next, ok = record(t.at + done)
		}
		if ok {
			if from < to {
				t.dates.learn(t.dateOf(from, to))
			}
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
	return t.dates.decide(t.options)
}

// dateOf returns the day of the row in buffer[from:to] as it is written, nil if there is none.
func (t *objectTable) dateOf(from, to int) []byte {
	b := t.buffer[:to]
	f, err := t.row(b, from)
	if err != nil {
		return nil
	}
	if f.geometry.to > 0 || bytes.Equal(f.kind.of(b), []byte(`"Feature"`)) {
		properties := f.properties.of(b)
		if len(properties) == 0 || properties[0] != '{' {
			return nil
		}
		if f, err = t.read(b, f.properties.from); err != nil {
			return nil
		}
	}
	return textOf(f.date.of(b))
}
