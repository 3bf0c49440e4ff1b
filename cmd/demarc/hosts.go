package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/live"
	"demarc/data/postgis"
	"demarc/data/tables"
	"demarc/server"
)

// source is what -data of serve names: [NAME=]DIR.
type source struct {
	name, directory string
	place           *postgis.Place // in a database; nil: it is a directory or file
}

// watchable tells a directory or file from what stays as it is.
func (s source) watchable() bool {
	_, _, version := asVersion(s.directory)
	return !version && !isBundled(s.directory)
}

// followed tells whether changes are loaded by themselves: those of a database always.
func (s source) followed(watch bool) bool { return s.place != nil || watch && s.watchable() }

// servedFlag is -data of serve, given once for each dataset.
type servedFlag []source

func (f *servedFlag) String() string { return "" }

// namedSource is NAME=DIR; a directory whose name looks so is written ./NAME=DIR.
var namedSource = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9_.-]*)=(.*)$`)

func (f *servedFlag) Set(text string) error {
	s := source{directory: text}
	if found := namedSource.FindStringSubmatch(text); found != nil && !postgis.Is(text) {
		s = source{name: found[1], directory: found[2]}
		if s.directory == "" {
			return fmt.Errorf("want a directory after %s=", s.name)
		}
	}
	*f = append(*f, s)
	return nil
}

// storeOf is where a dataset is kept that is served, and names databases without their passwords.
func (c *call) storeOf(s *source, keeping dataset.Keeping) (live.Store, error) {
	if postgis.Is(s.directory) {
		place, err := postgis.Parse(s.directory)
		if err != nil {
			return nil, misuse{err}
		}
		s.place, s.directory = place, place.String()
		return place.Store(keeping.Store), nil
	}
	switch {
	case isBundled(s.directory):
	case hasEnding(s.directory, workEnding):
		return live.File(s.directory, func(ctx context.Context) (fs.FS, error) { return c.workFiles(ctx, s.directory) }), nil
	case hasEnding(s.directory, zipEnding) && !isFolder(s.directory):
		return live.File(s.directory, func(context.Context) (fs.FS, error) { return zipFiles(s.directory) }), nil
	}
	root, err := filesOf(s.directory)
	if err != nil || !s.watchable() {
		return live.Fixed(root), err
	}
	return live.Directory(s.directory), nil
}

// workFiles are those of the dataset in a GeoPackage for editing.
func (c *call) workFiles(ctx context.Context, name string) (fs.FS, error) {
	f, err := c.loadWork(ctx, name)
	if err != nil {
		return nil, err
	}
	return tables.FS(f.all())
}

// host is a dataset being served. Its name stays when its files change.
type host struct {
	source
	live *live.Live
}

// mayCome tells whether a dataset that was not loaded may be so by itself later.
func (h *host) mayCome(watch bool) bool {
	if h.place != nil {
		return !postgis.Refused(h.live.Last().Err)
	}
	return watch
}

// hosts loads the datasets, the default first. One with errors among others keeps none
// of them from being served, and may be mended; that nothing at all could be served is
// an error, but not when files are watched, or a database may come that is away or empty.
func (c *call) hosts(ctx context.Context, sources []source, first string, watch bool, keeping dataset.Keeping) ([]*host, error) {
	if len(sources) == 0 {
		sources = []source{{}}
	}
	var all []*host
	for _, s := range sources {
		store, err := c.storeOf(&s, keeping)
		if err != nil {
			return nil, err
		}
		h := &host{source: s}
		h.live, err = live.NewOf(ctx, store, keeping)
		h.name = cmp.Or(h.name, idOf(ctx, h.live, store), s.usualName())
		c.sayLoaded(h, err)
		if gone := h.live.Last().Gone; h.place != nil && gone != nil && err == nil {
			c.sayGone(h, gone)
		}
		if same := slices.IndexFunc(all, func(other *host) bool { return other.name == h.name }); same >= 0 {
			return nil, misusef("two datasets have the id %q: give one another name, as in -data other=%s", h.name, cmp.Or(s.directory, bundledPrefix))
		}
		all = append(all, h)
	}
	if !slices.ContainsFunc(all, func(h *host) bool { return h.live.Current() != nil || h.mayCome(watch) }) {
		return nil, errors.New("no dataset can be served")
	}
	return defaultFirst(all, first)
}

// idOf reads the id of a dataset, also of one that has been rejected.
func idOf(ctx context.Context, l *live.Live, store live.Store) string {
	if snapshot := l.Current(); snapshot != nil {
		return snapshot.Dataset.ID
	}
	fsys, _, _ := store.Load(ctx)
	if fsys == nil {
		return ""
	}
	if reading, err := dataset.Load(fsys); err == nil {
		return reading.Dataset.ID
	}
	return ""
}

// usualName is the name of what says no other.
func (s source) usualName() string {
	if s.place != nil {
		return s.place.Schema
	}
	return filepath.Base(s.directory)
}

func defaultFirst(all []*host, first string) ([]*host, error) {
	i := slices.IndexFunc(all, func(h *host) bool { return first == "" || first == h.name })
	if i < 0 {
		var names []string
		for _, h := range all {
			names = append(names, h.name)
		}
		return nil, misusef("-default %q: want %s", first, strings.Join(names, " or "))
	}
	return slices.Concat(all[i:i+1], all[:i], all[i+1:]), nil
}

func datasetsOf(hosts []*host) (all []server.Dataset) {
	for _, h := range hosts {
		all = append(all, server.Dataset{ID: h.name, Store: h.live})
	}
	return all
}

// reloadAt loads the datasets again at every signal, and says how each went.
func reloadAt(ctx context.Context, hangups <-chan os.Signal, hosts []*host, loaded func(*host, error)) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-hangups:
			for _, h := range hosts {
				loaded(h, h.live.Reload())
			}
		}
	}
}

// sayLoaded reports an attempt to load, all at once: others may be reported meanwhile.
func (c *call) sayLoaded(h *host, err error) {
	if err != nil {
		var b bytes.Buffer
		if errors.Is(err, data.ErrRejected) {
			c.printProblems(&b, h.live.Last().Problems)
		}
		kept := "none was loaded before that could be served in its place"
		switch {
		case h.live.Current() != nil:
			kept = "the one loaded before is still served"
		case h.place != nil && h.mayCome(false):
			kept = "until it can be loaded its map is answered with 503; the database is looked at again, at first four times a second, later every 15 to 30 s"
		}
		fmt.Fprintf(&b, "demarc: dataset %s: %v; %s\n", h.name, err, kept)
		c.stderr.Write(b.Bytes())
		return
	}
	s := h.live.Current()
	areas := count(len(s.Zones()), "zone")
	if n := len(s.Overlays()); n > 0 { // of which tables, and so copies, count areas among the zones
		areas += ", " + count(n, "overlay")
	}
	fmt.Fprintf(c.stderr, "demarc: dataset %s, snapshot %s, %s, %s\n", h.name, s.ID, areas, count(dataset.Warnings(h.live.Last().Problems), "warning"))
}

// sayGone reports that the directory of a dataset is gone, or there again.
func (c *call) sayGone(h *host, gone error) {
	if h.place != nil && gone != nil {
		served := "what was loaded before is still served"
		if h.live.Current() == nil {
			served = "nothing is served until it is there"
		}
		fmt.Fprintf(c.stderr, "demarc: dataset %s: %v; %s\n", h.name, gone, served)
		return
	}
	if gone == nil {
		fmt.Fprintf(c.stderr, "demarc: dataset %s: %s is there again\n", h.name, h.directory)
		return
	}
	fmt.Fprintf(c.stderr, "demarc: dataset %s: %s is gone: %v; what was loaded before is still served\n", h.name, h.directory, gone)
}
