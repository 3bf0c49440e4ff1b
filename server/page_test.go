package server_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"

	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/server"
)

// A file that was built with brotli is sent as it is to whoever takes it so, and plain to others.
func TestPackedFileOfThePage(t *testing.T) {
	plain := "\x00asm" + strings.Repeat("engine", 1000)
	var packed bytes.Buffer
	w := brotli.NewWriter(&packed)
	w.Write([]byte(plain))
	w.Close()
	store, err := live.New(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	h := server.New(store, server.Options{Page: fstest.MapFS{"engine/core.wasm.br": {Data: packed.Bytes()}}})
	for _, tt := range []struct{ accept, coding, body string }{
		{"gzip, br", "br", packed.String()}, {"", "", plain}, {"br;q=0", "", plain},
	} {
		w := get(t, h, "/engine/core.wasm", "Accept-Encoding", tt.accept)
		header := w.Header()
		if w.Code != http.StatusOK || w.Body.String() != tt.body || header.Get("Content-Encoding") != tt.coding || header.Get("Content-Type") != "application/wasm" {
			t.Errorf("%q: got %d, %d bytes, %v; want %d bytes in the coding %q", tt.accept, w.Code, w.Body.Len(), header, len(tt.body), tt.coding)
		}
		if w := get(t, h, "/engine/core.wasm", "Accept-Encoding", tt.accept, "If-None-Match", header.Get("Etag")); w.Code != http.StatusNotModified {
			t.Errorf("%q: got %d for a tag the client has, want 304", tt.accept, w.Code)
		}
	}
	if w := get(t, h, "/engine/core.wasm", "Accept-Encoding", "gzip"); w.Header().Get("Content-Encoding") != "gzip" || w.Body.Len() >= len(plain) {
		t.Errorf("gzip: got %v", w.Header())
	}
	if w := get(t, h, "/engine/core.wasm.br"); w.Code != http.StatusNotFound {
		t.Errorf("the name as it was built: got %d, want 404", w.Code)
	}
}
