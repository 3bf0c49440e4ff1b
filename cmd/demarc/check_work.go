package main

import (
	"context"
	"fmt"

	"demarc/data/dataset"
	"demarc/data/postgis"
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

// checkStore is checkWork of the tables of a database.
func (c *call) checkStore(ctx context.Context, name string, write bool) ([]dataset.Problem, error) {
	places, err := placesOf([]string{name})
	if err != nil {
		return nil, err
	}
	begin := places[0].Reading
	if write {
		begin = places[0].Writing
	}
	tx, err := begin(ctx)
	if err != nil {
		return nil, err
	}
	defer tx.Close(ctx)
	work, found, err := c.checkTables(ctx, places[0].String(), tx)
	if err != nil || !write {
		return located(work.Set, found), err
	}
	if err := tx.WriteProblems(ctx, workfile.Findings(work.Set, found)); err != nil {
		return nil, err
	}
	if err := tx.Commit(ctx); err != nil {
		return nil, err
	}
	fmt.Fprintf(c.stderr, "demarc: the table %s of %s shows %s\n", workfile.ProblemsTable, places[0], count(len(found), "problem"))
	return located(work.Set, found), nil
}

// checkTables reads the tables of a database, and finds the problems in them.
func (c *call) checkTables(ctx context.Context, name string, tx *postgis.Tx) (*workfile.File, []tables.Problem, error) {
	work, err := tx.Read(ctx)
	if err != nil {
		return &workfile.File{}, nil, err
	}
	if err := c.repair(name, work); err != nil {
		return work, nil, err
	}
	_, found, err := work.Set.Load()
	return work, append(work.Problems, found...), err
}

// located are problems with the table and row that they are in.
func located(set *tables.Set, found []tables.Problem) []dataset.Problem {
	var all []dataset.Problem
	for _, p := range found {
		all = append(all, set.Located(p))
	}
	return all
}
