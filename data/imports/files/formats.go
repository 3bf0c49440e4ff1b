package files

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"demarc/geo/charset"
	"demarc/geo/csv"
	"demarc/geo/flatgeobuf"
	"demarc/geo/geopackage"
	"demarc/geo/geoparquet"
	"demarc/geo/kml"
	"demarc/geo/shapefile"
)

// format is a format that is read.
type format struct {
	is   func(in *input) bool // by the first bytes, or else the extension
	read func(ctx context.Context, in *input) ([]Table, error)
	// sure tells whether a file among others in a folder is of the format; nil: is does.
	sure func(in *input) bool
}

// formats are tried in this order; a format more is a row more.
var formats = []format{
	{is: begins("SQLite format 3\x00"), read: readGeoPackage, sure: named(".gpkg")},
	{is: begins("fgb\x03"), read: readFlatGeobuf},
	{is: begins("PAR1"), read: readGeoParquet},
	{is: begins("PK\x03\x04"), read: readWorkbook}, // other zips are opened before
	{is: begins("<"), read: readKML, sure: isKML},
	{is: begins("{", "\x1e"), read: readGeoJSON, sure: hasFeatures},
	{is: either(begins("\x00\x00\x27\x0a"), named(".shp", ".dbf")), read: readShapefile},
	{is: named(".csv", ".tsv"), read: readCSV},
}

func begins(starts ...string) func(*input) bool {
	return func(in *input) bool {
		return slices.ContainsFunc(starts, func(s string) bool { return bytes.HasPrefix(in.start, []byte(s)) })
	}
}

func named(extensions ...string) func(*input) bool {
	return func(in *input) bool { return slices.Contains(extensions, in.extension) }
}

func either(a, b func(*input) bool) func(*input) bool {
	return func(in *input) bool { return a(in) || b(in) }
}

// formatOf returns the format of a file, nil if none is known.
func formatOf(in *input) *format {
	if len(in.start) == 0 || unreadable(in) != "" {
		return nil
	}
	for i := range formats {
		if formats[i].is(in) {
			return &formats[i]
		}
	}
	return nil
}

func (f *format) surely(in *input) bool { return f.sure == nil || f.sure(in) }

// isKML tells KML from the styles and descriptions that lie beside maps.
func isKML(in *input) bool {
	return in.extension == ".kml" || bytes.Contains(bytes.ToLower(in.start), []byte("<kml"))
}

// hasFeatures tells a map from the settings and descriptions in JSON that lie beside it.
func hasFeatures(in *input) bool {
	if in.extension != ".json" {
		return true
	}
	const most = 1 << 20
	start, _ := io.ReadAll(io.LimitReader(in.Reader, most)) // a fault shows when it is read
	for _, word := range []string{`"Feature`, `"coordinates"`, `"Topology"`} {
		if bytes.Contains(start, []byte(word)) {
			return true
		}
	}
	return len(start) == most
}

func readGeoPackage(ctx context.Context, in *input) ([]Table, error) {
	name, err := in.local()
	if err != nil {
		return nil, err
	}
	read, err := geopackage.Read(ctx, name)
	if err != nil {
		return nil, errors.Unwrap(err) // without the name, which is said anyway
	}
	var tables []Table
	for _, t := range read {
		tables = append(tables, Table{Layer: t.Layer, Format: "GeoPackage", Notes: t.Notes})
	}
	return tables, nil
}

func readFlatGeobuf(_ context.Context, in *input) ([]Table, error) {
	layer, notes, err := flatgeobuf.Read(in)
	return []Table{{Layer: layer, Format: "FlatGeobuf", Notes: notes}}, err
}

func readGeoParquet(_ context.Context, in *input) ([]Table, error) {
	name, err := in.local()
	if err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	layer, notes, err := geoparquet.Read(f, info.Size())
	return []Table{{Layer: layer, Format: "GeoParquet", Notes: notes}}, err
}

func readKML(_ context.Context, in *input) ([]Table, error) {
	var r io.Reader = in
	if in.wide { // what it says of its encoding is of use there only together with its first bytes
		raw, err := in.set.open(in.file)
		if err != nil {
			return nil, err
		}
		defer raw.Close()
		r = raw
	}
	layer, notes, err := kml.Read(r)
	t := Table{Layer: layer, Format: "KML", Notes: notes}
	if in.file.kmz {
		t.Format = "KMZ"
	}
	return []Table{t}, err
}

func readShapefile(_ context.Context, in *input) ([]Table, error) {
	if in.file.gzipped > 0 {
		return nil, errors.New("it is one part of a Shapefile: want all of them in a zip")
	}
	layer, err := shapefile.Read(in.file.fsys, in.file.name, in.set.options.Encoding)
	for i, note := range layer.Notes {
		if strings.HasPrefix(note, charset.Unsaid) {
			layer.Notes[i] += otherwise
		}
	}
	return []Table{{Layer: layer.Layer, Format: "Shapefile", Notes: layer.Notes}}, encodingNamed(err)
}

const otherwise = "; -encoding says otherwise"

// encodingNamed names the option to those who are asked for an encoding.
func encodingNamed(err error) error {
	if err != nil && strings.Contains(err.Error(), charset.Unsaid) {
		return fmt.Errorf("%w; say which it is with -encoding", err)
	}
	return err
}

func readCSV(_ context.Context, in *input) ([]Table, error) {
	text, notes, err := in.text(true)
	if err != nil {
		return nil, err
	}
	layer, err := csv.Read(bytes.NewReader(text))
	return []Table{located(Table{Layer: layer, Format: "CSV", Notes: notes})}, err
}

// located makes points of columns of longitude and latitude.
func located(t Table) Table {
	layer, note := csv.Points(t.Layer)
	if t.Layer = layer; note != "" {
		t.Notes = append(t.Notes, note)
	}
	return t
}

func readWorkbook(_ context.Context, in *input) ([]Table, error) {
	if in.set.options.Workbook == nil {
		return nil, fmt.Errorf("it is %s: save it as .csv", workbook)
	}
	name, err := in.local()
	if err != nil {
		return nil, err
	}
	sheets, err := in.set.options.Workbook(name)
	if err != nil {
		return nil, err
	}
	var tables []Table
	for _, sheet := range sheets {
		if len(sheet.Rows) == 0 {
			continue
		}
		layer, err := csv.Of(sheet.Rows)
		if err != nil {
			return nil, fmt.Errorf("sheet %q: %w", sheet.Name, err)
		}
		layer.Name = sheet.Name
		tables = append(tables, located(Table{Layer: layer, Format: "Excel"}))
	}
	return tables, nil
}
