package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"demarc/data"
	"demarc/data/live"
	"demarc/data/release"
	"demarc/data/testdata"
	"demarc/server"
)

// broken is a store with a bug.
type broken struct{}

func (broken) Current() *data.Snapshot        { panic("a bug of ours") }
func (broken) Snapshot(string) *data.Snapshot { panic("a bug of ours") }
func (broken) CatchUp(context.Context) error  { panic("a bug of ours") }
func (broken) State() live.State              { panic("a bug of ours") }
func (broken) Releases() *release.List        { panic("a bug of ours") }
func (broken) OpenRelease(*release.Release, int64) (*data.Snapshot, error) {
	panic("a bug of ours")
}
func (broken) Last() *live.LoadResult { return nil }

// A fault of ours is logged with its stack under the id that the client is told.
func TestPanicNamesItsRequest(t *testing.T) {
	var log bytes.Buffer
	h := server.NewOf([]server.Dataset{{ID: "a", Store: broken{}}}, server.Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	w := get(t, h, "/timeline", "X-Request-Id", "from-the-proxy.1")
	var problem struct{ Request string }
	if err := json.Unmarshal(w.Body.Bytes(), &problem); err != nil || w.Code != http.StatusInternalServerError || problem.Request != "from-the-proxy.1" {
		t.Errorf("got %d %s, want 500 with the id of the request", w.Code, w.Body)
	}
	for _, want := range []string{"request=from-the-proxy.1", "a bug of ours", "record_test.go"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log has %q: want %q in it", log.String(), want)
		}
	}
}

// What is told of a request: its id, who asks by trusted proxies alone, and no value of its query.
func TestAccessLog(t *testing.T) {
	store, err := live.New(testdata.Small())
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	h := server.New(store, server.Options{
		Access:         slog.New(slog.NewJSONHandler(&log, nil)),
		TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")},
	})
	for _, tt := range []struct{ name, from, id, forwarded, client string }{
		{"straight", "192.0.2.1:1", "", "198.51.100.7", "192.0.2.1"},
		{"by a proxy", "10.0.0.1:1", "abc-1", "203.0.113.9, 198.51.100.7, 10.0.0.2", "198.51.100.7"},
		{"with an id that is none", "10.0.0.1:1", "a b\nc", "nonsense", "nonsense"},
	} {
		log.Reset()
		r := httptest.NewRequest(http.MethodGet, "/healthz?token=secret", nil)
		r.RemoteAddr = tt.from
		r.Header.Set("X-Request-Id", tt.id)
		r.Header.Set("X-Forwarded-For", tt.forwarded)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		var line struct {
			Request, Client, Path string
			Status, Bytes         int
			Parameters            []string
		}
		if err := json.Unmarshal(log.Bytes(), &line); err != nil {
			t.Fatalf("%s: %q: %v", tt.name, log.String(), err)
		}
		sent := w.Header().Get("X-Request-Id")
		if line.Request == "" || line.Request != sent || tt.id == "abc-1" != (sent == "abc-1") || strings.ContainsAny(sent, " \n") {
			t.Errorf("%s: the log has the id %q and the answer %q, given was %q", tt.name, line.Request, sent, tt.id)
		}
		if line.Client != tt.client || line.Path != "/healthz" || line.Status != w.Code || line.Bytes != w.Body.Len() || strings.Contains(log.String(), "secret") || strings.Join(line.Parameters, ",") != "token" {
			t.Errorf("%s: got %s, want client %s, the path, status %d and %d bytes, and no value of the query", tt.name, log.String(), tt.client, w.Code, w.Body.Len())
		}
	}
}
