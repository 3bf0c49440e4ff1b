package server

import (
	"net/http"
	"slices"
	"strings"

	"demarc/data/catalogue"
	"demarc/data/export"
	"demarc/data/feed"
	"demarc/server/answer"
)

// ogcRoot is a second root of the API, for clients without a useful Accept: its landing page is
// JSON unless HTML is asked for.
const ogcRoot = "/ogc"

// table returns the routes, all that the server answers but for the files of the page. The first
// row whose path matches is taken, so the most frequent stand first; a path with several methods
// has a row for each.
func table() []*route {
	rows := slices.Concat(frequentRoutes, tileRoutes, controlRoutes, exportRoutes(), featureRoutes, serviceRoutes)
	routes := make([]*route, len(rows))
	for i := range rows {
		routes[i] = &rows[i]
	}
	return routes
}

// The descriptions of tiles without content.
const (
	emptyTile = "the tile is known to be empty, or lies outside of the bounds of its tileset"
	noTile    = "there is no such tileset, or no such zoom, column or row"
	noOGCTile = "there is no such tileset, or the tile lies outside of its limits"
)

// frequentRoutes get the most requests.
var frequentRoutes = []route{
	{path: "/tiles/{tileset}/{z:[0-9]+}/{x:[0-9]+}/{y:[0-9]+}.mvt", handle: (*Server).getTile, ogc: true,
		query: []string{"day", "viewpoint", "known"},
		id:    "mvt", tag: "tiles", summary: "a vector tile",
		about: "The tileset `history` has all regions, borders, places and events with their ids, " +
			"for clients that colour by `/timeline`; it, `places` and `events` hold all days and " +
			"take no `datetime`. Every layer of regions is a tileset of its own, as of a day: " +
			"`control` has controller, status, names, `valid_from`, `valid_to`. The `Link` of " +
			"each tile names its address that never changes.",
		answer: tileType, schema: "binary", empty: emptyTile, missing: noTile},
	{path: "/tiles/{tileset}/{epoch}/{z:[0-9]+}/{x:[0-9]+}/{y:[0-9]+}.mvt", handle: (*Server).getVersionedTile, binds: onlyBound,
		query: []string{"viewpoint"},
		id:    "versionedMVT", tag: "tiles", summary: "a vector tile whose content never changes",
		about:  "To be kept for a year.",
		answer: tileType, schema: "binary", empty: emptyTile, missing: noTile},
	{path: "/locate", handle: (*Server).getLocate,
		query: []string{"lon", "lat", "q", "near", "day", "history", "viewpoint", "borders", "known"},
		id:    "locate", tag: "control", summary: "which region a point lies in, and who controlled it on a day",
		about: "Zone, controller, status, since, until, event, sources, overlays, other regions, the " +
			"distance to the nearest border and the zone beyond it, or the nearest zone; what the " +
			"dataset has in columns of its own. `uncertain` on days on which the zone may have " +
			"passed already, or not yet. " +
			"`history` adds also the periods of zones that were there on other days. With `q` the " +
			"answer says how the text was read.",
		answer: jsonMedia, schema: "location"},
	{path: "/locate", method: http.MethodPost, handle: (*Server).postLocate, body: answer.TableMedia, costly: true,
		query: []string{
			"tableDay", "columns", "lonColumn", "latColumn", "pointColumn", "dateColumn", "dateColumnFlag",
			"dateFormat", "delimiter", "header", "noHeader", "tableFormat", "viewpoint", "known",
		},
		headers: []string{"Content-Type", "Content-Encoding"},
		id:      "locateTable", tag: "control",
		summary: "the same for each row of a table, which comes back with columns added; " +
			"the header Demarc-Read says what was read, the trailer Demarc-Note what to check",
		about: "Read and answered row by row, a table may have any length. An error after the first " +
			"row breaks the connection off, so that the answer lacks its end. A row of more than " +
			"1 MiB is passed on with its error; each piece must arrive within 30 s and be taken " +
			"within 60 s. `Accept-Encoding: gzip` compresses the answer. A Parquet file is put on disk first, " +
			"within the room for temporary files, and answered when it is there: its columns are copied as they are, as those of a stream of Arrow, of which a batch of rows has at most 32 MB.",
		answer: strings.Join(answer.TableMedia, ", "), schema: "rows"},
}

var tileRoutes = []route{
	{path: "/tiles/{no:.*}.mvt", handle: (*Server).getNothing, anyQuery: true, always: true, nowhere: true},
	{path: "/world/{z:[0-9]+}/{x:[0-9]+}/{y:[0-9]+}.mvt", handle: (*Server).getWorld, always: true, binds: neverBound,
		id: "world", tag: "tiles", summary: "a vector tile of the world below all maps",
		about: "The layers `water`, `rivers`, `borders` and `places`, out of Natural Earth; there are tiles of " +
			"zooms 0, 2, 4, 5 and 6. Each line between countries and each name has `valid_from` and `valid_to`, " +
			"and is not to be drawn on other days.",
		answer: tileType, schema: "binary", empty: "there is nothing, or no such tile"},
	{path: basemapPath, handle: (*Server).getBasemap, always: true, binds: neverBound,
		id: "basemap", tag: "tiles", summary: "the archive of raster tiles below the map, where the server was started with one",
		about:  "PMTiles, version 3, of which parts may be asked for (`Range`).",
		answer: "application/vnd.pmtiles", schema: "binary", missing: "the server has none"},
	{path: "/tiles", handle: (*Server).getTilesets, ogc: true,
		query: []string{"tilesFormat"},
		id:    "tilesets", tag: "tiles", summary: "the tileset of all layers, and the addresses of TileJSON",
		answer: jsonMedia, schema: "tilesets"},
	{path: "/tiles/{tileset}.json", handle: (*Server).getTileJSON, ogc: true,
		query: []string{"day", "viewpoint", "known"},
		id:    "tileJSON", tag: "tiles", summary: "TileJSON of a tileset",
		about: "TileJSON 3.0.0, with the bounds of the tileset and the zoom beyond which its tiles " +
			"say nothing more.",
		answer: jsonMedia, schema: "tileJSON"},
	{path: "/tiles/{tileMatrixSet}", handle: (*Server).getTileset, ogc: true,
		query: []string{"tilesFormat"},
		id:    "dataset.vector.getTileSet", tag: "tiles", summary: "metadata of the tileset of all layers",
		answer: jsonMedia, schema: "tileset"},
	{path: "/tiles/{tileMatrixSet}/{tileMatrix}/{tileRow}/{tileCol}", handle: (*Server).getOGCTile, ogc: true,
		query: []string{"tileFormat", "day", "viewpoint", "known"},
		id:    "dataset.vector.getTile", tag: "tiles",
		summary: "a vector tile of all layers; mind that the row comes first",
		answer:  tileType, schema: "binary", missing: noOGCTile},
	{path: "/collections/{collection}/tiles", handle: (*Server).getTilesets, ogc: true,
		query: []string{"tilesFormat"},
		id:    "collection.vector.getTileSetsList", tag: "tiles", summary: "the tilesets of a collection",
		answer: jsonMedia, schema: "tilesets"},
	{path: "/collections/{collection}/tiles/{tileMatrixSet}", handle: (*Server).getTileset, ogc: true,
		query: []string{"tilesFormat"},
		id:    "collection.vector.getTileSet", tag: "tiles", summary: "metadata of a tileset",
		answer: jsonMedia, schema: "tileset"},
	{path: "/collections/{collection}/tiles/{tileMatrixSet}/{tileMatrix}/{tileRow}/{tileCol}",
		handle: (*Server).getOGCTile, ogc: true,
		query: []string{"tileFormat", "day", "viewpoint", "known"},
		id:    "collection.vector.getTile", tag: "tiles",
		summary: "a vector tile of a collection; mind that the row comes first",
		answer:  tileType, schema: "binary", missing: noOGCTile},
	{path: "/tileMatrixSets", handle: (*Server).getTileMatrixSets, ogc: true, always: true,
		query: []string{"tilesFormat"},
		id:    "getTileMatrixSetsList", tag: "tiles", summary: "the tile matrix sets",
		answer: jsonMedia, schema: "object"},
	{path: "/tileMatrixSets/{tileMatrixSet}", handle: (*Server).getTileMatrixSet, ogc: true, always: true,
		query: []string{"tilesFormat"},
		id:    "getTileMatrixSet", tag: "tiles", summary: "a tile matrix set",
		answer: jsonMedia, schema: "object"},
	{path: "/styles/control.json", handle: (*Server).getStyle,
		query: []string{"day", "viewpoint", "lang", "known"},
		id:    "style", tag: "tiles", summary: "a MapLibre style for the tiles of control and of places",
		about: "With patterns, the names of places, and the letters of who holds the larger zones. Names are in the " +
			"language asked for, English without it, else in the next of the dataset's that a place is named in. " +
			"QGIS reads it too.",
		answer: jsonMedia, schema: "style"},
	{path: "/fonts/{stack}/{range:[^/]+}.pbf", handle: (*Server).getGlyphs, always: true,
		id: "glyphs", tag: "tiles", summary: "the letters of a font that MapLibre draws names with",
		about: "Letters of Noto Sans, of five scripts, as fields of distances. A stack is " +
			"names of fonts with commas between them: the first that is there answers. A range without letters has a message without glyphs.",
		answer: glyphType, schema: "binary", missing: "there is no such font or range"},
	{path: "/styles/control/sprite.json", handle: getSpriteIndex(1),
		id: "spriteIndex", tag: "tiles", summary: "the patterns of the style",
		answer: jsonMedia, schema: "object"},
	{path: "/styles/control/sprite@2x.json", handle: getSpriteIndex(2),
		id: "spriteIndex2x", tag: "tiles", summary: "the patterns of the style for fine screens",
		answer: jsonMedia, schema: "object"},
	{path: "/styles/control/sprite.png", handle: getSprite(1),
		id: "sprite", tag: "tiles", summary: "the picture of the patterns",
		answer: "image/png", schema: "binary"},
	{path: "/styles/control/sprite@2x.png", handle: getSprite(2),
		id: "sprite2x", tag: "tiles", summary: "the picture of the patterns for fine screens",
		answer: "image/png", schema: "binary"},
}

var controlRoutes = []route{
	{path: "/control", handle: getAnswer(answer.Control),
		query: []string{"day", "box", "viewpoint", "known"},
		id:    "control", tag: "control", summary: "the control of a day as GeoJSON",
		about:  "The control-status overlay, GeoJSON that a plain `L.geoJSON` draws.",
		answer: geoJSONMedia, schema: "features"},
	{path: "/regions", handle: getAnswer(answer.Regions),
		query: []string{"layer", "datetime", "box", "known"},
		id:    "regions", tag: "control", summary: "regions",
		answer: jsonMedia, schema: "regions"},
	{path: "/regions/{id}", handle: getAnswer(answer.Region),
		query: []string{"known"},
		id:    "region", tag: "control", summary: "one region with its history",
		about: "With published figures; a zone with its history of control and, in a partition, its " +
			"neighbours with the length of the common border; what came before and after it, its " +
			"ids elsewhere, and what the dataset has in columns of its own. An id that a region had once " +
			"leads on to the one that came in its place; where several did, the 404 names them.",
		moved:   "the id that came in place of this one",
		missing: "there is no such region; `replaced_by` names those that came in place of one that there was",
		answer:  jsonMedia, schema: "region"},
	{path: "/diff", handle: getAnswer(answer.Diff),
		query: []string{"from", "to", "viewpoint", "known"},
		id:    "diff", tag: "control", summary: "what changed between two days",
		about: "Zones that passed to another controller, those that only changed status or patrol, " +
			"and those of which it is known on one of the days alone who held them, with km2 and the " +
			"events; totals by status, so that what is contested is never added to what is not. Days " +
			"in the wrong order are put in order, and `note` says so.",
		answer: jsonMedia, schema: "diff"},
	{path: "/stats", handle: (*Server).getStats, costly: true,
		query: []string{"datetime", "box", "within", "outside", "viewpoint", "known"},
		id:    "stats", tag: "control", summary: "area by controller over time",
		about: "km2 by controller and status, one entry for each stretch of days without change. With " +
			"`bbox` only the part of each zone counts that lies within the box, cut exactly, and `box_km2` " +
			"is the size of the whole box: what is left of it lies in no zone.",
		answer: jsonMedia, schema: "stats"},
	{path: "/compare", handle: (*Server).getCompare, costly: true, binds: neverBound,
		query: []string{"a", "b", "datetime", "compareViewpoint", "lang", "compareFormat"},
		id:    "compare", tag: "control", summary: "where and when two datasets differ on the ground",
		about: "The maps of two datasets of the server laid over each other, exactly: km2 by what the " +
			"first and what the second says, on a day or for each stretch of days without change, and " +
			"the places of which they say different things. `same_km2`, `differs_km2` and `outside_km2` " +
			"make up all that is drawn on either. GeoJSON has the areas that differ with both " +
			"controllers, both statuses and the days; CSV the sums; PNG and SVG draw the day, of several " +
			"the one on which most differs; HTML is to read. Days that one of them does not cover are " +
			"left out, and `notes` says so. What a version said is compared with what is said now by " +
			"`a=ID@2021-03-01&b=ID`.",
		answer: jsonMedia + ", " + geoJSONMedia + ", text/csv, image/png, image/svg+xml", schema: "comparisons", html: true},
	{path: "/timeline", handle: getAnswer(answer.Timeline),
		query: []string{"form", "viewpoint", "known"},
		id:    "timeline", tag: "control", summary: "every zone with its periods, actors, events",
		about: "Dataset, actors, days of change, zones, events: all that a map needs to colour " +
			"itself, in all languages; own columns are not in it. With `f=compact` it says the same " +
			"in a quarter of the length where periods are many, as the page takes it: how periods " +
			"begin and how zones are held is told once, in the lists `starts` and `ways`, and " +
			"`periods` of a zone are places in them, start and way in turn. A period ends where the " +
			"next one starts, the last goes on, and the way -1 means that none holds from there on. " +
			"The `date` of an event is left out where it is its `day`.",
		answer: jsonMedia, schema: "timelines"},
	{path: "/events", handle: getAnswer(answer.Events),
		query: []string{"datetime", "zone", "kind", "known"},
		id:    "events", tag: "control", summary: "events with their sources",
		about:  "Events that may have happened on these days.",
		answer: jsonMedia, schema: "events"},
	{path: "/sources", handle: getAnswer(answer.Sources),
		query: []string{"viewpoint", "known"},
		id:    "sources", tag: "control", summary: "all sources with what rests on them",
		about: "With the ids of events and regions, and of zones and overlays with the first days of " +
			"periods. A period rests on its own sources, else on those of its event.",
		answer: jsonMedia, schema: "citedSources"},
	{path: "/corrections", handle: getAnswer(answer.Corrections),
		query: []string{"known"},
		id:    "corrections", tag: "control", summary: "what was wrong once, and what stands in its place",
		about: "The latest first: of what, on which days, what was said before and is said now, why, " +
			"who found it, and the version of the dataset that has it. Texts are by language. Answers " +
			"that rest on a corrected statement have its corrections too.",
		answer: jsonMedia, schema: "corrections"},
	{path: "/figures", handle: getAnswer(answer.Figures),
		query: []string{"region", "known"},
		id:    "figures", tag: "control", summary: "published numbers with their sources",
		answer: jsonMedia, schema: "figures"},
}

// exportRoutes returns a row for each file format, and one for files of unknown formats.
func exportRoutes() []route {
	var rows []route
	for _, f := range export.Formats {
		schema := "binary"
		if f.MediaType == jsonMedia || strings.HasSuffix(f.MediaType, "+json") {
			schema = "object"
		}
		rows = append(rows, route{
			path: "/export/{layer}.{extension:(?i:" + strings.ReplaceAll(f.Extension, ".", `\.`) + ")}", as: "/export/{layer}." + f.Extension,
			handle:  func(s *Server, w http.ResponseWriter, q *request) error { return s.getExport(w, q, f) },
			query:   []string{"datetime", "box", "viewpoint", "known"},
			own:     f.Parameters,
			headers: []string{"Range"}, costly: true,
			id: "export." + f.Name, tag: "files", summary: f.Name + ": " + f.About,
			answer: f.MediaType, schema: schema,
		})
	}
	return append(rows, route{path: "/export/{file}", handle: (*Server).getNoExport, anyQuery: true, always: true, nowhere: true})
}

var featureRoutes = []route{
	{path: "/", handle: (*Server).getRoot, anyQuery: true, always: true,
		query: []string{"f"},
		id:    "landing", tag: "features", summary: "the landing page of the API as JSON, the map as HTML",
		answer: jsonMedia, schema: "landing", html: true},
	{path: ogcRoot, handle: (*Server).getLanding,
		query: []string{"f"},
		id:    "ogcLanding", tag: "features",
		summary: "the landing page for clients that accept anything; all paths of OGC APIs answer below it too",
		answer:  jsonMedia, schema: "landing", html: true},
	{path: ogcRoot + "/", handle: (*Server).getLanding, query: []string{"f"}},
	{path: "/conformance", handle: (*Server).getConformance, ogc: true, always: true,
		query: []string{"f"},
		id:    "conformance", tag: "features", summary: "conformance classes",
		answer: jsonMedia, schema: "conformance", html: true},
	{path: "/collections", handle: (*Server).getCollections, ogc: true,
		query: []string{"f"},
		id:    "collections", tag: "features", summary: "all collections",
		answer: jsonMedia, schema: "collections", html: true},
	{path: "/collections/{collection}", handle: (*Server).getCollection, ogc: true,
		query: []string{"f"},
		id:    "collection", tag: "features", summary: "one collection",
		answer: jsonMedia, schema: "collection", html: true},
	{path: "/collections/{collection}/schema", handle: (*Server).getSchema, ogc: true,
		query: []string{"f"},
		id:    "schema", tag: "features", summary: "the fields of a collection",
		answer: schemaMedia, schema: "schema", html: true},
	{path: "/collections/{collection}/feature-schema", handle: (*Server).getFeatureSchema, ogc: true,
		query: []string{"f"},
		id:    "featureSchema", tag: "features", summary: "the JSON schema of a feature in GeoJSON",
		answer: schemaMedia, schema: "schema", html: true},
	{path: "/collections/{collection}/queryables", handle: (*Server).getQueryables, ogc: true,
		query: []string{"f"},
		id:    "queryables", tag: "features", summary: "the properties that features can be filtered by",
		answer: schemaMedia, schema: "schema", html: true},
	{path: "/collections/{collection}/sortables", handle: (*Server).getSortables, ogc: true,
		query: []string{"f"},
		id:    "sortables", tag: "features", summary: "the properties that features can be sorted by",
		answer: schemaMedia, schema: "schema", html: true},
	{path: "/collections/{collection}/items", handle: (*Server).getItems, ogc: true, fields: true, many: "datetime", // as GDAL writes two comparisons
		query: []string{
			"itemsFormat", "limit", "after", "bbox", "bbox-crs", "crs", "datetime",
			"filter", "filter-lang", "filter-crs", "ids", "words", "sortby", "properties",
			"skipGeometry", "resultType", "viewpoint", "known",
		},
		id: "items", tag: "features", summary: "features",
		about: "Every field of the collection is a parameter too, as in `controller=ACTOR`. The " +
			"link `next` leads on, also if the dataset is replaced meanwhile. Of several `datetime` a " +
			"feature must meet each. Times count as their day, in the offset they are written with; " +
			"`days` of the answer says which was taken. How many match, and the links, stand in header lines too " +
			"for CSV, which has no other place: `OGC-NumberMatched`, `OGC-NumberReturned`, `Link`.",
		answer: geoJSONMedia + ", " + asJSONFG.mediaType + ", text/csv", schema: "features", html: true},
	{path: "/collections/{collection}/items/{feature}", handle: (*Server).getItem, ogc: true,
		query: []string{"itemsFormat", "crs", "properties", "skipGeometry", "viewpoint", "known"},
		id:    "item", tag: "features", summary: "one feature",
		answer: geoJSONMedia + ", " + asJSONFG.mediaType + ", text/csv", schema: "feature", html: true},
}

var serviceRoutes = []route{
	{path: "/feed.atom", handle: (*Server).getAtom, binds: neverBound,
		query: []string{"zone", "region", "heldBy", "box", "viewpoint", "before", "lang"},
		id:    "atom", tag: "service", summary: "what changed hands, by day, as an Atom feed to subscribe to",
		about: "The latest days first, 30 on a page; the link `next` leads to earlier ones. Each entry " +
			"says what passed from whom to whom, with km2, events, sources and a picture, and keeps its " +
			"id wherever the dataset is served. `updated` is the day of the change, or that of the latest " +
			"correction of what it says; corrections and releases are entries too, unless the feed is of a part.",
		answer: feed.AtomType, schema: "text"},
	{path: "/feed.json", handle: (*Server).getJSONFeed, binds: neverBound,
		query: []string{"zone", "region", "heldBy", "box", "viewpoint", "before", "lang"},
		id:    "jsonFeed", tag: "service", summary: "the same as JSON Feed 1.1",
		answer: feed.JSONType, schema: "object"},
	{path: "/live", handle: (*Server).getLive, always: true, binds: neverBound,
		id: "live", tag: "service", summary: "tells when a newer snapshot is served, as server-sent events",
		about: "The event `snapshot` comes at once and after each exchange: the id of the current " +
			"snapshot, null before one was accepted, and `since` when it is served. A comment each " +
			"25 s keeps proxies from closing the connection. Clients are limited in number, each and " +
			"together: ask `/status` now and then where that answers 503.",
		answer: eventStream, schema: "text"},
	{path: embedPath, handle: (*Server).getEmbed, anyQuery: true, always: true, binds: neverBound,
		id: "embed", tag: "service", summary: "the map for other people's pages",
		about: "The parameters are those of the map; `bounds` fits it to the frame, `lock`, `bare`, " +
			"`theme` and `ratio` are about the frame. Other sites may frame it. `/embed/v1.js` is the " +
			"script that gives frames the height that their content asks for.",
		answer: "text/html", schema: "text"},
	{path: oembedPath, handle: (*Server).getOEmbed, anyQuery: true, always: true, binds: neverBound,
		query: []string{"url", "maxwidth", "maxheight", "oembedFormat"},
		id:    "oembed", tag: "service", summary: "how to show a map in another page, as oEmbed",
		about: "For programs that make embedded maps of pasted addresses. The address may be that of " +
			"the map or of `/embed`, of any dataset of this server. Parameters that it does not know " +
			"are passed over, as consumers send their own; formats but JSON are answered with 501.",
		answer: jsonMedia, schema: "oembed", missing: "the address is not that of a map of this server"},
	{path: "/api", handle: (*Server).getAPI, ogc: true,
		id: "api", tag: "service", summary: "this description for people",
		answer: "text/html", schema: "text"},
	{path: "/openapi.json", handle: (*Server).getOpenAPI30, ogc: true,
		id: "openapi30", tag: "service", summary: "this description as OpenAPI 3.0",
		answer: openAPI30, schema: "object"},
	{path: "/openapi-3.1.json", handle: (*Server).getOpenAPI31, ogc: true,
		id: "openapi31", tag: "service", summary: "this description as OpenAPI 3.1",
		answer: openAPI31, schema: "object"},
	{path: "/datasets", handle: (*Server).getDatasets, always: true, binds: neverBound,
		query: []string{"f"},
		id:    "datasets", tag: "service", summary: "the datasets that are served",
		about: "With titles by language, days and extent that they cover, licence, and links to " +
			"the map and the API of each. It is the same below each dataset.",
		answer: jsonMedia, schema: "datasets", html: true},
	{path: versionsPath, handle: (*Server).getVersions, always: true, binds: neverBound,
		query: []string{"f"},
		id:    "versions", tag: "service", summary: "the versions that were released, the newest first",
		about: "Each with its date, message, what differs from the one before, and the address below " +
			"which it answers as it did then. The parameter `known` finds the version of a day.",
		answer: jsonMedia, schema: "versions", html: true},
	{path: "/dataset.zip", handle: (*Server).getDatasetFile, costly: true,
		query: []string{"known"},
		id:    "datasetFile", tag: "files", summary: "the files of the dataset",
		about: "In their canonical form, in a zip: the page opens it for what it answers in the browser, " +
			"and `demarc serve -data` and all other commands take it.",
		answer: "application/zip", schema: "binary"},
	{path: "/dataset.jsonld", handle: described(catalogue.JSONLD, catalogue.JSONLDType), query: []string{"known"},
		id: "jsonld", tag: "service", summary: "the dataset as search engines and catalogues of data read it: schema.org and Croissant 1.0",
		about:  "Each layer is a file in several formats, and a set of records with typed fields. The head of the page holds it without these.",
		answer: catalogue.JSONLDType, schema: "object"},
	{path: "/dcat.jsonld", handle: described(catalogue.DCAT, catalogue.JSONLDType), query: []string{"known"},
		id: "dcat", tag: "service", summary: "the same by DCAT 3",
		answer: catalogue.JSONLDType, schema: "object"},
	{path: "/datapackage.json", handle: described(catalogue.Package, catalogue.PackageType), query: []string{"known"},
		id: "datapackage", tag: "service", summary: "the same as a Data Package, whose resources are the layers as CSV",
		answer: catalogue.PackageType, schema: "object"},
	{path: "/status", handle: (*Server).getStatus, always: true, binds: neverBound,
		id: "status", tag: "service", summary: "the dataset being served, and how the latest load went",
		about: "An accepted dataset stays when a later one has errors; the reason and up to 100 " +
			"problems are told here. At the root, `datasets` has the same of every dataset.",
		answer: jsonMedia, schema: "status"},
	{path: "/healthz", handle: (*Server).getHealth, always: true, binds: neverBound,
		id: "health", tag: "service", summary: "whether the process lives",
		answer: "text/plain", schema: "text"},
	{path: "/readyz", handle: (*Server).getHealth, binds: neverBound,
		id: "ready", tag: "service", summary: "whether a dataset is served",
		about:  "At the root this is asked of the dataset that is served there.",
		answer: "text/plain", schema: "text"},
}
