package atlas_test

import (
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/atlas"
	"demarc/data/date"
	"demarc/data/testdata"
	"demarc/data/world"
)

// Names of countries stand on pictures of days on which they hold, in capitals as the language has
// them; those of waters on all days.
func TestNamesAroundHaveTheirDays(t *testing.T) {
	s, _, err := data.Open(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		day, lang, water, country string
		named                     bool
	}{
		{day: "2020-11-24", lang: "en", water: "Caspian Sea", country: "KAZAKHSTAN", named: true},
		{day: "2020-11-24", lang: "az", water: "Xəzər dənizi", country: "İRAN", named: true},
		{day: "1988-03-01", lang: "en", water: "Caspian Sea", country: "IRAN", named: true},
		{day: "1988-03-01", lang: "en", water: "Caspian Sea", country: "KAZAKHSTAN", named: false},
		{day: "1870-07-01", lang: "ru", water: "Каспийское море", country: "КАЗАХСТАН", named: false},
	} {
		on, err := date.Parse(tt.day)
		if err != nil {
			t.Fatal(err)
		}
		p, _, err := atlas.Draw(s, atlas.Query{Day: on, Lang: tt.lang, Bound: &orb.Bound{Min: orb.Point{44, 32}, Max: orb.Point{62, 48}},
			Width: 1000, Height: 1000, BuiltIn: true, Below: world.Layers})
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, l := range p.Labels {
			names = append(names, l.Text)
		}
		if !slices.Contains(names, tt.water) {
			t.Errorf("%s %s: got %q, want %s", tt.day, tt.lang, names, tt.water)
		}
		if slices.Contains(names, tt.country) != tt.named {
			t.Errorf("%s %s: got %q, want %s among them: %t", tt.day, tt.lang, names, tt.country, tt.named)
		}
	}
}
