package atlas_test

import (
	"testing"

	"demarc/data/atlas"
	"demarc/data/date"
)

// The year after 1 BC is 1: astronomical years are told as people count.
func TestDatesInWords(t *testing.T) {
	for _, tt := range []struct{ language, day, want string }{
		{"en", "2020-11-25", "25 November 2020"},
		{"en", "-0044-03-15", "15 March 45 BC"},
		{"en", "0000-02-29", "29 February 1 BC"},
		{"en", "0001-01-01", "1 January 1"},
		{"ru", "-0044-03-15", "15 марта 45 г. до н. э."},
		{"az", "-0044-03-15", "15 mart e.ə. 45"},
		{"hy", "-0044-03-15", "15 մարտի, մ.թ.ա. 45 թ."},
		{"hy", "2020-11-25", "25 նոյեմբերի, 2020 թ."},
	} {
		day, err := date.Parse(tt.day)
		if err != nil {
			t.Fatal(err)
		}
		if got := atlas.WordsIn(tt.language).Date(day); got != tt.want {
			t.Errorf("%s in %s: got %q, want %q", tt.day, tt.language, got, tt.want)
		}
	}
	if got := atlas.WordsIn("en").Date(date.Forever); got != ".." {
		t.Errorf("an open end: got %q, want ..", got)
	}
}
