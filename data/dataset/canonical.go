package dataset

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"slices"
)

// Canonical is a dataset directory as Files would write it.
type Canonical struct {
	Dataset *Dataset          // nil where there are no Files
	Files   map[string][]byte // in canonical form, by name
	Changed []string          // those that stand otherwise in the directory, sorted
	// Unread are the errors of syntax and shape. With any of them there are no Files: what was not
	// read would be lost.
	Unread []Problem
	Lost   []Problem // what the directory says and Files do not: members that mean nothing, altitudes, parts of collections
}

// lostRules are the rules that report nothing but what is not read.
var lostRules = []string{"unknown-member", "altitude"}

// Format brings a dataset directory into canonical form, in memory. The error is about the
// directory itself.
func Format(fsys fs.FS) (*Canonical, error) {
	reading, err := Load(fsys)
	if err != nil {
		return nil, err
	}
	c := &Canonical{}
	for _, p := range (&report{problems: reading.problems}).sorted() {
		switch {
		case p.Severity == Error:
			c.Unread = append(c.Unread, p)
		case p.lost || slices.Contains(lostRules, p.Rule):
			c.Lost = append(c.Lost, p)
		}
	}
	if len(c.Unread) > 0 {
		return c, nil
	}
	c.Dataset = reading.Dataset
	if c.Files, err = reading.Dataset.Files(); err != nil {
		return nil, err
	}
	return c, c.compare(fsys)
}

// compare finds the files that change. Optional files that are there without saying anything are
// written too: what stands in the directory must not hang on what it was before.
func (c *Canonical) compare(fsys fs.FS) error {
	w := &writer{files: c.Files}
	for name, write := range map[string]func(){
		figuresFile:     func() { writeList[any](w, figuresFile, "figures", nil) },
		retiredFile:     func() { writeList[any](w, retiredFile, "retired", nil) },
		correctionsFile: func() { writeList[any](w, correctionsFile, "corrections", nil) },
		placesFile:      func() { w.features(placesFile, nil) },
	} {
		if _, err := fs.Stat(fsys, name); err == nil && c.Files[name] == nil {
			write()
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Files)) {
		old, err := fs.ReadFile(fsys, name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err != nil || !bytes.Equal(old, c.Files[name]) {
			c.Changed = append(c.Changed, name)
		}
	}
	return nil
}
