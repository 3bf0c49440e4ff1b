package shapefile

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"demarc/geo"
)

// cell is where the value of a field stands in a row, and of which kind it is.
type cell struct {
	begin, end int
	kind       byte
}

// readColumns reads the descriptions of the columns. Kinds that hold no plain value are left out.
func (l *Layer) readColumns(buf []byte, recordSize int, decode func([]byte) string) ([]cell, error) {
	var cells []cell
	at := 1 // after the mark of deletion
	for ; len(buf) >= 32 && buf[0] != '\r'; buf = buf[32:] {
		name, _, _ := bytes.Cut(buf[:11], []byte{0})
		c := cell{at, at + int(buf[16]), buf[11]}
		if c.kind == 'C' {
			c.end += int(buf[17]) << 8 // Clipper and FoxPro have long texts
		}
		if c.end > recordSize {
			return nil, fmt.Errorf("column %q: lies outside of the row", decode(name))
		}
		at = c.end
		field := geo.Field{Name: decode(bytes.TrimSpace(name))}
		switch c.kind {
		case 'C', 'N', 'F':
		case 'L':
			field.Type = geo.Bool
		case 'D':
			field.Type = geo.Date
		default:
			l.Notes = append(l.Notes, fmt.Sprintf("column %q is left out: its type %q holds no text, number or date", field.Name, string(c.kind)))
			continue
		}
		l.Fields, cells = append(l.Fields, field), append(cells, c)
	}
	return cells, nil
}

func (l *Layer) readRows(in *bufio.Reader, count, recordSize int, cells []cell, decode func([]byte) string) error {
	row := make([]byte, recordSize)
	for i := range count {
		if _, err := io.ReadFull(in, row); err != nil {
			return fmt.Errorf("row %d of %d: %w", i+1, count, err)
		}
		f := geo.Feature{Values: make([]any, len(cells))}
		for k, c := range cells {
			text := strings.TrimSpace(decode(bytes.TrimRight(row[c.begin:c.end], "\x00 ")))
			value, err := parse(c.kind, text)
			if err != nil {
				return fmt.Errorf("row %d: column %q: %w", i+1, l.Fields[k].Name, err)
			}
			f.Values[k] = value
			if id, ok := value.(string); ok && strings.EqualFold(l.Fields[k].Name, "id") {
				f.ID = id
			}
		}
		l.Features = append(l.Features, f) // deleted rows too: the shapes count them
	}
	for k, c := range cells {
		if c.kind == 'N' || c.kind == 'F' {
			l.settleNumbers(k)
		}
	}
	return nil
}

// parse reads a cell. Numbers stay texts until it is known whether all of the column are whole.
func parse(kind byte, text string) (any, error) {
	if text == "" {
		return nil, nil
	}
	switch kind {
	case 'L':
		switch text {
		case "T", "t", "Y", "y":
			return true, nil
		case "F", "f", "N", "n":
			return false, nil
		}
		return nil, nil
	case 'D':
		if text == "00000000" {
			return nil, nil
		}
		if len(text) != 8 {
			return nil, fmt.Errorf("date %q: want YYYYMMDD", text)
		}
		day := text[:4] + "-" + text[4:6] + "-" + text[6:]
		_, err := geo.Day(day)
		return day, err
	case 'N', 'F':
		if strings.Trim(text, "*") == "" {
			return nil, nil // absent, or did not fit
		}
		if v, err := strconv.ParseFloat(text, 64); err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
			return nil, fmt.Errorf("number %q: want digits", text)
		}
	}
	return text, nil
}

// settleNumbers makes the column Int if all its numbers are written as whole ones, else Float.
func (l *Layer) settleNumbers(column int) {
	l.Fields[column].Type = geo.Int
	for _, f := range l.Features {
		if text, ok := f.Values[column].(string); ok {
			if _, err := strconv.ParseInt(text, 10, 64); err != nil {
				l.Fields[column].Type = geo.Float
			}
		}
	}
	for _, f := range l.Features {
		text, ok := f.Values[column].(string)
		switch {
		case !ok:
		case l.Fields[column].Type == geo.Int:
			f.Values[column], _ = strconv.ParseInt(text, 10, 64) // checked above
		default:
			f.Values[column], _ = strconv.ParseFloat(text, 64) // checked by parse
		}
	}
}

// pages are the encodings by what .cpg files say.
var pages = map[string]*charmap.Charmap{
	"iso88591": charmap.ISO8859_1, "88591": charmap.ISO8859_1, "latin1": charmap.ISO8859_1,
	"iso88595": charmap.ISO8859_5, "iso88599": charmap.ISO8859_9,
	"1250": charmap.Windows1250, "1251": charmap.Windows1251, "1252": charmap.Windows1252, "1254": charmap.Windows1254,
	"866": charmap.CodePage866, "437": charmap.CodePage437, "850": charmap.CodePage850, "koi8r": charmap.KOI8R,
}

// drivers are the encodings by the language driver of the table's header.
var drivers = map[byte]*charmap.Charmap{
	0x01: charmap.CodePage437, 0x02: charmap.CodePage850, 0x03: charmap.Windows1252, 0x57: charmap.Windows1252,
	0x26: charmap.CodePage866, 0x65: charmap.CodePage866, 0xc9: charmap.Windows1251, 0xc8: charmap.Windows1250, 0xca: charmap.Windows1254,
}

// decoderOf returns what turns bytes of the table into text: as the .cpg says, else as the header
// says, else UTF-8, and bytes that are not UTF-8 are taken for Windows 1252.
func decoderOf(cpg string, driver byte) (decode func([]byte) string, note string, err error) {
	name := strings.ToLower(strings.TrimSpace(cpg))
	for _, prefix := range []string{"ansi", "oem", "cp", "windows"} {
		name = strings.TrimLeft(strings.TrimPrefix(name, prefix), " -_")
	}
	name = strings.NewReplacer("-", "", "_", "", " ", "").Replace(name)
	page := pages[name]
	switch {
	case page != nil:
	case name == "utf8" || name == "65001":
		return func(b []byte) string { return strings.ToValidUTF8(string(b), "\uFFFD") }, "", nil
	case name != "":
		return nil, "", fmt.Errorf("encoding %q of the .cpg is not known: want UTF-8", cpg)
	case drivers[driver] != nil:
		page = drivers[driver]
	default:
		guess := func(b []byte) string {
			if utf8.Valid(b) {
				return string(b)
			}
			return oneByte(charmap.Windows1252, b)
		}
		return guess, "nothing says how texts are encoded: read as UTF-8, and as Windows 1252 where they are not", nil
	}
	return func(b []byte) string { return oneByte(page, b) }, "", nil
}

func oneByte(page *charmap.Charmap, b []byte) string {
	var text strings.Builder
	for _, c := range b {
		text.WriteRune(page.DecodeByte(c))
	}
	return text.String()
}
