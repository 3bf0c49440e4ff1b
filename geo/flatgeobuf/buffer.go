package flatgeobuf

import (
	"encoding/binary"
	"errors"
	"math"
)

// errDamaged is told of a buffer that points outside of itself.
var errDamaged = errors.New("the file is damaged: a part of it lies outside of it")

// table is a FlatBuffers table: https://flatbuffers.dev/internals. Reading outside of the buffer
// yields zero values and notes it in the state, which all tables of a buffer share, so it need be
// looked at only once.
type table struct {
	buf []byte
	at  int
	*state
}

// state is what all tables of a buffer share.
type state struct {
	damaged bool
	left    int // bytes that vectors may still take: parts that are named many times must not fill the memory
}

// root returns the first table of a buffer.
func root(buf []byte) table {
	t := table{buf: buf, state: &state{left: len(buf)}}
	t.at = int(t.uint32(0))
	return t
}

// bytes returns n bytes from a position.
func (t table) bytes(at, n int) []byte {
	if at < 0 || n < 0 || at > len(t.buf)-n {
		t.damaged = true
		return nil
	}
	return t.buf[at : at+n]
}

func (t table) uint16(at int) uint16 {
	if b := t.bytes(at, 2); b != nil {
		return binary.LittleEndian.Uint16(b)
	}
	return 0
}

func (t table) uint32(at int) uint32 {
	if b := t.bytes(at, 4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (t table) uint64(at int) uint64 {
	if b := t.bytes(at, 8); b != nil {
		return binary.LittleEndian.Uint64(b)
	}
	return 0
}

func (t table) float64(at int) float64 { return math.Float64frombits(t.uint64(at)) }

// field returns where the value of a field lies, 0 when it is absent.
func (t table) field(number int) int {
	vtable := t.at - int(int32(t.uint32(t.at)))
	if slot := 4 + 2*number; slot+2 <= int(t.uint16(vtable)) {
		if offset := int(t.uint16(vtable + slot)); offset > 0 {
			return t.at + offset
		}
	}
	return 0
}

// byteOr reads a field of one byte.
func (t table) byteOr(number int, absent byte) byte {
	at := t.field(number)
	if at == 0 {
		return absent
	}
	if b := t.bytes(at, 1); b != nil {
		return b[0]
	}
	return absent
}

// sub returns the table of a field.
func (t table) sub(number int) (table, bool) {
	at := t.field(number)
	if at == 0 {
		return table{}, false
	}
	return t.follow(at), true
}

func (t table) follow(at int) table { return table{t.buf, at + int(t.uint32(at)), t.state} }

// vector returns where the elements of a field begin and how many there are.
func (t table) vector(number, size int) (at, count int) {
	at = t.field(number)
	if at == 0 {
		return 0, 0
	}
	at += int(t.uint32(at))
	count = int(t.uint32(at))
	t.left -= count * size
	if t.left < 0 || t.bytes(at+4, count*size) == nil {
		t.damaged = true
		return 0, 0
	}
	return at + 4, count
}

// text returns the string of a field, "" when it is absent.
func (t table) text(number int) string {
	at, n := t.vector(number, 1)
	return string(t.bytes(at, n))
}

// tables returns the tables of a field.
func (t table) tables(number int) []table {
	at, count := t.vector(number, 4)
	list := make([]table, count)
	for i := range list {
		list[i] = t.follow(at + 4*i)
	}
	return list
}
