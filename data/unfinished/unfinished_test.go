package unfinished

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// steps are what a process does that makes something for a place where old content is. It is killed
// after so many of them.
var steps = []struct {
	name string
	do   func(t *testing.T, place string)
}{
	{"a file", func(t *testing.T, place string) { newFile(t, place) }},
	{"a file with content", func(t *testing.T, place string) { newFile(t, place).WriteString("new") }},
	{"a folder", func(t *testing.T, place string) { newFolder(t, place) }},
	{"a folder with content", func(t *testing.T, place string) { fill(t, newFolder(t, place).Path, "new") }},
	{"a folder in its place", func(t *testing.T, place string) {
		f := newFolder(t, place)
		fill(t, f.Path, "new")
		if err := f.Exchange(); err != nil {
			t.Fatal(err)
		}
	}},
	{"a folder in its place, by turns", func(t *testing.T, place string) {
		f := newFolder(t, place)
		fill(t, f.Path, "new")
		if err := f.exchangeByTurns(); err != nil {
			t.Fatal(err)
		}
	}},
	{"a folder half in its place", func(t *testing.T, place string) {
		f := newFolder(t, place)
		if err := os.Rename(place, f.Path+oldEnding); err != nil {
			t.Fatal(err)
		}
	}},
}

// What a killed process left is swept, wherever it was; what was in the place, or was to be, stays.
func TestKilled(t *testing.T) {
	if place := os.Getenv("UNFINISHED_PLACE"); place != "" {
		for _, step := range steps {
			if step.name == os.Getenv("UNFINISHED_STEP") {
				step.do(t, place)
				self, _ := os.FindProcess(os.Getpid())
				self.Kill()
				select {}
			}
		}
		t.Fatal("there is no such step")
	}
	for _, step := range steps {
		t.Run(step.name, func(t *testing.T) {
			place := filepath.Join(t.TempDir(), "mine")
			if err := os.Mkdir(place, 0o755); err != nil {
				t.Fatal(err)
			}
			fill(t, place, "old")
			c := exec.Command(os.Args[0], "-test.run", "^TestKilled$")
			c.Env = append(os.Environ(), "UNFINISHED_PLACE="+place, "UNFINISHED_STEP="+step.name)
			if out, err := c.CombinedOutput(); c.ProcessState.Exited() {
				t.Fatalf("it was not killed: %v: %s", err, out)
			}
			if got := names(t, filepath.Dir(place)); slices.Equal(got, []string{"mine"}) {
				t.Fatal("it left nothing, so nothing is tested")
			}
			Sweep(place)
			if got := names(t, filepath.Dir(place)); !slices.Equal(got, []string{"mine"}) {
				t.Fatalf("beside the place are %q", got)
			}
			content, err := os.ReadFile(filepath.Join(place, "content"))
			if err != nil || string(content) != "old" && string(content) != "new" {
				t.Errorf("in the place is %q, %v", content, err)
			}
		})
	}
}

// What is being written stays, and so do files of others.
func TestWhatIsNotLeftStays(t *testing.T) {
	place := filepath.Join(t.TempDir(), "mine")
	file, folder := newFile(t, place), newFolder(t, place)
	var others []string
	for _, name := range []string{".mine.demarc-", ".mine.demarc-1x", ".mine.12", ".yours.demarc-1", "mine.demarc-1", ".mine.demarc-1.new"} {
		other := filepath.Join(filepath.Dir(place), name)
		if err := os.WriteFile(other, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		others = append(others, other)
	}
	left := filepath.Join(filepath.Dir(place), ".mine.demarc-4711-12") // as earlier releases named it
	if err := os.WriteFile(left, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	Sweep(place)
	for _, stays := range append(others, file.Path, folder.Path) {
		if _, err := os.Lstat(stays); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Lstat(left); err == nil {
		t.Errorf("%s is there", left)
	}
	file.Drop()
	folder.Drop()
	for _, gone := range []string{file.Path, folder.Path} {
		if _, err := os.Lstat(gone); err == nil {
			t.Errorf("%s was dropped, and is there", gone)
		}
	}
}

// What is made while others sweep is there when it is had.
func TestMadeWhileOthersSweep(t *testing.T) {
	place := filepath.Join(t.TempDir(), "mine")
	done := make(chan struct{})
	swept := make(chan struct{})
	go func() {
		defer close(swept)
		for {
			select {
			case <-done:
				return
			default:
				Sweep(place)
			}
		}
	}()
	for i := range 500 {
		f := newFile(t, place)
		fmt.Fprint(f, i)
		if err := f.Place(0o600); err != nil {
			t.Fatal(err)
		}
	}
	close(done)
	<-swept
}

func newFile(t *testing.T, place string) *File {
	f, err := NewFile(place)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func newFolder(t *testing.T, place string) *Folder {
	f, err := NewFolder(place)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func fill(t *testing.T, folder, content string) {
	if err := os.WriteFile(filepath.Join(folder, "content"), []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

func names(t *testing.T, folder string) (all []string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}
