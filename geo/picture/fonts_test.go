package picture

import (
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/paulmach/orb"
	"golang.org/x/text/unicode/norm"

	"demarc/geo/typeface"
)

// What cannot be drawn is known before it is.
func TestDrawable(t *testing.T) {
	for text, want := range map[string]bool{
		"": true, "Şuşa – Шуша": true, "Շուշի": true, "თბილისი": true, "Αθήνα": true,
		"Nguyễn Trường": true, norm.NFD.String("Nguyễn Trường"): true, norm.NFD.String("Ağdərə"): true,
		"a\u200db\u2068c\u2069\ufe0f": true, // joiner, isolate, selector
		"บ้านที่นี่":                  false, "कीर्तिपुर": false, "النهر": false, "חיפה": false, "北京": false, "Town ช": false,
	} {
		if got := Drawable(text); got != want {
			t.Errorf("%q: got %t, want %t", text, got, want)
		}
	}
}

// Letters with marks are set alike however they are coded, and what has no look takes no room.
func TestMarks(t *testing.T) {
	style := textStyle{size: 20, color: "#000000"}
	for _, text := range []string{"Nguyễn Trường", "Phe Đỏ", "Ağdərə ç"} {
		apart := norm.NFD.String(text)
		if !reflect.DeepEqual(outline(orb.Point{}, text, style), outline(orb.Point{}, apart, style)) {
			t.Errorf("%s: letters and marks apart are drawn otherwise than together", text)
		}
		if line, _ := set(typeface.Regular(), apart); len(line) != utf8.RuneCountInString(text) {
			t.Errorf("%s: letters and marks apart are set as %d glyphs", text, len(line))
		}
		if got, want := measure("\u2068"+apart+"\u2069", style), measure(text, style); got != want {
			t.Errorf("%s: got a width of %g, want %g", text, got, want)
		}
	}
	if got, want := measure("ที่", style), measure("ท", style); got != want {
		t.Errorf("a letter with two marks is %g wide, without them %g", got, want)
	}
}

// A text is never cut between a letter and its marks.
func TestShortenKeepsMarks(t *testing.T) {
	style := textStyle{size: 12}
	for _, text := range []string{"บ้านที่นี่ บ้านที่นี่ บ้านที่นี่", "ज़िला कीर्तिपुर कीर्तिपुर", "المِنْطَقَةُ الشَّرْقِيَّة", norm.NFD.String("Nguyễn Trường Nguyễn")} {
		for width := 5.0; width < measure(text, style); width++ {
			cut := strings.TrimSuffix(shorten(text, style, width), "…")
			if rest := []rune(strings.TrimPrefix(text, cut)); len(rest) > 0 && unicode.Is(unicode.M, rest[0]) {
				t.Fatalf("%s at %g is cut to %q, before a mark", text, width, cut)
			}
		}
	}
}
