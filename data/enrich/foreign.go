package enrich

import "bytes"

// foreign says what the input is instead if its first bytes show that it is no text with rows, ""
// if they do not: people hand over spreadsheets, and pages with an error that a download saved
// under the name of a table.
func foreign(b []byte, header bool) string {
	for _, kind := range []struct{ magic, says string }{
		{"\xff\xfe", "UTF-16: want UTF-8"},
		{"\xfe\xff", "UTF-16: want UTF-8"},
		{"PK\x03\x04", "a zip file, as .xlsx and .ods are: want CSV, as spreadsheets save or export it"},
		{"\xd0\xcf\x11\xe0", "an Excel file: want CSV, as Excel saves it"},
		{"SQLite format 3\x00", "a GeoPackage or other SQLite file: want CSV or GeoJSON, as ogr2ogr makes them"},
		{"PAR1\x15", "a Parquet file, which the command locate reads, and POST /locate as application/vnd.apache.parquet, both without gzip around it"},
		{"fgb\x03", "a FlatGeobuf file: want CSV or GeoJSON, as ogr2ogr makes them"},
		{"%PDF-", "a PDF file: want CSV"},
	} {
		if bytes.HasPrefix(b, []byte(kind.magic)) {
			return kind.says
		}
	}
	if !header {
		return ""
	}
	b = bytes.TrimLeft(b, " \t\r\n")
	if list, ok := bytes.CutPrefix(b, []byte("[")); ok && bytes.HasPrefix(bytes.TrimLeft(list, " \t\r\n"), []byte("{")) {
		return "a JSON array: want one object a line, as jq -c '.[]' makes them"
	}
	for _, tag := range []string{"<?xml", "<!doctype", "<html", "<kml", "<gpx"} {
		if len(b) >= len(tag) && bytes.EqualFold(b[:len(tag)], []byte(tag)) {
			return "XML or HTML: want CSV, NDJSON or GeoJSON"
		}
	}
	return ""
}
