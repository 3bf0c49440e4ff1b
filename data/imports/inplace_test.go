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

// inPlace is a directory that is rewritten file by file.
func inPlace(t *testing.T) (*Directory, map[string]string) {
	t.Helper()
	directory := filepath.Join(t.TempDir(), "mine")
	old := map[string]string{"a": "1", "b": "2", "regions/c": "3", "z": "4"}
	for name, content := range old {
		file := filepath.Join(directory, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(content), 0o640)); err != nil {
			t.Fatal(err)
		}
	}
	d, err := Seen(directory)
	if err != nil {
		t.Fatal(err)
	}
	return d, old
}

// occupied puts a folder that is not empty in the place of a file: none can take its name then.
func occupied(t *testing.T, place string) {
	t.Helper()
	if err := errors.Join(os.RemoveAll(place), os.MkdirAll(filepath.Join(place, "in"), 0o755)); err != nil {
		t.Fatal(err)
	}
}

// Nothing takes its name before all is made; what is there then has all of it, with its mode.
func TestRewritingInPlace(t *testing.T) {
	d, old := inPlace(t)
	d.step = func(what string) {
		if strings.HasPrefix(what, "make ") {
			for name, content := range old {
				if now, err := os.ReadFile(filepath.Join(d.name, name)); err != nil || string(now) != content {
					t.Errorf("%s: %s is %q, %v", what, name, now, err)
				}
			}
		}
	}
	if err := d.RewriteInPlace(map[string][]byte{"a": []byte("10"), "new/d": []byte("40"), "regions/c": []byte("30")}, []string{"b"}); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"a": "10", "new/d": "40", "regions/c": "30", "z": "4"}
	if now := bytesOf(t, d.name); !maps.Equal(now, want) {
		t.Errorf("got %v, want %v", now, want)
	}
	if info, err := os.Stat(filepath.Join(d.name, "a")); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("got %v, want its mode to stay; %v", info, err)
	}
}

// Once it left control.json new and all else old when regions/ could not be written.
func TestRewritingInPlaceIsAllOrNothing(t *testing.T) {
	files := map[string][]byte{"a": []byte("10"), "new/d": []byte("40"), "regions/c": []byte("30")}
	for _, tt := range []struct{ name, more, at string }{
		{"a folder cannot be written", "z/under a file", ""},
		{"the last cannot take its name", "", "take regions/c"},
		{"the first cannot take its name", "", "take a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, old := inPlace(t)
			d.step = func(what string) {
				if what == tt.at {
					name := strings.TrimPrefix(what, "take ")
					occupied(t, filepath.Join(d.name, name))
					delete(old, name)
				}
			}
			all := maps.Clone(files)
			if tt.more != "" {
				all[tt.more] = nil
			}
			err := d.RewriteInPlace(all, []string{"b"})
			if err == nil || !strings.Contains(err.Error(), "nothing is written: ") {
				t.Errorf("got %v, want that nothing is written", err)
			}
			if now := bytesOf(t, d.name); !maps.Equal(now, old) {
				t.Errorf("got %v, want %v", now, old)
			}
			if _, err := os.Stat(filepath.Join(d.name, "new")); err == nil {
				t.Error("a folder that was made for it stays")
			}
		})
	}
}

// Where not even that can be taken back, the error says what is new and what is not.
func TestRewritingInPlaceTellsOfHalf(t *testing.T) {
	d, _ := inPlace(t)
	d.step = func(what string) {
		switch what {
		case "take regions/c":
			occupied(t, filepath.Join(d.name, "regions/c"))
		case "give back a":
			occupied(t, filepath.Join(d.name, "a"))
		}
	}
	err := d.RewriteInPlace(map[string][]byte{"a": []byte("10"), "new/d": []byte("40"), "regions/c": []byte("30")}, []string{"b"})
	if want := "half is written, and could not be taken back: new: a; as before: b, new/d, regions/c: "; !strings.Contains(fmt.Sprint(err), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}
