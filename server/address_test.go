package server_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"demarc/data/testdata"
	"demarc/server"
)

func TestParseAddress(t *testing.T) {
	for text, want := range map[string]string{
		"https://maps.example.org": "", "https://maps.example.org/": "", "http://localhost:8080/maps/": "", "https://example.org/a/b_c/d-1.2~": "",
		"https://[2001:db8::1]:8443/maps": "",
		"maps.example.org":                "want an address such as", "ftp://example.org": "want an address such as", "https:///maps": "want an address such as", "": "want an address such as",
		"https://example.org/maps?x=1": "without query and fragment", "https://example.org/?": "without query and fragment",
		"https://example.org/maps#top": "without query and fragment", "https://example.org/#": "without query and fragment",
		"https://ana@example.org/": "without user and password",
		"https://example.org/a//b": "empty steps", "https://example.org/a/../b": "empty steps", "https://example.org/%22": "want letters",
		"https://example.org/d": "below /d", "https://example.org/tiles/mine": "below /tiles", "https://example.org/ogc/": "below /ogc",
	} {
		_, err := server.ParseAddress(text)
		if got := err == nil; got != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want an error with %q", text, err, want)
		}
	}
}

// Links begin with what the operator says, else with what a trusted proxy says, else with what the
// request says; header lines of others are not read, and what is no host or path is passed over.
func TestWhereLinksBegin(t *testing.T) {
	store := loaded(testdata.Copy(t, testdata.Small()))
	trusted := server.Options{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("2001:db8::1/128")}}
	public := server.Options{Public: address(t, "https://maps.example.org/a/b/"), TrustedProxies: trusted.TrustedProxies}
	proto, host, prefix := "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Prefix"
	for _, tt := range []struct {
		name    string
		options server.Options
		from    string
		headers []string
		want    string
	}{
		{"the request", server.Options{}, "10.1.2.3:4", nil, "http://example.com"},
		{"nobody is trusted", server.Options{}, "10.1.2.3:4", []string{proto, "https", host, "evil.example", prefix, "/x"}, "http://example.com"},
		{"somebody else", trusted, "11.1.2.3:4", []string{proto, "https", host, "evil.example", "Forwarded", "host=evil.example"}, "http://example.com"},
		{"the proxy", trusted, "10.1.2.3:4", []string{proto, "https", host, "maps.example.org", prefix, "/maps/"}, "https://maps.example.org/maps"},
		{"the proxy at an address of version 6", trusted, "[2001:db8::1]:4", []string{proto, "HTTPS"}, "https://example.com"},
		{"at one written in both", trusted, "[::ffff:10.1.2.3]:4", []string{proto, "https"}, "https://example.com"},
		{"what the proxy was told stands first", trusted, "10.1.2.3:4", []string{host, "evil.example, maps.example.org", proto, "http,https"}, "https://maps.example.org"},
		{"Forwarded", trusted, "10.1.2.3:4", []string{"Forwarded", `for=1.2.3.4;host=evil.example, For="[2001:db8::2]";Proto=https;host="maps.example.org:8443"`}, "https://maps.example.org:8443"},
		{"Forwarded before the others", trusted, "10.1.2.3:4", []string{"Forwarded", "proto=https", proto, "http", host, "maps.example.org"}, "https://maps.example.org"},
		{"no scheme", trusted, "10.1.2.3:4", []string{proto, "javascript"}, "http://example.com"},
		{"no host", trusted, "10.1.2.3:4", []string{host, `a"><script>`}, "http://example.com"},
		{"no path", trusted, "10.1.2.3:4", []string{prefix, "//evil.example"}, "http://example.com"},
		{"a path that leads up", trusted, "10.1.2.3:4", []string{prefix, "/a/../.."}, "http://example.com"},
		{"the operator", public, "10.1.2.3:4", []string{host, "other.example", prefix, "/x"}, "https://maps.example.org/a/b"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/tiles/control.json", nil)
		r.RemoteAddr = tt.from
		for i := 0; i < len(tt.headers); i += 2 {
			r.Header.Set(tt.headers[i], tt.headers[i+1])
		}
		w := httptest.NewRecorder()
		server.New(store, tt.options).ServeHTTP(w, r)
		if want := `"` + tt.want + "/tiles/control/{z}/{x}/{y}.mvt"; !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: got %s, want addresses that begin with %s", tt.name, w.Body, tt.want)
		}
	}
}

// Below a path the server answers with and without it, and names it in problems.
func TestBelowAPath(t *testing.T) {
	h := server.New(loaded(testdata.Copy(t, testdata.Small())), server.Options{Public: address(t, "https://example.org/maps/"), Page: tinyPage})
	for target, want := range map[string]int{
		"/maps/timeline": 200, "/timeline": 200, "/maps/": 200, "/maps/d/small/timeline": 200, "/maps/assets/app-1234.js": 200,
		"/maps": 301, "/maps/d/small": 301, "/maps//timeline": 301, "/mapsx/timeline": 404, "/maps/maps/timeline": 404, "/maps/regions/a%2Fb": 404,
	} {
		if w := get(t, h, target); w.Code != want {
			t.Errorf("%s: got %d, want %d", target, w.Code, want)
		}
	}
	for target, want := range map[string][]string{
		"/maps/nothing": {`"instance":"/maps/nothing"`, "/maps/ is the map, /maps/api lists"},
		"/nothing":      {`"instance":"/maps/nothing"`}, "/maps/d/small/tiles/none/0/0/0.mvt": {"/maps/d/small/tiles lists"},
	} {
		for _, part := range want {
			if w := get(t, h, target); !strings.Contains(w.Body.String(), part) {
				t.Errorf("%s: got %s, want %s in it", target, w.Body, part)
			}
		}
	}
	for target, want := range map[string]string{"/maps": "maps/", "/maps?d=2020-01-01": "maps/?d=2020-01-01", "/maps/d/small": "small/", "/maps//timeline": "/maps/timeline"} {
		if got := get(t, h, target).Header().Get("Location"); got != want {
			t.Errorf("%s leads to %q, want %q", target, got, want)
		}
	}
	if got := get(t, h, "/maps/tiles/control/0/0/0.mvt").Header().Get("Link"); !strings.HasPrefix(got, "</maps/v/") {
		t.Errorf("the Link of a tile is %s, want it below /maps/", got)
	}
}
