package mvt

import (
	"encoding/binary"
	"math"

	"demarc/geo"
)

// Commands and geometry types of the specification (4.3.1, 4.3.4).
const (
	moveTo    = 1
	lineTo    = 2
	closePath = 7

	typePoint   = 1
	typeLine    = 2
	typePolygon = 3
)

// encoder gathers the features of one layer of one tile.
type encoder struct {
	fields   []geo.Field
	features []byte
	keys     []byte
	keyOf    []int // number of a field's key in the layer, -1 if not used yet
	keyCount int
	values   []byte
	valueOf  map[string]int
}

func newEncoder(fields []geo.Field) *encoder {
	e := &encoder{fields: fields, keyOf: make([]int, len(fields)), valueOf: map[string]int{}}
	for i := range e.keyOf {
		e.keyOf[i] = -1
	}
	return e
}

// add adds what is left of f in the tile; a geometry collection becomes a feature for each kind of geometry.
func (e *encoder) add(f *feature, g grid) {
	e.addFeature(f, typePolygon, f.encodePolygons(g))
	e.addFeature(f, typeLine, f.encodeLines(g))
	e.addFeature(f, typePoint, f.encodePoints(g))
}

func (e *encoder) addFeature(f *feature, kind uint64, geometry []uint32) {
	if len(geometry) == 0 {
		return
	}
	var message []byte
	message = appendVarint(message, 1, f.number)
	message = appendPacked(message, 2, e.tags(f.values))
	message = appendVarint(message, 3, kind)
	message = appendPacked(message, 4, geometry)
	e.features = appendBytes(e.features, 2, message)
}

// tags returns the pairs of key and value of a feature. Absent values have none.
func (e *encoder) tags(values []any) []uint32 {
	var tags []uint32
	for i, value := range values {
		if i >= len(e.fields) {
			break
		}
		encoded, ok := encodeValue(value)
		if !ok {
			continue
		}
		if e.keyOf[i] < 0 {
			e.keyOf[i] = e.keyCount
			e.keyCount++
			e.keys = appendBytes(e.keys, 3, []byte(e.fields[i].Name))
		}
		number, ok := e.valueOf[string(encoded)]
		if !ok {
			number = len(e.valueOf)
			e.valueOf[string(encoded)] = number
			e.values = appendBytes(e.values, 4, encoded)
		}
		tags = append(tags, uint32(e.keyOf[i]), uint32(number))
	}
	return tags
}

// encodeValue returns the Value message (4.1); ok is false for nil and for types that no geo.Field has.
func encodeValue(value any) (message []byte, ok bool) {
	switch v := value.(type) {
	case string:
		return appendBytes(nil, 1, []byte(v)), true
	case float64:
		message = binary.AppendUvarint(nil, 3<<3|1)
		return binary.LittleEndian.AppendUint64(message, math.Float64bits(v)), true
	case int:
		return encodeValue(int64(v))
	case int64:
		if v < 0 {
			return appendVarint(nil, 6, zigzag(v)), true
		}
		return appendVarint(nil, 4, uint64(v)), true
	case bool:
		if v {
			return appendVarint(nil, 7, 1), true
		}
		return appendVarint(nil, 7, 0), true
	}
	return nil, false
}

// appendLayer appends the Layer message, nothing if it has no features.
func (e *encoder) appendLayer(tile []byte, name string) []byte {
	if len(e.features) == 0 {
		return tile
	}
	message := appendVarint(nil, 15, 2)
	message = appendBytes(message, 1, []byte(name))
	message = append(message, e.features...)
	message = append(message, e.keys...)
	message = append(message, e.values...)
	message = appendVarint(message, 5, extent)
	return appendBytes(tile, 3, message)
}

// The protocol buffer wire format: https://protobuf.dev/programming-guides/encoding/.

func appendVarint(dst []byte, field, v uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(dst, field<<3), v)
}

func appendBytes(dst []byte, field uint64, v []byte) []byte {
	dst = binary.AppendUvarint(dst, field<<3|2)
	dst = binary.AppendUvarint(dst, uint64(len(v)))
	return append(dst, v...)
}

func appendPacked(dst []byte, field uint64, list []uint32) []byte {
	if len(list) == 0 {
		return dst
	}
	var packed []byte
	for _, v := range list {
		packed = binary.AppendUvarint(packed, uint64(v))
	}
	return appendBytes(dst, field, packed)
}

func zigzag(v int64) uint64 { return uint64(v<<1) ^ uint64(v>>63) }
