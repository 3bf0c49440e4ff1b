package publish_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"image"
	"image/png"
	"io/fs"
	"iter"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/server"
	"demarc/server/publish"
)

// builtPage is as small as a page with all that a publisher looks for.
func builtPage(script string) fs.FS {
	page := `<!doctype html><html lang="en"><head><!--head--><!--/head--><script type="module" src="./assets/` + script + `.js"></script></head>` +
		`<body><noscript><!--body--><!--/body--></noscript></body></html>`
	return fstest.MapFS{
		"index.html": {Data: []byte(page)}, "embed.html": {Data: []byte(page)},
		"assets/" + script + ".js": {Data: []byte("// " + script)}, "embed/v1.js": {Data: []byte("//")},
		"robots.txt": {Data: []byte("-")}, "engine/core.wasm": {Data: []byte("\x00asm" + script)}, "engine/wasm_exec.js": {Data: []byte("//")},
		"engine/workbook.wasm": {Data: []byte("\x00asm book")}, "engine/exports.wasm": {Data: []byte("\x00asm files")},
	}
}

const origin = "http://publish.invalid"

// siteOf is what a publisher makes of files.
func siteOf(t *testing.T, files fs.FS, page fs.FS) publish.Site {
	t.Helper()
	return siteAbove(t, files, page, server.Basemap{})
}

// siteAbove is the same above what the operator has below the map.
func siteAbove(t *testing.T, files fs.FS, page fs.FS, below server.Basemap) publish.Site {
	t.Helper()
	store, err := live.New(files)
	if err != nil {
		t.Fatal(err, store.Last().Problems)
	}
	public, err := server.ParseAddress(origin)
	if err != nil {
		t.Fatal(err)
	}
	return publish.Site{
		Handler: server.New(store, server.Options{Page: page, Public: public, Elsewhere: true, Basemap: below}), Origin: origin, Snapshot: store.Current(),
		Page: page, URL: siteURL, Exports: []string{"geojson"},
	}
}

// remembering answers what it was asked before from memory, and draws all pictures alike: most
// tests look at files, and publish often.
func remembering(site publish.Site) publish.Site {
	var drawn bytes.Buffer
	if err := png.Encode(&drawn, image.NewGray(image.Rect(0, 0, 2, 1))); err != nil {
		panic(err)
	}
	kept, handler := map[string]*httptest.ResponseRecorder{}, site.Handler
	site.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, ".png") {
			w.Write(drawn.Bytes())
			return
		}
		address := r.URL.String()
		if kept[address] == nil {
			kept[address] = httptest.NewRecorder()
			handler.ServeHTTP(kept[address], r)
		}
		maps.Copy(w.Header(), kept[address].Header())
		w.WriteHeader(kept[address].Code)
		w.Write(kept[address].Body.Bytes())
	})
	return site
}

// The two versions that the tests publish: the second holds one period otherwise, and its page has
// another script.
func versions(t *testing.T) (first, second publish.Site) {
	first = siteOf(t, testdata.Small(), builtPage("one-1"))
	second = siteOf(t, testdata.With(t, testdata.Small(), "control.json", "2005-03-01", "2005-03-02", 2), builtPage("two-2"))
	return remembering(first), remembering(second)
}

func directory(t *testing.T, path string) publish.Store {
	t.Helper()
	store, err := publish.Directory(path)
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// at is a moment of the tests' own clock.
func at(hour int) func() time.Time {
	return func() time.Time { return time.Date(2030, 1, 1, hour, 0, 0, 0, time.UTC) }
}

func options(hour int) publish.Options {
	return publish.Options{Keep: 2, Grace: time.Hour, By: "a test", Now: at(hour)}
}

func published(t *testing.T, site publish.Site, store publish.Store, o publish.Options) *publish.Report {
	t.Helper()
	report, err := publish.Publish(context.Background(), site, store, o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// tree reads all files of a directory.
func tree(t *testing.T, directory string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(directory, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		key, _ := filepath.Rel(directory, name)
		if strings.HasPrefix(filepath.ToSlash(key), "t/") { // there are many, and they never change
			files[filepath.ToSlash(key)] = "a tile"
			return nil
		}
		content, err := os.ReadFile(name)
		files[filepath.ToSlash(key)] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func manifestOf(t *testing.T, files map[string]string) publish.Manifest {
	t.Helper()
	var m publish.Manifest
	if err := json.Unmarshal([]byte(files["site.json"]), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// missing lists what a reader of a version would not find.
func missing(m publish.Manifest, files map[string]string) (keys []string) {
	need := func(key string) {
		if _, ok := files[key]; !ok {
			keys = append(keys, key)
		}
	}
	for _, key := range m.Files {
		need(key)
	}
	for _, key := range m.Packs {
		need(key)
	}
	need(m.Engine + "core.wasm.gz")
	need(m.Engine + "exports.wasm.gz")
	need(m.Engine + "workbook.wasm.gz")
	for _, index := range m.Tiles {
		run, left := 0, 0
		for z, l := range index.Zooms {
			for y := l[1]; y <= l[3]; y++ {
				for x := l[0]; x <= l[2]; x++ {
					for left == 0 {
						left, run = index.Runs[run+1], run+2
					}
					left--
					if set := index.Runs[run-2]; set > 0 {
						need(fmt.Sprintf("t/%s/%d/%d/%d.mvt", index.Sets[set-1], z, x, y))
					}
				}
			}
		}
	}
	return keys
}

// siteURL is where readers of the tests' sites find them.
const siteURL = "https://example.org/maps/"

var (
	attributes = regexp.MustCompile(`(?:src|href|srcset|content|data-engine)="([^"#]+)"`)
	own        = regexp.MustCompile(siteURL + `[^"\\<& ]*`)
	based      = regexp.MustCompile(`<base href="([^"]*)">`)
)

// broken lists what pages and feeds lead to and is not there, as a host has it that knows files
// alone.
func broken(files map[string]string) (all []string) {
	for _, key := range slices.Sorted(maps.Keys(files)) {
		var led []string
		base, _ := url.Parse(siteURL + key)
		switch path.Ext(key) {
		case ".html":
			if found := based.FindStringSubmatch(files[key]); found != nil {
				base, _ = base.Parse(found[1])
			}
			for _, found := range attributes.FindAllStringSubmatch(files[key], -1) {
				if !strings.HasPrefix(found[0], "content") || strings.HasPrefix(found[1], siteURL) {
					led = append(led, html.UnescapeString(found[1]))
				}
			}
		case ".xml", ".atom", ".json":
			if !strings.Contains(key, "/") && key != "site.json" {
				led = own.FindAllString(files[key], -1)
			}
		}
		for _, address := range led {
			to, err := base.Parse(address)
			if err != nil {
				all = append(all, key+" -> "+address)
				continue
			}
			to.RawQuery, to.Fragment = "", ""
			file, ours := strings.CutPrefix(to.String(), siteURL)
			if _, ok := files[file]; ours && !ok && (!strings.HasPrefix(file, "o/engine-") || files[file+"wasm_exec.js"] == "") {
				all = append(all, key+" -> "+address)
			}
		}
	}
	return all
}

func TestSiteHasAllThatItLeadsTo(t *testing.T) {
	first, _ := versions(t)
	out := t.TempDir()
	published(t, first, directory(t, out), options(1))
	files := tree(t, out)
	if keys := missing(manifestOf(t, files), files); len(keys) > 0 {
		t.Errorf("the manifest names what is not there: %v", keys)
	}
	if all := broken(files); len(all) > 0 {
		t.Errorf("pages lead to what is not there: %v", all)
	}
	for key, content := range files {
		if strings.Contains(content, "publish.invalid") {
			t.Errorf("%s has an address of the server that nobody has", key)
		}
	}
	for _, key := range []string{"index.html", "embed.html", "contents.html", "sitemap.xml", "feed.atom", "feed.json", "embed/v1.js", "day/2005-03-01.html"} {
		if files[key] == "" {
			t.Errorf("%s is missing", key)
		}
	}
	if files["robots.txt"] != "" {
		t.Error("robots.txt of a server was published: that of a host is not ours")
	}
	if files["publish.lock"] != "" {
		t.Error("the lock was left")
	}
}

func TestPicturesAreSmall(t *testing.T) {
	first := siteOf(t, testdata.Isles(), builtPage("one-1"))
	out := t.TempDir()
	published(t, first, directory(t, out), options(1))
	count := 0
	for key, content := range tree(t, out) {
		if path.Ext(key) == ".png" {
			if count++; len(content) > 40_000 {
				t.Errorf("%s has %d bytes, want 40000 at most", key, len(content))
			}
		}
	}
	if count == 0 {
		t.Error("there are no pictures")
	}
}

func TestSecondPublishSendsWhatIsNew(t *testing.T) {
	first, second := versions(t)
	out := t.TempDir()
	store := &faulty{Store: directory(t, out)}
	published(t, first, store, options(1))
	store.writes = nil
	if report := published(t, first, store, options(2)); report.Switched {
		t.Error("the same site was taken for another version")
	}
	if sent := store.sent(); len(sent) > 0 {
		t.Errorf("nothing had changed, and these were sent: %v", sent)
	}
	published(t, second, store, options(3))
	for _, key := range store.sent() {
		if strings.HasPrefix(key, "t/") {
			t.Errorf("one period had changed, and a tile was sent: %s", key)
		}
	}
	if len(store.sent()) == 0 {
		t.Error("one period had changed, and nothing was sent")
	}
	third := siteOf(t, moved(t), builtPage("two-2"))
	store.writes = nil
	published(t, third, store, options(4))
	tiles := 0
	for _, key := range store.sent() {
		if strings.HasPrefix(key, "t/") {
			tiles++
		}
	}
	m := manifestOf(t, tree(t, out))
	if all := len(m.Tiles["history"].Sets); tiles == 0 || all < 2 {
		t.Errorf("a corner had moved: %d tiles were sent, tiles are in %d sets; want some, and 2", tiles, all)
	}
	files := tree(t, out)
	if keys := missing(m, files); len(keys) > 0 {
		t.Errorf("tiles are missing: %v", keys)
	}
}

// moved is the dataset with a corner elsewhere.
func moved(t *testing.T) fs.FS {
	return testdata.With(t, testdata.Small(), "regions/zones.geojson", "[[11, 50], [12, 50], [12, 51]", "[[11, 50], [12, 50], [12, 51.02]", 1)
}

// faulty counts what is written, and fails from some write on.
type faulty struct {
	publish.Store
	writes []string
	fail   int  // the number of the write that fails, from 1 on; 0: none
	late   bool // it is written all the same
}

var errKilled = errors.New("killed")

func (f *faulty) step(key string, write func() error) error {
	f.writes = append(f.writes, key)
	switch n := len(f.writes); {
	case f.fail > 0 && n == f.fail && f.late:
		return errors.Join(write(), errKilled)
	case f.fail > 0 && n >= f.fail:
		return errKilled
	}
	return write()
}

func (f *faulty) Write(ctx context.Context, key string, content []byte, head publish.Head) error {
	return f.step(key, func() error { return f.Store.Write(ctx, key, content, head) })
}

func (f *faulty) Swap(ctx context.Context, key string, content []byte, head publish.Head, tag string) (was string, err error) {
	err = f.step(key, func() error {
		was, err = f.Store.Swap(ctx, key, content, head, tag)
		return err
	})
	return was, err
}

func (f *faulty) Remove(ctx context.Context, key string) error {
	return f.step(key, func() error { return f.Store.Remove(ctx, key) })
}

// sent are the writes but for those of the lock.
func (f *faulty) sent() []string {
	return slices.DeleteFunc(slices.Clone(f.writes), func(key string) bool { return key == "publish.lock" })
}

// memory is a Store without a disk, of which a test makes hundreds.
type memory map[string]string

func (m memory) Read(_ context.Context, key string) ([]byte, string, error) {
	content, ok := m[key]
	if !ok {
		return nil, "", fs.ErrNotExist
	}
	return []byte(content), content, nil
}

func (m memory) Write(_ context.Context, key string, content []byte, _ publish.Head) error {
	m[key] = string(content)
	return nil
}

func (m memory) Swap(_ context.Context, key string, content []byte, _ publish.Head, tag string) (string, error) {
	if m[key] != tag {
		return "", publish.ErrSwapped
	}
	m[key] = string(content)
	return m[key], nil
}

func (m memory) Remove(_ context.Context, key string) error {
	delete(m, key)
	return nil
}

func (m memory) Same(_ context.Context, info publish.Info, content []byte, _ publish.Head) (bool, error) {
	return m[info.Key] == string(content), nil
}

func (m memory) All(context.Context) iter.Seq2[publish.Info, error] {
	return func(yield func(publish.Info, error) bool) {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if !yield(publish.Info{Key: key, Size: int64(len(m[key])), Modified: at(1)()}, nil) {
				return
			}
		}
	}
}

// A publish that is killed at any write, before or after it, leaves readers of the old version and
// of the pages with a map that has all its parts; before the manifest is replaced nothing that is
// seen changes; and the next publish ends what it began.
func TestKilledPublishBreaksNothing(t *testing.T) {
	first, second := versions(t)
	old := memory{}
	published(t, first, old, options(1))
	want := maps.Clone(old)
	whole := &faulty{Store: want}
	published(t, second, whole, options(12))
	for i := range whole.writes {
		for _, late := range []bool{false, true} {
			name := fmt.Sprintf("write %d of %d, %s, late %v", i+1, len(whole.writes), whole.writes[i], late)
			files := maps.Clone(old)
			store := &faulty{Store: files, fail: i + 1, late: late}
			if _, err := publish.Publish(context.Background(), second, store, options(12)); !errors.Is(err, errKilled) {
				t.Fatalf("%s: got error %v, want that it was killed", name, err)
			}
			seen := manifestOf(t, files)
			for _, m := range []publish.Manifest{seen, manifestOf(t, old)} {
				if keys := missing(m, files); len(keys) > 0 {
					t.Errorf("%s: version %s has lost %v", name, m.Version, keys)
				}
			}
			if all := broken(files); len(all) > 0 {
				t.Errorf("%s: pages lead nowhere: %v", name, all)
			}
			if seen.Version == manifestOf(t, old).Version {
				for key, content := range old {
					if !strings.HasPrefix(key, "publish.") && files[key] != content {
						t.Errorf("%s: nothing new is shown, and %s has changed", name, key)
					}
				}
			}
			published(t, second, files, options(13))
			for key, content := range files {
				if key != "site.json" && content != want[key] {
					t.Errorf("%s: after the next publish %s is another than after one alone", name, key)
				}
			}
		}
	}
}

// between calls something else at the first write of an object.
type between struct {
	publish.Store
	call func()
}

func (b *between) Write(ctx context.Context, key string, content []byte, head publish.Head) error {
	if call := b.call; call != nil {
		b.call = nil
		call()
	}
	return b.Store.Write(ctx, key, content, head)
}

func TestOfTwoPublishersOneWins(t *testing.T) {
	first, second := versions(t)
	out := t.TempDir()
	store := &between{Store: directory(t, out)}
	var other error
	store.call = func() { _, other = publish.Publish(context.Background(), second, directory(t, out), options(1)) }
	published(t, first, store, options(1))
	if other == nil || !strings.Contains(other.Error(), "a test publishes there") {
		t.Errorf("the second publisher got %v, want to be told of the first", other)
	}
	if got := manifestOf(t, tree(t, out)).Snapshot; got != first.Snapshot.ID {
		t.Errorf("snapshot %s is shown, want that of the first, %s", got, first.Snapshot.ID)
	}
	// one that is not heard of for long is taken for dead, and told so when it wakes
	store.call = func() { published(t, second, directory(t, out), options(9)) }
	slept := options(2)
	now := 2
	slept.Now = func() time.Time { return at(now)() }
	call := store.call
	store.call = func() { call(); now = 10 }
	third := siteOf(t, testdata.Small(), builtPage("three-3"))
	_, err := publish.Publish(context.Background(), third, store, slept)
	if err == nil || !strings.Contains(err.Error(), "somebody else") {
		t.Errorf("the one that slept got %v, want to be told of the other", err)
	}
	if got := manifestOf(t, tree(t, out)).Snapshot; got != second.Snapshot.ID {
		t.Errorf("snapshot %s is shown, want that of the second, %s", got, second.Snapshot.ID)
	}
}

func TestOlderVersionsAreRemovedAfterAWhile(t *testing.T) {
	first, second := versions(t)
	out := t.TempDir()
	store := directory(t, out)
	o := options(1)
	o.Keep = 1
	published(t, first, store, o)
	old := manifestOf(t, tree(t, out))
	o.Now = at(2)
	published(t, second, store, o)
	files := tree(t, out)
	if keys := missing(old, files); len(keys) > 0 {
		t.Errorf("a version that was replaced a moment ago has lost %v", keys)
	}
	age(t, out)
	o.Now = at(4)
	third := siteOf(t, testdata.With(t, testdata.Small(), "control.json", "2005-03-01", "2005-03-03", 2), builtPage("two-2"))
	published(t, third, store, o)
	files = tree(t, out)
	if keys := missing(old, files); len(keys) == 0 || files["versions/"+old.Version+".json"] != "" {
		t.Error("a version that was replaced long ago is there yet")
	}
	if _, ok := files["day/2005-03-02.html"]; ok {
		t.Error("the page of a day on which nothing changes any more is there yet")
	}
	if keys := missing(manifestOf(t, files), files); len(keys) > 0 {
		t.Errorf("the version that is shown has lost %v", keys)
	}
	if all := broken(files); len(all) > 0 {
		t.Errorf("pages lead nowhere: %v", all)
	}
}

// age makes files as old as the year of the tests' clock wants.
func age(t *testing.T, out string) {
	t.Helper()
	long := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	err := filepath.WalkDir(out, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return os.Chtimes(name, long, long)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDryRunWritesNothing(t *testing.T) {
	first, _ := versions(t)
	out := filepath.Join(t.TempDir(), "site")
	o := options(1)
	o.DryRun = true
	report := published(t, first, directory(t, out), o)
	if _, err := os.Stat(out); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a directory was made: %v", err)
	}
	if !report.Switched || len(report.Kinds) < 5 || report.Kinds[0].New == 0 {
		t.Errorf("got %+v, want what would be sent", report)
	}
}

func TestForeignDirectoryIsRefused(t *testing.T) {
	out := t.TempDir()
	if err := os.WriteFile(filepath.Join(out, "diary.txt"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := publish.Directory(out); err == nil {
		t.Error("a directory with other files was taken for a site")
	}
}

// What is published are the bytes of the server, but for its address in them.
func TestFilesAreTheServersAnswers(t *testing.T) {
	first, _ := versions(t)
	out := t.TempDir()
	published(t, first, directory(t, out), options(1))
	files := tree(t, out)
	for address, key := range manifestOf(t, files).Files {
		got := ask(t, first, address)
		if want := bytes.ReplaceAll(got, []byte(origin+"/"), []byte("./")); files[key] != string(want) {
			t.Errorf("%s is another as a file", address)
		}
	}
}

// With -tiles pmtiles all tiles are one file, which pages keep for when there is no network.
func TestArchiveOfTiles(t *testing.T) {
	first, second := versions(t)
	first.Archive, second.Archive = true, true
	files := memory{}
	published(t, first, files, options(1))
	m := manifestOf(t, files)
	archive := m.Archives["history"]
	if m.Format != 2 || len(m.Tiles) > 0 || !strings.HasPrefix(files[archive.Key], "PMTiles\x03") || len(files[archive.Key]) != archive.Bytes {
		t.Errorf("got form %d, %d tilesets as files, archive %+v with %d bytes; want form 2, none, an archive", m.Format, len(m.Tiles), archive, len(files[archive.Key]))
	}
	for key := range files {
		if strings.HasPrefix(key, "t/") {
			t.Errorf("there is %s beside the archive", key)
		}
	}
	if list := files[m.Offline]; !strings.Contains(list, archive.Key) {
		t.Errorf("%s is not kept for when there is no network: %s", archive.Key, list)
	}
	store := &faulty{Store: files}
	published(t, second, store, options(2))
	if slices.Contains(store.sent(), archive.Key) {
		t.Error("one period had changed, and the tiles were sent")
	}
	first.Archive = false // pages of before ask for tiles as files, and find them again
	published(t, first, files, options(3))
	if m := manifestOf(t, files); m.Format != 1 || len(missing(m, files)) > 0 {
		t.Errorf("got form %d, missing %v; want tiles as files again", m.Format, missing(m, files))
	}
}
