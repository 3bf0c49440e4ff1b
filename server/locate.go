package server

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/gorilla/mux"
	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/geo/notation"
)

// addLocate adds the paths of location: one point by GET, tables by POST.
func (s *Server) addLocate(router *mux.Router) {
	const path = "/locate"
	router.Path(path).Methods(http.MethodGet, http.MethodHead).HandlerFunc(s.getLocate)
	router.Path(path).Methods(http.MethodPost).HandlerFunc(s.postLocate)
	router.Path(path).Methods(http.MethodOptions).Handler(preflight("GET, HEAD, POST", "If-None-Match, Content-Type, Content-Encoding"))
	router.Path(path).HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Allow", "GET, HEAD, POST, OPTIONS")
		s.writeProblem(w, r, newProblem(http.StatusMethodNotAllowed, "this path locates points", "use GET for one point, POST for a table"))
	})
}

// locateParameters are what GET /locate knows.
var locateParameters = []string{"lon", "lat", "q", "near", "datetime", "history", "viewpoint"}

// locateQuery holds the parameters of GET /locate; nil where one is not given.
type locateQuery struct {
	lon, lat, q, near, datetime, history, viewpoint *string
}

// parameter returns where a parameter is kept, nil for unknown names.
func (q *locateQuery) parameter(name string) **string {
	switch name {
	case "lon":
		return &q.lon
	case "lat":
		return &q.lat
	case "datetime":
		return &q.datetime
	case "history":
		return &q.history
	case "viewpoint":
		return &q.viewpoint
	case "q":
		return &q.q
	case "near":
		return &q.near
	}
	return nil
}

// read takes the query apart. Plain ones, in which every parameter is known,
// given once and without escapes, need nothing of net/url.
func (q *locateQuery) read(r *http.Request) *problem {
	raw := r.URL.RawQuery
	if strings.ContainsAny(raw, "%+;") || !q.readPlain(raw) {
		if p := checkQuery(r, locateParameters); p != nil {
			return p
		}
		values, _ := parseQuery(r) // checked by checkQuery
		*q = locateQuery{}
		for name := range values {
			value := values.Get(name)
			*q.parameter(name) = &value
		}
	}
	return nil
}

func (q *locateQuery) readPlain(raw string) bool {
	for raw != "" {
		var pair string
		pair, raw, _ = strings.Cut(raw, "&")
		name, value, _ := strings.Cut(pair, "=")
		kept := q.parameter(name)
		if kept == nil || *kept != nil {
			return false
		}
		*kept = &value
	}
	return true
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
	if q.viewpoint != nil {
		seen, err := snapshot.View(*q.viewpoint)
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

// place is what GET /locate asks about.
type place struct {
	point   orb.Point
	read    *notation.Reading // nil for lon and lat
	day     data.Date
	history bool
}

func (s *Server) place(q *locateQuery, snapshot *data.Snapshot) (l place, err error) {
	if q.q != nil {
		err = l.readText(q, snapshot)
	} else {
		err = l.readNumbers(q)
	}
	if err != nil {
		return l, err
	}
	if l.day, err = s.dayOf(q.datetime, snapshot); err != nil {
		return l, err
	}
	l.history, err = flagOf("history", q.history)
	return l, err
}

func (l *place) readNumbers(q *locateQuery) error {
	if q.near != nil {
		return badParameter("near", "near goes with q", "it is what a short Plus code is relative to")
	}
	lon, err := degreesOf("lon", q.lon, 180)
	if err != nil {
		return err
	}
	lat, err := degreesOf("lat", q.lat, 90)
	if err != nil {
		return err
	}
	l.point = orb.Point{lon, lat}
	return nil
}

func (l *place) readText(q *locateQuery, snapshot *data.Snapshot) error {
	if q.lon != nil || q.lat != nil {
		return badParameter("q", "q and lon, lat are given both", "give one of them")
	}
	var near *orb.Point
	if q.near != nil {
		reading, err := snapshot.ReadPoint(*q.near, nil)
		if err != nil {
			return badParameter("near", err.Error(), "")
		}
		near = &reading.Point
	}
	reading, err := snapshot.ReadPoint(*q.q, near)
	if err != nil {
		return badParameter("q", err.Error(), "")
	}
	l.point, l.read = reading.Point, &reading
	return nil
}

// degreesOf reads a coordinate that must be given; limit is 180 or 90.
func degreesOf(name string, text *string, limit float64) (float64, error) {
	if text == nil {
		return 0, badParameter(name, fmt.Sprintf("parameter %q is missing", name), "for instance /locate?lon=46.04&lat=40.10&datetime=2020-11-25, or q= with coordinates of any notation")
	}
	value, err := strconv.ParseFloat(*text, 64)
	if err != nil || math.IsNaN(value) {
		return 0, badParameter(name, fmt.Sprintf("%s %q: want a number of degrees", name, *text), "write 46.04, with a point and without signs for degrees; q= takes other notations")
	}
	if math.Abs(value) > limit {
		hint := ""
		if name == "lat" && math.Abs(value) <= 180 {
			hint = "are lon and lat swapped?"
		}
		return 0, badParameter(name, fmt.Sprintf("%s %s: want %g to %g degrees", name, *text, -limit, limit), hint)
	}
	return value, nil
}

// dayOf reads a single day; without it the snapshot's default day is meant.
func (s *Server) dayOf(text *string, snapshot *data.Snapshot) (data.Date, error) {
	if text == nil {
		return snapshot.DefaultDay(data.DateOf(s.options.Today())), nil
	}
	if len(*text) == len("2020-11-25") {
		if day, err := data.ParseDate(*text); err == nil {
			return day, nil
		}
	}
	if strings.Contains(*text, "/") {
		return 0, badParameter("datetime", fmt.Sprintf("datetime %q: this path wants one day, not an interval", *text), "for instance datetime=2020-11-25")
	}
	interval, err := data.ParseDatetime(*text)
	if err != nil {
		return 0, badParameter("datetime", err.Error(), "")
	}
	return interval.From, nil
}

// flagOf reads true or false; without it false is meant.
func flagOf(name string, text *string) (bool, error) {
	switch {
	case text == nil || *text == "false":
		return false, nil
	case *text == "true":
		return true, nil
	}
	return false, badParameter(name, fmt.Sprintf("%s %q: want true or false", name, *text), "")
}

var (
	locationBuffers = sync.Pool{New: func() any { return new([]byte) }}

	// Header lines of locations, shared and never written to.
	jsonType     = []string{"application/json"}
	askEachTime  = []string{"no-cache"}
	variesByCode = []string{"Accept-Encoding"}
)

// writeLocation writes the answer. What follows from the question alone is its
// entity tag, so an answer that the client has is not made again.
func (s *Server) writeLocation(w http.ResponseWriter, r *http.Request, snapshot *data.Snapshot, l place) {
	c := negotiate(r, fastCodings) // no answer is small enough to go plain
	tag := s.locationTag(snapshot, l, c)
	header := w.Header()
	header["Etag"] = []string{tag}
	header["Vary"] = variesByCode
	header["Cache-Control"] = askEachTime
	if given := r.Header["If-None-Match"]; len(given) > 0 && matches(given[0], tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	buffer := locationBuffers.Get().(*[]byte)
	defer locationBuffers.Put(buffer)
	*buffer = append(snapshot.AppendLocation((*buffer)[:0], l.point, l.day, l.history, l.read), '\n')
	body := *buffer
	if c != identity {
		body = compress(c, body)
		header["Content-Encoding"] = []string{codingNames[c]}
	}
	header["Content-Type"] = jsonType
	header["Content-Length"] = []string{strconv.Itoa(len(body))}
	w.Write(body) // the client may have gone: nothing to be done
}

// locationTag is a hash of all that an answer depends on: the program, the
// dataset and the question.
func (s *Server) locationTag(snapshot *data.Snapshot, l place, c coding) string {
	var room [256]byte
	b := append(room[:0], s.options.Version...)
	b = append(append(b, 0), snapshot.ID...)
	b = append(append(b, snapshot.Viewpoint...), 0)
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(l.point[0]))
	b = binary.LittleEndian.AppendUint64(b, math.Float64bits(l.point[1]))
	b = binary.LittleEndian.AppendUint32(b, uint32(l.day))
	b = strconv.AppendBool(b, l.history)
	if l.read != nil {
		b = append(append(b, l.read.Text...), l.read.Note...)
	}
	sum := sha256.Sum256(b)
	return tagOf(sum[:], c)
}
