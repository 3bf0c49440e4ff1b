package server_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"demarc/data/folder"
	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/server"
	"demarc/server/access"
)

// guarded has two valleys for all, but not their versions, and isles that is not public.
func guarded(t *testing.T, options server.Options) http.Handler {
	t.Helper()
	old, err := live.New(folder.Of(history(t, 2)))
	if err != nil {
		t.Fatal(err)
	}
	tokens, err := access.Parse(fmt.Appendf(nil, "%x desk\n%x partner old\n", sha256.Sum256([]byte("desk-token")), sha256.Sum256([]byte("partner-token"))), []string{"old", "deskmap"})
	if err != nil {
		t.Fatal(err)
	}
	options.Today, options.Page = today, tinyPage
	options.Private.Datasets, options.Private.Versions = []string{"deskmap"}, []string{"old"}
	if options.Private.Identity == "" {
		options.Private.Tokens = func() *access.Tokens { return tokens }
	}
	return server.NewOf([]server.Dataset{{ID: "old", Store: old}, {ID: "deskmap", Store: loaded(testdata.Copy(t, testdata.Isles()))}}, options)
}

const (
	desk    = "Bearer desk-token"
	partner = "Basic eDpwYXJ0bmVyLXRva2Vu" // x:partner-token
)

// Who has no token sees nothing of what is private; who has one sees that, and nobody else is given
// a copy of it by a proxy.
func TestPrivate(t *testing.T) {
	h := guarded(t, server.Options{})
	snapshot := getJSON(t, h, "/status")["snapshot"].(string)
	first := get(t, h, "/versions?f=json", "Authorization", desk).Body.String()
	_, first, _ = strings.Cut(first[strings.LastIndex(first, `"version":1`):], `"snapshot":"`)
	first = first[:16]
	for _, tt := range []struct {
		target                      string
		nobody, withDesk, ofPartner int
	}{
		{"/locate?" + east, 200, 200, 200},
		{"/v/" + snapshot + "/timeline", 200, 200, 200},
		{"/healthz", 200, 200, 200},
		{"/assets/app-1234.js", 200, 200, 200},
		{"/d/deskmap/healthz", 401, 200, 403},
		{"/d/deskmap/readyz", 401, 200, 403},
		{"/d/deskmap/assets/app-1234.js", 401, 200, 403},
		{"/d/nonesuch/", 401, 404, 404},
		{"/d/deskmap/", 401, 200, 403},
		{"/d/deskmap/embed", 401, 200, 403},
		{"/d/deskmap/locate?" + east, 401, 200, 403},
		{"/d/deskmap/tiles/control/0/0/0.mvt", 401, 200, 403},
		{"/d/deskmap/export/control.csv", 401, 200, 403},
		{"/d/deskmap/ogc", 401, 200, 403},
		{"/d/deskmap/status", 401, 200, 403},
		{"/d/deskmap/feed.atom", 401, 200, 403},
		{"/d/deskmap/nothing", 401, 404, 403},
		{"/d/deskmap/regions/healthz", 401, 404, 403}, // an id, no probe
		{"/d/deskmap/v/0000000000000000/timeline", 401, 410, 403},
		{"/compare?b=deskmap", 401, 200, 403},
		{"/compare?a=deskmap&b=old", 401, 200, 403},
		{"/oembed?url=http://example.com/d/deskmap/", 401, 200, 403},
		{"/versions", 401, 200, 200},
		{"/?known=2021-03-01&f=html", 401, 200, 200},
		{"/timeline?known=2021-03-01", 401, 200, 200},
		{"/timeline?known=1999-03-01", 401, 404, 404},
		{"/v/" + first + "/timeline", 401, 200, 200},
		{"/compare?a=old@2021-03-01&b=old", 401, 200, 200},
	} {
		for authorization, want := range map[string]int{"": tt.nobody, "Bearer wrong": tt.nobody, desk: tt.withDesk, partner: tt.ofPartner} {
			w := get(t, h, tt.target, "Authorization", authorization)
			if w.Code != want {
				t.Errorf("%s with %q: got %d %.200s, want %d", tt.target, authorization, w.Code, w.Body, want)
			}
			if keep := w.Header().Get("Cache-Control"); tt.nobody == 401 && !strings.Contains(keep, "private") && keep != "no-store" {
				t.Errorf("%s with %q: Cache-Control is %q, want private or no-store", tt.target, authorization, keep)
			}
			if got := len(w.Header().Values("WWW-Authenticate")); (w.Code == 401) != (got == 2) {
				t.Errorf("%s with %q: %d challenges", tt.target, authorization, got)
			}
		}
	}
	tag := get(t, h, "/d/deskmap/timeline", "Authorization", desk).Header().Get("ETag")
	if w := get(t, h, "/d/deskmap/timeline", "If-None-Match", tag); w.Code != 401 {
		t.Errorf("with an entity tag alone: got %d, want 401", w.Code)
	}
	if w := get(t, h, "/d/deskmap/timeline", "If-None-Match", tag, "Authorization", desk); w.Code != 304 || w.Header().Get("Cache-Control") != "private, no-cache" {
		t.Errorf("with the tag: got %d, %q", w.Code, w.Header().Get("Cache-Control"))
	}
	if w := do(t, h, "OPTIONS", "/d/deskmap/timeline", "Access-Control-Request-Method", "GET", "Origin", "https://example.org"); w.Code != 204 {
		t.Errorf("preflight: got %d, want 204: browsers send no token with it", w.Code)
	}
}

// Lists that stand at public addresses do not name what is private.
func TestPrivateIsNotListed(t *testing.T) {
	h := guarded(t, server.Options{})
	for _, target := range []string{"/datasets?f=json", "/datasets?f=html", "/status", "/compare?b=nothing", "/feed.json", "/feed.atom", "/"} {
		for authorization, want := range map[string]bool{"": false, desk: true} {
			w := get(t, h, target, "Authorization", authorization)
			body := w.Body.String()
			found := strings.Contains(body, "deskmap") || strings.Contains(body, "message 1") || strings.Contains(body, `"release"`) || strings.Contains(body, "version-history")
			if found != want {
				t.Errorf("%s with %q: names what is private: %v, want %v\n%s", target, authorization, found, want, body)
			}
			if keep := w.Header().Get("Cache-Control"); !strings.Contains(keep, "private") && keep != "no-store" {
				t.Errorf("%s with %q: Cache-Control is %q: the list is not the same for all", target, authorization, keep)
			}
		}
	}
}

// Who has no token learns nowhere that a dataset is there: what has its name answers as what has
// another one.
func TestPrivateIsAsIfItWereNotThere(t *testing.T) {
	h := guarded(t, server.Options{})
	for _, target := range []string{
		"/d/NAME", "/d/NAME/", "/d/NAME/embed", "/d/NAME/readyz", "/d/NAME/healthz", "/d/NAME/nothing", "/d/NAME/assets/app-1234.js",
		"/d/NAME/v/0000000000000000/timeline", "/compare?b=NAME", "/compare?a=NAME&b=old", "/compare?b=NAME@2021-03-01",
		"/oembed?url=http://example.com/d/NAME/", "/oembed?url=http://example.com/d/NAME/nothing",
	} {
		answer := func(name string) string {
			w := get(t, h, strings.ReplaceAll(target, "NAME", name))
			w.Header().Del("X-Request-Id")
			return strings.ReplaceAll(fmt.Sprint(w.Code, w.Header(), w.Body), name, "NAME")
		}
		if private, none := answer("deskmap"), answer("another"); private != none {
			t.Errorf("%s: of a private dataset\n%s\nof none\n%s\nwant the same", target, private, none)
		}
	}
}

// Who asks is believed of a proxy that is named, and of nobody else.
func TestIdentityOfProxies(t *testing.T) {
	var log bytes.Buffer
	options := server.Options{
		Private: server.Private{Identity: "X-Remote-User"}, TrustedProxies: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")},
		Access: slog.New(slog.NewTextHandler(&log, nil)),
	}
	h := guarded(t, options)
	if w := get(t, h, "/d/deskmap/timeline", "X-Remote-User", "ann"); w.Code != 200 {
		t.Errorf("by the proxy: got %d %s", w.Code, w.Body)
	}
	if !strings.Contains(log.String(), "user=ann") {
		t.Errorf("log: got %s, want who asked", log.String())
	}
	if w := get(t, h, "/d/deskmap/timeline", "X-Remote-User", ""); w.Code != 403 || !strings.Contains(w.Body.String(), "sign in with the proxy") {
		t.Errorf("by the proxy, of nobody: got %d %s", w.Code, w.Body)
	}
	if w := get(t, h, "/d/deskmap/timeline", "Authorization", desk); w.Code != 403 {
		t.Errorf("with a token, where there are none: got %d", w.Code)
	}
	twice := do(t, addingLine{h}, "GET", "/d/deskmap/timeline", "X-Remote-User", "ann")
	if twice.Code != 403 {
		t.Errorf("with two lines, one of them the client's: got %d, want 403", twice.Code)
	}
	options.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}
	if w := get(t, guarded(t, options), "/d/deskmap/timeline", "X-Remote-User", "ann"); w.Code != 403 {
		t.Errorf("by another: got %d, want 403", w.Code)
	}
}

// addingLine is a proxy that adds its line to that of the client.
type addingLine struct{ http.Handler }

func (a addingLine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Header.Add("X-Remote-User", "proxy")
	a.Handler.ServeHTTP(w, r)
}

// No token, good or bad, comes into the log.
func TestTokensAreNotLogged(t *testing.T) {
	var log bytes.Buffer
	all := slog.New(slog.NewTextHandler(&log, nil))
	h := guarded(t, server.Options{Access: all, Log: all})
	for _, authorization := range []string{desk, partner, "Bearer wrong-token", "Basic !-token", "-token"} {
		get(t, h, "/d/deskmap/timeline", "Authorization", authorization)
	}
	if text := log.String(); strings.Contains(text, "-token") || strings.Contains(text, partner[6:]) || !strings.Contains(text, "user=desk") {
		t.Errorf("log: got %s, want names and no tokens", text)
	}
}
