package server_test

import (
	"net/http"
	"strings"
	"testing"
)

// Glyphs answer by the first font of a stack that is there, compressed, with a tag, and may be
// kept; a range without letters answers too. What is not there is said.
func TestFonts(t *testing.T) {
	h := handler(t)
	latin := get(t, h, "/fonts/Noto%20Sans%20Regular/0-255.pbf")
	if latin.Code != 200 || latin.Header().Get("Content-Type") != "application/x-protobuf" || latin.Body.Len() < 50_000 {
		t.Fatalf("got %d %s with %d bytes", latin.Code, latin.Header().Get("Content-Type"), latin.Body.Len())
	}
	if got := latin.Header().Get("Cache-Control"); got != "public, max-age=86400" {
		t.Errorf("Cache-Control is %q", got)
	}
	again := get(t, h, "/fonts/Noto%20Sans%20Regular/0-255.pbf", "If-None-Match", latin.Header().Get("Etag"))
	if again.Code != http.StatusNotModified || latin.Header().Get("Etag") == "" {
		t.Errorf("asked with its tag %q, it answers %d", latin.Header().Get("Etag"), again.Code)
	}
	packed := get(t, h, "/fonts/Noto%20Sans%20Regular/0-255.pbf", "Accept-Encoding", "br")
	if packed.Header().Get("Content-Encoding") != "br" || packed.Body.Len() > latin.Body.Len()*3/4 {
		t.Errorf("compressed it is %s of %d bytes, %d without", packed.Header().Get("Content-Encoding"), packed.Body.Len(), latin.Body.Len())
	}
	for target, want := range map[string]struct {
		status int
		says   string
	}{
		"/fonts/Open%20Sans,Noto%20Sans%20Bold/1280-1535.pbf": {200, "Noto Sans Bold"},
		"/fonts/Noto%20Sans%20Bold/65280-65535.pbf":           {200, "65280-65535"}, // without letters
		"/fonts/Open%20Sans/0-255.pbf":                        {404, "ask for Noto Sans Regular or Noto Sans Bold"},
		"/fonts/Noto%20Sans%20Bold/1-256.pbf":                 {404, "want 0-255, 256-511"},
		"/fonts/Noto%20Sans%20Bold/65536-65791.pbf":           {404, "up to 65280-65535"},
		"/fonts/Noto%20Sans%20Bold/a-z.pbf":                   {404, "want 0-255"},
		"/fonts/Noto%20Sans%20Bold/-256--1.pbf":               {404, "want 0-255"},
		"/fonts/Noto%20Sans%20Bold/0-255.pbf?datetime=2020":   {400, "datetime"},
	} {
		if w := get(t, h, target); w.Code != want.status || !strings.Contains(w.Body.String(), want.says) {
			t.Errorf("%s: got %d %.200q, want %d and %q", target, w.Code, w.Body, want.status, want.says)
		}
	}
}
