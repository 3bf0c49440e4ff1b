package style

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/testdata"
	"demarc/geo/picture"
)

// Each way in which a zone was held has one swatch, unknown control the first.
func TestSwatches(t *testing.T) {
	s, _, err := data.Open(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range swatches(s) {
		got = append(got, w.name+" "+string(w.look.Pattern)+" "+w.look.Ink)
	}
	want := []string{
		"unknown dots #6a7078", "league-contested- hatch #ffffff",
		"league-peacekeepers-wardens stripes " + s.ActorColor("wardens"),
		"wardens-peacekeepers-wardens stripes #ffffff",
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Fatalf("got %q, want %q", got, want)
		}
	}
	if places := Sprite(s, 2); places["league-contested-"] != (Square{X: 32, Width: 32, Height: 32, Ratio: 2}) {
		t.Errorf("the second pattern stands at %v", places["league-contested-"])
	}
	if got := swatches(s)[0].look; got != (picture.Fill{Pattern: picture.Dots, Ink: "#6a7078"}) {
		t.Errorf("unknown control: got %v", got)
	}
}

// Each class of places that there are has its dots, and a layer of names for each language in which
// some of its places have the first of their names: in the language asked for, English without it.
func TestNames(t *testing.T) {
	s, _, err := data.Open(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	at := func(lang string) (ids []string) {
		style := Control(s, day(t, "1972-11-25"), lang, Addresses{}).(object)
		for _, l := range style["layers"].([]any) {
			if id := l.(object)["id"].(string); strings.HasPrefix(id, "dots") || strings.HasPrefix(id, "names") {
				ids = append(ids, fmt.Sprint(id, " ", l.(object)["filter"]))
			}
		}
		return ids
	}
	english := []string{
		"names others name_en [all [>= [get rank] 3] [<= [get rank] 3] [has name_en]]",
		"names larger name_en [all [>= [get rank] 2] [<= [get rank] 2] [has name_en]]",
		"names largest name_en [all [<= [get rank] 1] [has name_en]]",
	}
	for lang, want := range map[string][]string{
		"": english, "fr": english, "ar": english, // whose letters the fonts lack
		"ru": {
			"names others name_ru [all [>= [get rank] 3] [<= [get rank] 3] [has name_ru]]",
			"names others name_en [all [>= [get rank] 3] [<= [get rank] 3] [! [has name_ru]] [has name_en]]",
			"names larger name_ru [all [>= [get rank] 2] [<= [get rank] 2] [has name_ru]]",
			"names largest name_ru [all [<= [get rank] 1] [has name_ru]]",
		},
	} {
		want = slices.Concat([]string{
			"dots others [all [>= [get rank] 3] [<= [get rank] 3]]", "dots larger [all [>= [get rank] 2] [<= [get rank] 2]]",
			"dots largest [all [<= [get rank] 1]]",
		}, want)
		if got := at(lang); !slices.Equal(got, want) {
			t.Errorf("%q: got\n%q, want\n%q", lang, got, want)
		}
	}
}

// The letters of who holds the zones stand in the largest, as on the day.
func TestLetters(t *testing.T) {
	s, _, err := data.Open(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	on := func(iso string) (codes []string) {
		for _, f := range letters(s, day(t, iso))["data"].(object)["features"].([]object) {
			codes = append(codes, f["properties"].(object)["code"].(string))
		}
		return codes
	}
	before, after := on("1972-11-24"), on("1972-11-25")
	if len(before) == 0 || slices.Equal(before, after) {
		t.Errorf("before a hand-over %v, then %v; want other letters", before, after)
	}
	if got := on("2100-01-01"); len(got) != 0 && s.Uncovered(day(t, "2100-01-01")) != "" {
		t.Errorf("beyond the days covered %v", got)
	}
}

// Letters that the fonts lack are no name: it is given in another language, as on pictures.
func TestLegible(t *testing.T) {
	for name, want := range map[string]bool{"": true, "Şuşa": true, "Շուշի": true, "Шуша": true, "北京 – 서울": true, "الفانوس": false, "กรุงเทพ": false} {
		if got := legible(name); got != want {
			t.Errorf("%q: got %t, want %t", name, got, want)
		}
	}
}

func day(t *testing.T, text string) date.Date {
	t.Helper()
	d, err := date.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
