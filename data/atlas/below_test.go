package atlas_test

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/atlas"
	"demarc/data/date"
	"demarc/data/testdata"
	"demarc/data/world"
	"demarc/geo"
)

// A line between countries is in a picture of a day on which it holds, and in no other: that along
// the Oder is the border of Germany since 1990 alone.
func TestBelowHasItsDays(t *testing.T) {
	s, _, err := data.Open(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	draw := func(day string, below func(orb.Bound, int) []geo.Layer) image.Image {
		t.Helper()
		on, err := date.Parse(day)
		if err != nil {
			t.Fatal(err)
		}
		p, _, err := atlas.Draw(s, atlas.Query{Day: on, Bound: &orb.Bound{Min: orb.Point{13.9, 51.2}, Max: orb.Point{15.1, 52.8}},
			Width: 400, Height: 400, BuiltIn: true, Below: below})
		if err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := p.WritePNG(&out); err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(&out)
		if err != nil {
			t.Fatal(err)
		}
		return picture
	}
	without := func(b orb.Bound, width int) (layers []geo.Layer) {
		for _, l := range world.Layers(b, width) {
			if l.Name != "borders" {
				layers = append(layers, l)
			}
		}
		return layers
	}
	for day, wanted := range map[string]bool{"1870-07-01": false, "1988-03-01": false, "2020-11-24": true, "2027-01-01": false} {
		with, bare := draw(day, world.Layers), draw(day, without)
		differing := 0
		for y := range with.Bounds().Dy() {
			for x := range with.Bounds().Dx() {
				if with.At(x, y) != bare.At(x, y) {
					differing++
				}
			}
		}
		if (differing > 200) != wanted || !wanted && differing > 0 {
			t.Errorf("%s: %d pixels of lines between countries: wanted: %v", day, differing, wanted)
		}
	}
	if bare, none := draw("1870-07-01", without), draw("1870-07-01", nil); bytes.Equal(bare.(*image.RGBA).Pix, none.(*image.RGBA).Pix) {
		t.Error("there are no rivers: nothing is shown by it")
	}
}
