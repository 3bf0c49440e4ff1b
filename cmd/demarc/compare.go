package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"demarc/data"
	"demarc/data/compare"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/release"
	"demarc/data/tables"
)

func compareCommand() command {
	return command{
		name: "compare", summary: "say in what two datasets, or two states of one, differ",
		usage:   "[-datetime DAY | FROM/TO] [-viewpoint NAME] [-all] [-json] [-o FILE] A B | DIR | DIR@VERSION",
		example: "demarc compare -datetime 1918-11-15 mine bundled:alsace",
		run:     compareDatasets,
	}
}

// compared is one of the datasets.
type compared struct {
	name     string
	set      *tables.Set
	snapshot *data.Snapshot // nil: the check finds errors
	problems []dataset.Problem
}

// comparison is the answer of the command.
type comparison struct {
	Counts     []compare.Count     `json:"counts"`
	Statements []compare.Statement `json:"statements"`
	Ground     *compare.Answer     `json:"ground"` // null: one of them has errors
}

func compareDatasets(ctx context.Context, c *call) error {
	during := intervalFlag{date.Always}
	c.flags.Var(&during, "datetime", "a `day` or a closed interval to compare on the ground; without it all days that both cover")
	all := c.flags.Bool("all", false, "list all statements that differ, not only the first of them")
	file := c.flags.String("o", "", "write the areas that differ to this `file`: .geojson, .csv, .png or .svg")
	viewpoint, asJSON := c.viewpointFlag(), c.jsonFlag()
	names, err := c.parse()
	if err != nil {
		return err
	}
	if len(names) == 1 {
		if directory, _, is := asVersion(names[0]); is {
			names = append(names, directory)
		} else if isFolder(names[0]) {
			names = []string{names[0] + "@" + release.Newest, names[0]}
		}
	}
	if len(names) != 2 {
		return misusef("want two names, A and B: each a directory, DIR@VERSION of one that was released, a .zip, or a .gpkg; or one directory, to see what is new since its last version, or one DIR@VERSION, to see what is new since that")
	}
	if err := checkCompareFile(*file); err != nil {
		return err
	}
	var sides [2]*compared
	for i, name := range names {
		if sides[i], err = c.loadCompared(ctx, name, *viewpoint); err != nil {
			return err
		}
	}
	answer := comparison{}
	answer.Statements, answer.Counts = compare.Statements(sides[0].set, sides[1].set)
	ground, err := c.compareGround(ctx, sides, during.Interval, *file)
	if err != nil {
		return err
	}
	if ground != nil {
		if answer.Ground, err = ground.Answer(ctx); err != nil {
			return err
		}
	}
	if *asJSON {
		err = c.printJSON(answer)
	} else {
		p := comparePrinter{c.stdout, ground, &answer, names}
		p.print(*all)
	}
	if err == nil && ground == nil {
		return errReported
	}
	return err
}

// loadCompared reads a dataset of any form, with errors too: then it has no snapshot.
func (c *call) loadCompared(ctx context.Context, name, viewpoint string) (*compared, error) {
	x := &compared{name: name}
	root, err := c.comparedRoot(ctx, x)
	if err != nil {
		return nil, err
	}
	if x.snapshot, x.problems, err = data.Open(root); err != nil {
		return x, nil
	}
	view, err := x.snapshot.From(viewpoint)
	if err != nil {
		return nil, misuse{fmt.Errorf("%s: %w", name, err)}
	}
	x.snapshot = view
	return x, nil
}

// comparedRoot reads the tables of a dataset, and returns its files.
func (c *call) comparedRoot(ctx context.Context, x *compared) (root fs.FS, err error) {
	if hasEnding(x.name, workEnding) {
		f, err := c.loadWork(ctx, x.name)
		if err != nil {
			return nil, err
		}
		x.set = f.set
		return tables.FS(f.files)
	}
	if root, err = filesOf(x.name); err != nil {
		return nil, err
	}
	canonical, err := dataset.Format(root)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", x.name, err)
	}
	if len(canonical.Unread) > 0 {
		c.printProblems(c.stderr, canonical.Unread)
		return nil, fmt.Errorf("%s is not compared: it says what cannot be read", x.name)
	}
	for _, p := range canonical.Lost {
		fmt.Fprintf(c.stderr, "demarc: %s: not compared: %s\n", x.name, p)
	}
	x.set, err = tables.Split(canonical.Files)
	return root, err
}

// compareGround lays the maps over each other and writes the file; nil if one is rejected.
func (c *call) compareGround(ctx context.Context, sides [2]*compared, during date.Interval, file string) (*compare.Comparison, error) {
	for _, x := range sides {
		if x.snapshot == nil {
			fmt.Fprintf(c.stderr, "demarc: not compared on the ground, since the check finds %s in %s: demarc check %s lists them\n",
				count(dataset.Errors(x.problems), "error"), x.name, x.name)
			if file != "" {
				fmt.Fprintf(c.stderr, "demarc: %s is not written\n", file)
			}
			return nil, nil
		}
	}
	ground, err := compare.New(ctx, sides[0].snapshot, sides[1].snapshot, during)
	if err != nil || file == "" {
		return ground, err
	}
	return ground, toFile(file, c.stdout, func(w io.Writer) error { return c.writeCompared(ctx, w, ground, file) })
}

// compareFiles are the kinds of files that a comparison is written to.
var compareFiles = []string{".geojson", ".csv", ".png", ".svg"}

func checkCompareFile(file string) error {
	if file == "" {
		return nil
	}
	for _, ending := range compareFiles {
		if hasEnding(file, ending) {
			return nil
		}
	}
	return misusef("-o %s: want a name that ends with one of %s", filepath.Base(file), strings.Join(compareFiles, ", "))
}
