package export

import (
	"io"

	"demarc/geo"
	"demarc/geo/csv"
	"demarc/geo/flatgeobuf"
	"demarc/geo/geojson"
	"demarc/geo/geojsonseq"
	"demarc/geo/geoparquet"
	"demarc/geo/jsonfg"
	"demarc/geo/kml"
	"demarc/geo/picture"
	"demarc/geo/shapefile"
	"demarc/geo/topojson"
)

// firstDay is that of formats whose dates other programs read as they do their own: QGIS, GDAL and
// Python disagree on the years before, or know none.
const firstDay = "0001-01-01"

// Formats is the table. The first is the one meant when nobody says which.
var Formats = []Format{
	{
		Name: "geojson", Version: 1, Extension: "geojson", MediaType: "application/geo+json", Browser: true,
		About:      "RFC 7946, for the web and everything else",
		Parameters: tableParameters,
		Write: ofLayer(func(w io.Writer, layer geo.Layer, meta geo.Meta) error {
			return geojson.Write(w, layer, meta.Members())
		}),
	},
	{
		Name: "jsonfg", Version: 1, Extension: "fg.json", MediaType: "application/geo+json", Browser: true,
		About:      "JSON-FG 1.0: GeoJSON with the days of each feature as its time",
		Parameters: tableParameters,
		Write:      timesSince(jsonfg.FirstDay, jsonfg.Write),
	},
	{
		Name: "geojsonseq", Version: 1, Extension: "geojsons", MediaType: "application/geo+json-seq", Browser: true,
		About:      "GeoJSON text sequence (RFC 8142), for pipelines",
		Parameters: tableParameters,
		Write:      ofLayer(geojsonseq.Write),
	},
	{
		Name: "geojsonl", Version: 1, Extension: "geojsonl", MediaType: "application/x-ndjson", Browser: true,
		About:      "a GeoJSON feature on each line, for pipelines",
		Parameters: tableParameters,
		Write:      ofLayer(geojsonseq.WriteLines),
	},
	{
		Name: "csv", Version: 1, Extension: "csv", MediaType: "text/csv; charset=utf-8", Browser: true,
		About:      "tables, with geometries as WKT",
		Parameters: map[string]string{"bom": "`true` begins the file with a byte order mark, which Excel wants", dissolving: tableParameters[dissolving]},
		Write:      writeCSV,
	},
	{
		Name: "flatgeobuf", Version: 2, Extension: "fgb", MediaType: "application/vnd.flatgeobuf", Browser: true, InParts: true, held: true,
		About:      "one file with a spatial index, read in pieces",
		Parameters: tableParameters,
		Write:      datesSince(firstDay, flatgeobuf.Write),
	},
	{
		Name: "parquet", Version: 1, Extension: "parquet", MediaType: "application/vnd.apache.parquet", Browser: true, Packed: true, InParts: true, held: true,
		About:      "GeoParquet 1.1, for geopandas, R, DuckDB",
		Parameters: tableParameters,
		Write:      ofLayer(geoparquet.Write),
	},
	{
		Name: "topojson", Version: 1, Extension: "topojson", MediaType: "application/json", Browser: true, held: true,
		About:      "small, with borders shared, for D3; positions within 6 mm",
		Parameters: tableParameters,
		Write:      ofLayer(topojson.Write),
	},
	{
		Name: "shapefile", Version: 1, Extension: "shp.zip", MediaType: "application/zip", Browser: true, Packed: true, held: true,
		About:      "for programs that take nothing newer; names and texts are cut",
		Parameters: tableParameters,
		Write:      datesSince(firstDay, shapefile.Write),
	},
	{
		Name: "kml", Version: 2, Extension: "kml", MediaType: "application/vnd.google-earth.kml+xml", Browser: true,
		About:      "Google Earth, with colours and time slider",
		Parameters: tableParameters,
		Write:      timesSince(kml.FirstDay, kml.Write),
	},
	{
		Name: "kmz", Version: 2, Extension: "kmz", MediaType: "application/vnd.google-earth.kmz", Browser: true, Packed: true, held: true,
		About:      "the same zipped",
		Parameters: tableParameters,
		Write:      timesSince(kml.FirstDay, kml.WriteKMZ),
	},
	{
		Name: "png", Version: 5, Extension: "png", MediaType: "image/png", Browser: true, Packed: true,
		About:      "the map of a day, or of what changed hands in an interval, with legend and credits",
		Parameters: pictureParameters(map[string]string{"scale": "pixels of the file for one of width, 1 to 3"}),
		Write:      drawing(true, (*picture.Picture).WritePNG),
	},
	{
		Name: "svg", Version: 5, Extension: "svg", MediaType: "image/svg+xml", Browser: true,
		About:      "the same to be scaled or edited, with texts as text",
		Parameters: pictureParameters(nil),
		Write:      drawing(false, (*picture.Picture).WriteSVG),
	},
	{
		Name: "gif", Version: 4, Extension: "gif", MediaType: "image/gif", Packed: true,
		About:      "a film of an interval: the pictures of its days, with date, legend and credits",
		Parameters: filmParameters(),
		Write:      writeFilm,
	},
	{
		Name: "pmtiles", Version: 1, Extension: "pmtiles", MediaType: "application/vnd.pmtiles", Packed: true, InParts: true, Pieces: true, OneDay: true,
		About:      "vector tiles of one day, or of -layer history, for MapLibre and Leaflet without a tile server",
		Parameters: map[string]string{"minzoom": "the first `zoom`, 0 if not given", "maxzoom": "the last `zoom`; without it that beyond which tiles say nothing more"},
		Write:      writePMTiles,
	},
	{
		Name: "gpkg", Version: 2, Extension: "gpkg", MediaType: "application/geopackage+sqlite3", Packed: false,
		About: "GeoPackage for QGIS, ArcGIS and R, with styles and a QGIS project that plays; -layer all has all layers",
		Write: writeGeoPackage,
	},
	{
		Name: "qlr", Version: 1, Extension: "qlr", MediaType: "application/x-qgis-layer-definition",
		About:      "QGIS layer that reads from this server, or from a GeoPackage, styled and with time switched on",
		Parameters: map[string]string{"source": "`address` of a server or name of a GeoPackage file that the layer is read from"},
		Write: func(w io.Writer, j Job) error {
			text, err := j.writeDefinition()
			if err != nil {
				return err
			}
			_, err = io.WriteString(w, text)
			return err
		},
	},
}

func writeCSV(w io.Writer, j Job) error {
	bom, err := j.flag("bom")
	if err != nil {
		return err
	}
	return ofLayer(func(w io.Writer, layer geo.Layer, meta geo.Meta) error {
		return csv.Write(w, layer, meta, csv.Options{BOM: bom})
	})(w, j)
}
