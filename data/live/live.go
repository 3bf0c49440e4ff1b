// Package live holds the snapshot that is served and exchanges it when the files of its dataset
// change, or when it is told to.
package live

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fsnotify/fsnotify"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/release"
	"demarc/geo/flight"
)

// Live holds the snapshot being served and exchanges it for a newer one. A dataset with errors
// never replaces a good one.
type Live struct {
	store    Store
	root     atomic.Pointer[fs.FS] // the files as of the latest load
	at       string                // version of the store at the latest load; with loading
	keeping  dataset.Keeping
	held     atomic.Pointer[held]
	last     atomic.Pointer[LoadResult]
	loading  sync.Mutex
	memory   memory
	released atomic.Pointer[release.List]

	following atomic.Bool                   // the store, by Follow
	attempts  atomic.Pointer[chan struct{}] // closed at the end of the next attempt to load
	catching  flight.Group[struct{}, struct{}]
	caught    atomic.Int64 // when CatchUp looked at the store last, in nanoseconds since 1970
}

// LoadResult says how the latest attempt to load went, and what has become of the directory since.
type LoadResult struct {
	Time     time.Time
	Problems []dataset.Problem
	Err      error

	Accepted, Refused int // attempts until now

	Gone      error     // why the directory or database of the dataset cannot be looked at; nil: it can
	GoneSince time.Time // when that was found
}

// New loads the dataset for the first time. Problems are in Last, also when the dataset is
// rejected.
func New(fsys fs.FS) (*Live, error) {
	return NewOf(context.Background(), fixed{fsys}, dataset.Keeping{})
}

// NewOf is New of what is kept in a store, and may have been loaded in an earlier run.
func NewOf(ctx context.Context, store Store, keeping dataset.Keeping) (*Live, error) {
	l := &Live{store: store, keeping: keeping, memory: runtimeMemory{}}
	l.held.Store(newHeld(nil))
	next := make(chan struct{})
	l.attempts.Store(&next)
	return l, l.reload(ctx)
}

// Current returns the snapshot being served, nil if none was ever accepted. Ask once for each
// request: the next call may return another one.
func (l *Live) Current() *data.Snapshot { return l.now().Current }

// Last returns how the latest attempt to load went.
func (l *Live) Last() *LoadResult { return l.last.Load() }

// Reload reads the files again. Unless they hold errors the new snapshot replaces the current one,
// which stays a while as the one before; the same content as either keeps it, with all that it has
// computed. The list of releases is read again whatever the files hold.
func (l *Live) Reload() error { return l.reload(context.Background()) }

func (l *Live) reload(ctx context.Context) error {
	l.loading.Lock()
	defer l.loading.Unlock()
	next := LoadResult{}
	if last := l.last.Load(); last != nil {
		next = *last
	}
	root, at, gone := l.store.Load(ctx)
	var snapshot *data.Snapshot
	var problems []dataset.Problem
	err := gone
	l.at = at
	if root != nil { // with an error too, if it was kept
		l.root.Store(&root)
		l.released.Store(release.Read(root))
		snapshot, problems, err = data.OpenKeeping(root, l.keeping)
		if gone == nil {
			_, gone = fs.Stat(root, ".")
		}
	}
	next.Time, next.Problems, next.Err = time.Now(), problems, err
	if err != nil {
		next.Refused++
	} else {
		next.Accepted++
		if known := l.Snapshot(snapshot.ID); known != nil {
			snapshot = known
		}
		if snapshot != l.Current() {
			l.publish(snapshot)
		}
	}
	next.look(gone)
	l.last.Store(&next)
	after := make(chan struct{})
	close(*l.attempts.Swap(&after))
	return err
}

// look notes whether the directory or database is there.
func (r *LoadResult) look(gone error) {
	if gone != nil && r.Gone == nil {
		r.GoneSince = time.Now()
	}
	r.Gone = gone
}

// lookAgain is how often Guard looks.
const lookAgain = 10 * time.Second

// Guard looks from time to time whether the directory is still there, until the context ends, and
// calls changed when it is gone, and with nil when it is there again. What was loaded is served on
// all the while.
func (l *Live) Guard(ctx context.Context, changed func(gone error)) {
	again := time.NewTicker(lookAgain)
	defer again.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-again.C:
			if root := l.root.Load(); root != nil {
				_, gone := fs.Stat(*root, ".")
				l.there(gone, changed)
			}
		}
	}
}

// concerns tells whether a file is the directory or lies in it.
func concerns(file, directory string) bool {
	relative, err := filepath.Rel(directory, file)
	return err == nil && relative != ".." && !strings.HasPrefix(relative, ".."+string(filepath.Separator))
}

// watchTree watches the directory, all folders in it and, for the day it is replaced, the folders
// that it and what it links to lie in. It returns what the directory links to, itself if it is no
// link.
func watchTree(watcher *fsnotify.Watcher, directory string) (target string, err error) {
	target, err = filepath.EvalSymlinks(directory)
	if err != nil {
		return directory, errors.Join(err, watcher.Add(filepath.Dir(directory)))
	}
	for _, parent := range []string{filepath.Dir(directory), filepath.Dir(target)} {
		if err := watcher.Add(parent); err != nil {
			return target, err
		}
	}
	return target, filepath.WalkDir(target, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		return watcher.Add(path)
	})
}
