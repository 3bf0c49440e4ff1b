package server_test

import (
	"encoding/json"
	"io/fs"
	"net/http"
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

// exchanged is a file system whose files can be replaced while it is read.
type exchanged struct{ current atomic.Pointer[fstest.MapFS] }

func (e *exchanged) Open(name string) (fs.File, error) { return e.current.Load().Open(name) }

// changed returns the files with new instead of old wherever it stands in one of them.
func changed(t *testing.T, root fs.FS, name, old, new string) *fstest.MapFS {
	t.Helper()
	files := testdata.With(t, root, name, old, new, -1)
	return &files
}

// While two versions of a dataset are exchanged a hundred times, every answer is whole and comes
// from one of them: the snapshot it names fits what it says.
func TestReloadUnderLoadMixesNothing(t *testing.T) {
	small := testdata.Small()
	versions := []*fstest.MapFS{
		changed(t, small, "dataset.json", "Two valleys", "Two valleys"),
		changed(t, small, "control.json", `"to": "2005-03-01"`, `"to": "2005-03-05"`),
	}
	// In the second version the river is crossed four days later.
	control := (*versions[1])["control.json"]
	control.Data = []byte(strings.ReplaceAll(string(control.Data), `"from": "2005-03-01"`, `"from": "2005-03-05"`))
	files := &exchanged{}
	files.current.Store(versions[0])
	live, err := live.New(files)
	if err != nil {
		t.Fatal(err)
	}
	first := live.Current().ID
	files.current.Store(versions[1])
	if err := live.Reload(); err != nil {
		t.Fatalf("second version: %v", live.Last().Problems)
	}
	controllers := map[string]string{first: "blues", live.Current().ID: "reds"}
	h := server.New(live, server.Options{})

	stop := make(chan struct{})
	var clients sync.WaitGroup
	var answers [2]atomic.Int64
	for range 4 {
		clients.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				w := get(t, h, "/locate?lon=10.5&lat=50.5&datetime=2005-03-02")
				var v struct {
					Snapshot string
					Control  struct{ Controller string }
				}
				if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil || w.Code != http.StatusOK {
					t.Errorf("lost an answer: %d %v", w.Code, err)
					return
				}
				if want := controllers[v.Snapshot]; v.Control.Controller != want {
					t.Errorf("snapshot %s says %s, want %s", v.Snapshot, v.Control.Controller, want)
					return
				}
				if v.Snapshot == first {
					answers[0].Add(1)
				} else {
					answers[1].Add(1)
				}
			}
		})
	}
	for i := range 100 {
		files.current.Store(versions[i%2])
		before := answers[i%2].Load()
		if err := live.Reload(); err != nil {
			t.Errorf("reload %d: %v", i, err)
		}
		for answers[i%2].Load() == before && !t.Failed() {
			runtime.Gosched() // until a client has been answered from this version
		}
	}
	close(stop)
	clients.Wait()
}

// A dataset with errors never replaces a good one, and /status tells why.
func TestBadDatasetKeepsTheGoodOne(t *testing.T) {
	files := &exchanged{}
	isles := testdata.Copy(t, testdata.Isles())
	files.current.Store(&isles)
	live, err := live.New(files)
	if err != nil {
		t.Fatal(err)
	}
	h := server.New(live, server.Options{})
	good := getJSON(t, h, "/status")["snapshot"]
	files.current.Store(changed(t, testdata.Isles(), "control.json", `"crown"`, `"nobody"`))
	if err := live.Reload(); err == nil {
		t.Fatal("a dataset with errors was accepted")
	}
	status := getJSON(t, h, "/status")
	latest := status["latest_load"].(map[string]any)
	problems := latest["problems"].([]any)
	if status["snapshot"] != good || latest["accepted"] != false || len(problems) == 0 {
		t.Errorf("status: got %v", status)
	}
	if p := problems[0].(map[string]any); p["file"] != "control.json" || p["line"] == nil {
		t.Errorf("problem: got %v, want a place in control.json", p)
	}
	if v := getJSON(t, h, "/locate?lon=-130.30&lat=-42.20&datetime=1972-11-24"); v["snapshot"] != good {
		t.Errorf("answers come from %v, want %v", v["snapshot"], good)
	}
}

func TestWithoutAnyDataset(t *testing.T) {
	live, err := live.New(fstest.MapFS{})
	if err == nil {
		t.Fatal("an empty directory was accepted")
	}
	h := server.New(live, server.Options{})
	for _, target := range []string{"/locate?lon=1&lat=1", "/timeline", "/readyz"} {
		if w := get(t, h, target); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: got %d, want 503", target, w.Code)
		}
	}
	if w := get(t, h, "/healthz"); w.Code != http.StatusOK {
		t.Errorf("/healthz: got %d, want 200: the process is alive", w.Code)
	}
	if v := getJSON(t, h, "/status"); v["snapshot"] != nil || v["latest_load"].(map[string]any)["accepted"] != false {
		t.Errorf("/status: got %v", v)
	}
}
