package imports

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"demarc/data/unfinished"
)

// rewriting is the change of a directory file by file: first all that is new, and a copy of all
// that is old, is made beside the places; then names alone change, and change back after an error.
type rewriting struct {
	*Directory
	files   []*rewritten
	folders []string // that were made for them, the outer ones first
}

// rewritten is one file.
type rewritten struct {
	name, place string
	fresh       *unfinished.File // nil: it goes
	old         *unfinished.File // nil: none was there
}

// RewriteInPlace is Rewrite for a directory that cannot be exchanged: all or none, unless whoever
// does it is killed while the names change, or they cannot be changed back; then the error tells
// which files are new and which are old.
func (d *Directory) RewriteInPlace(files map[string][]byte, gone []string) error {
	if err := d.Unchanged(); err != nil {
		return err
	}
	r := &rewriting{Directory: d}
	defer r.drop()
	if err := r.prepare(files, gone); err != nil {
		return fmt.Errorf("nothing is written: %w", err)
	}
	for i, f := range r.files {
		d.step("take " + f.name)
		if err := f.take(); err != nil {
			return r.rollBack(i, err)
		}
	}
	return syncFolders(d.name)
}

// prepare makes what is new and the copies of what is old.
func (r *rewriting) prepare(files map[string][]byte, gone []string) error {
	names := slices.Clone(gone)
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		r.step("make " + name)
		f := &rewritten{name: name, place: filepath.Join(r.name, filepath.FromSlash(name))}
		if target, err := filepath.EvalSymlinks(f.place); err == nil {
			f.place = target
		}
		r.files = append(r.files, f)
		content, changed := files[name]
		if err := r.makeFolder(filepath.Dir(f.place)); err != nil {
			return err
		}
		old, mode, err := readOld(f.place)
		if err == nil && old != nil {
			f.old, err = madeBeside(f.place, old, mode)
		}
		if err == nil && changed {
			f.fresh, err = madeBeside(f.place, content, mode)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// makeFolder makes a folder and those above it that are not there.
func (r *rewriting) makeFolder(name string) error {
	if _, err := os.Stat(name); errors.Is(err, fs.ErrNotExist) {
		if err := r.makeFolder(filepath.Dir(name)); err != nil {
			return err
		}
		if err := os.Mkdir(name, 0o755); err != nil {
			return err
		}
		r.folders = append(r.folders, name)
	}
	return nil
}

// readOld reads what is in a place, nil for nothing.
func readOld(place string) ([]byte, fs.FileMode, error) {
	info, err := os.Stat(place)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, 0o644, nil
	}
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s: it is no regular file: take it out of the dataset", place)
	}
	if err != nil {
		return nil, 0, err
	}
	content, err := os.ReadFile(place)
	return append([]byte{}, content...), info.Mode().Perm(), err
}

// madeBeside makes a file beside a place, with its content on the disk.
func madeBeside(place string, content []byte, mode fs.FileMode) (*unfinished.File, error) {
	f, err := unfinished.NewFile(place)
	if err != nil {
		return nil, err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Chmod(mode), f.Sync()); err != nil {
		f.Drop()
		return nil, err
	}
	return f, nil
}

// take gives the place what is new.
func (f *rewritten) take() error {
	if f.fresh == nil {
		if err := os.Remove(f.place); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	return os.Rename(f.fresh.Path, f.place)
}

// giveBack gives the place what was in it.
func (f *rewritten) giveBack() error {
	if f.old == nil {
		return os.Remove(f.place)
	}
	return os.Rename(f.old.Path, f.place)
}

// rollBack gives the files before one back what they were, after an error.
func (r *rewriting) rollBack(before int, cause error) error {
	isNew := make([]bool, len(r.files))
	errs := []error{cause}
	for i, f := range slices.Backward(r.files[:before]) {
		r.step("give back " + f.name)
		if err := f.giveBack(); err != nil {
			isNew[i], errs = true, append(errs, err)
		}
	}
	if len(errs) == 1 {
		return fmt.Errorf("nothing is written: %w", cause)
	}
	var fresh, old []string
	for i, f := range r.files {
		if isNew[i] {
			fresh = append(fresh, f.name)
		} else {
			old = append(old, f.name)
		}
	}
	return fmt.Errorf("half is written, and could not be taken back: new: %s; as before: %s: %w",
		strings.Join(fresh, ", "), strings.Join(old, ", "), errors.Join(errs...))
}

// drop removes what was made beside the places and took none, and folders that are empty for that.
func (r *rewriting) drop() {
	for _, f := range r.files {
		for _, made := range []*unfinished.File{f.fresh, f.old} {
			if made != nil {
				made.Drop()
			}
		}
	}
	for _, name := range slices.Backward(r.folders) {
		os.Remove(name) // fails where it is used
	}
}
