package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"strconv"

	"demarc/data/dataset"
	"demarc/data/postgis"
	"demarc/data/release"
	"demarc/data/workfile"
)

// releaseStore releases the tables of a database, or a version of them again.
func (c *call) releaseStore(ctx context.Context, r *releasing) error {
	tx, err := r.place.Releasing(ctx)
	if err != nil {
		return err
	}
	defer tx.Close(ctx)
	root, err := tx.Releases(ctx)
	if err != nil {
		return err
	}
	var files map[string][]byte
	if r.revert != "" {
		files, err = r.former(root)
	} else {
		files, err = c.checked(ctx, r.directory, tx)
	}
	if err != nil {
		return err
	}
	made, zip, err := release.Compose(ctx, root, files, r.Making)
	if err != nil {
		return errors.Join(c.notReleased(made, err), tx.Commit(ctx)) // what the problems are
	}
	if !r.DryRun {
		if err := tx.Release(ctx, made.Release, zip); err != nil {
			return err
		}
		if err := tx.Commit(ctx); err != nil {
			return err
		}
	}
	if r.asJSON {
		return c.printJSON(made.Release)
	}
	c.sayReleased(made, r.directory, r.DryRun)
	return nil
}

// checked returns the files that the tables make, and has the table of problems show what the check
// finds. With errors that alone is saved.
func (c *call) checked(ctx context.Context, name string, tx *postgis.Tx) (map[string][]byte, error) {
	work, found, err := c.checkTables(ctx, name, tx)
	if err != nil {
		return nil, err
	}
	if err := tx.WriteProblems(ctx, workfile.Findings(work.Set, found)); err != nil {
		return nil, err
	}
	files, unread, err := work.Set.Canonical()
	if err != nil {
		return nil, err
	}
	problems := located(work.Set, append(found, unread...))
	if dataset.Errors(problems) == 0 {
		files = maps.Clone(files)
		maps.Copy(files, work.Set.Others)
		return files, nil
	}
	if err := tx.Commit(ctx); err != nil {
		return nil, err
	}
	return nil, c.notReleased(&release.Made{Problems: problems}, fmt.Errorf("%w; the table %s shows them", release.ErrRejected, workfile.ProblemsTable))
}

// former returns the files of the version that is to be released again.
func (r *releasing) former(root fs.FS) (map[string][]byte, error) {
	list := release.Read(root)
	for _, old := range list.Releases {
		if r.revert == old.Snapshot || r.revert == strconv.Itoa(old.Version) {
			return old.Content(root)
		}
	}
	return nil, fmt.Errorf("-revert %s: no version in %s has this snapshot or number", r.revert, r.directory)
}
