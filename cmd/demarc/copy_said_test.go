//go:build !race

package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func hasSaid(t *testing.T, said string, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		if !strings.Contains(said, want) {
			t.Errorf("got %s, want %s", said, want)
		}
	}
}

// Whichever way is copied, what TO alone has is said, with the command that brings it to FROM.
func TestCopyTellsOfEditsThatWait(t *testing.T) {
	folder := t.TempDir()
	directory, mine, other := filepath.Join(folder, "dataset"), filepath.Join(folder, "mine.gpkg"), filepath.Join(folder, "other.gpkg")
	copied(t, exitFine, "bundled:alsace", directory)
	copied(t, exitFine, directory, mine)
	copied(t, exitFine, directory, other)
	edit(t, mine, func(s session) { s.do("UPDATE sources SET publisher = 'Desk' WHERE fid = 1") })
	edit(t, other, func(s session) { s.do("UPDATE sources SET publisher = 'Other' WHERE fid = 2") })
	copied(t, exitFine, other, directory)
	back := fmt.Sprintf("%[1]s also has what %[2]s has not: demarc copy %[1]s %[2]s brings it there", mine, directory)
	hasSaid(t, copied(t, exitFine, directory, mine), "1 change", back)
	if said := copied(t, exitFine, mine, directory); strings.Contains(said, "also has") || !strings.Contains(said, "1 change") {
		t.Errorf("got %s, want that the edit is there", said)
	}
	if said := copied(t, exitFine, directory, mine); strings.Contains(said, "also has") {
		t.Errorf("got %s, want nothing to wait", said)
	}
}

// A TO that was not there is called new, so that a name that was mistyped, or of a place that was
// moved, is seen.
func TestCopyTellsWhatIsNew(t *testing.T) {
	folder := t.TempDir()
	directory, work := filepath.Join(folder, "dataset"), filepath.Join(folder, "work.gpkg")
	hasSaid(t, copied(t, exitFine, "bundled:alsace", directory), "; it is new\n")
	hasSaid(t, copied(t, exitFine, directory, work), "; it is new\n")
	hasSaid(t, copied(t, exitFine, work, directory+"t"), "; it is new: before, "+work+" was copied to or from dataset\n")
	if said := copied(t, exitFine, work, directory); strings.Contains(said, "new") {
		t.Errorf("got %s", said)
	}
	if err := os.Rename(directory, directory+"-moved"); err != nil {
		t.Fatal(err)
	}
	hasSaid(t, copied(t, exitFine, work, directory), "; it is new, though "+work+" was copied to or from it before: was that moved?\n")
}

// A file into which another program writes is left to it, in words rather than those of SQLite, by
// the check as by copies; once what it had not saved was lost with the file that was replaced.
func TestOpenFilesAreTold(t *testing.T) {
	folder := t.TempDir()
	directory, work := filepath.Join(folder, "dataset"), filepath.Join(folder, "work.gpkg")
	copied(t, exitFine, "bundled:alsace", directory)
	copied(t, exitFine, directory, work)
	check := func() string {
		var out bytes.Buffer
		if got := run(context.Background(), []string{"check", "-write", work}, &out, &out); got != exitFailed {
			t.Errorf("demarc check -write ends with %d, want %d: %s", got, exitFailed, &out)
		}
		return out.String()
	}
	const want = "work.gpkg is open in another program: save there and close it first\n"
	edit(t, work, func(s session) {
		s.do("BEGIN IMMEDIATE")
		s.do("UPDATE sources SET publisher = 'Desk' WHERE fid = 1")
		hasSaid(t, check(), want)
		hasSaid(t, copied(t, exitFailed, directory, work), want)
		s.do("COMMIT")
	})
	hasSaid(t, copied(t, exitFine, "-dry-run", work, directory), `publisher`)
	if os.Geteuid() == 0 {
		return // may write all
	}
	if err := os.Chmod(work, 0o444); err != nil {
		t.Fatal(err)
	}
	hasSaid(t, check(), "work.gpkg cannot be written: want a file")
}
