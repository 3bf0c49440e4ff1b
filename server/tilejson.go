package server

import (
	"net"
	"net/http"

	"github.com/gorilla/mux"
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

func (s *Server) getTileJSON(a *answer, r *http.Request, snapshot *data.Snapshot) error {
	name := mux.Vars(r)["tileset"]
	day, err := s.day(r, snapshot)
	if err != nil {
		return err
	}
	layers, err := snapshot.TileLayers(name, day)
	if err != nil {
		return err
	}
	d, bound := snapshot.Dataset, snapshot.TileBound(name)
	template := s.address(r) + "/tiles/" + name + "/{z}/{x}/{y}.mvt"
	if !data.Timeless(name) && r.URL.RawQuery != "" {
		template += "?" + r.URL.RawQuery // which has been checked
	}
	answer := tileJSON{
		TileJSON: "3.0.0", Name: d.Title.In("en") + ": " + name, Description: d.Description.In("en"),
		Version: tileVersion, Attribution: d.Attribution, Tiles: []string{template},
		MinZoom: mvt.MinZoom, MaxZoom: min(mvt.MaxZoom, snapshot.TileZoom(name)), Bounds: boundsOf(bound),
		Center: [3]float64{d.View.Center[0], d.View.Center[1], float64(d.View.Zoom)}, VectorLayers: mvt.Describe(layers),
	}
	return a.writeJSON(answer)
}

// boundsOf is west, south, east, north, as exact as the data is: clients ask for
// no tile outside.
func boundsOf(b orb.Bound) [4]float64 {
	return [4]float64{b.Left(), b.Bottom(), b.Right(), b.Top()}
}

// tileVersion is the version of the tiles' content as TileJSON wants it; the
// snapshot tells apart what was made from different files.
const tileVersion = "1.0.0"

// address is the public address of the server, without a slash at the end.
func (s *Server) address(r *http.Request) string {
	if s.options.URL != "" {
		return s.options.URL
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	host := r.Host
	if local, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr); host == "" && ok {
		host = local.String() // HTTP/1.0 may leave the host out
	}
	return scheme + "://" + host
}
