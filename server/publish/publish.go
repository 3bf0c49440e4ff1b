package publish

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Options say how a site is published.
type Options struct {
	Keep     int           // versions that are kept, the new one among them
	Grace    time.Duration // for which older ones are kept yet, after they were replaced
	By       string        // who publishes, told to others who try at the same time
	DryRun   bool          // nothing is written
	Progress func(string)  // may be nil
	Now      func() time.Time
}

// Report says what was published.
type Report struct {
	Version  string
	Switched bool // to a version other than the one before
	Kinds    []Kind
	Removed  int // files of older versions
}

// Kind is the files of a sort: all of them, and those that were not there yet.
type Kind struct {
	Name            string
	Files, New      int
	Bytes, NewBytes int64
}

// Publish brings a store to the state of a site. Until the manifest is replaced readers see what
// they saw.
func Publish(ctx context.Context, site Site, store Store, o Options) (*Report, error) {
	if o.Progress == nil {
		o.Progress = func(string) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	p := &publishing{store: store, Options: o, report: &Report{}}
	if o.DryRun {
		return p.report, p.look(ctx, site)
	}
	lock, err := takeLock(ctx, store, o.By, o.Now)
	if err != nil {
		return nil, err
	}
	p.lock = lock
	err = p.run(ctx, site)
	return p.report, errors.Join(err, lock.release(context.WithoutCancel(ctx)))
}

// publishing is one run.
type publishing struct {
	Options
	store  Store
	lock   *lock
	before shown
	c      *collector
	there  map[string]Info // what the store has
	report *Report
}

func (p *publishing) run(ctx context.Context, site Site) error {
	if err := p.look(ctx, site); err != nil {
		return err
	}
	for _, step := range []func(context.Context) error{p.sendObjects, p.swap, p.sendPages, p.sweep} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// look finds out what there is and what there shall be.
func (p *publishing) look(ctx context.Context, site Site) (err error) {
	if p.before, err = readShown(ctx, p.store); err != nil {
		return err
	}
	p.there = map[string]Info{}
	for info, err := range p.store.All(ctx) {
		if err != nil {
			return err
		}
		p.there[info.Key] = info
	}
	p.c, err = collect(ctx, site, p.before, func(text string) {
		p.Progress(text)
		p.lock.keep(ctx) // whoever writes next is told
	})
	if err != nil {
		return err
	}
	p.report.Version = p.c.manifest.Version
	p.report.Switched = p.report.Version != p.before.Version
	for _, o := range p.c.objects {
		p.count(o.kind, o.size, !p.has(o))
	}
	for _, t := range p.c.pages {
		p.count("texts", int64(len(t.content)), p.before.has.Pages[t.key] != p.c.has.Pages[t.key])
	}
	return nil
}

// has tells whether the store has an object: its name says what is in it.
func (p *publishing) has(o object) bool {
	_, ok := p.there[o.key]
	return ok
}

func (p *publishing) count(kind string, size int64, isNew bool) {
	i := slices.IndexFunc(p.report.Kinds, func(k Kind) bool { return k.Name == kind })
	if i < 0 {
		i = len(p.report.Kinds)
		p.report.Kinds = append(p.report.Kinds, Kind{Name: kind})
	}
	k := &p.report.Kinds[i]
	k.Files, k.Bytes = k.Files+1, k.Bytes+size
	if isNew {
		k.New, k.NewBytes = k.New+1, k.NewBytes+size
	}
}

func (p *publishing) sendObjects(ctx context.Context) error {
	for i, o := range p.c.objects {
		if p.has(o) {
			continue
		}
		p.Progress(fmt.Sprintf("sending %d of %d: %s", i+1, len(p.c.objects), o.key))
		content, err := p.c.contentOf(ctx, o)
		if err != nil {
			return err
		}
		if err := p.write(ctx, o.key, content, o.head); err != nil {
			return err
		}
	}
	return nil
}

// write writes while nobody else may.
func (p *publishing) write(ctx context.Context, key string, content []byte, head Head) error {
	if err := p.lock.keep(ctx); err != nil {
		return err
	}
	if err := p.store.Write(ctx, key, content, head); err != nil {
		return fmt.Errorf("%s: %w", key, err)
	}
	return nil
}

// swap shows the new version.
func (p *publishing) swap(ctx context.Context) error {
	m := &p.c.manifest
	if !p.report.Switched {
		m.Since, m.Versions = p.before.Since, p.before.Versions
		return nil
	}
	listed, err := json.Marshal(p.c.has)
	if err != nil {
		return err
	}
	if err := p.write(ctx, versionKey(m.Version), listed, Head{Type: "application/json"}); err != nil {
		return err
	}
	now := p.Now().UTC().Truncate(time.Second)
	m.Since, m.Versions = now, p.kept(now)
	content, err := json.Marshal(m)
	if err != nil {
		return err
	}
	p.Progress("showing version " + m.Version)
	_, err = p.store.Swap(ctx, manifestKey, content, Head{Type: "application/json"}, p.before.tag)
	if errors.Is(err, ErrSwapped) {
		return errors.New("another publish has replaced the version meanwhile: nothing of this one is shown, publish again")
	}
	return err
}

// kept lists the new version and those before it that stay.
func (p *publishing) kept(now time.Time) []Kept {
	versions := []Kept{{Version: p.c.manifest.Version, Made: now}}
	for _, v := range p.before.Versions {
		if v.Replaced.IsZero() {
			v.Replaced = now
		}
		if v.Version != versions[0].Version && (len(versions) < p.Keep || now.Sub(v.Replaced) < p.Grace) {
			versions = append(versions, v)
		}
	}
	return versions
}

// sendPages replaces the pages that are others than before, after those have come that there were
// not yet, which they may lead to. Of a publish that was killed the store
// may have neither the old nor the new one, so it is asked.
func (p *publishing) sendPages(ctx context.Context) error {
	isOld := func(t page) int {
		if _, old := p.there[t.key]; old {
			return 1
		}
		return 0
	}
	pages := slices.SortedStableFunc(slices.Values(p.c.pages), func(a, b page) int { return isOld(a) - isOld(b) })
	for i, t := range pages {
		same, err := p.same(ctx, t)
		if err != nil {
			return err
		}
		if same {
			continue
		}
		p.Progress(fmt.Sprintf("text %d of %d: %s", i+1, len(pages), t.key))
		if err := p.write(ctx, t.key, t.content, t.head); err != nil {
			return fmt.Errorf("%w; the map is shown in the new version, texts are not yet: publish again", err)
		}
	}
	return nil
}

func (p *publishing) same(ctx context.Context, t page) (bool, error) {
	info, ok := p.there[t.key]
	if !ok {
		return false, nil
	}
	return p.store.Same(ctx, info, t.content, t.head)
}

// sweep removes what no version has that is kept: also what killed publishes left behind, once it
// is old.
func (p *publishing) sweep(ctx context.Context) error {
	keep := map[string]bool{manifestKey: true, lockKey: true}
	for _, v := range p.c.manifest.Versions {
		keep[versionKey(v.Version)] = true
		has := p.c.has
		if v.Version != p.c.manifest.Version {
			var err error
			if has, err = readContents(ctx, p.store, v.Version); err != nil {
				return fmt.Errorf("%s: %w; nothing is removed", versionKey(v.Version), err)
			}
		}
		for key := range has.Objects {
			keep[key] = true
		}
	}
	former, err := p.formerPages(ctx)
	if err != nil {
		return err
	}
	old := p.Now().Add(-p.Grace)
	for _, key := range slices.Sorted(maps.Keys(p.there)) {
		_, isPage := p.c.has.Pages[key]
		if keep[key] || isPage || !former[key] && (!p.ours(key) || p.there[key].Modified.After(old)) {
			continue
		}
		if err := p.lock.keep(ctx); err != nil {
			return err
		}
		p.Progress("removing " + key)
		if err := p.store.Remove(ctx, key); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		p.report.Removed++
	}
	return nil
}

// formerPages are the pages of all versions that there is a list of, also of those whose publish
// was killed before it had removed those of the one before.
func (p *publishing) formerPages(ctx context.Context) (map[string]bool, error) {
	pages := map[string]bool{}
	for key := range p.there {
		name, ok := strings.CutPrefix(key, versionRoot)
		if !ok || !strings.HasSuffix(name, ".json") {
			continue
		}
		has, err := readContents(ctx, p.store, strings.TrimSuffix(name, ".json"))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		for page := range has.Pages {
			pages[page] = true
		}
	}
	return pages, nil
}

// ours tells whether a key is of an object; other files beside them are somebody else's.
func (p *publishing) ours(key string) bool {
	name := key[strings.LastIndexByte(key, '/')+1:]
	return strings.HasPrefix(name, passing) || slices.ContainsFunc([]string{objectRoot, tileRoot, assetRoot, versionRoot}, func(root string) bool {
		return strings.HasPrefix(key, root)
	})
}
