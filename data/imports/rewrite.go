package imports

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"demarc/data/unfinished"
)

// Directory is one of a dataset as it was when it was read, to be changed at once.
type Directory struct {
	name string // without links
	seen string // its state
	step func(what string)
}

// ErrInPlace is the error about a directory that cannot be exchanged for another, such as a mounted
// one: its files can only be replaced one by one.
var ErrInPlace = errors.New("it cannot be exchanged as a whole")

// Seen notes how a directory is before it is read.
func Seen(name string) (*Directory, error) {
	resolved, err := filepath.EvalSymlinks(name)
	if err == nil {
		resolved, err = filepath.Abs(resolved) // what lies beside "." is not within it
	}
	if err != nil {
		return nil, err
	}
	seen, err := state(resolved)
	return &Directory{resolved, seen, func(string) {}}, err
}

// Unchanged is an error if somebody has changed the directory since it was read.
func (d *Directory) Unchanged() error {
	if now, err := state(d.name); err != nil || now != d.seen {
		return cmp.Or(err, errors.New("it was changed meanwhile: nothing is written, do it again"))
	}
	return nil
}

// Rewrite writes files and removes others, all or none: a copy that shares the files that stay is
// made beside the directory, and takes its name. Whoever is killed meanwhile leaves it as it was.
func (d *Directory) Rewrite(files map[string][]byte, gone []string) error {
	d.step("begin")
	fresh, err := beside(d.name)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrInPlace, err)
	}
	defer fresh.Drop()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		d.step("write " + name)
		if err := putFile(fresh.Path, name, files[name]); err != nil {
			return err
		}
	}
	for _, name := range gone {
		d.step("remove " + name)
		if err := os.Remove(filepath.Join(fresh.Path, filepath.FromSlash(name))); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := syncFolders(fresh.Path); err != nil {
		return err
	}
	d.step("exchange")
	if err := d.Unchanged(); err != nil {
		return err
	}
	if err := fresh.Exchange(); err != nil {
		return fmt.Errorf("%w: %w", ErrInPlace, err)
	}
	d.step("sweep")
	return unfinished.SyncFolder(filepath.Dir(d.name))
}

// syncFolders has the names in a folder and those below it on the disk.
func syncFolders(folder string) error {
	return filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		return unfinished.SyncFolder(name)
	})
}
