package server

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"

	"demarc/data/live"
)

// streaming answers with n lines as a stream.
func streaming(n int, fail error) http.Handler {
	s := &Server{options: Options{Log: slog.New(slog.DiscardHandler)}}
	return s.methods(&served{&hosted{Dataset: Dataset{Store: &live.Live{}}}, ""}, []*route{{path: "/", always: true, handle: func(_ *Server, w http.ResponseWriter, q *request) error {
		return writeStream(w, q, "text/plain", func(out io.Writer) error {
			for range n {
				if _, err := io.WriteString(out, strings.Repeat("x", 1023)+"\n"); err != nil {
					return err
				}
			}
			return fail
		})
	}}})
}

// A stream is answered like any other document, whether it fits into memory or not: whole,
// compressed when asked for, with a strong tag of its content.
func TestStreams(t *testing.T) {
	for _, n := range []int{1, spoolBytes/1024 - 1, spoolBytes / 1024, spoolBytes/1024 + 1, 3 * spoolBytes / 1024} {
		h := streaming(n, nil)
		ask := func(method string, headers ...string) *httptest.ResponseRecorder {
			r, w := httptest.NewRequest(method, "/", nil), httptest.NewRecorder()
			for i := 0; i < len(headers); i += 2 {
				r.Header.Set(headers[i], headers[i+1])
			}
			h.ServeHTTP(w, r)
			return w
		}
		plain := ask(http.MethodGet)
		if plain.Code != http.StatusOK || plain.Body.Len() != n*1024 {
			t.Fatalf("%d KiB: got %d with %d bytes", n, plain.Code, plain.Body.Len())
		}
		tag := plain.Header().Get("ETag")
		zipped := ask(http.MethodGet, "Accept-Encoding", "gzip")
		unzip, err := gzip.NewReader(zipped.Body)
		if err != nil {
			t.Fatal(err)
		}
		if content, err := io.ReadAll(unzip); err != nil || !bytes.Equal(content, plain.Body.Bytes()) {
			t.Errorf("%d KiB: gzip does not give back the content: %v", n, err)
		}
		if other := zipped.Header().Get("ETag"); tag == "" || other == tag {
			t.Errorf("%d KiB: tags %s and, compressed, %s", n, tag, other)
		}
		if w := ask(http.MethodGet, "If-None-Match", tag); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
			t.Errorf("%d KiB: got %d for a tag the client has, want 304", n, w.Code)
		}
		if w := ask(http.MethodHead); w.Code != http.StatusOK || w.Header().Get("ETag") != tag {
			t.Errorf("%d KiB: HEAD: got %d and tag %s", n, w.Code, w.Header().Get("ETag"))
		}
	}
}

// An error is told as a problem as long as nothing has been sent.
func TestStreamThatFails(t *testing.T) {
	for _, n := range []int{1, 2 * spoolBytes / 1024} {
		w := httptest.NewRecorder()
		streaming(n, errors.New("out of ink")).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
		if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "xxx") {
			t.Errorf("%d KiB: got %d %.100s, want 500 and nothing of the answer", n, w.Code, w.Body)
		}
	}
}
