package shapefile

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

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

func (l *Layer) readRows(rows []byte, count, recordSize int, cells []cell, decode func([]byte) string) error {
	for i := range count {
		if len(rows) < recordSize {
			return fmt.Errorf("row %d of %d: %w", i+1, count, io.ErrUnexpectedEOF)
		}
		row := rows[:recordSize]
		rows = rows[recordSize:]
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
