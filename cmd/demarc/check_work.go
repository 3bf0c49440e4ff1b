package main

import (
	"context"
	"fmt"

	"demarc/data/dataset"
	"demarc/data/tables"
	"demarc/data/workfile"
)

// checkWork returns every problem of a GeoPackage for editing, with the table in place of the file
// and the number of the row, its fid, in place of the line. If they are to be written, its layers
// of problems show them, and nothing when all is well.
func (c *call) checkWork(ctx context.Context, name string, write bool) ([]dataset.Problem, error) {
	work, err := c.readWork(ctx, name)
	if err != nil {
		return nil, err
	}
	_, found, err := work.Set.Load()
	if err != nil {
		return nil, err
	}
	found = append(work.Problems, found...)
	if write {
		if err := workfile.WriteProblems(ctx, name, workfile.Findings(work.Set, found)); err != nil {
			return nil, err
		}
		fmt.Fprintf(c.stderr, "demarc: the layer %s of %s shows %s\n", workfile.ProblemsTable, name, count(len(found), "problem"))
	}
	return located(work.Set, found), nil
}

// located are problems with the table and row that they are in.
func located(set *tables.Set, found []tables.Problem) []dataset.Problem {
	var all []dataset.Problem
	for _, p := range found {
		all = append(all, set.Located(p))
	}
	return all
}
