// Package charset turns texts of other encodings into UTF-8. It guesses only where a wrong guess
// would show.
package charset

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// Encoding is a way to write text as bytes.
type Encoding struct {
	Name    string
	decoder encoding.Encoding // nil for UTF-8
}

// unicode8 is the encoding of all that we write.
var unicode8 = Encoding{Name: "UTF-8"}

// encodings are those that files of maps come in, by the names that programs give them, plain as
// plainName makes them. Numbers are code pages.
var encodings = []struct {
	Encoding
	names []string
}{
	{unicode8, []string{"utf8", "65001"}},
	{Encoding{"Windows-1250", charmap.Windows1250}, []string{"1250"}},
	{Encoding{"Windows-1251", charmap.Windows1251}, []string{"1251"}},
	{Encoding{"Windows-1252", charmap.Windows1252}, []string{"1252"}},
	{Encoding{"Windows-1253", charmap.Windows1253}, []string{"1253"}},
	{Encoding{"Windows-1254", charmap.Windows1254}, []string{"1254"}},
	{Encoding{"Windows-1255", charmap.Windows1255}, []string{"1255"}},
	{Encoding{"Windows-1256", charmap.Windows1256}, []string{"1256"}},
	{Encoding{"Windows-1257", charmap.Windows1257}, []string{"1257"}},
	{Encoding{"Windows-1258", charmap.Windows1258}, []string{"1258"}},
	{Encoding{"Windows-874", charmap.Windows874}, []string{"874", "tis620", "iso885911", "885911"}},
	{Encoding{"ISO-8859-1", charmap.ISO8859_1}, []string{"iso88591", "88591", "latin1", "usascii", "ascii"}},
	{Encoding{"ISO-8859-2", charmap.ISO8859_2}, []string{"iso88592", "88592", "latin2"}},
	{Encoding{"ISO-8859-3", charmap.ISO8859_3}, []string{"iso88593", "88593", "latin3"}},
	{Encoding{"ISO-8859-4", charmap.ISO8859_4}, []string{"iso88594", "88594", "latin4"}},
	{Encoding{"ISO-8859-5", charmap.ISO8859_5}, []string{"iso88595", "88595"}},
	{Encoding{"ISO-8859-6", charmap.ISO8859_6}, []string{"iso88596", "88596"}},
	{Encoding{"ISO-8859-7", charmap.ISO8859_7}, []string{"iso88597", "88597"}},
	{Encoding{"ISO-8859-8", charmap.ISO8859_8}, []string{"iso88598", "88598"}},
	{Encoding{"ISO-8859-9", charmap.ISO8859_9}, []string{"iso88599", "88599", "latin5"}},
	{Encoding{"ISO-8859-13", charmap.ISO8859_13}, []string{"iso885913", "885913"}},
	{Encoding{"ISO-8859-15", charmap.ISO8859_15}, []string{"iso885915", "885915", "latin9"}},
	{Encoding{"CP437", charmap.CodePage437}, []string{"437"}},
	{Encoding{"CP850", charmap.CodePage850}, []string{"850"}},
	{Encoding{"CP852", charmap.CodePage852}, []string{"852"}},
	{Encoding{"CP855", charmap.CodePage855}, []string{"855"}},
	{Encoding{"CP866", charmap.CodePage866}, []string{"866"}},
	{Encoding{"KOI8-R", charmap.KOI8R}, []string{"koi8r", "20866"}},
	{Encoding{"KOI8-U", charmap.KOI8U}, []string{"koi8u", "21866"}},
	{Encoding{"Shift_JIS", japanese.ShiftJIS}, []string{"shiftjis", "sjis", "932", "31j"}},
	{Encoding{"EUC-JP", japanese.EUCJP}, []string{"eucjp", "20932", "51932"}},
	{Encoding{"EUC-KR", korean.EUCKR}, []string{"euckr", "949", "51949", "ksc56011987"}},
	{Encoding{"GB18030", simplifiedchinese.GB18030}, []string{"gb18030", "54936", "gbk", "936", "gb2312"}},
	{Encoding{"Big5", traditionalchinese.Big5}, []string{"big5", "950"}},
	{Encoding{"UTF-16LE", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)}, []string{"utf16", "utf16le", "1200"}},
	{Encoding{"UTF-16BE", unicode.UTF16(unicode.BigEndian, unicode.UseBOM)}, []string{"utf16be", "1201"}},
}

// Find returns the encoding that a name, a code page, or what a .cpg file says stands for.
func Find(name string) (Encoding, error) {
	plain := plainName(name)
	for _, e := range encodings {
		for _, n := range e.names {
			if n == plain {
				return e.Encoding, nil
			}
		}
	}
	return Encoding{}, fmt.Errorf("encoding %q is not known: want one such as UTF-8, Windows-1252, Windows-1251, ISO-8859-9, CP866, GB18030 or Shift_JIS", name)
}

// plainName drops what programs put before the number of a code page, and marks.
func plainName(name string) string {
	name = strings.NewReplacer("-", "", "_", "", " ", "", ":", "", ".", "").Replace(strings.ToLower(strings.TrimSpace(name)))
	for _, prefix := range []string{"ansi", "oem", "xcp", "cp", "windows", "ibm", "ms", "cs"} {
		if rest := strings.TrimPrefix(name, prefix); rest != "" {
			name = rest
		}
	}
	return name
}

// Decode returns the text that bytes mean; ok is false if some mean none, which are U+FFFD then. Of
// a character that was cut off at the end of UTF-8, as tables of fixed width do, nothing is left.
func (e Encoding) Decode(b []byte) (text string, ok bool) {
	if e.decoder == nil {
		if utf8.Valid(b) {
			return string(b), true
		}
		return strings.ToValidUTF8(string(withoutCut(b)), "\ufffd"), false
	}
	out, err := e.decoder.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\ufffd"), false
	}
	return string(out), !bytes.ContainsRune(out, utf8.RuneError)
}

// withoutCut drops the first bytes of a character that lacks its last ones.
func withoutCut(b []byte) []byte {
	for i := len(b) - 1; i >= max(0, len(b)-utf8.UTFMax); i-- {
		if utf8.RuneStart(b[i]) {
			if !utf8.FullRune(b[i:]) {
				return b[:i]
			}
			break
		}
	}
	return b
}

// Reader turns a stream into UTF-8.
func (e Encoding) Reader(r io.Reader) io.Reader {
	if e.decoder == nil {
		return r
	}
	return e.decoder.NewDecoder().Reader(r)
}

// marks are how texts in UTF-16 begin.
var marks = [][]byte{{0xff, 0xfe}, {0xfe, 0xff}}

// UTF16 returns a stream of UTF-8 if it begins with the byte order mark of UTF-16, without that;
// else as it is.
func UTF16(r io.Reader) (utf8 io.Reader, was bool) {
	in := bufio.NewReader(r)
	start, _ := in.Peek(2) // an error comes again with the first Read
	for _, mark := range marks {
		if bytes.Equal(start, mark) {
			return unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Reader(in), true
		}
	}
	return in, false
}
