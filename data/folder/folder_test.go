package folder

import (
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/fstest"
	"testing/synctest"
)

// What may stand in a directory under the name of a file.
func TestOnlyFilesAreOpened(t *testing.T) {
	parent := t.TempDir()
	directory := filepath.Join(parent, "in")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.MkdirAll(filepath.Join(directory, "regions"), 0o755))
	for name, text := range map[string]string{"in/a.json": "{}", "in/regions/b.json": "[1]", "out.json": "secret"} {
		must(os.WriteFile(filepath.Join(parent, name), []byte(text), 0o644))
	}
	in := func(name string) string { return filepath.Join(directory, name) }
	must(syscall.Mkfifo(in("pipe.json"), 0o644))
	must(os.Symlink("regions/b.json", in("linked.json")))
	must(os.Symlink("../out.json", in("out.json")))
	must(os.Symlink(filepath.Join(parent, "out.json"), in("absolute.json")))
	must(os.Symlink("/dev/zero", in("zero.json")))
	must(os.Symlink("..", in("up")))
	must(os.Symlink("nowhere", in("broken.json")))
	socket, err := net.Listen("unix", in("socket.json"))
	must(err)
	defer socket.Close()
	large, err := os.Create(in("large.json"))
	must(err)
	must(errors.Join(large.Truncate(maxBytes+1), large.Close()))
	for _, tt := range []struct {
		name string
		want string // the content
		err  error
	}{
		{"a.json", "{}", nil},
		{"regions/b.json", "[1]", nil},
		{"linked.json", "[1]", nil},
		{"pipe.json", "", errKind},
		{"socket.json", "", errKind},
		{"out.json", "", errOutside},
		{"absolute.json", "", errOutside},
		{"zero.json", "", errOutside},
		{"up/out.json", "", nil}, // a link on the way, which the system words
		{"broken.json", "", fs.ErrNotExist},
		{"large.json", "", errLarge},
		{"none.json", "", fs.ErrNotExist},
	} {
		got, err := fs.ReadFile(Of(directory), tt.name)
		if string(got) != tt.want || tt.err != nil && !errors.Is(err, tt.err) || tt.want == "" && err == nil {
			t.Errorf("%s: got %q, %v, want %q, %v", tt.name, got, err, tt.want, tt.err)
		}
	}
	if _, err := fs.Stat(Of(filepath.Join(parent, "none")), "."); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a directory that is not there: got %v, want %v", err, fs.ErrNotExist)
	}
}

func TestDirectoryIsAFileSystem(t *testing.T) {
	directory := t.TempDir()
	for _, name := range []string{"a.json", "regions/b.json"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(directory, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(directory, name), []byte("text"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := fstest.TestFS(Of(directory), "a.json", "regions/b.json"); err != nil {
		t.Error(err)
	}
}

func TestLongFileIsReadWhole(t *testing.T) {
	directory, long := t.TempDir(), strings.Repeat("0123456789", piece/8)
	if err := os.WriteFile(filepath.Join(directory, "a.json"), []byte(long), 0o644); err != nil {
		t.Fatal(err)
	}
	if got, err := fs.ReadFile(Of(directory), "a.json"); err != nil || string(got) != long {
		t.Errorf("got %d bytes, %v, want %d", len(got), err, len(long))
	}
}

// A file that always has more is read no further than to where it ended at the beginning.
func TestFileThatGrowsEnds(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.json")
	if err := os.WriteFile(name, []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := Of(filepath.Dir(name)).Open("a.json")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := os.WriteFile(name, []byte("{} "), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadAll(f); !errors.Is(err, errGrows) {
		t.Errorf("got %v, want %v", err, errGrows)
	}
}

// What hangs is given up, and is not asked without end: as many questions wait as there are places.
func TestWhatHangsIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked, mount, reached := make(Asked, 2), make(chan struct{}), atomic.Int32{}
		hang := func() (int, error) {
			reached.Add(1)
			<-mount
			return 1, nil
		}
		for range 3 {
			if _, err := Within(asked, hang); !errors.Is(err, errHangs) {
				t.Errorf("a mount that hangs: got %v, want %v", err, errHangs)
			}
		}
		if n := reached.Load(); n != 2 {
			t.Errorf("with 2 places %d questions were asked, want 2", n)
		}
		close(mount)
		synctest.Wait()
		if got, err := Within(asked, hang); got != 1 || err != nil {
			t.Errorf("when it answers again: got %d, %v, want 1", got, err)
		}
	})
}
