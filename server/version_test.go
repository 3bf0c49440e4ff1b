package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/server"
)

// crossings are the small dataset three times: the river is crossed on another day in each.
func crossings(t *testing.T) (versions []*fstest.MapFS) {
	t.Helper()
	for _, day := range []string{"2005-03-01", "2005-03-05", "2005-03-09"} {
		files := changed(t, testdata.Small(), "control.json", `"to": "2005-03-01"`, `"to": "`+day+`"`)
		control := (*files)["control.json"]
		control.Data = []byte(strings.ReplaceAll(string(control.Data), `"from": "2005-03-01"`, `"from": "`+day+`"`))
		versions = append(versions, files)
	}
	return versions
}

// While three versions are exchanged a hundred times, whoever is bound to the snapshot of a first
// answer has all others from it, or learns that it went and which is current.
func TestBoundAnswersAreOfOneSnapshot(t *testing.T) {
	versions, files := crossings(t), &exchanged{}
	files.current.Store(versions[0])
	l, err := live.New(files)
	if err != nil {
		t.Fatal(err)
	}
	h := server.New(l, server.Options{})
	stop := make(chan struct{})
	var clients sync.WaitGroup
	var read, gone atomic.Int64
	for range 4 {
		clients.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if !readBound(t, h, &gone) {
					return
				}
				read.Add(1)
			}
		})
	}
	for i := range 100 {
		files.current.Store(versions[i%3])
		before := read.Load()
		if err := l.Reload(); err != nil {
			t.Errorf("reload %d: %v", i, err)
		}
		for read.Load() == before && !t.Failed() {
			runtime.Gosched() // until a client has read a whole map
		}
	}
	close(stop)
	clients.Wait()
	if read.Load() < 100 {
		t.Errorf("%d whole maps were read, %d went meanwhile", read.Load(), gone.Load())
	}
}

// readBound reads what a page does, and tells whether all of it fitted together.
func readBound(t *testing.T, h http.Handler, gone *atomic.Int64) bool {
	var first struct {
		Snapshot string
		Changes  []string
	}
	if err := json.Unmarshal(get(t, h, "/timeline").Body.Bytes(), &first); err != nil {
		t.Error(err)
		return false
	}
	want := "reds"
	for _, change := range first.Changes {
		if change == "2005-03-01" {
			want = "blues" // who came before the second
		}
	}
	at := "/v/" + first.Snapshot
	for _, path := range []string{at + "/locate?lon=10.5&lat=50.5&datetime=2005-03-02", at + "/tiles/history/0/0/0.mvt", at + "/timeline"} {
		w := get(t, h, path)
		if w.Code == http.StatusGone {
			var p struct{ Current string }
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || p.Current == "" {
				t.Errorf("%s: got %s, want the current snapshot named", path, w.Body)
				return false
			}
			gone.Add(1)
			return true
		}
		var v struct {
			Snapshot string
			Control  struct{ Controller string }
		}
		switch {
		case w.Code != http.StatusOK:
			t.Errorf("%s: got %d %s", path, w.Code, w.Body)
			return false
		case strings.HasSuffix(path, ".mvt"):
			continue
		}
		if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil || v.Snapshot != first.Snapshot {
			t.Errorf("%s: answered from %s, %v", path, v.Snapshot, err)
			return false
		}
		if strings.Contains(path, "locate") && v.Control.Controller != want {
			t.Errorf("%s: got %s, the timeline says %s", path, v.Control.Controller, want)
			return false
		}
	}
	return true
}

// exchange returns a handler before a path, with two snapshots that answer and their ids: the one
// before, and the current one.
func exchange(t *testing.T, options server.Options) (h http.Handler, old, current string) {
	t.Helper()
	versions, files := crossings(t), &exchanged{}
	files.current.Store(versions[0])
	l, err := live.New(files)
	if err != nil {
		t.Fatal(err)
	}
	old = l.Current().ID
	files.current.Store(versions[1])
	if err := l.Reload(); err != nil {
		t.Fatal(err)
	}
	isles, err := live.New(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	return server.NewOf([]server.Dataset{{ID: "isles", Store: isles}, {ID: "small", Store: l}}, options), old, l.Current().ID
}

func TestPathsBelowASnapshot(t *testing.T) {
	h, old, current := exchange(t, server.Options{Today: today, Page: tinyPage})
	const keep, ask = "public, max-age=31536000, immutable", "no-cache"
	for _, tt := range []struct {
		name, path string
		status     int
		cache      string
	}{
		{"a tile of all days never changes", "/tiles/history/0/0/0.mvt", 200, keep},
		{"a tile as of a day never changes", "/tiles/control/0/0/0.mvt?datetime=2001-06-01", 200, keep},
		{"a tile as of today does", "/tiles/control/0/0/0.mvt", 200, "public, max-age=60"},
		{"a tile of an epoch", "/tiles/control/1/0/0/0.mvt", 200, keep},
		{"a lookup is asked for again", "/locate?lon=10.5&lat=50.5", 200, ask},
		{"so is the timeline", "/timeline", 200, ask},
		{"and a file", "/export/control.geojson", 200, ask},
		{"the API", "/?f=json", 200, ask},
		{"the API for people, not the map", "/", 200, ask},
		{"the second root", "/ogc/collections", 200, ask},
		{"what there never was", "/nothing", 404, "no-store"},
		{"the state of the server", "/status", 404, "no-store"},
		{"the embedded map", "/embed", 404, "no-store"},
	} {
		for _, id := range []string{old, current} {
			target := "/d/small/v/" + id + tt.path
			w := get(t, h, target, "Accept", "text/html;q=0.5, */*;q=0.1")
			if w.Code != tt.status || w.Header().Get("Cache-Control") != tt.cache {
				t.Errorf("%s: %s: got %d %q, want %d %q", tt.name, target, w.Code, w.Header().Get("Cache-Control"), tt.status, tt.cache)
			}
			if strings.Contains(w.Body.String(), "/d/small/v/") && !strings.Contains(w.Body.String(), "/d/small/v/"+id) {
				t.Errorf("%s: %s leads to another snapshot", tt.name, target)
			}
		}
	}
	if w := do(t, h, http.MethodPost, "/d/small/v/"+old+"/locate"); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "table") {
		t.Errorf("a table below a snapshot: got %d %s, want it asked for its rows", w.Code, w.Body)
	}
	for _, tt := range []struct {
		name, path string
		status     int
		current    any
	}{
		{"what went, or never was here", "/d/small/v/0123456789abcdef/timeline", 410, current},
		{"also for a tile", "/d/small/v/0123456789abcdef/tiles/history/0/0/0.mvt", 410, current},
		{"that of another dataset", "/v/" + current + "/timeline", 410, getJSON(t, h, "/status")["snapshot"]},
		{"what can be no id", "/d/small/v/latest/timeline", 404, nil},
		{"no path", "/d/small/v/" + current, 404, nil},
	} {
		w := get(t, h, tt.path)
		var p map[string]any
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		if w.Code != tt.status || p["current"] != tt.current || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %s: got %d %s, want %d and current %v", tt.name, tt.path, w.Code, w.Body, tt.status, tt.current)
		}
	}
}

// Below a path of a proxy, links in bound answers carry both.
func TestBoundLinksBelowAPath(t *testing.T) {
	address, err := server.ParseAddress("https://example.org/maps")
	if err != nil {
		t.Fatal(err)
	}
	h, old, _ := exchange(t, server.Options{Today: today, Page: tinyPage, Public: address})
	w := get(t, h, "/maps/d/small/v/"+old+"/tiles/control.json")
	if want := "https://example.org/maps/d/small/v/" + old + "/tiles/control/{z}/{x}/{y}.mvt"; w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
		t.Errorf("got %d %s, want %s", w.Code, w.Body, want)
	}
	for _, below := range []string{"/v", "/live"} {
		if _, err := server.ParseAddress("https://example.org" + below); err == nil {
			t.Errorf("a server below %s is taken for one whose proxy takes the path off", below)
		}
	}
}

// Tiles of the snapshot before are kept like those of the current one.
func TestTilesOfBothSnapshotsAreKept(t *testing.T) {
	h, old, current := exchange(t, server.Options{})
	bodies := map[string]*httptest.ResponseRecorder{}
	for range 2 {
		for _, id := range []string{old, current} {
			target := fmt.Sprintf("/d/small/v/%s/tiles/control/0/0/0.mvt?datetime=2005-03-02", id)
			w := get(t, h, target)
			if was := bodies[id]; was != nil && was.Body.String() != w.Body.String() {
				t.Errorf("%s: another tile than before", target)
			}
			bodies[id] = w
		}
	}
	if bodies[old].Body.String() == bodies[current].Body.String() {
		t.Error("both snapshots have the same tile, though another held the zone")
	}
	if link := bodies[old].Header().Get("Link"); !strings.Contains(link, "/d/small/v/"+old+"/") {
		t.Errorf("the tile of %s is linked as %s", old, link)
	}
}
