// Package server answers HTTP requests from a snapshot of a dataset. It knows HTTP, HTML and the
// addresses of things; what it answers is made by data, its neighbours and geo.
//
// A route is a row of one table: a path and a method with its handler, the names of its parameters
// and its description. The router, preflights, refusals, OpenAPI and docs/api.md come out of it.
//
//	request -> guard     header lines of every answer; 414, 500 for a handler that panics
//	        -> router    the first row that matches, below the prefix of a store
//	        -> methods   the row of the method; else preflight, 405, or 404 for a path nowhere
//	        -> answer    once for all rows: parameters known and given once, the snapshot,
//	                     its viewpoint, the builder of addresses
//	        -> handler   reads its parameters, asks the snapshot, writes
//	        <- answer    an error becomes a problem document (RFC 9457) or, once bytes are out,
//	                     breaks the connection off
//
// Whatever is written has an entity tag and comes in the coding that the client prefers, see
// writeDocument. Tiles are kept with their codings, see tileCache; all else is made for each
// request.
package server

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"log/slog"
	"net/http"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/gorilla/mux"

	"demarc/data"
	"demarc/data/live"
)

// Store gives the snapshot that is current.
type Store interface {
	// Current returns nil before a dataset has been accepted.
	Current() *data.Snapshot
	// Last says how the latest attempt to load went; nil before the first.
	Last() *live.LoadResult
}

// Options are what a server needs besides its data.
type Options struct {
	Page    fs.FS        // the built page; nil: a note on how to build it
	URL     string       // public address without trailing slash; "": taken from each request
	Version string       // of the program
	Log     *slog.Logger // nil: nothing is logged
	// TileCacheBytes limits the tiles kept in memory; 0: DefaultTileCacheBytes.
	TileCacheBytes int
	Today          func() time.Time
}

// Server answers requests from the snapshot that is current when they arrive.
type Server struct {
	stores     []*served
	options    Options
	routes     []*route
	components components
	page       page
	files      exportFiles
	started    time.Time
	costly     chan struct{} // holds a place for each costly export being made

	versionTag string // tells versions of the program apart
}

// served is a store with its prefix and the tiles of its current snapshot.
type served struct {
	Store
	prefix string // of all addresses under which it is served
	tiles  atomic.Pointer[tileCache]
}

// The limits of a request.
const (
	maxQueryBytes  = 4 << 10
	maxBodyBytes   = 1 << 20
	maxHeaderBytes = 32 << 10

	headerTimeout = 5 * time.Second
	readTimeout   = 15 * time.Second
	writeTimeout  = 60 * time.Second
	idleTimeout   = 2 * time.Minute

	// DefaultTileCacheBytes limits the tiles kept in memory.
	DefaultTileCacheBytes = 256 << 20
)

// New returns the handler of the whole program.
func New(store Store, options Options) http.Handler {
	return newHandler([]*served{{Store: store}}, options)
}

// newHandler serves each store under its prefix, and the page beside the first.
func newHandler(stores []*served, options Options) http.Handler {
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	if options.TileCacheBytes == 0 {
		options.TileCacheBytes = DefaultTileCacheBytes
	}
	if options.Today == nil {
		options.Today = time.Now
	}
	version := sha256.Sum256([]byte(options.Version))
	s := &Server{
		stores: stores, options: options, routes: table(), components: loadComponents(),
		page: newPage(options.Page), started: options.Today(), costly: make(chan struct{}, runtime.GOMAXPROCS(0)),
		versionTag: hex.EncodeToString(version[:4]),
	}
	for _, r := range s.routes {
		r.resolve(s.components)
	}
	return s.guard(s.router())
}

// HTTP returns a http.Server whose deadlines cut slow clients off. Handlers of long answers move
// them, piece by piece.
func HTTP(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
}

// router puts the table below the prefix of each store, and the routes of the OGC APIs below a
// second root of it too, from which all links lead to the first. All other paths are files of the
// page. The router matches requests and does not serve them: mux.Router.ServeHTTP copies a request
// twice to pass the names in its path on.
func (s *Server) router() http.Handler {
	router := mux.NewRouter().UseEncodedPath()
	for _, store := range s.stores {
		var second []*route
		for _, r := range s.routes {
			if r.ogc {
				second = append(second, r)
			}
		}
		s.mount(router, store, store.prefix, s.routes)
		s.mount(router, store, store.prefix+ogcRoot, second)
	}
	file := &route{path: "/{file}", handle: (*Server).getFile, anyQuery: true, always: true}
	files := s.methods(s.stores[0], []*route{file})
	files.exists = func(path string) bool { return s.page.files[path].content != nil }
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var found mux.RouteMatch
		if router.Match(r, &found) {
			found.Handler.(*methods).serve(w, r, found.Vars)
		} else {
			files.serve(w, r, nil)
		}
	})
}

func (s *Server) mount(router *mux.Router, store *served, prefix string, routes []*route) {
	byPath := map[string][]*route{}
	for _, r := range routes {
		byPath[r.path] = append(byPath[r.path], r)
	}
	for _, r := range routes {
		if rows := byPath[r.path]; rows[0] == r {
			router.Handle(prefix+r.path, s.methods(store, rows))
		}
	}
}

// guard sets the header lines of every answer, refuses queries that are too long and answers 500
// when a handler panics: one request with a bug of ours must not end all others.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		setLines(w.Header(), "X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer",
			"Access-Control-Allow-Origin", "*", "Access-Control-Expose-Headers", "ETag, Link, Content-Crs")
		if len(r.URL.RawQuery) > maxQueryBytes {
			s.writeProblem(w, r, tooLong())
			return
		}
		defer func() {
			if cause := recover(); cause == http.ErrAbortHandler {
				panic(cause)
			} else if cause != nil {
				s.options.Log.Error("panic", "path", r.URL.Path, "cause", cause)
				s.writeProblem(w, r, internal())
			}
		}()
		next.ServeHTTP(w, r)
	})
}
