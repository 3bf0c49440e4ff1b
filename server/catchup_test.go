package server_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"demarc/data/dataset"
	"demarc/data/folder"
	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/server"
)

// A page that another server has drawn from what this one has not loaded yet is answered.
func TestSnapshotsThatAreNewHere(t *testing.T) {
	directory := filepath.Join(t.TempDir(), "small")
	if err := os.CopyFS(directory, testdata.Small()); err != nil {
		t.Fatal(err)
	}
	watched := &beginning{Store: live.Directory(directory), begun: make(chan struct{})}
	store, err := live.NewOf(t.Context(), watched, dataset.Keeping{})
	if err != nil {
		t.Fatal(err)
	}
	s := server.New(store, server.Options{Today: today})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		store.Follow(ctx, func(error) {}, func(error) {})
	}()
	defer func() {
		stop()
		<-ended
	}()
	<-watched.begun
	file := filepath.Join(directory, "dataset.json")
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		title := fmt.Sprintf("Title %d", i)
		if err := os.WriteFile(file, []byte(strings.Replace(string(content), "Two valleys", title, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
		other, err := live.New(folder.Of(directory))
		if err != nil {
			t.Fatal(err)
		}
		bound := "/v/" + other.Current().ID + "/timeline"
		if w := get(t, s, bound); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), title) {
			t.Errorf("%s, which another server has: %d %s", title, w.Code, w.Body)
		}
	}
	const never = "/v/0123456789abcdef/timeline"
	if w := get(t, s, never); w.Code != http.StatusGone {
		t.Errorf("a snapshot that never was: %d, want 410", w.Code)
	}
}

// beginning tells when the store is followed.
type beginning struct {
	live.Store
	begun chan struct{}
	once  sync.Once
}

func (b *beginning) Wait(ctx context.Context, version string) error {
	b.once.Do(func() { close(b.begun) })
	return b.Store.Wait(ctx, version)
}

// A version whose file cannot be read now is not gone: another server may have it.
func TestVersionThatCannotBeReadNow(t *testing.T) {
	directory := history(t, 2)
	s, store := serveHistory(t, directory, server.Options{})
	first := store.Releases().First()
	file := filepath.Join(directory, filepath.FromSlash(first.File()))
	if err := os.Rename(file, file+".aside"); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(file, 0o755); err != nil {
		t.Fatal(err)
	}
	bound := "/v/" + first.Snapshot + "/timeline"
	if w := get(t, s, bound); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("got %d %s, want 503 and when to ask again", w.Code, w.Body)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(file+".aside", file); err != nil {
		t.Fatal(err)
	}
	if w := get(t, s, bound); w.Code != http.StatusOK {
		t.Errorf("readable again: got %d %s", w.Code, w.Body)
	}
}
