// Package server speaks HTTP: it reads requests, asks a snapshot, and writes
// answers.
package server

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"log/slog"
	"net/http"
	"runtime"
	"slices"
	"sync/atomic"
	"time"

	"github.com/gorilla/mux"

	"demarc/data/live"
)

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
	live    *live.Live
	options Options
	page    page
	tiles   atomic.Pointer[tileCache]
	files   exportFiles
	started time.Time
	costly  chan struct{} // holds a place for each costly export being made

	versionTag string // tells versions of the program apart
}

// The limits of what a request may ask; see also the timeouts in cmd.
const (
	maxQueryBytes = 4 << 10
	maxBodyBytes  = 1 << 20

	// DefaultTileCacheBytes is how much of tiles is kept in memory.
	DefaultTileCacheBytes = 256 << 20
)

// New returns the handler of the whole program.
func New(live *live.Live, options Options) http.Handler {
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	if options.TileCacheBytes == 0 {
		options.TileCacheBytes = DefaultTileCacheBytes
	}
	if options.Today == nil {
		options.Today = time.Now
	}
	s := &Server{live: live, options: options, page: newPage(options.Page), started: options.Today(), costly: make(chan struct{}, runtime.GOMAXPROCS(0))}
	version := sha256.Sum256([]byte(options.Version))
	s.versionTag = hex.EncodeToString(version[:4])
	router := mux.NewRouter().UseEncodedPath()
	router.MatcherFunc(isTile).HandlerFunc(s.serveTile)
	s.addLocate(router)
	s.addExport(router)
	s.addOGC(router)
	for _, route := range slices.Concat(s.routes(), s.ogcRoutes(), s.apiRoutes()) {
		router.Handle(route.path, s.adapt(route)).Methods(http.MethodGet, http.MethodHead)
		router.Handle(route.path, preflight("GET, HEAD", "If-None-Match")).Methods(http.MethodOptions)
	}
	router.PathPrefix("/").Methods(http.MethodGet, http.MethodHead).HandlerFunc(s.getPage)
	router.MethodNotAllowedHandler = s.fail(methodNotAllowed())
	return s.guard(s.hot(router))
}

// hot answers single lookups ahead of the router, which takes as long for one as
// the lookup itself. The router knows their path too, for what is not hot.
func (s *Server) hot(router http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet && r.URL.Path == locatePath && r.URL.RawPath == "" {
			s.getLocate(w, r)
			return
		}
		router.ServeHTTP(w, r)
	})
}

// route is one path of the API with the query parameters it knows; all others
// are refused.
type route struct {
	path       string
	parameters []string
	handle     handler
	needsData  bool
}

func (s *Server) routes() []route {
	return []route{
		{"/control", []string{"datetime", "bbox", "viewpoint"}, s.getControl, true},
		{"/regions", []string{"layer", "datetime", "bbox"}, s.getRegions, true},
		{"/regions/{id}", nil, s.getRegion, true},
		{"/diff", []string{"from", "to", "viewpoint"}, s.getDiff, true},
		{"/stats", []string{"datetime", "within", "outside", "viewpoint"}, s.getStats, true},
		{"/timeline", []string{"viewpoint"}, s.getTimeline, true},
		{"/events", []string{"datetime", "zone", "kind"}, s.getEvents, true},
		{"/figures", []string{"region"}, s.getFigures, true},
		{"/tiles/{tileset}.json", []string{"datetime", "viewpoint"}, s.getTileJSON, true},
		{"/styles/control.json", []string{"datetime", "viewpoint"}, s.getStyle, true},
		{"/styles/control/sprite{ratio:(?:@2x)?}.json", nil, s.getSpriteIndex, true},
		{"/styles/control/sprite{ratio:(?:@2x)?}.png", nil, s.getSprite, true},
		{"/status", nil, s.getStatus, false},
		{"/healthz", nil, s.getHealth, false},
		{"/readyz", nil, s.getReady, true},
	}
}

// everywhere are the header lines of every answer. They are shared and never
// written to.
var everywhere = [...]struct {
	name   string
	values []string
}{
	{"X-Content-Type-Options", []string{"nosniff"}},
	{"Referrer-Policy", []string{"no-referrer"}},
	{"Access-Control-Allow-Origin", []string{"*"}},
	{"Access-Control-Expose-Headers", []string{"ETag, Link, Content-Crs"}},
}

// guard sets what every answer carries and refuses requests that are too large.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.sendKept(w, r) {
			return
		}
		header := w.Header()
		for i := range everywhere {
			header[everywhere[i].name] = everywhere[i].values
		}
		if len(r.URL.RawQuery) > maxQueryBytes {
			s.writeProblem(w, r, tooLong())
			return
		}
		if r.ContentLength > maxBodyBytes && !isTable(r) {
			s.writeProblem(w, r, tooLarge())
			return
		}
		defer s.recover(w, r)
		next.ServeHTTP(w, r)
	})
}

// recover answers 500 when a handler panics: that is a bug of ours, and one
// request must not take others with it.
func (s *Server) recover(w http.ResponseWriter, r *http.Request) {
	if cause := recover(); cause != nil {
		if cause == http.ErrAbortHandler {
			panic(cause)
		}
		s.options.Log.Error("panic", "path", r.URL.Path, "cause", cause)
		s.writeProblem(w, r, internal())
	}
}

// preflight answers the question a browser asks before a request from another
// origin.
func preflight(methods, headers string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Access-Control-Allow-Methods", methods)
		w.Header().Set("Access-Control-Allow-Headers", headers)
		w.Header().Set("Access-Control-Max-Age", "86400")
		w.WriteHeader(http.StatusNoContent)
	})
}
