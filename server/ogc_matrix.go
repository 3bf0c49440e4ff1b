package server

import (
	"math"
	"net/http"
	"strconv"

	"demarc/geo/crs"
	"demarc/geo/mvt"
)

// getTileMatrixSets lists the tile matrix sets: one.
func (s *Server) getTileMatrixSets(w http.ResponseWriter, q *request) error {
	if _, err := q.format(w, asJSON); err != nil {
		return err
	}
	return writeJSON(w, q, map[string]any{
		"links": q.links.formats("/tileMatrixSets", nil, asJSON, asJSON),
		"tileMatrixSets": []any{map[string]any{
			"id": webMercatorQuad, "title": "Google Maps Compatible for the World", "uri": webMercatorQuadURI, "crs": crs.WebMercator.URI(),
			"links": []link{
				{q.links.to("/tileMatrixSets/" + webMercatorQuad), "self", jsonMedia, webMercatorQuad, false},
				{q.links.to("/tileMatrixSets/" + webMercatorQuad), "item", jsonMedia, webMercatorQuad, false},
			},
		}},
	})
}

type tileMatrix struct {
	ID               string     `json:"id"`
	ScaleDenominator float64    `json:"scaleDenominator"`
	CellSize         float64    `json:"cellSize"` // metres
	CornerOfOrigin   string     `json:"cornerOfOrigin"`
	PointOfOrigin    [2]float64 `json:"pointOfOrigin"`
	TileWidth        int        `json:"tileWidth"`
	TileHeight       int        `json:"tileHeight"`
	MatrixWidth      int        `json:"matrixWidth"`
	MatrixHeight     int        `json:"matrixHeight"`
}

// getTileMatrixSet defines the tile matrix set (OGC 17-083r4, annex D.1), as far
// as there are tiles.
func (s *Server) getTileMatrixSet(w http.ResponseWriter, q *request) error {
	if err := q.checkMatrixSet(); err != nil {
		return err
	}
	if _, err := q.format(w, asJSON); err != nil {
		return err
	}
	const (
		half  = math.Pi * 6378137 // metres from the origin to an edge
		cells = 256               // along the side of a tile
		pixel = 0.00028           // metres, the size of a cell on a standard screen
	)
	var matrices []tileMatrix
	for z := mvt.MinZoom; z <= mvt.MaxZoom; z++ {
		size := 2 * half / cells / float64(int(1)<<z)
		matrices = append(matrices, tileMatrix{
			ID: strconv.Itoa(z), ScaleDenominator: size / pixel, CellSize: size, CornerOfOrigin: "topLeft",
			PointOfOrigin: [2]float64{-half, half}, TileWidth: cells, TileHeight: cells, MatrixWidth: 1 << z, MatrixHeight: 1 << z,
		})
	}
	return writeJSON(w, q, map[string]any{
		"id": webMercatorQuad, "title": "Google Maps Compatible for the World", "uri": webMercatorQuadURI, "crs": crs.WebMercator.URI(),
		"orderedAxes": []string{"X", "Y"}, "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
		"tileMatrices": matrices,
		"links":        []link{{q.links.to("/tileMatrixSets/" + webMercatorQuad), "self", jsonMedia, webMercatorQuad, false}},
	})
}
