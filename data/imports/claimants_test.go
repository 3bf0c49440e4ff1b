package imports

import (
	"fmt"
	"slices"
	"testing"

	"demarc/data/dataset"
	"demarc/data/date"
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

// A period goes on with the next only if that says nothing else, nor when it began.
func TestContinuedBy(t *testing.T) {
	first, change := date.Date(0), date.Date(100)
	said := func(days date.Interval, change func(*period)) period {
		p := period{ControlPeriod: dataset.ControlPeriod{
			Interval: days, Controller: "reds", Status: "contested", Claimants: []string{"reds", "blues"}, Attributes: dataset.Values{"people": 7.0},
		}}
		if change != nil {
			change(&p)
		}
		return p
	}
	before := said(date.Interval{From: first, To: change}, func(p *period) { p.FromLatest = &first })
	for name, tt := range map[string]struct {
		change func(*period)
		want   bool
	}{
		"the same":          {nil, true},
		"bounds":            {func(p *period) { p.FromEarliest = &change }, false},
		"a bound":           {func(p *period) { p.FromLatest = &change }, false},
		"other claimants":   {func(p *period) { p.Claimants = []string{"reds", "greens"} }, false},
		"other numbers":     {func(p *period) { p.Attributes = dataset.Values{"people": 8.0} }, false},
		"empty, not silent": {func(p *period) { p.Attributes = dataset.Values{"people": 7.0, "flag": nil} }, false},
		"another row":       {func(p *period) { p.AttributesOf = "row-2" }, false},
	} {
		next := said(date.Interval{From: change, To: date.Forever}, tt.change)
		if got := before.continuedBy(&next); got != tt.want {
			t.Errorf("%s: got %t, want %t", name, got, tt.want)
		}
	}
}
