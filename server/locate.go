package server

import (
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/gorilla/mux"

	"demarc/data"
	"demarc/data/date"
)

const locatePath = "/locate"

// addLocate adds the paths of location: one point by GET, tables by POST.
func (s *Server) addLocate(router *mux.Router) {
	router.Path(locatePath).Methods(http.MethodGet, http.MethodHead).HandlerFunc(s.getLocate)
	router.Path(locatePath).Methods(http.MethodPost).HandlerFunc(s.postLocate)
	router.Path(locatePath).Methods(http.MethodOptions).Handler(preflight("GET, HEAD, POST", "If-None-Match, Content-Type, Content-Encoding"))
	router.Path(locatePath).HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Allow", "GET, HEAD, POST, OPTIONS")
		s.writeProblem(w, r, newProblem(http.StatusMethodNotAllowed, "this path locates points", "use GET for one point, POST for a table"))
	})
}

// getLocate answers for one point.
func (s *Server) getLocate(w http.ResponseWriter, r *http.Request) {
	var q locateQuery
	if p := q.read(r); p != nil {
		s.writeProblem(w, r, p)
		return
	}
	snapshot := s.live.Current()
	if snapshot == nil {
		s.writeProblem(w, r, noData())
		return
	}
	if q[viewpointParameter].given {
		seen, err := snapshot.View(q[viewpointParameter].value)
		if err != nil {
			s.writeProblem(w, r, badParameter("viewpoint", err.Error(), ""))
			return
		}
		snapshot = seen
	}
	l, err := s.place(&q, snapshot)
	if err != nil {
		s.writeError(w, r, err)
		return
	}
	s.writeLocation(w, r, snapshot, l)
}

var (
	locationBuffers = sync.Pool{New: func() any { return new([]byte) }}

	// Header lines of locations, shared and never written to.
	jsonType     = []string{"application/json"}
	askEachTime  = []string{"no-cache"}
	variesByCode = []string{"Accept-Encoding"}
)

// writeLocation writes the answer.
func (s *Server) writeLocation(w http.ResponseWriter, r *http.Request, snapshot *data.Snapshot, l place) {
	c := negotiate(r, fastCodings) // no answer is small enough to go plain
	values := new([3]string)       // of header lines, in one piece
	values[0] = s.locationTag(snapshot, l.day, c)
	header := w.Header()
	header["Etag"] = values[0:1:1]
	header["Vary"] = variesByCode
	header["Cache-Control"] = askEachTime
	if given := r.Header["If-None-Match"]; len(given) > 0 && matches(strings.Join(given, ","), values[0]) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	buffer := locationBuffers.Get().(*[]byte)
	defer locationBuffers.Put(buffer)
	location := snapshot.LocateWith(l.point, l.day, l.extras)
	location.Read = l.read
	*buffer = append(location.AppendJSON((*buffer)[:0]), '\n')
	body := *buffer
	if c != identity {
		body = compress(c, body)
		values[1] = codingNames[c]
		header["Content-Encoding"] = values[1:2:2]
	}
	values[2] = strconv.Itoa(len(body))
	header["Content-Type"] = jsonType
	header["Content-Length"] = values[2:3:3]
	joinWrites(r)
	w.Write(body) // the client may have gone: nothing to be done
}

// locationTag is the entity tag of an answer. Tags tell apart what one address
// answers at different times (RFC 9110, 8.8.3): that depends on the program, the
// dataset, the day where the address names none, and the coding. The rest of the
// question is in the address.
func (s *Server) locationTag(snapshot *data.Snapshot, day date.Date, c coding) string {
	var room [64]byte
	b := append(append(room[:0], '"'), s.versionTag...)
	b = append(append(b, '-'), snapshot.ID...)
	b = strconv.AppendInt(append(b, '-'), int64(day), 36)
	if c != identity {
		b = append(append(b, '-'), codingNames[c]...)
	}
	return string(append(b, '"'))
}
