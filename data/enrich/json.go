package enrich

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// scanner finds JSON values in a buffer, where they stay.
type scanner struct {
	text    bytes.Buffer
	decoder jsontext.Decoder
}

func (s *scanner) begin(b []byte) *jsontext.Decoder {
	s.text = *bytes.NewBuffer(b)
	s.decoder.Reset(&s.text, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	return &s.decoder
}

// value returns where the JSON value ends that begins at or after i.
func (s *scanner) value(b []byte, i int) (end int, err error) {
	d := s.begin(b[i:])
	_, err = d.ReadValue()
	return i + int(d.InputOffset()), err
}

// isCut tells whether an error of a scanner says that the buffer ends within the value.
func isCut(err error) bool { return err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) }

var errNoObject = errors.New("this is not a JSON object")

// object calls visit for each member of the object that begins at or after i, and
// returns where its closing brace stands. Escapes in names are undone.
func (s *scanner) object(b []byte, i int, visit func(name []byte, value span)) (end int, err error) {
	d := s.begin(b[i:])
	switch d.PeekKind() {
	case jsontext.KindBeginObject, jsontext.KindInvalid:
	default:
		return i, errNoObject
	}
	if _, err := d.ReadToken(); err != nil {
		return i, err
	}
	for d.PeekKind() == jsontext.KindString {
		quoted, err := d.ReadValue()
		if err != nil {
			return i, err
		}
		name := unquote(b[i+int(d.InputOffset())-len(quoted) : i+int(d.InputOffset())])
		value, err := d.ReadValue()
		if err != nil {
			return i, err
		}
		to := i + int(d.InputOffset())
		visit(name, span{to - len(value), to})
	}
	_, err = d.ReadToken()
	return i + int(d.InputOffset()) - 1, err
}

// unquote returns the content of a string; it may share memory with it.
func unquote(quoted []byte) []byte {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return quoted[1 : len(quoted)-1]
	}
	text, _ := jsontext.AppendUnquote(nil, quoted) // an error tells of escapes for no character
	return text
}

// appendString writes a JSON string; what is not UTF-8 becomes the replacement
// character.
func appendString(dst []byte, s string) []byte {
	dst, _ = jsontext.AppendQuote(dst, s) // an error tells of what is not UTF-8
	return dst
}

// skipSpace returns the index of the next byte that is not white space.
func skipSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}
