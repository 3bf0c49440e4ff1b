package main

import (
	"fmt"
	"io/fs"
	"os"
	"strings"

	"demarc/data/dataset"
	"demarc/data/notify"
	"demarc/data/postgis"
)

// takeBeside adds to a dataset what stands beside it, for a copy to a new directory or zip: what is
// there already has a history of its own.
func (c *call) takeBeside(from *form, to string) error {
	if postgis.Is(from.name) || postgis.Is(to) {
		return misusef("-all: the tables of a database have no place for raw/ and versions/: want directories or zips")
	}
	if hasEnding(from.name, workEnding) || hasEnding(to, workEnding) {
		return misusef("-all: a GeoPackage has no place for raw/ and versions/: want directories or zips")
	}
	if entries, err := os.ReadDir(to); err == nil && len(entries) > 0 {
		return misusef("-all: %s is there already, with a history of its own: want a new name", to)
	}
	root, err := filesOf(from.name)
	if err != nil {
		return err
	}
	return fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		top, _, _ := strings.Cut(name, "/")
		switch {
		case err != nil:
			return err
		case name != "." && (!dataset.Beside(top) || top == notify.QueueFile): // letters are sent from one place
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			return nil
		}
		info, err := fs.Stat(root, name)
		if err != nil || !info.Mode().IsRegular() {
			fmt.Fprintf(c.stderr, "demarc: not copied, as no file: %s\n", name)
			return nil
		}
		from.set.Others[name], err = fs.ReadFile(root, name)
		return err
	})
}
