package atlas

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"demarc/data/testdata"
	"demarc/geo/picture"
)

// Names in letters that the fonts lack are given in another language, else by id, and counted.
func TestNamesWithoutLetters(t *testing.T) {
	scripts := testdata.Scripts()
	thai := testdata.Copy(t, scripts["th"])
	thai = testdata.With(t, thai, "actors.json", `"th":`, `"en":"North side","th":`, 1)
	for _, tt := range []struct {
		name, lang string
		builtIn    bool
		title      string
		legend     string
		undrawn    int
	}{
		{"th", "th", true, "th", "side, held: ", 3},
		{"hi", "hi", true, "hi", "side, held: ", 3},
		{"ar", "ar", true, "ar", "side, held: ", 3},
		{"vi", "vi", true, "Bản đồ thung lũng", "Phe Đỏ, held: ", 0},
		{"th", "th", false, "แผนที่หมู่บ้าน", "ฝ่ายเหนือ, held: ", 0},
		{"ar", "ar", false, "\u2068خَرِيطَةُ الوَادِي\u2069", "\u2068الحُمْر\u2069, held: ", 0},
		{"th with English", "th", true, "th", "North side, held: ", 3},
	} {
		files := scripts[tt.name]
		if files == nil {
			files = thai
		}
		p, undrawn, err := Draw(opened(t, files), Query{Day: on("2001-01-01"), Lang: tt.lang, BuiltIn: tt.builtIn})
		if err != nil {
			t.Fatal(err)
		}
		if p.Title != tt.title || !strings.HasPrefix(p.Legend[0].Text, tt.legend) || undrawn != tt.undrawn {
			t.Errorf("%s, built in %t: got %q, %q and %d names not drawn, want %q, %q and %d", tt.name, tt.builtIn, p.Title, p.Legend[0].Text, undrawn, tt.title, tt.legend, tt.undrawn)
		}
		if said := slices.Contains(p.Credits, WordsIn(tt.lang).Undrawn(undrawn)); said != (undrawn > 0) {
			t.Errorf("%s, built in %t: the credits are %q", tt.name, tt.builtIn, p.Credits)
		}
		if !tt.builtIn {
			continue
		}
		texts := append([]string{p.Title, p.Lead, p.Note}, p.Credits...)
		for _, e := range p.Legend {
			texts = append(texts, e.Text)
		}
		for _, l := range p.Labels {
			texts = append(texts, l.Text)
		}
		for _, text := range texts {
			if !picture.Drawable(text) {
				t.Errorf("%s: %q has letters that the fonts lack", tt.name, text)
			}
		}
		if err := p.WritePNG(new(bytes.Buffer)); err != nil {
			t.Error(err)
		}
	}
}

// What has neither a name nor an id in letters that can be drawn is an ellipsis.
func TestNeitherNameNorId(t *testing.T) {
	files := testdata.Copy(t, testdata.Scripts()["th"])
	for name, file := range files {
		files[name].Data = []byte(strings.ReplaceAll(string(file.Data), `"side"`, `"ฝ่าย"`))
	}
	p, undrawn, err := Draw(opened(t, files), Query{Day: on("2001-01-01"), BuiltIn: true})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(p.Legend[0].Text, "…, held: ") || undrawn != 3 {
		t.Errorf("got %q and %d", p.Legend[0].Text, undrawn)
	}
}
