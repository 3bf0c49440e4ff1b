package main

import (
	"archive/zip"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"demarc/data/dataset"
	"demarc/data/tables"
	"demarc/data/workfile"
	"demarc/geo"
)

func copyCommand() command {
	return command{
		name: "copy", summary: "copy a dataset between a directory, a zip and a GeoPackage for editing",
		usage: "[-ours | -theirs] [-all] [-dry-run] FROM TO", example: "demarc copy bundled:karabakh work.gpkg",
		run: copyDataset,
	}
}

// The endings of the forms of a dataset that are no directories.
const (
	workEnding = ".gpkg"
	zipEnding  = ".zip"
)

func hasEnding(name, ending string) bool { return strings.EqualFold(filepath.Ext(name), ending) }

// form is a dataset in one of its forms.
type form struct {
	name     string
	set      *tables.Set
	files    map[string][]byte // in canonical form
	base     *tables.Set       // of a GeoPackage: what it was made from
	reading  *dataset.Reading
	snapshot string
}

func copyDataset(ctx context.Context, c *call) error {
	ours := c.flags.Bool("ours", false, "where both sides changed a statement, take what FROM says")
	theirs := c.flags.Bool("theirs", false, "where both sides changed a statement, take what TO says")
	dry := c.flags.Bool("dry-run", false, "write nothing; list what would change in TO, a statement a line")
	whole := c.flags.Bool("all", false, "from a directory or zip to a new one, take along what it was made of and what was released of it: raw/, versions/, versions.json")
	names, err := c.parse()
	if err != nil {
		return err
	}
	if len(names) != 2 {
		return misusef("want two names, FROM and TO: each a directory, a .zip of one, or a .gpkg")
	}
	if *ours && *theirs {
		return misusef("-ours and -theirs: want one of them")
	}
	if names[0] == names[1] || isBundled(names[1]) {
		return misusef("%s: want another name to copy to", names[1])
	}
	from, err := c.loadForm(ctx, names[0])
	if err != nil {
		return err
	}
	if *whole {
		if err := c.takeBeside(from, names[1]); err != nil {
			return err
		}
	}
	m := merging{call: c, from: from, to: names[1], ours: *ours, theirs: *theirs}
	result, err := m.result(ctx)
	if err != nil {
		return err
	}
	if *dry {
		return c.listChanges(m.old, result.set)
	}
	if err := c.writeForm(ctx, result, names[1], m.old); err != nil {
		return err
	}
	return c.sayCopied(m, result)
}

// sayCopied says what was written.
func (c *call) sayCopied(m merging, result *form) error {
	if n := dataset.Errors(result.reading.Check()); n > 0 {
		fmt.Fprintf(c.stderr, "demarc: the check finds %s in it: demarc check %s lists them\n", count(n, "error"), m.to)
	}
	if m.old == nil {
		fmt.Fprintf(c.stderr, "demarc: %s is written, %s\n", m.to, contents(result.set))
		return nil
	}
	changes := tables.Diff(m.old.set, result.set)
	fmt.Fprintf(c.stderr, "demarc: %s is written, %s\n", m.to, count(len(changes), "change"))
	if m.merged && hasEnding(m.from.name, workEnding) {
		fmt.Fprintf(c.stderr, "demarc: %s has not what was changed in %s: copy that to it before you edit on\n", m.from.name, m.to)
	}
	return nil
}

// contents says how much a dataset holds.
func contents(set *tables.Set) string {
	var parts []string
	for _, table := range []string{tables.ZonesTable, tables.PeriodsTable, tables.EventsTable, "sources"} {
		parts = append(parts, fmt.Sprintf("%d %s", len(set.Rows[table]), table))
	}
	return strings.Join(parts, ", ")
}

func (c *call) listChanges(old *form, set *tables.Set) error {
	was := tables.NewSet(set.Needs)
	if old != nil {
		was = old.set
	}
	for _, change := range tables.Diff(was, set) {
		fmt.Fprintln(c.stdout, change)
	}
	return nil
}

// loadForm reads a dataset of any form. What it cannot hold without loss is an error.
func (c *call) loadForm(ctx context.Context, name string) (*form, error) {
	if hasEnding(name, workEnding) {
		return c.loadWork(ctx, name)
	}
	root, err := c.rootOf(name)
	if err != nil {
		return nil, err
	}
	canonical, err := dataset.Format(root)
	if err != nil {
		return nil, err
	}
	if found := append(canonical.Unread, canonical.Lost...); len(found) > 0 {
		c.printProblems(c.stderr, found)
		return nil, fmt.Errorf("%s is not copied: it says what cannot be read or has no member in the format, which would be lost; mend it, or drop what is unknown with demarc fmt -drop-unknown", name)
	}
	f := &form{name: name, files: canonical.Files}
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

// rootOf returns the files of a directory, or of a zip of one.
func (c *call) rootOf(name string) (fs.FS, error) {
	if !hasEnding(name, zipEnding) || isFolder(name) {
		return files(name)
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	z, err := zip.NewReader(strings.NewReader(string(content)), int64(len(content)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, pattern := range []string{"dataset.json", "*/dataset.json"} {
		if found, _ := fs.Glob(z, pattern); len(found) == 1 {
			return fs.Sub(z, path.Dir(found[0]))
		}
	}
	return nil, fmt.Errorf("%s: has no dataset.json: want a zip of a dataset directory", name)
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
	if err := work.Repair(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, note := range work.Notes {
		fmt.Fprintf(c.stderr, "demarc: %s\n", note)
	}
	return work, nil
}

// loadWork reads a GeoPackage for editing as a dataset.
func (c *call) loadWork(ctx context.Context, name string) (*form, error) {
	work, err := c.readWork(ctx, name)
	if err != nil {
		return nil, err
	}
	f := &form{name: name, base: work.Base}
	files, problems, err := work.Set.Canonical()
	if err != nil {
		return nil, err
	}
	if problems = append(work.Problems, problems...); len(problems) > 0 {
		c.printProblems(c.stderr, located(work.Set, problems))
		return nil, fmt.Errorf("%s is not copied: what cannot be read would be lost", name)
	}
	f.files = files
	if f.set, err = tables.Split(files); err != nil {
		return nil, err
	}
	f.set.Others = work.Set.Others
	return f, f.identify()
}

// identify finds the id of the snapshot that the files make.
func (f *form) identify() error {
	root, err := tables.FS(f.files)
	if err != nil {
		return err
	}
	if f.reading, err = dataset.Load(root); err == nil {
		f.snapshot = hex.EncodeToString(f.reading.Dataset.Hash[:8])
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
	folder, err := os.MkdirTemp(filepath.Dir(to), unfinished(to, "*"))
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, filepath.Base(to))
	d := f.reading.Dataset
	rows, progress := 0, c.progress()
	err = workfile.Write(ctx, file, workfile.Made{
		Snapshot: f.snapshot, Files: f.files, Others: f.set.Others, Set: f.set,
		Meta: geo.Meta{Title: d.Title.In("en"), Description: d.Description.In("en"), Licence: d.Licence, Attribution: d.Attribution, Version: d.Version},
		Between: func() error {
			if rows++; progress != nil && rows%1000 == 0 {
				progress(fmt.Sprintf("%d rows", rows))
			}
			return ctx.Err()
		},
	})
	if progress != nil {
		progress("")
	}
	if err != nil {
		return err
	}
	return os.Rename(file, to)
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
		folder, err := os.MkdirTemp(filepath.Dir(filepath.Clean(to)), unfinished(to, "*"))
		if err != nil {
			return err
		}
		defer os.RemoveAll(folder)
		if err := writeFiles(folder, f.all(), nil); err != nil {
			return err
		}
		if isFolder(to) {
			return moveInto(folder, to)
		}
		return errors.Join(os.Chmod(folder, 0o755), os.Rename(folder, to))
	}
	if err := writeFiles(to, f.all(), old.written()); err != nil {
		return err
	}
	now := f.all()
	for name := range old.all() {
		if _, stays := now[name]; !stays {
			if err := os.Remove(filepath.Join(to, filepath.FromSlash(name))); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	return nil
}

// moveInto moves what is in a folder into an empty one, which stays the directory that it is:
// somebody may stand in it.
func moveInto(folder, to string) error {
	entries, err := os.ReadDir(folder)
	for _, entry := range entries {
		err = errors.Join(err, os.Rename(filepath.Join(folder, entry.Name()), filepath.Join(to, entry.Name())))
	}
	return err
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
