package data_test

import (
	"context"
	"fmt"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/testdata"
)

// A dataset is opened once and asked as often as wanted: who held the place of a point on a day,
// and on what evidence.
func ExampleOpen() {
	snapshot, _, err := data.Open(testdata.Small())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, text := range []string{"2005-02-28", "2005-03-01", "2012-01-01"} {
		day, _ := date.Parse(text)
		answer := snapshot.Locate(orb.Point{10.5, 50.5}, day)
		if control := answer.Control; control.Controller == nil {
			fmt.Printf("%s: %s, %s\n", text, control.Status, control.Reason)
		} else {
			holder, source := snapshot.ActorIn(*control.Controller, "en"), control.Sources[0]
			fmt.Printf("%s: %s, %s, says the %s\n", text, answer.Zone.Names["en"], holder, source.Publisher)
		}
	}
	// Output:
	// 2005-02-28: West valley, Reds, says the Gazette
	// 2005-03-01: West valley, Blues, says the Gazette
	// 2012-01-01: unknown, 2012-01-01 is outside the days the dataset covers, 2000-01-01 to 2009-12-31
}

// What changed between two days, with the area that changed hands.
func ExampleSnapshot_Diff() {
	snapshot, _, err := data.Open(testdata.Small())
	if err != nil {
		fmt.Println(err)
		return
	}
	before, _ := date.Parse("2001-01-01")
	after, _ := date.Parse("2006-01-01")
	diff, err := snapshot.Diff(context.Background(), before, after)
	if err != nil {
		panic(err)
	}
	for _, change := range diff.Passed {
		fmt.Printf("%s, %.0f km2: %s to %s\n", change.Names["en"], change.AreaKm2,
			snapshot.ActorIn(*change.Before.Controller, "en"), snapshot.ActorIn(*change.After.Controller, "en"))
		for _, step := range change.Steps {
			fmt.Printf("  %s %s\n", step.Date, step.Title["en"])
		}
	}
	// Output:
	// West valley, 7892 km2: Reds to Blues
	//   2005-03-01 The river is crossed
}
