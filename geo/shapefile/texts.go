package shapefile

import (
	"bytes"
	"fmt"
	"iter"
	"strings"

	"demarc/geo/charset"
)

// drivers are the encodings by the language driver of the table's header. 0x57 is not among them:
// it means that of the machine that wrote the file, whatever that was.
var drivers = map[byte]string{
	0x01: "437", 0x02: "850", 0x03: "1252", 0x58: "1252", 0x59: "1252", 0x13: "932", 0x7b: "932", 0x4d: "936", 0x7a: "936",
	0x4e: "949", 0x79: "949", 0x4f: "950", 0x78: "950", 0x50: "874", 0x7c: "874", 0x1f: "852", 0x64: "852", 0x26: "866", 0x65: "866",
	0xc8: "1250", 0xc9: "1251", 0xca: "1254", 0xcb: "1253", 0xcc: "1257", 0x7d: "1255", 0x7e: "1256",
}

// texts decodes the texts of a table.
type texts struct {
	charset.Encoding
	note   string
	faulty int // texts with bytes that mean nothing
}

// textsOf returns what turns the bytes of a table into text: as the caller says, else the .cpg,
// else the header, else what all its texts look like.
func textsOf(given, cpg string, driver byte, all iter.Seq[[]byte]) (t *texts, err error) {
	t, cpg = new(texts), strings.Trim(cpg, "\x00 \t\r\n")
	switch {
	case given != "":
		t.Encoding, err = charset.Find(given)
		if stated, err := charset.Find(cpg); err == nil && stated.Name != t.Name {
			t.note = fmt.Sprintf("texts are read as %s, as given, though the .cpg says %s", t.Name, stated.Name)
		}
	case cpg != "":
		if t.Encoding, err = charset.Find(cpg); err != nil {
			err = fmt.Errorf(".cpg: %w", err)
		}
	case drivers[driver] != "":
		t.Encoding, err = charset.Find(drivers[driver])
	default:
		t.Encoding, t.note, err = charset.Guess(all)
	}
	return t, err
}

func (t *texts) decode(b []byte) string {
	text, ok := t.Decode(b)
	if !ok {
		t.faulty++
	}
	return text
}

func (t *texts) notes() []string {
	var notes []string
	if t.note != "" {
		notes = append(notes, t.note)
	}
	if t.faulty > 0 {
		notes = append(notes, fmt.Sprintf("texts with bytes that are not %s, cut off or replaced by \ufffd: %d", t.Name, t.faulty))
	}
	return notes
}

// eachText visits the names of the columns and the cells of text, also of those that are left out.
func eachText(columns, rows []byte, recordSize int, visit func([]byte) bool) {
	var cells [][2]int
	at := 1 // after the mark of deletion
	for ; len(columns) >= 32 && columns[0] != '\r'; columns = columns[32:] {
		name, _, _ := bytes.Cut(columns[:11], []byte{0})
		if !visit(name) {
			return
		}
		end := at + int(columns[16])
		if columns[11] == 'C' {
			end += int(columns[17]) << 8
			if end <= recordSize {
				cells = append(cells, [2]int{at, end})
			}
		}
		at = end
	}
	for ; len(rows) >= recordSize; rows = rows[recordSize:] {
		for _, c := range cells {
			if !visit(bytes.TrimRight(rows[c[0]:c[1]], "\x00 ")) {
				return
			}
		}
	}
}
