package charset_test

import (
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"demarc/geo/charset"
)

func TestFind(t *testing.T) {
	for name, want := range map[string]string{
		"UTF-8": "UTF-8", "utf8": "UTF-8", "65001": "UTF-8", "windows-1254": "Windows-1254", "cp1254": "Windows-1254", "ANSI 1254": "Windows-1254",
		"1254": "Windows-1254", "OEM 866": "CP866", "ISO-8859-9": "ISO-8859-9", "ISO 8859-9": "ISO-8859-9", "88599": "ISO-8859-9", "latin1": "ISO-8859-1",
		"GBK": "GB18030", "936": "GB18030", "Shift_JIS": "Shift_JIS", "cp932": "Shift_JIS", "KOI8-R": "KOI8-R", "Big5": "Big5", "ibm850": "CP850",
	} {
		if got, err := charset.Find(name); err != nil || got.Name != want {
			t.Errorf("%q: got %q and %v, want %q", name, got.Name, err, want)
		}
	}
	for _, name := range []string{"", "klingon", "12521", "cp"} {
		if got, err := charset.Find(name); err == nil {
			t.Errorf("%q: got %q, want an error", name, got.Name)
		}
	}
}

// A guess is made where a wrong one would show; where it may be a letter of another script, nobody
// guesses.
func TestGuess(t *testing.T) {
	page := func(m interface{ String(string) (string, error) }, texts ...string) (encoded [][]byte) {
		for _, text := range texts {
			b, err := m.String(text)
			if err != nil {
				t.Fatalf("%q: %v", text, err)
			}
			encoded = append(encoded, []byte(b))
		}
		return encoded
	}
	west := charmap.Windows1252.NewEncoder()
	for _, tt := range []struct {
		name  string
		texts [][]byte
		want  string // the encoding, or part of the error
		says  string // in the note
	}{
		{"ASCII", [][]byte{[]byte("Hill"), []byte("Vale")}, "UTF-8", ""},
		{"UTF-8", [][]byte{[]byte("Şuşa"), []byte("Çay")}, "UTF-8", ""},
		{"German", page(west, "Hill", "Köln", "Übersee"), "Windows-1252", `"Köln"`},
		{"French", page(west, "Hôtel « créée »", "l’œuvre"), "Windows-1252", `"Hôtel « créée »"`},
		{"Spanish with a degree", page(west, "Peñíscola, 40° N"), "Windows-1252", `"Peñíscola"`},
		{"one that is doubtful among others", page(west, "Köln", "Þing"), `"Þing" in Windows-1252`, ""},
		{"Turkish", page(charmap.Windows1254.NewEncoder(), "Iğdır"), `"Iğdır" in Windows-1254`, ""},
		{"Polish", page(charmap.Windows1250.NewEncoder(), "Łódź"), `"Łódź" in Windows-1250`, ""},
		{"Polish at the end of a word", page(charmap.Windows1250.NewEncoder(), "Wawel, Pawe\u0142"), `"Paweł" in Windows-1250`[1:], ""},
		{"Czech", page(charmap.Windows1250.NewEncoder(), "Dobrý"), `"Dobrý" in Windows-1252`, ""},
		{"Russian", page(charmap.Windows1251.NewEncoder(), "Москва"), `"Москва" in Windows-1251`, ""},
		{"Chinese", page(simplifiedchinese.GBK.NewEncoder(), "北京市"), `"北京市" in GB18030`, ""},
		{"Japanese", page(japanese.ShiftJIS.NewEncoder(), "東京"), `"東京" in Shift_JIS`, ""},
	} {
		e, note, err := charset.Guess(slices.Values(tt.texts))
		got := e.Name
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, tt.want) || !strings.Contains(note, tt.says) || (note == "") != (tt.says == "") {
			t.Errorf("%s: got %q with the note %q, want %q and %q in them", tt.name, got, note, tt.want, tt.says)
		}
	}
}

// Bytes that mean nothing are told, and half a character at the end is no character.
func TestDecode(t *testing.T) {
	for _, tt := range []struct {
		encoding, bytes, want string
		ok                    bool
	}{
		{"UTF-8", "Şuşa", "Şuşa", true}, {"UTF-8", "Suş"[:3], "Su", false}, {"UTF-8", "a\xffb", "a\ufffdb", false}, {"UTF-8", "北京"[:5], "北", false},
		{"cp1254", "\xde\xfe\xdd", "Şşİ", true}, {"GBK", "\xb1\xb1\xbe\xa9", "北京", true}, {"GBK", "\xb1", "\ufffd", false},
	} {
		e, err := charset.Find(tt.encoding)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := e.Decode([]byte(tt.bytes)); got != tt.want || ok != tt.ok {
			t.Errorf("%q in %s: got %q, %v, want %q, %v", tt.bytes, tt.encoding, got, ok, tt.want, tt.ok)
		}
	}
}

func TestUTF16(t *testing.T) {
	const text = "name;geom\r\nŞuşa 🏔;POINT(46 40)\r\n"
	for name, e := range map[string]unicode.Endianness{"little": unicode.LittleEndian, "big": unicode.BigEndian} {
		encoded, err := unicode.UTF16(e, unicode.UseBOM).NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		r, was := charset.UTF16(strings.NewReader(encoded))
		if got, err := io.ReadAll(r); !was || err != nil || string(got) != text {
			t.Errorf("%s end first: got %q, %v, %v", name, got, was, err)
		}
	}
	for _, other := range []string{"", "a", "\xef\xbb\xbfname", text} {
		r, was := charset.UTF16(strings.NewReader(other))
		if got, err := io.ReadAll(r); was || err != nil || string(got) != other {
			t.Errorf("%q: got %q, %v, %v", other, got, was, err)
		}
	}
}
