package data_test

import (
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/testdata"
)

// correctedOutline is a dataset of plain regions, of which the outline of one was corrected.
func correctedOutline(t *testing.T) *data.Snapshot {
	t.Helper()
	files := testdata.Minimal()["plain-nested"]
	files["corrections.json"] = &fstest.MapFile{Data: []byte(`{"corrections": [
		{"id": "outline", "day": "2021-05-01", "kind": "region", "of": "a", "before": "drawn to the road", "after": "drawn to the river", "reason": "the deed was found"}]}`)}
	s, problems, err := data.Open(files)
	if err != nil {
		t.Fatal(err, problems)
	}
	return s
}

// What was corrected of an outline is told where the region is, of a dataset that states no control
// too.
func TestCorrectedOutlinesAreLocated(t *testing.T) {
	s := correctedOutline(t)
	got := map[string]int{}
	for _, r := range s.Locate(orb.Point{0.5, 0.5}, day(t, "2021-06-01")).Regions {
		got[r.ID] = len(r.Corrections)
	}
	if got["a"] != 1 || got["c"] != 0 || len(got) != 2 {
		t.Errorf("got %v corrections, want one of a and none of c", got)
	}
	appendsWhatIsEncoded(t, s, orb.Point{0, 0}, "1999-01-01")
}
