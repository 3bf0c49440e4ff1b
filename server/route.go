package server

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"demarc/data"
	"demarc/data/release"
	"demarc/server/answer"
)

// route is a row of the table: a method of a path with its handler, its parameters and its
// description.
type route struct {
	path   string // as gorilla/mux reads it
	as     string // and as OpenAPI writes it; "": the same without patterns
	method string // "": GET, and with it HEAD
	handle handler

	query    []string          // components that describe its parameters; all others are refused
	own      map[string]string // parameters of a file format, with what they do
	fields   bool              // takes the fields of the collection in its path too
	many     string            // of its parameters, the one that may be given more than once
	anyQuery bool              // takes any parameters: the page in the browser reads them
	headers  []string          // that scripts of other origins may send beside alwaysSent
	body     []string          // media types of the request; nil: none is read
	always   bool              // answers also before a dataset has been accepted
	ogc      bool              // stands below the second root too
	costly   bool              // may be refused for want of room, see admission
	nowhere  bool              // paths of this kind do not exist: the handler says why
	binds    binding           // whether it stands below a snapshot too

	id, tag, summary string // id "": not described
	about            string // more of it, in Markdown
	answer           string // media types
	schema           string // of the answer, a component
	html             bool   // also as HTML
	empty            string // the description of 204; "": never answered
	moved            string // the description of 308; "": the path has none
	missing          string // the description of 404; "": there is no such thing

	names    []string // of its parameters, found by resolve
	hasViews bool     // one of them is viewpoint
	hasKnown bool     // one of them is known
	traffic  *traffic // of all places where it stands
}

// binding says where a route stands: without a snapshot in its path, with one, or both.
type binding int

const (
	alsoBound  binding = iota
	onlyBound          // its addresses hold what changes with the snapshot
	neverBound         // it is of the server, not of a snapshot
)

// handler reads a request, asks its snapshot and writes the answer. An error takes the place of an
// answer that has not begun, see brokenOff.
type handler func(s *Server, w http.ResponseWriter, q *request) error

// request is a request with the snapshot that answers it, the same from its first line to its last.
type request struct {
	*http.Request
	route      *route
	store      *served
	snapshot   *data.Snapshot   // as the viewpoint sees it; nil only where routes answer always
	collection *data.Collection // in the path; nil for other paths
	links      links
	values     url.Values // parameters, each known and given once
	vars       map[string]string

	asker   asker
	private bool             // the answer is not the same for all
	release *release.Release // that answers, asked for as such; nil: the snapshot is asked for
	shelved *shelved         // where the snapshot stands; nil: it is one of the store
}

// end gives back what answers.
func (q *request) end() {
	if q.shelved != nil {
		q.shelved.release()
	}
}

// brokenOff is an error after the first byte of an answer. The connection is broken off, so that
// the client misses the end of the answer.
type brokenOff struct{ error }

// resolve finds the names of the parameters in the query.
func (r *route) resolve(c components) {
	r.names = nil
	for _, component := range r.query {
		r.names = append(r.names, c.parameter(component)["name"].(string))
	}
	r.names = append(r.names, slices.Sorted(maps.Keys(r.own))...)
	r.hasViews = slices.Contains(r.names, "viewpoint")
	r.hasKnown = slices.Contains(r.names, knownParameter)
}

// constraint is the expression behind a name in a pattern of gorilla/mux.
var constraint = regexp.MustCompile(`:[^}]*}`)

// template is the path as OpenAPI writes it.
func (r *route) template() string {
	path := cmp.Or(r.as, constraint.ReplaceAllString(r.path, "}"))
	if r.binds == onlyBound {
		return versionRoot + "{snapshot}" + path
	}
	return path
}

// methods answers a path: each of its methods, the preflight of a request from another origin, and
// 405 for all else; but 404 where the path does not exist.
type methods struct {
	server  *Server
	store   *served
	byName  map[string]*route
	allowed []string
	headers []string // that scripts of other origins may send
	exists  func(path string) bool
}

// alwaysSent are header lines that scripts of other origins may send to every path. Authorization
// is for what is private, or for a proxy before us.
var alwaysSent = []string{"If-None-Match", "Authorization", "Cache-Control"}

func (s *Server) methods(store *served, rows []*route) *methods {
	m := &methods{
		server: s, store: store, byName: map[string]*route{}, headers: alwaysSent,
		exists: func(string) bool { return !rows[0].nowhere },
	}
	for _, r := range rows {
		names := []string{r.method}
		if r.method == "" {
			names = []string{http.MethodGet, http.MethodHead}
		}
		for _, name := range names {
			m.byName[name] = r
		}
		m.allowed = append(m.allowed, names...)
		m.headers = append(slices.Clip(m.headers), r.headers...)
	}
	return m
}

// ServeHTTP is there for the router, which finds methods and does not call them.
func (m *methods) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.serve(&recorder{ResponseWriter: w}, r, nil)
}

func (m *methods) serve(w *recorder, r *http.Request, vars map[string]string) {
	route := m.byName[r.Method]
	if route != nil {
		w.route = route
	}
	exists := route != nil || m.exists(r.URL.Path)
	switch {
	case route != nil:
		m.server.answer(w, &request{Request: r, route: route, store: m.store, vars: vars})
	case r.Method == http.MethodOptions && exists, isPreflight(r):
		allow(w, m.allowed, m.headers)
	case !exists:
		m.server.writeProblem(w, r, noSuchPath())
	default:
		w.Header().Set("Allow", strings.Join(m.allowed, ", ")+", OPTIONS")
		m.server.writeProblem(w, r, newProblem(http.StatusMethodNotAllowed,
			fmt.Sprintf("this path does not take %s", r.Method), "use "+answer.List(m.allowed)))
	}
}

// isPreflight tells whether a browser asks what a script of another origin may do. It is told so
// also where nothing is: else the script learns of an obstacle instead of the 404.
func isPreflight(r *http.Request) bool {
	return r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != ""
}

func allow(w http.ResponseWriter, methods, headers []string) {
	setLines(w.Header(), "Access-Control-Allow-Methods", strings.Join(methods, ", "),
		"Access-Control-Allow-Headers", strings.Join(headers, ", "), "Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
}

// answer is the wrapper around every handler: it refuses unknown parameters, loads the snapshot
// once and turns errors into problems.
func (s *Server) answer(w *recorder, q *request) {
	q.asker, w.asked = w.asker, q
	q.links = links{q.Request, &s.options, q.prefix()}
	defer q.end()
	err := q.prepare(s)
	if err == nil {
		q.sayRelease(w.Header())
		err = q.route.handle(s, w, q)
	}
	if hasLeft(q, err) {
		panic(http.ErrAbortHandler)
	}
	if broken, ok := err.(brokenOff); ok {
		s.options.Log.Info("answer broken off", "path", q.URL.Path, "error", broken.error)
		panic(http.ErrAbortHandler)
	}
	if err != nil {
		s.writeError(w, q, answer.HintAtPlus(err, q.URL.RawQuery))
	}
}

// prepare reads address, snapshot, viewpoint and collection for the handler.
func (q *request) prepare(s *Server) error {
	if q.ContentLength > maxBodyBytes && q.route.body == nil {
		return tooLarge()
	}
	if err := q.readAddress(); err != nil {
		return err
	}
	if !q.route.anyQuery && !q.route.fields {
		if err := q.refuseUnknown(q.route.names); err != nil {
			return err
		}
	}
	var err error
	if err = s.snapshotOf(q); err != nil {
		return err
	}
	if q.snapshot == nil {
		if q.route.always {
			return nil
		}
		return noData()
	}
	if name, given := q.parameter("viewpoint"); given && q.route.hasViews {
		if q.snapshot, err = q.snapshot.From(name); err != nil {
			return badParameter("viewpoint", err.Error(), "")
		}
	}
	if name, ok := q.vars["collection"]; ok {
		if q.collection, err = q.snapshot.Collection(name); err != nil {
			return err
		}
	}
	if !q.route.fields {
		return nil
	}
	names := slices.Clone(q.route.names)
	for _, field := range q.collection.Fields {
		if !slices.Contains(q.route.names, field.Name) {
			names = append(names, field.Name)
		}
	}
	return q.refuseUnknown(names)
}

// readAddress decodes the names in the path and the query.
func (q *request) readAddress() error {
	for name, escaped := range q.vars {
		if strings.Contains(escaped, "%") {
			plain, err := url.PathUnescape(escaped)
			if err != nil {
				return badParameter(name, err.Error(), "")
			}
			q.vars[name] = plain
		}
	}
	if q.URL.RawQuery == "" {
		return nil
	}
	values, err := answer.ReadQuery(q.URL.RawQuery)
	if err != nil && !q.route.anyQuery {
		return err
	}
	q.values = values
	return nil
}

// question is what handlers and all others who answer read alike: parameters about a snapshot.
func (q *request) question() answer.Question {
	return answer.Question{Snapshot: q.snapshot, Values: q.values, Today: q.links.options.Today}
}

// refuseUnknown refuses unknown and repeated parameters.
func (q *request) refuseUnknown(known []string) error {
	return q.question().RefuseUnknown(known, q.route.many)
}

// parameter reads a parameter, if it is given.
func (q *request) parameter(name string) (value string, given bool) {
	return q.question().Parameter(name)
}
