package geoparquet

import (
	"encoding/base64"
	"encoding/binary"

	flatbuffers "github.com/google/flatbuffers/go"

	"demarc/geo"
)

// The slots of tables in Arrow's Schema.fbs and Message.fbs, and what they hold
// (https://arrow.apache.org/docs/format/Columnar.html#serialization-and-interprocess-communication-ipc).
const (
	messageVersion, messageKind, messageHeader          = 0, 1, 2
	schemaEndian, schemaFields                          = 0, 1
	schemaMetadata, schemaFeatures                      = 2, 3
	fieldName, fieldNullable, fieldKind, fieldType      = 0, 1, 2, 3
	fieldChildren, fieldSlots                           = 5, 7
	kindSchema                                     byte = 1
	continued                                           = 0xffffffff // begins a message
)

// arrowTypes are those of fields: the number in the union, and the value of the type's only slot.
var arrowTypes = map[geo.FieldType]struct {
	kind     byte
	unit     int16
	standard int16 // the value that is not written
}{
	geo.String: {kind: 5}, geo.Float: {3, 2, 0}, geo.Bool: {kind: 6}, geo.Date: {8, 0, 1},
}

// arrowSchema adds fields to the schema that Arrow's writers put into the metadata. Readers of it
// take the field of each column for granted, so one that cannot be extended is left out.
//
// In a flatbuffer all points ahead. So the new tables stand before the old ones, which stay as they
// are, and the new list of fields points to both:
//
//	message -> schema -> fields | new field, new field | old message -> ... field, field, ...
func arrowSchema(text string, columns int, fields []geo.Field) (whole string, ok bool) {
	defer func() {
		if recover() != nil { // an offset beyond the end
			whole, ok = "", false
		}
	}()
	old, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(old) < 16 || binary.LittleEndian.Uint32(old) != continued {
		return "", false
	}
	old = old[8 : 8+int(binary.LittleEndian.Uint32(old[4:]))]
	message := tableAt(old, flatbuffers.GetUOffsetT(old))
	if kind := slot(message, messageKind); kind == 0 || message.GetByte(kind) != kindSchema {
		return "", false
	}
	header := slot(message, messageHeader)
	schema := tableAt(old, header+flatbuffers.GetUOffsetT(old[header:]))
	known := pointed(old, schema, schemaFields)
	if known == 0 || int(flatbuffers.GetUint32(old[known:])) != columns {
		return "", false
	}

	b := flatbuffers.NewBuilder(2 * len(old))
	b.Prep(8, len(old))
	for i := len(old) - 1; i >= 0; i-- {
		b.PlaceByte(old[i])
	}
	start := b.Offset()
	offsets := make([]flatbuffers.UOffsetT, columns, columns+len(fields))
	for i := range offsets {
		at := known + flatbuffers.UOffsetT(4+4*i)
		offsets[i] = start - (at + flatbuffers.GetUOffsetT(old[at:]))
	}
	for _, f := range fields {
		offsets = append(offsets, arrowField(b, f))
	}
	b.StartVector(4, len(offsets), 4)
	for i := len(offsets) - 1; i >= 0; i-- {
		b.PrependUOffsetT(offsets[i])
	}
	list := b.EndVector(len(offsets))

	b.StartObject(4)
	if at := slot(schema, schemaEndian); at != 0 {
		b.PrependInt16Slot(schemaEndian, schema.GetInt16(at), 0)
	}
	b.PrependUOffsetTSlot(schemaFields, list, 0)
	for _, s := range []flatbuffers.VOffsetT{schemaMetadata, schemaFeatures} {
		if at := pointed(old, schema, s); at != 0 {
			b.PrependUOffsetTSlot(int(s), start-at, 0)
		}
	}
	extended := b.EndObject()
	b.StartObject(5)
	if at := slot(message, messageVersion); at != 0 {
		b.PrependInt16Slot(messageVersion, message.GetInt16(at), 0)
	}
	b.PrependByteSlot(messageKind, kindSchema, 0)
	b.PrependUOffsetTSlot(messageHeader, extended, 0)
	b.Finish(b.EndObject())

	made := b.FinishedBytes()
	out := binary.LittleEndian.AppendUint32(nil, continued)
	out = binary.LittleEndian.AppendUint32(out, uint32((len(made)+7)&^7))
	out = append(out, made...)
	for len(out)%8 != 0 {
		out = append(out, 0)
	}
	return base64.StdEncoding.EncodeToString(out), true
}

func arrowField(b *flatbuffers.Builder, f geo.Field) flatbuffers.UOffsetT {
	name := b.CreateString(f.Name)
	b.StartVector(4, 0, 4)
	children := b.EndVector(0)
	of := arrowTypes[f.Type]
	b.StartObject(1)
	b.PrependInt16Slot(0, of.unit, of.standard)
	kind := b.EndObject()
	b.StartObject(fieldSlots)
	b.PrependUOffsetTSlot(fieldName, name, 0)
	b.PrependBoolSlot(fieldNullable, true, false)
	b.PrependByteSlot(fieldKind, of.kind, 0)
	b.PrependUOffsetTSlot(fieldType, kind, 0)
	b.PrependUOffsetTSlot(fieldChildren, children, 0)
	return b.EndObject()
}

func tableAt(buffer []byte, at flatbuffers.UOffsetT) flatbuffers.Table {
	return flatbuffers.Table{Bytes: buffer, Pos: at}
}

// slot returns where the value of a slot stands, 0 if it has none.
func slot(t flatbuffers.Table, number flatbuffers.VOffsetT) flatbuffers.UOffsetT {
	at := flatbuffers.UOffsetT(t.Offset(4 + 2*number))
	if at == 0 {
		return 0
	}
	return t.Pos + at
}

// pointed returns where the thing stands to which a slot points, 0 if it has no value.
func pointed(buffer []byte, t flatbuffers.Table, number flatbuffers.VOffsetT) flatbuffers.UOffsetT {
	at := slot(t, number)
	if at == 0 {
		return 0
	}
	return at + flatbuffers.GetUOffsetT(buffer[at:])
}
