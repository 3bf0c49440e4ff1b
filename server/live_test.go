package server

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"demarc/data/live"
	"demarc/data/testdata"
)

// retitled is the small dataset under a title that can be changed.
type retitled struct{ fstest.MapFS }

func (f *retitled) title(t *testing.T, title string) {
	t.Helper()
	f.MapFS = testdata.With(t, testdata.Small(), "dataset.json", "Two valleys", title, -1)
}

func retitledStore(t *testing.T) (*live.Live, *retitled) {
	t.Helper()
	files := &retitled{}
	files.title(t, "One")
	l, err := live.New(files)
	if err != nil {
		t.Fatal(err)
	}
	return l, files
}

// heard is what a listener was sent.
type heard struct {
	mu     sync.Mutex
	header http.Header
	text   strings.Builder
}

func (h *heard) Header() http.Header { return h.header }
func (h *heard) WriteHeader(int)     {}
func (h *heard) Flush()              {}
func (h *heard) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.Write(p)
}

func (h *heard) take() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	text := h.text.String()
	h.text.Reset()
	return text
}

// A listener hears of the current snapshot at once, of each other one after it, and something in
// time for no proxy to close what is silent.
func TestLiveTellsOfEachExchange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store, files := retitledStore(t)
		ending := make(chan struct{})
		h := New(store, Options{Ending: ending})
		to := &heard{header: http.Header{}}
		done := make(chan struct{})
		go func() {
			h.ServeHTTP(to, httptest.NewRequest(http.MethodGet, "/live", nil))
			close(done)
		}()
		synctest.Wait()
		if got := to.take(); !strings.Contains(got, `"snapshot":"`+store.Current().ID+`"`) || !strings.Contains(got, "event: snapshot\n") {
			t.Errorf("at first: got %q", got)
		}
		if to.header.Get("X-Accel-Buffering") != "no" || to.header.Get("Content-Type") != eventStream || to.header.Get("Cache-Control") != "no-store" {
			t.Errorf("header lines: %v", to.header)
		}
		time.Sleep(heartbeat)
		synctest.Wait()
		if got := to.take(); got != ":\n\n" {
			t.Errorf("after %v: got %q, want a comment", heartbeat, got)
		}
		for _, title := range []string{"Two", "Three"} {
			files.title(t, title)
			if err := store.Reload(); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			if got := to.take(); strings.Count(got, "event:") != 1 || !strings.Contains(got, store.Current().ID) {
				t.Errorf("after the exchange: got %q, want %s", got, store.Current().ID)
			}
		}
		if err := store.Reload(); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if got := to.take(); got != "" {
			t.Errorf("after a reload of the same files: got %q", got)
		}
		close(ending)
		<-done
		time.Sleep(5 * time.Minute) // until the snapshot before went, too
	})
}

func TestLiveBeforeADatasetWasAccepted(t *testing.T) {
	store, _ := live.New(fstest.MapFS{})
	if w := ask(New(store, Options{}), http.MethodGet, "/live"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"snapshot":null`) {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
	if w := ask(New(store, Options{}), http.MethodHead, "/live"); w.Code != http.StatusOK || w.Body.Len() > 0 {
		t.Errorf("HEAD: got %d %s", w.Code, w.Body)
	}
}

// Listeners are counted, each client's and all; the places of those that went are free.
func TestListenersAreLimited(t *testing.T) {
	var l listeners
	for i := range maxListenersOfClient {
		if !l.enter("one") {
			t.Fatalf("place %d is refused", i)
		}
	}
	if l.enter("one") || !l.enter("two") {
		t.Error("a client has more places than it may, or another has none")
	}
	l.leave("two")
	for i := range maxListeners - maxListenersOfClient {
		if !l.enter(fmt.Sprint(i)) {
			t.Fatalf("place %d is refused", i)
		}
	}
	if l.enter("three") {
		t.Error("there are more places than there may be in all")
	}
	for range maxListenersOfClient {
		l.leave("one")
	}
	if !l.enter("three") || l.of["one"] != 0 {
		t.Error("places stay taken")
	}
}

// A client that is one too many is told so; when the program ends, all listeners are let go at
// once, and nothing of them is left.
func TestLiveEndsWithTheProgram(t *testing.T) {
	store, _ := retitledStore(t)
	before := runtime.NumGoroutine()
	ctx, end := context.WithCancel(t.Context())
	defer end()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := HTTP(New(store, Options{Ending: ctx.Done()}))
	served := make(chan error, 1)
	go func() { served <- s.Serve(listener) }()
	transport := &http.Transport{}
	client := &http.Client{Transport: transport}
	address := "http://" + listener.Addr().String() + "/live"
	var open []*http.Response
	for i := range maxListenersOfClient + 1 {
		response, err := client.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		want := http.StatusOK
		if i == maxListenersOfClient {
			want = http.StatusServiceUnavailable
		}
		if response.StatusCode != want || want == http.StatusServiceUnavailable && response.Header.Get("Retry-After") == "" {
			t.Errorf("listener %d: got %d %v, want %d", i, response.StatusCode, response.Header, want)
		}
		if want == http.StatusOK {
			if line, err := bufio.NewReader(response.Body).ReadString('\n'); err != nil || !strings.HasPrefix(line, "retry:") {
				t.Errorf("listener %d: got %q, %v", i, line, err)
			}
		}
		open = append(open, response)
	}
	end()
	limited, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := s.Shutdown(limited); err != nil {
		t.Errorf("the program waits for listeners: %v", err)
	}
	for _, response := range open {
		if _, err := io.Copy(io.Discard, response.Body); err != nil {
			t.Errorf("an answer was broken off: %v", err)
		}
		response.Body.Close()
	}
	<-served
	transport.CloseIdleConnections()
	for runtime.NumGoroutine() > before && limited.Err() == nil {
		runtime.Gosched()
	}
	if now := runtime.NumGoroutine(); now > before {
		t.Errorf("%d goroutines before, %d are left", before, now)
	}
}
