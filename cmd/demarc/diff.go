package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"

	"demarc/data"
	"demarc/data/dataset"
)

func diffCommand() command {
	return command{
		name: "diff", summary: "say what changed between two days, with areas",
		usage:   "-from YYYY-MM-DD -to YYYY-MM-DD [-viewpoint NAME] [-json] [-data DIR]",
		example: "demarc diff -from 2020-11-09 -to 2020-12-02",
		run:     diff,
	}
}

func diff(ctx context.Context, c *call) error {
	var from, to dayFlag
	c.flags.Var(&from, "from", "the first `day`")
	c.flags.Var(&to, "to", "the second `day`")
	directory, viewpoint, asJSON := c.dataFlag(), c.viewpointFlag(), c.jsonFlag()
	others, err := c.parse()
	if err != nil {
		return err
	}
	if err := noMore(others); err != nil {
		return err
	}
	if !from.given || !to.given {
		return misusef("-from and -to are both needed")
	}
	snapshot, err := c.openView(*directory, *viewpoint)
	if err != nil {
		return err
	}
	c.noteControl(snapshot, "")
	answer, err := snapshot.Diff(ctx, from.day, to.day)
	if err != nil {
		return err
	}
	if *asJSON {
		return c.printJSON(answer)
	}
	printDiff(c.stdout, snapshot, answer)
	return nil
}

func printDiff(w io.Writer, s *data.Snapshot, d data.Diff) {
	fmt.Fprintf(w, "%s to %s\n", d.From, d.To)
	if d.Note != "" {
		fmt.Fprintf(w, "%s%s.\n", strings.ToUpper(d.Note[:1]), d.Note[1:])
	}
	if d.Reason != "" {
		fmt.Fprintf(w, "%s: %s\n", s.StatusIn(dataset.UnknownStatus, "en"), d.Reason)
		return
	}
	fmt.Fprintf(w, "\nAnother controller: %s\n", count(len(d.Passed), "zone"))
	for _, change := range d.Passed {
		printChange(w, s, change)
	}
	for _, t := range d.Totals {
		fmt.Fprintf(w, "  %9.1f km2  %s -> %s, %s, %s\n", t.Km2, actor(s, t.From), actor(s, t.To),
			s.StatusIn(t.Status, "en"), count(t.Zones, "zone"))
	}
	fmt.Fprintf(w, "\nThe same controller, another status or patrol: %s\n", count(len(d.Altered), "zone"))
	for _, change := range d.Altered {
		printChange(w, s, change)
	}
	if len(d.Unknown) > 0 {
		fmt.Fprintf(w, "\nWho held them is known on one of the days only: %s\n", count(len(d.Unknown), "zone"))
		for _, change := range d.Unknown {
			printChange(w, s, change)
		}
	}
	fmt.Fprintf(w, "\n%s\n", strings.ToUpper(data.AreaMethod[:1])+data.AreaMethod[1:]+".")
}

func printChange(w io.Writer, s *data.Snapshot, change data.Change) {
	fmt.Fprintf(w, "  %9.1f km2  %s (%s)\n", change.AreaKm2, change.Names.In("en"), change.Zone)
	fmt.Fprintf(w, "                 %s -> %s\n", describe(s, change.Before), describe(s, change.After))
	said := describe(s, change.Before)
	for _, step := range change.Steps {
		// one without an event says who held it then, if that is news: a new source is none
		held := describe(s, data.Control{Status: step.Status, Controller: step.Controller, Claimants: step.Claimants})
		title := step.Title.In("en")
		if title == "" && held == said {
			continue
		}
		said = held
		bounds := ""
		if step.FromEarliest != nil {
			bounds = fmt.Sprintf(" (between %s and %s)", step.FromEarliest, step.FromLatest)
		}
		fmt.Fprintf(w, "                 %s%s %s\n", step.Date, bounds, cmp.Or(title, held))
	}
}

func actor(s *data.Snapshot, id *string) string {
	if id == nil {
		return dataset.UnknownStatus
	}
	return s.ActorIn(*id, "en")
}
