package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"demarc/data/testdata"
)

// What loading makes for the cache is written behind the first answers, once, and found by the next
// start.
func TestCacheIsWrittenLater(t *testing.T) {
	directory := t.TempDir()
	c := &call{stderr: io.Discard}
	opened := func() *laterStore {
		store, err := c.keepingLater(directory)
		if err != nil {
			t.Fatal(err)
		}
		return store
	}
	written := 0
	store := opened()
	store.keeping().Store.Put("a", func(w io.Writer) error {
		written++
		_, err := io.WriteString(w, "kept")
		return err
	})
	if got := store.Get("a"); got != nil || written > 0 {
		t.Errorf("before it is written: got %q", got)
	}
	store.write()
	store.write()
	if got := opened().Get("a"); string(got) != "kept" || written != 1 {
		t.Errorf("the next start finds %q, written %d times", got, written)
	}
}

// A server that is told to end has kept what it loaded.
func TestServerKeepsWhatItLoaded(t *testing.T) {
	data, kept := filepath.Join(t.TempDir(), "isles"), t.TempDir()
	if err := os.CopyFS(data, testdata.Isles()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(data, "sources.json")
	content, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file, append(content, bytes.Repeat([]byte{'\n'}, cacheLeast)...), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	said, w := io.Pipe()
	ended := make(chan int)
	go func() {
		ended <- run(ctx, []string{"serve", "-addr", "localhost:0", "-data", data, "-cache", kept}, io.Discard, w)
	}()
	for text := ""; !strings.Contains(text, "serving on "); {
		piece := make([]byte, 1<<10)
		n, err := said.Read(piece)
		if text += string(piece[:n]); err != nil {
			t.Fatal(err, text)
		}
	}
	go io.Copy(io.Discard, said)
	stop()
	if code := <-ended; code != 0 {
		t.Errorf("it ended with %d", code)
	}
	if got := entries(t, kept); len(got) == 0 {
		t.Error("nothing was kept")
	}
}
