package shapefile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"demarc/geo"
)

// Records of a .shp need not follow each other. Programs that edit a shape which has grown write it
// to the end and leave its old place as it was, and others leave gaps: where a record of a row
// begins is what the .shx says, and only without one the next record is that of the next row.

// readShapes reads the records of a .shp into the features that the table has made.
func (l *Layer) readShapes(file, index []byte) error {
	if !isShapes(file) {
		return errors.New("not a Shapefile: its first bytes are others")
	}
	starts, ok := indexed(file, index, len(l.Features))
	if !ok {
		if index != nil {
			l.Notes = append(l.Notes, "the .shx does not fit the .shp and is left out: shapes belong to rows in the order in which they stand")
		}
		var err error
		if starts, err = following(file, len(l.Features)); err != nil {
			return err
		}
	}
	for i, at := range starts {
		content, ok := record(file, at)
		if !ok {
			return fmt.Errorf("record %d: %w", i+1, io.ErrUnexpectedEOF)
		}
		g, err := readShape(content)
		if err != nil {
			return fmt.Errorf("record %d: %w", i+1, err)
		}
		l.Features[i].Geometry = geo.Plain(g)
	}
	return nil
}

func isShapes(file []byte) bool {
	return len(file) >= headerBytes && binary.BigEndian.Uint32(file) == 9994
}

// record returns the content of the record that begins at a byte.
func record(file []byte, at int) ([]byte, bool) {
	if at < headerBytes || at > len(file)-8 {
		return nil, false
	}
	size := 2 * int(binary.BigEndian.Uint32(file[at+4:]))
	at += 8
	if size > len(file)-at {
		return nil, false
	}
	return file[at : at+size], true
}

// indexed returns where the records of rows begin as the .shx has it, if that fits the .shp: both
// say of each how long it is, and there are no more than rows.
func indexed(file, index []byte, rows int) ([]int, bool) {
	if !isShapes(index) || (len(index)-headerBytes)/8 > rows {
		return nil, false
	}
	starts := make([]int, (len(index)-headerBytes)/8)
	for i := range starts {
		entry := index[headerBytes+8*i:]
		starts[i] = 2 * int(binary.BigEndian.Uint32(entry))
		content, ok := record(file, starts[i])
		if !ok || len(content) != 2*int(binary.BigEndian.Uint32(entry[4:])) {
			return nil, false
		}
	}
	return starts, true
}

// following returns where records begin if each follows the one before.
func following(file []byte, rows int) (starts []int, err error) {
	for at := headerBytes; at+8 <= len(file); {
		content, ok := record(file, at)
		if !ok {
			return nil, fmt.Errorf("record %d: %w", len(starts)+1, io.ErrUnexpectedEOF)
		}
		if len(starts) == rows {
			return nil, fmt.Errorf("has more shapes than the %d rows of the table", rows)
		}
		starts = append(starts, at)
		at += 8 + len(content)
	}
	return starts, nil
}
