package enrich

import (
	"bytes"
	"fmt"
	"io"
)

// recordSeparator begins each text of a sequence (RFC 7464, 2.2).
const recordSeparator = 0x1e

// runLines works on objects one a line, or each behind a record separator.
func runLines(r *reader, a *answers, o Options) error {
	t := newObjectTable(r, a, o)
	t.features = o.Format == JSONSeq
	if err := t.learn(t.record); err != nil {
		return err
	}
	for {
		i := t.at
		for i < len(t.buffer) {
			from, to, next, ok := t.record(i)
			if !ok {
				break
			}
			if from < to {
				t.object(from, to)
			}
			i = next
			if t.n == chunk {
				t.locate(i)
			}
		}
		t.locate(i)
		if err := t.flush(); err != nil {
			return err
		}
		if t.done && t.at == len(t.buffer) {
			return nil
		}
		err := t.more()
		if err == errLongRow && !t.features {
			err = t.passLine()
		}
		if err != nil && err != io.EOF {
			return err
		}
	}
}

// passLine writes an object that holds a line which is too long to hold.
func (t *objectTable) passLine() error {
	t.written = append(t.written, `{"input":"`...)
	return t.passRow(
		func(piece []byte) { t.written = appendEscaped(t.written, piece) },
		func() {
			t.written = append(append(t.written, `",`...), t.answers.failed(errLongRow.Error())...)
			t.written = append(t.written, '}')
		})
}

// appendEscaped writes what stands in a JSON string, which may be cut anywhere.
func appendEscaped(dst, text []byte) []byte {
	for _, c := range text {
		switch {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c < ' ':
			dst = fmt.Appendf(dst, "\\u%04x", c)
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

// record finds the record at i, without what surrounds it, and where the next
// one begins. ok is false if its end has not been read yet.
func (t *objectTable) record(i int) (from, to, next int, ok bool) {
	b := t.buffer
	if from = skipSpace(b, i); from < len(b) && b[from] == recordSeparator {
		return t.separated(from + 1)
	}
	from = i
	if n := bytes.IndexByte(b[i:], '\n'); n >= 0 {
		to, next = i+n, i+n+1
	} else if to, next = len(b), len(b); !t.done {
		return 0, 0, 0, false
	}
	from = min(skipSpace(b, from), to)
	for to > from && (b[to-1] == ' ' || b[to-1] == '\r' || b[to-1] == '\t') {
		to--
	}
	return from, to, next, true
}

// separated finds the end of a text that may hold line ends: that of its value,
// or, if that is broken, the next separator.
func (t *objectTable) separated(i int) (from, to, next int, ok bool) {
	b := t.buffer
	from = skipSpace(b, i)
	to, err := t.scanner.value(b, from)
	if next = skipSpace(b, to); err == nil && next < len(b) && b[next] == recordSeparator {
		return from, to, next, true
	}
	if err == nil && to < len(b) && b[to] == '\n' {
		return from, to, to + 1, true
	}
	if n := bytes.IndexByte(b[from:], recordSeparator); n >= 0 {
		to, next = from+n, from+n
	} else if to, next = len(b), len(b); !t.done {
		return 0, 0, 0, false
	}
	for to > from && skipSpace(b, to-1) == to {
		to--
	}
	return from, to, next, true
}
