package style

import (
	"testing"

	"demarc/data"
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
