package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/imports"
	"demarc/data/workfile"
)

// addFlags are those that add to a dataset in place of making one.
type addFlags struct{ add, replace, drawn, dryRun, sure, asJSON bool }

func (c *call) addFlags() *addFlags {
	f := &addFlags{}
	c.flags.BoolVar(&f.add, "add", false,
		"add to the dataset DIRECTORY: files that show a day each, rows with days of their own, or "+
			"periods of its zones; options that are not given are those of the first import")
	c.flags.BoolVar(&f.replace, "replace", false,
		"with -add: take it for what the dataset states of the same day otherwise")
	c.flags.BoolVar(&f.drawn, "drawn", false,
		"with -add: where the dataset was edited and states otherwise than a day shows, take what "+
			"is shown, until the next day that is; without it edits stay, and are listed")
	c.flags.BoolVar(&f.dryRun, "dry-run", false, "with -add: say what would change, and write nothing")
	c.flags.BoolVar(&f.sure, "sure", false,
		"with -add: add also a day after today, or one of which nothing lies where the zones do")
	c.flags.BoolVar(&f.asJSON, "json", false, "with -add: say what changed as JSON")
	return f
}

// misused is an error for flags that mean nothing without -add.
func (f *addFlags) misused() error {
	for name, given := range map[string]bool{"-replace": f.replace, "-drawn": f.drawn, "-sure": f.sure, "-dry-run": f.dryRun, "-json": f.asJSON} {
		if given && !f.add {
			return misusef("%s is about adding to a dataset: want -add too", name)
		}
	}
	return nil
}

// addable is an error about arguments in the wrong order, too many of them, or a file for editing.
func addable(ctx context.Context, args []string) error {
	isFile := func(name string) bool {
		info, err := os.Stat(name)
		return err == nil && info.Mode().IsRegular()
	}
	switch {
	case len(args) > 2 || len(args) == 2 && isFile(args[0]) && isFile(args[1]):
		return misusef("want FILE first, then DIRECTORY; several files are added as a FOLDER that holds them")
	case len(args) == 2 && isFolder(args[0]) && isFile(args[1]):
		return misusef("want FILE first, then DIRECTORY: demarc import -add %s %s", args[1], args[0])
	case len(args) == 2 && strings.HasSuffix(args[0], ".gpkg") && isFile(args[0]):
		if _, err := workfile.Read(ctx, args[0]); err == nil {
			return misusef("%s is a file for editing: demarc copy %s %s brings what was edited there", args[0], args[0], args[1])
		}
	}
	return nil
}

// addTo adds a file to a dataset, and says what changed.
func (c *call) addTo(ctx context.Context, file, directory string, f *addFlags, o imports.Options) error {
	here, _ := os.Getwd()
	delta, err := imports.Add(ctx, file, directory, imports.Adding{
		Options: o, Replace: f.replace, Drawn: f.drawn, DryRun: f.dryRun, Sure: f.sure, Today: date.DateOf(time.Now().UTC()),
	})
	if err != nil {
		return err
	}
	errors := dataset.Errors(delta.Problems)
	if f.asJSON {
		encoder := json.NewEncoder(c.stdout)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(delta); err != nil {
			return err
		}
	} else {
		for _, line := range delta.Lines() {
			fmt.Fprintln(c.stdout, line)
		}
		for _, note := range delta.Notes {
			fmt.Fprintf(c.stdout, "note: %s\n", note)
		}
	}
	if delta.NotWritten {
		fmt.Fprintf(c.stderr, "demarc: %s is not changed: the check would find %s\n", directory, count(errors, "error"))
		c.printProblems(c.stderr, delta.Problems)
		return errReported
	}
	if !f.asJSON {
		for _, p := range delta.Problems[:min(delta.Concerning, 10)] {
			fmt.Fprintf(c.stdout, "about it: %s\n", p)
		}
		if n := len(delta.Problems); n > 0 {
			fmt.Fprintf(c.stdout, "the check finds %s, about what changed: %d\n", count(n, "warning"), delta.Concerning)
		}
		fmt.Fprintln(c.stdout, written(delta, directory, f.dryRun))
	}
	if isAnother(here) {
		fmt.Fprintf(c.stderr, "demarc: the dataset is a new directory of that name, and you are in the one before: cd %s enters it\n", here)
	}
	return nil
}

// isAnother tells whether the working directory, which had the name, is not what has it now.
func isAnother(name string) bool {
	now, err := os.Stat(name)
	if err != nil {
		return false
	}
	here, err := os.Stat(".")
	return err == nil && !os.SameFile(now, here)
}

func written(d *imports.Delta, directory string, dry bool) string {
	if dry {
		return fmt.Sprintf("not written: -dry-run; files that would change: %d", len(d.Files))
	}
	kept := slices.ContainsFunc(d.Days, func(day imports.DeltaDay) bool { return day.What != "unchanged" })
	if len(d.Files) == 0 && kept {
		return fmt.Sprintf("written: %s; the day is kept, and no statement changed", directory)
	}
	if len(d.Files) == 0 {
		return fmt.Sprintf("nothing to write: %s has it all", directory)
	}
	return fmt.Sprintf("written: %s; files of the dataset that changed: %d", directory, len(d.Files))
}
