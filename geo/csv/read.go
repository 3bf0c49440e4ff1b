package csv

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"demarc/geo"
	"demarc/geo/wkt"
)

// geometryColumns are the names by which a column of well-known text is known.
var geometryColumns = []string{"wkt", "geometry", "geom", "the_geom", "wkt_geom", "shape"}

// Read reads a table with a header, delimited by commas, semicolons or tabs, whichever the header
// has most of. All fields are texts; an empty one is absent. The apostrophe that Write puts before
// formulas goes away. A column named wkt, geometry, geom, the_geom, wkt_geom or shape that holds
// well-known text is the geometry.
func Read(r io.Reader) (geo.Layer, error) {
	in := bufio.NewReader(r)
	if start, _ := in.Peek(3); bytes.Equal(start, []byte("\xef\xbb\xbf")) {
		in.Discard(len(start)) // they have been read
	}
	header, _ := in.Peek(in.Size()) // what is there
	rows := csv.NewReader(in)
	rows.Comma = delimiter(header)
	return table(func() ([]string, string, error) {
		row, err := rows.Read()
		if err != nil {
			return nil, "", err
		}
		line, _ := rows.FieldPos(0)
		return row, fmt.Sprintf("line %d", line), nil
	})
}

// Of is Read for the rows of another kind of table, of which each may lack its last cells.
func Of(rows [][]string) (geo.Layer, error) {
	i := 0
	return table(func() ([]string, string, error) {
		if i == len(rows) {
			return nil, "", io.EOF
		}
		row := slices.Clone(rows[i])
		for len(row) < len(rows[0]) {
			row = append(row, "")
		}
		i++
		for k, text := range row[len(rows[0]):] {
			if text != "" {
				return nil, "", fmt.Errorf("row %d: %q stands in column %d, which has no header", i, text, len(rows[0])+k+1)
			}
		}
		return row[:len(rows[0])], fmt.Sprintf("row %d", i), nil
	})
}

// table makes a layer of rows, the header first; next also says where the row stands.
func table(next func() (row []string, where string, err error)) (geo.Layer, error) {
	names, _, err := next()
	if err == io.EOF {
		return geo.Layer{}, errors.New("is empty: want a header")
	}
	if err != nil {
		return geo.Layer{}, err
	}
	layer, geometry := geo.Layer{}, -1
	for i, name := range names {
		if name = strings.TrimSpace(name); geometry < 0 && slices.Contains(geometryColumns, strings.ToLower(name)) {
			geometry = i
			continue
		}
		layer.Fields = append(layer.Fields, geo.Field{Name: unescaped(name)})
	}
	for {
		row, where, err := next()
		if err == io.EOF {
			return layer, nil
		}
		if err != nil {
			return geo.Layer{}, err
		}
		f, err := feature(row, geometry)
		if err != nil {
			return geo.Layer{}, fmt.Errorf("%s: %w", where, err)
		}
		layer.Features = append(layer.Features, f)
	}
}

// delimiter is the one of which the first line has most.
func delimiter(start []byte) rune {
	line, _, _ := bytes.Cut(start, []byte("\n"))
	best := ','
	for _, c := range ";\t" {
		if bytes.Count(line, []byte(string(c))) > bytes.Count(line, []byte(string(best))) {
			best = c
		}
	}
	return best
}

func feature(row []string, geometry int) (geo.Feature, error) {
	var f geo.Feature
	for i, text := range row {
		if !utf8.ValidString(text) {
			return f, errors.New("not valid UTF-8: save the file as UTF-8")
		}
		if i == geometry {
			g, err := wkt.Parse(text)
			if err != nil {
				return f, fmt.Errorf("well-known text: %w", err)
			}
			f.Geometry = geo.Plain(g)
			continue
		}
		value := any(nil)
		if text != "" {
			value = unescaped(text)
		}
		f.Values = append(f.Values, value)
	}
	return f, nil
}

// unescaped takes the apostrophe away that text puts before what looks like a formula.
func unescaped(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.IndexByte("=+-@\t\r", s[1]) >= 0 {
		return s[1:]
	}
	return s
}
