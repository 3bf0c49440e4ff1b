package live

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"

	"demarc/data/dataset"
	"demarc/data/folder"
	"demarc/data/testdata"
)

// written puts a dataset into a folder of a folder.
func written(t *testing.T) string {
	directory := filepath.Join(t.TempDir(), "dataset")
	if err := os.CopyFS(directory, testdata.Small()); err != nil {
		t.Fatal(err)
	}
	return directory
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A named pipe, a device or a link that leads out in the place of a file keeps no reload waiting:
// the snapshot stays, the problem names the file, and the next reload takes the mended one.
func TestReloadGoesOnWhereAFileIsNone(t *testing.T) {
	for _, tt := range []struct {
		name string
		put  func(file string) error
		want string
	}{
		{"a named pipe", func(file string) error { return syscall.Mkfifo(file, 0o644) }, "no regular file"},
		{"a file without end", func(file string) error { return os.Symlink("/dev/zero", file) }, "leads out of the directory"},
		{"a folder", func(file string) error { return os.Mkdir(file, 0o755) }, "is a directory"},
	} {
		directory := written(t)
		l, err := New(folder.Of(directory))
		must(t, err)
		before := l.Current()
		file := filepath.Join(directory, "control.json")
		whole, err := os.ReadFile(file)
		must(t, err)
		must(t, os.Remove(file))
		must(t, tt.put(file))
		err = l.Reload()
		found := false
		for _, p := range l.Last().Problems {
			found = found || p.File == "control.json" && strings.Contains(p.Message, tt.want)
		}
		if err == nil || l.Current() != before || !found {
			t.Errorf("%s: got %v with problems %v, want the old snapshot and %q of control.json", tt.name, err, l.Last().Problems, tt.want)
		}
		must(t, os.Remove(file))
		must(t, os.WriteFile(file, append(whole, '\n'), 0o644))
		if err := l.Reload(); err != nil || l.Current() == before {
			t.Errorf("%s, mended: got %v, want another snapshot", tt.name, err)
		}
		if last := l.Last(); last.Accepted != 2 || last.Refused != 1 {
			t.Errorf("%s: %d attempts were accepted and %d refused, want 2 and 1", tt.name, last.Accepted, last.Refused)
		}
	}
}

// A directory that is gone is told once, and once that it is there again; what was loaded stays.
func TestDirectoryThatIsGoneIsTold(t *testing.T) {
	directory := written(t)
	synctest.Test(t, func(t *testing.T) {
		l, err := New(folder.Of(directory))
		must(t, err)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		told := make(chan error)
		go l.Guard(ctx, func(gone error) { told <- gone })

		must(t, os.Rename(directory, directory+".gone"))
		if gone := <-told; !errors.Is(gone, fs.ErrNotExist) {
			t.Errorf("gone: got %v, want %v", gone, fs.ErrNotExist)
		}
		if last := l.Last(); last.Gone == nil || last.GoneSince.IsZero() || last.Err != nil || l.Current() == nil {
			t.Errorf("gone: got %+v and snapshot %v, want it noted, the latest load accepted and its snapshot served", last, l.Current())
		}
		must(t, os.Rename(directory+".gone", directory))
		if gone := <-told; gone != nil || l.Last().Gone != nil {
			t.Errorf("there again: got %v, %v, want nothing", gone, l.Last().Gone)
		}
	})
}

// With -watch too, a pipe among the files keeps no later change from being loaded.
func TestWatchGoesOnAfterAPipe(t *testing.T) {
	directory := written(t)
	l, err := NewOf(t.Context(), Directory(directory), dataset.Keeping{})
	must(t, err)
	before, loaded := l.Current(), make(chan error, 16)
	go l.Follow(t.Context(), func(err error) { loaded <- err }, func(error) {})
	pipe := filepath.Join(directory, "figures.json")
	os.Remove(pipe)
	must(t, syscall.Mkfifo(pipe, 0o644))
	if err := <-loaded; err == nil {
		t.Error("a pipe for figures.json: got no error")
	}
	must(t, os.Remove(pipe))
	control, err := os.ReadFile(filepath.Join(directory, "control.json"))
	must(t, err)
	must(t, os.WriteFile(filepath.Join(directory, "control.json"), append(control, '\n'), 0o644))
	for err := range loaded {
		if err == nil {
			break
		}
	}
	if l.Current() == before {
		t.Error("the file mended: got the snapshot from before")
	}
}
