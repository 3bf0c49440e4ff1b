package files

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"io/fs"
	"strings"
	"testing"
)

// forged is a zip of one file in whose list a number of bytes is changed: what it claims is not so.
func forged(t *testing.T, at int, value uint32) string {
	content := []byte(zipped(t, entry{"a.geojson", point}))
	list := bytes.Index(content, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(content[list+at:], value)
	return string(content)
}

// linking is a zip of a map and of links to what is not in it.
func linking(t *testing.T) string {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, text := range map[string]string{"link.geojson": "/else/where", "folder": "../..", "a.geojson": point} {
		header := &zip.FileHeader{Name: name}
		if text != point {
			header.SetMode(fs.ModeSymlink | 0o777)
		}
		f, err := w.CreateHeader(header)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// What is made to fill the memory is seen by how little of the archive it takes, long before the
// limit of all bytes, and what a zip claims of its files is not believed.
func TestArchivesThatClaimTooMuch(t *testing.T) {
	const start = `{"type": "FeatureCollection", "features": [`
	blanks, nodes := strings.Repeat(" ", 3*freeBytes/2), strings.Repeat("{},", freeBytes/2)
	deep := zipped(t, entry{"in.zip", zipped(t, entry{"a.geojson", start + blanks + "]}"})})
	noisy := noise(3 * freeBytes / 2)
	many := make([]entry, 2001)
	for i := range many {
		many[i] = entry{fmt.Sprintf("%d.geojson", i), point}
	}
	for _, tt := range []struct {
		name, file, content string
		want                string // a line of a table, or part of the error
	}{
		{"blanks in a zip", "x.zip", zipped(t, entry{"n/a.geojson", start + blanks + "]}"}), "n/a.geojson: the archive holds more than 200 times its own size"},
		{"nodes in a gzip", "x.geojson.gz", gzipped(t, start+nodes+"{}]}"), "the archive holds more than 200 times its own size"},
		{"a long text in KML", "x.zip", zipped(t, entry{"a.kml", "<kml><Document><name>" + blanks}), "a.kml: line 1: the archive holds more than 200 times"},
		{"a long cell", "x.zip", zipped(t, entry{"a.csv", "name,WKT\na" + blanks + ",POINT(1 2)\n"}), "a.csv: the archive holds more than 200 times"},
		{"in a zip in a zip", "x.zip", deep, "in.zip/a.geojson: the archive holds more than 200 times"},
		{"much that is not of one text", "x.geojson.gz", gzipped(t, `{"type": "FeatureCollection", "note": "`+noisy+`", "features": [`+feature+`]}`), "GeoJSON Iğdır"},
		{"blanks behind much noise", "x.geojson.gz", gzipped(t, `{"note": "`+noise(2*freeBytes)+`", "features": [`+strings.Repeat(" ", 3*maxCredit/2)+"]}"), "the archive holds more than 200 times its own size"},
		{"a longer file than there is", "x.zip", forged(t, 24, 1<<31), "a.geojson: unexpected EOF: is the archive whole?"},
		{"a shorter one", "x.zip", forged(t, 24, 10), "a.geojson: zip: not a valid zip file"},
		{"a file that begins behind the end", "x.zip", forged(t, 42, 1<<30), "a.geojson: EOF: is the archive whole?"},
		{"another sum", "x.zip", forged(t, 16, 7), "a.geojson: zip: checksum error"},
		{"links", "x.zip", linking(t), "a.geojson GeoJSON Iğdır"},
		{"many files", "x.zip", zipped(t, many...), "it holds more than 100000 files"},
	} {
		tables, left, err := readEach(t, written(t, tt.file, tt.content), Options{}, limit{bytes: 256 << 20, files: 2000})
		got := strings.Join(tables, "\n")
		got = got[:min(len(got), 1000)]
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, tt.want) {
			t.Errorf("%s: got %q, want %q in it", tt.name, got, tt.want)
		}
		if links := "folder (no file), link.geojson (no file)"; tt.name == "links" && strings.Join(left, ", ") != links {
			t.Errorf("%s: left out %q, want %q", tt.name, left, links)
		}
	}
}

// feature is that of point.
const feature = `{"type": "Feature", "properties": {"name": "Iğdır"}, "geometry": {"type": "Point", "coordinates": [44, 39.9]}}`

// noise is text of digits that does not become small when it is packed.
func noise(n int) string {
	out := make([]byte, n)
	for i, state := 0, uint32(1); i < n; i++ {
		state = state*1664525 + 1013904223
		out[i] = '0' + byte(state>>24)%10
	}
	return string(out)
}
