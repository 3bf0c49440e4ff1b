package server_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/server"
)

func islesWith(t *testing.T, options server.Options) http.Handler {
	t.Helper()
	store, err := live.New(testdata.Isles())
	if err != nil {
		t.Fatal(err)
	}
	options.Today = today
	return server.New(store, options)
}

// Scripts of origins that are named may read answers, and caches know that it depends on them.
func TestOrigins(t *testing.T) {
	for _, tt := range []struct{ named, origin, allowed, vary string }{
		{"all", "https://a.example", "*", "Accept-Encoding"},
		{"none", "https://a.example", "", "Accept-Encoding, Origin"},
		{"https://a.example, https://B.example/", "https://b.example", "https://b.example", "Accept-Encoding, Origin"},
		{"https://a.example", "https://a.example.org", "", "Accept-Encoding, Origin"},
		{"https://a.example", "http://a.example", "", "Accept-Encoding, Origin"},
		{"https://a.example", "", "", "Accept-Encoding, Origin"},
		{"http://localhost:5173", "http://localhost:5173", "http://localhost:5173", "Accept-Encoding, Origin"},
	} {
		origins, err := server.ParseOrigins(tt.named)
		if err != nil {
			t.Fatal(err)
		}
		h := islesWith(t, server.Options{Origins: origins})
		for _, method := range []string{"GET", "OPTIONS"} {
			w := do(t, h, method, "/timeline", "Origin", tt.origin, "Access-Control-Request-Method", "GET")
			if got := w.Header().Get("Access-Control-Allow-Origin"); got != tt.allowed {
				t.Errorf("-cors %s, %s from %s: allowed is %q, want %q", tt.named, method, tt.origin, got, tt.allowed)
			}
			if got := strings.Join(w.Header().Values("Vary"), ", "); method == "GET" && got != tt.vary {
				t.Errorf("-cors %s: Vary is %q, want %q", tt.named, got, tt.vary)
			}
		}
	}
	for _, text := range []string{"", "*", "example.org", "https://example.org/path", "ftp://example.org", "https://a.example https://b.example", "null"} {
		if _, err := server.ParseOrigins(text); err == nil {
			t.Errorf("%q: want an error", text)
		}
	}
}

// Requests for other names are refused, but for those that ask whether the server is alive.
func TestHosts(t *testing.T) {
	hosts, err := server.ParseHosts("maps.example.org, *.maps.example, localhost:8080,[::1]")
	if err != nil {
		t.Fatal(err)
	}
	ask := func(h http.Handler, host, path string, headers ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", path, nil)
		r.Host = host
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	h := islesWith(t, server.Options{Hosts: hosts})
	for host, want := range map[string]int{
		"maps.example.org": 200, "MAPS.example.org:8443": 200, "maps.example.org.": 200, "north.maps.example": 200,
		"localhost:8080": 200, "[::1]:9000": 200, "[::1]": 200,
		"localhost:8081": 421, "localhost": 421, "maps.example": 421, "evilmaps.example": 421, "evil.example": 421, "": 421, "10.0.0.5": 421,
	} {
		w := ask(h, host, "/timeline")
		if w.Code != want {
			t.Errorf("host %q: got %d, want %d", host, w.Code, want)
		}
		if w.Code == 421 && (w.Header().Get("Content-Type") != "application/problem+json" || strings.Contains(w.Body.String(), "evil")) {
			t.Errorf("host %q: got %s %s, want a problem", host, w.Header().Get("Content-Type"), w.Body)
		}
	}
	for _, path := range []string{"/healthz", "/readyz", "/d/isles/readyz"} {
		if w := ask(h, "10.0.0.5:8080", path); w.Code != 200 {
			t.Errorf("%s by address: got %d, want 200: balancers ask so", path, w.Code)
		}
	}
	behind := islesWith(t, server.Options{Hosts: hosts, TrustedProxies: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}})
	if w := ask(behind, "127.0.0.1:8080", "/timeline", "X-Forwarded-Host", "maps.example.org"); w.Code != 200 {
		t.Errorf("by a proxy that is trusted: got %d, want 200", w.Code)
	}
	if w := ask(behind, "maps.example.org", "/timeline", "X-Forwarded-Host", "evil.example"); w.Code != 421 {
		t.Errorf("by a proxy that was asked for another: got %d, want 421", w.Code)
	}
	if w := ask(h, "127.0.0.1:8080", "/timeline", "X-Forwarded-Host", "maps.example.org"); w.Code != 421 {
		t.Errorf("by whoever says so: got %d, want 421", w.Code)
	}
	for _, text := range []string{"", "https://example.org", "a b", "*", "a,,b", "*.*.example"} {
		if _, err := server.ParseHosts(text); err == nil {
			t.Errorf("%q: want an error", text)
		}
	}
}
