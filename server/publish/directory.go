package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/lockedfile"
)

// directory is a Store on the disk.
type directory struct{ path string }

// Directory is a site in a directory, which is made if there is none. One with files that are not
// of a site is refused: they would be taken for old ones.
func Directory(path string) (Store, error) {
	entries, err := os.ReadDir(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return directory{path}, nil
	case err != nil:
		return nil, err
	case len(entries) == 0:
		return directory{path}, nil
	}
	for _, name := range []string{manifestKey, lockKey, "o"} {
		if _, err := os.Stat(filepath.Join(path, name)); err == nil {
			return directory{path}, nil
		}
	}
	return nil, fmt.Errorf("%s has files, and none of a published map: want an empty directory, or one that is to be made", path)
}

func (d directory) String() string { return d.path }

func (d directory) file(key string) string { return filepath.Join(d.path, filepath.FromSlash(key)) }

func (d directory) Read(_ context.Context, key string) ([]byte, string, error) {
	content, err := os.ReadFile(d.file(key))
	return content, tagOf(content), err
}

func tagOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// passing begins the names of files that are being written.
const passing = ".demarc-"

func (d directory) Write(_ context.Context, key string, content []byte, _ Head) error {
	name, err := d.beside(key, content)
	if err != nil {
		return err
	}
	if err := os.Rename(name, d.file(key)); err != nil {
		os.Remove(name)
		return err
	}
	return nil
}

// beside writes a file next to where it is to stand, which servers may read.
func (d directory) beside(key string, content []byte) (string, error) {
	folder := filepath.Dir(d.file(key))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	f, err := os.CreateTemp(folder, passing+"*")
	if err != nil {
		return "", err
	}
	_, err = f.Write(content)
	if err = errors.Join(err, f.Chmod(0o644), f.Close()); err != nil {
		os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}

// Swap holds a lock that others respect while it looks and writes.
func (d directory) Swap(ctx context.Context, key string, content []byte, head Head, tag string) (string, error) {
	if err := os.MkdirAll(d.path, 0o755); err != nil {
		return "", err
	}
	// The system ends the lock of a program that was killed: its age need not be guessed at, which
	// two might do at once. The empty file stays, since of two who lock a file that is removed each
	// may have another one.
	release, err := lockedfile.MutexAt(d.file(swapKey)).Lock()
	if err != nil {
		return "", fmt.Errorf("%w; want a file system that locks files", err)
	}
	defer release()
	old, found, err := d.Read(ctx, key)
	if errors.Is(err, fs.ErrNotExist) {
		found, err = "", nil
	}
	switch {
	case err != nil:
		return "", err
	case found != tag:
		return "", ErrSwapped
	case found != "" && bytes.Equal(old, content):
		return found, nil
	}
	return tagOf(content), d.Write(ctx, key, content, head)
}

// swapKey is the file whose lock is held for as long as a file takes to be written.
const swapKey = passing + "swap"

func (d directory) Remove(_ context.Context, key string) error {
	err := os.Remove(d.file(key))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for folder := filepath.Dir(d.file(key)); folder != filepath.Clean(d.path); folder = filepath.Dir(folder) {
		if os.Remove(folder) != nil { // it is not empty
			break
		}
	}
	return err
}

func (d directory) Same(ctx context.Context, info Info, content []byte, _ Head) (bool, error) {
	if info.Size != int64(len(content)) {
		return false, nil
	}
	found, _, err := d.Read(ctx, info.Key)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return bytes.Equal(found, content), err
}

func (d directory) All(context.Context) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) {
		err := filepath.WalkDir(d.path, func(name string, entry fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil // a site that is to be made, or another has removed it
			}
			if err != nil || entry.IsDir() || !entry.Type().IsRegular() {
				return err
			}
			info, err := entry.Info()
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil {
				return err
			}
			key, err := filepath.Rel(d.path, name)
			if err != nil {
				return err
			}
			if key == swapKey {
				return nil
			}
			if !yield(Info{Key: filepath.ToSlash(key), Size: info.Size(), Modified: info.ModTime()}, nil) {
				return fs.SkipAll
			}
			return nil
		})
		if err != nil {
			yield(Info{}, err)
		}
	}
}
