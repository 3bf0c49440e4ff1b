//go:build linux && !race

package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/geopackage"
)

// mostPeak is what the import of a trap may take, in kilobytes of resident memory.
const mostPeak = 300 << 10

func init() { commandsOfTests["demarc-peak"] = withPeak }

// withPeak runs the program, and says at its end how much memory it has had at most.
func withPeak() {
	code := run(context.Background(), os.Args[1:], os.Stdout, os.Stderr)
	status, _ := os.ReadFile("/proc/self/status")
	fmt.Fprintf(os.Stderr, "peak %s\n", regexp.MustCompile(`VmHWM:\s*(\d+)`).FindSubmatch(status)[1])
	os.Exit(code)
}

// Files of up to 4 MB that say they hold gigabytes are refused, with what and where, before these
// are made: each in a process of its own, whose memory is looked at.
func TestBombs(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	const start = `{"type": "FeatureCollection", "features": [`
	row := `<row><c t="inlineStr"><is><t>` + strings.Repeat("a", 100) + `</t></is></c></row>`
	for _, tt := range []struct {
		file    string
		content func(t *testing.T, file string)
		want    string
	}{
		{"nodes.zip", zipBomb("a.geojson", start, "{},"), "a.geojson: the archive holds more than 200 times its own size"},
		{"texts.zip", zipBomb("a.csv", "name,WKT\n", "\"aaaa"), "a.csv: the archive holds more than 200 times its own size"},
		{"places.kmz", zipBomb("doc.kml", "<kml><Document>", "<Placemark/>"), "doc.kml: line 1: the archive holds more than 200 times its own size"},
		{"nodes.geojson.gz", gzipBomb(start, "{},"), "nodes.geojson.gz: the archive holds more than 200 times its own size"},
		{"rows.xlsx", zipBomb("xl/worksheets/sheet1.xml", "<worksheet><sheetData>", row), "more than 200 times the size of the file"},
		{"rows.gpkg", viewBomb("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS id FROM c"), "table trap: row "},
		{"values.gpkg", viewBomb("WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT hex(zeroblob(1 << 20)) AS id FROM c"), "table trap: row "},
		{"value.gpkg", viewBomb("SELECT hex(zeroblob(1 << 29)) AS id"), "too big"},
		{"columns.fgb", columnBomb(60_000), "feature "},
		{"numbers.fgb", columnBomb(800_000), "header: it has 800000 columns: want at most 65536"},
		{"rows.parquet", rowBomb, "row group 1: what it holds takes more than"},
		{"texts.parquet", textBomb, `column "name": what it holds takes more than`},
		{"page.parquet", pageBomb, `column "number": a page of `},
	} {
		t.Run(tt.file, func(t *testing.T) {
			folder := t.TempDir()
			file := filepath.Join(folder, tt.file)
			tt.content(t, file)
			if info, err := os.Stat(file); err != nil || info.Size() > 4<<20 {
				t.Fatalf("the trap is %d bytes, %v: want at most 4 MB", info.Size(), err)
			}
			command := exec.CommandContext(t.Context(), self)
			command.Args = []string{"demarc-peak", "import", file, filepath.Join(folder, "out")}
			var said bytes.Buffer
			command.Stderr = &said
			command.Run() // what it says is looked at
			_, peak, found := strings.Cut(strings.TrimSpace(said.String()), "\npeak ")
			kilobytes, err := strconv.Atoi(peak)
			if !found || err != nil || kilobytes > mostPeak {
				t.Errorf("took %q kB, want %d at most", peak, mostPeak)
			}
			t.Logf("%s kB", peak)
			if command.ProcessState.ExitCode() != exitFailed || !strings.Contains(said.String(), tt.want) || !strings.Contains(said.String(), tt.file) {
				t.Errorf("ended with %d and\n%.1000s\nwant %q", command.ProcessState.ExitCode(), said.String(), tt.want)
			}
		})
	}
}

// piece is how much text of a trap stands in one part of it, of which it has as many as are about
// 3 MB: the same bytes again and again.
const piece, packedBytes = 1 << 20, 3 << 20

func save(t *testing.T, file string, content []byte) {
	t.Helper()
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

// zipBomb is a zip of one file.
func zipBomb(name, start, again string) func(*testing.T, string) {
	return func(t *testing.T, file string) {
		deflated := func(text string, last bool) []byte {
			var out bytes.Buffer
			w, _ := flate.NewWriter(&out, flate.BestCompression)
			w.Write([]byte(text))
			w.Flush()
			if last {
				w.Close()
			}
			return out.Bytes()
		}
		part := deflated(strings.Repeat(again, piece/len(again)), false)
		times := packedBytes / len(part)
		packed := append(append(deflated(start, false), bytes.Repeat(part, times)...), deflated("", true)...)
		var out bytes.Buffer
		w := zip.NewWriter(&out)
		if strings.HasPrefix(name, "xl/") { // what is in a workbook
			if _, err := w.Create("xl/workbook.xml"); err != nil {
				t.Fatal(err)
			}
		}
		f, err := w.CreateRaw(&zip.FileHeader{
			Name: name, Method: zip.Deflate, CompressedSize64: uint64(len(packed)),
			UncompressedSize64: uint64(len(start) + times*(piece/len(again))*len(again)),
		})
		if err == nil {
			_, err = f.Write(packed)
		}
		if err != nil || w.Close() != nil {
			t.Fatal(err)
		}
		save(t, file, out.Bytes())
	}
}

// gzipBomb has its pieces one behind the other, as gzip allows.
func gzipBomb(start, again string) func(*testing.T, string) {
	return func(t *testing.T, file string) {
		packed := func(text string) []byte {
			var out bytes.Buffer
			w := gzip.NewWriter(&out)
			w.Write([]byte(text))
			w.Close()
			return out.Bytes()
		}
		part := packed(strings.Repeat(again, piece/len(again)))
		save(t, file, append(packed(start), bytes.Repeat(part, packedBytes/len(part))...))
	}
}

// viewBomb is a GeoPackage with a view.
func viewBomb(view string) func(*testing.T, string) {
	return func(t *testing.T, file string) {
		square := orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}
		layer := geo.Layer{Name: "t", Fields: []geo.Field{{Name: "id", Type: geo.String}}, Features: []geo.Feature{{ID: "a", Geometry: square, Values: []any{"a"}}}}
		if err := geopackage.Write(t.Context(), file, geopackage.File{Tables: []geopackage.Table{{Layer: layer}}}); err != nil {
			t.Fatal(err)
		}
		db, err := sql.Open("sqlite", file)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		for _, statement := range []string{"CREATE VIEW trap AS " + view, "INSERT INTO gpkg_contents (table_name, data_type) VALUES ('trap', 'attributes')"} {
			if _, err := db.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// columnBomb is a FlatGeobuf file whose columns are all the same, and whose many features have
// nothing, but a slot for each of them.
func columnBomb(columns int) func(*testing.T, string) {
	return func(t *testing.T, file string) {
		le := binary.LittleEndian
		var header []byte
		for _, v := range []uint32{24, 20 | 8<<16, 0, 0, 0, 4 << 16, 20, 4, uint32(columns)} { // root, vtable, table, vector
			header = le.AppendUint32(header, v)
		}
		for i := range columns {
			header = le.AppendUint32(header, uint32(4*(columns-i))) // the table behind them all
		}
		header = append(header, 0xfc, 0xff, 0xff, 0xff, 4, 0, 4, 0)
		content := []byte("fgb\x03fgb\x00")
		content = append(le.AppendUint32(content, uint32(len(header))), header...)
		feature := []byte{12, 0, 0, 0, 8, 0, 0, 0, 4, 0, 4, 0, 4, 0, 0, 0}
		save(t, file, append(content, bytes.Repeat(feature, 800_000/len(feature))...))
	}
}

// parquetOf writes rows, all the same.
func parquetOf[T any](t *testing.T, file string, rows int, row T, options ...parquet.WriterOption) {
	t.Helper()
	var out bytes.Buffer
	w := parquet.NewGenericWriter[T](&out, options...)
	batch := make([]T, 1000)
	for i := range batch {
		batch[i] = row
	}
	for range (rows + len(batch) - 1) / len(batch) {
		if _, err := w.Write(batch[:min(rows, len(batch))]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	save(t, file, out.Bytes())
}

func rowBomb(t *testing.T, file string) {
	parquetOf(t, file, 10_000_000, struct {
		Number *int64 `parquet:"number,optional"`
	}{})
}

func textBomb(t *testing.T, file string) {
	parquetOf(t, file, 30_000, struct {
		Name string `parquet:"name,dict"`
	}{strings.Repeat("a", 64<<10)})
}

func pageBomb(t *testing.T, file string) {
	parquetOf(t, file, 10_000_000, struct {
		Number int64 `parquet:"number"`
	}{}, parquet.Compression(&parquet.Zstd), parquet.PageBufferSize(64<<20))
}
