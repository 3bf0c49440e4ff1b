package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/gzip"

	"demarc/data"
	"demarc/server/answer/files"
)

// Site is what a site is made of.
type Site struct {
	Handler  http.Handler // of the server, with the one dataset
	Origin   string       // under which the handler takes itself to be found
	Snapshot *data.Snapshot
	Page     fs.FS // the built page
	// URL is where readers will find the site, with a slash at its end; "": they are not told, and
	// there are neither feeds nor a site map, which want whole addresses.
	URL     string
	Exports []string // extensions of the formats that are files
	Archive bool     // all tiles are in one file, which hosts have to serve in parts
}

// object is a file whose content never changes.
type object struct {
	key     string
	size    int64
	kind    string // in the report
	head    Head
	content []byte // nil: it is asked for again, so that not everything is held at once
	ask     string
	sum     []byte // start of the hash
	later   bool   // kept for when there is no network once it has been used, not before
}

// page is a file that is replaced.
type page struct {
	key     string
	head    Head
	content []byte
}

// collector finds out what a site is made of.
type collector struct {
	asker
	Site
	before      shown
	manifest    Manifest
	has         contents
	objects     []object
	pages       []page
	known       map[string]bool
	pictures    map[string]string // keys by query
	described   string            // the dataset, for search engines
	pictureSize int               // the first to be tried
	progress    func(string)
}

// collect asks for everything.
func collect(ctx context.Context, site Site, before shown, progress func(string)) (*collector, error) {
	c := &collector{
		asker: asker{site.Handler, site.Origin}, Site: site, before: before, progress: progress, known: map[string]bool{}, pictures: map[string]string{},
		manifest: Manifest{Format: format, Snapshot: site.Snapshot.ID, Files: map[string]string{}, Packs: map[string]string{}, Tiles: map[string]TileIndex{}},
		has:      contents{Objects: map[string]int64{}, Pages: map[string]string{}, Tiles: map[string][]byte{}},
	}
	for _, step := range []func(context.Context) error{
		c.answers, c.regions, c.world, c.exports, c.built, c.engine,
		func(ctx context.Context) error { return c.tileset(ctx, "history") },
		c.offline, c.texts,
	} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return c, c.finish()
}

// finish names the version by all that it is made of.
func (c *collector) finish() error {
	sum := sha256.New()
	for _, key := range slices.Sorted(maps.Keys(c.has.Objects)) {
		fmt.Fprintln(sum, key)
	}
	for _, p := range c.pages {
		hash := hashOf(p.content)
		c.has.Pages[p.key] = hash
		fmt.Fprintln(sum, p.key, hash)
	}
	if err := json.NewEncoder(sum).Encode(c.manifest); err != nil { // which has no times yet
		return err
	}
	c.manifest.Version = hex.EncodeToString(sum.Sum(nil)[:8])
	return nil
}

func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:8])
}

// object adds one to the site, once.
func (c *collector) object(o object) {
	if c.known[o.key] {
		return
	}
	c.known[o.key] = true
	c.has.Objects[o.key] = o.size
	c.objects = append(c.objects, o)
}

// mostHeld is the size from which an answer is asked for twice.
const mostHeld = 8 << 20

// add adds what has no address of its own, and returns its key.
func (c *collector) add(kind, extension, mediaType string, content []byte) string {
	return c.addAsked(kind, extension, mediaType, content, "")
}

func (c *collector) addAsked(kind, extension, mediaType string, content []byte, ask string) string {
	sum := sha256.Sum256(content)
	o := object{
		key: objectRoot + hex.EncodeToString(sum[:8]) + extension, size: int64(len(content)), kind: kind,
		head: Head{mediaType, true}, content: content, ask: ask, sum: sum[:tileHash],
	}
	if ask != "" && len(content) > mostHeld {
		o.content = nil
	}
	c.object(o)
	return o.key
}

// answers adds what the page asks the server for, at the addresses that it asks at.
func (c *collector) answers(ctx context.Context) error {
	addresses := []string{"timeline?f=compact", "timeline", "stats", "sources", "events", "regions", "export/places.geojson", "dataset.zip"}
	for _, v := range c.Snapshot.Dataset.Viewpoints {
		query := "viewpoint=" + url.QueryEscape(v.ID)
		addresses = append(addresses, "timeline?f=compact&"+query, "stats?"+query, "sources?"+query)
	}
	for _, address := range addresses {
		c.progress(address)
		got, err := c.must(ctx, address)
		if err != nil {
			return err
		}
		extension := ".json"
		switch {
		case strings.HasPrefix(got.mediaType(), "application/geo+json"):
			extension = ".geojson"
		case path.Ext(address) == ".zip":
			extension = ".zip"
		}
		c.manifest.Files[address] = c.add("answers", extension, got.mediaType(), c.text(got))
	}
	return nil
}

// regions adds what is known of each region, all in one file: a page asks for one or another of
// thousands.
func (c *collector) regions(ctx context.Context) error {
	pack := map[string]json.RawMessage{}
	for _, r := range c.Snapshot.Dataset.Regions {
		c.progress("region " + r.ID)
		got, err := c.must(ctx, "regions/"+url.PathEscape(r.ID))
		if err != nil {
			return err
		}
		pack[r.ID] = json.RawMessage(bytes.Clone(c.text(got)))
	}
	content, err := json.Marshal(pack)
	if err != nil {
		return err
	}
	c.manifest.Packs["regions/"] = c.add("answers", ".json", "application/json", content)
	return nil
}

// exports adds files in formats for other programs.
func (c *collector) exports(ctx context.Context) error {
	for _, extension := range c.Exports {
		address := "export/control." + extension
		c.progress(address)
		got, err := c.must(ctx, address)
		if err != nil {
			return err
		}
		c.manifest.Files[address] = c.addAsked("exports", "."+extension, got.mediaType(), c.text(got), address)
	}
	return nil
}

// engineRoot is where the built page has the engine.
const engineRoot = "engine/"

// built adds the files of the page: those with a hash in their names as objects.
func (c *collector) built(context.Context) error {
	return fs.WalkDir(c.Page, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), ".") || path.Ext(name) == ".html" || strings.HasPrefix(name, engineRoot) {
			return err
		}
		content, err := fs.ReadFile(c.Page, name)
		if err != nil {
			return err
		}
		if strings.HasPrefix(name, assetRoot) {
			c.object(object{key: name, size: int64(len(content)), kind: "page", head: Head{typeOf(name), true}, content: content})
		} else if name != "robots.txt" { // that of a host stands at its root, and is not ours
			c.pages = append(c.pages, page{name, Head{Type: typeOf(name)}, content})
		}
		return nil
	})
}

// engine adds the program that answers in the browser, in a folder that is named by its content. It
// is compressed as a file, which the page unpacks: few hosts compress it on its way.
func (c *collector) engine(ctx context.Context) error {
	parts := map[string][]byte{}
	for _, name := range []string{"core.wasm", "exports.wasm", "workbook.wasm", "wasm_exec.js"} {
		got, err := c.get(ctx, engineRoot+name)
		if err != nil {
			return err
		}
		if got.status != http.StatusOK {
			return fmt.Errorf("this program was compiled without the engine (%s), which answers lookups where there is no server: make build has it", name)
		}
		content := got.body.Bytes()
		if path.Ext(name) == ".wasm" {
			name, content = name+".gz", zipped(content)
		}
		parts[name] = content
	}
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		fmt.Fprintln(sum, name, hashOf(parts[name]))
	}
	c.manifest.Engine = objectRoot + "engine-" + hex.EncodeToString(sum.Sum(nil)[:6]) + "/"
	c.manifest.Exports = files.Extensions()
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		c.object(object{
			key: c.manifest.Engine + name, size: int64(len(parts[name])), kind: "engine", head: Head{typeOf(name), true}, content: parts[name],
			later: path.Ext(name) == ".gz" && name != "core.wasm.gz",
		})
	}
	return nil
}

// zipLevel is the last but one: the best makes files 1 % smaller in four times the time.
const zipLevel = 8

// zipped compresses what a page unpacks.
func zipped(content []byte) []byte {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, zipLevel)
	if err == nil {
		_, err = z.Write(content)
	}
	if err = errors.Join(err, z.Close()); err != nil {
		panic(err) // a bytes.Buffer takes everything
	}
	return b.Bytes()
}

// typeOf is the media type of a file by its name; programs of hosts know others.
func typeOf(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".wasm":
		return "application/wasm"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}

// offline lists what a page needs without a network: everything but single tiles, which are in
// packs too, the parts of the engine that few readers want, and what it never asks for. It adds
// also what makes the map an app that can be installed.
func (c *collector) offline(context.Context) error {
	var keys []string
	for _, o := range c.objects {
		if slices.Contains([]string{"answers", "page", "tile packs", "archive", "engine"}, o.kind) && !o.later && o.key != c.manifest.Files["timeline"] {
			keys = append(keys, o.key)
		}
	}
	content, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	c.manifest.Offline = c.add("answers", ".json", "application/json", content)
	title := c.Snapshot.Dataset.Title.In("en")
	content, err = json.Marshal(map[string]any{
		"name": title, "short_name": c.Snapshot.Dataset.ID, "start_url": "index.html", "scope": "./", "display": "standalone",
		"background_color": "#f2efe9", "theme_color": "#1c2733",
		"icons": []any{map[string]string{"src": "icon.svg", "sizes": "any", "type": "image/svg+xml"}},
	})
	c.pages = append(c.pages, page{"app.webmanifest", Head{Type: "application/manifest+json"}, content})
	return err
}

// contentOf returns what an object has, asked for again if it was not kept.
func (c *collector) contentOf(ctx context.Context, o object) ([]byte, error) {
	if o.content != nil || o.ask == "" {
		return o.content, nil
	}
	got, err := c.must(ctx, o.ask)
	if err != nil {
		return nil, err
	}
	content := c.text(got)
	if sum := sha256.Sum256(content); !bytes.Equal(sum[:len(o.sum)], o.sum) {
		return nil, fmt.Errorf("%s: it was another answer when it was first asked for", o.ask)
	}
	return content, nil
}
