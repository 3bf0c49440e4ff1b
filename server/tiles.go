package server

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"demarc/data"
	"demarc/geo/mvt"
)

const tileType = "application/vnd.mapbox-vector-tile"

// allEpochs stands in a tileKey and, as "all", in a path for tilesets without
// dates.
const allEpochs = -2

// Header lines that are the same for every tile.
var (
	tileTypeLine  = []string{tileType}
	varyLine      = []string{"Accept-Encoding"}
	immutableLine = []string{"public, max-age=31536000, immutable"}
	shortLine     = []string{"public, max-age=60"}
)

// tilePath is what the path of a tile says.
type tilePath struct {
	snapshot string // "" in paths without version
	tileset  string
	epoch    string // only with a snapshot: a number or "all"
	z, x, y  uint32
}

// isTile matches the paths of tiles, without the cost of a regular expression:
//
//	/tiles/{tileset}/{z}/{x}/{y}.mvt
//	/v/{snapshot}/tiles/{tileset}/{epoch}/{z}/{x}/{y}.mvt
func isTile(r *http.Request, _ *mux.RouteMatch) bool {
	path := r.URL.Path
	return strings.HasSuffix(path, ".mvt") && (strings.HasPrefix(path, "/tiles/") || strings.HasPrefix(path, "/v/")) &&
		(r.Method == http.MethodGet || r.Method == http.MethodHead)
}

func parseTilePath(path string) (tilePath, *problem) {
	parts := strings.Split(strings.TrimSuffix(path, ".mvt"), "/")
	var t tilePath
	switch {
	case len(parts) == 6 && parts[1] == "tiles":
		t.tileset, parts = parts[2], parts[3:]
	case len(parts) == 9 && parts[1] == "v" && parts[3] == "tiles":
		t.snapshot, t.tileset, t.epoch, parts = parts[2], parts[4], parts[5], parts[6:]
	default:
		return t, noSuchPath()
	}
	var p *problem
	t.z, t.x, t.y, p = tileAddress(parts[0], parts[1], parts[2])
	return t, p
}

func tileAddress(z, x, y string) (uint32, uint32, uint32, *problem) {
	zoom, errZ := strconv.ParseUint(z, 10, 64)
	column, errX := strconv.ParseUint(x, 10, 64)
	row, errY := strconv.ParseUint(y, 10, 64)
	for _, part := range []string{z, x, y} {
		if part == "" || strings.Trim(part, "0123456789") != "" {
			return 0, 0, 0, noSuchPath()
		}
	}
	if errZ != nil || zoom > mvt.MaxZoom {
		return 0, 0, 0, notFound(fmt.Sprintf("zoom %s: there are tiles of zoom %d to %d", z, mvt.MinZoom, mvt.MaxZoom), "scale the tiles of the largest zoom")
	}
	if size := uint64(1) << zoom; errX != nil || errY != nil || column >= size || row >= size {
		return 0, 0, 0, notFound(fmt.Sprintf("tile %s/%s/%s: at zoom %s columns and rows run from 0 to %d", z, x, y, z, size-1), "")
	}
	return uint32(zoom), uint32(column), uint32(row), nil
}

// serveTile answers 204 for a tile that is known to be empty and 404 for one
// that cannot exist. It is the path that is walked most, so it does without the
// adapter of the other handlers.
func (s *Server) serveTile(w http.ResponseWriter, r *http.Request) {
	path, p := parseTilePath(r.URL.Path)
	if p == nil && r.URL.RawQuery != "" {
		p = checkQuery(r, []string{"datetime", "viewpoint"})
	}
	snapshot := s.live.Current()
	if p == nil && snapshot == nil {
		p = noData()
	}
	if p == nil && r.URL.RawQuery != "" {
		snapshot, p = view(r, snapshot)
	}
	if p != nil {
		s.writeProblem(w, r, p)
		return
	}
	key := tileKey{view: snapshot.Viewpoint, tileset: path.tileset, z: path.z, x: path.x, y: path.y}
	day, err := s.tileDay(r, snapshot, path, &key)
	if err == nil {
		err = s.writeTile(w, r, snapshot, path, key, day)
	}
	if err != nil {
		s.writeError(w, r, err)
	}
}

// tileDay finds the epoch that the request is about and a day of it.
func (s *Server) tileDay(r *http.Request, snapshot *data.Snapshot, path tilePath, key *tileKey) (data.Date, error) {
	given := false
	if r.URL.RawQuery != "" {
		_, given = query(r, "datetime")
	}
	timeless := data.Timeless(path.tileset)
	switch {
	case given && (timeless || path.snapshot != ""):
		return 0, badParameter("datetime", "the address holds the days already, or the tileset holds all days", "leave datetime out, or use /tiles/control")
	case path.snapshot != "" && path.snapshot != snapshot.ID:
		return 0, notFound(fmt.Sprintf("snapshot %q is not being served", path.snapshot), "the current one is "+snapshot.ID)
	case timeless && (path.epoch == "" || path.epoch == "all"):
		key.epoch = allEpochs
		return snapshot.Timeline.Covers().From, nil
	case timeless:
		return 0, notFound(fmt.Sprintf("epoch %q: the tileset %s holds all days", path.epoch, path.tileset), "write all for the epoch")
	case path.snapshot != "":
		epoch, err := strconv.Atoi(path.epoch)
		if err != nil || epoch < 0 || epoch >= snapshot.Timeline.Epochs() {
			return 0, notFound(fmt.Sprintf("epoch %q: want 0 to %d", path.epoch, snapshot.Timeline.Epochs()-1), "/timeline lists the days of change")
		}
		key.epoch = epoch
		return max(snapshot.Timeline.EpochInterval(epoch).From, data.Beginning+1), nil
	}
	day, err := s.day(r, snapshot)
	key.epoch = snapshot.Timeline.Epoch(day)
	return day, err
}

func (s *Server) writeTile(w http.ResponseWriter, r *http.Request, snapshot *data.Snapshot, path tilePath, key tileKey, day data.Date) error {
	body, err := s.cacheOf(snapshot).get(key, func() ([]byte, error) {
		return snapshot.Tile(path.tileset, day, path.z, path.x, path.y)
	})
	if err != nil {
		return err
	}
	header := w.Header()
	header["Vary"] = varyLine
	if path.snapshot != "" {
		header["Cache-Control"] = immutableLine
	} else {
		header["Cache-Control"] = shortLine
		header.Set("Link", immutableLink(r, snapshot, key))
	}
	if len(body.raw) == 0 {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	v := body.in(negotiate(r, keptCodings))
	header["Etag"] = v.tag
	if match := r.Header["If-None-Match"]; match != nil && matches(strings.Join(match, ","), v.tag[0]) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	header["Content-Type"] = tileTypeLine
	header["Content-Length"] = v.length
	if v.encodings != nil {
		header["Content-Encoding"] = v.encodings
	}
	w.Write(v.body) // the client may have gone: nothing to be done
	return nil
}

// immutableLink names the address under which the same tile never changes.
func immutableLink(r *http.Request, snapshot *data.Snapshot, key tileKey) string {
	epoch := "all"
	if key.epoch != allEpochs {
		epoch = strconv.Itoa(key.epoch)
	}
	link := fmt.Sprintf("</v/%s/tiles/%s/%s/%d/%d/%d.mvt", snapshot.ID, key.tileset, epoch, key.z, key.x, key.y)
	if viewpoint, given := query(r, "viewpoint"); given {
		link += "?viewpoint=" + viewpoint // which has been checked
	}
	return link + `>; rel="canonical"`
}
