package server

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/gorilla/mux"

	"demarc/data"
	"demarc/data/date"
	"demarc/geo/mvt"
)

const tileType = "application/vnd.mapbox-vector-tile"

// allEpochs stands in a tileKey and, as "all", in a path for tilesets without
// dates.
const allEpochs = -2

// isTile matches the paths of tiles, without the cost of a regular expression:
//
//	/tiles/{tileset}/{z}/{x}/{y}.mvt
//	/v/{snapshot}/tiles/{tileset}/{epoch}/{z}/{x}/{y}.mvt
func isTile(r *http.Request, _ *mux.RouteMatch) bool { return isTilePath(r) }

func isTilePath(r *http.Request) bool {
	path := r.URL.Path
	return strings.HasSuffix(path, ".mvt") && (strings.HasPrefix(path, "/tiles/") || strings.HasPrefix(path, "/v/")) &&
		(r.Method == http.MethodGet || r.Method == http.MethodHead)
}

// serveTile answers 204 for a tile that is known to be empty and 404 for one
// that cannot exist or, being empty, lies outside of its tileset's bounds.
func (s *Server) serveTile(w http.ResponseWriter, r *http.Request) {
	path, p := readTilePath(r.URL.Path)
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
	if err := s.writeTile(w, r, snapshot, path); err != nil {
		s.writeError(w, r, err)
	}
}

// writeTile answers with the tile of a path that exists.
func (s *Server) writeTile(w http.ResponseWriter, r *http.Request, snapshot *data.Snapshot, path tilePath) error {
	key := tileKey{view: snapshot.Viewpoint, tileset: path.tileset, z: path.z, x: path.x, y: path.y}
	day, err := s.tileDay(r, snapshot, path, &key)
	if err != nil {
		return err
	}
	cache := s.cacheOf(snapshot)
	tile, err := cache.get(key, func() ([]byte, error) {
		return renderTile(snapshot, day, path)
	})
	if err != nil {
		return err
	}
	cache.send(w, r, tile, path.snapshot != "")
	return nil
}

// renderTile makes a tile. An empty one outside of the bounds is an error, which
// no cache keeps; what reaches over the bounds' edge, by its buffer, is a tile.
func renderTile(snapshot *data.Snapshot, day date.Date, path tilePath) ([]byte, error) {
	tile, err := snapshot.Tile(path.tileset, day, path.z, path.x, path.y)
	if err != nil || len(tile) > 0 {
		return tile, err
	}
	box := snapshot.TileBound(path.tileset)
	if !limitsAt(box, path.z).holds(path.y, path.x) {
		return nil, notFound(
			fmt.Sprintf("tile %d/%d/%d lies outside of the bounds of the tileset %s: longitudes %v to %v, latitudes %v to %v",
				path.z, path.x, path.y, path.tileset, box.Left(), box.Right(), box.Bottom(), box.Top()),
			"the TileJSON document of the tileset has its bounds")
	}
	return nil, nil
}

// readTilePath says what is wrong with paths that parseTilePath does not take.
func readTilePath(path string) (tilePath, *problem) {
	t, ok := parseTilePath(path)
	switch {
	case !ok:
		return t, noSuchPath()
	case t.z > mvt.MaxZoom:
		return t, notFound(fmt.Sprintf("zoom %d: there are tiles of zoom %d to %d", t.z, mvt.MinZoom, mvt.MaxZoom), "scale the tiles of the largest zoom")
	case !t.exists():
		return t, notFound(fmt.Sprintf("tile %d/%d/%d: at zoom %d columns and rows run from 0 to %d", t.z, t.x, t.y, t.z, uint64(1)<<t.z-1), "")
	}
	return t, nil
}

// tileDay finds the epoch that the request is about and a day of it.
func (s *Server) tileDay(r *http.Request, snapshot *data.Snapshot, path tilePath, key *tileKey) (date.Date, error) {
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
		return max(snapshot.Timeline.EpochInterval(epoch).From, date.Beginning+1), nil
	}
	day, err := s.day(r, snapshot)
	key.epoch = snapshot.Timeline.Epoch(day)
	return day, err
}
