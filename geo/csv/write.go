// Package csv writes and reads layers as comma-separated values (RFC 4180) with geometries as
// well-known text.
package csv

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"demarc/geo"
	"demarc/geo/wkt"
)

// Options are what a reader may need.
type Options struct {
	// BOM begins the file with a byte order mark: without it Excel takes UTF-8 for the code page of
	// the computer.
	BOM bool
	// Fields leaves out the credits: the columns are the fields that were asked for.
	Fields bool
	// Bare leaves out the column of geometries.
	Bare bool
}

// geometryColumn is the name by which GIS programs find geometries in CSV.
const geometryColumn = "WKT"

// Write writes layer with a header. Absent values are empty, an empty text is "". Texts that a
// spreadsheet would take for a formula, because they begin with =, +, -, @, a tab or a carriage
// return, get an apostrophe before them; numbers and geometries do not need it, and days before the
// year 0 get it only with the byte order mark: spreadsheets would subtract, all others read a day.
// As the format has no place for anything else, each row ends with the dataset, its licence and its
// attribution before the geometry, but for what the options leave out.
func Write(w io.Writer, layer geo.Layer, meta geo.Meta, options Options) error {
	out := bufio.NewWriterSize(w, 1<<16)
	if options.BOM {
		out.WriteString("\uFEFF") // errors stay until Flush
	}
	var credits []geo.Entry
	if !options.Fields {
		credits = creditsOf(layer, meta)
	}
	var row, shape []byte // used again for each row
	for _, field := range layer.Fields {
		row = append(appendText(row, field.Name), ',')
	}
	var credited []byte
	for _, c := range credits {
		row = append(appendText(row, c.Name), ',')
		credited = append(appendText(credited, c.Value), ',')
	}
	if !options.Bare {
		row = append(row, geometryColumn+","...)
	}
	out.Write(ended(row))
	for i := range layer.Features {
		f := &layer.Features[i]
		if err := layer.Check(f); err != nil {
			return err
		}
		row = row[:0]
		for k, value := range f.Values {
			if day, ok := value.(string); ok && layer.Fields[k].Type == geo.Date && !options.BOM {
				row = append(row, day...)
			} else {
				row = appendCell(row, value)
			}
			row = append(row, ',')
		}
		row = append(row, credited...)
		if !options.Bare {
			shape = wkt.Append(shape[:0], geo.Plain(f.Geometry))
			row = append(appendQuoted(row, shape), ',')
		}
		out.Write(ended(row))
	}
	return out.Flush()
}

// ended ends a row, of which each cell has a comma behind it.
func ended(row []byte) []byte { return append(bytes.TrimSuffix(row, []byte(",")), "\r\n"...) }

// creditsOf lists what every row says of the dataset, without names that the layer has already.
func creditsOf(layer geo.Layer, meta geo.Meta) []geo.Entry {
	dataset := strings.TrimSpace(meta.Dataset + " " + meta.Version)
	if meta.Snapshot != "" {
		dataset += " (" + meta.Snapshot + ")"
	}
	credits := []geo.Entry{{Name: "dataset", Value: dataset}, {Name: "licence", Value: meta.Licence}, {Name: "attribution", Value: meta.Attribution}}
	return slices.DeleteFunc(credits, func(c geo.Entry) bool {
		return c.Value == "" || slices.ContainsFunc(layer.Fields, func(f geo.Field) bool { return f.Name == c.Name })
	})
}

// appendCell appends a value.
func appendCell(row []byte, value any) []byte {
	switch v := value.(type) {
	case nil:
		return row
	case string:
		return appendText(row, v)
	case float64:
		return strconv.AppendFloat(row, v, 'f', -1, 64)
	}
	return fmt.Append(row, value)
}

// appendText appends a text so that no spreadsheet runs it.
func appendText(row []byte, s string) []byte {
	if s == "" {
		return append(row, `""`...)
	}
	if strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		s = "'" + s
	}
	return appendQuoted(row, s)
}

// appendQuoted appends a text in quotation marks if it needs them.
func appendQuoted[Text string | []byte](row []byte, s Text) []byte {
	if !needsQuotes(s) {
		return append(row, s...)
	}
	row = append(row, '"')
	for i := range len(s) {
		if s[i] == '"' {
			row = append(row, '"')
		}
		row = append(row, s[i])
	}
	return append(row, '"')
}

// needsQuotes tells whether a text has letters of the format, or space at an end, which readers
// would drop.
func needsQuotes[Text string | []byte](s Text) bool {
	for i := range len(s) {
		switch s[i] {
		case '"', ',', '\r', '\n':
			return true
		}
	}
	if len(s) == 0 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(string(s[:min(len(s), utf8.UTFMax)]))
	last, _ := utf8.DecodeLastRuneInString(string(s[max(0, len(s)-utf8.UTFMax):]))
	return unicode.IsSpace(first) || unicode.IsSpace(last)
}
