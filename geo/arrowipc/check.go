package arrowipc

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	flatbuffers "github.com/google/flatbuffers/go"
)

// Slots of tables in Arrow's Schema.fbs and Message.fbs, where they stand in a table's list of
// them.
const (
	messageHeader                = 8
	schemaFields, schemaMore     = 6, 8
	fieldChildren, fieldMore     = 14, 16
	mostFields, mostDeep     int = 100_000, 64
)

// checked returns a stream whose first message, that of the columns, was looked at: the library
// makes room for as many columns as it says, and follows them as deep as they go.
func checked(in io.Reader) (io.Reader, error) {
	start := make([]byte, 8)
	if _, err := io.ReadFull(in, start); err != nil {
		return nil, errors.New("the stream of Arrow is too short: is it whole?")
	}
	size := int64(binary.LittleEndian.Uint32(start[4:]))
	if string(start[:4]) != Start || size < 8 || size > mostMetadata {
		return nil, fmt.Errorf("the stream of Arrow begins with a message of %d bytes: want up to %d MB that name its columns", size, mostMetadata>>20)
	}
	message, err := io.ReadAll(io.LimitReader(in, size))
	if err != nil || int64(len(message)) < size {
		return nil, errors.New("the stream of Arrow ends within the names of its columns: is it whole?")
	}
	of := flatbuffers.Table{Bytes: message, Pos: flatbuffers.GetUOffsetT(message)}
	header := flatbuffers.UOffsetT(of.Offset(messageHeader))
	if header == 0 {
		return nil, errors.New("the stream of Arrow does not begin with its columns")
	}
	var schema flatbuffers.Table
	of.Union(&schema, header)
	left := mostFields
	if err := walk(schema, schemaFields, schemaMore, 0, &left); err != nil {
		return nil, err
	}
	return io.MultiReader(bytes.NewReader(start), bytes.NewReader(message), in), nil
}

// walk counts the fields below a table, and what it says of itself.
func walk(of flatbuffers.Table, fields, more flatbuffers.VOffsetT, deep int, left *int) error {
	for _, slot := range []flatbuffers.VOffsetT{fields, more} {
		at := flatbuffers.UOffsetT(of.Offset(slot))
		if at == 0 {
			continue
		}
		n := of.VectorLen(at)
		if *left -= n; *left < 0 || n < 0 || deep > mostDeep {
			return fmt.Errorf("the stream of Arrow names more than %d columns, or structures in more than %d others", mostFields, mostDeep)
		}
		for i := range n {
			child := flatbuffers.Table{Bytes: of.Bytes, Pos: of.Indirect(of.Vector(at) + flatbuffers.UOffsetT(4*i))}
			if slot == more {
				continue
			}
			if err := walk(child, fieldChildren, fieldMore, deep+1, left); err != nil {
				return err
			}
		}
	}
	return nil
}
