package publish_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"

	"demarc/server/publish"
)

// Of many who replace the same content one does.
func TestOneSwapsAtATime(t *testing.T) {
	for round := range 20 {
		out := swapped(t)
		var wins atomic.Int32
		var all sync.WaitGroup
		begin := make(chan struct{})
		for i := range 100 {
			store := directory(t, out) // as another program has it
			all.Go(func() {
				<-begin
				_, err := store.Swap(context.Background(), "site.json", fmt.Append(nil, i), publish.Head{}, "")
				if err == nil {
					wins.Add(1)
				} else if !errors.Is(err, publish.ErrSwapped) {
					t.Error(err)
				}
			})
		}
		close(begin)
		all.Wait()
		if n := wins.Load(); n != 1 {
			t.Fatalf("round %d: %d of 100 replaced the same content, want 1", round, n)
		}
	}
}

// A lock that is held counts however old its file is: once it was taken for one that a killed
// program had left, and two who took it so could hold it both.
func TestLockHasNoAge(t *testing.T) {
	out := swapped(t)
	release, err := lockedfile.MutexAt(filepath.Join(out, swapFile)).Lock()
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	store := directory(t, out)
	go func() {
		_, err := store.Swap(context.Background(), "site.json", []byte("2"), publish.Head{}, "")
		done <- err
	}()
	select {
	case err := <-done:
		t.Fatalf("got %v while somebody else holds the lock", err)
	case <-time.After(100 * time.Millisecond): // who does not wait is done by then
	}
	if err := os.WriteFile(filepath.Join(out, "site.json"), []byte("1"), 0o644); err != nil {
		t.Fatal(err)
	}
	release()
	if err := <-done; !errors.Is(err, publish.ErrSwapped) {
		t.Errorf("got %v after somebody else has written, want %v", err, publish.ErrSwapped)
	}
}

const swapFile = ".demarc-swap"

// swapped is a site whose lock was made long ago.
func swapped(t *testing.T) string {
	t.Helper()
	out := t.TempDir()
	left, long := filepath.Join(out, swapFile), time.Now().Add(-time.Hour)
	if err := errors.Join(os.WriteFile(left, nil, 0o644), os.Chtimes(left, long, long), os.Mkdir(filepath.Join(out, "o"), 0o755)); err != nil {
		t.Fatal(err)
	}
	return out
}
