// Package typeface is the letters that are built in, as shapes: for pictures, and for the glyphs of
// maps that others draw.
package typeface

import (
	"embed"
	"fmt"
	"math"
	"sync"

	"github.com/paulmach/orb"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

//go:embed fonts/*.ttf
var fontFiles embed.FS

// families are the fonts in the order in which they are asked for a letter. All are subsets of Noto
// fonts (SIL Open Font License, see fonts/OFL.txt).
var families = []string{"NotoSans", "NotoSansArmenian", "NotoSansGeorgian"}

// em is the size at which fonts are asked: that of their own units, so that nothing is rounded.
const em = fixed.Int26_6(1000)

// Face is one weight of all families.
type Face []*sfnt.Font

// Regular and Bold are the weights.
var (
	Regular = sync.OnceValue(func() Face { return open("Regular") })
	Bold    = sync.OnceValue(func() Face { return open("Bold") })
)

func open(weight string) Face {
	var f Face
	for _, family := range families {
		content, err := fontFiles.ReadFile("fonts/" + family + "-" + weight + ".ttf")
		if err != nil {
			panic(err) // the file is built in
		}
		parsed, err := opentype.Parse(content)
		if err != nil {
			panic(fmt.Sprintf("font %s: %v", family, err))
		}
		f = append(f, parsed)
	}
	return f
}

// Glyph is the shape of a letter. Lengths are parts of the em, the size of the letters.
type Glyph struct {
	font    *sfnt.Font
	index   sfnt.GlyphIndex
	Advance float64 // to where the next letter begins
}

// Find returns the glyph of a letter in the first font that has it; the box that the first font has
// for all others, if none has.
func (f Face) Find(buffer *sfnt.Buffer, letter rune) (g Glyph, ok bool) {
	g.font = f[0]
	for _, font := range f {
		if index, err := font.GlyphIndex(buffer, letter); err == nil && index != 0 {
			g.font, g.index, ok = font, index, true
			break
		}
	}
	if advance, err := g.font.GlyphAdvance(buffer, g.index, em, font.HintingNone); err == nil {
		g.Advance = float64(advance) / float64(em)
	}
	return g, ok
}

// Ascent is how far the letters of the first font reach above the baseline, with what may stand on
// them.
func (f Face) Ascent() float64 {
	var buffer sfnt.Buffer
	metrics, err := f[0].Metrics(&buffer, em, font.HintingNone)
	if err != nil {
		panic(err) // the font is built in
	}
	return float64(metrics.Ascent) / float64(em)
}

// Outline returns the rings of a glyph that begins at a point of its baseline, y downwards, at a
// size in pixels. What a ring goes around more often one way than the other is ink.
func (g Glyph) Outline(buffer *sfnt.Buffer, at orb.Point, size float64) (rings [][]orb.Point) {
	segments, err := g.font.LoadGlyph(buffer, g.index, em, nil)
	if err != nil {
		return nil
	}
	unit := size / float64(em)
	place := func(q fixed.Point26_6) orb.Point {
		return orb.Point{at[0] + float64(q.X)*unit, at[1] + float64(q.Y)*unit}
	}
	for _, s := range segments {
		if s.Op == sfnt.SegmentOpMoveTo {
			rings = append(rings, []orb.Point{place(s.Args[0])})
			continue
		}
		last := &rings[len(rings)-1]
		if s.Op == sfnt.SegmentOpQuadTo { // TrueType has no cubic curves
			*last = appendCurve(*last, place(s.Args[0]), place(s.Args[1]))
		} else {
			*last = append(*last, place(s.Args[0]))
		}
	}
	return rings
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
