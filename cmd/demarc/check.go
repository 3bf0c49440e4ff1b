package main

import (
	"context"
	"fmt"

	"demarc/data/dataset"
	"demarc/data/postgis"
)

func checkCommand() command {
	return command{
		name: "check", summary: "find the mistakes in a dataset",
		usage: "[-json] [-all] [-write] [-data DIR | DIR | FILE.gpkg | postgres://...]", example: "demarc check bundled:karabakh",
		run: check,
	}
}

// checkResult is what check prints with -json.
type checkResult struct {
	Errors   int               `json:"errors"`
	Warnings int               `json:"warnings"`
	Problems []dataset.Problem `json:"problems"`
}

func check(ctx context.Context, c *call) error {
	directory, asJSON := c.dataFlag(), c.jsonFlag()
	all := c.flags.Bool("all", false, "list every warning, also where many are alike")
	write := c.flags.Bool("write", false, "show the problems in the layer problems of a GeoPackage or database made by demarc copy")
	if err := c.parseOnly(directory); err != nil {
		return err
	}
	problems, err := c.findings(ctx, *directory, *write)
	if err != nil {
		return err
	}
	failed := dataset.Errors(problems)
	warned := len(problems) - failed
	if *asJSON {
		err = c.printJSON(checkResult{failed, warned, append([]dataset.Problem{}, problems...)})
	} else {
		shown, left := problems, []string(nil)
		if !*all {
			shown, left = fewWarnings(problems)
		}
		c.printProblems(c.stdout, shown)
		for _, line := range left {
			fmt.Fprintln(c.stdout, line)
		}
		fmt.Fprintf(c.stderr, "demarc: %s, %s\n", count(failed, "error"), count(warned, "warning"))
	}
	if failed > 0 {
		return errReported
	}
	return err
}

// findings returns every problem of a dataset.
func (c *call) findings(ctx context.Context, name string, write bool) ([]dataset.Problem, error) {
	if postgis.Is(name) {
		return c.checkStore(ctx, name, write)
	}
	if hasEnding(name, workEnding) && !isFolder(name) {
		return c.checkWork(ctx, name, write)
	}
	if write {
		return nil, misusef("-write: want a GeoPackage or a database, which demarc copy fills from a directory")
	}
	root, err := filesOf(name)
	if err != nil {
		return nil, err
	}
	return dataset.CheckFiles(root)
}

// mostAlike is how many warnings of one rule in one file are listed unless all are asked for.
const mostAlike = 5

// fewWarnings returns the problems without warnings that repeat a rule in a file too often, and a
// line for each such rule and file with the number of those left out. Errors all stay: each must
// be mended.
func fewWarnings(problems []dataset.Problem) (few []dataset.Problem, left []string) {
	type kind struct{ file, rule string }
	alike, kinds := map[kind]int{}, []kind(nil)
	for _, p := range problems {
		if p.Severity == dataset.Error {
			few = append(few, p)
			continue
		}
		of := kind{p.File, p.Rule}
		if alike[of]++; alike[of] <= mostAlike {
			few = append(few, p)
		} else if alike[of] == mostAlike+1 {
			kinds = append(kinds, of)
		}
	}
	for _, of := range kinds {
		left = append(left, fmt.Sprintf("%s: %s more like these [%s] (-all lists them)", of.file, count(alike[of]-mostAlike, "warning"), of.rule))
	}
	return few, left
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
