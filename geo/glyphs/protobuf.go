package glyphs

import "encoding/binary"

// The kinds of values on the wire, https://protobuf.dev/programming-guides/encoding/.
const (
	varint = 0
	length = 2
)

func appendNumber(m []byte, field, number uint64) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(m, field<<3|varint), number)
}

func appendBytes(m []byte, field uint64, content []byte) []byte {
	m = binary.AppendUvarint(binary.AppendUvarint(m, field<<3|length), uint64(len(content)))
	return append(m, content...)
}

func appendText(m []byte, field uint64, text string) []byte {
	return appendBytes(m, field, []byte(text))
}

// zigzag writes a number so that those near 0 are short, below it too.
func zigzag(n int) uint64 { return uint64(n<<1 ^ n>>63) }
