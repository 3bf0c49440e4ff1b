package picture

import (
	"embed"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

//go:embed fonts/*.ttf
var fontFiles embed.FS

// families are the fonts in the order in which they are asked for a letter. All are subsets of Noto fonts
// (SIL Open Font License, see fonts/OFL.txt).
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

// run is a piece of text in one font.
type run struct {
	font int // in families
	text string
}

// runs cuts a text where another font is needed. Letters that no font has stay with the first one.
func (t typeface) runs(text string) []run {
	var buffer sfnt.Buffer
	var all []run
	var b strings.Builder
	last := 0
	flush := func() {
		if b.Len() > 0 {
			all = append(all, run{last, b.String()})
			b.Reset()
		}
	}
	for _, r := range text {
		use := 0
		if r != ' ' {
			for i, f := range t {
				if glyph, err := f.GlyphIndex(&buffer, r); err == nil && glyph != 0 {
					use = i
					break
				}
			}
		} else {
			use = last
			if glyph, err := t[use].GlyphIndex(&buffer, r); err != nil || glyph == 0 {
				use = 0
			}
		}
		if use != last {
			flush()
			last = use
		}
		b.WriteRune(r)
	}
	flush()
	return all
}

// faces holds the fonts at one size. A face is not safe for several goroutines, so each picture has its own.
func (t typeface) faces(size float64) []font.Face {
	faces := make([]font.Face, len(t))
	for i, f := range t {
		face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: size, DPI: 72})
		if err != nil {
			panic(err) // only a bad size
		}
		faces[i] = face
	}
	return faces
}

// measure returns the width of a text in pixels.
func measure(text string, style textStyle) float64 {
	var buffer sfnt.Buffer
	t := typefaces()[style.bold]
	const units = 1000
	sum := fixed.Int26_6(0)
	for _, r := range t.runs(text) {
		f := t[r.font]
		for _, letter := range r.text {
			glyph, err := f.GlyphIndex(&buffer, letter)
			if err != nil {
				continue
			}
			if advance, err := f.GlyphAdvance(&buffer, glyph, fixed.I(units), font.HintingNone); err == nil {
				sum += advance
			}
		}
	}
	return float64(sum) / 64 / units * style.size
}
