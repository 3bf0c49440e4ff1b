package atlas

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/testdata"
	"demarc/geo/picture"
)

// known are places well inside of a zone, with the colour that the map must have there: the
// controller's at 60 % over the land.
var known = []struct {
	place orb.Point
	day   string
	want  string // actor
}{
	{orb.Point{-130.2, -42.2}, "1972-11-24", "crown"},
	{orb.Point{-130.2, -42.2}, "1972-11-25", "league"},
	{orb.Point{-128.9, -42.0}, "1972-11-30", "league"},
	{orb.Point{-128.9, -42.0}, "1972-12-01", "crown"},
	{orb.Point{-127.6, -41.6}, "1965-01-01", "crown"},
	{orb.Point{-129.98, -42.02}, "1975-01-02", "wardens"}, // patrolled: stripes over its colour
}

func TestColours(t *testing.T) {
	s := snapshot(t)
	for _, k := range known {
		day := dayOf(t, k.day)
		const around = 0.12
		bound := orb.Bound{Min: k.place, Max: k.place}.Pad(around)
		p, _, err := Draw(s, Query{Day: day, Bound: &bound, Width: 400, Height: 600})
		if err != nil {
			t.Fatal(err)
		}
		p.Labels, p.Title, p.Lead, p.Note, p.Legend, p.Credits = nil, "", "", "", nil, nil
		var b bytes.Buffer
		if err := p.WritePNG(&b); err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(&b)
		if err != nil {
			t.Fatal(err)
		}
		if at := s.Locate(k.place, day); *at.Control.Controller != k.want {
			t.Errorf("%v on %s: located %s, want %s", k.place, k.day, *at.Control.Controller, k.want)
		}
		want := over(s.ActorColor(k.want))
		if got := majority(img); !near(got, want) {
			t.Errorf("%v on %s: colour %v, want %v of %s", k.place, k.day, got, want, k.want)
		}
	}
}

// majority is the most frequent colour of the 9x9 pixels in the middle.
func majority(img image.Image) color.NRGBA {
	counts := map[color.NRGBA]int{}
	middle := img.Bounds().Size().Div(2)
	for y := -4; y <= 4; y++ {
		for x := -4; x <= 4; x++ {
			counts[color.NRGBAModel.Convert(img.At(middle.X+x, middle.Y+y)).(color.NRGBA)]++
		}
	}
	var best color.NRGBA
	for c, n := range counts {
		if n > counts[best] {
			best = c
		}
	}
	return best
}

// near allows for the rounding of colours.
func near(a, b color.NRGBA) bool {
	far := func(x, y uint8) bool { return x > y+1 || y > x+1 }
	return !far(a.R, b.R) && !far(a.G, b.G) && !far(a.B, b.B)
}

// over is a colour at the opacity of fills over the land.
func over(hex string) color.NRGBA {
	mix := func(i int) uint8 {
		channel := func(s string) float64 {
			const digits = "0123456789abcdef"
			s = strings.ToLower(s)
			return float64(strings.IndexByte(digits, s[1+2*i])*16 + strings.IndexByte(digits, s[2+2*i]))
		}
		return uint8(channel(hex)*0.6 + channel("#f1eee7")*0.4 + 0.5)
	}
	return color.NRGBA{mix(0), mix(1), mix(2), 0xff}
}

func TestWordsOnPictures(t *testing.T) {
	s := snapshot(t)
	for _, tt := range []struct {
		name string
		q    Query
		want []string
	}{
		{"a day", Query{Day: dayOf(t, "1972-11-25")}, []string{"25 November 1972", "since 25 November 1972: ", "Crown, Controlled", "km²", "Licence: CC0-1.0", "Board of Survey &lt;1960&gt;"}},
		{"Russian", Query{Day: dayOf(t, "1972-11-25"), Lang: "ru"}, []string{"25 ноября 1972 г.", "км²", "Источники"}},
		{"changes", Query{Day: dayOf(t, "1972-12-02"), Since: new(date.Date)}, []string{"1 January 1970 – 2 December 1972"}},
		{"shires", Query{Layer: "shires", Day: dayOf(t, "1972-11-25")}, []string{"Upland Shire"}},
		{"a day that is not covered", Query{Day: dayOf(t, "1950-01-01")}, []string{s.Uncovered(dayOf(t, "1950-01-01"))}},
	} {
		p, _, err := Draw(s, tt.q)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := p.WriteSVG(&b); err != nil {
			t.Fatal(err)
		}
		for _, want := range tt.want {
			if !strings.Contains(b.String(), want) {
				t.Errorf("%s: the picture lacks %q", tt.name, want)
			}
		}
	}
}

func TestEveryLayer(t *testing.T) {
	s := snapshot(t)
	for _, layer := range s.LayerNames() {
		p, _, err := Draw(s, Query{Layer: layer, Day: dayOf(t, "1972-11-25")})
		if err != nil {
			t.Fatal(err)
		}
		if err := p.WriteSVG(io.Discard); err != nil {
			t.Errorf("%s: %v", layer, err)
		}
	}
	if _, _, err := Draw(s, Query{Layer: "nowhere"}); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("unknown layer: %v, want ErrNotFound", err)
	}
}

// Zones that reach the poles have no room around them there; their picture was refused for want of
// it.
func TestPoles(t *testing.T) {
	files := testdata.Copy(t, testdata.Small())
	zones := files["regions/zones.geojson"]
	zones.Data = []byte(strings.NewReplacer("10, 5", "-180, 5", "12, 5", "180, 5", "50]", "-90]", "51]", "90]").Replace(string(zones.Data)))
	s, problems, err := data.Open(files)
	if err != nil {
		t.Fatal(err, problems)
	}
	if got, want := s.Bound("zones"), (orb.Bound{Min: orb.Point{-180, -90}, Max: orb.Point{180, 90}}); got != want {
		t.Fatalf("the zones lie in %v, want %v", got, want)
	}
	p, _, err := Draw(s, Query{Layer: dataset.ControlLayer, Day: dayOf(t, "2001-06-01")})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.WritePNG(io.Discard); err != nil {
		t.Error(err)
	}
}

// What lies on both sides of the antimeridian is drawn in one piece: around it, not around the
// earth.
func TestBoundAcrossTheAntimeridian(t *testing.T) {
	for name, want := range map[string]bool{"islands": true, "plain-islands": true, "whole-earth": false, "tiny": false} {
		s, problems, err := data.Open(testdata.Edges()[name])
		if err != nil {
			t.Fatal(err, problems)
		}
		p, _, err := Draw(s, Query{Day: dayOf(t, "2001-06-01")})
		if err != nil {
			t.Fatal(err)
		}
		b := p.Bound
		if wide := b.Right() - b.Left(); b.Right() > 180 != want && wide < 360 || want && wide > 90 {
			t.Errorf("%s: drawn from %v to %v, across the antimeridian: want %v", name, b.Left(), b.Right(), want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for _, tt := range []struct {
		lang         string
		area, length string
	}{
		{"en", "12,346 km²", "1.5 km"}, {"az", "12.346 km²", "1,5 km"}, {"ru", "12\u00a0346 км²", "1,5 км"}, {"xx", "12,346 km²", "1.5 km"},
	} {
		w := WordsIn(tt.lang)
		if got := w.area(12345.6); got != tt.area {
			t.Errorf("%s: area %q, want %q", tt.lang, got, tt.area)
		}
		if got := w.length(1500); got != tt.length {
			t.Errorf("%s: length %q, want %q", tt.lang, got, tt.length)
		}
	}
	if !slices.Contains(Languages(), "hy") {
		t.Error("Armenian is not among the languages")
	}
}

func snapshot(t *testing.T) *data.Snapshot {
	t.Helper()
	s, _, err := data.Open(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func dayOf(t *testing.T, text string) date.Date {
	t.Helper()
	day, err := date.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return day
}

func TestWithoutCuts(t *testing.T) {
	bound := orb.Bound{Max: orb.Point{10, 10}}
	got := withoutCuts(orb.Polygon{{{0, 0}, {10, 0}, {10, 4}, {5, 6}, {0, 4}, {0, 0}}}, bound)
	if want := (orb.MultiLineString{{{10, 4}, {5, 6}, {0, 4}}}); !orb.Equal(got, want) {
		t.Errorf("withoutCuts = %v, want %v", got, want)
	}
}

// Shapes around are drawn on the days on which they hold: the Far Coast until 1985.
func TestContextOfTheDay(t *testing.T) {
	s := snapshot(t)
	strokes := func(day string) int {
		m := sheet{s: s, q: Query{Day: dayOf(t, day)}, p: &picture.Picture{}}
		m.context()
		return len(m.p.Shapes)
	}
	if before, after := strokes("1984-12-31"), strokes("1985-01-01"); before != after+1 {
		t.Errorf("got %d shapes on the last day of the Far Coast and %d on the day after, want one less", before, after)
	}
}
