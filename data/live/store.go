package live

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"

	"demarc/data/folder"
)

// Store is where a dataset is kept: a directory, a file, a database.
type Store interface {
	// Version names the state that the store is in. While it stays the same, so does what Load
	// returns.
	Version(ctx context.Context) (string, error)
	// Load returns the files of the dataset, with those of what was released, and the version that
	// they are of or are newer than. Beside an error they are what was kept of an earlier load.
	Load(ctx context.Context) (root fs.FS, version string, err error)
	// Wait returns when the store may be in another state than that of the version, when it cannot
	// be looked at, or when the context ends.
	Wait(ctx context.Context, version string) error
}

// Fixed are files that do not change, or of which nobody wants to be told when they do.
func Fixed(root fs.FS) Store { return fixed{root} }

// fixed are files that nothing tells about when they change.
type fixed struct{ fs.FS }

func (f fixed) Version(context.Context) (string, error)     { return "", nil }
func (f fixed) Load(context.Context) (fs.FS, string, error) { return f.FS, "", nil }

func (f fixed) Wait(ctx context.Context, _ string) error {
	<-ctx.Done()
	return ctx.Err()
}

// watched is what is on the disk, and is watched there.
type watched struct {
	name  string
	open  func(ctx context.Context) (fs.FS, error)
	asked folder.Asked
}

// Directory is a dataset in a directory. It may be a symbolic link, and may be replaced by another
// as a whole.
func Directory(name string) Store {
	root := folder.Of(name)
	return newWatched(name, func(context.Context) (fs.FS, error) { return root, nil })
}

// File is a dataset in one file, which open reads.
func File(name string, open func(ctx context.Context) (fs.FS, error)) Store {
	return newWatched(name, open)
}

func newWatched(name string, open func(context.Context) (fs.FS, error)) *watched {
	return &watched{filepath.Clean(name), open, make(folder.Asked, 1)}
}

// Version is made of names, sizes and times of change.
func (d *watched) Version(context.Context) (string, error) {
	return folder.Within(d.asked, func() (string, error) {
		target, err := filepath.EvalSymlinks(d.name)
		if err != nil {
			return "", err
		}
		sum := sha256.New()
		err = filepath.WalkDir(target, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := entry.Info()
			if err != nil || info.IsDir() {
				return err
			}
			_, err = fmt.Fprintf(sum, "%q %s %d %d\n", path, info.Mode(), info.Size(), info.ModTime().UnixNano())
			return err
		})
		return hex.EncodeToString(sum.Sum(nil)), err
	})
}

func (d *watched) Load(ctx context.Context) (fs.FS, string, error) {
	version, _ := d.Version(ctx) // what cannot be looked at is told by who opens it
	root, err := d.open(ctx)
	return root, version, err
}

// settle is how long files must have been quiet before they are read: editors and copies write in
// several steps.
const settle = 300 * time.Millisecond

func (d *watched) Wait(ctx context.Context, version string) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch %s: %w", d.name, err)
	}
	defer watcher.Close()
	target, err := d.watch(watcher)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("watch %s: %w", d.name, err)
	}
	quiet := time.NewTimer(settle) // it may have changed before it was watched
	defer quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case event := <-watcher.Events:
			if concerns(event.Name, d.name) || concerns(event.Name, target) {
				quiet.Reset(settle)
			}
		case err := <-watcher.Errors:
			return fmt.Errorf("watch %s: %w", d.name, err)
		case <-quiet.C:
			if now, _ := d.watch(watcher); now != "" { // folders may be new, or the whole replaced
				target = now
			}
			now, err := d.Version(ctx)
			if errors.Is(err, fs.ErrNotExist) {
				continue // between two renames
			}
			if err != nil || now != version {
				return err
			}
		}
	}
}

// watch is watchTree, but for folders that never answer.
func (d *watched) watch(watcher *fsnotify.Watcher) (target string, err error) {
	return folder.Within(d.asked, func() (string, error) { return watchTree(watcher, d.name) })
}

// The pauses of Follow while a store is away: longer each time, and not at the same moment as those
// of other servers.
const leastPause, mostPause = 250 * time.Millisecond, 15 * time.Second

// Follow loads whenever the store changes, until the context ends, and calls loaded after each
// attempt. It calls changed when the store cannot be looked at, and with nil when it can again;
// what was loaded is served on all the while.
func (l *Live) Follow(ctx context.Context, loaded, changed func(error)) {
	l.following.Store(true)
	defer l.following.Store(false)
	pause := leastPause
	for ctx.Err() == nil {
		now, err := l.store.Version(ctx)
		if err == nil {
			pause = leastPause
			l.there(nil, changed)
			if now != l.version() {
				loaded(l.Reload())
			}
			err = l.store.Wait(ctx, l.version())
		}
		if err == nil || ctx.Err() != nil {
			continue
		}
		l.there(err, changed)
		select {
		case <-ctx.Done():
		case <-time.After(pause + rand.N(pause)):
		}
		pause = min(2*pause, mostPause)
	}
}

// there notes whether the store can be looked at, and tells it when that is new.
func (l *Live) there(gone error, changed func(error)) {
	l.loading.Lock()
	last := l.last.Load()
	now := *last
	now.look(gone)
	news := (now.Gone == nil) != (last.Gone == nil)
	l.last.Store(&now)
	l.loading.Unlock()
	if news {
		changed(gone)
	}
}

func (l *Live) version() string {
	l.loading.Lock()
	defer l.loading.Unlock()
	return l.at
}
