package data_test

import (
	"testing"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/testdata"
)

const noControl = "this dataset states no control"

// A point of plain regions is not said to lie in no zone: the dataset has none.
func TestReasonWithoutControl(t *testing.T) {
	inside, outside := orb.Point{0.5, 0.5}, orb.Point{40, 50}
	for name, want := range map[string]string{
		"nothing": noControl, "plain-region": noControl, "plain-nested": noControl, "undrawn-region": noControl,
		"line-and-point": noControl, "places-alone": noControl, "no-zones": noControl, "no-statuses": noControl,
		"post-alone":   "the point lies in no zone of the dataset",
		"undrawn-zone": "the point lies in no zone of the dataset", "one-zone": "", "no-actors": "the sources do not tell",
	} {
		s, problems, err := data.Open(testdata.Minimal()[name])
		if err != nil {
			t.Fatalf("%s: %v %v", name, err, problems)
		}
		on := day(t, "2001-06-01")
		at := s.Locate(inside, on)
		if at.Control.Reason != want || at.Control.Status != "unknown" && want != "" {
			t.Errorf("%s: got %q with the reason %q, want %q", name, at.Control.Status, at.Control.Reason, want)
		}
		if want == noControl && s.StatesControl() {
			t.Errorf("%s: is said to state control", name)
		}
		if got := s.Locate(outside, on).Control.Reason; want == noControl && got != want {
			t.Errorf("%s: far away: got %q, want %q", name, got, want)
		}
		if got := s.Locate(inside, on-3000).Control.Reason; got == want || got == "" {
			t.Errorf("%s: on a day before all: got %q, want that the day is not covered", name, got)
		}
	}
	s, _, _ := data.Open(testdata.Minimal()["plain-nested"])
	if got := s.Locate(inside, day(t, "2001-06-01")).Regions; len(got) != 2 {
		t.Errorf("got %d regions, want the state and the county", len(got))
	}
}
