package geopackage

import (
	"context"
	"database/sql"
	"encoding/binary"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkb"

	"demarc/geo"
)

func TestReadWhatIsWritten(t *testing.T) {
	square := orb.Polygon{{{46, 39}, {47, 39}, {47, 40}, {46, 39}}}
	layer := geo.Layer{
		Name:   "zones",
		Fields: []geo.Field{{Name: "id"}, {Name: "n", Type: geo.Int}, {Name: "x", Type: geo.Float}, {Name: "on", Type: geo.Bool}, {Name: "day", Type: geo.Date}},
		Features: []geo.Feature{
			{ID: "ə", Geometry: orb.MultiPolygon{square}, Values: []any{"ə", int64(5), 2.5, true, "2020-11-25"}},
			{ID: "b", Values: []any{"b", nil, nil, false, nil}},
		},
	}
	file := filepath.Join(t.TempDir(), "zones.gpkg")
	if err := Write(context.Background(), file, File{Tables: []Table{{Layer: layer, Title: "Zones"}}}); err != nil {
		t.Fatal(err)
	}
	tables, err := Read(context.Background(), file)
	if err != nil || len(tables) != 1 {
		t.Fatalf("got %d tables, %v", len(tables), err)
	}
	if !reflect.DeepEqual(tables[0].Layer, layer) || tables[0].Title != "Zones" {
		t.Errorf("got  %#v\nwant %#v", tables[0].Layer, layer)
	}
}

func TestReadRefusesWhatIsBroken(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "whole.gpkg")
	layer := geo.Layer{Name: "t", Fields: []geo.Field{{Name: "id"}}}
	for range 2000 {
		layer.Features = append(layer.Features, geo.Feature{Geometry: orb.Point{1, 2}, Values: []any{"a"}})
	}
	if err := Write(context.Background(), file, File{Tables: []Table{{Layer: layer}}}); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name    string
		content []byte
	}{{"empty", nil}, {"not SQLite", []byte(strings.Repeat("no", 5000))}, {"cut short", whole[:len(whole)/2]}, {"a page of zeros", append(make([]byte, 4096), whole[4096:]...)}} {
		broken := filepath.Join(dir, tt.name)
		if err := os.WriteFile(broken, tt.content, 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := Read(context.Background(), broken); err == nil {
			t.Errorf("%s: no error", tt.name)
		}
	}
}

// Other databases of SQLite are called what they are, with what makes a GeoPackage of them.
func TestReadOfOtherDatabases(t *testing.T) {
	file := filepath.Join(t.TempDir(), "spatialite.sqlite")
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE geometry_columns (f_table_name TEXT)"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(context.Background(), file); err == nil || !strings.Contains(err.Error(), "no GeoPackage: convert it with ogr2ogr out.gpkg in.sqlite") {
		t.Errorf("got %v, want how to convert it", err)
	}
}

// viewed is a GeoPackage with a view beside its table.
func viewed(t *testing.T, view string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.gpkg")
	layer := geo.Layer{Name: "t", Fields: []geo.Field{{Name: "id"}}, Features: []geo.Feature{{Geometry: orb.Point{1, 2}, Values: []any{"a"}}}}
	if err := Write(t.Context(), file, File{Tables: []Table{{Layer: layer}}}); err != nil {
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
	return file
}

// A view may have rows of any number and size, which its file does not hold.
func TestViewsHaveLimits(t *testing.T) {
	const endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT "
	for _, tt := range []struct {
		name, view, want string
		waits            bool // until its patience ends
	}{
		{"plain", "SELECT 'b' AS id FROM t", "", false},
		{"rows without end", endless + "x AS id FROM c", "table trap: row ", false},
		{"large values", endless + "hex(zeroblob(1 << 20)) AS id FROM c", "table trap: row ", false},
		{"a value larger than the file", "SELECT hex(zeroblob(1 << 28)) AS id", "too big", false},
		{"no row, without end", endless + "x AS id FROM c WHERE x < 0", "table trap: to read it takes longer than 1s: if it is a view, save its rows as a table", true},
	} {
		file := viewed(t, tt.view)
		db, err := sql.Open("sqlite", "file:"+file+"?mode=ro")
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		r, err := openReader(t.Context(), db, file)
		if err != nil {
			t.Fatal(err)
		}
		defer r.db.Close()
		if tt.waits {
			r.patience = time.Second
		}
		tables, err := r.tables()
		switch {
		case tt.want == "" && (err != nil || len(tables) != 2):
			t.Errorf("%s: got %d tables, %v, want 2", tt.name, len(tables), err)
		case tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%s: got %v, want %q in it", tt.name, err, tt.want)
		}
	}
}

// Whatever the bytes, there is a geometry or an error, and what orb writes is read back.
func FuzzReadBlob(f *testing.F) {
	for _, g := range []orb.Geometry{
		orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}, orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}, orb.Collection{orb.Point{1, 2}, orb.MultiPoint{{3, 4}}},
	} {
		content, err := blob(g)
		if err != nil {
			f.Fatal(err)
		}
		if got, err := readBlob(content); err != nil || !orb.Equal(got, g) {
			f.Errorf("got %v, %v; want %v", got, err, g)
		}
		big, err := wkb.Marshal(g, binary.BigEndian)
		if err != nil {
			f.Fatal(err)
		}
		if got, err := readBlob(append([]byte("GP\x00\x00\x00\x00\x00\x00"), big...)); err != nil || !orb.Equal(got, g) {
			f.Errorf("big endian: got %v, %v; want %v", got, err, g)
		}
		f.Add(content)
	}
	f.Add([]byte("GP\x00\x01\xe6\x10\x00\x00\x01\xe9\x03\x00\x00000000000000000000000000"))
	f.Fuzz(func(t *testing.T, content []byte) {
		readBlob(content)
	})
}
