package picture

import (
	"unicode"

	"github.com/paulmach/orb"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"

	"demarc/geo/typeface"
)

// glyph is a letter in a line of text.
type glyph struct {
	typeface.Glyph
	x float64 // ems from the beginning of the line
}

func faceOf(style textStyle) typeface.Face {
	if style.bold {
		return typeface.Bold()
	}
	return typeface.Regular()
}

// Drawable tells whether the fonts that are built in have all letters of a text: then it can stand
// in a PNG. All their scripts run from left to right, and none joins its letters.
func Drawable(text string) bool {
	var buffer sfnt.Buffer
	for _, letter := range norm.NFC.String(text) {
		if _, ok := typeface.Regular().Find(&buffer, letter); !ok && !unseen(letter) {
			return false
		}
	}
	return true
}

// unseen tells what has no look of its own: joiners, marks of direction, selectors of variants.
func unseen(letter rune) bool {
	return unicode.Is(unicode.Cf, letter) || unicode.Is(unicode.Variation_Selector, letter)
}

// set sets a text in one line, and returns how many ems it is wide. The fonts have neither kerning
// nor ligatures, and marks only with the letters that have a code together with them. A letter that
// none of them has is the box that the first one has for it, a mark takes no room.
func set(face typeface.Face, text string) (line []glyph, width float64) {
	var buffer sfnt.Buffer
	for _, letter := range norm.NFC.String(text) {
		g, ok := face.Find(&buffer, letter)
		if !ok && (unseen(letter) || unicode.Is(unicode.Mn, letter)) {
			continue
		}
		line = append(line, glyph{g, width})
		width += g.Advance
	}
	return line, width
}

// measure returns the width of a text in pixels.
func measure(text string, style textStyle) float64 {
	_, width := set(faceOf(style), text)
	return width * style.size
}

// outline returns the shapes of a text that begins at a point of its baseline.
func outline(at orb.Point, text string, style textStyle) path {
	var buffer sfnt.Buffer
	p := path{closed: true}
	line, _ := set(faceOf(style), text)
	for _, g := range line {
		p.lines = append(p.lines, g.Outline(&buffer, orb.Point{at[0] + g.x*style.size, at[1]}, style.size)...)
	}
	return p
}
