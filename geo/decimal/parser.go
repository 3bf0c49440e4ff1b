package decimal

import "encoding/binary"

// Parser reads numbers one after the other, as Parse does. It is faster where
// each has as many decimals as the one before, one to seven, and at most three
// digits in front of them, as most degrees: a processor that has seen this goes
// on with what follows before it has found the end.
type Parser struct {
	decimals int
	digits   uint64 // the highest bit of each byte up to the one behind the decimals
	end      uint64 // the highest bit of that one
	shift    uint8
	scale    uint64
	power    float64
	missed   bool // the last number had other decimals
}

// NewParser returns a Parser that expects seven decimals.
func NewParser() Parser {
	var p Parser
	p.expect(7)
	return p
}

func (p *Parser) expect(decimals int) {
	*p = Parser{
		decimals: decimals,
		digits:   0x8080808080808080 >> (56 - 8*decimals),
		end:      0x80 << (8 * decimals),
		shift:    uint8(64 - 8*decimals),
		scale:    shifts[decimals],
		power:    powers[decimals],
	}
}

// Parse is as the function of this name.
func (p *Parser) Parse(b []byte, i int) (v float64, end int, ok bool) {
	from := i
	if i < len(b) && b[i] == '-' {
		from++
	}
	if from+12 > len(b) {
		return Parse(b, i)
	}
	w := (*[12]byte)(b[from:])
	var whole, eight uint64
	switch {
	case w[2] == '.' && w[0]-'0' < 10 && w[1]-'0' < 10:
		whole, eight = uint64(w[0]-'0')*10+uint64(w[1]-'0'), binary.LittleEndian.Uint64(w[3:])
		end = from + 3
	case w[1] == '.' && w[0]-'0' < 10:
		whole, eight = uint64(w[0]-'0'), binary.LittleEndian.Uint64(w[2:])
		end = from + 2
	case w[3] == '.' && w[0]-'0' < 10 && w[1]-'0' < 10 && w[2]-'0' < 10:
		whole, eight = uint64(w[0]-'0')*100+uint64(w[1]-'0')*10+uint64(w[2]-'0'), binary.LittleEndian.Uint64(w[4:])
		end = from + 4
	default:
		return Parse(b, i)
	}
	eight ^= zeros
	end += p.decimals
	if notDigits(eight)&p.digits != p.end || b[end]|0x20 == 'e' {
		return p.other(b, i)
	}
	v = float64(int64(whole*p.scale+eightDigits(eight<<(p.shift&63)))) / p.power // as a signed number: one instruction
	if b[i] == '-' {
		v = -v
	}
	return v, end, true
}

// other reads a number with other decimals than expected, which are expected
// when it is the second.
func (p *Parser) other(b []byte, i int) (v float64, end int, ok bool) {
	v, end, ok = Parse(b, i)
	if !p.missed {
		p.missed = true
		return v, end, ok
	}
	n := 0
	for n < end-i && b[end-1-n]-'0' < 10 {
		n++
	}
	if n >= 1 && n <= 7 {
		p.expect(n)
	}
	return v, end, ok
}
