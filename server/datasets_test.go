package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
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

// loaded loads files, whether they are accepted or not.
func loaded(files fstest.MapFS) *live.Live {
	l, _ := live.New(files)
	return l
}

var tinyPage = fstest.MapFS{
	"index.html":         {Data: []byte(`<html lang="en"><head><!--head--><!--/head--></head><script src="./assets/app-1234.js"></script><!--body--><!--/body-->`)},
	"assets/app-1234.js": {Data: []byte("export {}")},
}

// several serves the isles at the root, a valley beside them, and one that was never
// accepted.
func several(t *testing.T) http.Handler {
	t.Helper()
	return server.NewOf([]server.Dataset{
		{ID: "isles", Store: loaded(testdata.Copy(t, testdata.Isles()))},
		{ID: "valley", Store: loaded(testdata.Copy(t, testdata.Small()))},
		{ID: "broken", Store: loaded(fstest.MapFS{})},
	}, server.Options{Version: "test", Today: today, Page: tinyPage})
}

// A dataset is answered below its own address, whichever is at the root, and what is
// below no dataset is not found.
func TestEachDatasetHasItsAddress(t *testing.T) {
	h := several(t)
	for target, want := range map[string]string{"/timeline": "isles", "/d/isles/timeline": "isles", "/d/valley/timeline": "small"} {
		if got := getJSON(t, h, target)["dataset"].(map[string]any)["id"]; got != want {
			t.Errorf("%s is answered from %v, want %s", target, got, want)
		}
	}
	for target, want := range map[string]string{"/d/valley": "/d/valley/", "/d/isles?d=1972-11-25&lang=ru": "/d/isles/?d=1972-11-25&lang=ru", "/d/valley//timeline": "/d/valley/timeline"} {
		w := get(t, h, target)
		at, err := url.Parse(target)
		if err != nil {
			t.Fatal(err)
		}
		to, err := at.Parse(w.Header().Get("Location"))
		if err != nil || w.Code != http.StatusMovedPermanently || to.String() != want {
			t.Errorf("%s: got %d to %q, want %q", target, w.Code, w.Header().Get("Location"), want)
		}
	}
	for target, hint := range map[string]string{
		"/d/nobody/timeline": "/datasets lists those that are", "/d/": "/datasets lists those that are",
		"/d/valley/nothing": "/d/valley/ is the map, /d/valley/api lists the paths of the API", "/nothing": "/ is the map, /api lists the paths of the API",
	} {
		w := get(t, h, target)
		var p struct{ Hint string }
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != http.StatusNotFound || p.Hint != hint {
			t.Errorf("%s: got %d %s, want 404 with the hint %q", target, w.Code, w.Body, hint)
		}
	}
}

// The page below a dataset takes the files of the page at the root, leads to the other
// maps, also without JavaScript, and tells its own dataset.
func TestPageOfEachDataset(t *testing.T) {
	h := several(t)
	for _, tt := range []struct{ target, script, list, other, title string }{
		{"/", "./assets/", `href="datasets?f=json"`, `href="datasets?f=html">Other maps<`, "Lantern Isles"},
		{"/d/isles/", "./../../assets/", `href="../../datasets?f=json"`, `href="../../datasets?f=html">Other maps<`, "Lantern Isles"},
		{"/d/valley/?lang=ru", "./../../assets/", `href="../../datasets?f=json"`, `href="../../datasets?f=html">Другие карты<`, "Two valleys"},
		{"/d/valley/embed", "./../../assets/", `href="../../datasets?f=json"`, `href="../../datasets?f=html">Other maps<`, "Two valleys"},
	} {
		text := get(t, h, tt.target).Body.String()
		for _, want := range []string{`src="` + tt.script, tt.list, tt.other, tt.title} {
			if !strings.Contains(text, want) {
				t.Errorf("%s does not hold %s:\n%s", tt.target, want, text)
			}
		}
	}
	if text := get(t, h, "/d/broken/").Body.String(); !strings.Contains(text, `href="../../datasets?f=json"`) {
		t.Errorf("the page of a dataset that was never accepted leads to no other:\n%s", text)
	}
	if w := get(t, h, "/d/valley/assets/app-1234.js"); w.Code != http.StatusOK || w.Body.String() != "export {}" {
		t.Errorf("a file of the page below a dataset: got %d %s", w.Code, w.Body)
	}
	alone := server.New(loaded(testdata.Copy(t, testdata.Isles())), server.Options{Page: tinyPage})
	if text := get(t, alone, "/").Body.String(); strings.Contains(text, "datasets") {
		t.Errorf("with one dataset the page leads to others:\n%s", text)
	}
}

// The list says of every dataset what it is and where, also of one that was never
// accepted, below each the same.
func TestDatasetsAreListed(t *testing.T) {
	h := several(t)
	var list struct {
		Datasets []struct {
			ID, Snapshot, Licence string
			Default, Ready        bool
			Title                 map[string]string
			Covers                *struct {
				From, To string
				Extent   []float64
			}
			Links []struct{ Href, Rel string }
		}
	}
	body := get(t, h, "/datasets").Body.Bytes()
	if err := json.Unmarshal(body, &list); err != nil || len(list.Datasets) != 3 {
		t.Fatalf("got %v %s", err, body)
	}
	for i, want := range []struct {
		id, title string
		ready     bool
	}{{"isles", "Lantern Isles", true}, {"valley", "Two valleys", true}, {"broken", "", false}} {
		d := list.Datasets[i]
		if d.ID != want.id || !strings.Contains(d.Title["en"], want.title) || d.Ready != want.ready || d.Default != (i == 0) {
			t.Errorf("got %+v, want %+v", d, want)
		}
		if known := d.Snapshot != "" && d.Licence != "" && d.Covers != nil && len(d.Covers.Extent) == 4 && d.Covers.From != ""; known != want.ready {
			t.Errorf("%s: got %+v", d.ID, d)
		}
		for _, l := range d.Links {
			if l.Rel != "license" && !strings.HasPrefix(l.Href, "http://example.com/d/"+d.ID+"/") {
				t.Errorf("%s has a link to %s", d.ID, l.Href)
			}
		}
	}
	if other := get(t, h, "/d/valley/datasets").Body.Bytes(); string(other) != string(body) {
		t.Errorf("below a dataset: got %s, want %s", other, body)
	}
	text := get(t, h, "/datasets", "Accept", "text/html").Body.String()
	for _, want := range []string{`href="/d/isles/"`, `href="/d/valley/"`, `href="/d/broken/"`, "Two valleys", "have not been accepted", `href="/d/valley/api"`} {
		if !strings.Contains(text, want) {
			t.Errorf("to read, the list does not hold %s:\n%s", want, text)
		}
	}
}

// One that was never accepted is answered with 503 below its own address, wherever it
// stands, and disturbs no other.
func TestOneBrokenDataset(t *testing.T) {
	good, bad := loaded(testdata.Copy(t, testdata.Isles())), loaded(fstest.MapFS{})
	for _, tt := range []struct {
		datasets []server.Dataset
		root     int
	}{
		{[]server.Dataset{{ID: "good", Store: good}, {ID: "bad", Store: bad}}, http.StatusOK},
		{[]server.Dataset{{ID: "bad", Store: bad}, {ID: "good", Store: good}}, http.StatusServiceUnavailable},
	} {
		h := server.NewOf(tt.datasets, server.Options{Page: tinyPage})
		for target, want := range map[string]int{
			"/healthz": 200, "/d/bad/healthz": 200, "/readyz": tt.root, "/d/good/readyz": 200, "/d/bad/readyz": 503,
			"/timeline": tt.root, "/d/good/timeline": 200, "/d/bad/timeline": 503, "/d/bad/ogc": 503, "/d/bad/api": 503,
			"/d/bad/tiles/history/0/0/0.mvt": 503, "/d/good/tiles/history/0/0/0.mvt": 200, "/datasets": 200, "/d/bad/datasets": 200, "/d/bad/": 200,
		} {
			if w := get(t, h, target); w.Code != want {
				t.Errorf("%s first: %s: got %d, want %d", tt.datasets[0].ID, target, w.Code, want)
			}
		}
		if w := get(t, h, "/d/bad/timeline"); !strings.Contains(w.Body.String(), `"/d/bad/status says why"`) || w.Header().Get("Retry-After") == "" {
			t.Errorf("got %s, want to be told where it is said why", w.Body)
		}
		if v := getJSON(t, h, "/d/bad/status"); v["snapshot"] != nil || v["latest_load"].(map[string]any)["accepted"] != false || v["datasets"] != nil {
			t.Errorf("/d/bad/status: got %v", v)
		}
		for _, d := range getJSON(t, h, "/status")["datasets"].([]any) {
			d := d.(map[string]any)
			if accepted := d["latest_load"].(map[string]any)["accepted"]; accepted != (d["id"] == "good") {
				t.Errorf("/status says of %v: accepted %v", d["id"], accepted)
			}
		}
	}
}

// While one dataset is reloaded fifty times, some of them with errors, another in
// another hemisphere is asked all the time: each of its answers has the bytes and the
// tag of the first, and those of the one that changes come whole from one version.
func TestReloadOfOneLeavesTheOtherAlone(t *testing.T) {
	small := testdata.Small()
	files := &exchanged{}
	version := func(i int) {
		if i%5 == 4 {
			files.current.Store(changed(t, small, "control.json", `"reds"`, `"nobody"`))
			return
		}
		files.current.Store(changed(t, small, "dataset.json", "Two valleys", fmt.Sprintf("Version %d", i)))
	}
	version(0)
	valley, err := live.New(files)
	if err != nil {
		t.Fatal(err)
	}
	h := server.NewOf([]server.Dataset{
		{ID: "valley", Store: valley}, {ID: "isles", Store: loaded(testdata.Copy(t, testdata.Isles()))},
	}, server.Options{Version: "test", Today: today, Page: tinyPage, TileCacheBytes: 64 << 10})

	steady := []string{
		"/d/isles/locate?lon=-130.30&lat=-42.20&datetime=1972-11-25", "/d/isles/timeline", "/d/isles/tiles/control/8/35/161.mvt?datetime=1972-11-25",
		"/d/isles/tiles/history/8/35/161.mvt", "/d/isles/", "/d/isles/collections/control/items?limit=5", "/d/isles/export/control.csv", "/d/isles/ogc",
	}
	first := map[string]string{}
	answer := func(target string) string {
		w := get(t, h, target)
		if w.Code != http.StatusOK {
			t.Errorf("%s: got %d %s", target, w.Code, w.Body)
		}
		return w.Header().Get("ETag") + w.Header().Get("Link") + w.Body.String()
	}
	for _, target := range steady {
		first[target] = answer(target)
	}
	stop := make(chan struct{})
	var clients sync.WaitGroup
	var asked, moved atomic.Int64
	ask := func(once func(i int)) {
		clients.Go(func() {
			for i := 0; !t.Failed(); i++ {
				select {
				case <-stop:
					return
				default:
					once(i)
				}
			}
		})
	}
	for range 3 {
		ask(func(i int) {
			if target := steady[i%len(steady)]; answer(target) != first[target] {
				t.Errorf("%s changed", target)
			}
			asked.Add(1)
		})
	}
	for _, prefix := range []string{"", "/d/valley"} {
		ask(func(int) {
			var v struct {
				Snapshot string
				Dataset  struct{ Title map[string]string }
			}
			json.Unmarshal(get(t, h, prefix+"/timeline").Body.Bytes(), &v)
			if !strings.HasPrefix(v.Dataset.Title["en"], "Version ") {
				t.Errorf("the dataset that changes answers %+v", v)
			}
			if w := get(t, h, prefix+"/tiles/control/8/135/85.mvt?datetime=2004-01-01"); w.Code != http.StatusOK || !strings.Contains(w.Header().Get("Link"), "<"+prefix+"/v/") {
				t.Errorf("a tile of the dataset that changes: got %d, Link %s", w.Code, w.Header().Get("Link"))
			}
			moved.Add(1)
		})
	}
	for i := range 50 {
		version(i + 1)
		before, beforeMoved := asked.Load(), moved.Load()
		if err := valley.Reload(); (err != nil) != ((i+1)%5 == 4) {
			t.Errorf("reload %d: %v", i, err)
		}
		for (asked.Load() < before+8 || moved.Load() < beforeMoved+2) && !t.Failed() {
			runtime.Gosched() // until all has been asked for meanwhile
		}
	}
	close(stop)
	clients.Wait()
	if title := getJSON(t, h, "/timeline")["dataset"].(map[string]any)["title"].(map[string]any)["en"]; title != "Version 50" {
		t.Errorf("after all reloads the title is %v", title)
	}
}
