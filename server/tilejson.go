package server

import (
	"net/http"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/geo/mvt"
)

// tileJSON is the metadata of a tileset (TileJSON 3.0.0).
type tileJSON struct {
	TileJSON     string            `json:"tilejson"`
	Name         string            `json:"name"`
	Description  string            `json:"description,omitempty"`
	Version      string            `json:"version"`
	Attribution  string            `json:"attribution"`
	Tiles        []string          `json:"tiles"`
	MinZoom      int               `json:"minzoom"`
	MaxZoom      int               `json:"maxzoom"`
	Bounds       [4]float64        `json:"bounds"`
	Center       [3]float64        `json:"center"`
	VectorLayers []mvt.VectorLayer `json:"vector_layers"`
}

func (s *Server) getTileJSON(w http.ResponseWriter, q *request) error {
	snapshot, name := q.snapshot, q.vars["tileset"]
	day, err := s.day(q)
	if err != nil {
		return err
	}
	layers, err := snapshot.TileLayers(name, day)
	if err != nil {
		return err
	}
	d, bound := snapshot.Dataset, snapshot.TileBound(name)
	template := q.links.tiles(name)
	if !data.Timeless(name) {
		template += searchOf(q.Request)
	}
	answer := tileJSON{
		TileJSON: "3.0.0", Name: d.Title.In("en") + ": " + name, Description: d.Description.In("en"),
		Version: tileVersion, Attribution: d.Attribution, Tiles: []string{template},
		MinZoom: mvt.MinZoom, MaxZoom: min(mvt.MaxZoom, snapshot.TileZoom(name)), Bounds: boundsOf(bound),
		Center: [3]float64{d.View.Center[0], d.View.Center[1], float64(d.View.Zoom)}, VectorLayers: mvt.Describe(layers),
	}
	return writeJSON(w, q, answer)
}

// boundsOf returns west, south, east, north, as exact as the data: clients ask for no tile outside.
func boundsOf(b orb.Bound) [4]float64 {
	return [4]float64{b.Left(), b.Bottom(), b.Right(), b.Top()}
}

// tileVersion is the version that TileJSON wants of the tiles' content; snapshots tell contents
// apart.
const tileVersion = "1.0.0"
