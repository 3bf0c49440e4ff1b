//go:build !race

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// set gives a source a publisher in a GeoPackage, as QGIS does.
func setPublisher(t *testing.T, work, publisher string) {
	t.Helper()
	edit(t, work, func(s session) { s.do("UPDATE sources SET publisher = ? WHERE fid = 1", publisher) })
}

func publisherIn(t *testing.T, directory string) any {
	t.Helper()
	return loaded(t, directory).Rows["sources"][0].Values["publisher"]
}

// A directory that is again as it was before a copy was restored, or its edits were undone in it:
// nothing tells, so whoever copies says which, and nothing is lost meanwhile.
func TestCopyAsksWhatARestoredDirectoryMeans(t *testing.T) {
	for _, tt := range []struct {
		args []string // -flag FROM TO
		want any      // in both, afterwards
	}{
		{[]string{"-ours", "work", "dataset"}, "Desk"},
		{[]string{"-theirs", "work", "dataset"}, nil},
		{[]string{"-theirs", "dataset", "work"}, "Desk"},
		{[]string{"-ours", "dataset", "work"}, nil},
	} {
		t.Run(strings.Join(tt.args, " "), func(t *testing.T) {
			folder := t.TempDir()
			names := map[string]string{"work": filepath.Join(folder, "work.gpkg"), "dataset": filepath.Join(folder, "dataset"), "kept": filepath.Join(folder, "kept")}
			work, directory := names["work"], names["dataset"]
			copied(t, exitFine, "bundled:alsace", directory)
			copied(t, exitFine, directory, names["kept"])
			copied(t, exitFine, directory, work)
			was := publisherIn(t, directory)
			setPublisher(t, work, "Desk")
			copied(t, exitFine, work, directory)
			if err := os.RemoveAll(directory); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(names["kept"], directory); err != nil {
				t.Fatal(err)
			}
			from, to := names[tt.args[1]], names[tt.args[2]]
			if said := copied(t, exitFailed, from, to); !strings.Contains(said, "is again as it was before "+work+" was copied to it, nothing is written") {
				t.Errorf("got %s", said)
			}
			copied(t, exitFine, tt.args[0], from, to)
			copied(t, exitFine, to, from)
			want := tt.want
			if want == nil {
				want = was
			}
			if got := publisherIn(t, directory); got != want {
				t.Errorf("got %v, want %v", got, want)
			}
			if said := copied(t, exitFine, "-dry-run", work, directory); said != "" {
				t.Errorf("both are to say the same, and differ: %s", said)
			}
		})
	}
}

// A directory that was moved is known by what it says; another dataset is no directory of the file.
func TestCopyToWhatWasMoved(t *testing.T) {
	folder := t.TempDir()
	work, directory, moved, other := filepath.Join(folder, "work.gpkg"), filepath.Join(folder, "dataset"), filepath.Join(folder, "moved"), filepath.Join(folder, "other")
	copied(t, exitFine, "bundled:alsace", directory)
	copied(t, exitFine, directory, work)
	setPublisher(t, work, "Desk")
	copied(t, exitFine, work, directory)
	if err := os.Rename(directory, moved); err != nil {
		t.Fatal(err)
	}
	setPublisher(t, work, "Another desk")
	if said := copied(t, exitFine, work, moved); !strings.Contains(said, "was never copied to or from") || !strings.Contains(said, "1 change") {
		t.Errorf("got %s", said)
	}
	if got := publisherIn(t, moved); got != "Another desk" {
		t.Errorf("got %v", got)
	}
	setPublisher(t, work, "Third desk")
	if said := copied(t, exitFine, work, moved); strings.Contains(said, "never copied") {
		t.Errorf("got %s", said)
	}
	copied(t, exitFine, "bundled:karabakh", other)
	if said := copied(t, exitFailed, work, other); !strings.Contains(said, "is another dataset") {
		t.Errorf("got %s", said)
	}
}

// Two GeoPackages of one directory are merged by what both were made from.
func TestCopyFromFileToFile(t *testing.T) {
	folder := t.TempDir()
	one, other, directory := filepath.Join(folder, "one.gpkg"), filepath.Join(folder, "other.gpkg"), filepath.Join(folder, "dataset")
	copied(t, exitFine, "bundled:alsace", directory)
	copied(t, exitFine, directory, one)
	copied(t, exitFine, directory, other)
	setPublisher(t, one, "Desk")
	edit(t, other, func(s session) { s.do("UPDATE sources SET publisher = 'Archive' WHERE fid = 2") })
	copied(t, exitFine, one, other)
	copied(t, exitFine, other, directory)
	rows := loaded(t, directory).Rows["sources"]
	if rows[0].Values["publisher"] != "Desk" || rows[1].Values["publisher"] != "Archive" {
		t.Errorf("got %v and %v", rows[0].Values["publisher"], rows[1].Values["publisher"])
	}
}

// -json says changes and conflicts for programs, also where nothing is written.
func TestCopyAsJSON(t *testing.T) {
	folder := t.TempDir()
	work, directory, theirs := filepath.Join(folder, "work.gpkg"), filepath.Join(folder, "dataset"), filepath.Join(folder, "theirs.gpkg")
	copied(t, exitFine, "bundled:alsace", directory)
	copied(t, exitFine, directory, work)
	copied(t, exitFine, directory, theirs)
	setPublisher(t, work, "Desk")
	setPublisher(t, theirs, "Archive")
	said := func(code int, args ...string) (r copyReport) {
		t.Helper()
		text := copied(t, code, args...)
		if err := json.NewDecoder(strings.NewReader(text[strings.Index(text, "{\n"):])).Decode(&r); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		return r
	}
	if r := said(exitFine, "-json", "-dry-run", work, directory); r.Written || len(r.Changes) != 1 || r.Changes[0].Column != "publisher" || r.Changes[0].New != "Desk" {
		t.Errorf("got %+v", r)
	}
	if r := said(exitFine, "-json", work, directory); !r.Written || len(r.Changes) != 1 {
		t.Errorf("got %+v", r)
	}
	if r := said(exitFailed, "-json", theirs, directory); r.Written || len(r.Conflicts) != 1 || r.Conflicts[0].Ours != "Archive" || r.Conflicts[0].Theirs != "Desk" || r.Conflicts[0].Words == "" {
		t.Errorf("got %+v", r)
	}
	if r := said(exitFine, "-json", "-ours", theirs, directory); !r.Written || r.Decided != "ours" || len(r.Conflicts) != 1 || len(r.Changes) != 1 {
		t.Errorf("got %+v", r)
	}
}

// Who stands in the directory that is written is told that it is another now, and the file learns
// of the copy all the same.
func TestCopyIntoWhereOneStands(t *testing.T) {
	folder := t.TempDir()
	work, directory := filepath.Join(folder, "work.gpkg"), filepath.Join(folder, "dataset")
	copied(t, exitFine, "bundled:alsace", directory)
	copied(t, exitFine, directory, work)
	setPublisher(t, work, "Desk")
	t.Chdir(directory)
	said := copied(t, exitFine, filepath.Join("..", "work.gpkg"), ".")
	if !strings.Contains(said, "cd "+directory+" enters it") || !strings.Contains(said, "1 change") || strings.Contains(said, "could not be told") {
		t.Errorf("got %s", said)
	}
	t.Chdir(folder)
	setPublisher(t, work, "Another desk")
	copied(t, exitFine, "work.gpkg", "dataset")
	if got := publisherIn(t, directory); got != "Another desk" {
		t.Errorf("got %v", got)
	}
}
