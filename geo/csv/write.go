// Package csv writes and reads layers as comma-separated values (RFC 4180) with geometries as
// well-known text.
package csv

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"demarc/geo"
	"demarc/geo/wkt"
)

// Options are what a reader may need.
type Options struct {
	// BOM begins the file with a byte order mark: without it Excel takes UTF-8 for the code page of
	// the computer.
	BOM bool
}

// geometryColumn is the name by which GIS programs find geometries in CSV.
const geometryColumn = "WKT"

// Write writes layer with a header. Absent values are empty, an empty text is "". Texts that a
// spreadsheet would take for a formula, because they begin with =, +, -, @, a tab or a carriage
// return, get an apostrophe before them; numbers and geometries do not need it, and days before the
// year 0 get it only with the byte order mark: spreadsheets would subtract, all others read a day.
// As the format has no place for anything else, each row ends with the dataset, its licence and its
// attribution before the geometry.
func Write(w io.Writer, layer geo.Layer, meta geo.Meta, options Options) error {
	out := bufio.NewWriterSize(w, 1<<16)
	if options.BOM {
		out.WriteString("\uFEFF") // errors stay until Flush
	}
	credits := creditsOf(layer, meta)
	var row []string
	for _, field := range layer.Fields {
		row = append(row, text(field.Name))
	}
	for _, c := range credits {
		row = append(row, text(c.Name))
	}
	writeRow(out, append(row, geometryColumn))
	for i := range layer.Features {
		f := &layer.Features[i]
		if err := layer.Check(f); err != nil {
			return err
		}
		row = row[:0]
		for k, value := range f.Values {
			if day, ok := value.(string); ok && layer.Fields[k].Type == geo.Date && !options.BOM {
				row = append(row, day)
				continue
			}
			row = append(row, cell(value))
		}
		for _, c := range credits {
			row = append(row, text(c.Value))
		}
		writeRow(out, append(row, quoted(string(wkt.Append(nil, geo.Plain(f.Geometry))))))
	}
	return out.Flush()
}

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

func writeRow(out *bufio.Writer, row []string) {
	out.WriteString(strings.Join(row, ","))
	out.WriteString("\r\n")
}

// cell writes a value.
func cell(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return text(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprint(value)
}

// text writes a text so that no spreadsheet runs it.
func text(s string) string {
	if s == "" {
		return `""`
	}
	if strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		s = "'" + s
	}
	return quoted(s)
}

func quoted(s string) string {
	if !strings.ContainsAny(s, "\",\r\n") && strings.TrimSpace(s) == s {
		return s
	}
	return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
}
