// Package unfinished holds files and folders while they are made, beside the place that they take
// when they are whole. What a process leaves that is killed meanwhile is swept by the next one that
// makes something for the same place:
//
//	mydata                         the place
//	.mydata.demarc-3157294         made for it; its maker holds its lock
//	.mydata.demarc-3157294.old     was there, and goes where two cannot change names at once
//
// A name alone says nothing of who still writes; the lock does, since it ends with the process that
// holds it. Where the file system has no locks, nothing is swept.
package unfinished

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// oldEnding ends the name of the folder that was in the place.
const oldEnding = ".old"

// File is a file that is being written.
type File struct {
	*os.File
	made
}

// Folder is a folder that is being filled.
type Folder struct {
	made
}

// made is a file or folder, and the place that it is to take.
type made struct {
	Path  string
	place string
	held  *os.File // has the lock; nil where there is none
}

// NewFile sweeps, and makes a file beside its place.
func NewFile(place string) (*File, error) {
	var f *os.File
	m, err := newMade(place, func(directory, pattern string) (_ string, err error) {
		if f, err = os.CreateTemp(directory, pattern); err != nil {
			return "", err
		}
		return f.Name(), nil
	})
	if err != nil {
		return nil, err
	}
	return &File{f, m}, nil
}

// NewFolder sweeps, and makes a folder beside its place.
func NewFolder(place string) (*Folder, error) {
	m, err := newMade(place, os.MkdirTemp)
	return &Folder{m}, err
}

// Temporary is a folder among the system's temporary ones, to be dropped.
func Temporary(what string) (*Folder, error) {
	return NewFolder(filepath.Join(os.TempDir(), what))
}

// Nameless is a temporary file whose name is gone already, where the system allows it.
func Nameless(what string) (*os.File, error) {
	f, err := NewFile(filepath.Join(os.TempDir(), what))
	if err != nil {
		return nil, err
	}
	os.Remove(f.Path)
	f.release()
	return f.File, nil
}

// newMade makes something and locks it. One that sweeps in between takes it for left, so it is made
// again.
func newMade(place string, create func(directory, pattern string) (string, error)) (made, error) {
	place = filepath.Clean(place)
	Sweep(place)
	const tries = 100
	for range tries {
		path, err := create(filepath.Dir(place), "."+filepath.Base(place)+".demarc-*")
		if errors.Is(err, fs.ErrPermission) {
			return made{}, fmt.Errorf("cannot write in %s: %w", filepath.Dir(place), fs.ErrPermission)
		}
		if err != nil {
			return made{}, err
		}
		if held, ours := hold(path); ours {
			return made{path, place, held}, nil
		}
	}
	return made{}, fmt.Errorf("%s: what is made beside it is swept away by others", place)
}

// Place closes the file, and gives it its place, and permissions.
func (f *File) Place(permissions fs.FileMode) error {
	if err := errors.Join(f.Chmod(permissions), f.Close()); err != nil {
		return err
	}
	defer f.release()
	return os.Rename(f.Path, f.place)
}

// Drop removes what has not taken its place.
func (f *File) Drop() {
	f.Close() // again, if it was the closing that failed
	os.Remove(f.Path)
	f.release()
}

// Place gives the folder its place, where nothing may be but an empty folder.
func (f *Folder) Place() error {
	defer f.release()
	return os.Rename(f.Path, f.place)
}

// Exchange gives the folder the place of the one that is there, which Drop removes then.
func (f *Folder) Exchange() error {
	if exchange(f.Path, f.place) == nil {
		return nil
	}
	return f.exchangeByTurns()
}

// exchangeByTurns takes the old folder out of the way first, where the system cannot exchange two
// at once. Killed in between, the next sweep puts it back.
func (f *Folder) exchangeByTurns() error {
	old := f.Path + oldEnding
	if held, ours := hold(f.place); ours && held != nil {
		defer held.Close()
	}
	if err := os.Rename(f.place, old); err != nil {
		return err
	}
	if err := os.Rename(f.Path, f.place); err != nil {
		return errors.Join(err, os.Rename(old, f.place))
	}
	f.Path = old
	return nil
}

// Drop removes what has not taken its place, or had it before.
func (f *Folder) Drop() {
	os.RemoveAll(f.Path)
	f.release()
}

func (m *made) release() {
	if m.held != nil {
		m.held.Close()
		m.held = nil
	}
}

// Sweep drops what was left for a place by processes that were killed. A folder that one of them
// took out of the place without putting another there gets it back.
func Sweep(place string) {
	place = filepath.Clean(place)
	entries, err := os.ReadDir(filepath.Dir(place))
	if err != nil {
		return
	}
	// Earlier releases put the number of the process before the random one.
	ours := regexp.MustCompile(`^\.` + regexp.QuoteMeta(filepath.Base(place)) + `\.demarc-[0-9]+(-[0-9]+)?(\` + oldEnding + `)?$`)
	for _, entry := range entries {
		if ours.MatchString(entry.Name()) {
			sweepOne(filepath.Join(filepath.Dir(place), entry.Name()), place)
		}
	}
}

func sweepOne(left, place string) {
	held, ours := hold(left)
	if !ours || held == nil {
		return
	}
	defer held.Close()
	if filepath.Ext(left) == oldEnding {
		if _, err := os.Lstat(place); errors.Is(err, fs.ErrNotExist) {
			os.Rename(left, place)
			return
		}
	}
	os.RemoveAll(left)
}
