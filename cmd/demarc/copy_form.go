package main

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"demarc/data/dataset"
	"demarc/data/imports"
	"demarc/data/postgis"
	"demarc/data/tables"
	"demarc/data/unfinished"
	"demarc/data/workfile"
	"demarc/geo"
)

// form is a dataset in one of its forms.
type form struct {
	name     string
	seen     *imports.Directory // of a directory
	set      *tables.Set
	files    map[string][]byte // in canonical form
	work     *workfile.File    // of a GeoPackage or database
	place    *postgis.Place    // in a database, nil elsewhere
	reading  *dataset.Reading
	language string          // of the words in a GeoPackage or database that is written
	bases    []workfile.Base // that it is to know
}

// loadForm reads a dataset of any form. What it cannot hold without loss is an error.
func (c *call) loadForm(ctx context.Context, name string) (*form, error) {
	if hasEnding(name, workEnding) {
		return c.loadWork(ctx, name)
	}
	f := &form{name: name}
	if isFolder(name) {
		var err error
		if f.seen, err = imports.Seen(name); err != nil {
			return nil, err
		}
	}
	root, err := filesOf(name)
	if err != nil {
		return nil, err
	}
	canonical, err := dataset.Format(root)
	if err != nil {
		return nil, err
	}
	if len(canonical.Unread) > 0 {
		c.printProblems(c.stderr, canonical.Unread)
		return nil, fmt.Errorf("%s is not copied: what cannot be read would be lost; mend it first", name)
	}
	if len(canonical.Lost) > 0 {
		c.printProblems(c.stderr, canonical.Lost)
		return nil, fmt.Errorf("%s is not copied: the format has no place for this, so it would be lost; correct names, declare what is your own in the attributes of dataset.json, or leave it all out with demarc fmt -drop-unknown %[1]s", name)
	}
	f.files = canonical.Files
	if f.set, err = tables.Split(f.files); err != nil {
		return nil, err
	}
	var left []string
	if f.set.Others, left, err = tables.Others(root, f.files); err != nil {
		return nil, err
	}
	if len(left) > 0 {
		fmt.Fprintf(c.stderr, "demarc: not copied, as too large or no files: %s\n", strings.Join(left, ", "))
	}
	return f, f.identify()
}

// readWork reads a GeoPackage for editing, and says what it left out.
func (c *call) readWork(ctx context.Context, name string) (*workfile.File, error) {
	if _, err := os.Stat(name); err != nil {
		return nil, err
	}
	work, err := workfile.Read(ctx, name)
	if errors.Is(err, workfile.ErrNoWorkfile) {
		return nil, misuse{err}
	}
	if err != nil {
		return nil, err
	}
	return work, c.repair(name, work)
}

// repair gives edits of shapes their meaning, and says what was left out.
func (c *call) repair(name string, work *workfile.File) error {
	if err := work.Repair(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	for _, note := range work.Notes {
		fmt.Fprintf(c.stderr, "demarc: %s\n", note)
	}
	return nil
}

// loadWork reads a GeoPackage for editing as a dataset.
func (c *call) loadWork(ctx context.Context, name string) (*form, error) {
	work, err := c.readWork(ctx, name)
	if err != nil {
		return nil, err
	}
	return c.formOf(name, work)
}

// formOf makes a dataset of what was read from a GeoPackage or a database.
func (c *call) formOf(name string, work *workfile.File) (*form, error) {
	f := &form{name: name, work: work}
	files, problems, err := work.Set.Canonical()
	if err != nil {
		return nil, err
	}
	if problems = append(work.Problems, problems...); len(problems) > 0 {
		c.printProblems(c.stderr, located(work.Set, problems))
		return nil, fmt.Errorf("%s is not copied: what cannot be read, or has no place in the format, would be lost; the first word is the table, the number its fid", name)
	}
	f.files = files
	if f.set, err = tables.Split(files); err != nil {
		return nil, err
	}
	f.set.Others = work.Set.Others
	return f, f.identify()
}

// identify reads the files as a dataset.
func (f *form) identify() error {
	root, err := tables.FS(f.files)
	if err == nil {
		f.reading, err = dataset.Load(root)
	}
	return err
}

// writeForm writes a dataset in the form that the name tells.
func (c *call) writeForm(ctx context.Context, f *form, to string, old *form) error {
	switch {
	case hasEnding(to, workEnding):
		return c.writeWork(ctx, f, to)
	case hasEnding(to, zipEnding) && !isFolder(to):
		return toFile(to, nil, f.writeZip)
	}
	return c.writeFolder(f, to, old)
}

// writeWork writes a GeoPackage, which takes its name when it is complete.
func (c *call) writeWork(ctx context.Context, f *form, to string) error {
	folder, err := unfinished.NewFolder(to)
	if err != nil {
		return err
	}
	defer folder.Drop()
	file := filepath.Join(folder.Path, filepath.Base(to))
	rows, progress := 0, c.progress()
	made := f.made()
	made.Between = func() error {
		if rows++; progress != nil && rows%1000 == 0 {
			progress(fmt.Sprintf("%d rows", rows))
		}
		return ctx.Err()
	}
	err = workfile.Write(ctx, file, made)
	if progress != nil {
		progress("")
	}
	if err = cmp.Or(err, onDisk(file), workfile.Closed(ctx, to)); err != nil {
		return err
	}
	return os.Rename(file, to)
}

// made is what a GeoPackage or a database is made from.
func (f *form) made() workfile.Made {
	d := f.reading.Dataset
	return workfile.Made{
		Name: cmp.Or(d.ID, "map"), Language: f.language,
		Files: f.files, Others: f.set.Others, Set: f.set, Bases: f.bases,
		Meta: geo.Meta{Title: d.Title.In("en"), Description: d.Description.In("en"), Licence: d.Licence, Attribution: d.Attribution, Version: d.Version},
	}
}

// onDisk has the content of a file on the disk.
func onDisk(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// writeZip writes a zip with the files of the dataset.
func (f *form) writeZip(w io.Writer) error {
	z := zip.NewWriter(w)
	all := f.all()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		file, err := z.Create(name)
		if err == nil {
			_, err = file.Write(all[name])
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

// all are the files of the directory.
func (f *form) all() map[string][]byte {
	all := maps.Clone(f.files)
	maps.Copy(all, f.set.Others)
	return all
}

// writeFolder writes a directory: a new one appears when it is complete, of one that is there only
// the files change that are others. Those that the dataset has no more go.
func (c *call) writeFolder(f *form, to string, old *form) error {
	if old == nil {
		folder, err := unfinished.NewFolder(to)
		if err != nil {
			return err
		}
		defer folder.Drop()
		if err := writeFiles(folder.Path, f.all(), nil); err != nil {
			return err
		}
		for name := range f.all() {
			if err := onDisk(filepath.Join(folder.Path, filepath.FromSlash(name))); err != nil {
				return err
			}
		}
		if isFolder(to) {
			return moveInto(folder.Path, to)
		}
		return errors.Join(os.Chmod(folder.Path, 0o755), folder.Place())
	}
	return c.rewriteFolder(f, to, old)
}

// rewriteFolder changes the files of a directory that are others, all at once.
func (c *call) rewriteFolder(f *form, to string, old *form) error {
	now, there := f.all(), old.written()
	changed, gone := map[string][]byte{}, []string{}
	for name, content := range now {
		if was, is := there[name]; !is || !bytes.Equal(was, content) {
			changed[name] = content
		}
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			return fmt.Errorf("file %q: want a name within the directory", name)
		}
	}
	for name := range old.all() {
		if _, stays := now[name]; !stays {
			gone = append(gone, name)
		}
	}
	if len(changed)+len(gone) == 0 {
		return old.seen.Unchanged()
	}
	slices.Sort(gone)
	err := old.seen.Rewrite(changed, gone)
	if !errors.Is(err, imports.ErrInPlace) {
		return err
	}
	c.note("%s: its files are replaced one by one, as %v", to, err)
	return old.seen.RewriteInPlace(changed, gone)
}

// moveInto moves what is in a folder into an empty one, which stays the directory that it is:
// somebody may stand in it. The file that makes it a dataset comes last; after an error it is empty
// again.
func moveInto(folder, to string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	const top = "dataset.json"
	names := []string{}
	for _, entry := range entries {
		if entry.Name() != top {
			names = append(names, entry.Name())
		}
	}
	names = append(names, top)
	for i, name := range names {
		if err := os.Rename(filepath.Join(folder, name), filepath.Join(to, name)); err != nil {
			for _, moved := range names[:i] {
				err = errors.Join(err, os.Rename(filepath.Join(to, moved), filepath.Join(folder, moved)))
			}
			return err
		}
	}
	return nil
}

// written are the files of a directory as they stand, in whatever form.
func (f *form) written() map[string][]byte {
	all := map[string][]byte{}
	for name := range f.all() {
		if content, err := os.ReadFile(filepath.Join(f.name, filepath.FromSlash(name))); err == nil {
			all[name] = content
		}
	}
	return all
}

func writeFiles(folder string, all, there map[string][]byte) error {
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if was, is := there[name]; is && string(was) == string(all[name]) {
			continue
		}
		file := filepath.Join(folder, filepath.FromSlash(name))
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			return fmt.Errorf("file %q: want a name within the directory", name)
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		err := toFile(file, nil, func(w io.Writer) error {
			_, err := w.Write(all[name])
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
