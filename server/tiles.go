package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"demarc/data"
	"demarc/geo/mvt"
)

const tileType = "application/vnd.mapbox-vector-tile"

// neverChanges is how long an answer may be kept whose address holds all that it depends on.
const neverChanges = "public, max-age=31536000, immutable"

// getTile answers with a tile as of a day, or of a tileset that holds all days.
func (s *Server) getTile(w http.ResponseWriter, q *request) error {
	tileset := q.vars["tileset"]
	if q.values.Has("datetime") && data.Timeless(tileset) {
		return datetimeOfTile()
	}
	day, err := s.day(q)
	if err != nil {
		return err
	}
	epoch := q.snapshot.TileEpoch(tileset, day)
	key, err := q.tileKey(tileset, epoch, "z", "x", "y")
	if err != nil {
		return err
	}
	keep := "public, max-age=60"
	if q.bound() && !q.values.Has(knownParameter) && (q.values.Has("datetime") || data.Timeless(tileset)) {
		keep = neverChanges
	}
	return s.writeTile(w, q, key, keep, http.StatusNoContent)
}

func (s *Server) getTileJSON(w http.ResponseWriter, q *request) error {
	tileset := q.vars["tileset"]
	day, err := s.day(q)
	if err != nil {
		return err
	}
	template := q.links.tiles(tileset)
	if !data.Timeless(tileset) {
		template += searchOf(q.Request)
	}
	answer, err := q.snapshot.TileJSON(q.Context(), tileset, day, template)
	if err != nil {
		return err
	}
	return writeJSON(w, q, answer)
}

// getVersionedTile answers with a tile whose address holds the snapshot and the epoch.
func (s *Server) getVersionedTile(w http.ResponseWriter, q *request) error {
	tileset := q.vars["tileset"]
	epoch, err := q.snapshot.ParseTileEpoch(tileset, q.vars["epoch"])
	if err != nil {
		return notFound(err.Error(), "/timeline lists the days of change")
	}
	key, err := q.tileKey(tileset, epoch, "z", "x", "y")
	if err != nil {
		return err
	}
	return s.writeTile(w, q, key, neverChanges, http.StatusNoContent)
}

// getNothing answers addresses that only resemble those of tiles.
func (s *Server) getNothing(http.ResponseWriter, *request) error { return noSuchPath() }

func datetimeOfTile() error {
	return badParameter("datetime", "the tileset holds all days", "leave datetime out, or use /tiles/control")
}

// tileKey reads the numbers of a tile that stand in the path under these names.
func (q *request) tileKey(tileset string, epoch int, names ...string) (tileKey, error) {
	var numbers [3]uint32
	for i, name := range names {
		n, err := strconv.ParseUint(q.vars[name], 10, 32)
		if err != nil { // digits, but too many
			want := fmt.Sprintf("there are tiles of zoom %d to %d, scale those of the largest", mvt.MinZoom, mvt.MaxZoom)
			if z := numbers[0]; i > 0 && z <= mvt.MaxZoom {
				want = fmt.Sprintf("at zoom %d columns and rows run from 0 to %d", z, 1<<z-1)
			}
			return tileKey{}, notFound(fmt.Sprintf("tile %s/%s/%s: %s", q.vars[names[0]], q.vars[names[1]], q.vars[names[2]], want), "")
		}
		numbers[i] = uint32(n)
	}
	return tileKey{nil, q.snapshot.Viewpoint, tileset, epoch, numbers[0], numbers[1], numbers[2]}, nil
}

// writeTile answers with a tile, kept or made, one without content with the code empty; 404 where
// there can be none. Outside of the bounds of the tileset tiles are empty: deck.gl, OpenLayers and
// VectorGrid, which do not know them, report each 404 as an error.
func (s *Server) writeTile(w http.ResponseWriter, q *request, key tileKey, keep string, empty int) error {
	key.of = s.editionOf(q.store.hosted, q.snapshot)
	tile, err := s.tiles.get(q.Context(), key, func(ctx context.Context) ([]byte, error) {
		return q.snapshot.EpochTile(ctx, key.tileset, key.epoch, key.z, key.x, key.y)
	})
	if errors.Is(err, data.ErrOutside) { // and not kept: there is no end of them
		setLines(w.Header(), "Cache-Control", keep)
		w.WriteHeader(empty)
		return nil
	}
	if errors.Is(err, data.ErrNotFound) {
		return notFound(err.Error(), "/tiles lists the tilesets; the TileJSON document of each has its bounds")
	}
	if err != nil {
		return err
	}
	link := tile.link
	if q.store.prefix == "" {
		link = tile.root
	}
	if mount := s.options.mount(q.Request); mount != "" {
		link = "<" + mount + link[1:]
	}
	setLines(w.Header(), "Cache-Control", keep, "Vary", "Accept-Encoding", "Link", link)
	if len(tile.body.raw) == 0 && empty == http.StatusNoContent {
		w.WriteHeader(empty)
		return nil
	}
	if len(tile.body.raw) == 0 {
		send(w, tileType, identity, nil)
		return nil
	}
	v := s.tiles.in(tile.body, negotiate(q.Request, keptCodings))
	if !has(w, q.Request, v.tag) {
		send(w, tileType, v.coding, v.body)
	}
	return nil
}
