package imports

import (
	"fmt"
	"slices"
	"testing"
)

// A zone is contested between those of a list; a first day is known within bounds, or open.
func TestBoundsAndClaimantsAreRead(t *testing.T) {
	csv := "zone,controller,status,claimants,from,to,from_earliest,from_latest,WKT\n" +
		`a,Blues,contested,"Reds; Blues",2000-01-01,2001-05-01,,2000-01-01,"POLYGON((0 0,1 0,1 1,0 0))"` + "\n" +
		`a,Reds,controlled,,2001-05-01,,2001-04-20,2001-05-09,"POLYGON((0 0,1 0,1 1,0 0))"` + "\n"
	s, _ := imported(t, written(t, "areas.csv", csv), Options{SourceTitle: "Gazette", End: Exclusive})
	var got []string
	for _, p := range s.Dataset.Periods {
		got = append(got, fmt.Sprint(p.Interval.From, p.FromOpen, p.Status, p.Claimants, p.FromEarliest, p.FromLatest))
	}
	want := []string{
		"2000-01-01 truecontested[Reds Blues] <nil> <nil>",
		"2001-05-01 falsecontrolled[] 2001-04-20 2001-05-09",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
