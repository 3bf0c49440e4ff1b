package main

import (
	"context"
	"fmt"
	"io"

	"demarc/data"
	"demarc/data/date"
)

func statsCommand() command {
	return command{
		name: "stats", summary: "print the area by controller over time",
		usage:   "[-datetime DAY | FROM/TO] [-within REGION | -outside REGION] [-viewpoint NAME] [-json] [-data DIR]",
		example: "demarc stats -datetime 2020-09-26 -outside nkao",
		run:     stats,
	}
}

func stats(ctx context.Context, c *call) error {
	during := intervalFlag{date.Always}
	c.flags.Var(&during, "datetime",
		"a `day` or a closed interval, 2020-09-26 or 2020-09-26/2020-12-02 or ../1994-05-12; "+
			"without it all days")
	within := c.flags.String("within", "", "count only what lies in this `region`")
	outside := c.flags.String("outside", "", "count only what does not lie in this `region`")
	directory, viewpoint, asJSON := c.dataFlag(), c.viewpointFlag(), c.jsonFlag()
	others, err := c.parse()
	if err != nil {
		return err
	}
	if err := noMore(others); err != nil {
		return err
	}
	if *within != "" && *outside != "" {
		return misusef("-within and -outside exclude each other")
	}
	snapshot, err := c.openView(*directory, *viewpoint)
	if err != nil {
		return err
	}
	answer, err := snapshot.Stats(ctx, data.StatsQuery{During: during.Interval, Within: *within, Outside: *outside})
	if err != nil {
		return misuse{err}
	}
	c.noteControl(snapshot, "")
	if *asJSON {
		return c.printJSON(answer)
	}
	printStats(c.stdout, snapshot, answer)
	return nil
}

func printStats(w io.Writer, s *data.Snapshot, stats data.Stats) {
	fmt.Fprintf(w, "km2: %s\n", stats.Method)
	for _, stretch := range stats.Series {
		fmt.Fprintf(w, "\n%s to %s\n", dayText(stretch.From), dayText(stretch.To))
		if stretch.Reason != "" {
			fmt.Fprintf(w, "  %s\n", stretch.Reason)
		}
		for _, area := range stretch.Areas {
			fmt.Fprintf(w, "  %9.1f  %s, %s, %s\n", area.Km2, actor(s, area.Controller),
				s.StatusIn(area.Status, "en"), count(area.Zones, "zone"))
		}
	}
}

// intervalFlag is a flag that holds a day or a closed interval of days.
type intervalFlag struct{ date.Interval }

func (f *intervalFlag) String() string { return "" }

func (f *intervalFlag) Set(s string) error {
	interval, err := date.ParseDatetime(s)
	f.Interval = interval
	return err
}
