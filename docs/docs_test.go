// Package docs holds the papers for users. Its tests hold these to what the program does: every
// example is run, every link followed.
package docs

import (
	"bufio"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// root is the folder of the repository, seen from this one.
const root = ".."

// running is the program that the examples are about.
var running struct {
	bin     string // folder of the program, the first in which commands are looked for
	address string // of its server, host:port
}

func TestMain(m *testing.M) {
	code, err := withProgram(m.Run)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// withProgram builds the program and calls run while it serves the bundled dataset.
func withProgram(run func() int) (code int, err error) {
	running.bin, err = os.MkdirTemp("", "demarc-docs-")
	if err != nil {
		return 1, err
	}
	defer os.RemoveAll(running.bin)
	if err := os.Chmod(running.bin, 0o755); err != nil { // for users of all examples
		return 1, err
	}
	program := filepath.Join(running.bin, "demarc")
	build := exec.Command("go", "build", "-buildvcs=false", "-o", program, "./cmd/demarc")
	build.Dir = root
	if output, err := build.CombinedOutput(); err != nil {
		return 1, fmt.Errorf("go build: %w\n%s", err, output)
	}
	if err := linkPython(running.bin); err != nil {
		return 1, err
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	server := exec.CommandContext(ctx, program, "serve", "-addr", "localhost:0")
	said, err := server.StderrPipe()
	if err != nil {
		return 1, err
	}
	if err := server.Start(); err != nil {
		return 1, err
	}
	defer server.Wait()
	defer stop()
	lines := bufio.NewScanner(said)
	for lines.Scan() {
		if _, address, ok := strings.Cut(lines.Text(), "serving on http://"); ok {
			running.address = address
			break
		}
	}
	if running.address == "" {
		return 1, fmt.Errorf("demarc serve does not say where it serves: %v", lines.Err())
	}
	go func() {
		for lines.Scan() { // so that the server never waits for its messages to be read
		}
	}()
	return run(), nil
}

// linkPython makes python3 Debian's, for which make test installs the packages of the examples.
func linkPython(bin string) error {
	const debian = "/usr/bin/python3"
	if _, err := os.Stat(debian); err != nil {
		return nil
	}
	return os.Symlink(debian, filepath.Join(bin, "python3"))
}

// papers lists the Markdown files of the repository that people wrote, by their paths from its
// root.
func papers(t *testing.T) []string {
	t.Helper()
	var found []string
	err := fs.WalkDir(os.DirFS(root), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains([]string{"node_modules", "testdata", "dist", ".git", "bin"}, entry.Name()) {
			return fs.SkipDir
		}
		if path.Ext(name) == ".md" {
			found = append(found, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 10 {
		t.Fatalf("only %d papers were found: the test looks in the wrong place", len(found))
	}
	return found
}

func readPaper(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// The README is read by everybody who has not decided yet.
func TestReadmeIsShort(t *testing.T) {
	const most = 8 << 10
	if size := len(readPaper(t, "README.md")); size > most {
		t.Errorf("README.md has %d bytes: want %d at most, the rest belongs in docs", size, most)
	}
}

// bash returns a command to be run by bash in a folder. One that waits for ever is ended, and
// named; the limit is far from what building a test takes on a slow machine.
func bash(t *testing.T, folder, home, command string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	t.Cleanup(cancel)
	c := exec.CommandContext(ctx, "bash", "-c", command)
	c.Dir = folder
	search := running.bin + string(os.PathListSeparator) + os.Getenv("PATH")
	c.Env = append(os.Environ(), "PATH="+search, "HOME="+home, "LC_ALL=C.UTF-8", "PORT=")
	c.WaitDelay = time.Second
	return c
}
