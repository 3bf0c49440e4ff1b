//go:build !race

// One goroutine does all of it: the race detector has nothing to find.

package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"demarc/data/dataset"
	"demarc/data/karabakh"
	"demarc/data/tables"
	"demarc/data/workfile"
)

// copied runs demarc copy and returns what it says.
func copied(t *testing.T, code int, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if got := run(context.Background(), append([]string{"copy"}, args...), &out, &out); got != code {
		t.Fatalf("demarc copy %v ends with %d, want %d: %s", args, got, code, &out)
	}
	return out.String()
}

// A GeoPackage that was edited and a directory that was edited meanwhile are merged by statement.
// What both changed stops it, in words and in the layer of problems, unless a side is preferred.
func TestCopyMerges(t *testing.T) {
	folder := t.TempDir()
	work, directory := filepath.Join(folder, "work.gpkg"), filepath.Join(folder, "dataset")
	canonical, err := dataset.Format(karabakh.FS())
	if err != nil {
		t.Fatal(err)
	}
	edited := func(change func(*tables.Set)) (*tables.Set, map[string][]byte) {
		set, err := tables.Split(canonical.Files)
		if err != nil {
			t.Fatal(err)
		}
		change(set)
		files, problems, err := set.Canonical()
		if err != nil || len(problems) > 0 {
			t.Fatal(problems, err)
		}
		return set, files
	}
	here, _ := edited(func(s *tables.Set) {
		s.Rows["periods"][3].Values["confidence"] = "low"
		s.Rows["periods"][5].Values["note_en"] = "here"
		s.Rows["zones"][1].Values["names_en"] = "Here"
	})
	made := workfile.Made{Files: canonical.Files, Set: here}
	if err := workfile.Write(context.Background(), work, made); err != nil {
		t.Fatal(err)
	}
	_, there := edited(func(s *tables.Set) {
		s.Rows["periods"][4].Values["confidence"] = "medium"
		s.Rows["periods"][5].Values["note_en"] = "there"
		s.Rows["zones"][1].Values["names_en"] = "There"
	})
	write := func() {
		os.RemoveAll(directory)
		if err := writeFiles(directory, there, nil); err != nil {
			t.Fatal(err)
		}
	}
	write()
	said := copied(t, exitFailed, work, directory)
	for _, want := range []string{`names_en: was `, `ours "Here", theirs "There"`, `note_en: was nothing, ours "here", theirs "there"`, "2 conflicts, nothing is written"} {
		if !strings.Contains(said, want) {
			t.Errorf("got %s, want %s", said, want)
		}
	}
	if now, err := os.ReadFile(filepath.Join(directory, "control.json")); err != nil || !bytes.Equal(now, there["control.json"]) {
		t.Errorf("the directory has changed, %v", err)
	}
	for side, want := range map[string]string{"-ours": "Here", "-theirs": "There"} {
		write()
		copied(t, exitFine, side, work, directory)
		set := loaded(t, directory)
		if set.Rows["zones"][1].Values["names_en"] != want || set.Rows["periods"][3].Values["confidence"] != "low" || set.Rows["periods"][4].Values["confidence"] != "medium" {
			t.Errorf("%s: got %v", side, set.Rows["zones"][1].Values["names_en"])
		}
	}
	// The other way the GeoPackage takes over what the directory says, and is not overwritten.
	write()
	if said := copied(t, exitFailed, directory, work); !strings.Contains(said, `ours "There", theirs "Here"`) {
		t.Errorf("got %s", said)
	}
	copied(t, exitFine, "-theirs", directory, work)
	if again, err := workfile.Read(context.Background(), work); err != nil || again.Set.Rows["zones"][1].Values["names_en"] != "Here" || again.Set.Rows["periods"][4].Values["confidence"] != "medium" {
		t.Errorf("got %v, %v", again, err)
	}
}

func loaded(t *testing.T, directory string) *tables.Set {
	t.Helper()
	files := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(directory), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files[name], err = os.ReadFile(filepath.Join(directory, name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	set, err := tables.Split(files)
	if err != nil {
		t.Fatal(err)
	}
	return set
}
