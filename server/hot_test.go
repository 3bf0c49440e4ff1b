package server_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// What a tile costs that is kept.
const hotTile = "/tiles/control/8/35/161.mvt?datetime=1972-11-25"

// BenchmarkHotTile compares a tile that is kept with a bare handler that writes the same answer.
func BenchmarkHotTile(b *testing.B) {
	h := handler(b)
	get(b, h, hotTile, "Accept-Encoding", "gzip")
	plain := get(b, h, hotTile, "Accept-Encoding", "gzip")
	body, header := plain.Body.Bytes(), plain.Result().Header
	bare := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		maps.Copy(w.Header(), header)
		w.Write(body)
	})
	for _, bench := range []struct {
		name    string
		handler http.Handler
	}{{"bare", bare}, {"demarc", h}} {
		b.Run(bench.name, func(b *testing.B) {
			r := hotRequest()
			w := discard{header: http.Header{}}
			b.ReportAllocs()
			for b.Loop() {
				clear(w.header)
				bench.handler.ServeHTTP(&w, r)
			}
		})
	}
}

func hotRequest() *http.Request {
	r := httptest.NewRequest(http.MethodGet, hotTile, nil)
	r.Header.Set("Accept-Encoding", "gzip, deflate, br, zstd")
	return r
}

// The first answer and the ones from memory are the same to the last line.
func TestKeptTileAnswersAreTheSame(t *testing.T) {
	h := handler(t)
	id := getJSON(t, h, "/status")["snapshot"].(string)
	for _, target := range []string{
		hotTile, "/tiles/history/8/35/161.mvt", "/tiles/control/8/35/161.mvt", "/tiles/control/14/2366/10369.mvt", "/tiles/shires/14/0/0.mvt?datetime=1972-11-25",
		"/tiles/control/8/35/161.mvt?viewpoint=crown_announced&datetime=1972-11-25",
		"/v/" + id + "/tiles/control/3/8/35/161.mvt", "/v/" + id + "/tiles/history/all/8/35/161.mvt",
	} {
		for _, coding := range []string{"", "gzip", "gzip, deflate, br, zstd", "br;q=0.5, zstd"} {
			var first, kept *httptest.ResponseRecorder
			first = get(t, h, target, "Accept-Encoding", coding, "X-Request-Id", "same")
			kept = get(t, h, target, "Accept-Encoding", coding, "X-Request-Id", "same")
			if first.Code != kept.Code || first.Body.String() != kept.Body.String() || !maps.EqualFunc(first.Header(), kept.Header(), equalLines) {
				t.Errorf("%s, %q: first %d %v, then %d %v", target, coding, first.Code, first.Header(), kept.Code, kept.Header())
			}
		}
	}
}

// Scripts of other origins may read the tag and the link of a tile, whatever the answer, and what
// every answer carries is on tiles too.
func TestTilesExposeTagAndLink(t *testing.T) {
	h := handler(t)
	id := getJSON(t, h, "/status")["snapshot"].(string)
	tag := get(t, h, hotTile, "Accept-Encoding", "gzip").Header().Get("ETag")
	for _, tt := range []struct {
		name, target, tag string
		status            int
	}{
		{"as of a day", hotTile, "", 200},
		{"the client has it", hotTile, tag, 304},
		{"empty", "/tiles/control/14/2366/10369.mvt", "", 204},
		{"versioned", "/v/" + id + "/tiles/control/3/8/35/161.mvt", "", 200},
		{"outside of the bounds", "/tiles/control/8/0/0.mvt", "", 204},
		{"by OGC API Tiles", "/collections/control/tiles/WebMercatorQuad/8/161/35", "", 200},
	} {
		for range 2 { // made, then kept
			w := get(t, h, tt.target, "Accept-Encoding", "gzip", "If-None-Match", tt.tag, "Origin", "https://example.org")
			if got := w.Header().Get("Access-Control-Expose-Headers"); w.Code != tt.status || !strings.HasPrefix(got, "ETag, Link") {
				t.Errorf("%s: got %d that exposes %q, want %d that exposes ETag and Link", tt.name, w.Code, got, tt.status)
			}
			if h := w.Header(); h.Get("Access-Control-Allow-Origin") != "*" || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") == "" {
				t.Errorf("%s: got %v, want what every answer carries", tt.name, h)
			}
		}
	}
}

func equalLines(a, b []string) bool { return len(a) == len(b) && a[0] == b[0] }

// discard is a ResponseWriter that keeps nothing.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header            { return d.header }
func (d *discard) Write(body []byte) (int, error) { return len(body), nil }
func (d *discard) WriteHeader(int)                {}
