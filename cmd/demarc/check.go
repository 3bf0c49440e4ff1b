package main

import (
	"context"
	"fmt"

	"demarc/data/dataset"
)

func checkCommand() command {
	return command{
		name: "check", summary: "find the mistakes in a dataset",
		usage: "[-json] [-data DIR | DIR]", example: "demarc check data/karabakh",
		run: check,
	}
}

// checkResult is what check prints with -json.
type checkResult struct {
	Errors   int               `json:"errors"`
	Warnings int               `json:"warnings"`
	Problems []dataset.Problem `json:"problems"`
}

func check(_ context.Context, c *call) error {
	directory, asJSON := c.dataFlag(), c.jsonFlag()
	if err := c.parseOnly(directory); err != nil {
		return err
	}
	fsys, err := files(*directory)
	if err != nil {
		return err
	}
	problems, err := dataset.CheckFiles(fsys)
	if err != nil {
		return err
	}
	failed := dataset.Errors(problems)
	warned := len(problems) - failed
	if *asJSON {
		err = c.printJSON(checkResult{failed, warned, append([]dataset.Problem{}, problems...)})
	} else {
		c.printProblems(c.stdout, problems)
		fmt.Fprintf(c.stderr, "demarc: %s, %s\n", count(failed, "error"), count(warned, "warning"))
	}
	if failed > 0 {
		return errReported
	}
	return err
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
