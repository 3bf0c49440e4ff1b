package release

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/folder"
	"demarc/data/testdata"
)

var march = date.On(2021, 3, 1)

// written puts a dataset into a folder.
func written(t *testing.T, root fs.FS) string {
	t.Helper()
	directory := filepath.Join(t.TempDir(), "mine")
	if err := os.CopyFS(directory, root); err != nil {
		t.Fatal(err)
	}
	return directory
}

func edit(t *testing.T, directory, name, old, new string) {
	t.Helper()
	file := filepath.Join(directory, name)
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(content, []byte(old)) {
		t.Fatalf("%s does not have %q", name, old)
	}
	if err := os.WriteFile(file, bytes.Replace(content, []byte(old), []byte(new), 1), 0o644); err != nil {
		t.Fatal(err)
	}
}

func released(t *testing.T, directory string, m Making) *Made {
	t.Helper()
	if m.Message == "" {
		m.Message = "as it stands"
	}
	made, err := Make(t.Context(), directory, m)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// answers is what a snapshot says of all zones on all days of change.
func answers(t *testing.T, s *data.Snapshot) string {
	t.Helper()
	text, err := json.Marshal(s.State())
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// correct is an edit of the small dataset: the reds held the east.
func correct(t *testing.T, directory string) {
	edit(t, directory, "control.json", `"to": null, "controller": "blues", "status": "controlled", "event": "start"`, `"to": null, "controller": "reds", "status": "controlled", "event": "start"`)
}

// What was released answers as it did, whatever becomes of the dataset.
func TestReleaseAnswersAsBefore(t *testing.T) {
	directory := written(t, testdata.Small())
	root := folder.Of(directory)
	before, _, err := data.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	first := released(t, directory, Making{Date: march, By: " Ann ", Message: " the beginning "})
	if first.Version != 1 || first.Snapshot != before.ID || first.By != "Ann" || first.Message != "the beginning" {
		t.Errorf("got %+v, want version 1 of snapshot %s by Ann", first.Release, before.ID)
	}
	correct(t, directory)
	second := released(t, directory, Making{Date: march + 9, Message: "corrected"})
	now, _, err := data.Open(root)
	if err != nil {
		t.Fatal(err)
	}
	list := Read(root)
	if len(list.Releases) != 2 || len(list.Problems) > 0 {
		t.Fatalf("got %d releases, problems %v: want 2, none", len(list.Releases), list.Problems)
	}
	for _, tt := range []struct {
		day  date.Date
		want *Release
		same *data.Snapshot
	}{{march, first.Release, before}, {march + 8, first.Release, before}, {march + 9, second.Release, now}, {march + 900, second.Release, now}} {
		r := list.Known(tt.day)
		if r == nil || r.Version != tt.want.Version || list.Of(tt.want.Snapshot) != r {
			t.Fatalf("known on %s: got %v, want version %d", tt.day, r, tt.want.Version)
		}
		s, err := r.Open(root, 1<<30)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := answers(t, s), answers(t, tt.same); got != want || s.ID != tt.same.ID {
			t.Errorf("%s answers otherwise than on its day:\n%s\nwant\n%s", r, got, want)
		}
	}
	if r := list.Known(march - 1); r != nil {
		t.Errorf("known the day before the first release: got %v, want none", r)
	}
}

// A summary says what was corrected, on the ground too, and what is new.
func TestSummary(t *testing.T) {
	directory := written(t, testdata.Small())
	if first := released(t, directory, Making{Date: march}); len(first.Summary.Text) != 1 || !strings.HasPrefix(first.Summary.Text[0], "the first version: ") {
		t.Errorf("got %q, want how much there is", first.Summary.Text)
	}
	correct(t, directory)
	second := released(t, directory, Making{Date: march})
	got := strings.Join(second.Summary.Text, "\n")
	for _, want := range []string{"periods: 1 changed", "corrected for 2009-12-31: ", " km2 are held by "} {
		if !strings.Contains(got, want) {
			t.Errorf("got %q, want %q in it", got, want)
		}
	}
	if !strings.HasPrefix(got, "corrected for ") {
		t.Errorf("got %q, want what changed on the ground first", got)
	}
	if len(second.Summary.Ground) != 1 || second.Summary.Since != 1 || second.Summary.Ground[0].Km2 <= 0 ||
		*second.Summary.Ground[0].From != "blues" || *second.Summary.Ground[0].To != "reds" {
		t.Errorf("got %+v, want land of the blues that was the reds'", second.Summary.Ground)
	}
}

// A day that is added to a dataset which is kept up is news, and corrects nothing.
func TestAddedDayIsNews(t *testing.T) {
	const river = `"to": "2005-03-01", "controller": "reds", "status": "controlled", "event": "start"},
    {"from": "2005-03-01", "to": null, "controller": "blues", "status": "controlled", "event": "river"}`
	const still = `"to": null, "controller": "reds", "status": "controlled", "event": "start"}`
	directory := written(t, testdata.Small())
	edit(t, directory, "dataset.json", `"covers": {"from": "2000-01-01", "to": "2010-01-01"`, `"as_of": "2004-12-31", "covers": {"from": "2000-01-01", "to": null`)
	edit(t, directory, "control.json", river, still)
	released(t, directory, Making{Date: march})
	edit(t, directory, "dataset.json", "2004-12-31", "2005-03-01")
	edit(t, directory, "control.json", still, river)
	second := released(t, directory, Making{Date: march})
	got := strings.Join(second.Summary.Text, "\n")
	if !strings.Contains(got, "2004-12-31 to 2005-03-01: Blues gained ") || strings.Contains(got, "corrected") {
		t.Errorf("got %q, want what the blues gained by the new day, and no correction", got)
	}
}

// What was not changed is not released twice, unless it is asked for.
func TestSameTwice(t *testing.T) {
	directory := written(t, testdata.Small())
	first := released(t, directory, Making{Date: march})
	var same *SameError
	if _, err := Make(t.Context(), directory, Making{Message: "again", Date: march}); !errors.As(err, &same) || same.Version != 1 {
		t.Errorf("got %v, want that it is version 1 already", err)
	}
	again := released(t, directory, Making{Date: march, Again: true})
	if again.Version != 2 || again.Snapshot != first.Snapshot || again.Zip != first.Zip {
		t.Errorf("got %+v, want version 2 with the zip of %+v", again.Release, first.Release)
	}
	a, _ := os.ReadFile(filepath.Join(directory, first.File()))
	b, _ := os.ReadFile(filepath.Join(directory, again.File()))
	if len(a) == 0 || !bytes.Equal(a, b) {
		t.Error("the zips of one content differ")
	}
}

// What tells how the directory came to be is in no zip and no snapshot.
func TestBesideTheDataset(t *testing.T) {
	directory := written(t, testdata.Small())
	first := released(t, directory, Making{Date: march})
	for name, content := range map[string]string{
		"raw/import.json": "{}", "versions/notes.txt": "mine", ".git/config": "", ".hidden": "x", "README.md": "about", "sources/a.md": "quoted",
	} {
		os.MkdirAll(filepath.Dir(filepath.Join(directory, name)), 0o755)
		if err := os.WriteFile(filepath.Join(directory, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	second := released(t, directory, Making{Date: march, Again: true})
	if second.Snapshot != first.Snapshot {
		t.Errorf("snapshot %s, want %s as before", second.Snapshot, first.Snapshot)
	}
	for _, p := range second.Problems {
		if p.Rule == "stray-file" {
			t.Errorf("got %s, want none about what is beside the dataset", p)
		}
	}
	files, err := second.Files(folder.Of(directory), 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"raw", "versions", "versions.json", ".git", ".hidden"} {
		if _, err := fs.Stat(files, name); err == nil {
			t.Errorf("%s is in the zip", name)
		}
	}
	for _, name := range []string{"README.md", "sources/a.md", "control.json"} {
		if _, err := fs.Stat(files, name); err != nil {
			t.Errorf("%s is not in the zip", name)
		}
	}
	if _, err := os.Stat(filepath.Join(directory, "versions/notes.txt")); err != nil {
		t.Error("a file of somebody else is gone from versions/")
	}
}

// What is not fit is not released, and nothing is written.
func TestNotReleased(t *testing.T) {
	for _, tt := range []struct {
		name, want string
		spoil      func(directory string)
		day        date.Date
	}{
		{"with errors", "the check finds errors", func(d string) { edit(t, d, "actors.json", `"id"`, `"idd"`) }, march},
		{"before the last", "want no day before it", func(string) {}, march - 1},
		{"with a damaged list", "versions.json is damaged", func(d string) { edit(t, d, listFile, `"snapshot"`, `snapshot`) }, march},
	} {
		t.Run(tt.name, func(t *testing.T) {
			directory := written(t, testdata.Small())
			released(t, directory, Making{Date: march})
			tt.spoil(directory)
			before := all(t, directory)
			if _, err := Make(t.Context(), directory, Making{Message: "x", Date: tt.day, Again: true}); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q in it", err, tt.want)
			}
			if after := all(t, directory); after != before {
				t.Errorf("the directory was\n%s\nand is\n%s", before, after)
			}
		})
	}
}

// all lists the files of a directory with their content.
func all(t *testing.T, directory string) string {
	t.Helper()
	var out strings.Builder
	err := filepath.WalkDir(directory, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(file)
		fmt.Fprintf(&out, "%s %d %x\n", strings.TrimPrefix(file, directory), len(content), content[:min(len(content), 8)])
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// killed is what a step panics with.
type killed struct{}

// A release that is broken off at any step was not made, or was; all that was released before
// answers, and the next one leaves nothing of it.
func TestBrokenOffAtAnyStep(t *testing.T) {
	var steps []string
	directory := written(t, testdata.Small())
	released(t, directory, Making{Date: march, step: func(step string) { steps = append(steps, step) }})
	if len(steps) < 8 {
		t.Fatalf("got the steps %q, want some for the zip and some for the list", steps)
	}
	for _, fatal := range steps {
		t.Run(fatal, func(t *testing.T) {
			directory := written(t, testdata.Small())
			first := released(t, directory, Making{Date: march})
			correct(t, directory)
			list, _ := os.ReadFile(filepath.Join(directory, listFile))
			func() {
				defer func() {
					if cause := recover(); cause != (killed{}) {
						t.Fatalf("got %v, want to be killed", cause)
					}
				}()
				Make(context.Background(), directory, Making{Message: "x", Date: march, step: func(step string) {
					if step == fatal {
						panic(killed{})
					}
				}})
			}()
			after, _ := os.ReadFile(filepath.Join(directory, listFile))
			made := fatal == "list has its name"
			if bytes.Equal(list, after) == made {
				t.Errorf("the list has changed: %v, want %v", !made, made)
			}
			opens(t, directory, 1+map[bool]int{true: 1}[made])
			if s, _, err := data.Open(folder.Of(directory)); err != nil || s.ID == first.Snapshot {
				t.Errorf("the dataset is %v, %v: want it as it was edited", s, err)
			}
			next := released(t, directory, Making{Date: march, Again: true})
			opens(t, directory, next.Version)
			entries, _ := os.ReadDir(filepath.Join(directory, zipsDir))
			top, _ := os.ReadDir(directory)
			if slices.ContainsFunc(append(top, entries...), func(e fs.DirEntry) bool { return strings.HasPrefix(e.Name(), ".") }) || len(entries) != next.Version {
				t.Errorf("got %v, %v: want %d zips and nothing unfinished", entries, top, next.Version)
			}
		})
	}
}

// opens opens all releases.
func opens(t *testing.T, directory string, want int) {
	t.Helper()
	list := Read(folder.Of(directory))
	if len(list.Releases) != want || len(list.Problems) > 0 {
		t.Errorf("got %d releases, problems %v: want %d, none", len(list.Releases), list.Problems, want)
	}
	for _, r := range list.Releases {
		if _, err := r.Open(folder.Of(directory), 1<<30); err != nil {
			t.Errorf("%s: %v", r, err)
		}
	}
}

// A release is found by what people know of it.
func TestFind(t *testing.T) {
	list := &List{Releases: []*Release{
		{Version: 1, Date: march, Snapshot: "aa"}, {Version: 2, Date: march, Snapshot: "bb"}, {Version: 3, Date: march + 4, Snapshot: "aa"},
	}}
	for text, want := range map[string]int{
		"1": 1, "2": 2, "3": 3, Newest: 3, "aa": 3, "bb": 2,
		march.String(): 2, (march + 3).String(): 2, (march + 4).String(): 3, (march + 400).String(): 3,
	} {
		if got, err := list.Find(text); err != nil || got.Version != want {
			t.Errorf("%s: got %v (%v), want version %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "0", "4", "01", "a", "v1", (march - 1).String(), "2021-13-01"} {
		if got, err := list.Find(text); err == nil || !strings.Contains(err.Error(), "want a number from 1 to 3") {
			t.Errorf("%q: got %v (%v), want an error that says what there is", text, got, err)
		}
	}
	if _, err := (&List{}).Find(Newest); err == nil || !strings.Contains(err.Error(), "none was released") {
		t.Errorf("got %v", err)
	}
}
