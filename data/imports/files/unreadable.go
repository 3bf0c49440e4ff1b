package files

import (
	"bytes"
	"fmt"
	"path"
	"strings"
)

// wanted lists the formats that are read, for messages.
const wanted = "GeoJSON, TopoJSON, GeoPackage, GeoParquet, FlatGeobuf, KML, KMZ, CSV with WKT, an Excel workbook, or a Shapefile as .shp, folder or zip; " +
	"also in folders, zips and .gz"

const convert = ": convert it with ogr2ogr out.gpkg "

// signatures say what files are that hold no tables, or none that can be read, by how they begin
// and how they are called: either may be empty.
var signatures = []struct{ at0, extension, what string }{
	{"%PDF", "", "a PDF"},
	{"!table", "", "MapInfo TAB" + convert + "in.tab"},
	{"!edit_version", "", "MapInfo TAB" + convert + "in.tab"},
	{"", ".mif", "MapInfo MIF" + convert + "in.mif"},
	{"", ".mid", "a part of MapInfo MIF"},
	{"\x00\x01\x00\x00Standard Jet DB", "", "a personal geodatabase or another Access file" + convert + "in.mdb"},
	{"\x00\x01\x00\x00Standard ACE DB", "", "an Access file" + convert + "in.accdb"},
	{"", ".gdbtable", "a part of a File Geodatabase, which is a folder" + convert + "in.gdb"},
	{"", ".e00", "an Arc/Info export" + convert + "in.e00"},
	{"ARROW1", "", "Arrow" + convert + "in.arrow"},
	{"AC10", "", "an AutoCAD drawing: save it as DXF, then ogr2ogr out.gpkg in.dxf"},
	{"", ".dxf", "DXF" + convert + "in.dxf"},
	{"", ".dgn", "a MicroStation drawing" + convert + "in.dgn"},
	{"", ".pbf", "OpenStreetMap data or a tile: ogr2ogr out.gpkg in.osm.pbf multipolygons"},
	{"PMTiles", "", "PMTiles, whose shapes are cut into tiles: want what they were made of"},
	{"", ".mbtiles", "MBTiles, whose shapes are cut into tiles: want what they were made of"},
	{"II*\x00", "", "a picture (TIFF): want areas, gdal_polygonize makes some of its pixels"},
	{"MM\x00*", "", "a picture (TIFF): want areas, gdal_polygonize makes some of its pixels"},
	{"II+\x00", "", "a picture (TIFF): want areas, gdal_polygonize makes some of its pixels"},
	{"\x89PNG", "", "a picture (PNG)"},
	{"\xff\xd8\xff", "", "a picture (JPEG)"},
	{"GIF8", "", "a picture (GIF)"},
	{"\x89HDF", "", "HDF5 or netCDF"},
	{"CDF\x01", "", "netCDF"},
	{"\xd0\xcf\x11\xe0", "", "an old Office file, such as .xls: save it as .xlsx or .csv"},
	{"{\\rtf", "", "a text document (RTF)"},
	{"Rar!", "", "a RAR archive: unpack it, or make a zip"},
	{"7z\xbc\xaf\x27\x1c", "", "a 7z archive: unpack it, or make a zip"},
	{"BZh", "", "bzip2: unpack it, or make a .gz"},
	{"\xfd7zXZ", "", "xz: unpack it, or make a .gz"},
	{"\x28\xb5\x2f\xfd", "", "zstd: unpack it, or make a .gz"},
}

// roots say what XML is by its first element.
var roots = []struct{ element, what string }{
	{"<!doctype html", "a web page: is the address that of the file itself, and did it ask for a login?"},
	{"<html", "a web page: is the address that of the file itself, and did it ask for a login?"},
	{"<gpx", "GPX" + convert + "in.gpx"},
	{"<osm", "OpenStreetMap data: ogr2ogr out.gpkg in.osm multipolygons"},
	{"<svg", "a picture (SVG)"},
	{"featurecollection", "GML" + convert + "in.gml"},
	{"<gml:", "GML" + convert + "in.gml"},
	{"exceptionreport", "an error of a service: read it"},
	{"<qgis", "a QGIS style or project, which only names its files"},
	{"<metadata", "a description of another file"},
	{"<vrt", "a list of files for GDAL (VRT)"},
	{"<ogrvrtdatasource", "a list of files for GDAL (VRT)"},
}

// unreadable says what a file is that is read by nobody here, "" if that is not known.
func unreadable(in *input) string {
	for _, s := range signatures {
		if s.at0 != "" && bytes.HasPrefix(in.start, []byte(s.at0)) || s.at0 == "" && s.extension == in.extension {
			return s.what
		}
	}
	if len(in.start) > 262 && string(in.start[257:262]) == "ustar" {
		return "a tar archive: unpack it, or make a zip"
	}
	if bytes.HasPrefix(in.start, []byte("<")) {
		text := strings.ToLower(string(in.start))
		for _, r := range roots {
			if strings.Contains(text, r.element) && !strings.Contains(text, "<kml") {
				return r.what
			}
		}
	}
	if bytes.HasPrefix(in.start, []byte("{")) && (bytes.Contains(in.start, []byte(`"esriGeometry`)) || bytes.Contains(in.start, []byte(`"objectIdFieldName"`))) {
		return "ArcGIS JSON: ask the service for f=geojson, or convert it with ogr2ogr out.gpkg in.json"
	}
	return ""
}

// unreadableFolder is that for a folder.
func unreadableFolder(name string) string {
	if strings.EqualFold(path.Ext(name), ".gdb") {
		return "a File Geodatabase" + convert + "in.gdb"
	}
	return ""
}

// unknown is the error for a file of no known format.
func unknown(in *input) error {
	if len(in.start) == 0 {
		return fmt.Errorf("is empty: want %s", wanted)
	}
	if what := unreadable(in); what != "" {
		return fmt.Errorf("it is %s", what)
	}
	return fmt.Errorf("its first bytes are those of no format that is known: want %s", wanted)
}
