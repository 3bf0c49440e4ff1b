package shapefile

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"demarc/geo"
)

// The limits of a dBASE table.
const (
	maxText    = 254 // bytes of a text
	maxNumber  = 24  // letters of a number
	maxDecimal = 15  // digits after the point
)

// table writes dBASE III tables. It counts the texts it had to cut.
type table struct {
	fields []geo.Field
	short  []string
	cut    map[string]int // by the short name of the field
}

// column is how the values of a field are laid out in one file.
type column struct {
	kind     byte // C, N, L or D
	width    int
	decimals int
}

func (t *table) write(w io.Writer, features []*geo.Feature) error {
	columns := make([]column, len(t.fields))
	record := 1 // the mark of deletion
	for i, field := range t.fields {
		columns[i] = layOut(field.Type, i, features)
		record += columns[i].width
	}
	if record > math.MaxUint16 {
		return fmt.Errorf("a row has %d bytes: dBASE allows %d", record, math.MaxUint16)
	}
	out := bufio.NewWriter(w)
	out.Write(t.header(columns, len(features), record)) // errors stay until Flush
	for _, f := range features {
		out.WriteByte(' ')
		for i, value := range f.Values {
			out.WriteString(t.cell(i, columns[i], value))
		}
	}
	out.WriteByte(0x1a)
	return out.Flush()
}

// layOut finds the narrowest column that holds every value.
func layOut(kind geo.FieldType, field int, features []*geo.Feature) column {
	switch kind {
	case geo.Bool:
		return column{'L', 1, 0}
	case geo.Date:
		return column{'D', 8, 0}
	}
	c := column{kind: 'N', width: 1}
	switch kind {
	case geo.String:
		c.kind = 'C'
	case geo.Float:
		c.width, c.decimals = 3, 1 // without decimals readers would take it for an integer
	}
	whole := 1
	for _, f := range features {
		switch v := f.Values[field].(type) {
		case string:
			c.width = max(c.width, min(len(v), maxText))
		case float64:
			text := strconv.FormatFloat(v, 'f', -1, 64)
			before, after, _ := strings.Cut(text, ".")
			whole, c.decimals = max(whole, len(before)), max(c.decimals, min(len(after), maxDecimal))
		case int, int64:
			c.width = max(c.width, len(strconv.FormatInt(geo.Integer(v), 10)))
		}
	}
	if kind == geo.Float {
		c.width = min(whole+1+c.decimals, maxNumber)
		c.decimals = min(c.decimals, c.width-2)
	}
	return c
}

func (t *table) header(columns []column, count, record int) []byte {
	dst := make([]byte, 32)
	dst[0] = 3                         // dBASE III without memos
	dst[1], dst[2], dst[3] = 100, 1, 1 // the day of the last change, which would make equal layers unequal
	binary.LittleEndian.PutUint32(dst[4:], uint32(count))
	binary.LittleEndian.PutUint16(dst[8:], uint16(32+32*len(columns)+1))
	binary.LittleEndian.PutUint16(dst[10:], uint16(record))
	for i, c := range columns {
		field := make([]byte, 32)
		copy(field[:11], t.short[i])
		field[11], field[16], field[17] = c.kind, byte(c.width), byte(c.decimals)
		dst = append(dst, field...)
	}
	return append(dst, '\r')
}

// cell writes a value as wide as its column.
func (t *table) cell(field int, c column, value any) string {
	text := ""
	switch v := value.(type) {
	case bool:
		text = "F"
		if v {
			text = "T"
		}
	case string:
		text = v
		if c.kind == 'D' {
			text = strings.ReplaceAll(v, "-", "")
		}
	case float64:
		text = number(v, c)
	case int, int64:
		text = strconv.FormatInt(geo.Integer(v), 10)
	case nil:
		if c.kind == 'L' {
			text = "?"
		}
	}
	if len(text) > c.width {
		text = t.shortened(field, text, c.width)
	}
	if c.kind == 'N' {
		return strings.Repeat(" ", c.width-len(text)) + text
	}
	return text + strings.Repeat(" ", c.width-len(text))
}

// number writes v with the decimals of the column, or, where it is too large, as many digits as
// fit.
func number(v float64, c column) string {
	text := strconv.FormatFloat(v, 'f', c.decimals, 64)
	for digits := c.width; len(text) > c.width && digits > 0; digits-- {
		text = strconv.FormatFloat(v, 'e', digits-1, 64)
	}
	return text
}

// shortened cuts a text after a whole character.
func (t *table) shortened(field int, text string, width int) string {
	if t.cut == nil {
		t.cut = map[string]int{}
	}
	t.cut[t.short[field]]++
	for width > 0 && !utf8.RuneStart(text[width]) {
		width--
	}
	return text[:width]
}
