package imports

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"demarc/data/unfinished"
)

// replaceFile writes a file under another name and gives it its own then, so that a file that
// shares its content with another directory is not written into.
func replaceFile(name string, content []byte) error {
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(name); err == nil {
		mode = info.Mode().Perm()
	}
	f, err := madeBeside(name, content, mode)
	if err != nil {
		return err
	}
	defer f.Drop()
	return f.Place(mode)
}

// beside makes a copy of a directory beside it, of which the files are those of the directory
// itself (hard links) where the disk can do that. What is replaced in it stays in the other.
func beside(directory string) (copied *unfinished.Folder, err error) {
	if copied, err = unfinished.NewFolder(directory); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			copied.Drop()
		}
	}()
	return copied, filepath.WalkDir(directory, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		to := filepath.Join(copied.Path, strings.TrimPrefix(name, directory))
		switch {
		case entry.IsDir() && name == directory:
			return os.Chmod(to, info.Mode().Perm())
		case entry.IsDir():
			return os.Mkdir(to, info.Mode().Perm())
		case entry.Type()&fs.ModeSymlink != 0:
			target, err := os.Readlink(name)
			if err != nil {
				return err
			}
			return os.Symlink(target, to)
		case !entry.Type().IsRegular():
			return fmt.Errorf("%s: it is no regular file: take it out of the dataset", name)
		}
		if os.Link(name, to) == nil {
			return nil
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return os.WriteFile(to, content, info.Mode().Perm())
	})
}

// state tells files of a directory from those that took their place: names, sizes and times.
func state(directory string) (string, error) {
	var all strings.Builder
	err := filepath.WalkDir(directory, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			fmt.Fprintln(&all, name, info.Size(), info.ModTime().UnixNano())
		}
		return err
	})
	return all.String(), err
}
