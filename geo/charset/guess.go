package charset

import (
	"fmt"
	"iter"
	"strings"
	"unicode/utf8"
)

// Unsaid stands in the errors and notes of Guess.
const Unsaid = "nothing says how texts are encoded"

// Guess returns the encoding of texts of which nothing says it. It is UTF-8 if all of them are:
// that does not come about by chance. Else it is Windows 1252 if they read like a western language,
// of which note gives an example for people to see; others are an error that shows how they would
// read, as no text is worth a silent mistake.
func Guess(texts iter.Seq[[]byte]) (e Encoding, note string, err error) {
	var example []byte
	doubtful := false
	for text := range texts {
		if utf8.Valid(text) {
			continue
		}
		if west := western(text); example == nil || !west && !doubtful {
			example, doubtful = text, !west
		}
	}
	if example == nil {
		return unicode8, "", nil
	}
	word := wordOf(example)
	if !doubtful {
		e, err := Find("1252")
		text, _ := e.Decode(word)
		return e, fmt.Sprintf(Unsaid+", and they are not UTF-8: taken for Windows-1252, as in %q", text), err
	}
	var readings []string
	for _, name := range []string{"Windows-1252", "Windows-1250", "Windows-1251", "Windows-1254", "GB18030", "Shift_JIS"} {
		if e, err := Find(name); err == nil {
			if text, ok := e.Decode(word); ok {
				readings = append(readings, fmt.Sprintf("%q in %s", text, name))
			}
		}
	}
	return Encoding{}, "", fmt.Errorf(Unsaid+", and they are not UTF-8: one is %s", strings.Join(readings, ", "))
}

// wordOf is the first stretch with bytes beyond ASCII, and what stands around it up to a control
// character, a delimiter or a quote.
func wordOf(text []byte) []byte {
	at := 0
	for at < len(text) && text[at] < utf8.RuneSelf {
		at++
	}
	apart := func(c byte) bool { return c < ' ' || strings.IndexByte(",;\"", c) >= 0 }
	const most = 24
	begin, end := at, at
	for begin > 0 && at-begin < most && !apart(text[begin-1]) {
		begin--
	}
	for end < len(text) && end-at < most && !apart(text[end]) {
		end++
	}
	return text[begin:end]
}

// Bytes of Windows 1252: letters outside of the block of letters, marks that the other pages of
// Windows have at the same place, and Icelandic letters, where they have Turkish and Czech ones.
const (
	strayLetters = "\x8a\x8c\x8e\x9a\x9c\x9e\x9f"
	sameMarks    = "\x80\x82\x84\x85\x91\x92\x93\x94\x95\x96\x97\xa0\xa7\xa9\xab\xad\xb0\xb1\xb7\xbb"
	icelandic    = "\xd0\xdd\xde\xf0\xfd\xfe"
)

// western tells whether bytes, read as Windows 1252, look like words of a language that it was made
// for: letters beyond ASCII stand alone or in pairs, and no sign stands at a letter, where the
// pages of other scripts have letters.
func western(text []byte) bool {
	letter := func(i int) bool {
		return i >= 0 && i < len(text) && (text[i]|0x20 >= 'a' && text[i]|0x20 <= 'z' || text[i] >= 0xc0)
	}
	run := 0
	for i, c := range text {
		switch {
		case c < utf8.RuneSelf:
			run = 0
		case strings.IndexByte(icelandic, c) >= 0:
			return false
		case c >= 0xc0 && c != 0xd7 && c != 0xf7 || strings.IndexByte(strayLetters, c) >= 0:
			if run++; run > 2 {
				return false
			}
		case strings.IndexByte(sameMarks, c) >= 0:
			run = 0
		case c < 0xa0 || letter(i-1) || letter(i+1):
			return false
		default:
			run = 0
		}
	}
	return true
}
