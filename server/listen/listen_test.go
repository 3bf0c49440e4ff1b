package listen

import (
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct{ text, problem string }{
		{"localhost:8080", ""},
		{":0", ""},
		{"unix:/run/demarc.sock", ""},
		{"unix:here.sock", ""},
		{"localhost", "want host:port, or unix:/path"},
		{"unix:", "want the path of a socket"},
		{"unix:@abstract", "want the path of a socket"},
	} {
		_, err := Parse(tt.text)
		if tt.problem == "" && err != nil || tt.problem != "" && (err == nil || !strings.Contains(err.Error(), tt.problem)) {
			t.Errorf("%s: got %v, want %q", tt.text, err, tt.problem)
		}
	}
}

// folder is one with a short name: paths of sockets are.
func folder(t *testing.T) string {
	t.Helper()
	directory, err := os.MkdirTemp("", "s")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(directory) })
	return directory
}

func TestUnixSocket(t *testing.T) {
	path := filepath.Join(folder(t), "http")
	at, err := Parse("unix:" + path)
	if err != nil {
		t.Fatal(err)
	}
	first, err := at.Listen(0o620)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(path)
	if err != nil || info.Mode() != fs.ModeSocket|0o620 {
		t.Errorf("socket: got %v, %v, want mode 0620", info.Mode(), err)
	}
	if got := first.Addr().String(); got != path {
		t.Errorf("address: got %s, want %s", got, path)
	}
	if _, err := at.Listen(0o600); err == nil || !strings.Contains(err.Error(), "another process listens there") {
		t.Errorf("a socket in use: got %v", err)
	}
	first.Close()
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 0 {
		t.Errorf("after the end: got %v, want nothing left", left)
	}
}

// A process that was killed leaves its socket, which the next one takes; what is no socket stays,
// and so does the socket of a process that has taken the place of an older one.
func TestUnixSocketTakesThePlaceOfADeadOne(t *testing.T) {
	path := filepath.Join(folder(t), "http")
	dead, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	dead.SetUnlinkOnClose(false)
	dead.Close()
	l, err := Address{"unix", path}.Listen(0o600)
	if err != nil {
		t.Fatalf("over a dead socket: %v", err)
	}
	os.Remove(path)
	next, err := Address{"unix", path}.Listen(0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer next.Close()
	l.Close()
	if _, err := os.Lstat(path); err != nil {
		t.Errorf("the end of the older one: %v, want the socket of the newer one to stay", err)
	}
	file := filepath.Join(filepath.Dir(path), "file")
	if err := os.WriteFile(file, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := (Address{"unix", file}).Listen(0o600); err == nil || !strings.Contains(err.Error(), "no socket") {
		t.Errorf("over a file: got %v", err)
	}
	if content, _ := os.ReadFile(file); string(content) != "kept" {
		t.Error("a file was overwritten by a socket")
	}
	long := Address{"unix", filepath.Join(filepath.Dir(path), strings.Repeat("n", 120))}
	if _, err := long.Listen(0o600); err == nil || !strings.Contains(err.Error(), "too long") {
		t.Errorf("a long path: got %v", err)
	}
}
