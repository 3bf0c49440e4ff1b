package server

import "demarc/server/openapi"

var apiTags = []openapi.Tag{
	{Name: "control", Description: "who held what, and on whose word"},
	{Name: "features", Description: "OGC API Features: the layers as tables"},
	{Name: "tiles", Description: "vector tiles"},
	{Name: "files", Description: "layers as files"},
	{Name: "service", Description: "the service itself"},
}

// apiOperations is the table of paths. Those of the collections and of the file
// formats are added to it, see describeAPI; a test compares it with the routes.
var apiOperations = []operation{
	{path: "/", id: "landing", tag: "features", summary: "the landing page of the API as JSON, the map as HTML", parameters: []string{"f"}, answer: jsonMedia, schema: "landing", html: true},
	{path: ogcRoot, id: "ogcLanding", tag: "features", summary: "the landing page for clients that accept anything; all paths of OGC APIs answer below it too", parameters: []string{"f"}, answer: jsonMedia, schema: "landing", html: true},
	{path: "/conformance", id: "conformance", tag: "features", summary: "conformance classes", parameters: []string{"f"}, answer: jsonMedia, schema: "conformance", html: true},
	{path: "/collections", id: "collections", tag: "features", summary: "all collections", parameters: []string{"f"}, answer: jsonMedia, schema: "collections", html: true},
	{path: "/collections/{collection}", id: "collection", tag: "features", summary: "one collection", parameters: []string{"collection", "f"}, answer: jsonMedia, schema: "collection", html: true},
	{path: "/collections/{collection}/schema", id: "schema", tag: "features", summary: "the fields of a collection", parameters: []string{"collection", "f"}, answer: schemaMedia, schema: "schema", html: true},
	{path: "/collections/{collection}/feature-schema", id: "featureSchema", tag: "features", summary: "the JSON schema of a feature in GeoJSON", parameters: []string{"collection", "f"}, answer: schemaMedia, schema: "schema", html: true},
	{path: "/collections/{collection}/queryables", id: "queryables", tag: "features", summary: "what features can be filtered by", parameters: []string{"collection", "f"}, answer: schemaMedia, schema: "schema", html: true},

	{path: "/locate", id: "locate", tag: "control", summary: "which region a point lies in, and who controlled it on a day", parameters: locateParameters, answer: jsonMedia, schema: "location"},
	{path: "/locate", method: "POST", id: "locateTable", tag: "control", summary: "the same for each row of a table, which comes back with columns added; the header Demarc-Read says what was read, the trailer Demarc-Note what to check", parameters: []string{"tableDay", "columns", "lonColumn", "latColumn", "pointColumn", "dateColumn", "dateColumnFlag", "delimiter", "header", "noHeader", "tableFormat", "viewpoint"}, body: columnTypes, answer: "text/csv, application/x-ndjson, application/geo+json, application/geo+json-seq", schema: "rows"},
	{path: "/control", id: "control", tag: "control", summary: "the control of a day as GeoJSON", parameters: []string{"day", "box", "viewpoint"}, answer: geoJSONMedia, schema: "features"},
	{path: "/regions", id: "regions", tag: "control", summary: "regions", parameters: []string{"layer", "datetime", "box"}, answer: jsonMedia, schema: "regions"},
	{path: "/regions/{id}", id: "region", tag: "control", summary: "one region with its history", parameters: []string{"id"}, answer: jsonMedia, schema: "region"},
	{path: "/diff", id: "diff", tag: "control", summary: "what changed between two days", parameters: []string{"from", "to", "viewpoint"}, answer: jsonMedia, schema: "diff"},
	{path: "/stats", id: "stats", tag: "control", summary: "area by controller over time", parameters: []string{"datetime", "within", "outside", "viewpoint"}, answer: jsonMedia, schema: "stats"},
	{path: "/timeline", id: "timeline", tag: "control", summary: "every zone with its periods, actors, events", parameters: []string{"viewpoint"}, answer: jsonMedia, schema: "timeline"},
	{path: "/events", id: "events", tag: "control", summary: "what happened, with sources", parameters: []string{"datetime", "zone", "kind"}, answer: jsonMedia, schema: "events"},
	{path: "/figures", id: "figures", tag: "control", summary: "published numbers with their sources", parameters: []string{"region"}, answer: jsonMedia, schema: "figures"},

	{path: "/tiles", id: "tilesets", tag: "tiles", summary: "the tileset of all layers, and the addresses of TileJSON", parameters: []string{"tilesFormat"}, answer: jsonMedia, schema: "tilesets"},
	{path: "/tiles/{tileMatrixSet}", id: "dataset.vector.getTileSet", tag: "tiles", summary: "metadata of the tileset of all layers", parameters: []string{"tileMatrixSet", "tilesFormat"}, answer: jsonMedia, schema: "tileset"},
	{path: "/tiles/{tileMatrixSet}/{tileMatrix}/{tileRow}/{tileCol}", id: "dataset.vector.getTile", tag: "tiles", summary: "a vector tile of all layers; mind that the row comes first", parameters: []string{"tileMatrixSet", "tileMatrix", "tileRow", "tileCol", "tileFormat", "day", "viewpoint"}, answer: tileType, schema: "binary", empty: "the tile is known to be empty", missing: "there is no such tileset, or the tile lies outside of its limits"},
	{path: "/collections/{collection}/tiles", id: "collection.vector.getTileSetsList", tag: "tiles", summary: "the tilesets of a collection", parameters: []string{"collection", "tilesFormat"}, answer: jsonMedia, schema: "tilesets"},
	{path: "/collections/{collection}/tiles/{tileMatrixSet}", id: "collection.vector.getTileSet", tag: "tiles", summary: "metadata of a tileset", parameters: []string{"collection", "tileMatrixSet", "tilesFormat"}, answer: jsonMedia, schema: "tileset"},
	{path: "/collections/{collection}/tiles/{tileMatrixSet}/{tileMatrix}/{tileRow}/{tileCol}", id: "collection.vector.getTile", tag: "tiles", summary: "a vector tile of a collection; mind that the row comes first", parameters: []string{"collection", "tileMatrixSet", "tileMatrix", "tileRow", "tileCol", "tileFormat", "day", "viewpoint"}, answer: tileType, schema: "binary", empty: "the tile is known to be empty", missing: "there is no such tileset, or the tile lies outside of its limits"},
	{path: "/tileMatrixSets", id: "getTileMatrixSetsList", tag: "tiles", summary: "the tile matrix sets", parameters: []string{"tilesFormat"}, answer: jsonMedia, schema: "object"},
	{path: "/tileMatrixSets/{tileMatrixSet}", id: "getTileMatrixSet", tag: "tiles", summary: "a tile matrix set", parameters: []string{"tileMatrixSet", "tilesFormat"}, answer: jsonMedia, schema: "object"},
	{path: "/tiles/{tileset}.json", id: "tileJSON", tag: "tiles", summary: "TileJSON of a tileset", parameters: []string{"tileset", "day", "viewpoint"}, answer: jsonMedia, schema: "tileJSON"},
	{path: "/tiles/{tileset}/{z}/{x}/{y}.mvt", id: "mvt", tag: "tiles", summary: "a vector tile", parameters: []string{"tileset", "z", "x", "y", "day", "viewpoint"}, answer: tileType, schema: "binary", empty: "the tile is known to be empty, within the bounds of its tileset", missing: "there is no such tile, or it is empty and lies outside of the bounds of its tileset"},
	{path: "/v/{snapshot}/tiles/{tileset}/{epoch}/{z}/{x}/{y}.mvt", id: "versionedMVT", tag: "tiles", summary: "a vector tile whose content never changes", parameters: []string{"snapshot", "tileset", "epoch", "z", "x", "y", "viewpoint"}, answer: tileType, schema: "binary", empty: "the tile is known to be empty, within the bounds of its tileset", missing: "there is no such tile, or it is empty and lies outside of the bounds of its tileset"},
	{path: "/styles/control.json", id: "style", tag: "tiles", summary: "a MapLibre style for the tiles of control", parameters: []string{"day", "viewpoint"}, answer: jsonMedia, schema: "style"},
	{path: "/styles/control/sprite.json", id: "spriteIndex", tag: "tiles", summary: "the patterns of the style", answer: jsonMedia, schema: "object"},
	{path: "/styles/control/sprite@2x.json", id: "spriteIndex2x", tag: "tiles", summary: "the patterns of the style for fine screens", answer: jsonMedia, schema: "object"},
	{path: "/styles/control/sprite.png", id: "sprite", tag: "tiles", summary: "the picture of the patterns", answer: "image/png", schema: "binary"},
	{path: "/styles/control/sprite@2x.png", id: "sprite2x", tag: "tiles", summary: "the picture of the patterns for fine screens", answer: "image/png", schema: "binary"},

	{path: "/embed", id: "embed", tag: "service", summary: "the map for other people's pages", answer: "text/html", schema: "text"},
	{path: "/api", id: "api", tag: "service", summary: "this description for people", answer: "text/html", schema: "text"},
	{path: "/openapi.json", id: "openapi30", tag: "service", summary: "this description as OpenAPI 3.0", answer: openAPI30, schema: "object"},
	{path: "/openapi-3.1.json", id: "openapi31", tag: "service", summary: "this description as OpenAPI 3.1", answer: openAPI31, schema: "object"},
	{path: "/status", id: "status", tag: "service", summary: "what is served, and how the latest load went", answer: jsonMedia, schema: "status"},
	{path: "/healthz", id: "health", tag: "service", summary: "is the process alive", answer: "text/plain", schema: "text"},
	{path: "/readyz", id: "ready", tag: "service", summary: "can it answer", answer: "text/plain", schema: "text"},
}
