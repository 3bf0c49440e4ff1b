package imports

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Killed at any step, a directory that is rewritten is what it was, or has all of what is new; what
// stays is the same files.
func TestRewritingIsAllOrNothing(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "mine")
	old := map[string]string{"a": "1", "b": "2", "regions/c": "3", "raw/day": "kept", ".git/head": "kept"}
	for name, content := range old {
		file := filepath.Join(directory, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(content), 0o640)); err != nil {
			t.Fatal(err)
		}
	}
	after := maps.Clone(old)
	after["a"], after["new/d"] = "10", "40"
	delete(after, "b")
	d, err := Seen(directory)
	if err != nil {
		t.Fatal(err)
	}
	var steps []string
	d.step = func(what string) {
		steps = append(steps, what)
		want := old
		if what == "sweep" {
			want = after
		}
		if now := bytesOf(t, directory); !maps.Equal(now, want) {
			t.Errorf("%s: got %v, want %v", what, now, want)
		}
	}
	if err := d.Rewrite(map[string][]byte{"a": []byte("10"), "new/d": []byte("40")}, []string{"b"}); err != nil {
		t.Fatal(err)
	}
	if want := "[begin write a write new/d remove b exchange sweep]"; fmt.Sprint(steps) != want {
		t.Errorf("the steps are %v, want %s", steps, want)
	}
	if now := bytesOf(t, directory); !maps.Equal(now, after) {
		t.Errorf("got %v, want %v", now, after)
	}
	if info, err := os.Stat(filepath.Join(directory, "a")); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("got %v, want its mode to stay; %v", info, err)
	}
	if beside, err := os.ReadDir(filepath.Dir(directory)); err != nil || len(beside) != 1 {
		t.Errorf("beside it stand %v, %v", beside, err)
	}
}

// An error on the way, such as a full disk, leaves the directory as it was, and so does somebody
// who writes into it meanwhile.
func TestRewritingIsGivenUp(t *testing.T) {
	for _, tt := range []struct {
		name string
		step string
		do   func(directory string)
		says string
	}{
		{"no place for a file", "write a", func(directory string) {
			beside, _ := filepath.Glob(filepath.Join(filepath.Dir(directory), ".mine.*"))
			os.Remove(filepath.Join(beside[0], "a"))
			os.MkdirAll(filepath.Join(beside[0], "a", "in the way"), 0o755)
		}, "a"},
		{"somebody writes", "exchange", func(directory string) { os.WriteFile(filepath.Join(directory, "b"), []byte("longer"), 0o644) }, "changed meanwhile"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			directory := filepath.Join(t.TempDir(), "mine")
			if err := errors.Join(os.Mkdir(directory, 0o755), os.WriteFile(filepath.Join(directory, "a"), []byte("1"), 0o644)); err != nil {
				t.Fatal(err)
			}
			d, err := Seen(directory)
			if err != nil {
				t.Fatal(err)
			}
			d.step = func(what string) {
				if what == tt.step {
					tt.do(directory)
				}
			}
			if err := d.Rewrite(map[string][]byte{"a": []byte("10")}, nil); err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v, want %q", err, tt.says)
			}
			if now := bytesOf(t, directory); now["a"] != "1" {
				t.Errorf("got %v", now)
			}
			if beside, err := os.ReadDir(filepath.Dir(directory)); err != nil || len(beside) != 1 {
				t.Errorf("beside it stand %v, %v", beside, err)
			}
		})
	}
}
