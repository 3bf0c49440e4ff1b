package release

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"demarc/data"
	"demarc/data/dataset"
)

// The limits of a zip.
const (
	maxZipBytes = 1 << 30
	maxEntries  = 10_000
)

// Fault is the error for a release whose zip is not what its line says. It stays until the files
// change.
type Fault struct {
	dataset.Problem
	Passing bool // the file could not be read: it may be possible another time
}

func (f *Fault) Error() string { return f.Problem.String() }

func (r *Release) fault(format string, args ...any) *Fault {
	return &Fault{Problem: dataset.Problem{
		Rule: "release", Severity: dataset.Error, File: r.File(), Message: fmt.Sprintf(format, args...),
	}}
}

// TooLargeError is the error for a release that there is no room for.
type TooLargeError struct{ Bytes, Room int64 }

func (e *TooLargeError) Error() string {
	return fmt.Sprintf("it has %d bytes, there is room for %d", e.Bytes, e.Room)
}

// Files returns the files of a release, which have no more than so many bytes.
func (r *Release) Files(root fs.FS, most int64) (fs.FS, error) {
	if r.Zip.Unpacked > most {
		return nil, &TooLargeError{r.Zip.Unpacked, most}
	}
	if r.Zip.Bytes > maxZipBytes {
		return nil, r.fault("%d bytes: want at most %d", r.Zip.Bytes, maxZipBytes)
	}
	content, err := readAtMost(root, r.File(), r.Zip.Bytes)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, r.fault("is not there: want all files of %s", r)
	case err != nil:
		fault := r.fault("cannot be read: %v", err)
		fault.Passing = !errors.Is(err, errLonger)
		return nil, fault
	}
	if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != r.Zip.SHA256 {
		return nil, r.fault("has sha256 %x: want %s, as %s says", sum, r.Zip.SHA256, listFile)
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, r.fault("cannot be read: %v", err)
	}
	if fault := r.check(z); fault != nil {
		return nil, fault
	}
	return z, nil
}

// Content returns the files of a release, by name.
func (r *Release) Content(root fs.FS) (map[string][]byte, error) {
	files, err := r.Files(root, MaxUnpacked)
	if err != nil {
		return nil, err
	}
	all, _, err := contents(files)
	return all, err
}

// check looks at the entries of a zip.
func (r *Release) check(z *zip.Reader) *Fault {
	if len(z.File) > maxEntries {
		return r.fault("%d files: want at most %d", len(z.File), maxEntries)
	}
	size, seen := uint64(0), map[string]bool{}
	for _, f := range z.File {
		switch {
		case !fs.ValidPath(f.Name) || strings.Contains(f.Name, `\`):
			return r.fault("file %q: want a name within the directory", f.Name)
		case !f.Mode().IsRegular():
			return r.fault("file %q: want a regular file", f.Name)
		case seen[f.Name]:
			return r.fault("file %q: is there twice", f.Name)
		}
		seen[f.Name] = true
		if size += f.UncompressedSize64; f.UncompressedSize64 > uint64(r.Zip.Unpacked) || size > uint64(r.Zip.Unpacked) {
			return r.fault("its files have more than the %d bytes that %s says", r.Zip.Unpacked, listFile)
		}
	}
	return nil
}

// Open returns the snapshot of a release whose files have no more than so many bytes.
func (r *Release) Open(root fs.FS, most int64) (*data.Snapshot, error) {
	files, err := r.Files(root, most)
	if err != nil {
		return nil, err
	}
	snapshot, _, err := data.Open(files)
	switch {
	case err != nil:
		return nil, r.fault("%v", err)
	case snapshot.ID != r.Snapshot:
		return nil, r.fault("its snapshot is %s: want %s, as %s says", snapshot.ID, r.Snapshot, listFile)
	}
	return snapshot, nil
}

// pack writes a zip of files, the same bytes for the same files.
func pack(w io.Writer, files map[string][]byte) error {
	z := zip.NewWriter(w)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
		if err == nil {
			_, err = f.Write(files[name])
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

// contents returns the files of a dataset's directory that make a version of it, and names those
// left out, which are no regular files. What begins with a dot, and what tells how the directory
// came to be, stays where it is.
func contents(root fs.FS) (files map[string][]byte, left []string, err error) {
	files = map[string][]byte{}
	err = fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case name != "." && (strings.HasPrefix(path.Base(name), ".") || dataset.Beside(name)):
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		case entry.IsDir():
			return nil
		}
		info, err := fs.Stat(root, name)
		if err != nil || !info.Mode().IsRegular() {
			left = append(left, name)
			return nil
		}
		files[name], err = fs.ReadFile(root, name)
		return err
	})
	return files, left, err
}
