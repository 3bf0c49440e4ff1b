package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"demarc/data/dataset"
	"demarc/data/date"
)

func sourcesCommand() command {
	return command{
		name: "sources", summary: "verify local copies of sources, and list what they lack",
		usage: "[-older AGE] [-json] [-data DIR | DIR]", example: "demarc sources -older 2y bundled:karabakh",
		run: sources,
	}
}

func sources(_ context.Context, c *call) error {
	older := age{years: 2}
	c.flags.Var(&older, "older", "list links that were last read longer ago than this `age`, such as 2y, 18m or 90d (default 2y)")
	directory, asJSON := c.dataFlag(), c.jsonFlag()
	others, err := c.parse()
	if err != nil {
		return err
	}
	if len(others) > 0 && *directory == "" {
		*directory, others = others[0], others[1:]
	}
	if err := noMore(others); err != nil {
		return err
	}
	fsys, err := filesOf(*directory)
	if err != nil {
		return err
	}
	before := time.Now().AddDate(-older.years, -older.months, -older.days)
	day, err := date.Parse(before.Format(time.DateOnly))
	if err != nil {
		return misusef("-older: %w", err)
	}
	report, err := dataset.VerifySources(fsys, day)
	if err != nil {
		return err
	}
	failed := dataset.Errors(report.Problems)
	if *asJSON {
		err = c.printJSON(report)
	} else {
		c.printProblems(c.stdout, report.Problems)
		fmt.Fprintf(c.stderr, "demarc: %s, %d archived, %d local copies verified\n", count(report.Sources, "source"), report.Archived, report.Verified)
		rules, found := report.ByRule()
		for _, rule := range rules {
			fmt.Fprintf(c.stderr, "demarc: %s: %d\n", rule, found[rule])
		}
	}
	if failed > 0 {
		return errReported
	}
	return err
}

// age is a flag that holds a number of years, months or days.
type age struct{ years, months, days int }

func (a *age) String() string { return "" }

func (a *age) Set(s string) error {
	*a = age{}
	for unit, into := range map[string]*int{"y": &a.years, "m": &a.months, "d": &a.days} {
		if number, ok := strings.CutSuffix(s, unit); ok {
			n, err := strconv.Atoi(number)
			if err == nil && n >= 0 && n < 100_000 {
				*into = n
				return nil
			}
		}
	}
	return fmt.Errorf("want a whole number of years, months or days such as 2y, 18m or 90d")
}
