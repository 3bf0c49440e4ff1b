package server_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gorilla/mux"
)

// BenchmarkHotTile compares a tile that is kept with a bare handler behind the
// same kind of route that writes the same bytes: what it costs is the router and
// net/http, not us.
func BenchmarkHotTile(b *testing.B) {
	h := handler(b)
	plain := get(b, h, "/tiles/history/8/161/96.mvt", "Accept-Encoding", "gzip")
	body, length := plain.Body.Bytes(), []string{plain.Header().Get("Content-Length")}
	bare := mux.NewRouter().UseEncodedPath()
	bare.PathPrefix("/tiles/").HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Length"] = length
		w.Write(body)
	})
	for _, bench := range []struct {
		name    string
		handler http.Handler
	}{{"bare", bare}, {"demarc", h}} {
		b.Run(bench.name, func(b *testing.B) {
			r := httptest.NewRequest(http.MethodGet, "/tiles/history/8/161/96.mvt", nil)
			r.Header.Set("Accept-Encoding", "gzip")
			b.ReportAllocs()
			for b.Loop() {
				w := discard{header: http.Header{}}
				bench.handler.ServeHTTP(&w, r)
			}
		})
	}
}

// discard is a ResponseWriter that keeps nothing.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header            { return d.header }
func (d *discard) Write(body []byte) (int, error) { return len(body), nil }
func (d *discard) WriteHeader(int)                {}
