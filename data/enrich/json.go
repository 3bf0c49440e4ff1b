package enrich

import (
	"encoding/json"
	"errors"
	"unicode/utf8"
)

// The errors of skipValue.
var (
	errCut     = errors.New("the JSON ends too early")
	errInvalid = errors.New("this is not JSON")
)

// maxDepth is how deep JSON may nest.
const maxDepth = 1000

// skipSpace returns the index of the next byte that is not white space.
func skipSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}

// skipValue returns where the JSON value ends that begins at or after i (RFC
// 8259). The error is errCut when b ends within it.
func skipValue(b []byte, i int) (int, error) { return skipDeep(b, i, maxDepth) }

func skipDeep(b []byte, i, depth int) (int, error) {
	i = skipSpace(b, i)
	if i >= len(b) {
		return i, errCut
	}
	switch c := b[i]; {
	case c == '"':
		return skipString(b, i)
	case c == '{' || c == '[':
		if depth == 0 {
			return i, errInvalid
		}
		return skipNested(b, i, depth-1)
	case c == '-' || c-'0' < 10:
		return skipNumber(b, i)
	}
	for _, word := range [...]string{"true", "false", "null"} {
		if b[i] == word[0] {
			n := min(len(word), len(b)-i)
			if string(b[i:i+n]) != word[:n] {
				return i, errInvalid
			}
			if n < len(word) {
				return i, errCut
			}
			return i + n, nil
		}
	}
	return i, errInvalid
}

// skipNested skips an array or object.
func skipNested(b []byte, i, depth int) (int, error) {
	object := b[i] == '{'
	closing := b[i] + 2 // of { and [ alike
	if i = skipSpace(b, i+1); i < len(b) && b[i] == closing {
		return i + 1, nil
	}
	for {
		var err error
		if object {
			if i, err = skipKey(b, i); err != nil {
				return i, err
			}
		}
		if i, err = skipDeep(b, i, depth); err != nil {
			return i, err
		}
		if i = skipSpace(b, i); i >= len(b) {
			return i, errCut
		}
		if b[i] == closing {
			return i + 1, nil
		}
		if b[i] != ',' {
			return i, errInvalid
		}
		i++
	}
}

// skipKey skips a name and its colon.
func skipKey(b []byte, i int) (int, error) {
	if i = skipSpace(b, i); i >= len(b) {
		return i, errCut
	}
	if b[i] != '"' {
		return i, errInvalid
	}
	i, err := skipString(b, i)
	if err != nil {
		return i, err
	}
	if i = skipSpace(b, i); i >= len(b) {
		return i, errCut
	}
	if b[i] != ':' {
		return i, errInvalid
	}
	return i + 1, nil
}

func skipString(b []byte, i int) (int, error) {
	for i++; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			return i + 1, nil
		case c < ' ':
			return i, errInvalid
		case c == '\\':
			i++
			if i >= len(b) {
				return i, errCut
			}
			switch b[i] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			case 'u':
				for n := 1; n <= 4; n++ {
					if i+n >= len(b) {
						return i, errCut
					}
					if c := b[i+n]; c-'0' >= 10 && (c|0x20)-'a' >= 6 {
						return i, errInvalid
					}
				}
				i += 4
			default:
				return i, errInvalid
			}
		}
	}
	return i, errCut
}

// skipNumber takes a number at the end of b as whole.
func skipNumber(b []byte, i int) (int, error) {
	digits := func() bool {
		from := i
		for i < len(b) && b[i]-'0' < 10 {
			i++
		}
		return i > from
	}
	if b[i] == '-' {
		i++
	}
	if i < len(b) && b[i] == '0' {
		i++
	} else if !digits() {
		return i, cutOr(b, i)
	}
	if i < len(b) && b[i] == '.' {
		if i++; !digits() {
			return i, cutOr(b, i)
		}
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		if i++; i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		if !digits() {
			return i, cutOr(b, i)
		}
	}
	return i, nil
}

func cutOr(b []byte, i int) error {
	if i >= len(b) {
		return errCut
	}
	return errInvalid
}

// members walks over the members of the object that begins at b[at].
type members struct {
	b        []byte
	at       int    // behind the last member
	key      []byte // without quotes, escapes undone
	from, to int    // the value
	count    int
	end      int // the closing brace, when next returns false without an error
	err      error
}

// walk begins at the first brace; the walk ends at once if there is none.
func walk(b []byte, i int) members {
	m := members{b: b, at: skipSpace(b, i)}
	switch {
	case m.at >= len(b):
		m.err = errCut
	case b[m.at] != '{':
		m.err = errInvalid
	}
	return m
}

// next moves to the next member and tells whether there is one.
func (m *members) next() bool {
	if m.err != nil {
		return false
	}
	i := skipSpace(m.b, m.at+1)
	if m.count > 0 {
		i = skipSpace(m.b, m.at)
		if i < len(m.b) && m.b[i] != ',' && m.b[i] != '}' {
			m.err = errInvalid
			return false
		}
		if i < len(m.b) && m.b[i] == ',' {
			i = skipSpace(m.b, i+1)
			if i < len(m.b) && m.b[i] == '}' {
				m.err = errInvalid
				return false
			}
		}
	}
	if i >= len(m.b) {
		m.err = errCut
		return false
	}
	if m.b[i] == '}' {
		m.end = i
		return false
	}
	var value int
	if value, m.err = skipKey(m.b, i); m.err != nil {
		return false
	}
	m.key = unescape(m.b, i)
	m.from = skipSpace(m.b, value)
	if m.to, m.err = skipValue(m.b, m.from); m.err != nil {
		return false
	}
	m.at = m.to
	m.count++
	return true
}

func (m *members) value() []byte { return m.b[m.from:m.to] }

// unescape returns the content of the string that begins at i.
func unescape(b []byte, i int) []byte {
	escaped := false
	for j := i + 1; ; j++ {
		switch b[j] {
		case '\\':
			escaped = true
			j++
		case '"':
			if !escaped {
				return b[i+1 : j]
			}
			var s string
			if json.Unmarshal(b[i:j+1], &s) != nil {
				return nil
			}
			return []byte(s)
		}
	}
}

// appendString writes a JSON string; what is not UTF-8 becomes the replacement
// character.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r < ' ':
			const hex = "0123456789abcdef"
			dst = append(dst, '\\', 'u', '0', '0', hex[r>>4], hex[r&15])
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return append(dst, '"')
}
