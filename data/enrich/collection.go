package enrich

import (
	"bytes"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// collectionStart returns the index behind the bracket that opens the features
// of a collection.
func collectionStart(b []byte) (int, bool) {
	var s scanner
	d := s.begin(b)
	if d.PeekKind() != jsontext.KindBeginObject {
		return 0, false
	}
	_, err := d.ReadToken()
	for err == nil && d.PeekKind() == jsontext.KindString {
		name, _ := d.ReadToken()
		if name.String() == "features" && d.PeekKind() == jsontext.KindBeginArray {
			_, err = d.ReadToken()
			return int(d.InputOffset()), err == nil
		}
		err = d.SkipValue()
	}
	return 0, false
}

// runCollection works on a GeoJSON FeatureCollection, or a single Feature. What
// stands around the features is copied.
func runCollection(r *reader, a *answers, o Options) error {
	t := newObjectTable(r, a, o)
	t.features = true
	for {
		if start, ok := collectionStart(t.rest()); ok {
			return t.collection(t.at + start)
		}
		end, err := t.scanner.value(t.rest(), 0)
		whole := err == nil && blank(t.rest()[end:])
		if whole && t.done && t.isFeature() {
			return t.single(t.at + end)
		}
		if t.done || !whole && !isCut(err) {
			return inputErrorf("this is not GeoJSON: want a FeatureCollection of points")
		}
		if err := t.more(); err != nil && err != io.EOF {
			return err
		}
	}
}

func (t *objectTable) isFeature() bool {
	f, err := t.read(t.rest(), 0)
	return err == nil && string(f.kind.of(t.rest())) == `"Feature"`
}

func (t *objectTable) single(end int) error {
	err := t.learn(func(i int) (from, to, next int, ok bool) {
		return skipSpace(t.buffer, i), end, end, i < end
	})
	if err != nil {
		return err
	}
	t.object(skipSpace(t.buffer, t.at), end)
	t.locate(len(t.buffer))
	return t.flush()
}

// collection works on the features, the first of which begins at or after i.
func (t *objectTable) collection(i int) error {
	start := i - t.at
	err := t.learn(func(i int) (from, to, next int, ok bool) {
		if i == t.at {
			i += start
		}
		return t.nextFeature(i)
	})
	if err != nil {
		return err
	}
	i = t.at + start
	for {
		next, closed, err := t.some(i)
		if err != nil {
			return err
		}
		t.locate(next)
		if err := t.flush(); err != nil {
			return err
		}
		if closed {
			return t.copyRest()
		}
		if t.done {
			return inputErrorf("the GeoJSON ends within its features, after %d", t.result.Rows)
		}
		if err := t.more(); err != nil && err != io.EOF {
			return err
		}
		i = t.at
	}
}

// some handles the features that have been read whole, and returns where the
// next begins, or closed behind the last.
func (t *objectTable) some(i int) (next int, closed bool, err error) {
	for {
		from := skipSpace(t.buffer, i)
		if from < len(t.buffer) && t.buffer[from] == ',' {
			from = skipSpace(t.buffer, from+1)
		}
		if from < len(t.buffer) && t.buffer[from] == ']' {
			return from, true, nil
		}
		f, err := t.row(t.buffer, from)
		to, whole := f.end+1, err == nil
		switch {
		case err == errNoObject:
			to, err = t.scanner.value(t.buffer, from)
		case err != nil && !isCut(err) && t.buffer[from] == '{':
			to, err = looseEnd(t.buffer, from)
		}
		if isCut(err) || err == nil && to == len(t.buffer) && !t.done && t.buffer[from] != '{' {
			return i, false, nil // a number may go on
		}
		if err != nil {
			return i, false, inputErrorf("feature %d is not JSON", t.result.Rows+int64(t.n)+1)
		}
		t.add(f, whole, from, to)
		if i = to; t.n == chunk {
			t.locate(i)
		}
	}
}

// nextFeature finds the feature at or after i; ok is false if it is not there as a whole.
func (t *objectTable) nextFeature(i int) (from, to, next int, ok bool) {
	from = skipSpace(t.buffer, i)
	if from < len(t.buffer) && t.buffer[from] == ',' {
		from = skipSpace(t.buffer, from+1)
	}
	if from >= len(t.buffer) || t.buffer[from] != '{' {
		return 0, 0, 0, false
	}
	to, err := t.scanner.value(t.buffer, from)
	return from, to, to, err == nil
}

// looseEnd finds the brace that closes an object of broken JSON.
func looseEnd(b []byte, i int) (int, error) {
	depth := 0
	for ; i < len(b); i++ {
		switch b[i] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1, nil
			}
		case '"':
			for i++; i < len(b) && b[i] != '"'; i++ {
				if b[i] == '\\' {
					i++
				}
			}
		}
	}
	return i, io.ErrUnexpectedEOF
}

// copyRest copies what stands behind the features.
func (t *objectTable) copyRest() error {
	last := byte(0)
	for {
		if b := bytes.TrimSpace(t.rest()); len(b) > 0 {
			last = b[len(b)-1]
		}
		t.locate(len(t.buffer))
		if err := t.flush(); err != nil {
			return err
		}
		if t.done {
			break
		}
		if err := t.more(); err != nil && err != io.EOF {
			return err
		}
	}
	if last != '}' {
		return inputErrorf("the GeoJSON ends before its last brace")
	}
	return nil
}
