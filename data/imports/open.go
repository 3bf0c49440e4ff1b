// Package imports makes dataset directories of the files of other programs.
package imports

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"demarc/data/date"
	"demarc/data/date/spelling"
	"demarc/geo"
	"demarc/geo/csv"
	"demarc/geo/flatgeobuf"
	"demarc/geo/geojson"
	"demarc/geo/geopackage"
	"demarc/geo/geoparquet"
	"demarc/geo/kml"
	"demarc/geo/shapefile"
	"demarc/geo/topojson"
)

// table is one table of a file.
type table struct {
	geo.Layer
	format string         // in words
	notes  []string       // what the reader left out or guessed
	end    End            // of its intervals, if that is known
	files  *date.Interval // the days of the first file and the last, if each shows a day
	// ofZones is the first of the columns that say something of a zone and not of its periods; 0:
	// there are none
	ofZones int
}

// maxUnzipped is how many bytes are read from all files of a zip: more is taken for a trap.
const maxUnzipped = 4 << 30

// readTables reads every table of a file, whatever its format is called: its first bytes tell. A
// directory is one of GeoJSON files with days in their names or of Shapefiles, and a .shp stands
// for the files beside it.
func readTables(ctx context.Context, name string, order spelling.Order) ([]table, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		if found, err := findSnapshots(name, order); err != nil || found.files != nil {
			if err != nil {
				return nil, err
			}
			t, err := readSnapshots(ctx, name, found)
			return []table{t}, err
		}
		return shapefiles(shapefile.Read(os.DirFS(name)))
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	start := make([]byte, 512)
	n, err := io.ReadFull(f, start)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, fmt.Errorf("is empty: want %s", wantedFormats)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	switch start = bytes.TrimLeft(bytes.TrimPrefix(start[:n], []byte("\xef\xbb\xbf")), " \t\r\n"); {
	case bytes.HasPrefix(start, []byte("SQLite format 3\x00")):
		return geopackages(ctx, name)
	case bytes.HasPrefix(start, []byte("fgb\x03")):
		layer, _, err := flatgeobuf.Read(f)
		return []table{{Layer: layer, format: "FlatGeobuf"}}, err
	case bytes.HasPrefix(start, []byte("PAR1")):
		layer, notes, err := geoparquet.Read(f, info.Size())
		return []table{{Layer: layer, format: "GeoParquet", notes: notes}}, err
	case bytes.HasPrefix(start, []byte("PK\x03\x04")):
		return zipped(f, info.Size())
	case bytes.HasPrefix(start, []byte("<")):
		layer, notes, err := kml.Read(f)
		return []table{{Layer: layer, format: "KML", notes: notes}}, err
	case bytes.HasPrefix(start, []byte("{")), bytes.HasPrefix(start, []byte("\x1e")):
		return features(f)
	case bytes.HasPrefix(start, []byte{0, 0, 0x27, 0x0a}), strings.EqualFold(filepath.Ext(name), ".dbf"):
		layer, err := shapefile.ReadOne(os.DirFS(filepath.Dir(name)), filepath.Base(name))
		return shapefiles([]shapefile.Layer{layer}, err)
	}
	if extension := strings.ToLower(filepath.Ext(name)); extension == ".csv" || extension == ".tsv" {
		layer, err := csv.Read(f)
		return []table{{Layer: layer, format: "CSV"}}, err
	}
	return nil, fmt.Errorf("its first bytes are those of no format that is known: want %s", wantedFormats)
}

const wantedFormats = "GeoJSON, TopoJSON, GeoPackage, GeoParquet, FlatGeobuf, KML, KMZ, CSV with WKT, or a Shapefile as .shp, folder or zip"

func shapefiles(layers []shapefile.Layer, err error) ([]table, error) {
	var tables []table
	for _, l := range layers {
		tables = append(tables, table{Layer: l.Layer, format: "Shapefile", notes: l.Notes})
	}
	return tables, err
}

func geopackages(ctx context.Context, name string) ([]table, error) {
	read, err := geopackage.Read(ctx, name)
	if err != nil {
		return nil, errors.Unwrap(err) // without the name, which is said anyway
	}
	var tables []table
	for _, t := range read {
		tables = append(tables, table{Layer: t.Layer, format: "GeoPackage"})
	}
	return tables, nil
}

// zipped reads a KMZ, or the Shapefiles of a zip.
func zipped(f *os.File, size int64) ([]table, error) {
	archive, err := zip.NewReader(f, size)
	if err != nil {
		return nil, fmt.Errorf("%w: is the file whole?", err)
	}
	left := int64(maxUnzipped)
	files := limited{archive, &left}
	var tables []table
	for _, entry := range archive.File {
		if !strings.EqualFold(filepath.Ext(entry.Name), ".kml") {
			continue
		}
		t, err := readKML(files, entry.Name)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", entry.Name, err)
		}
		tables = append(tables, t)
	}
	if tables != nil {
		return tables, nil
	}
	return shapefiles(shapefile.Read(files))
}

// readKML reads one of the files of a KMZ; the first often only links to the others.
func readKML(fsys fs.FS, name string) (table, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return table{}, err
	}
	defer f.Close()
	layer, notes, err := kml.Read(f)
	return table{Layer: layer, format: "KMZ", notes: notes}, err
}

// limited gives no more than so many bytes of all files together.
type limited struct {
	fs.FS
	left *int64
}

func (l limited) Open(name string) (fs.File, error) {
	f, err := l.FS.Open(name)
	if err != nil {
		return nil, err
	}
	if dir, ok := f.(fs.ReadDirFile); ok {
		return dir, nil
	}
	return limitedFile{f, l.left}, nil
}

type limitedFile struct {
	fs.File
	left *int64
}

func (f limitedFile) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	if *f.left -= int64(n); *f.left < 0 {
		return 0, fmt.Errorf("the zip holds more than %d GiB: unzip it, if that is right", maxUnzipped>>30)
	}
	return n, err
}

// Stat does not pass on the size that the zip claims.
func (f limitedFile) Stat() (fs.FileInfo, error) {
	info, err := f.File.Stat()
	return unsized{info}, err
}

type unsized struct{ fs.FileInfo }

func (unsized) Size() int64 { return 0 }

func topologies(document []byte) ([]table, error) {
	layers, err := topojson.Read(document)
	var tables []table
	for _, l := range layers {
		tables = append(tables, table{Layer: l, format: "TopoJSON"})
	}
	return tables, err
}

// features reads GeoJSON or TopoJSON.
func features(f io.Reader) ([]table, error) {
	document, err := io.ReadAll(f)
	if err != nil {
		return nil, err
	}
	if topojson.Is(document) {
		return topologies(document)
	}
	layer, faults, err := geojson.ReadLayer(collected(document))
	if err != nil {
		return nil, err
	}
	t := table{Layer: layer, format: "GeoJSON"}
	var first []error
	for _, fault := range faults {
		line := fmt.Errorf("line %d: %s", fault.Line, fault.Message)
		if fault.Line == 0 {
			line = errors.New(fault.Message)
		}
		if fault.Hint != "" {
			line = fmt.Errorf("%w (%s)", line, fault.Hint)
		}
		if fault.Warning {
			t.notes = append(t.notes, line.Error())
			continue
		}
		if first = append(first, line); len(first) == 10 {
			break
		}
	}
	return []table{t}, errors.Join(first...)
}

// collected makes one document of a feature on each line, or of a sequence (RFC 8142), without
// changing the number of any line.
func collected(document []byte) []byte {
	first, _, _ := bytes.Cut(bytes.TrimSpace(document), []byte("\n"))
	separator := []byte("\n")
	if bytes.HasPrefix(first, []byte("\x1e")) {
		separator = []byte("\x1e")
	} else {
		var feature struct{ Type string }
		if json.Unmarshal(first, &feature) != nil || feature.Type != "Feature" {
			return document
		}
	}
	out := []byte(`{"type": "FeatureCollection", "features": [`)
	some := false
	for i, text := range bytes.Split(document, separator) {
		if i > 0 && separator[0] == '\n' {
			out = append(out, '\n')
		}
		if len(bytes.TrimSpace(text)) == 0 {
			continue
		}
		if some {
			out = append(out, ',')
		}
		out, some = append(out, text...), true
	}
	return append(out, "]}"...)
}

// choose returns the table with the name, or the only one with geometries, or the only one with
// rows.
func choose(tables []table, name string) (table, error) {
	if name != "" {
		for _, t := range tables {
			if t.Name == name {
				return t, nil
			}
		}
		return table{}, fmt.Errorf("no table is called %q: want one of %s", name, list(tables))
	}
	filled := slices.DeleteFunc(slices.Clone(tables), func(t table) bool { return len(t.Features) == 0 })
	drawn := slices.DeleteFunc(slices.Clone(filled), func(t table) bool {
		return !slices.ContainsFunc(t.Features, func(f geo.Feature) bool { return f.Geometry != nil })
	})
	if len(drawn) == 0 {
		drawn = filled
	}
	switch len(drawn) {
	case 0:
		return table{}, errors.New("there is no feature in it")
	case 1:
		return drawn[0], nil
	}
	return table{}, fmt.Errorf("it holds %d tables, %s: say which with -layer", len(drawn), list(drawn))
}

func list(tables []table) string {
	names := make([]string, len(tables))
	for i, t := range tables {
		names[i] = t.Name
	}
	return strings.Join(names, ", ")
}
