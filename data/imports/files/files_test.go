package files

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

const point = `{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "Iğdır"}, "geometry": {"type": "Point", "coordinates": [44, 39.9]}}]}`

// entry is a file of a zip.
type entry struct{ name, content string }

func zipped(t testing.TB, entries ...entry) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, e := range entries {
		f, err := w.Create(e.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(e.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func gzipped(t testing.TB, content string) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func written(t testing.TB, name, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

// readEach opens and reads all, and returns a line for each table.
func readEach(t testing.TB, name string, o Options, l limit) (tables []string, left []string, err error) {
	t.Helper()
	s, err := open(t.Context(), name, o, l)
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if s.temporary == nil {
			return
		}
		if _, err := os.Stat(s.temporary.Path); err == nil {
			t.Errorf("%s is left behind", s.temporary.Path)
		}
	}()
	if err != nil {
		return nil, nil, err
	}
	for _, f := range s.Files {
		read, err := s.Read(t.Context(), f)
		if err != nil {
			return nil, nil, err
		}
		for _, table := range read {
			line := table.File + " " + table.Format
			for _, f := range table.Features {
				line += " " + f.Text(0)
			}
			for _, note := range table.Notes {
				line += "; " + note
			}
			tables = append(tables, strings.TrimSpace(line))
		}
	}
	return tables, s.Left, nil
}

var generous = limit{bytes: 1 << 20, files: 100}

// What archives hold has limits, all of them together, and their names lead nowhere.
func TestHostileArchives(t *testing.T) {
	zeros := strings.Repeat("\x00", 1<<20)
	half := strings.Repeat(" ", 1<<18)
	deep := zipped(t, entry{"a.geojson", point})
	for range 3 {
		deep = zipped(t, entry{"in.zip", deep})
	}
	many := make([]entry, 101)
	for i := range many {
		many[i] = entry{fmt.Sprintf("%d.txt", i), "x"}
	}
	for _, tt := range []struct {
		name, file, content string
		want                string // a line of a table, or part of the error
	}{
		{"a bomb", "x.zip", zipped(t, entry{"a.dbf", zeros}, entry{"b.geojson", point}), "holds more than 4 GiB"},
		{"a bomb in gzip", "x.geojson.gz", gzipped(t, `{"type": "FeatureCollection"`+zeros), "holds more than 4 GiB"},
		{"a bomb in parts", "x.zip", zipped(t, entry{"a.geojson", "{" + half + point[1:]}, entry{"b.geojson", "{" + half + point[1:]}, entry{"c.geojson", "{" + half + point[1:]}, entry{"d.geojson", "{" + half + point[1:]}), "holds more than 4 GiB"},
		{"a bomb within", "x.zip", zipped(t, entry{"a.zip", zipped(t, entry{"a.kml", "<kml>" + strings.Repeat(half, 5)})}), "holds more than 4 GiB"},
		{"a bomb of a GeoPackage", "x.gpkg.gz", gzipped(t, "SQLite format 3\x00"+zeros), "holds more than 4 GiB"},
		{"deep archives", "x.zip", deep, "in.zip/in.zip/in.zip: archives stand in each other deeper than 3"},
		{"deep gzips", "x.gz", gzipped(t, gzipped(t, gzipped(t, gzipped(t, point)))), "deeper than 3"},
		{"many files", "x.zip", zipped(t, many...), "holds more than 100000 files"},
		{"a name that leads out", "x.zip", zipped(t, entry{"../../../../tmp/out.geojson", point}), "tmp/out.geojson GeoJSON Iğdır"},
		{"a name from the root", "x.zip", zipped(t, entry{"/etc/out.geojson", point}), "etc/out.geojson GeoJSON Iğdır"},
		{"a name of Windows", "x.zip", zipped(t, entry{`in\out.geojson`, point}), "in/out.geojson GeoJSON Iğdır"},
		{"an archive whose name leads out", "x.zip", zipped(t, entry{"../../in.zip", zipped(t, entry{"../a.geojson", point})}), "in.zip/a.geojson GeoJSON Iğdır"},
		{"a name for the terminal", "x.zip", zipped(t, entry{"a\x1b[2J.geojson", point}), "a\ufffd[2J.geojson GeoJSON Iğdır"},
		{"a zip cut short", "x.zip", zipped(t, entry{"a.geojson", point})[:100], "is the file whole?"},
		{"a gzip cut short", "x.geojson.gz", gzipped(t, point)[:60], "is the archive whole?"},
		{"gzip of nothing", "x.gz", "\x1f\x8b", "is the file whole?"},
		{"an empty zip", "x.zip", zipped(t), "holds no file"},
		{"a part of a Shapefile", "x.shp.gz", gzipped(t, "\x00\x00\x27\x0a"+zeros[:100]), "want all of them in a zip"},
	} {
		tables, _, err := readEach(t, written(t, tt.file, tt.content), Options{}, generous)
		got := strings.Join(tables, "\n")
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, tt.want) {
			t.Errorf("%s: got %q, want %q in it", tt.name, got, tt.want)
		}
	}
}

// What cannot be read is called by its name, with the way to a format that can.
func TestUnreadable(t *testing.T) {
	tar := strings.Repeat("\x00", 257) + "ustar" + strings.Repeat("\x00", 300)
	for _, tt := range []struct{ file, content, want string }{
		{"x.pdf", "%PDF-1.7", "a PDF"},
		{"x.tab", "!table\n!version 300\n", "MapInfo TAB: convert it with ogr2ogr"},
		{"x.mif", "Version 300\n", "MapInfo MIF"},
		{"x.mdb", "\x00\x01\x00\x00Standard Jet DB\x00", "a personal geodatabase"},
		{"x.accdb", "\x00\x01\x00\x00Standard ACE DB\x00", "an Access file"},
		{"a00000001.gdbtable", "\x03\x00", "File Geodatabase"},
		{"x.tif", "II*\x00", "a picture (TIFF)"},
		{"x.jpg", "\xff\xd8\xff\xe0", "a picture (JPEG)"},
		{"x.dxf", "  0\nSECTION", "DXF"},
		{"x.osm.pbf", "\x00\x00\x00\x0e\x0a\x09OSMHeader", "OpenStreetMap data"},
		{"x.rar", "Rar!\x1a\x07", "a RAR archive"},
		{"x.7z", "7z\xbc\xaf\x27\x1c", "a 7z archive"},
		{"x.tar", tar, "a tar archive"},
		{"x.tar.gz", gzipped(t, tar), "a tar archive"},
		{"x.xls", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file"},
		{"x.ods", zipped(t, entry{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}), "an OpenDocument spreadsheet"},
		{"x.docx", zipped(t, entry{"[Content_Types].xml", "<x/>"}, entry{"word/document.xml", "<x/>"}), "a Word document"},
		{"x.qgz", zipped(t, entry{"x.qgs", "<qgis/>"}), "a QGIS project"},
		{"x.geojson", "<!DOCTYPE html>\n<html>", "a web page"},
		{"x.gml", `<?xml version="1.0"?><wfs:FeatureCollection xmlns:gml="x">`, "GML"},
		{"x.gpx", `<?xml version="1.0"?><gpx>`, "GPX"},
		{"x.json", `{"geometryType":"esriGeometryPolygon","features":[]}`, "ArcGIS JSON: ask the service for f=geojson"},
		{"x.xlsx", zipped(t, entry{"xl/workbook.xml", "<x/>"}), "an Excel workbook: save it as .csv"},
		{"x.gdb", "", "a File Geodatabase: convert it with ogr2ogr"},
		{"x.bin", "hello", "no format that is known"},
		{"x.bin", "", "is empty"},
	} {
		name := written(t, tt.file, tt.content)
		if tt.file == "x.gdb" {
			name = filepath.Join(t.TempDir(), tt.file)
			if err := os.Mkdir(name, 0o777); err != nil {
				t.Fatal(err)
			}
		}
		if tables, _, err := readEach(t, name, Options{}, generous); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v and %v, want an error that says %q", tt.file, tables, err, tt.want)
		}
		if tt.file == "x.gdb" || tt.content == "" || strings.Contains(tt.want, "save it as .csv") {
			continue // of which a folder speaks otherwise
		}
		folder := filepath.Dir(name)
		if err := os.WriteFile(filepath.Join(folder, "map.geojson"), []byte(point), 0o666); err != nil {
			t.Fatal(err)
		}
		want := tt.want
		if want == "no format that is known" {
			want = tt.file
		}
		tables, left, err := readEach(t, folder, Options{}, generous)
		if tt.file == "x.geojson" || err != nil || len(tables) != 1 || len(left) != 1 || !strings.Contains(left[0], want) {
			if tt.file != "x.geojson" || len(left) != 1 {
				t.Errorf("%s in a folder: got %v, left %v, %v, want it left out as %q", tt.file, tables, left, err, want)
			}
		}
	}
}

// Texts in other encodings are read as what they say, as what is given, or by a guess that is said.
func TestEncodings(t *testing.T) {
	encoded := func(e interface{ String(string) (string, error) }, text string) string {
		out, err := e.String(text)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	const table = "name;wkt\nIğdır;POINT(44 39.9)\n"
	little, big := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	for _, tt := range []struct{ name, file, content, encoding, want string }{
		{"GeoJSON in UTF-16", "x.geojson", encoded(little.NewEncoder(), point), "", "GeoJSON Iğdır"},
		{"GeoJSON in UTF-16, big end first", "x.json", encoded(big.NewEncoder(), point), "", "GeoJSON Iğdır"},
		{"GeoJSON in UTF-16 with another encoding given", "x.json", encoded(big.NewEncoder(), point), "cp1254", "GeoJSON Iğdır"},
		{"CSV in UTF-16, as Excel saves text", "x.csv", encoded(little.NewEncoder(), strings.ReplaceAll(table, ";", "\t")), "", "CSV Iğdır"},
		{"KML in UTF-16", "x.kml", encoded(little.NewEncoder(), `<?xml version="1.0" encoding="UTF-16"?><kml><Placemark><name>Iğdır</name></Placemark></kml>`), "", "KML Iğdır"},
		{"CSV in UTF-8", "x.csv", table, "", "CSV Iğdır"},
		{"CSV given", "x.csv", encoded(charmap.Windows1254.NewEncoder(), table), "windows-1254", "CSV Iğdır"},
		{"CSV not given", "x.csv", encoded(charmap.Windows1254.NewEncoder(), table), "", `"Iğdır" in Windows-1254`},
		{"the option is named", "x.csv", encoded(charmap.Windows1251.NewEncoder(), "name\nМосква\n"), "", "say which it is with -encoding"},
		{"CSV, western", "x.csv", encoded(charmap.Windows1252.NewEncoder(), "name\nKöln\n"), "", `CSV Köln; nothing says how texts are encoded, and they are not UTF-8: taken for Windows-1252, as in "Köln"; -encoding says otherwise`},
		{"GeoJSON given", "x.geojson", encoded(charmap.Windows1254.NewEncoder(), point), "1254", "GeoJSON Iğdır"},
		{"GeoJSON not given", "x.geojson", encoded(charmap.Windows1254.NewEncoder(), point), "", "UTF-8"},
		{"given and wrong", "x.csv", encoded(charmap.Windows1252.NewEncoder(), "name\nKöln\n"), "utf-8", "it is not UTF-8: say with -encoding what it is"},
		{"given and unknown", "x.csv", table, "klingon", `-encoding: encoding "klingon" is not known`},
	} {
		tables, _, err := readEach(t, written(t, tt.file, tt.content), Options{Encoding: tt.encoding}, generous)
		got := strings.Join(tables, "\n")
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, tt.want) {
			t.Errorf("%s: got %q, want %q in it", tt.name, got, tt.want)
		}
	}
}

// Links are followed to files of the folder, not out of it, nor to folders, which may lead round in
// a circle. What is no file at all is left out too.
func TestLinks(t *testing.T) {
	folder := t.TempDir()
	target := written(t, "target.geojson", point)
	inside := filepath.Join(folder, "b.geojson")
	if err := os.WriteFile(inside, []byte(point), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(folder, "pipe.geojson"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, to := range map[string]string{"a.geojson": "b.geojson", "out.geojson": target, "round": folder, "gone": filepath.Join(folder, "nowhere")} {
		if err := os.Symlink(to, filepath.Join(folder, name)); err != nil {
			t.Skip(err)
		}
	}
	tables, left, err := readEach(t, folder, Options{}, generous)
	want := "[a.geojson GeoJSON Iğdır b.geojson GeoJSON Iğdır]"
	out := "[gone (a broken link) out.geojson (a link that leads out of the folder) pipe.geojson (no file) round (a link to a folder)]"
	if err != nil || fmt.Sprint(tables) != want || fmt.Sprint(left) != out {
		t.Errorf("got %v, left %v, %v, want %s and the links left out", tables, left, err, want)
	}
}

func FuzzArchive(f *testing.F) {
	f.Add([]byte(zipped(f, entry{"a/x.geojson", point}, entry{"b.zip", zipped(f, entry{"c.kml", "<kml/>"})})))
	f.Add([]byte(gzipped(f, point)))
	f.Fuzz(func(t *testing.T, content []byte) {
		readEach(t, written(t, "x.zip", string(content)), Options{}, generous) // whatever it says, it ends
	})
}
