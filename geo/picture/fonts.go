package picture

import (
	"embed"
	"fmt"
	"math"
	"sync"
	"unicode"

	"github.com/paulmach/orb"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

//go:embed fonts/*.ttf
var fontFiles embed.FS

// families are the fonts in the order in which they are asked for a letter. All are subsets of Noto
// fonts (SIL Open Font License, see fonts/OFL.txt).
var families = []string{"NotoSans", "NotoSansArmenian", "NotoSansGeorgian"}

// typeface is one weight of all families.
type typeface []*sfnt.Font

var typefaces = sync.OnceValue(func() map[bool]typeface {
	return map[bool]typeface{false: openTypeface("Regular"), true: openTypeface("Bold")}
})

func openTypeface(weight string) typeface {
	var t typeface
	for _, family := range families {
		content, err := fontFiles.ReadFile("fonts/" + family + "-" + weight + ".ttf")
		if err != nil {
			panic(err) // the file is built in
		}
		parsed, err := opentype.Parse(content)
		if err != nil {
			panic(fmt.Sprintf("font %s: %v", family, err))
		}
		t = append(t, parsed)
	}
	return t
}

// em is the size at which fonts are asked: that of their own units, so that nothing is rounded.
const em = fixed.Int26_6(1000)

// glyph is a letter in a line of text.
type glyph struct {
	font  *sfnt.Font
	index sfnt.GlyphIndex
	x     fixed.Int26_6 // units from the beginning of the line
}

// Drawable tells whether the fonts that are built in have all letters of a text: then it can stand
// in a PNG. All their scripts run from left to right, and none joins its letters.
func Drawable(text string) bool {
	var buffer sfnt.Buffer
	for _, letter := range norm.NFC.String(text) {
		if _, _, ok := typefaces()[false].find(&buffer, letter); !ok && !unseen(letter) {
			return false
		}
	}
	return true
}

// unseen tells what has no look of its own: joiners, marks of direction, selectors of variants.
func unseen(letter rune) bool {
	return unicode.Is(unicode.Cf, letter) || unicode.Is(unicode.Variation_Selector, letter)
}

// find returns the glyph of a letter in the first font that has it.
func (t typeface) find(buffer *sfnt.Buffer, letter rune) (f *sfnt.Font, index sfnt.GlyphIndex, ok bool) {
	for _, f := range t {
		if index, err := f.GlyphIndex(buffer, letter); err == nil && index != 0 {
			return f, index, true
		}
	}
	return t[0], 0, false
}

// set sets a text in one line, and returns how many units it is wide. The fonts have neither
// kerning nor ligatures, and marks only with the letters that have a code together with them. A
// letter that none of them has is the box that the first one has for it, a mark takes no room.
func (t typeface) set(text string) (line []glyph, width fixed.Int26_6) {
	var buffer sfnt.Buffer
	for _, letter := range norm.NFC.String(text) {
		g := glyph{x: width}
		var ok bool
		if g.font, g.index, ok = t.find(&buffer, letter); !ok && (unseen(letter) || unicode.Is(unicode.Mn, letter)) {
			continue
		}
		if advance, err := g.font.GlyphAdvance(&buffer, g.index, em, font.HintingNone); err == nil {
			width += advance
		}
		line = append(line, g)
	}
	return line, width
}

// measure returns the width of a text in pixels.
func measure(text string, style textStyle) float64 {
	_, width := typefaces()[style.bold].set(text)
	return float64(width) / float64(em) * style.size
}

// outline returns the shapes of a text that begins at a point of its baseline.
func outline(at orb.Point, text string, style textStyle) path {
	var buffer sfnt.Buffer
	p := path{closed: true}
	unit := style.size / float64(em)
	line, _ := typefaces()[style.bold].set(text)
	for _, g := range line {
		segments, err := g.font.LoadGlyph(&buffer, g.index, em, nil)
		if err != nil {
			continue
		}
		place := func(q fixed.Point26_6) orb.Point {
			return orb.Point{at[0] + float64(g.x+q.X)*unit, at[1] + float64(q.Y)*unit}
		}
		for _, s := range segments {
			if s.Op == sfnt.SegmentOpMoveTo {
				p.lines = append(p.lines, []orb.Point{place(s.Args[0])})
				continue
			}
			last := &p.lines[len(p.lines)-1]
			if s.Op == sfnt.SegmentOpQuadTo { // TrueType has no cubic curves
				*last = appendCurve(*last, place(s.Args[0]), place(s.Args[1]))
			} else {
				*last = append(*last, place(s.Args[0]))
			}
		}
	}
	return p
}

// appendCurve continues a line by a quadratic Bézier curve, in pieces that no eye tells from it at
// the largest scale.
func appendCurve(line []orb.Point, over, to orb.Point) []orb.Point {
	const off = 0.05 // pixels
	from := line[len(line)-1]
	bend := math.Hypot(from[0]-2*over[0]+to[0], from[1]-2*over[1]+to[1]) / 4
	pieces := math.Ceil(math.Sqrt(bend / off))
	for i := 1.0; i < pieces; i++ {
		t := i / pieces
		a, b, c := (1-t)*(1-t), 2*t*(1-t), t*t
		line = append(line, orb.Point{a*from[0] + b*over[0] + c*to[0], a*from[1] + b*over[1] + c*to[1]})
	}
	return append(line, to)
}
