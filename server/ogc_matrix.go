package server

import (
	"net/http"

	"demarc/geo/crs"
	"demarc/geo/mvt"
)

// getTileMatrixSets lists the one tile matrix set.
func (s *Server) getTileMatrixSets(w http.ResponseWriter, q *request) error {
	if _, err := q.format(w, asJSON); err != nil {
		return err
	}
	return writeJSON(w, q, map[string]any{
		"links": q.links.formats("/tileMatrixSets", nil, asJSON, asJSON),
		"tileMatrixSets": []any{map[string]any{
			"id": mvt.MatrixSet, "title": mvt.MatrixSetTitle, "uri": mvt.MatrixSetURI, "crs": crs.WebMercator.URI(),
			"links": []link{
				{q.links.to("/tileMatrixSets/" + mvt.MatrixSet), "self", jsonMedia, mvt.MatrixSet, false},
				{q.links.to("/tileMatrixSets/" + mvt.MatrixSet), "item", jsonMedia, mvt.MatrixSet, false},
			},
		}},
	})
}

// getTileMatrixSet defines the tile matrix set (OGC 17-083r4, annex D.1), as far as there are
// tiles.
func (s *Server) getTileMatrixSet(w http.ResponseWriter, q *request) error {
	if err := q.checkMatrixSet(); err != nil {
		return err
	}
	if _, err := q.format(w, asJSON); err != nil {
		return err
	}
	return writeJSON(w, q, map[string]any{
		"id": mvt.MatrixSet, "title": mvt.MatrixSetTitle, "uri": mvt.MatrixSetURI, "crs": crs.WebMercator.URI(),
		"orderedAxes": []string{"X", "Y"}, "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
		"tileMatrices": mvt.Matrices(),
		"links":        []link{{q.links.to("/tileMatrixSets/" + mvt.MatrixSet), "self", jsonMedia, mvt.MatrixSet, false}},
	})
}
