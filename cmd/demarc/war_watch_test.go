package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// watcher is a server that watches the dataset, with somebody who listens to /live.
type watcher struct {
	address string
	heard   chan string // snapshots, in the order in which they are told
}

// watch starts a server of a directory.
func watch(t *testing.T, directory string) *watcher {
	t.Helper()
	address, messages, stop := startServer(t, "-data", directory, "-watch")
	ctx, cancel := context.WithCancel(t.Context())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/live", nil)
	if err != nil {
		t.Fatal(err)
	}
	reply, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	w := &watcher{address, make(chan string, 1000)}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer reply.Body.Close()
		for lines := bufio.NewScanner(reply.Body); lines.Scan(); {
			var told struct{ Snapshot string }
			if content, is := strings.CutPrefix(lines.Text(), "data: "); is && json.Unmarshal([]byte(content), &told) == nil {
				w.heard <- told.Snapshot
			}
		}
	}()
	go func() {
		for range messages { // a server waits for whoever reads them
		}
	}()
	t.Cleanup(func() {
		cancel()
		<-done
		stop()
	})
	return w
}

// next waits for the next snapshot that /live tells of.
func (w *watcher) next(t *testing.T) string {
	t.Helper()
	select {
	case snapshot := <-w.heard:
		return snapshot
	case <-time.After(patience):
		t.Fatal("nothing is heard from /live")
		return ""
	}
}

// ask returns an answer, without what says where and by which version it was answered.
func (w *watcher) ask(t *testing.T, path string) string {
	t.Helper()
	reply, err := http.Get(w.address + path)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	content, err := io.ReadAll(reply.Body)
	if err != nil {
		t.Fatal(err)
	}
	if reply.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %s", path, reply.Status, content)
	}
	var v any
	if err := json.Unmarshal(content, &v); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	bare, err := json.Marshal(withoutLinks(v))
	if err != nil {
		t.Fatal(err)
	}
	return string(bare)
}

func withoutLinks(v any) any {
	switch v := v.(type) {
	case map[string]any:
		delete(v, "links")
		for name := range v {
			v[name] = withoutLinks(v[name])
		}
	case []any:
		for i := range v {
			v[i] = withoutLinks(v[i])
		}
	}
	return v
}

// feed returns the entries of all pages of the feed, by id.
func (w *watcher) feed(t *testing.T) map[string]feedEntry {
	t.Helper()
	all := map[string]feedEntry{}
	for path, pages := "/feed.json", 0; path != "" && pages < 100; pages++ {
		var page struct {
			Items []feedEntry
			Next  string `json:"next_url"`
		}
		if err := json.Unmarshal([]byte(w.ask(t, path)), &page); err != nil {
			t.Fatal(err)
		}
		for _, entry := range page.Items {
			if was, twice := all[entry.ID]; twice {
				t.Errorf("%s: %q is in the feed twice, as %q too", w.address, entry.ID, was.Title)
			}
			all[entry.ID] = entry
		}
		path = strings.TrimPrefix(page.Next, w.address)
	}
	return all
}

type feedEntry struct {
	ID, Title string
	Tags      []string
}

// answersOf are questions and their answers.
type answersOf map[string]string

// questions are those that each release is asked: all lists, and who held what.
func questions() []string {
	all := []string{
		"/timeline", "/regions", "/events", "/sources", "/corrections",
		"/stats", "/diff?from=2024-03-02&to=2024-03-20",
	}
	for day := 1; day <= warDays; day += 4 {
		all = append(all, "/control?datetime="+warDay(day))
		for strip := range frontStrips {
			column := 15 + (day+strip*3)%10
			all = append(all, locatePath(strip, column, day))
		}
	}
	return all
}

// locatePath asks for the middle of a column of a strip.
func locatePath(strip, column, day int) string {
	return fmt.Sprintf("/locate?lon=%.3f&lat=%.1f&datetime=%s", frontX(column)+frontStep/2, frontY(strip)+frontHeight/2, warDay(day))
}

func (w *watcher) answers(t *testing.T, change func(path string) string) answersOf {
	t.Helper()
	all := answersOf{}
	for _, path := range questions() {
		all[path] = w.ask(t, change(path))
	}
	return all
}

// asKnown asks for what was known on a day.
func asKnown(day string) func(string) string {
	return func(path string) string {
		if strings.Contains(path, "?") {
			return path + "&known=" + day
		}
		return path + "?known=" + day
	}
}

func (a answersOf) same(t *testing.T, what string, want answersOf) {
	t.Helper()
	for _, path := range slices.Sorted(maps.Keys(want)) {
		if a[path] != want[path] {
			t.Errorf("%s: %s: got\n%.600s\nwant\n%.600s", what, path, a[path], want[path])
			return
		}
	}
}
