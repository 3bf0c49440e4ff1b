package server

import (
	"context"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"demarc/data"
	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/geo/mvt"
)

// mounted serves the small dataset at the root and, as another one, under /d/two.
func mounted(t *testing.T) (http.Handler, *data.Snapshot) {
	t.Helper()
	live, err := live.New(os.DirFS("../data/testdata/small"))
	if err != nil {
		t.Fatal(err)
	}
	return NewOf([]Dataset{{"one", live}, {"two", live}}, Options{Page: fstest.MapFS{
		"index.html": {Data: []byte("<!--head--><!--/head--><!--body--><!--/body-->")},
	}}), live.Current()
}

func ask(h http.Handler, method, target string, headers ...string) *httptest.ResponseRecorder {
	r, w := httptest.NewRequest(method, target, nil), httptest.NewRecorder()
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	h.ServeHTTP(w, leaving(r))
	return w
}

// leaving is a request to what answers for ever from a client that goes after the first event.
func leaving(r *http.Request) *http.Request {
	if !strings.HasSuffix(r.URL.Path, "/live") {
		return r
	}
	ctx, leave := context.WithCancel(r.Context())
	leave()
	return r.WithContext(ctx)
}

// someAddress fills a path of the table in.
func someAddress(r *route, s *data.Snapshot) string {
	values := map[string]string{
		"collection": "zones", "feature": "west", "id": "west", "tileset": "control", "layer": "zones", "tileMatrixSet": mvt.MatrixSet,
		"tileMatrix": "0", "tileRow": "0", "tileCol": "0", "z": "0", "x": "0", "y": "0", "snapshot": s.ID, "epoch": "1", "no": "no", "file": "no", "stack": "Noto%20Sans%20Bold", "range": "0-255",
	}
	path := pathName.ReplaceAllStringFunc(r.template(), func(name string) string { return values[strings.Trim(name, "{}")] })
	return path + map[string]string{"/locate": "?lon=10.5&lat=50.5", "/diff": "?from=2001-01-01&to=2006-01-01", "/compare": "?a=one&b=two",
		"/oembed": "?url=http://example.com/"}[path]
}

// Every row of the table is answered, at the root and under a prefix, and whatever address an
// answer names carries the prefix it was asked under and leads somewhere.
func TestLinksKnowTheirPrefix(t *testing.T) {
	h, snapshot := mounted(t)
	address := regexp.MustCompile(`http://example\.com(/[^"<>\s]*)|(?:href|action)="(/[^"]*)"|^<(/[^>]*)>`)
	followed := map[string]bool{}
	for _, r := range table() {
		if r.id == "" || r.method != "" || slices.Contains([]string{"/datasets", "/oembed", "/compare"}, r.path) { // they lead to any
			continue
		}
		if r.path == basemapPath {
			continue // this server has none: TestBasemap has one
		}
		version := "/v/" + snapshot.ID
		for _, prefix := range []string{"", "/d/two", version, "/d/two" + version} {
			if strings.HasSuffix(prefix, version) && r.binds != alsoBound {
				continue
			}
			target := prefix + someAddress(r, snapshot)
			for _, accept := range []string{"", "text/html"} {
				w := ask(h, http.MethodGet, target, "Accept", accept)
				if accept != "" && !r.html && w.Code == http.StatusNotAcceptable {
					continue
				}
				if w.Code != http.StatusOK && w.Code != http.StatusNoContent {
					t.Errorf("GET %s: got %d %.200s", target, w.Code, w.Body)
					continue
				}
				text := w.Header().Get("Link") + "\n"
				switch {
				case strings.HasPrefix(w.Header().Get("Content-Type"), "application/atom"):
					text += html.UnescapeString(w.Body.String()) // which holds HTML as text
				case r.tag != "files" && r.schema != "binary":
					text += strings.NewReplacer(`\u0026`, "&", `\"`, `"`).Replace(w.Body.String()) // as JSON has them
				}
				for _, found := range address.FindAllStringSubmatch(text, -1) {
					path := html.UnescapeString(found[1] + found[2] + found[3])
					plain := strings.TrimSuffix(prefix, version)
					if path == prefix || path == plain || strings.HasPrefix(path, "/datasets") { // the addresses that OpenAPI builds on
						continue
					}
					away, _, _ := strings.Cut(strings.TrimPrefix(path, plain), "?")
					leaves := away == "/" || strings.HasPrefix(away, "/v/{") // the map, and OpenAPI's other way
					if !strings.HasPrefix(path, prefix+"/") && !leaves || plain == "" && strings.HasPrefix(path, "/d/two") {
						t.Errorf("GET %s names %s, want it under %q", target, path, prefix)
					}
					if followed[path] {
						continue
					}
					followed[path] = true
					if strings.Contains(path, "{") || strings.HasSuffix(path, "/sprite") {
						continue // a template, or the beginning of addresses
					}
					if got := ask(h, http.MethodGet, path).Code; got != http.StatusOK {
						t.Errorf("GET %s names %s, which answers %d", target, path, got)
					}
				}
			}
		}
	}
	if len(followed) < 100 {
		t.Errorf("%d addresses found: the test looks in the wrong place", len(followed))
	}
}

// Each path answers the methods of its rows, refuses all others with their names, and tells
// browsers what other origins may send. A path that exists nowhere is not found by any method.
func TestMethodsComeOutOfTheTable(t *testing.T) {
	h, snapshot := mounted(t)
	methods := map[string][]string{}
	for _, r := range table() {
		names := []string{r.method}
		if r.method == "" {
			names = []string{http.MethodGet, http.MethodHead}
		}
		methods[r.path] = append(methods[r.path], names...)
	}
	nowhere := []string{"/none", "/none/at/all", "/d/two/none", "/d/three/locate", "//locate", "/Locate", "/tiles/", "/ogc/locate"}
	for _, r := range table() {
		target := someAddress(r, snapshot)
		if r.nowhere {
			nowhere = append(nowhere, target)
			continue
		}
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"} {
			w := ask(h, method, target)
			want := slices.Contains(methods[r.path], method)
			if got := w.Code != http.StatusMethodNotAllowed; got != want {
				t.Errorf("%s %s: got %d, want it to be taken: %v", method, target, w.Code, want)
			}
			if allow := strings.Join(methods[r.path], ", ") + ", OPTIONS"; !want && w.Header().Get("Allow") != allow {
				t.Errorf("%s %s: Allow %q, want %q", method, target, w.Header().Get("Allow"), allow)
			}
		}
		w := ask(h, http.MethodOptions, target)
		if got, want := w.Header().Get("Access-Control-Allow-Methods"), strings.Join(methods[r.path], ", "); w.Code != http.StatusNoContent || got != want {
			t.Errorf("OPTIONS %s: got %d and %q, want 204 and %q", target, w.Code, got, want)
		}
		if got := w.Header().Get("Access-Control-Allow-Headers"); !strings.HasPrefix(got, "If-None-Match, Authorization, Cache-Control") || !strings.HasSuffix(got, strings.Join(r.headers, ", ")) {
			t.Errorf("OPTIONS %s: other origins may send %q, want also %q", target, got, r.headers)
		}
	}
	for _, target := range nowhere {
		if w := ask(h, http.MethodOptions, target, "Access-Control-Request-Method", "GET"); w.Code != http.StatusNoContent {
			t.Errorf("preflight of %s: got %d, want 204, so that a script sees the 404", target, w.Code)
		}
		for _, method := range []string{"OPTIONS", "GET", "POST", "DELETE"} {
			w := ask(h, method, target)
			if moved := method == "GET" && w.Code == http.StatusMovedPermanently; w.Code != http.StatusNotFound && !moved {
				t.Errorf("%s %s: got %d, want 404", method, target, w.Code)
			}
			if w.Header().Get("Access-Control-Allow-Methods") != "" || w.Header().Get("Allow") != "" {
				t.Errorf("%s %s: got methods %v, want none", method, target, w.Header())
			}
		}
	}
	if w := ask(h, http.MethodOptions, "/index.html"); w.Code != http.StatusNoContent || w.Header().Get("Access-Control-Allow-Methods") != "GET, HEAD" {
		t.Errorf("OPTIONS /index.html: got %d and %v, want 204 and GET, HEAD", w.Code, w.Header())
	}
}

// No row knows a parameter that it does not describe, and none lets one pass that it does not know.
func TestEveryRouteRefusesUnknownParameters(t *testing.T) {
	h, snapshot := mounted(t)
	for _, r := range table() {
		if r.method != "" || r.anyQuery {
			continue
		}
		target := someAddress(r, snapshot)
		separator := "?"
		if strings.Contains(target, "?") {
			separator = "&"
		}
		w := ask(h, http.MethodGet, target+separator+"nobody_knows=1")
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), `"parameter":"nobody_knows"`) {
			t.Errorf("%s with a parameter that nobody knows: got %d %.200s, want 400", target, w.Code, w.Body)
		}
	}
}

// packed are the file formats that hold the address they were asked at within
// compressed or counted bytes, or draw it.
var packed = []string{"/export/{layer}.png", "/export/{layer}.gif", "/export/{layer}.gpkg", "/export/{layer}.shp.zip", "/export/{layer}.kmz"}

// Below its own address the dataset at the root answers every path as it does there,
// but for links.
func TestBelowItsAddressTheDefaultAnswersTheSame(t *testing.T) {
	h, snapshot := mounted(t)
	root := strings.NewReplacer("./../../", "./", "../../datasets", "datasets", "/d/one/", "/", `/d/one"`, `"`, "/d/one?", "/?", "/d/one<", "<", "%2Fd%2Fone%2F", "%2F")
	for _, r := range table() {
		if r.method != "" || r.path == "/datasets" { // that is the same to the byte
			continue
		}
		path := someAddress(r, snapshot)
		for _, accept := range []string{"", "text/html"} {
			at, below := ask(h, http.MethodGet, path, "Accept", accept), ask(h, http.MethodGet, "/d/one"+path, "Accept", accept)
			if at.Code != below.Code {
				t.Errorf("%s: got %d, below the address %d", path, at.Code, below.Code)
			}
			for _, name := range []string{"Content-Type", "Cache-Control", "Vary", "Content-Disposition", "Content-Security-Policy", "Location", "Link"} {
				if want, got := at.Header().Get(name), root.Replace(below.Header().Get(name)); got != want {
					t.Errorf("%s: %s is %q, below the address %q", path, name, want, got)
				}
			}
			want, got := at.Body.String(), root.Replace(below.Body.String())
			if r.path == "/compare" { // it leads to the maps that it compares by their own addresses
				want = root.Replace(want)
			}
			if r.path == "/status" { // at the root it says all
				want = regexp.MustCompile(`,"datasets":.*\]}\n$`).ReplaceAllString(want, "}\n")
			}
			if got == want == slices.Contains(packed, r.template()) {
				t.Errorf("%s: below the address\n%.600s\nwant\n%.600s", path, got, want)
			}
		}
	}
	if at, below := ask(h, http.MethodGet, "/datasets"), ask(h, http.MethodGet, "/d/one/datasets"); at.Body.String() != below.Body.String() {
		t.Errorf("the list below the address is %s, want %s", below.Body, at.Body)
	}
}

// All datasets share one budget of tiles, also those with the same files, and an
// edition whose place another has taken keeps nothing.
func TestTilesOfDatasetsShareOneBudget(t *testing.T) {
	snapshots := []*data.Snapshot{openSmall(t, "Two valleys"), openSmall(t, "Two dales")}
	one, two := &hosted{Dataset: Dataset{"one", &exchangedStore{snapshot: snapshots[0]}}}, &hosted{Dataset: Dataset{"two", &exchangedStore{snapshot: snapshots[0]}}}
	s := &Server{tiles: newTileCache(40 * tileOverhead), shelf: newShelf(1<<20, nil)}
	fill := func(d *hosted, snapshot *data.Snapshot, n int) {
		of := s.editionOf(d, snapshot)
		for i := range n {
			tile, err := s.tiles.get(t.Context(), tileKey{of: of, x: uint32(i)}, func(context.Context) ([]byte, error) { return nil, nil })
			if want := "</d/" + d.ID + "/v/" + snapshot.ID + "/"; err != nil || !strings.HasPrefix(tile.link, want) {
				t.Fatalf("got %+v, %v, want a link to %s", tile, err, want)
			}
		}
	}
	kept := func() map[string]int {
		all := map[string]int{}
		for key := range s.tiles.tiles {
			all[key.of.dataset+" "+key.of.snapshot]++
		}
		return all
	}
	fill(one, snapshots[0], 10)
	fill(two, snapshots[0], 10)
	if got, want := kept(), (map[string]int{"one " + snapshots[0].ID: 10, "two " + snapshots[0].ID: 10}); !maps.Equal(got, want) {
		t.Errorf("kept are %v, want %v", got, want)
	}
	one.Store.(*exchangedStore).snapshot = snapshots[1]
	stale := one.editions.find(snapshots[0].ID)
	fill(one, snapshots[1], 5)
	fill(one, snapshots[0], 5) // a request that began before
	s.tiles.get(t.Context(), tileKey{of: stale, x: 99}, func(context.Context) ([]byte, error) { return nil, nil })
	if got, want := kept(), (map[string]int{"one " + snapshots[1].ID: 5, "two " + snapshots[0].ID: 10}); !maps.Equal(got, want) || s.tiles.bytes != 15*tileOverhead || len(s.tiles.clock) != 15 {
		t.Errorf("after a reload %v are kept in %d bytes, want %v", got, s.tiles.bytes, want)
	}
	fill(one, snapshots[1], 1000)
	if s.tiles.bytes > s.tiles.limit {
		t.Errorf("%d bytes are kept, want %d at most", s.tiles.bytes, s.tiles.limit)
	}
}

// A tile of one dataset is never waited for as that of another with the same numbers.
func TestTilesOfDatasetsAreMadeApart(t *testing.T) {
	cache, begun, release := newTileCache(1<<20), make(chan struct{}), make(chan struct{})
	editions := []*edition{{dataset: "one", snapshot: "a"}, {dataset: "two", snapshot: "a"}, {dataset: "one", snapshot: "b"}}
	done := make(chan struct{})
	go func() {
		cache.get(t.Context(), tileKey{of: editions[0]}, func(context.Context) ([]byte, error) {
			close(begun)
			<-release
			return []byte("first"), nil
		})
		close(done)
	}()
	<-begun
	late := time.AfterFunc(5*time.Second, func() { close(release) })
	for i, of := range editions[1:] {
		tile, err := cache.get(t.Context(), tileKey{of: of}, func(context.Context) ([]byte, error) { return []byte{byte(i)}, nil })
		if err != nil || string(tile.body.raw) != string([]byte{byte(i)}) || tile.key.of != of {
			t.Errorf("%+v got the tile %q of %+v, %v", of, tile.body.raw, tile.key.of, err)
		}
	}
	if late.Stop() {
		close(release)
	}
	<-done
}

// exchangedStore is a store whose snapshot a test exchanges.
type exchangedStore struct {
	live.Live
	snapshot *data.Snapshot
}

func (s *exchangedStore) Current() *data.Snapshot { return s.snapshot }

func (s *exchangedStore) Snapshot(id string) *data.Snapshot {
	if s.snapshot.ID == id {
		return s.snapshot
	}
	return nil
}

func openSmall(t *testing.T, title string) *data.Snapshot {
	t.Helper()
	l, err := live.New(testdata.With(t, testdata.Small(), "dataset.json", "Two valleys", title, -1))
	if err != nil {
		t.Fatal(err)
	}
	return l.Current()
}

// What would be far too large is the fault of the question, which says what to ask instead.
func TestTooMuchIsRefused(t *testing.T) {
	p := problemOf(fmt.Errorf("layer controllers: %w", &data.TooMuchError{}))
	if p.Status != http.StatusBadRequest || p.Parameter != "datetime" || !strings.Contains(p.Hint, "ask for one day") {
		t.Errorf("got %+v, want a 400 that names datetime", p)
	}
}
