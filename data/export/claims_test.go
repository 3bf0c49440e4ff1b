//go:build !race

// One export after the other: the race detector has nothing to find.

package export

import (
	"strings"
	"testing"

	"demarc/data"
	"demarc/data/testdata"
)

// A project of QGIS draws what one side claims apart from what is confirmed, and the dataset's own
// view has no claims.
func TestRulesOfClaims(t *testing.T) {
	s, _, err := data.Open(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	for view, want := range map[string]int{"confirmed": 0, "league_announced": 1, "crown_announced": 1} {
		seen, err := s.From(view)
		if err != nil {
			t.Fatal(err)
		}
		claims := 0
		for _, r := range (Job{Snapshot: seen}).controlRules() {
			claimed := strings.Contains(r.Label, "a claim of one side")
			if claimed {
				claims++
			}
			if claimed != (r.Symbol.Pattern == "upright") || claimed != strings.Contains(r.Filter, `AND "claim" AND`) {
				t.Errorf("%s: %s is drawn as %+v where %s", view, r.Label, r.Symbol, r.Filter)
			}
		}
		if claims != want {
			t.Errorf("%s: got %d rules of claims, want %d", view, claims, want)
		}
	}
}
