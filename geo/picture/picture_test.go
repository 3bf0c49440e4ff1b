package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"golang.org/x/image/font/sfnt"

	"demarc/geo/typeface"
)

// square is a picture of one red square in the middle of the map.
func square() *Picture {
	return &Picture{
		Width: 400, Height: 300, Bound: orb.Bound{Min: orb.Point{10, -5}, Max: orb.Point{20, 5}},
		Title: "A <title> & more", Lead: "1 May 2001", Note: "note", Lang: "en",
		Shapes: []Shape{{
			Geometry: orb.Polygon{{{12, -3}, {18, -3}, {18, 3}, {12, 3}, {12, -3}}},
			Fill:     &Fill{Color: "#ff0000", Opacity: 0.5},
			Strokes:  []Stroke{{Color: "#000000", Width: 2, Dash: []float64{3, 2}}},
		}},
		Legend:  []Entry{{Text: "red", Fill: Fill{Color: "#ff0000", Opacity: 0.5}}},
		Credits: []string{"by nobody"},
		Length:  func(m float64) string { return fmt.Sprint(m, " m") },
	}
}

func TestPNG(t *testing.T) {
	for _, scale := range []float64{0, 1, 2} {
		p := square()
		p.Scale = scale
		img := render(t, p)
		want := image.Pt(int(400*max(scale, 1)), int(300*max(scale, 1)))
		if got := img.Bounds().Size(); got != want {
			t.Errorf("scale %g: size %v, want %v", scale, got, want)
		}
		middle := img.At(want.X/2, want.Y/2)
		if got, want := nrgba(middle), (color.NRGBA{0xf8, 0x77, 0x73, 0xff}); !alike(got, want) {
			t.Errorf("scale %g: the middle is %v, want half red over land %v", scale, got, want)
		}
		if got := nrgba(img.At(want.X-2, want.Y-2)); got != (color.NRGBA{0xff, 0xff, 0xff, 0xff}) {
			t.Errorf("scale %g: the lower right corner is %v, want white", scale, got)
		}
	}
}

func TestSVG(t *testing.T) {
	var b bytes.Buffer
	if err := square().WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	decoder := xml.NewDecoder(&b)
	var texts []string
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if text, ok := token.(xml.CharData); ok {
			texts = append(texts, string(text))
		}
	}
	for _, want := range []string{"A <title> & more", "1 May 2001", "note", "red", "by nobody"} {
		if !strings.Contains(strings.Join(texts, "|"), want) {
			t.Errorf("the SVG lacks the text %q", want)
		}
	}
}

func TestRefused(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		name   string
		change func(*Picture)
	}{
		{"too small", func(p *Picture) { p.Width = 10 }},
		{"too large", func(p *Picture) { p.Height = MaxSide + 1 }},
		{"scale", func(p *Picture) { p.Scale = 9 }},
		{"empty bound", func(p *Picture) { p.Bound = orb.Bound{} }},
		{"bound that is not a number", func(p *Picture) { p.Bound.Min[0] = nan }},
		{"endless bound", func(p *Picture) { p.Bound.Max[0] = math.Inf(1) }},
	} {
		p := square()
		tt.change(p)
		if err := p.WritePNG(io.Discard); !errors.Is(err, errSize) {
			t.Errorf("%s: PNG: %v, want errSize", tt.name, err)
		}
		if err := p.WriteSVG(io.Discard); !errors.Is(err, errSize) {
			t.Errorf("%s: SVG: %v, want errSize", tt.name, err)
		}
	}
}

// recorder is a pen that remembers where texts stand.
type recorder struct{ texts []rect }

func (r *recorder) paint(path, Fill, Stroke) {}
func (r *recorder) text(x, y float64, text string, style textStyle) {
	r.texts = append(r.texts, rect{x, y - style.size*0.7, measure(text, style), style.size * 0.7})
}

func TestTextsStayApart(t *testing.T) {
	p := square()
	for i := range 200 {
		p.Labels = append(p.Labels, Label{
			Text: fmt.Sprint("place number ", i), Point: orb.Point{10 + float64(i%20)/2, float64(i/20) - 5},
			Rank: i % 7, Size: 12, Color: "#000000", Dot: float64(i % 2),
		})
	}
	var r recorder
	p.draw(&r)
	if len(r.texts) < 12 {
		t.Fatalf("only %d texts are drawn", len(r.texts))
	}
	for i, a := range r.texts {
		if !within(a, rect{0, 0, float64(p.Width), float64(p.Height)}) {
			t.Errorf("text %d at %v sticks out of the picture", i, a)
		}
		for k, b := range r.texts[:i] {
			if a.touches(b) {
				t.Errorf("texts %d at %v and %d at %v overlap", k, b, i, a)
			}
		}
	}
}

func TestWrap(t *testing.T) {
	style := textStyle{size: 12}
	text := strings.Repeat("some words that go on ", 12) + strings.Repeat("unbroken", 30)
	for _, line := range wrap(text, style, 200) {
		if w := measure(line, style); w > 200 {
			t.Errorf("line %q is %.0f pixels wide, want at most 200", line, w)
		}
	}
	if got := shorten("short", style, 200); got != "short" {
		t.Errorf("shorten(short) = %q, want it as it is", got)
	}
}

// Letters of the scripts that are built in have a glyph of their own; a missing one would be drawn
// as a box.
func TestLetters(t *testing.T) {
	var buffer sfnt.Buffer
	for _, text := range []string{"Şuşa Ağdərə Xankəndi İsmayıllı", "Ստեփանակերտ և Շուշի", "Степанакерт Ёлка", "თბილისი", "Ελλάδα", "km² · – … №"} {
		for bold, face := range map[bool]typeface.Face{false: typeface.Regular(), true: typeface.Bold()} {
			for _, letter := range text {
				if _, ok := face.Find(&buffer, letter); !ok {
					t.Errorf("bold %t: no glyph for %q of %q", bold, letter, text)
				}
			}
		}
	}
}

func TestRoundDown(t *testing.T) {
	for _, tt := range []struct{ x, want float64 }{{9999, 5000}, {5000, 5000}, {4999, 2000}, {1999, 1000}, {1000, 1000}, {0.7, 0.5}} {
		if got := roundDown(tt.x); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("roundDown(%g) = %g, want %g", tt.x, got, tt.want)
		}
	}
}

// No shape and no bound makes a picture fail otherwise than with an error.
func FuzzDraw(f *testing.F) {
	f.Add(10.0, -5.0, 20.0, 5.0, 12.0, 100.0, "text")
	f.Add(-360.0, -90.0, 360.0, 90.0, -1e300, 1e-300, "Ş\x00Շ")
	f.Fuzz(func(t *testing.T, west, south, east, north, x, y float64, text string) {
		p := square()
		p.Bound = orb.Bound{Min: orb.Point{west, south}, Max: orb.Point{east, north}}
		p.Title, p.Credits = text, []string{text}
		p.Shapes = append(p.Shapes, Shape{Geometry: orb.LineString{{x, y}, {y, x}, {west, north}}, Strokes: []Stroke{{Color: text, Width: 1}}})
		p.Labels = []Label{{Text: text, Point: orb.Point{x, y}, Size: 12, Color: text}}
		if err := p.WriteSVG(io.Discard); err != nil && !errors.Is(err, errSize) {
			t.Error(err)
		}
		if err := p.WritePNG(io.Discard); err != nil && !errors.Is(err, errSize) {
			t.Error(err)
		}
	})
}

func render(t *testing.T, p *Picture) image.Image {
	t.Helper()
	var b bytes.Buffer
	if err := p.WritePNG(&b); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&b)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func nrgba(c color.Color) color.NRGBA { return color.NRGBAModel.Convert(c).(color.NRGBA) }

func alike(a, b color.NRGBA) bool {
	far := func(x, y uint8) bool { return x > y+2 || y > x+2 }
	return !far(a.R, b.R) && !far(a.G, b.G) && !far(a.B, b.B)
}
