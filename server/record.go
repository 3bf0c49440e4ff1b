package server

import (
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"time"
)

// recorder passes an answer on and notes what is said of it in counts and the log.
type recorder struct {
	http.ResponseWriter
	route  *route // that answers
	status int    // 0: not begun
	bytes  int64

	asker    asker    // known only where something is private
	private  bool     // the dataset is not public
	asked    *request // that is answered; nil: none yet
	byOrigin bool     // it depends on the origin of the script that asked
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
		w.settle()
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(p []byte) (int, error) {
	w.begin()
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

// ReadFrom keeps the way by which the system copies files into connections.
func (w *recorder) ReadFrom(r io.Reader) (int64, error) {
	w.begin()
	n, err := io.Copy(w.ResponseWriter, r)
	w.bytes += n
	return n, err
}

func (w *recorder) begin() {
	if w.status == 0 {
		w.status = http.StatusOK
		w.settle()
	}
}

// settle says for whom the answer may be kept, when all else of it is known.
func (w *recorder) settle() {
	header := w.Header()
	if w.private || w.asked != nil && w.asked.private {
		notShared(header)
	}
	if w.byOrigin {
		header.Add("Vary", "Origin")
	}
}

// Unwrap lets http.ResponseController find the connection.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// requestIDLine names a request in its answer, in the log and in the problem of a fault of ours.
const requestIDLine = "X-Request-Id"

// wellFormed are ids that a proxy may give: nothing that could mean anything to who reads the log.
var wellFormed = regexp.MustCompile(`^[A-Za-z0-9._~-]{1,64}$`)

// requestID is the id that the request comes with, else a new one.
func requestID(r *http.Request) string {
	if given := r.Header.Get(requestIDLine); given != "" && wellFormed.MatchString(given) {
		return given
	}
	return fmt.Sprintf("%016x", rand.Uint64())
}

// ended counts a request and logs it. Of its query only the names are told: values may be secrets
// of a proxy before us, or of whoever looks up where they are.
func (s *Server) ended(w *recorder, r *http.Request, began time.Time) {
	took := time.Since(began)
	s.underWay.Add(-1)
	if r.Method == http.MethodHead {
		w.bytes = 0 // net/http has kept the body back
	}
	w.route.traffic.count(w.status, w.bytes, took)
	if s.options.Access == nil {
		return
	}
	values, _ := url.ParseQuery(r.URL.RawQuery) // what cannot be read is not told
	said := []any{"request", w.Header().Get(requestIDLine), "client", s.options.client(r)}
	if w.asker.known {
		said = append(said, "user", w.asker.Name)
	}
	s.options.Access.Info("request", append(said, "method", r.Method, "path", r.URL.Path, "parameters", slices.Sorted(maps.Keys(values)),
		"status", w.status, "bytes", w.bytes, "seconds", took.Seconds())...)
}
