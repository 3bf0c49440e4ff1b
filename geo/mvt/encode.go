package mvt

import (
	"encoding/binary"
	"math"
	"slices"

	"demarc/geo"
)

// kind is a geometry type of the specification (4.3.4).
type kind uint8

const (
	pointKind   kind = 1
	lineKind    kind = 2
	polygonKind kind = 3
)

// table is the attributes of a layer, encoded once for all tiles.
type table struct {
	keys   [][]byte
	values [][]byte // each different one once
	tags   [][]tag  // by feature
}

// tag says that a feature has a value for a key.
type tag struct{ key, value int32 }

func newTable(layer geo.Layer) *table {
	t := &table{tags: make([][]tag, len(layer.Features))}
	for _, field := range layer.Fields {
		t.keys = append(t.keys, appendBytes(nil, 3, []byte(field.Name)))
	}
	numbers := map[string]int32{}
	for i, f := range layer.Features {
		for k, value := range f.Values[:min(len(f.Values), len(layer.Fields))] {
			encoded, ok := encodeValue(value)
			if !ok {
				continue
			}
			number, ok := numbers[string(encoded)]
			if !ok {
				number = int32(len(t.values))
				numbers[string(encoded)] = number
				t.values = append(t.values, appendBytes(nil, 4, encoded))
			}
			t.tags[i] = append(t.tags[i], tag{int32(k), number})
		}
	}
	return t
}

// encodeValue returns the Value message (4.1); ok is false for nil and for types that no geo.Field
// has.
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
			return appendVarint(nil, 6, uint64(v<<1)^uint64(v>>63)), true
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

// encoder gathers the features of one layer of one tile. It is reused for other tiles of the layer.
type encoder struct {
	table    *table
	features []byte
	tags     []byte
	keys     numbers
	values   numbers
}

// numbers numbers the things that a tile uses, in the order of their first use.
type numbers struct {
	of   []int32 // counted from 1, 0 for what is not used
	used []int32
}

func (n *numbers) number(thing int32) uint64 {
	if n.of[thing] == 0 {
		n.used = append(n.used, thing)
		n.of[thing] = int32(len(n.used))
	}
	return uint64(n.of[thing] - 1)
}

func (n *numbers) reset() {
	for _, thing := range n.used {
		n.of[thing] = 0
	}
	n.used = n.used[:0]
}

func newEncoder(t *table) *encoder {
	return &encoder{table: t, keys: numbers{of: make([]int32, len(t.keys))}, values: numbers{of: make([]int32, len(t.values))}}
}

func (e *encoder) reset() {
	e.features = e.features[:0]
	e.keys.reset()
	e.values.reset()
}

// add adds a feature with a geometry that is not empty.
func (e *encoder) add(feature int32, number uint64, k kind, geometry []byte) {
	e.tags = e.tags[:0]
	for _, t := range e.table.tags[feature] {
		e.tags = binary.AppendUvarint(e.tags, e.keys.number(t.key))
		e.tags = binary.AppendUvarint(e.tags, e.values.number(t.value))
	}
	size := 1 + uvarintSize(number) + 2 + 1 + uvarintSize(uint64(len(geometry))) + len(geometry)
	if len(e.tags) > 0 {
		size += 1 + uvarintSize(uint64(len(e.tags))) + len(e.tags)
	}
	e.features = binary.AppendUvarint(e.features, 2<<3|2)
	e.features = binary.AppendUvarint(e.features, uint64(size))
	e.features = appendVarint(e.features, 1, number)
	if len(e.tags) > 0 {
		e.features = appendBytes(e.features, 2, e.tags)
	}
	e.features = appendVarint(e.features, 3, uint64(k))
	e.features = appendBytes(e.features, 4, geometry)
}

// appendLayer appends the Layer message, nothing if it has no features.
func (e *encoder) appendLayer(tile []byte, name string) []byte {
	if len(e.features) == 0 {
		return tile
	}
	size := 2 + 1 + uvarintSize(uint64(len(name))) + len(name) + len(e.features) + 1 + uvarintSize(extent)
	for _, k := range e.keys.used {
		size += len(e.table.keys[k])
	}
	for _, v := range e.values.used {
		size += len(e.table.values[v])
	}
	tile = slices.Grow(tile, 1+uvarintSize(uint64(size))+size)
	tile = binary.AppendUvarint(tile, 3<<3|2)
	tile = binary.AppendUvarint(tile, uint64(size))
	tile = appendVarint(tile, 15, 2)
	tile = appendBytes(tile, 1, []byte(name))
	tile = append(tile, e.features...)
	for _, k := range e.keys.used {
		tile = append(tile, e.table.keys[k]...)
	}
	for _, v := range e.values.used {
		tile = append(tile, e.table.values[v]...)
	}
	return appendVarint(tile, 5, extent)
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

func uvarintSize(v uint64) int {
	size := 1
	for ; v >= 0x80; v >>= 7 {
		size++
	}
	return size
}
