//go:build !race

// One goroutine does all of it: the race detector has nothing to find.

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"demarc/data/dataset"
	"demarc/data/karabakh"
	"demarc/data/tables"
	"demarc/data/testdata"
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
		withoutNote(s).Values["note_en"] = "here"
		s.Rows["zones"][1].Values["names_en"] = "Here"
	})
	_, there := edited(func(s *tables.Set) {
		s.Rows["periods"][4].Values["confidence"] = "medium"
		withoutNote(s).Values["note_en"] = "there"
		s.Rows["zones"][1].Values["names_en"] = "There"
	})
	write := func() {
		os.RemoveAll(directory)
		if err := writeFiles(directory, there, nil); err != nil {
			t.Fatal(err)
		}
		os.Remove(work)
		if err := workfile.Write(context.Background(), work, workfile.Made{Files: canonical.Files, Set: here}); err != nil {
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

// withoutNote returns the first period behind those that are changed otherwise which has no note.
func withoutNote(s *tables.Set) *tables.Row {
	at := slices.IndexFunc(s.Rows["periods"][5:], func(row *tables.Row) bool { return row.Values["note_en"] == "" })
	return s.Rows["periods"][5+at]
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

// A file that another program has open, with a log of its edits beside it, is not replaced: whoever
// opened the new one would read the log of the old one into it.
func TestOpenFilesAreNotReplaced(t *testing.T) {
	folder := t.TempDir()
	work, directory := filepath.Join(folder, "work.gpkg"), filepath.Join(folder, "dataset")
	copied(t, exitFine, "bundled:alsace", directory)
	copied(t, exitFine, directory, work)
	edit(t, work, func(s session) {
		s.one("PRAGMA journal_mode = WAL")
		s.do("UPDATE sources SET publisher = 'Desk' WHERE fid = 1")
		if said := copied(t, exitFailed, directory, work); !strings.Contains(said, "is open in another program") {
			t.Errorf("got %s", said)
		}
		if said := copied(t, exitFine, work, directory); !strings.Contains(said, "1 change") || strings.Contains(said, "could not be told") {
			t.Errorf("got %s", said)
		}
	})
	copied(t, exitFine, directory, work)
	if said := copied(t, exitFine, "-dry-run", work, directory); said != "" {
		t.Errorf("got %s", said)
	}
}

// A zone that one side edited and the other cut is one conflict, in words that tell which zones are
// there now and what was edited, with both shapes; it is decided for the new zones alone.
func TestCopyTellsOfReplacedZones(t *testing.T) {
	folder := t.TempDir()
	work, directory := filepath.Join(folder, "work.gpkg"), filepath.Join(folder, "dataset")
	canonical, err := dataset.Format(testdata.Small())
	if err != nil {
		t.Fatal(err)
	}
	if err := writeFiles(directory, canonical.Files, nil); err != nil {
		t.Fatal(err)
	}
	copied(t, exitFine, directory, work)
	edit(t, work, func(s session) {
		s.do("UPDATE zones SET names_en = 'Edited' WHERE id = 'west'")
		s.do("UPDATE periods SET note_en = 'seen' WHERE zone = 'west' AND valid_from = '2005-03-01'")
	})
	cut(t, directory)
	words := "zone west (West valley): " + directory + " has west-1 (West valley) and west-2 (West valley) in its place; " + work +
		` edited it: names_en: "West valley" -> "Edited"; period from 2005-03-01: note_en: nothing -> "seen"`
	said := copied(t, exitFailed, work, directory)
	for _, want := range []string{"conflict: " + words, "1 conflict, nothing is written", "-theirs takes the new regions and decides all", "the layer problems of " + work} {
		if !strings.Contains(said, want) {
			t.Errorf("got %s, want %s", said, want)
		}
	}
	edit(t, work, func(s session) {
		message := fmt.Sprint(s.one("SELECT message FROM problems"))
		if !strings.Contains(message, "dataset has west-1 (West valley) and west-2 (West valley) in its place; this file edited it") {
			t.Errorf("the layer says %s", message)
		}
		if n := s.one("SELECT count(DISTINCT side) FROM problem_shapes WHERE key = 'west'"); n != int64(2) {
			t.Errorf("the layer has the shapes of %v sides", n)
		}
	})
	if said := copied(t, exitFailed, "-ours", work, directory); !strings.Contains(said, "west cannot be kept, as others have its land, nothing is written: -theirs takes those") {
		t.Errorf("got %s", said)
	}
	copied(t, exitFine, "-theirs", work, directory)
	edit(t, work, func(s session) {
		if n := s.one("SELECT count(*) FROM problems"); n != int64(0) {
			t.Errorf("%v conflicts are shown that are decided", n)
		}
	})
	// It is decided for both, whichever way the next copy goes.
	copied(t, exitFine, work, directory)
	copied(t, exitFine, directory, work)
	for _, zone := range loaded(t, directory).Rows["zones"] {
		if zone.Values["id"] == "west" {
			t.Error("west is there again")
		}
	}
	if said := copied(t, exitFine, "-dry-run", directory, work); said != "" {
		t.Errorf("got %s", said)
	}
}

// cut cuts the zone west of the small dataset in two, as an added day does.
func cut(t *testing.T, directory string) {
	t.Helper()
	set := loaded(t, directory)
	var zones, periods []*tables.Row
	for _, r := range set.Rows["zones"] {
		if r.Values["id"] != "west" {
			zones = append(zones, r)
			continue
		}
		for i, ring := range []orb.Ring{{{10, 50}, {10.5, 50}, {10.5, 51}, {10, 51}, {10, 50}}, {{10.5, 50}, {11, 50}, {11, 51}, {10.5, 51}, {10.5, 50}}} {
			half := r.Clone()
			half.Values["id"], half.Values["geom"] = fmt.Sprintf("west-%d", i+1), orb.Polygon{ring}
			zones = append(zones, half)
		}
	}
	renamed := func(r *tables.Row, id string) *tables.Row {
		r = r.Clone()
		r.Values["zone"] = id
		return r
	}
	for _, r := range set.Rows["periods"] {
		if r.Values["zone"] != "west" {
			periods = append(periods, r)
			continue
		}
		periods = append(periods, renamed(r, "west-1"), renamed(r, "west-2"))
	}
	set.Rows["zones"], set.Rows["periods"] = zones, periods
	for _, r := range set.Rows["event_zones"] {
		if r.Values["zone"] == "west" {
			r.Values["zone"] = "west-1"
		}
	}
	for _, r := range set.Rows["places"] {
		if r.Values["region"] == "west" {
			r.Values["region"] = "west-1"
		}
	}
	set.Rows["retired"] = append(set.Rows["retired"], &tables.Row{Values: map[string]any{"id": "west"}})
	for _, heir := range []string{"west-1", "west-2"} {
		set.Rows["retired_replaced_by"] = append(set.Rows["retired_replaced_by"], &tables.Row{Values: map[string]any{"retired": "west", "region": heir, "replaced_by": heir}})
		set.Rows["region_replaces"] = append(set.Rows["region_replaces"], &tables.Row{Values: map[string]any{"region": heir, "replaces": "west", "replace": "west"}})
	}
	_, problems, err := set.Load()
	for _, p := range problems {
		if p.Severity == dataset.Error {
			t.Error(p)
		}
	}
	files, _, err2 := set.Canonical()
	if err := errors.Join(err, err2, writeFiles(directory, files, nil)); err != nil {
		t.Fatal(err)
	}
}

// What the check accepts with a warning is carried along, or refused with its file, line and name
// and what can be done: never left out without a word.
func TestCopyCarriesOrRefuses(t *testing.T) {
	counties, zones := "regions/counties.geojson", "regions/zones.geojson"
	for _, tt := range []struct{ name, file, old, new, says string }{
		{"unknown member", "control.json", `"status": "controlled", "event": "river"`, `"statsu": "x", "status": "controlled", "event": "river"`, `control.json:4: warning: zone west: "statsu" means nothing here`},
		{"unknown member of a file", "events.json", `{"events"`, `{"about": 1, "events"`, `events.json:1: warning: file: "about" means nothing here`},
		{"unknown member of a collection", zones, `"type": "FeatureCollection"`, `"type": "FeatureCollection", "mine": 1`, zones + `:1: warning: file: "mine" means nothing here`},
		{"altitude", zones, "[[10, 50],", "[[10, 50, 7],", zones + ":3: warning: positions with a third number"},
		{"part of a collection", counties, `"geometry": null`,
			`"geometry": {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [11, 50]}, {"type": "Polygon", "coordinates": [[[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]]}]}`,
			counties + ":5: warning: region hamlet: its GeometryCollection is taken as one Polygon, and left out of it is: 1 point"},
		{"file nobody reads", "event.json", "", `{"mine": 1}`, ""},
		{"layer that is not listed", "regions/mine.geojson", "", `{"type": "FeatureCollection", "features": []}`, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			folder := t.TempDir()
			directory, work, back := filepath.Join(folder, "dataset"), filepath.Join(folder, "work.gpkg"), filepath.Join(folder, "back")
			root := testdata.Copy(t, testdata.Small())
			if tt.old == "" {
				root[tt.file] = &fstest.MapFile{Data: []byte(tt.new)}
			} else {
				root = testdata.With(t, root, tt.file, tt.old, tt.new, 1)
			}
			if problems, err := dataset.CheckFiles(root); err != nil || dataset.Errors(problems) > 0 {
				t.Fatal(problems, err)
			}
			if err := os.CopyFS(directory, root); err != nil {
				t.Fatal(err)
			}
			if tt.says != "" {
				said := copied(t, exitFailed, directory, work)
				if !strings.Contains(said, tt.says) || !strings.Contains(said, "demarc fmt -drop-unknown "+directory) {
					t.Errorf("got %s, want %s", said, tt.says)
				}
				return
			}
			copied(t, exitFine, directory, work)
			copied(t, exitFine, work, back)
			if content, err := os.ReadFile(filepath.Join(back, filepath.FromSlash(tt.file))); err != nil || string(content) != tt.new {
				t.Errorf("got %s, %v", content, err)
			}
		})
	}
}
