package dataset_test

import (
	"slices"
	"strings"
	"testing"

	"demarc/data/dataset"
	"demarc/data/testdata"
)

// A post may be another party's than the land around it, a settlement may not.
func TestSettlementOfAnotherPartyThanItsZone(t *testing.T) {
	isles := testdata.Isles()
	about := func(p dataset.Problem) bool {
		return p.Rule == "place-zone" && p.File == "control.json" && strings.Contains(p.Message, "region quay: crown holds it from 1961-03-01, but league the zone that it lies in, harbourside")
	}
	for kind, want := range map[string]bool{"post": false, "settlement": true} {
		files := testdata.With(t, isles, "regions/exclaves.geojson", `"kind": "exclave", "population": [{"value": 154`, `"kind": "`+kind+`", "population": [{"value": 154`, 1)
		problems, err := dataset.CheckFiles(files)
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.ContainsFunc(problems, about); got != want {
			t.Errorf("kind %s: found is %v, want %v: %v", kind, got, want, problems)
		}
	}
}
