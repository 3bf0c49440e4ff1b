//go:build !race

// The programs are made by processes of their own.

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Whoever builds a release anew, in whatever directory, gets the same bytes; they need no library
// of the system, and know what they are made from.
func TestDistIsReproducible(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program twice")
	}
	other := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.MkdirAll(filepath.Join(other, "web"), 0o755); err != nil {
		t.Fatal(err)
	}
	copied := exec.Command("cp", "-r", "go.mod", "go.sum", "cmd", "server", "data", "geo", ".ci", other)
	page := exec.Command("sh", "-c", `cp -r web/*.go web/dist "$0"/web/`, other)
	for _, c := range []*exec.Cmd{copied, page} {
		c.Dir = "../.."
		if output, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", c, err, output)
		}
	}
	var programs [2][]byte
	for i, root := range []string{"../..", other} {
		folder := t.TempDir()
		build := exec.Command(filepath.Join(root, ".ci", "dist"), "-program", "amd64", folder)
		build.Env = append(os.Environ(), "VERSION=v1.2.3", "COMMIT=0123456789abcdef")
		if output, err := build.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", build, err, output)
		}
		program := filepath.Join(folder, "demarc-linux-amd64")
		var err error
		if programs[i], err = os.ReadFile(program); err != nil {
			t.Fatal(err)
		}
		said, err := exec.Command(program, "version").Output()
		if err != nil || !strings.HasPrefix(string(said), "demarc v1.2.3\ncommit 0123456789abcdef\ngo1.") {
			t.Errorf("demarc version: got %q, %v", said, err)
		}
	}
	if !bytes.Equal(programs[0], programs[1]) {
		t.Error("two directories: want the same program of both")
	}
	if bytes.Contains(programs[0], []byte("/lib64/ld-linux")) {
		t.Error("the program wants the libraries of the system: want it static")
	}
}
