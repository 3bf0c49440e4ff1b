// Package decimal reads decimal numbers out of text that is not split into
// fields yet, several times faster than strconv and with the same results.
package decimal

import (
	"encoding/binary"
	"math/bits"
	"strconv"
)

// powers of ten that float64 holds exactly.
var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19}

// Parse reads the decimal number that b begins with at i, as
// strconv.ParseFloat would, and returns where it ends. Exponents are read; ok is
// false where there is no number. It is exact: with digits below 2^53 both the
// digits and the power of ten are float64s, and one division rounds once (Clinger
// 1990); longer ones go to strconv.
func Parse(b []byte, i int) (v float64, end int, ok bool) {
	start := i
	negative := false
	if i < len(b) && (b[i] == '-' || b[i] == '+') {
		negative = b[i] == '-'
		i++
	}
	var digits uint64
	whole := i
	for i < len(b) && b[i]-'0' < 10 {
		digits = digits*10 + uint64(b[i]-'0')
		i++
	}
	count, decimals := i-whole, 0
	if i < len(b) && b[i] == '.' {
		digits, end = appendDigits(digits, b, i+1)
		decimals = end - i - 1
		i = end
	}
	if count+decimals == 0 {
		return 0, start, false
	}
	if count+decimals > 19 || digits >= 1<<53 || i < len(b) && b[i]|0x20 == 'e' {
		return parseLong(b, start, i)
	}
	v = float64(int64(digits)) / powers[decimals]
	if negative {
		v = -v
	}
	return v, i, true
}

// appendDigits appends the digits at i to a number, and returns where they end.
// More than 19 digits overflow.
func appendDigits(number uint64, b []byte, i int) (uint64, int) {
	for i+8 <= len(b) {
		v := binary.LittleEndian.Uint64(b[i:]) ^ zeros
		n := bits.TrailingZeros64(notDigits(v)) / 8
		number = number*shifts[n] + eightDigits(v<<(64-8*n)) // what is behind them goes, zeros come in front
		i += n
		if n < 8 {
			return number, i
		}
	}
	for i < len(b) && b[i]-'0' < 10 {
		number = number*10 + uint64(b[i]-'0')
		i++
	}
	return number, i
}

// shifts are the powers of ten of up to eight digits.
var shifts = [...]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8}

// zeros makes digits 0 to 9, by exclusive or.
const zeros = 0x3030303030303030

// notDigits sets the highest bit of each byte that is above 9, as long as no
// lower byte is above 245.
func notDigits(v uint64) uint64 { return (v + 0x7676767676767676 | v) & 0x8080808080808080 }

// eightDigits returns the number whose digits are the bytes of v, the lowest
// first (after Lemire, "Quickly parsing eight digits", 2022).
func eightDigits(v uint64) uint64 {
	v = v*10 + v>>8
	return ((v&0x000000FF000000FF)*0x000F424000000064 + (v>>16&0x000000FF000000FF)*0x0000271000000001) >> 32
}

// parseLong takes an exponent too and asks strconv. i stands behind the digits.
func parseLong(b []byte, start, i int) (float64, int, bool) {
	if i < len(b) && b[i]|0x20 == 'e' {
		j := i + 1
		if j < len(b) && (b[j] == '-' || b[j] == '+') {
			j++
		}
		first := j
		for j < len(b) && b[j]-'0' < 10 {
			j++
		}
		if j > first {
			i = j
		}
	}
	v, err := strconv.ParseFloat(string(b[start:i]), 64)
	return v, i, err == nil
}
