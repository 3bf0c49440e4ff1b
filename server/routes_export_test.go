package server

import (
	"slices"
	"strings"
)

// Routes returns the paths that are read with the query parameters they know,
// as the description of the API writes them. It is for tests.
func Routes() map[string][]string {
	s := &Server{}
	routes := map[string][]string{
		"/": {"f"}, ogcRoot: {"f"}, "/embed": nil, "/locate": locateParameters,
		"/tiles/{tileset}/{z}/{x}/{y}.mvt":                                                 {"datetime", "viewpoint"},
		"/tiles/{tileMatrixSet}/{tileMatrix}/{tileRow}/{tileCol}":                          ogcTileParameters,
		"/collections/{collection}/tiles/{tileMatrixSet}/{tileMatrix}/{tileRow}/{tileCol}": ogcTileParameters,
		"/v/{snapshot}/tiles/{tileset}/{epoch}/{z}/{x}/{y}.mvt":                            {"viewpoint"},
	}
	for _, r := range slices.Concat(s.routes(), s.ogcRoutes(), s.apiRoutes()) {
		switch path := strings.Replace(r.path, "{ratio:(?:@2x)?}", "", 1); {
		case path != r.path:
			routes[path], routes[strings.Replace(r.path, "{ratio:(?:@2x)?}", "@2x", 1)] = r.parameters, r.parameters
		case strings.Contains(path, "/items"): // described for each collection apart
		default:
			routes[path] = r.parameters
		}
	}
	return routes
}
