"""Teaches schemathesis the media types that are not JSON: texts and files are
compared with their schemas as strings."""

import schemathesis

for media_type in [
    "text/html", "text/plain", "text/csv", "image/png", "image/svg+xml", "application/vnd.mapbox-vector-tile", "application/vnd.pmtiles",
    "application/geo+json-seq", "application/x-ndjson", "application/zip", "application/geopackage+sqlite3", "application/vnd.google-earth.kml+xml",
    "application/vnd.google-earth.kmz", "application/flatgeobuf", "application/vnd.flatgeobuf", "application/x-qgis-layer-definition", "application/vnd.apache.parquet",
]:
    @schemathesis.deserializer(media_type)
    def decode(ctx, response):
        return response.content.decode("latin-1")
