package enrich

import (
	"bytes"
	"strings"

	"demarc/data/date"
)

// CSV is RFC 4180 with what is seen in the wild: other delimiters, line feeds
// alone, quotes within fields that do not begin with one, rows of other lengths.

// recordEnd returns where the record that begins at i ends, before its line end,
// and where the next one begins. ok is false if the end has not been read yet.
func recordEnd(b []byte, i int, delimiter byte) (end, next int, ok bool) {
	newline := bytes.IndexByte(b[i:], '\n')
	if newline < 0 {
		return 0, 0, false
	}
	next = i + newline + 1
	if bytes.IndexByte(b[i:next], '"') >= 0 {
		if next, ok = quotedEnd(b, i, delimiter); !ok {
			return 0, 0, false
		}
	}
	return trimLineEnd(b, i, next), next, true
}

// trimLineEnd returns where the content of b[i:next] ends.
func trimLineEnd(b []byte, i, next int) int {
	end := next
	if end > i && b[end-1] == '\n' {
		end--
		if end > i && b[end-1] == '\r' {
			end--
		}
	}
	return end
}

// quotedEnd is recordEnd for records with quotes, in which lines may end
// without ending the record.
func quotedEnd(b []byte, i int, delimiter byte) (next int, ok bool) {
	for i < len(b) {
		if b[i] == '"' { // a quoted field
			for i++; ; {
				quote := bytes.IndexByte(b[i:], '"')
				if quote < 0 {
					return 0, false
				}
				i += quote + 1
				if i >= len(b) {
					return 0, false
				}
				if b[i] == '"' {
					i++
					continue
				}
				// Another character behind the quote: the quote belongs to the field.
				if b[i] == delimiter || b[i] == '\n' || b[i] == '\r' && i+1 < len(b) && b[i+1] == '\n' {
					break
				}
			}
		}
		for i < len(b) && b[i] != delimiter && b[i] != '\n' {
			i++
		}
		if i < len(b) && b[i] == '\n' {
			return i + 1, true
		}
		i++
	}
	return 0, false
}

// fieldEnd returns where the field that begins at i ends within a record.
func fieldEnd(record []byte, i int, delimiter byte) int {
	if i < len(record) && record[i] == '"' {
		for j := i + 1; j < len(record); {
			quote := bytes.IndexByte(record[j:], '"')
			if quote < 0 {
				return len(record)
			}
			j += quote + 1
			if j == len(record) || record[j] == delimiter {
				return j
			}
			if record[j] == '"' {
				j++
			}
		}
		return len(record)
	}
	if n := bytes.IndexByte(record[i:], delimiter); n >= 0 {
		return i + n
	}
	return len(record)
}

// bare takes the quotes off a field. The result may share memory with it.
func bare(field []byte) []byte {
	if len(field) < 2 || field[0] != '"' || field[len(field)-1] != '"' {
		return field
	}
	field = field[1 : len(field)-1]
	if bytes.IndexByte(field, '"') < 0 {
		return field
	}
	return bytes.ReplaceAll(field, []byte(`""`), []byte(`"`))
}

// fields splits a record.
func fields(record []byte, delimiter byte) []string {
	var all []string
	for i := 0; ; {
		end := fieldEnd(record, i, delimiter)
		all = append(all, string(bare(record[i:end])))
		if end >= len(record) {
			return all
		}
		i = end + 1
	}
}

// appendField adds a cell of ours, in quotes where it needs them. Cells that a
// spreadsheet would take for a formula get an apostrophe in front: names come
// from a dataset, and problems quote the input. Days before the year 0 are none.
func appendField(dst []byte, cell string, delimiter byte) []byte {
	if cell == "" {
		return dst
	}
	formula := strings.IndexByte("=+-@\t\r", cell[0]) >= 0
	if formula {
		_, err := date.Parse(cell)
		formula = err != nil
	}
	if strings.IndexByte(cell, delimiter) < 0 && !strings.ContainsAny(cell, "\"\r\n\t,;") {
		if formula {
			dst = append(dst, '\'')
		}
		return append(dst, cell...)
	}
	dst = append(dst, '"')
	if formula {
		dst = append(dst, '\'')
	}
	for i := range len(cell) {
		if cell[i] == '"' {
			dst = append(dst, '"')
		}
		dst = append(dst, cell[i])
	}
	return append(dst, '"')
}
