package server_test

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"demarc/data/testdata"
	"demarc/server"
)

// twoMaps serves the isles and another map of them, on which the orchards are the wardens' from
// 1972-11-25 on, and a dataset that was never accepted.
func twoMaps(t *testing.T) http.Handler {
	t.Helper()
	return server.NewOf([]server.Dataset{
		{ID: "isles", Store: loaded(testdata.Copy(t, testdata.Isles()))},
		{ID: "other", Store: loaded(otherIsles(t))},
		{ID: "broken", Store: loaded(fstest.MapFS{})},
	}, server.Options{Version: "test", Today: today, Page: tinyPage})
}

func otherIsles(t *testing.T) fstest.MapFS {
	return testdata.With(t, fs.FS(testdata.Isles()), "control.json",
		`{"from": "1972-11-25", "to": null, "controller": "league", "status": "controlled"`, `{"from": "1972-11-25", "to": null, "controller": "wardens", "status": "controlled"`, 1)
}

// Two datasets are compared from whichever of their addresses, on a day or over time.
func TestCompare(t *testing.T) {
	h := twoMaps(t)
	for _, tt := range []struct {
		target string
		want   string // pairs
	}{
		{"/compare?a=isles&b=other", "league/wardens 1972-11-25"},
		{"/compare?b=other", "league/wardens 1972-11-25"},
		{"/d/other/compare?b=isles", "wardens/league 1972-11-25"},
		{"/compare?b=other&datetime=1972-11-24", ""},
		{"/compare?b=other&datetime=1972-11-26", "league/wardens 1972-11-26"},
		{"/compare?b=other&datetime=1972-11-01/1972-11-30", "league/wardens 1972-11-25"},
		{"/compare?b=isles", ""},
	} {
		got := ""
		for _, p := range getJSON(t, h, tt.target)["pairs"].([]any) {
			pair := p.(map[string]any)
			got += pair["a"].(map[string]any)["controller"].(string) + "/" + pair["b"].(map[string]any)["controller"].(string) + " " + pair["from"].(string)
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.target, got, tt.want)
		}
	}
}

func TestCompareFormats(t *testing.T) {
	h := twoMaps(t)
	for _, tt := range []struct{ target, accept, media, says string }{
		{"/compare?b=other&f=geojson", "", "application/geo+json", `"a_controller":"league"`},
		{"/compare?b=other", "application/geo+json", "application/geo+json", `"b_controller":"wardens"`},
		{"/compare?b=other&f=csv", "", "text/csv", "1972-11-25,1990-01-01,controller,league,controlled,wardens,controlled,"},
		{"/compare?b=other&f=json", "", "application/json", `"differs_km2":7962.302892`},
		{"/compare?b=other&f=svg", "", "image/svg+xml", "Wardens"},
		{"/compare?b=other&f=png", "", "image/png", "PNG"},
		{"/compare?b=other", "text/html", "text/html", "League, Controlled"},
		{"/compare?b=other&f=html&lang=ru", "", "text/html", `<span lang="ru">Лига, Под контролем</span>`},
		{"/compare?b=other&f=html&datetime=1972-11-26", "", "text/html", `href="/d/isles/?d=1972-11-26&amp;tab=maps&amp;with=other"`},
		{"/compare?b=other&f=html&datetime=1950-01-01", "", "text/html", "does not cover these days"},
	} {
		r := httptest.NewRequest(http.MethodGet, tt.target, nil)
		if tt.accept != "" {
			r.Header.Set("Accept", tt.accept)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if !strings.HasPrefix(w.Header().Get("Content-Type"), tt.media) || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("%s: got %s %.300s, want %s that says %s", tt.target, w.Header().Get("Content-Type"), w.Body, tt.media, tt.says)
		}
		tag := w.Header().Get("ETag")
		r.Header.Set("If-None-Match", tag)
		again := httptest.NewRecorder()
		if h.ServeHTTP(again, r); tag == "" || again.Code != http.StatusNotModified || again.Body.Len() > 0 {
			t.Errorf("%s: got %d for the tag %s, want 304", tt.target, again.Code, tag)
		}
	}
}

// Each question has a tag of its own, and so has each state of either dataset.
func TestCompareTags(t *testing.T) {
	h := twoMaps(t)
	tags := map[string]string{}
	for _, target := range []string{"/compare?b=other", "/compare?b=isles", "/compare?a=other&b=isles", "/compare?b=other&f=csv", "/compare?b=other&f=geojson", "/compare?b=other&f=html", "/compare?b=other&f=html&lang=hy", "/compare?b=other&f=svg", "/compare?b=other&f=svg&lang=ru", "/compare?b=other&viewpoint=crown_announced", "/compare?b=other&datetime=1972-11-26"} {
		tag := get(t, h, target).Header().Get("ETag")
		if before, there := tags[tag]; there || tag == "" {
			t.Errorf("%s and %s have the tag %q", before, target, tag)
		}
		tags[tag] = target
	}
	other := server.NewOf([]server.Dataset{
		{ID: "isles", Store: loaded(testdata.Copy(t, testdata.Isles()))}, {ID: "other", Store: loaded(testdata.Copy(t, testdata.Isles()))},
	}, server.Options{Today: today, Page: tinyPage})
	if before := tags[get(t, other, "/compare?b=other").Header().Get("ETag")]; before == "/compare?b=other" {
		t.Error("another state of a dataset has the same tag")
	}
}

func TestCompareRefusals(t *testing.T) {
	h := twoMaps(t)
	for _, tt := range []struct {
		target, parameter, says string
		status                  int
	}{
		{"/compare", "b", "isles, other, broken", 400},
		{"/compare?b=nowhere", "b", `no dataset is called`, 400},
		{"/compare?a=&b=other", "a", `no dataset is called`, 400},
		{"/compare?b=other&datetime=2020", "datetime", "YYYY-MM-DD", 400},
		{"/compare?b=other&f=kml", "f", "json, html, geojson", 400},
		{"/compare?b=other&b=isles", "b", "given 2 times", 400},
		{"/compare?b=broken", "", "", 503},
		{"/d/broken/compare?b=isles", "", "", 503},
	} {
		w := get(t, h, tt.target)
		var p struct{ Parameter, Detail, Hint string }
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != tt.status || p.Parameter != tt.parameter || !strings.Contains(p.Detail+p.Hint, tt.says) {
			t.Errorf("%s: got %d %s, want %d about %q that says %q", tt.target, w.Code, w.Body, tt.status, tt.parameter, tt.says)
		}
	}
}

// What a version said is compared with what is said now, by the day on which it was known, of the
// dataset of the path without an id before it.
func TestCompareVersions(t *testing.T) {
	h, _ := serveHistory(t, history(t, 2), server.Options{})
	for _, tt := range []struct{ target, want string }{
		{"/compare?a=small@2021-03-01&b=small", "blues/reds"},
		{"/compare?a=@2021-03-15&b=@", "blues/reds"},
		{"/compare?b=@2021-03-01", "reds/blues"},
		{"/compare?b=@2021-04-01", ""},
		{"/compare?a=@2021-03-01&b=@2021-04-30", "blues/reds"},
	} {
		got := ""
		for _, p := range getJSON(t, h, tt.target)["pairs"].([]any) {
			pair := p.(map[string]any)
			got += pair["a"].(map[string]any)["controller"].(string) + "/" + pair["b"].(map[string]any)["controller"].(string)
		}
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.target, got, tt.want)
		}
	}
	for _, tt := range []struct {
		target, parameter, says string
		status                  int
	}{
		{"/compare?b=@2021-02-28", "b", "@2021-03-01", 404},
		{"/compare?a=@yesterday&b=small", "a", "YYYY-MM-DD", 400},
		{"/compare?b=nobody@2021-03-01", "b", "small", 400},
	} {
		w := get(t, h, tt.target)
		var p struct{ Parameter, Detail, Hint string }
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != tt.status || p.Parameter != tt.parameter || !strings.Contains(p.Detail+p.Hint, tt.says) {
			t.Errorf("%s: got %d %s, want %d about %q that says %q", tt.target, w.Code, w.Body, tt.status, tt.parameter, tt.says)
		}
	}
	page := get(t, h, "/compare?a=@2021-03-01&b=@&f=html").Body.String()
	for _, want := range []string{"as known on 1 March 2021", `href="/d/small/?known=2021-03-01&amp;tab=maps&amp;with=%40"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page is without %q: %s", want, page)
		}
	}
}
