package server_test

import (
	"net/http"
	"strings"
	"testing"

	"demarc/data/testdata"
	"demarc/server"
)

// Refusals name what was given, and what the likely mistake is.
func TestRefusalsNameTheMistake(t *testing.T) {
	h := server.New(loaded(testdata.Copy(t, testdata.Isles())), server.Options{Page: tinyPage})
	for target, want := range map[string]string{
		"/control?datetime=1972-11-25T00:00:00+04:00":                 "write %2B for a plus",
		"/locate?lon=1&lat=+2+":                                       "write %2B for a plus",
		"/locate?lon=1&lat=2&_=1700000000000":                         "leave it out",
		"/timeline?f=html":                                            `format \"html\": want json or compact`,
		"/timeline?v=3":                                               "leave it out",
		"/timeline?w=3":                                               "this path takes f, viewpoint or known",
		"/tiles/control/99999999999/0/0.mvt":                          "tile 99999999999/0/0: there are tiles of zoom 0 to 14",
		"/tiles/control/3/99999999999/0.mvt":                          "tile 3/99999999999/0: at zoom 3 columns and rows run from 0 to 7",
		"/collections/zones/tiles/WebMercatorQuad/99999999999999/0/0": `99999999999999`,
	} {
		w := get(t, h, target)
		if w.Code < 400 || w.Code > 499 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: got %d %s, want %q in it", target, w.Code, w.Body, want)
		}
	}
	if w := get(t, h, "/control?datetime=1972-11-25T00:00:00Z%2B"); strings.Contains(w.Body.String(), "for a plus") {
		t.Errorf("a + that is encoded is taken for one that is not: %s", w.Body)
	}
}

// Ranges are for GET and in bytes; whatever else is asked gets the whole file, and what no file has
// a problem document.
func TestRanges(t *testing.T) {
	h := server.New(loaded(testdata.Copy(t, testdata.Isles())), server.Options{})
	for _, path := range []string{"/export/control.csv", "/export/history.pmtiles"} {
		for _, tt := range []struct {
			method, given string
			want          int
		}{
			{"GET", "bytes=0-5", 206}, {"GET", "bytes=-5", 206}, {"GET", "items=0-5", 200}, {"GET", "nonsense", 200}, {"GET", "", 200},
			{"GET", "bytes=99999999-", 416}, {"GET", "bytes=5-2", 416}, {"GET", "bytes=a-b", 416},
			{"HEAD", "bytes=0-5", 200}, {"HEAD", "bytes=99999999-", 200}, {"HEAD", "", 200},
		} {
			w := do(t, h, tt.method, path, "Range", tt.given)
			if w.Code != tt.want {
				t.Errorf("%s %s with Range %q: got %d, want %d", tt.method, path, tt.given, w.Code, tt.want)
			}
			if tt.want == 206 && !strings.Contains(path, "csv") && w.Body.Len() > 6 {
				t.Errorf("%s %s with Range %q: got %d bytes", tt.method, path, tt.given, w.Body.Len())
			}
			if media := w.Header().Get("Content-Type"); tt.want == 416 && (media != "application/problem+json" || !strings.Contains(w.Body.String(), "the file has ") || w.Header().Get("Content-Disposition") != "") {
				t.Errorf("%s with Range %q: got %v %s, want a problem", path, tt.given, w.Header(), w.Body)
			}
		}
	}
}

// Whatever a script of another origin wants to ask, the browser lets it see the answer.
func TestPreflightsOfEveryPath(t *testing.T) {
	h := server.New(loaded(testdata.Copy(t, testdata.Isles())), server.Options{Page: tinyPage})
	for _, path := range []string{"/", "/timeline", "/nothing", "/d/nobody/timeline", "/d/isles/nothing", "/export/control.xyz", "/assets/app-1234.js"} {
		w := do(t, h, http.MethodOptions, path, "Access-Control-Request-Method", "GET")
		for name, want := range map[string]string{"Access-Control-Allow-Methods": "GET", "Access-Control-Allow-Headers": "Authorization, Cache-Control", "Access-Control-Allow-Origin": "*"} {
			if got := w.Header().Get(name); w.Code != http.StatusNoContent || !strings.Contains(got, want) {
				t.Errorf("preflight of %s: got %d with %s %q, want %q in it", path, w.Code, name, got, want)
			}
		}
	}
}
