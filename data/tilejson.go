package data

import (
	"demarc/data/date"
	"demarc/geo/mvt"
)

// TileJSON is the metadata of a tileset (TileJSON 3.0.0).
type TileJSON struct {
	TileJSON     string            `json:"tilejson"`
	Name         string            `json:"name"`
	Description  string            `json:"description,omitempty"`
	Version      string            `json:"version"` // of the content; snapshots tell contents apart
	Attribution  string            `json:"attribution"`
	Tiles        []string          `json:"tiles"`
	MinZoom      int               `json:"minzoom"`
	MaxZoom      int               `json:"maxzoom"`
	Bounds       [4]float64        `json:"bounds"` // as exact as the data: clients ask for no tile outside
	Center       [3]float64        `json:"center"`
	VectorLayers []mvt.VectorLayer `json:"vector_layers"`
}

// TileJSON returns the metadata of a tileset on a day, whose tiles have addresses of this template.
// The error is ErrNotFound.
func (s *Snapshot) TileJSON(tileset string, day date.Date, template string) (TileJSON, error) {
	layers, err := s.TileContent(tileset, day)
	if err != nil {
		return TileJSON{}, err
	}
	d, bound := s.Dataset, s.TileBound(tileset)
	return TileJSON{
		TileJSON: "3.0.0", Name: d.Title.In("en") + ": " + tileset, Description: d.Description.In("en"),
		Version: "1.0.0", Attribution: d.Attribution, Tiles: []string{template},
		MinZoom: mvt.MinZoom, MaxZoom: min(mvt.MaxZoom, s.TileZoom(tileset)),
		Bounds:       [4]float64{bound.Left(), bound.Bottom(), bound.Right(), bound.Top()},
		Center:       [3]float64{d.View.Center[0], d.View.Center[1], float64(d.View.Zoom)},
		VectorLayers: mvt.Describe(layers),
	}, nil
}
