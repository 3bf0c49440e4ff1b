package data

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fsnotify/fsnotify"
)

// Live holds the snapshot being served and exchanges it for a newer one. A
// dataset with errors never replaces a good one.
type Live struct {
	fsys    fs.FS
	current atomic.Pointer[Snapshot]
	last    atomic.Pointer[LoadResult]
	loading sync.Mutex
}

// LoadResult says how the latest attempt to load went.
type LoadResult struct {
	Time     time.Time
	Snapshot *Snapshot // nil when the dataset was rejected
	Problems []Problem
	Err      error
}

// NewLive loads the dataset for the first time. Problems are in Last, also when
// the dataset is rejected.
func NewLive(fsys fs.FS) (*Live, error) {
	l := &Live{fsys: fsys}
	return l, l.Reload()
}

// Current returns the snapshot being served, nil if none was ever accepted. Ask
// once for each request: the next call may return another one.
func (l *Live) Current() *Snapshot { return l.current.Load() }

// Last returns how the latest attempt to load went.
func (l *Live) Last() *LoadResult { return l.last.Load() }

// Reload reads the files again. Unless they hold errors the new snapshot
// replaces the current one; the same content keeps it, with all that it has
// computed.
func (l *Live) Reload() error {
	l.loading.Lock()
	defer l.loading.Unlock()
	snapshot, problems, err := Open(l.fsys)
	if err != nil {
		snapshot = nil
	}
	if current := l.current.Load(); snapshot != nil && current != nil && current.ID == snapshot.ID {
		snapshot = current
	}
	if snapshot != nil {
		l.current.Store(snapshot)
	}
	l.last.Store(&LoadResult{Time: time.Now(), Snapshot: snapshot, Problems: problems, Err: err})
	return err
}

// settle is how long files must have been quiet before they are read: editors
// and copies write in several steps.
const settle = 300 * time.Millisecond

// Watch reloads whenever a file in the directory changes, until the context
// ends, and calls done after each attempt.
func (l *Live) Watch(ctx context.Context, directory string, done func(error)) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch %s: %w", directory, err)
	}
	defer watcher.Close()
	if err := watchTree(watcher, directory); err != nil {
		return fmt.Errorf("watch %s: %w", directory, err)
	}
	quiet := time.NewTimer(settle)
	quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-watcher.Events:
			quiet.Reset(settle)
		case err := <-watcher.Errors:
			done(fmt.Errorf("watch %s: %w", directory, err))
		case <-quiet.C:
			if err := watchTree(watcher, directory); err != nil { // a folder may be new
				done(err)
			}
			done(l.Reload())
		}
	}
}

func watchTree(watcher *fsnotify.Watcher, directory string) error {
	return filepath.WalkDir(directory, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		return watcher.Add(path)
	})
}
