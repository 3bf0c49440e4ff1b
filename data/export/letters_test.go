//go:build !race

// One export after the other: the race detector has nothing to find.

package export

import (
	"io"
	"slices"
	"testing"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/testdata"
)

// A PNG whose fonts lack letters tells a note; an SVG has all names.
func TestNoteOfLetters(t *testing.T) {
	for script, names := range map[string]int{"th": 3, "hi": 3, "ar": 3, "vi": 0} {
		s, _, err := data.Open(testdata.Scripts()[script])
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"png", "svg"} {
			format, err := ByName(name)
			if err != nil {
				t.Fatal(err)
			}
			var notes []string
			job := Job{
				Snapshot: s, Layer: "control", Selection: data.Selection{During: date.Always},
				Parameters: map[string]string{"lang": script}, Note: func(text string) { notes = append(notes, text) },
			}
			if err := format.Write(io.Discard, job); err != nil {
				t.Fatal(err)
			}
			var want []string
			if name == "png" && names > 0 {
				want = []string{"Names in letters that the fonts of this picture lack, given in another language, by id or as …: 3. The SVG has them."}
			}
			if !slices.Equal(notes, want) {
				t.Errorf("%s of %s: got the notes %q, want %q", name, script, notes, want)
			}
		}
	}
}
