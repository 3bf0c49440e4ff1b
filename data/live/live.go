// Package live holds the snapshot that is served and exchanges it when the files of its dataset
// change, or when it is told to.
package live

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/fsnotify/fsnotify"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/folder"
	"demarc/data/release"
)

// Live holds the snapshot being served and exchanges it for a newer one. A dataset with errors
// never replaces a good one.
type Live struct {
	fsys     fs.FS
	keeping  dataset.Keeping
	held     atomic.Pointer[held]
	last     atomic.Pointer[LoadResult]
	loading  sync.Mutex
	memory   memory
	released atomic.Pointer[release.List]
	asked    folder.Asked // by the watcher
}

// LoadResult says how the latest attempt to load went, and what has become of the directory since.
type LoadResult struct {
	Time     time.Time
	Problems []dataset.Problem
	Err      error

	Accepted, Refused int // attempts until now

	Gone      error     // why the directory of the dataset cannot be looked at; nil: it can
	GoneSince time.Time // when that was found
}

// New loads the dataset for the first time. Problems are in Last, also when the dataset is
// rejected.
func New(fsys fs.FS) (*Live, error) { return NewKeeping(fsys, dataset.Keeping{}) }

// NewKeeping is New of files that may have been loaded in an earlier run.
func NewKeeping(fsys fs.FS, keeping dataset.Keeping) (*Live, error) {
	l := &Live{fsys: fsys, keeping: keeping, memory: runtimeMemory{}, asked: make(folder.Asked, 1)}
	l.held.Store(newHeld(nil))
	return l, l.Reload()
}

// Current returns the snapshot being served, nil if none was ever accepted. Ask once for each
// request: the next call may return another one.
func (l *Live) Current() *data.Snapshot { return l.now().Current }

// Last returns how the latest attempt to load went.
func (l *Live) Last() *LoadResult { return l.last.Load() }

// Reload reads the files again. Unless they hold errors the new snapshot replaces the current one,
// which stays a while as the one before; the same content as either keeps it, with all that it has
// computed. The list of releases is read again whatever the files hold.
func (l *Live) Reload() error {
	l.loading.Lock()
	defer l.loading.Unlock()
	next := LoadResult{}
	if last := l.last.Load(); last != nil {
		next = *last
	}
	l.released.Store(release.Read(l.fsys))
	snapshot, problems, err := data.OpenKeeping(l.fsys, l.keeping)
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
	next.look(l.fsys)
	l.last.Store(&next)
	return err
}

// look notes whether the directory is there.
func (r *LoadResult) look(fsys fs.FS) {
	_, err := fs.Stat(fsys, ".")
	if err != nil && r.Gone == nil {
		r.GoneSince = time.Now()
	}
	r.Gone = err
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
			if gone, news := l.look(); news {
				changed(gone)
			}
		}
	}
}

// look notes what has become of the directory, and whether that is new.
func (l *Live) look() (gone error, news bool) {
	l.loading.Lock()
	defer l.loading.Unlock()
	last := l.last.Load()
	now := *last
	now.look(l.fsys)
	l.last.Store(&now)
	return now.Gone, (now.Gone == nil) != (last.Gone == nil)
}

// settle is how long files must have been quiet before they are read: editors and copies write in
// several steps.
const settle = 300 * time.Millisecond

// Watch reloads whenever a file in the directory changes, until the context ends, and calls done
// after each attempt. The directory may be a symbolic link, and may be replaced by another as a
// whole. Changes are seen from the return of Watch on.
func (l *Live) Watch(ctx context.Context, directory string, done func(error)) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch %s: %w", directory, err)
	}
	directory = filepath.Clean(directory)
	target, err := l.watchTree(watcher, directory)
	if err != nil {
		watcher.Close()
		return fmt.Errorf("watch %s: %w", directory, err)
	}
	go func() {
		defer watcher.Close()
		l.follow(ctx, watcher, directory, target, done)
	}()
	return nil
}

func (l *Live) follow(ctx context.Context, watcher *fsnotify.Watcher, directory, target string, done func(error)) {
	quiet := time.NewTimer(settle)
	quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case event := <-watcher.Events:
			if concerns(event.Name, directory) || concerns(event.Name, target) {
				quiet.Reset(settle)
			}
		case err := <-watcher.Errors:
			done(fmt.Errorf("watch %s: %w", directory, err))
		case <-quiet.C:
			now, err := l.watchTree(watcher, directory) // folders may be new, or the whole replaced
			if errors.Is(err, fs.ErrNotExist) {
				continue // between two renames
			}
			if now != "" {
				target = now
			}
			done(errors.Join(err, l.Reload()))
		}
	}
}

// concerns tells whether a file is the directory or lies in it.
func concerns(file, directory string) bool {
	relative, err := filepath.Rel(directory, file)
	return err == nil && relative != ".." && !strings.HasPrefix(relative, ".."+string(filepath.Separator))
}

// watchTree is the function of that name, but for folders that never answer.
func (l *Live) watchTree(watcher *fsnotify.Watcher, directory string) (target string, err error) {
	return folder.Within(l.asked, func() (string, error) { return watchTree(watcher, directory) })
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
