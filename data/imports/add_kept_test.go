package imports

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"demarc/data/dataset"
)

// bytesOf are the files of a directory, by name.
func bytesOf(t testing.TB, directory string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := fs.WalkDir(os.DirFS(directory), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(os.DirFS(directory), name)
		all[name] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// edit changes a dataset by hand, and writes it as the program would.
func edit(t testing.TB, directory string, change func(d *dataset.Dataset)) {
	t.Helper()
	reading, err := dataset.Load(os.DirFS(directory))
	if err != nil {
		t.Fatal(err)
	}
	change(reading.Dataset)
	if err := writeFiles(reading.Dataset, directory); err != nil {
		t.Fatal(err)
	}
	problems, err := dataset.CheckFiles(os.DirFS(directory))
	if err != nil || dataset.Errors(problems) > 0 {
		t.Fatalf("%v %v", problems, err)
	}
}

// What was made by hand stays through thirty days: events with their periods, sources, names,
// viewpoints, notes, attributes. An event names the pieces of a zone that was cut; files that say
// nothing new stay as they are written, down to the spaces.
func TestAddingKeepsWhatIsMadeByHand(t *testing.T) {
	a := newArchive(2, archiveOptions{days: 32})
	directory := a.atOnce(t, 0, 1)
	var core string
	edit(t, directory, func(d *dataset.Dataset) {
		largest := slices.MaxFunc(d.Regions, func(r, s *dataset.Region) int { return len(r.Geometry[0][0]) - len(s.Geometry[0][0]) })
		core = largest.ID
		largest.Names = dataset.Names{"en": "The Heart"}
		largest.Note = dataset.NewText("drawn by hand")
		d.Sources = append(d.Sources, &dataset.Source{ID: "diary", Title: "A diary", URL: "https://example.org/diary", Verified: true})
		first := d.Covers.From
		d.Events = append(d.Events, &dataset.Event{ID: "rising", Day: first, Earliest: first, Latest: first, Kind: "battle", Title: dataset.Names{"en": "The rising"}, Zones: []string{core}, Sources: []string{"diary"}})
		d.Events[0].Date.Text = first.String()
		d.Viewpoints = []*dataset.Viewpoint{{ID: "all", Names: dataset.Names{"en": "All"}}, {ID: "blue", Names: dataset.Names{"en": "Blue"}}}
		for _, p := range d.Periods {
			if p.Zone == core {
				p.Note = dataset.NewText("told by a witness")
				p.Sources = append(p.Sources, "diary")
			}
		}
	})
	actors := filepath.Join(directory, "actors.json")
	spaced, err := os.ReadFile(actors)
	if err != nil {
		t.Fatal(err)
	}
	spaced = bytes.ReplaceAll(spaced, []byte(": "), []byte(" :  "))
	if err := os.WriteFile(actors, spaced, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(actors, 0o640); err != nil {
		t.Fatal(err)
	}
	later := a.write(t, t.TempDir(), a.all()[2:]...)
	add(t, later, directory, Adding{})
	if now, err := os.ReadFile(actors); err != nil || !bytes.Equal(now, spaced) {
		t.Errorf("actors.json, in which nothing changed, was written anew: %s; %v", now, err)
	}
	if info, err := os.Stat(actors); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("actors.json: got %v, want its mode to stay; %v", info.Mode(), err)
	}
	d := opened(t, directory).Dataset
	into, retired := d.Successors(core)
	if !retired || len(into) < 2 {
		t.Fatalf("the core %s became %v: want it cut", core, into)
	}
	event := d.Events[0]
	if got := slices.Sorted(slices.Values(event.Zones)); !slices.Equal(got, slices.Sorted(slices.Values(into))) {
		t.Errorf("the event names %v, want the pieces %v", got, into)
	}
	for _, r := range d.Regions {
		if slices.Contains(into, r.ID) && (r.Names["en"] != "The Heart" || !r.Note.Equal(dataset.NewText("drawn by hand"))) {
			t.Errorf("piece %s: got names %v, note %v", r.ID, r.Names, r.Note)
		}
	}
	told := 0
	for _, p := range d.Periods {
		if p.Note.Equal(dataset.NewText("told by a witness")) {
			told++
			if !slices.Contains(p.Sources, "diary") {
				t.Errorf("zone %s: lost its source: %v", p.Zone, p.Sources)
			}
		}
	}
	if told < len(into) || len(d.Viewpoints) != 2 || len(d.Sources) != 2 {
		t.Errorf("got %d periods with the note for %d pieces, %d viewpoints, %d sources", told, len(into), len(d.Viewpoints), len(d.Sources))
	}
}

// With -dry-run, on an error, or when somebody writes meanwhile, nothing changes, and nothing is
// left beside the dataset.
func TestAddingWritesAllOrNothing(t *testing.T) {
	a := newArchive(3, archiveOptions{days: 5})
	directory := a.atOnce(t, 0, 1, 2)
	before := bytesOf(t, directory)
	same := func(what string) {
		t.Helper()
		if after := bytesOf(t, directory); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("%s: the dataset changed", what)
		}
		beside, err := os.ReadDir(filepath.Dir(directory))
		if err != nil || len(beside) != 1 {
			t.Errorf("%s: beside the dataset stand %v; %v", what, beside, err)
		}
	}
	folder := a.write(t, t.TempDir(), 3)
	if delta := add(t, a.file(folder, 3), directory, Adding{DryRun: true}); len(delta.Files) == 0 || len(delta.Passes) == 0 {
		t.Errorf("-dry-run: got %+v, want what would change", delta)
	}
	same("-dry-run")
	for name, content := range map[string]string{
		"front_2024-06-01.geojson": `{"type": "FeatureCollection", "features": [`,
		"front_someday.geojson":    a.content[3],
		"front_2024-06-02.geojson": `{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"controller": "red"}, "geometry": {"type": "Polygon", "coordinates": [[[500000,0],[500001,0],[500001,1],[500000,0]]]}}]}`,
	} {
		if _, err := Add(context.Background(), written(t, name, content), directory, Adding{}); err == nil {
			t.Errorf("%s: got no error", name)
		}
		same(name)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Add(ctx, a.file(folder, 3), directory, Adding{}); err == nil {
		t.Error("stopped: got no error")
	}
	same("stopped")
	adding, err := open(context.Background(), directory, Adding{})
	if err == nil {
		err = adding.add(context.Background(), a.file(folder, 3))
	}
	if err != nil {
		t.Fatal(err)
	}
	edit(t, directory, func(d *dataset.Dataset) { d.Title["en"] = "Meanwhile" })
	before = bytesOf(t, directory)
	if err := adding.finish(context.Background()); err == nil || !strings.Contains(err.Error(), "changed meanwhile") {
		t.Errorf("written meanwhile: got %v", err)
	}
	same("written meanwhile")
}

// killing is a context that kills the process when it is asked for the last of so many times.
type killing struct {
	context.Context
	left int
}

func (k *killing) Err() error {
	if k.left--; k.left == 0 {
		self, _ := os.FindProcess(os.Getpid())
		self.Kill()
		select {}
	}
	return nil
}

// Killed at any moment, the dataset is as it was or as it is to be, and the next run leaves nothing
// beside it.
func TestKilledWhileAdding(t *testing.T) {
	if directory := os.Getenv("DEMARC_ADD_TO"); directory != "" {
		killAt, _ := strconv.Atoi(os.Getenv("DEMARC_KILL_AT"))
		ctx := &killing{context.Background(), killAt}
		var err error
		if os.Getenv("DEMARC_ADD") != "" {
			_, err = Add(ctx, os.Getenv("DEMARC_ADD_FILE"), directory, Adding{})
		} else {
			_, err = Import(ctx, os.Getenv("DEMARC_ADD_FILE"), directory, Options{Language: "en", SourceTitle: "A map"})
		}
		if err != nil {
			t.Fatal(err)
		}
		fmt.Printf("asked %d times\n", killAt-ctx.left)
		return
	}
	a := newArchive(4, archiveOptions{days: 10})
	folder := a.write(t, t.TempDir(), 9)
	old := a.atOnce(t, a.all()[:9]...)
	for _, adding := range []string{"", "yes"} {
		file := map[string]string{"": folder, "yes": a.file(folder, 9)}[adding]
		// child runs the work, and kills it when it has asked so many times whether it is to end.
		child := func(directory string, killAt int) string {
			c := exec.Command(os.Args[0], "-test.run", "^TestKilledWhileAdding$")
			c.Env = append(os.Environ(), "DEMARC_ADD="+adding, "DEMARC_ADD_TO="+directory, "DEMARC_ADD_FILE="+file, fmt.Sprint("DEMARC_KILL_AT=", killAt))
			out, _ := c.CombinedOutput()
			if exits := c.ProcessState.Exited(); exits && !c.ProcessState.Success() {
				t.Fatalf("%s", out)
			}
			return string(out)
		}
		place := func() string {
			directory := filepath.Join(t.TempDir(), "front")
			if adding != "" {
				if err := os.CopyFS(directory, os.DirFS(old)); err != nil {
					t.Fatal(err)
				}
			}
			return directory
		}
		state := func(directory string) string {
			if _, err := os.Stat(directory); err != nil {
				return "none"
			}
			return fmt.Sprint(bytesOf(t, directory))
		}
		made := place()
		before := state(made)
		asked := 0
		if out := child(made, 1<<30); !strings.Contains(out, "asked") {
			t.Fatal(out)
		} else if _, err := fmt.Sscanf(out[strings.Index(out, "asked"):], "asked %d times", &asked); err != nil {
			t.Fatal(err)
		}
		after, left := state(made), 0
		for _, killAt := range []int{1, asked / 2, asked - 1, asked} {
			directory := place()
			child(directory, max(1, killAt))
			if got := state(directory); got != before {
				t.Errorf("killed at %d of %d: the dataset is not as it was", killAt, asked)
			}
			left += len(besides(t, directory))
			child(directory, 1<<30)
			if got := state(directory); got != after {
				t.Errorf("made after it was killed at %d of %d: the dataset is not as it is to be", killAt, asked)
			}
			if got := besides(t, directory); len(got) > 0 {
				t.Errorf("killed at %d of %d and made again: beside it are %q", killAt, asked, got)
			}
		}
		if left == 0 {
			t.Error("nothing was left of what was killed, so nothing is tested")
		}
	}
}

// besides are the names of what stands beside a directory.
func besides(t *testing.T, directory string) (names []string) {
	t.Helper()
	all, err := os.ReadDir(filepath.Dir(directory))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		if e.Name() != filepath.Base(directory) {
			names = append(names, e.Name())
		}
	}
	return names
}

// What is kept beside a dataset makes it anew.
func TestRawMakesTheDatasetAnew(t *testing.T) {
	a := newArchive(5, archiveOptions{days: 8})
	directory := a.oneByOne(t, []int{3, 4, 1, 7, 2, 0, 6, 5})
	again := filepath.Join(t.TempDir(), "front")
	if _, err := Import(context.Background(), filepath.Join(directory, "raw"), again, Options{Language: "en"}); err != nil {
		t.Fatal(err)
	}
	if only := compared(t, opened(t, again), opened(t, directory), false, 1, 1000); only > 0 {
		t.Errorf("ids that one of the two has alone: %d", only)
	}
	if _, err := os.Stat(filepath.Join(again, "raw", "import.json")); err != nil {
		t.Error(err)
	}
	if a, b := opened(t, directory), func() string {
		os.RemoveAll(filepath.Join(directory, "raw"))
		return opened(t, directory).ID
	}(); a.ID != b {
		t.Errorf("raw/ is part of the snapshot id: %s with it, %s without", a.ID, b)
	}
}

// Rows with days of their own, and periods of zones that are there, fill what is unknown; what is
// stated otherwise is refused, or replaced if asked.
func TestAddingRowsAndPeriods(t *testing.T) {
	const head = "zone,controller,status,from,to,WKT\n"
	cell := func(x int) string {
		return fmt.Sprintf("\"POLYGON((%d 40,%d 40,%d 41,%d 41,%d 40))\"", x, x+1, x+1, x, x)
	}
	options := Options{Language: "en", SourceTitle: "Survey", End: Exclusive}
	made := func() string {
		directory := filepath.Join(t.TempDir(), "cells")
		file := written(t, "cells.csv", head+"hill,red,controlled,2000-01-01,2005-01-01,"+cell(10)+"\nvale,blue,controlled,2000-01-01,,"+cell(11)+"\n")
		if _, err := Import(context.Background(), file, directory, options); err != nil {
			t.Fatal(err)
		}
		return directory
	}
	for _, tt := range []struct {
		name, file, content string
		replace             bool
		want, fails         string
	}{
		{"periods of a zone", "more.csv", "zone,controller,status,from,to\nhill,blue,controlled,2005-01-01,\n", false,
			"hill 2000-01-01 red, hill 2005-01-01 blue, vale 2000-01-01 blue", ""},
		{"what is stated already", "more.csv", "zone,controller,status,from,to\nvale,blue,controlled,2001-01-01,2002-01-01\n", false,
			"hill 2000-01-01 red, hill 2005-01-01 , vale 2000-01-01 blue", ""},
		{"what is stated otherwise", "more.csv", "zone,controller,status,from,to\nvale,red,controlled,2001-01-01,2002-01-01\n", false, "", "vale, 2001-01-01 to 2001-12-31: blue (controlled), added red (controlled)"},
		{"and replaced", "more.csv", "zone,controller,status,from,to\nvale,red,controlled,2001-01-01,2002-01-01\n", true,
			"hill 2000-01-01 red, hill 2005-01-01 , vale 2000-01-01 blue, vale 2001-01-01 red, vale 2002-01-01 blue", ""},
		{"a zone that is not there", "more.csv", "zone,controller,status,from,to\nhil,red,controlled,2005-01-01,\n", false, "", `did you mean "hill"`},
		{"an area", "more.csv", head + "ford,green,controlled,2003-01-01,," + cell(12) + "\n", false,
			"ford 2000-01-01 , ford 2003-01-01 green, hill 2000-01-01 red, hill 2005-01-01 , vale 2000-01-01 blue", ""},
		{"before the first day", "more.csv", "zone,controller,status,from,to\nhill,blue,controlled,1999-01-01,2000-01-01\n", true,
			"hill 1999-01-01 blue, hill 2000-01-01 red, hill 2005-01-01 , vale 1999-01-01 blue", ""},
		{"rows without days", "more.csv", "zone,controller,status\nhill,blue,controlled\n", false, "", "-from"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			directory := made()
			_, err := Add(context.Background(), written(t, tt.file, tt.content), directory, Adding{Replace: tt.replace})
			if tt.fails != "" {
				if err == nil || !strings.Contains(err.Error(), tt.fails) {
					t.Errorf("got %v, want an error that says %q", err, tt.fails)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range opened(t, directory).Dataset.Periods {
				got = append(got, fmt.Sprint(p.Zone, " ", p.Interval.From, " ", p.Controller))
			}
			if got := strings.Join(got, ", "); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// What was edited otherwise than it is drawn stays when a day is added or shown again, and is told;
// asked to, adding takes what is drawn from that day on.
func TestEditsThatDifferFromTheDrawing(t *testing.T) {
	fern := `{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "Fern", "controller": "Blueland"}, "geometry": {"type": "Polygon", "coordinates": [[[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]]}},
{"type": "Feature", "properties": {"name": "Moss", "controller": "Redland"}, "geometry": {"type": "Polygon", "coordinates": [[[11, 50], [12, 50], [12, 51], [11, 51], [11, 50]]]}}]}`
	folder := t.TempDir()
	for _, day := range []string{"2025-05-01", "2025-05-02", "2025-05-21"} {
		if err := os.WriteFile(filepath.Join(folder, day+".geojson"), []byte(fern), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	later := filepath.Join(t.TempDir(), "2025-05-21.geojson")
	if err := os.Rename(filepath.Join(folder, "2025-05-21.geojson"), later); err != nil {
		t.Fatal(err)
	}
	for _, drawn := range []bool{false, true} {
		directory := filepath.Join(t.TempDir(), "front")
		if _, err := Import(context.Background(), folder, directory, frontOptions); err != nil {
			t.Fatal(err)
		}
		edit(t, directory, func(d *dataset.Dataset) {
			for _, p := range d.Periods {
				if p.Zone == "fern" {
					p.Controller = "Redland"
				}
			}
		})
		delta := add(t, later, directory, Adding{Drawn: drawn})
		if len(delta.Undrawn) != 1 {
			t.Fatalf("drawn %v: got %+v, want one edit that differs", drawn, delta.Undrawn)
		}
		u := delta.Undrawn[0]
		if u.Zone != "fern" || u.Is.Controller != "Redland" || u.Shown.Controller != "Blueland" || u.Km2 < 7000 || u.Taken != drawn {
			t.Errorf("drawn %v: got %+v", drawn, u)
		}
		want := "Redland"
		if drawn {
			want = "Blueland"
		}
		s := opened(t, directory)
		for _, p := range s.Dataset.Periods {
			if day := u.Day; p.Zone == "fern" && p.Interval.Contains(day) && p.Controller != want || p.Zone == "fern" && p.Interval.Contains(day-1) && p.Controller != "Redland" {
				t.Errorf("drawn %v: got %s %s", drawn, p.Interval, p.Controller)
			}
		}
		again := add(t, later, directory, Adding{Replace: true}) // it is the same, but for the edit
		if kept := len(again.Undrawn); (kept == 0) != drawn {
			t.Errorf("drawn %v, the same day again: got %+v", drawn, again.Undrawn)
		}
		if line := strings.Join(delta.Lines(), "\n"); !strings.Contains(line, "Fern: Redland (controlled) since 2025-05-01 by an edit, the file shows Blueland (controlled) on 2025-05-21, 7892 km2: ") {
			t.Errorf("got %s", line)
		}
	}
}
