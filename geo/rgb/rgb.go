// Package rgb reads colours that are written #rrggbb.
package rgb

import (
	"image/color"
	"strconv"
)

// Parse reads a colour, six hexadecimal digits behind a #.
func Parse(text string) (color.NRGBA, bool) {
	if len(text) != len("#rrggbb") || text[0] != '#' {
		return color.NRGBA{}, false
	}
	n, err := strconv.ParseUint(text[1:], 16, 32)
	return color.NRGBA{R: uint8(n >> 16), G: uint8(n >> 8), B: uint8(n), A: 0xff}, err == nil
}
