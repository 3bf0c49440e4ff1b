// Package glyphs makes the letters that MapLibre, and all who read its styles, draw names with: the
// glyphs of 256 codes as a message of protobuf, each as a field of distances to its outline, from
// which the graphics card makes letters and halos of any size.
// https://github.com/mapbox/node-fontnik/blob/master/proto/glyphs.proto
//
//	       left                 a field, here of 10 x 9 pixels with its buffer
//	     |------|
//	     . . . . . . . . . .  ^ buffer
//	     . . . . . . . . . .  v
//	top  . . # # # # # # . .    top, from the ascent of the font down, is below 0
//	     . . . . # # . . . .
//	 ____._._._._#_#_._._._.__ baseline
package glyphs

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"
	"golang.org/x/image/font/sfnt"

	"demarc/geo/typeface"
)

// What all readers of such glyphs take for granted.
const (
	size   = 24   // pixels of an em
	buffer = 3    // pixels around a letter
	radius = 8.0  // pixels on which the distance runs over all values
	cutoff = 0.25 // of them lies outside of the outline
)

// PerRange is how many codes a range has; Codes is how many ranges may be asked for: readers ask
// for no codes beyond U+FFFF.
const (
	PerRange = 256
	Codes    = 1 << 16
)

// Fonts lists the names of the fonts.
var Fonts = []string{"Noto Sans Regular", "Noto Sans Bold"}

// faceOf returns the letters of a font.
func faceOf(font string) (typeface.Face, bool) {
	switch font {
	case Fonts[0]:
		return typeface.Regular(), true
	case Fonts[1]:
		return typeface.Bold(), true
	}
	return nil, false
}

// Range returns the glyphs of a font from the code first on. The font need not have any of them;
// ok is false for a font that is not listed.
func Range(font string, first rune) (message []byte, ok bool) {
	face, ok := faceOf(font)
	if !ok {
		return nil, false
	}
	var letters sfnt.Buffer
	ascent := int(math.Ceil(face.Ascent() * size)) // as FreeType rounds it, so that lines sit where those of other servers do
	stack := appendText(nil, 1, font)
	stack = appendText(stack, 2, fmt.Sprintf("%d-%d", first, first+PerRange-1))
	for code := first; code < first+PerRange; code++ {
		if g, ok := face.Find(&letters, code); ok {
			f := fieldOf(g.Outline(&letters, orb.Point{}, size))
			stack = appendBytes(stack, 3, f.message(code, ascent, g.Advance))
		}
	}
	return appendBytes(nil, 1, stack), true
}

// message writes a glyph.
func (f *field) message(code rune, ascent int, advance float64) []byte {
	m := appendNumber(nil, 1, uint64(code))
	if len(f.values) > 0 {
		m = appendBytes(m, 2, f.values)
	}
	m = appendNumber(m, 3, uint64(f.width))
	m = appendNumber(m, 4, uint64(f.height))
	m = appendNumber(m, 5, zigzag(f.left))
	m = appendNumber(m, 6, zigzag(f.top-ascent))
	return appendNumber(m, 7, uint64(math.Round(advance*size)))
}
