package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"demarc/data"
	"demarc/data/date"
	"demarc/data/export"
	"demarc/data/testdata"
)

func init() { commandsOfTests["killed-export"] = killed }

// killed is the command of tests that makes a file as export does, and is killed when so many
// pieces of it are done or so many bytes written: FORMAT PIECES BYTES FILE.
func killed() {
	snapshot, _, err := data.Open(testdata.Isles())
	if err != nil {
		panic(err)
	}
	pieces, _ := strconv.Atoi(os.Args[2])
	bytes, _ := strconv.Atoi(os.Args[3])
	format, err := export.ByName(os.Args[1])
	if err != nil {
		panic(err)
	}
	job := export.Job{Snapshot: snapshot, Layer: export.AllLayers, Selection: data.Selection{During: date.Always}, Context: context.Background()}
	if os.Args[1] == "pmtiles" {
		job.Layer = "history"
	}
	die := func() {
		self, _ := os.FindProcess(os.Getpid())
		self.Kill()
		select {}
	}
	job.Between = func() error {
		if pieces--; pieces == 0 {
			die()
		}
		return nil
	}
	err = toFile(os.Args[4], nil, func(w io.Writer) error {
		err := format.Write(writes(func(p []byte) (int, error) {
			if bytes -= len(p); bytes <= 0 && pieces <= 0 {
				w.Write(p[:len(p)/2])
				w.(*bufio.Writer).Flush()
				die()
			}
			return w.Write(p)
		}), job)
		if err == nil && bytes > 0 {
			w.(*bufio.Writer).Flush()
			die()
		}
		return err
	})
	fmt.Println("it was not killed:", err)
}

// writes is a writer of one function.
type writes func(p []byte) (int, error)

func (w writes) Write(p []byte) (int, error) { return w(p) }

// What an export left that was killed is gone after the next one, and the file is as it was.
func TestKilledExportsAreSwept(t *testing.T) {
	for _, at := range []struct {
		name, format  string
		pieces, bytes int
	}{
		{"archive, at the first piece", "pmtiles", 1, 0},
		{"archive, at the third piece", "pmtiles", 3, 0},
		{"archive, half written", "pmtiles", 0, 1},
		{"archive, all written", "pmtiles", 0, 1 << 30},
		{"GeoPackage, at the first piece", "gpkg", 1, 0},
		{"GeoPackage, half written", "gpkg", 0, 1},
		{"GeoPackage, all written", "gpkg", 0, 1 << 30},
	} {
		t.Run(at.name, func(t *testing.T) {
			folder, temporary := t.TempDir(), t.TempDir()
			t.Setenv("TMPDIR", temporary)
			file := filepath.Join(folder, "map."+at.format)
			if err := os.WriteFile(file, []byte("old"), 0o644); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.Command("killed-export", at.format, fmt.Sprint(at.pieces), fmt.Sprint(at.bytes), file).CombinedOutput(); err == nil || len(out) > 0 {
				t.Fatalf("got %v: %s, want it killed", err, out)
			}
			if content, err := os.ReadFile(file); err != nil || string(content) != "old" {
				t.Errorf("after it was killed the file holds %q, %v", content, err)
			}
			if left := append(entries(t, folder), entries(t, temporary)...); len(left) < 2 {
				t.Fatalf("it left nothing, so nothing is tested: %q", left)
			}
			layer := map[string]string{"pmtiles": "history", "gpkg": "all"}[at.format]
			data := filepath.Join(t.TempDir(), "isles")
			if err := os.CopyFS(data, testdata.Isles()); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.Command("demarc", "export", "-data", data, "-layer", layer, "-o", file).CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			if got := entries(t, folder); !slices.Equal(got, []string{filepath.Base(file)}) {
				t.Errorf("beside the file are %q", got)
			}
			if got := entries(t, temporary); len(got) > 0 {
				t.Errorf("among temporary files are %q", got)
			}
		})
	}
}

// What a server left that was killed while it made files is gone when the next one has made them.
func TestKilledServersAreSwept(t *testing.T) {
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	serving := func(t *testing.T) (base string, c *exec.Cmd) {
		c = exec.Command("demarc", "serve", "-addr", "localhost:0", "-data", "bundled:karabakh")
		said, err := c.StderrPipe()
		if err == nil {
			err = c.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Process.Kill(); c.Wait() })
		for lines := bufio.NewScanner(said); base == "" && lines.Scan(); {
			_, base, _ = strings.Cut(lines.Text(), "serving on ")
		}
		return base, c
	}
	ask := func(base, path string) error {
		answer, err := http.Get(strings.TrimSuffix(base, "/") + path)
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		_, err = io.Copy(io.Discard, answer.Body)
		if err == nil && answer.StatusCode != http.StatusOK {
			err = fmt.Errorf("%s: %s", path, answer.Status)
		}
		return err
	}
	left := 0
	for _, path := range []string{"/export/all.gpkg", "/export/history.pmtiles", "/export/all.gpkg"} {
		base, c := serving(t)
		done := make(chan error, 1)
		go func() { done <- ask(base, path) }()
		for made := false; !made; {
			select {
			case err := <-done:
				t.Log(path, err)
				made = true
			default:
				made = len(entries(t, temporary)) > left
			}
		}
		c.Process.Kill()
		c.Wait()
		left = len(entries(t, temporary))
	}
	if left == 0 {
		t.Skip("no file was left: each was made before the server was killed")
	}
	base, _ := serving(t)
	for _, path := range []string{"/export/all.gpkg", "/export/history.pmtiles"} {
		if err := ask(base, path); err != nil {
			t.Fatal(err)
		}
	}
	if got := entries(t, temporary); len(got) > 0 {
		t.Errorf("among temporary files are %q", got)
	}
}

func entries(t *testing.T, folder string) (names []string) {
	t.Helper()
	all, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		names = append(names, e.Name())
	}
	return names
}
