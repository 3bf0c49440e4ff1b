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
)

// route is a row of the table: a method of a path, and all that is said of it.
type route struct {
	path   string // as gorilla/mux reads it
	as     string // and as OpenAPI writes it; "": the same without patterns
	method string // "": GET, and with it HEAD
	handle handler

	query    []string          // components that describe its parameters; all others are refused
	own      map[string]string // parameters of a file format, with what they do
	fields   bool              // takes the fields of the collection in its path too
	anyQuery bool              // takes any parameters: the page in the browser reads them
	headers  string            // that scripts of other origins may send; "": If-None-Match
	body     []string          // media types of the request; nil: none is read
	always   bool              // answers also before a dataset has been accepted
	ogc      bool              // stands below the second root too

	id, tag, summary string // id "": not described
	about            string // more of it, in Markdown
	answer           string // media types
	schema           string // of the answer, a component
	html             bool   // also as HTML
	empty            string // when the answer is 204; "": never
	missing          string // when it is 404; "": when there is no such thing

	names    []string // of its parameters, found by resolve
	hasViews bool     // one of them is viewpoint
}

// handler reads a request, asks its snapshot and writes the answer. An error takes
// the place of an answer that has not begun, see brokenOff.
type handler func(s *Server, w http.ResponseWriter, q *request) error

// request is a request with what it is asked of, the same from its first line to
// its last.
type request struct {
	*http.Request
	route      *route
	store      *served
	snapshot   *data.Snapshot   // as the viewpoint sees it; nil only where routes answer always
	collection *data.Collection // of routes with fields
	links      links
	values     url.Values // parameters, each known and given once
	vars       map[string]string
}

// brokenOff is an error of an answer that has begun. The connection is broken off
// too, so that the answer lacks its end.
type brokenOff struct{ error }

// resolve finds the names of the parameters in the query.
func (r *route) resolve(c components) {
	r.names = nil
	for _, component := range r.query {
		r.names = append(r.names, c.parameter(component)["name"].(string))
	}
	r.names = append(r.names, slices.Sorted(maps.Keys(r.own))...)
	r.hasViews = slices.Contains(r.names, "viewpoint")
}

// constraint is what a pattern of gorilla/mux says about a name in a path.
var constraint = regexp.MustCompile(`:[^}]*}`)

// template is the path as OpenAPI writes it.
func (r *route) template() string { return cmp.Or(r.as, constraint.ReplaceAllString(r.path, "}")) }

// methods answers a path: each of its methods, the question that a browser asks
// before a request from another origin, and 405 for all else.
type methods struct {
	server  *Server
	store   *served
	byName  map[string]*route
	allowed []string
	headers string // that scripts of other origins may send
}

func (s *Server) methods(store *served, rows []*route) *methods {
	m := &methods{server: s, store: store, byName: map[string]*route{}, headers: "If-None-Match"}
	for _, r := range rows {
		names := []string{r.method}
		if r.method == "" {
			names = []string{http.MethodGet, http.MethodHead}
		}
		for _, name := range names {
			m.byName[name] = r
		}
		m.allowed = append(m.allowed, names...)
		m.headers = cmp.Or(r.headers, m.headers)
	}
	return m
}

// ServeHTTP answers a path without names.
func (m *methods) ServeHTTP(w http.ResponseWriter, r *http.Request) { m.serve(w, r, nil) }

func (m *methods) serve(w http.ResponseWriter, r *http.Request, vars map[string]string) {
	header := w.Header()
	if route := m.byName[r.Method]; route != nil {
		m.server.answer(w, &request{Request: r, route: route, store: m.store, vars: vars})
	} else if r.Method == http.MethodOptions {
		header.Set("Access-Control-Allow-Methods", strings.Join(m.allowed, ", "))
		header.Set("Access-Control-Allow-Headers", m.headers)
		header.Set("Access-Control-Max-Age", "86400")
		w.WriteHeader(http.StatusNoContent)
	} else {
		header.Set("Allow", strings.Join(m.allowed, ", ")+", OPTIONS")
		m.server.writeProblem(w, r, newProblem(http.StatusMethodNotAllowed,
			fmt.Sprintf("this path does not take %s", r.Method), "use "+list(m.allowed)))
	}
}

// answer is what stands around every handler: it refuses what the route does not
// know, loads the snapshot once, and turns errors into problems.
func (s *Server) answer(w http.ResponseWriter, q *request) {
	q.links = links{q.Request, s.options.URL, q.store.prefix}
	err := q.prepare()
	if err == nil {
		err = q.route.handle(s, w, q)
	}
	if broken, ok := err.(brokenOff); ok {
		s.options.Log.Info("answer broken off", "path", q.URL.Path, "error", broken.error)
		panic(http.ErrAbortHandler)
	}
	if err != nil {
		s.writeError(w, q, err)
	}
}

// prepare reads what all handlers want to have.
func (q *request) prepare() error {
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
	q.snapshot = q.store.Current()
	if q.snapshot == nil {
		if q.route.always {
			return nil
		}
		return noData()
	}
	var err error
	if name, given := q.parameter("viewpoint"); given && q.route.hasViews {
		if q.snapshot, err = q.snapshot.View(name); err != nil {
			return badParameter("viewpoint", err.Error(), "")
		}
	}
	if !q.route.fields {
		return nil
	}
	if q.collection, err = q.snapshot.Collection(q.vars["collection"]); err != nil {
		return err
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
	for name, text := range q.vars {
		if strings.Contains(text, "%") {
			plain, err := url.PathUnescape(text)
			if err != nil {
				return badParameter(name, err.Error(), "")
			}
			q.vars[name] = plain
		}
	}
	if q.URL.RawQuery == "" {
		return nil
	}
	values, err := url.ParseQuery(q.URL.RawQuery)
	if err != nil && !q.route.anyQuery {
		return newProblem(http.StatusBadRequest, fmt.Sprintf("the query cannot be read: %v", err), "encode % as %25 and ; as %3B")
	}
	q.values = values
	return nil
}

// refuseUnknown refuses parameters that the path does not know, and repetitions.
func (q *request) refuseUnknown(known []string) error {
	for name, given := range q.values {
		if !slices.Contains(known, name) {
			hint := "this path takes no parameters"
			if len(known) > 0 {
				hint = "this path takes " + list(known)
			}
			return badParameter(name, fmt.Sprintf("unknown parameter %q", name), hint)
		}
		if len(given) > 1 {
			return badParameter(name, fmt.Sprintf("parameter %q is given %d times", name, len(given)), "give it once")
		}
	}
	return nil
}

// parameter reads a parameter, if it is given.
func (q *request) parameter(name string) (value string, given bool) {
	if given := q.values[name]; len(given) > 0 {
		return given[0], true
	}
	return "", false
}
