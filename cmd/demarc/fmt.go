package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	unified "github.com/rogpeppe/go-internal/diff"

	"demarc/data/dataset"
)

func fmtCommand() command {
	return command{
		name: "fmt", summary: "write a dataset in canonical form",
		usage: "[-check | -d] [-drop-unknown] DIR...", example: "demarc fmt mydata",
		run: format,
	}
}

func format(_ context.Context, c *call) error {
	var how formatting
	c.flags.BoolVar(&how.check, "check", false, "write nothing; name the files that would change and end with 1 if there are any")
	c.flags.BoolVar(&how.diff, "d", false, "write nothing; show what would change, line by line as a unified diff, and end with 1 if anything does")
	c.flags.BoolVar(&how.drop, "drop-unknown", false, "leave out members that mean nothing to the format, instead of refusing")
	directories, err := c.parse()
	if err != nil {
		return err
	}
	if len(directories) == 0 {
		return misusef("want the directory of a dataset")
	}
	differ := false
	for _, directory := range directories {
		changed, err := c.formatOne(directory, how)
		if err != nil {
			return err
		}
		differ = differ || changed
	}
	if differ && (how.check || how.diff) {
		return errReported
	}
	return nil
}

// formatting is what the flags of fmt say.
type formatting struct{ check, diff, drop bool }

// formatOne formats a dataset and tells whether anything changes.
func (c *call) formatOne(directory string, how formatting) (changed bool, err error) {
	root, err := files(directory)
	if err != nil {
		return false, err
	}
	canonical, err := dataset.Format(root)
	if err != nil {
		return false, err
	}
	c.printProblems(c.stderr, canonical.Unread)
	if len(canonical.Unread) > 0 {
		return false, fmt.Errorf("%s is left as it is: what cannot be read would be lost", directory)
	}
	if !how.drop {
		c.printProblems(c.stderr, canonical.Lost)
		if len(canonical.Lost) > 0 {
			return false, fmt.Errorf("%s is left as it is: it says what the format has no member for; mend it, or drop that with -drop-unknown", directory)
		}
	}
	for _, name := range canonical.Changed {
		path := filepath.Join(directory, filepath.FromSlash(name))
		if how.check || !how.diff {
			fmt.Fprintln(c.stdout, path)
		}
		if how.diff {
			if err := c.printDiff(root, name, path, canonical.Files[name]); err != nil {
				return true, err
			}
		}
		if how.check || how.diff {
			continue
		}
		err := toFile(path, nil, func(w io.Writer) error {
			_, err := w.Write(canonical.Files[name])
			return err
		})
		if err != nil {
			return true, err
		}
	}
	return len(canonical.Changed) > 0, nil
}

// printDiff shows what would change in a file, which may be missing yet, as gofmt -d does.
func (c *call) printDiff(root fs.FS, name, path string, canonical []byte) error {
	written, err := fs.ReadFile(root, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	_, err = c.stdout.Write(unified.Diff(path+".orig", written, path, canonical))
	return err
}
