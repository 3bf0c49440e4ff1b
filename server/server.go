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
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gorilla/mux"

	"demarc/data"
	"demarc/data/live"
	"demarc/data/release"
)

// Store gives the snapshot that is current.
type Store interface {
	// Current returns nil before a dataset has been accepted.
	Current() *data.Snapshot
	// Snapshot returns the snapshot with an id that still answers; nil for all others.
	Snapshot(id string) *data.Snapshot
	// CatchUp has all of these be as new as the store of the dataset, if that is followed; an error
	// says that it cannot be known whether they are.
	CatchUp(ctx context.Context) error
	// State is the current snapshot, and tells of the next.
	State() live.State
	// Last says how the latest attempt to load went; nil before the first.
	Last() *live.LoadResult
	// Releases returns the versions that were released; never nil.
	Releases() *release.List
	// OpenRelease reads a version, whose files have no more than so many bytes.
	OpenRelease(r *release.Release, most int64) (*data.Snapshot, error)
}

// Dataset is one of the datasets that a server has.
type Dataset struct {
	ID string // in addresses, whatever its files say
	Store
}

// Options are what a server needs besides its data.
type Options struct {
	Page   fs.FS   // the built page; nil: a note on how to build it
	Public Address // under which clients find the server
	// Elsewhere: exports do not say where they were had from, as they will stand as files
	// somewhere.
	Elsewhere bool
	Version   string // of the program
	// Build tells apart programs without a version: it is part of their entity tags. "": the
	// version says what the program is, and all programs of it give the same tags.
	Build  string
	Log    *slog.Logger // of faults; nil: nothing is logged
	Access *slog.Logger // of requests; nil: none is logged
	// TileCacheBytes limits the tiles kept in memory; 0: DefaultTileCacheBytes.
	TileCacheBytes int
	// Memory is what the server should live in, in bytes; 0: DefaultMemory. It bounds how much
	// costly requests hold at once, and the tiles kept.
	Memory int64
	// DiskBytes limits temporary files; 0: DefaultDiskBytes.
	DiskBytes int64
	Today     func() time.Time
	// TrustedProxies are the networks of proxies whose Forwarded and X-Forwarded header lines are
	// believed; those of all others are not read.
	TrustedProxies []netip.Prefix
	// TrustUnix has those believed also that come by a unix socket.
	TrustUnix bool
	Hosts     Hosts   // under which it answers
	Origins   Origins // whose scripts may read answers
	Private   Private
	Basemap   Basemap
	// Certificate says how that of TLS is; nil: there is no TLS.
	Certificate func() Certificate
	// Ending is closed when the program ends: answers that go on for ever end then. nil: never.
	Ending <-chan struct{}
}

// Server answers requests from the snapshot that is current when they arrive.
type Server struct {
	datasets   []*hosted
	options    Options
	routes     []*route
	components components
	page       page
	tiles      *tileCache
	glyphs     keptGlyphs
	files      exportFiles
	started    time.Time
	listeners  listeners
	admission  admission
	shelf      *shelf
	disk       disk
	accept     accepting
	underWay   atomic.Int64 // requests
	file       *route       // that of files of the page
	elsewhere  *route       // stands for all that no route has answered, in counts
	handler    http.Handler

	locationTagStart string
}

// hosted is a dataset with the editions of it whose tiles are kept.
type hosted struct {
	Dataset
	editions   editions
	private    bool // not public
	oldPrivate bool // its versions are not
}

// served is a dataset as it is served under an address: each has one of its own, and
// the first one the root too.
type served struct {
	*hosted
	prefix string // of all addresses under which it is served
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

// New returns the handler of a program with one dataset.
func New(store Store, options Options) *Server {
	id := "dataset"
	if snapshot := store.Current(); snapshot != nil {
		id = snapshot.Dataset.ID
	}
	return NewOf([]Dataset{{id, store}}, options)
}

// NewOf returns the handler of the whole program. It serves each dataset under its
// id, which no other has, and the first one at the root too.
func NewOf(datasets []Dataset, options Options) *Server {
	s := newServer(datasets, options)
	s.handler = s.guard(s.router())
	return s
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

func newServer(datasets []Dataset, options Options) *Server {
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	if options.Memory == 0 {
		options.Memory = DefaultMemory
	}
	if options.TileCacheBytes == 0 {
		options.TileCacheBytes = int(min(DefaultTileCacheBytes, options.Memory/tileShare))
	}
	if options.DiskBytes == 0 {
		options.DiskBytes = DefaultDiskBytes
	}
	if options.Today == nil {
		options.Today = time.Now
	}
	s := &Server{
		options: options, routes: table(), components: loadComponents(),
		page: newPage(options.Page), started: options.Today(), admission: newAdmission(options.Memory),
		tiles: newTileCache(options.TileCacheBytes), locationTagStart: fmt.Sprintf("%d-", locationVersion),
	}
	s.shelf = newShelf(options.Memory/releaseShare, s.admission.costly)
	if options.Build != "" {
		build := sha256.Sum256([]byte(options.Build))
		s.locationTagStart = hex.EncodeToString(build[:4]) + "-" + s.locationTagStart
	}
	s.disk.limit, s.disk.spare = options.DiskBytes, s.files.spare
	for _, d := range datasets {
		private := slices.Contains(options.Private.Datasets, d.ID)
		s.datasets = append(s.datasets, &hosted{
			Dataset: d, private: private, oldPrivate: private || slices.Contains(options.Private.Versions, d.ID),
		})
	}
	for _, r := range s.routes {
		r.resolve(s.components)
	}
	s.file = &route{path: "/{file}", handle: (*Server).getFile, anyQuery: true, always: true}
	s.elsewhere = &route{path: "other"}
	shareTraffic(append(slices.Clip(s.routes), s.file, s.elsewhere))
	s.accept.log = options.Log
	return s
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

// place is where a dataset is served: what finds its routes, and those bound to a snapshot, and
// what answers all other paths, which are files of the page.
type place struct {
	prefix        string
	routes, bound *mux.Router
	files         *methods
}

// router puts the table below the address of each dataset, and of the first below
// the root too.
//
// It finds the path of a request and does not serve it: mux.Router.ServeHTTP would
// copy the request twice to pass on what is found.
func (s *Server) router() func(*recorder, *http.Request) {
	root, places := s.place(s.datasets[0], ""), map[string]*place{}
	for _, d := range s.datasets {
		places[url.PathEscape(d.ID)] = s.place(d, datasetPath(d.ID))
	}
	return func(w *recorder, r *http.Request) {
		here := root
		if below, ok := strings.CutPrefix(r.URL.EscapedPath(), datasetRoot); ok {
			id, _, _ := strings.Cut(below, "/")
			here = places[id]
			switch {
			case here == nil && isPreflight(r):
				allow(w, []string{http.MethodGet, http.MethodHead}, alwaysSent)
				return
			case here == nil:
				s.writeNoDataset(w, r, id)
				return
			}
		}
		if !s.enters(w, r, here) {
			return
		}
		routes, found := here.routes, mux.RouteMatch{}
		if strings.HasPrefix(strings.TrimPrefix(r.URL.EscapedPath(), here.prefix), versionRoot) {
			routes = here.bound
		}
		if routes.Match(r, &found) {
			found.Handler.(*methods).serve(w, r, found.Vars)
		} else {
			here.files.serve(w, r, nil)
		}
	}
}

// place mounts the table, once more what reads the data, bound to a snapshot, and both times, as
// far as the OGC APIs go, a second root of it, from which all links lead to the first.
func (s *Server) place(d *hosted, prefix string) *place {
	store := &served{d, prefix}
	at := &place{prefix: prefix, routes: mux.NewRouter().UseEncodedPath(), bound: mux.NewRouter().UseEncodedPath()}
	s.mount(at.routes, store, prefix, s.rows(func(r *route) bool { return r.binds != onlyBound }))
	s.mount(at.routes, store, prefix+ogcRoot, s.rows(func(r *route) bool { return r.ogc }))
	version := prefix + versionRoot + "{snapshot}"
	s.mount(at.bound, store, version, s.rows(func(r *route) bool { return r.binds != neverBound }))
	s.mount(at.bound, store, version+ogcRoot, s.rows(func(r *route) bool { return r.ogc }))
	at.files = s.methods(store, []*route{s.file})
	at.files.exists = func(path string) bool {
		return path == prefix || s.page.files[strings.TrimPrefix(path, prefix)].content != nil
	}
	return at
}

// rows returns the routes that a test keeps.
func (s *Server) rows(keep func(*route) bool) (kept []*route) {
	for _, r := range s.routes {
		if keep(r) {
			kept = append(kept, r)
		}
	}
	return kept
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
func (s *Server) guard(next func(*recorder, *http.Request)) http.Handler {
	return http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		w := &recorder{ResponseWriter: out, route: s.elsewhere, byOrigin: s.options.Origins.few}
		s.underWay.Add(1)
		defer s.ended(w, r, time.Now())
		setLines(w.Header(), "X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer", requestIDLine, requestID(r))
		s.options.Origins.set(w.Header(), r)
		if s.options.misdirected(r) {
			s.writeProblem(w, r, notOurHost())
			return
		}
		if s.options.Private.any() {
			w.asker = s.options.asker(r)
		}
		if len(r.URL.RawQuery) > maxQueryBytes {
			s.writeProblem(w, r, tooLong())
			return
		}
		defer func() {
			if cause := recover(); cause == http.ErrAbortHandler {
				panic(cause)
			} else if cause != nil {
				s.options.Log.Error("panic", "request", w.Header().Get(requestIDLine), "path", r.URL.Path,
					"cause", cause, "stack", string(debug.Stack()))
				if w.status != 0 {
					panic(http.ErrAbortHandler) // the client must miss the end of the answer
				}
				s.writeProblem(w, r, internal())
			}
		}()
		inner, ok := s.options.Public.cut(r)
		if !ok {
			redirectInto(w, r)
			return
		}
		next(w, inner)
		w.begin() // net/http does so
	})
}
