package atlas

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"demarc/data/compare"
	"demarc/data/date"
	"demarc/data/testdata"
)

// A picture of two maps is of the day on which most differs, and its legend says what both say.
func TestDrawComparison(t *testing.T) {
	a := opened(t, testdata.Isles())
	b := opened(t, testdata.With(t, testdata.Isles(), "control.json", `"1972-11-25", "to": null, "controller": "league"`, `"1972-11-25", "to": null, "controller": "wardens"`, 1))
	c, err := compare.New(t.Context(), a, b, date.Always)
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string][]string{
		"en": {"25 November 1972", "League, Controlled / Wardens, Controlled: 7,962 km²", "B · made up for tests"},
		"ru": {"25 ноября 1972", "Лига, Под контролем / "},
	} {
		p, _, err := DrawComparison(t.Context(), c, Query{Lang: lang})
		if err != nil {
			t.Fatal(err)
		}
		var svg bytes.Buffer
		if err := p.WriteSVG(&svg); err != nil {
			t.Fatal(err)
		}
		for _, text := range want {
			if !strings.Contains(svg.String(), text) {
				t.Errorf("%s: the picture does not say %q", lang, text)
			}
		}
		if len(p.Legend) != 1 {
			t.Errorf("%s: got %d entries in the legend, want the one pair", lang, len(p.Legend))
		}
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, _, err := DrawComparison(ended, c, Query{}); err != context.Canceled {
		t.Errorf("got %v from an ended context", err)
	}
}
