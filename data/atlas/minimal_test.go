package atlas

import (
	"bytes"
	"strings"
	"testing"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/testdata"
)

// Each dataset has a picture, one of plain regions with them and the words that it states no
// control.
func TestDrawMinimal(t *testing.T) {
	for name, want := range map[string]struct {
		note   string
		names  []string
		shapes int
	}{
		"nothing":        {"This dataset states no control.", nil, 0},
		"plain-region":   {"This dataset states no control.", []string{"Alder"}, 1},
		"plain-nested":   {"This dataset states no control.", []string{"Alder", "Birch", "Cedar"}, 3},
		"plain-dated":    {"This dataset states no control.", []string{"Alder", "Birch"}, 2},
		"line-and-point": {"This dataset states no control.", nil, 2},
		"undrawn-region": {"This dataset states no control.", nil, 0},
		"places-alone":   {"This dataset states no control.", []string{"Ford"}, 0},
		"post-alone":     {"", nil, 1},
		"one-zone":       {"since 1 January 2000: The record begins", nil, 2},
	} {
		s, _, err := data.Open(testdata.Minimal()[name])
		if err != nil {
			t.Fatal(err)
		}
		p, _, err := Draw(s, Query{Day: on("2000-06-01")})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		var svg bytes.Buffer
		if err := p.WriteSVG(&svg); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if p.Note != want.note || len(p.Shapes) != want.shapes {
			t.Errorf("%s: got the note %q and %d shapes, want %q and %d", name, p.Note, len(p.Shapes), want.note, want.shapes)
		}
		for _, text := range append(want.names, want.note) {
			if !strings.Contains(svg.String(), text) {
				t.Errorf("%s: the picture lacks %q", name, text)
			}
		}
		timeless := name != "plain-dated" && name != "post-alone" && name != "one-zone"
		if timeless == strings.Contains(svg.String(), "1 June 2000") {
			t.Errorf("%s: the day stands over it where all days are alike, or not where they differ: %q", name, p.Lead)
		}
		if strings.Contains(svg.String(), "version  ") {
			t.Errorf("%s: names a version though there is none", name)
		}
	}
}

// The legend of many leaves room for the map.
func TestLegendOfMany(t *testing.T) {
	s, _, err := data.Open(testdata.Many())
	if err != nil {
		t.Fatal(err)
	}
	p, _, err := Draw(s, Query{Day: on("1985-01-01")})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(p.Legend); n != mostLegend+1 || p.Legend[n-1].Text != "and 109 more" {
		t.Errorf("got %d entries, the last %q", n, p.Legend[n-1].Text)
	}
}

func on(text string) date.Date {
	day, _ := date.Parse(text)
	return day
}
