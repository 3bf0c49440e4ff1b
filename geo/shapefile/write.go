// Package shapefile writes and reads ESRI Shapefiles: the "ESRI Shapefile Technical Description" of
// 1998 for shapes, dBASE III for the table beside them.
package shapefile

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/paulmach/orb"

	"demarc/geo"
)

// The shape types.
const (
	nullShape       = 0
	pointShape      = 1
	polylineShape   = 3
	polygonShape    = 5
	multiPointShape = 8
)

// suffixes name the files of a layer that needs more than one.
var suffixes = map[int32]string{
	pointShape: "_points", multiPointShape: "_points", polylineShape: "_lines", polygonShape: "_polygons", nullShape: "_unlocated",
}

// Write writes layer as a zip of Shapefiles with README.txt, which says what was shortened and cut
// and on what terms the data are, and metadata.json, which says so to programs. A Shapefile holds
// shapes of one kind, so points, lines and polygons get one each if the layer has several kinds;
// features without a geometry are null shapes, or stand in a table of their own if there are
// several kinds or none. The format has at most 255 fields, names of ten letters, and texts of 254
// bytes: longer ones are cut after a whole character. Absent texts are empty, other absent values
// blank. Shells run clockwise, coordinates are kept as they are.
func Write(w io.Writer, layer geo.Layer, meta geo.Meta) error {
	if len(layer.Fields) == 0 || len(layer.Fields) > 255 {
		return fmt.Errorf("layer %q has %d fields: a Shapefile wants 1 to 255", layer.Name, len(layer.Fields))
	}
	parts, err := split(layer)
	if err != nil {
		return err
	}
	archive := zip.NewWriter(w)
	names := make([]string, len(layer.Fields))
	for i, field := range layer.Fields {
		names[i] = field.Name
	}
	t := &table{fields: layer.Fields, short: shortNames(names)}
	for _, part := range parts {
		if err := part.write(archive, t); err != nil {
			return err
		}
	}
	file, err := create(archive, "README.txt")
	if err != nil {
		return err
	}
	if _, err := io.WriteString(file, readme(layer, meta, parts, t)); err != nil {
		return err
	}
	if file, err = create(archive, metadataFile); err != nil {
		return err
	}
	members, whole := meta.Members(), map[string]string{}
	for i, field := range layer.Fields {
		whole[t.short[i]] = field.Name
	}
	members["fields"] = whole
	if err := json.NewEncoder(file).Encode(members); err != nil {
		return err
	}
	return archive.Close()
}

// metadataFile has what README.txt says of the data, for programs, and the whole names of fields by
// the short ones.
const metadataFile = "metadata.json"

// create adds a file of the first day that a zip can name, so that the same layer gives the same
// bytes.
func create(archive *zip.Writer, name string) (io.Writer, error) {
	return archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
}

// part is what goes into one Shapefile. Those of the kind nullShape have a table only.
type part struct {
	name     string
	kind     int32
	features []*geo.Feature
	shapes   []orb.Geometry
}

// split sorts the features by the kind of their shapes.
func split(layer geo.Layer) ([]*part, error) {
	byKind := map[int32]*part{}
	for i := range layer.Features {
		f := &layer.Features[i]
		if err := layer.Check(f); err != nil {
			return nil, err
		}
		g := geo.Plain(f.Geometry)
		kind, ok := kindOf(g)
		if !ok {
			return nil, fmt.Errorf("feature %q of layer %q: a Shapefile cannot hold a %s", f.ID, layer.Name, g.GeoJSONType())
		}
		p := byKind[kind]
		if p == nil {
			p = &part{kind: kind}
			byKind[kind] = p
		}
		p.features, p.shapes = append(p.features, f), append(p.shapes, g)
	}
	if points, many := byKind[pointShape], byKind[multiPointShape]; points != nil && many != nil {
		many.features, many.shapes = append(points.features, many.features...), append(points.shapes, many.shapes...)
		delete(byKind, pointShape)
	}
	if nulls := byKind[nullShape]; nulls != nil && len(byKind) == 2 {
		delete(byKind, nullShape)
		return []*part{together(layer, byKind)}, nil
	}
	var parts []*part
	for _, kind := range []int32{pointShape, multiPointShape, polylineShape, polygonShape, nullShape} {
		if p := byKind[kind]; p != nil {
			p.name = fileName(layer.Name)
			if len(byKind) > 1 {
				p.name += suffixes[kind]
			}
			parts = append(parts, p)
		}
	}
	if len(parts) == 0 {
		parts = []*part{{name: fileName(layer.Name)}}
	}
	return parts, nil
}

// together returns all features in their order as of the one kind there is.
func together(layer geo.Layer, byKind map[int32]*part) *part {
	whole := &part{name: fileName(layer.Name)}
	for kind := range byKind {
		whole.kind = kind
	}
	for i := range layer.Features {
		whole.features = append(whole.features, &layer.Features[i])
		whole.shapes = append(whole.shapes, geo.Plain(layer.Features[i].Geometry))
	}
	return whole
}

func kindOf(g orb.Geometry) (int32, bool) {
	switch g.(type) {
	case nil:
		return nullShape, true
	case orb.Point:
		return pointShape, true
	case orb.MultiPoint:
		return multiPointShape, true
	case orb.LineString, orb.MultiLineString:
		return polylineShape, true
	case orb.Polygon, orb.MultiPolygon:
		return polygonShape, true
	}
	return 0, false
}

// wgs84 is the reference system as ESRI words it.
const wgs84 = `GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]`

func (p *part) write(archive *zip.Writer, t *table) error {
	type file struct {
		extension string
		fill      func(w io.Writer) error
	}
	text := func(s string) func(io.Writer) error {
		return func(w io.Writer) error {
			_, err := io.WriteString(w, s)
			return err
		}
	}
	files := []file{
		{"dbf", func(w io.Writer) error { return t.write(w, p.features) }},
		{"cpg", text("UTF-8")},
	}
	if p.kind != nullShape {
		files = append(files, file{"shp", p.writeShapes}, file{"shx", p.writeIndex}, file{"prj", text(wgs84)})
	}
	for _, f := range files {
		w, err := create(archive, p.name+"."+f.extension)
		if err != nil {
			return err
		}
		if err := f.fill(w); err != nil {
			return fmt.Errorf("%s.%s: %w", p.name, f.extension, err)
		}
	}
	return nil
}

// fileName keeps to letters that every program can open.
func fileName(layer string) string { return plain(layer) }
