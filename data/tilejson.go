package data

import (
	"context"
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
	Center       [3]float64        `json:"center"` // of the first view; within the bounds and zooms, as clients may want
	VectorLayers []mvt.VectorLayer `json:"vector_layers"`
}

// TileJSON returns the metadata of a tileset on a day, whose tiles have addresses of this template.
// The error is ErrNotFound or that of the context.
func (s *Snapshot) TileJSON(ctx context.Context, tileset string, day date.Date, template string) (TileJSON, error) {
	layers, err := s.TileContent(ctx, tileset, day)
	if err != nil {
		return TileJSON{}, err
	}
	d, bound := s.Dataset, s.TileBound(tileset)
	within := func(low, value, high float64) float64 { return max(low, min(value, high)) }
	last := min(mvt.MaxZoom, s.TileZoom(tileset))
	return TileJSON{
		TileJSON: "3.0.0", Name: d.Title.In("en") + ": " + tileset, Description: d.Description.In("en"),
		Version: "1.0.0", Attribution: d.Attribution, Tiles: []string{template},
		MinZoom: mvt.MinZoom, MaxZoom: last,
		Bounds: [4]float64{bound.Left(), bound.Bottom(), bound.Right(), bound.Top()},
		Center: [3]float64{
			within(bound.Left(), d.View.Center[0], bound.Right()), within(bound.Bottom(), d.View.Center[1], bound.Top()),
			within(mvt.MinZoom, float64(d.View.Zoom), float64(last)),
		},
		VectorLayers: mvt.Describe(layers),
	}, nil
}
