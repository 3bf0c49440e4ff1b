package server_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"demarc/data/date"
	"demarc/data/folder"
	"demarc/data/live"
	"demarc/data/release"
	"demarc/data/testdata"
	"demarc/server"
)

// history is a directory of the small dataset with releases, each on the first of a month of 2021
// from March on. In version n the east has been the reds' from year 2000+n on.
func history(t *testing.T, n int) string {
	t.Helper()
	directory := filepath.Join(t.TempDir(), "small")
	if err := os.CopyFS(directory, testdata.Small()); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(directory, "control.json")
	original, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		east := fmt.Sprintf(`"to": null, "controller": %q, "status": "controlled", "event": "start", "confidence": "high", "note": {"en": "known in version %d"}`, []string{"blues", "reds"}[i%2], i+1)
		content := bytes.Replace(original, []byte(`"to": null, "controller": "blues", "status": "controlled", "event": "start"`), []byte(east), 1)
		if err := os.WriteFile(file, content, 0o644); err != nil {
			t.Fatal(err)
		}
		making := release.Making{Message: fmt.Sprintf("message %d", i+1), Date: date.On(2021, 3+i, 1)}
		if _, err := release.Make(t.Context(), directory, making); err != nil {
			t.Fatal(err)
		}
	}
	return directory
}

func serveHistory(t *testing.T, directory string, options server.Options) (*server.Server, *live.Live) {
	t.Helper()
	store, err := live.New(folder.Of(directory))
	if err != nil {
		t.Fatal(err)
	}
	options.Today = today
	return server.New(store, options), store
}

const east = "lon=11.5&lat=50.5&datetime=2009-01-01"

// What was known on a day answers to every question that takes it, says which version it is, and
// leads on within it.
func TestKnown(t *testing.T) {
	h, store := serveHistory(t, history(t, 3), server.Options{})
	list := store.Releases().Releases
	for _, tt := range []struct {
		known   string
		version int
	}{{"2021-03-01", 1}, {"2021-03-31", 1}, {"2021-04-01", 2}, {"2021-05-01", 3}, {"2026-01-01", 3}} {
		r := list[tt.version-1]
		for _, path := range []string{
			"/locate?" + east, "/control?datetime=2009-01-01", "/regions?layer=zones", "/regions/east?", "/diff?from=2001-01-01&to=2009-01-01",
			"/stats?", "/timeline?f=compact", "/timeline?", "/events?", "/sources?", "/export/control.csv?", "/export/control.png?datetime=2009-01-01",
			"/collections/control/items?limit=1", "/tiles/control/5/17/10.mvt?datetime=2009-01-01", "/tiles/control.json?",
		} {
			w := get(t, h, path+"&known="+tt.known)
			if w.Code != http.StatusOK && w.Code != http.StatusNoContent {
				t.Errorf("%s, known on %s: got %d %s", path, tt.known, w.Code, w.Body)
				continue
			}
			if got, want := w.Header().Get("Demarc-Release"), fmt.Sprintf("%d; date=%q; snapshot=%q", tt.version, r.Date, r.Snapshot); got != want {
				t.Errorf("%s, known on %s: Demarc-Release is %q, want %q", path, tt.known, got, want)
			}
			plain, query, _ := strings.Cut(path, "?")
			below := get(t, h, "/v/"+r.Snapshot+plain+"?"+strings.Trim(query, "&"))
			// items, TileJSON and the metadata of pictures say their own address
			own := strings.Contains(path, "items") || strings.Contains(path, ".png") || strings.Contains(path, ".json")
			if !own && below.Body.String() != w.Body.String() {
				t.Errorf("%s, known on %s: got\n%.300s\nbelow /v/\n%.300s", path, tt.known, w.Body, below.Body)
			}
			if strings.Contains(path, "items") && !strings.Contains(w.Body.String(), "/v/"+r.Snapshot+"/collections/control/items") {
				t.Errorf("%s: its links leave the version: %s", path, w.Body)
			}
		}
		body := get(t, h, "/locate?"+east+"&known="+tt.known).Body.String()
		if want := fmt.Sprintf("known in version %d", tt.version); !strings.Contains(body, want) {
			t.Errorf("known on %s: got %s, want %q", tt.known, body, want)
		}
	}
	if w := get(t, h, "/tiles/control/5/17/10.mvt?datetime=2009-01-01&known=2026-11-23"); strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("a tile of what is known today: %s, but tomorrow that may be another", w.Header())
	}
}

// What cannot be known is refused with a hint.
func TestKnownRefused(t *testing.T) {
	h, store := serveHistory(t, history(t, 2), server.Options{})
	first := store.Releases().First().Snapshot
	for _, tt := range []struct {
		name, path string
		status     int
		want       string
	}{
		{"before the first", "/locate?" + east + "&known=2021-02-28", 404, "known=2021-03-01"},
		{"no day", "/locate?" + east + "&known=yesterday", 400, "YYYY-MM-DD"},
		{"two versions", "/v/" + first + "/locate?" + east + "&known=2021-04-01", 400, "the path names " + first},
		{"the same twice", "/v/" + first + "/locate?" + east + "&known=2021-03-01", 200, "known in version 1"},
		{"where it means nothing", "/status?known=2021-03-01", 400, "unknown parameter"},
		{"a snapshot that was never released", "/v/0123456789abcdef/timeline", 410, "does not answer any more"},
	} {
		if w := get(t, h, tt.path); w.Code != tt.status || !strings.Contains(w.Body.String(), tt.want) {
			t.Errorf("%s: got %d %.300s, want %d with %q", tt.name, w.Code, w.Body, tt.status, tt.want)
		}
	}
	if w := get(t, handler(t), "/timeline?known=2021-03-01"); w.Code != 404 || !strings.Contains(w.Body.String(), "was ever released") {
		t.Errorf("nothing was released: got %d %s, want 404 that says so", w.Code, w.Body)
	}
}

// The list has the newest first, for programs and people; the status names the version served.
func TestVersions(t *testing.T) {
	directory := history(t, 2)
	h, store := serveHistory(t, directory, server.Options{})
	w := get(t, h, "/versions?f=json").Body.String()
	if i, j := strings.Index(w, `"version":2`), strings.Index(w, `"version":1`); i < 0 || j < i || !strings.Contains(w, `"current":true,"message":"message 2"`) {
		t.Errorf("got %s, want version 2, which is current, and then 1", w)
	}
	if html := get(t, h, "/versions", "Accept", "text/html").Body.String(); !strings.Contains(html, "message 1") || !strings.Contains(html, `href="/?known=2021-03-01"`) {
		t.Errorf("got %s, want both messages, and the map of version 1", html)
	}
	if got := fmt.Sprint(getJSON(t, h, "/status")["release"]); got != "map[date:2021-04-01 version:2]" {
		t.Errorf("the status says %s, want version 2", got)
	}
	os.WriteFile(filepath.Join(directory, "versions.json"), []byte("{\"releases\": [\n{]}"), 0o644)
	store.Reload()
	if got := fmt.Sprint(getJSON(t, h, "/status")["release_problems"]); !strings.Contains(got, "line:2") {
		t.Errorf("the status says %s of a list that is damaged on line 2", got)
	}
	if w := get(t, h, "/versions?f=json"); w.Code != 200 {
		t.Errorf("a damaged list: got %d %s", w.Code, w.Body)
	}
}

// A zip that is damaged, gone or another one is no fault of the server: 410 says which, until the
// list is read again.
func TestDamagedRelease(t *testing.T) {
	directory := history(t, 2)
	h, store := serveHistory(t, directory, server.Options{})
	r := store.Releases().First()
	file := filepath.Join(directory, r.File())
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"cut off": whole[:len(whole)/2], "another": append([]byte("x"), whole...), "empty": {}} {
		os.WriteFile(file, content, 0o644)
		store.Reload()
		for range 2 {
			if w := get(t, h, "/timeline?known=2021-03-01"); w.Code != http.StatusGone || !strings.Contains(w.Body.String(), r.File()+": ") {
				t.Errorf("%s: got %d %s, want 410 that names the zip", name, w.Code, w.Body)
			}
		}
	}
	os.WriteFile(file, whole, 0o644)
	store.Reload()
	if w := get(t, h, "/timeline?known=2021-03-01"); w.Code != http.StatusOK {
		t.Errorf("mended: got %d %s", w.Code, w.Body)
	}
}

// Many clients that ask for many versions get answers, or are told when to come again; what is open
// stays within its share of the memory.
func TestCrowdOfReleases(t *testing.T) {
	const versions, clients, each = 8, 24, 6
	h, store := serveHistory(t, history(t, versions), server.Options{Memory: 24 << 20}) // 6 MB: two are open at once
	list := store.Releases().Releases
	var all sync.WaitGroup
	var mu sync.Mutex
	codes := map[int]int{}
	for c := range clients {
		all.Go(func() {
			for i := range each {
				n := (c*5 + i*3) % versions
				r := httptest.NewRequest(http.MethodGet, fmt.Sprintf("/v/%s/locate?%s", list[n].Snapshot, east), nil)
				r.RemoteAddr = fmt.Sprintf("192.0.2.%d:1", c)
				w := httptest.NewRecorder()
				h.ServeHTTP(w, server.Leaving(r))
				mu.Lock()
				codes[w.Code]++
				mu.Unlock()
				switch {
				case w.Code == http.StatusOK && !strings.Contains(w.Body.String(), fmt.Sprintf("known in version %d", n+1)):
					t.Errorf("version %d: got %s", n+1, w.Body)
				case w.Code == http.StatusServiceUnavailable && w.Header().Get("Retry-After") == "":
					t.Errorf("503 without Retry-After: %s", w.Body)
				case w.Code != http.StatusOK && w.Code != http.StatusServiceUnavailable:
					t.Errorf("got %d %s", w.Code, w.Body)
				}
				if open, limit := h.ShelfBytes(); open > limit {
					t.Errorf("%d bytes are open, want at most %d", open, limit)
				}
			}
		})
	}
	all.Wait()
	if codes[http.StatusOK] < clients {
		t.Errorf("got %v, want most answered", codes)
	}
	t.Log(codes)
}

// A version that is larger than all the room is refused each time, without being read again.
func TestReleaseTooLarge(t *testing.T) {
	h, _ := serveHistory(t, history(t, 2), server.Options{Memory: 4 << 20})
	for range 3 {
		w := get(t, h, "/timeline?known=2021-03-01")
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "-memory") {
			t.Errorf("got %d %s, want 503 with Retry-After, and what to do", w.Code, w.Body)
		}
	}
}

// The page without JavaScript, and previews, tell what was known on the day, and say so; where
// there is no release, that it is none.
func TestKnownPage(t *testing.T) {
	index := "<!doctype html><html lang=\"en\"><head><!--head--><!--/head--></head><body><!--body--><!--/body--></body>"
	h, _ := serveHistory(t, history(t, 2), server.Options{Page: fstest.MapFS{"index.html": {Data: []byte(index)}}})
	for _, tt := range []struct{ query, want, not string }{
		{"known=2021-03-05&d=2009-01-01", "As known on 2021-03-05 (version 1 of 2021-03-01)", "Reds"},
		{"known=2021-03-05&d=2009-01-01", "&amp;known=2021-03-01", "Reds"},
		{"known=2021-03-05&d=2009-01-01", " · as known on 1 March 2021</title>", "Reds"},
		{"known=2021-04-05&d=2009-01-01", "As known on 2021-04-05 (version 2 of 2021-04-01)", "version 1"},
		{"known=2020-01-01&d=2009-01-01", "nothing had been released on 2020-01-01", "As known"},
		{"known=2020-01-01&d=2009-01-01", "the first version is of 2021-03-01; ask from known=2021-03-01 on; /versions lists all. This is what is known now.", "As known"},
		{"known=2020-01-01", "<title>nothing had been released on 2020-01-01: the first version is of 2021-03-01 · ", "As known"},
		{"known=2020-01-01", "<meta property=\"og:title\" content=\"nothing had been released", "As known"},
		{"known=x", "want a day that exists", "As known"},
		{"known=", "want a day that exists", "As known"},
		{"known=x", "the day on which something was known, YYYY-MM-DD. This is", "As known"},
		{"d=2009-01-01", "Reds", "As known"},
	} {
		w := get(t, h, "/?"+tt.query, "Accept", "text/html")
		if body := w.Body.String(); w.Code != 200 || !strings.Contains(body, tt.want) || strings.Contains(body, tt.not) {
			t.Errorf("%s: got %d %s, want %q in it and not %q", tt.query, w.Code, body, tt.want, tt.not)
		}
	}
}
