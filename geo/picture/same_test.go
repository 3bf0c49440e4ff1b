package picture

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// everything is a picture with one of each thing that can be drawn.
func everything() *Picture {
	at := func(x, y float64) orb.Point { return orb.Point{10 + x, y - 5} }
	area := func(x, y float64) orb.Polygon {
		return orb.Polygon{
			{at(x, y), at(x+2, y), at(x+2.2, y+1.5), at(x+1, y+2.1), at(x, y+2), at(x, y)},
			{at(x+0.5, y+0.5), at(x+1, y+0.5), at(x+1, y+1), at(x+0.5, y+1), at(x+0.5, y+0.5)},
		}
	}
	p := &Picture{
		Width: 600, Height: 560, Bound: orb.Bound{Min: orb.Point{10, -5}, Max: orb.Point{20, 5}},
		Title: "A <title> & more", Lead: "25 ноября 2020 г.", Note: "Ստեփանակերտ, Ağdərə", Lang: "en",
		Credits: []string{"AVATAR, To & Wo"},
		Length:  func(m float64) string { return fmt.Sprint(m, " m") },
	}
	for i, fill := range []Fill{
		{Color: "#3b8fc2", Opacity: 0.6}, {Color: "#e8b13a", Opacity: 0.6, Pattern: Hatch, Ink: "#ffffff"},
		{Color: "#e8b13a", Pattern: Stripes, Ink: "#c03080"}, {Pattern: Dots, Ink: "#6a7078"},
		{Color: "#3b8fc2", Opacity: 0.6, Pattern: Bands, Ink: "#e8b13a"}, {Color: "#e8b13a", Opacity: 0.6, Pattern: Mesh, Ink: "#c03080"},
	} {
		p.Shapes = append(p.Shapes, Shape{Geometry: area(0.5+2.4*float64(i%4), 6-3*float64(i/4)), Fill: &fill,
			Strokes: []Stroke{{Color: "#ffffff", Opacity: 0.85, Width: 5}, {Color: "#1c1f24", Width: 2.6}}})
		p.Legend = append(p.Legend, Entry{Text: fmt.Sprint("entry ", i), Fill: fill})
	}
	zigzag := orb.LineString{at(0.5, 3), at(3, 5), at(3.2, 3), at(3.4, 5), at(6, 3), at(5.5, 3.2), at(9.5, 5), at(14, 3)}
	p.Shapes = append(p.Shapes,
		Shape{Geometry: zigzag, Strokes: []Stroke{{Color: "#9dbdd0", Width: 9, Opacity: 0.5}, {Color: "#1e2228", Width: 1.4, Dash: []float64{5, 3}}}},
		Shape{Geometry: orb.MultiPolygon{area(6, 0.5), area(7, 1)}, Fill: &Fill{Color: "#208040", Opacity: 0.5}, Strokes: []Stroke{{Color: "#000000", Width: 3, Dash: []float64{7, 4, 2}}}},
		Shape{Geometry: orb.MultiPoint{at(1, 1), at(2, 1.5)}, Radius: 6, Fill: &Fill{Color: "#8a0f5c"}, Strokes: []Stroke{{Color: "#ffffff", Width: 2}}})
	p.Labels = []Label{
		{Text: "Şuşa / Շուշի", Point: at(4, 1), Size: 14, Bold: true, Color: "#14181d", Dot: 3},
		{Text: "თბილისი", Point: at(2, 7), Size: 12.5, Color: "#343b43"},
	}
	return p
}

// A browser, which knows nothing of this package, shows the SVG as the PNG has it.
func TestSVGAndPNGAreTheSame(t *testing.T) {
	for _, scale := range []float64{1, 2} {
		p := everything()
		p.Scale = scale
		drawn, shown := render(t, p), screenshot(t, p)
		if drawn.Bounds() != shown.Bounds() {
			t.Fatalf("scale %g: sizes %v and %v", scale, drawn.Bounds(), shown.Bounds())
		}
		// Edges are smoothed otherwise, so that pixels differ, but not the blocks of pixels around
		// them.
		if at, far := farthest(drawn, shown, int(6*scale)); far > 16 {
			t.Errorf("scale %g: around %v they differ by %.1f of 255, want at most 16", scale, at.Div(int(scale)), far)
		}
		// Nor are there many that do.
		if off := difference(drawn, shown); off > 0.6 {
			t.Errorf("scale %g: they differ by %.2f of 255 on average, want at most 0.6", scale, off)
		}
	}
}

// difference is how much the pixels differ on average.
func difference(a, b image.Image) float64 {
	sum, size := 0.0, a.Bounds().Size()
	for y := range size.Y {
		for x := range size.X {
			ca, cb := mean(a, x, y, 1), mean(b, x, y, 1)
			for i := range ca {
				sum += math.Abs(ca[i] - cb[i])
			}
		}
	}
	return sum / 3 / float64(size.X*size.Y)
}

// farthest returns the block of pixels whose mean differs most.
func farthest(a, b image.Image, side int) (place image.Point, most float64) {
	size := a.Bounds().Size()
	for y := 0; y+side <= size.Y; y += side {
		for x := 0; x+side <= size.X; x += side {
			ca, cb := mean(a, x, y, side), mean(b, x, y, side)
			for i := range ca {
				if d := math.Abs(ca[i] - cb[i]); d > most {
					place, most = image.Pt(x, y), d
				}
			}
		}
	}
	return place, most
}

func mean(img image.Image, x, y, side int) (sum [3]float64) {
	for k := range side * side {
		c := color.NRGBAModel.Convert(img.At(x+k%side, y+k/side)).(color.NRGBA)
		for i, v := range []uint8{c.R, c.G, c.B} {
			sum[i] += float64(v) / float64(side*side)
		}
	}
	return sum
}

// screenshot is what a browser shows of the SVG, with the fonts that the PNG is set in.
func screenshot(t *testing.T, p *Picture) image.Image {
	t.Helper()
	browser, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("no chromium to show the SVG")
	}
	var page bytes.Buffer
	page.WriteString("<!doctype html><meta charset=utf-8><style>body{margin:0}svg{display:block;text-rendering:geometricPrecision}\n")
	for _, family := range []string{"NotoSans", "NotoSansArmenian", "NotoSansGeorgian"} {
		for weight, name := range map[string]string{"400": "Regular", "700": "Bold"} {
			font, err := os.ReadFile("../typeface/fonts/" + family + "-" + name + ".ttf")
			if err != nil {
				t.Fatal(err)
			}
			spaced := strings.NewReplacer("Sans", " Sans", "Armenian", " Armenian", "Georgian", " Georgian").Replace(family)
			fmt.Fprintf(&page, "@font-face{font-family:'%s';font-weight:%s;src:url(data:font/ttf;base64,%s)}\n",
				spaced, weight, base64.StdEncoding.EncodeToString(font))
		}
	}
	page.WriteString("</style>")
	if err := p.WriteSVG(&page); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file, shot := filepath.Join(dir, "page.html"), filepath.Join(dir, "shot.png")
	if err := os.WriteFile(file, page.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--font-render-hinting=none",
		"--user-data-dir="+filepath.Join(dir, "profile"), fmt.Sprintf("--window-size=%d,%d", p.Width, p.Height),
		fmt.Sprintf("--force-device-scale-factor=%g", p.scale()), "--screenshot="+shot, "file://"+file)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	content, err := os.Open(shot)
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	img, err := png.Decode(content)
	if err != nil {
		t.Fatal(err)
	}
	return img
}
