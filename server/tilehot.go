package server

import (
	"math"
	"net/http"
	"strconv"
	"strings"

	"demarc/data"
	"demarc/data/date"
	"demarc/geo/mvt"
)

// Most requests are for tiles that are kept. They are answered before anything
// else is done with them, and without a single allocation of ours: net/http and
// the system then take nearly all of the time.

// Header lines that are the same for every tile.
var (
	tileTypeLine   = []string{tileType}
	anyOriginLine  = []string{"*"}
	exposeLine     = []string{"ETag, Link"}
	varyLine       = []string{"Accept-Encoding"}
	varyOriginLine = []string{"Accept-Encoding, Origin"}
	immutableLine  = []string{"public, max-age=31536000, immutable"}
	shortLine      = []string{"public, max-age=60"}
)

// tilePath is what the path of a tile says.
type tilePath struct {
	snapshot string // "" in paths without version
	tileset  string
	epoch    string // only with a snapshot: a number or "all"
	z, x, y  uint32 // at most math.MaxUint32; may lie outside of the world
}

// exists tells whether there is such a tile.
func (t tilePath) exists() bool { return t.z <= mvt.MaxZoom && t.x < 1<<t.z && t.y < 1<<t.z }

// parseTilePath reads the paths that isTile matches.
func parseTilePath(path string) (t tilePath, ok bool) {
	rest := strings.TrimSuffix(path, ".mvt")
	if versioned, found := strings.CutPrefix(rest, "/v/"); found {
		if t.snapshot, rest, ok = strings.Cut(versioned, "/"); !ok || t.snapshot == "" {
			return t, false
		}
		rest, ok = strings.CutPrefix(rest, "tiles/")
	} else {
		rest, ok = strings.CutPrefix(rest, "/tiles/")
	}
	if !ok {
		return t, false
	}
	if t.tileset, rest, ok = strings.Cut(rest, "/"); !ok {
		return t, false
	}
	if t.snapshot != "" {
		if t.epoch, rest, ok = strings.Cut(rest, "/"); !ok {
			return t, false
		}
	}
	for _, number := range []*uint32{&t.z, &t.x, &t.y} {
		if *number, rest, ok = cutNumber(rest); !ok {
			return t, false
		}
	}
	return t, rest == "" && !strings.HasSuffix(path, "/.mvt")
}

// cutNumber reads digits, up to a slash or the end; numbers too large for the
// type become its largest.
func cutNumber(s string) (n uint32, rest string, ok bool) {
	digits, rest, _ := strings.Cut(s, "/")
	for _, c := range []byte(digits) {
		if c < '0' || c > '9' {
			return 0, "", false
		}
		if n > (math.MaxUint32-9)/10 {
			n = math.MaxUint32 // and stays so
			continue
		}
		n = 10*n + uint32(c-'0')
	}
	return n, rest, digits != ""
}

// sendKept answers a request for a tile that is kept. It returns false, having
// done nothing, for every other request and for all that is unusual.
func (s *Server) sendKept(w http.ResponseWriter, r *http.Request) bool {
	if !isTilePath(r) || r.ContentLength != 0 {
		return false
	}
	path, ok := parseTilePath(r.URL.Path)
	snapshot, cache := s.live.Current(), s.tiles.Load()
	if !ok || snapshot == nil || cache == nil || cache.snapshot != snapshot.ID {
		return false
	}
	datetime, viewpoint, ok := plainQuery(r.URL.RawQuery)
	if !ok {
		return false
	}
	snapshot, err := snapshot.View(viewpoint)
	if err != nil {
		return false
	}
	epoch, ok := s.keptEpoch(snapshot, path, datetime)
	if !ok {
		return false
	}
	tile := cache.find(tileKey{view: snapshot.Viewpoint, tileset: path.tileset, epoch: epoch, z: path.z, x: path.x, y: path.y})
	if tile == nil {
		return false
	}
	cache.send(w, r, tile, path.snapshot != "")
	return true
}

// plainQuery reads a query of datetime and viewpoint, each at most once and in
// plain letters.
func plainQuery(raw string) (datetime, viewpoint string, ok bool) {
	for raw != "" {
		var pair string
		pair, raw, _ = strings.Cut(raw, "&")
		name, value, _ := strings.Cut(pair, "=")
		switch {
		case value == "" || strings.ContainsAny(value, "%+;"):
			return "", "", false
		case name == "datetime" && datetime == "":
			datetime = value
		case name == "viewpoint" && viewpoint == "":
			viewpoint = value
		default:
			return "", "", false
		}
	}
	return datetime, viewpoint, true
}

// keptEpoch is tileDay for plain requests.
func (s *Server) keptEpoch(snapshot *data.Snapshot, path tilePath, datetime string) (epoch int, ok bool) {
	timeless, versioned := data.Timeless(path.tileset), path.snapshot != ""
	switch {
	case versioned && path.snapshot != snapshot.ID, datetime != "" && (timeless || versioned):
		return 0, false
	case timeless:
		return allEpochs, !versioned || path.epoch == "all"
	case versioned:
		epoch, err := strconv.Atoi(path.epoch)
		return epoch, err == nil
	case datetime == "":
		return snapshot.Timeline.Epoch(snapshot.DefaultDay(date.DateOf(s.options.Today()))), true
	}
	day, err := date.Parse(datetime)
	return snapshot.Timeline.Epoch(day), err == nil
}

// send writes a tile. Header lines are assigned, not set: they have their
// canonical names, and are shared, so nobody may write into them. A tile has no
// more than eight, which a map of Go holds without growing, unless a browser
// asks for a script of another origin: that one may read the tag and the link.
func (c *tileCache) send(w http.ResponseWriter, r *http.Request, tile *cachedTile, versioned bool) {
	header := w.Header()
	clear(header) // of what every other answer carries
	header["Access-Control-Allow-Origin"] = anyOriginLine
	if versioned {
		header["Cache-Control"] = immutableLine
		header["Vary"] = varyLine
		header["Access-Control-Expose-Headers"] = exposeLine
	} else {
		header["Cache-Control"] = shortLine
		header["Vary"] = varyOriginLine
		header["Link"] = tile.link
		if r.Header["Origin"] != nil {
			header["Access-Control-Expose-Headers"] = exposeLine // the ninth
		}
	}
	if len(tile.body.raw) == 0 {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	v := c.in(tile.body, negotiate(r, keptCodings))
	header["Etag"] = v.tag
	if match := r.Header["If-None-Match"]; match != nil && matches(strings.Join(match, ","), v.tag[0]) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	header["Content-Type"] = tileTypeLine
	header["Content-Length"] = v.length
	if v.encodings != nil {
		header["Content-Encoding"] = v.encodings
	}
	joinWrites(r)
	w.Write(v.body) // the client may have gone: nothing to be done
}
