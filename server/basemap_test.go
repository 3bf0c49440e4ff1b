package server_test

import (
	"net/http"
	"strings"
	"testing"

	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/server"
)

func TestBasemap(t *testing.T) {
	store, err := live.New(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	const said = `<script>alert(1)</script>" onload="x`
	for _, tt := range []struct {
		name         string
		below        server.Basemap
		policy, page string
	}{
		{name: "none by default"},
		{"a host", server.Basemap{Address: "https://t.example:8443/{z}/{x}/{y}.png", Attribution: said}, "img-src 'self' https://t.example:8443 data:", `content="https://t.example:8443/{z}/{x}/{y}.png"`},
		{"an archive", server.Basemap{Address: "https://t.example/a.pmtiles", Attribution: said}, "connect-src 'self' https://t.example;", `data-form="pmtiles"`},
		{"nothing", server.Basemap{None: true}, "", `content="none"`},
	} {
		h := server.New(store, server.Options{Page: tinyPage, Basemap: tt.below})
		for _, path := range []string{"/", "/embed"} {
			w := get(t, h, path)
			policy, body := w.Header().Get("Content-Security-Policy"), w.Body.String()
			if strings.Contains(policy, "t.example") != (tt.policy != "") || !strings.Contains(policy, tt.policy) || strings.Count(policy, "t.example") > 1 {
				t.Errorf("%s: %s: policy %q", tt.name, path, policy)
			}
			if strings.Contains(body, `name="basemap"`) != (tt.page != "") || !strings.Contains(body, tt.page) || strings.Contains(body, "<script>alert") || strings.Contains(body, `" onload`) {
				t.Errorf("%s: %s: page %s", tt.name, path, body)
			}
		}
	}
	none := server.New(store, server.Options{Basemap: server.Basemap{None: true}})
	if w := get(t, none, "/world/0/0/0.mvt"); w.Code != http.StatusNoContent {
		t.Errorf("none: got %d, want no world", w.Code)
	}
	archive := server.New(store, server.Options{Basemap: server.Basemap{Archive: &server.BasemapArchive{ReaderAt: strings.NewReader("PMTiles"), Bytes: 7}}})
	if w := get(t, archive, "/basemap.pmtiles", "Range", "bytes=2-3"); w.Code != http.StatusPartialContent || w.Body.String() != "Ti" {
		t.Errorf("a part: got %d %q", w.Code, w.Body)
	}
}

func TestCheckBasemap(t *testing.T) {
	for address, want := range map[string]string{
		"https://t.example/{z}/{x}/{y}.png": "", "http://localhost:1/{z}/{x}/{y}": "", "https://t.example/a.pmtiles": "",
		"javascript:alert({z}{x}{y})": "no address", "https://t.example/{z}/{x}": "{y}", "https://{s}.t.example/{z}/{x}/{y}": "name one",
		"https://*/{z}/{x}/{y}": "host", "https://t.example;script-src/{z}/{x}/{y}": "signs", "https://u:p@t.example/{z}/{x}/{y}": "user",
		"https://t.example/{z}/{x}/{y}{r}.png": "braces", "/etc/passwd": "no address",
	} {
		err := server.CheckBasemap(address)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", address, err, want)
		}
	}
}
