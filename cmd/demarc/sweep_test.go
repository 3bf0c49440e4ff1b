package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// What a process left that was killed is gone after the next run; what one still writes stays, and
// so do files of others.
func TestExportSweepsWhatWasLeft(t *testing.T) {
	dead := exec.Command("true")
	if err := dead.Run(); err != nil {
		t.Skip(err)
	}
	folder := t.TempDir()
	name := filepath.Join(folder, "a.csv")
	own := unfinished(name, "1")
	of := func(process string) string {
		return strings.Replace(own, strconv.Itoa(os.Getpid()), process, 1)
	}
	left := of(strconv.Itoa(dead.Process.Pid))
	stays := []string{own, of("none"), ".a.csv.12", ".b.csv.demarc-" + strconv.Itoa(dead.Process.Pid) + "-1"}
	for _, file := range append(stays, left) {
		if err := os.WriteFile(filepath.Join(folder, file), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := toFile(name, nil, func(w io.Writer) error { _, err := io.WriteString(w, "x"); return err }); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(folder, left)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s: got %v, want it gone", left, err)
	}
	for _, file := range append(stays, "a.csv") {
		if _, err := os.Stat(filepath.Join(folder, file)); err != nil {
			t.Errorf("%s: got %v, want it there", file, err)
		}
	}
}
