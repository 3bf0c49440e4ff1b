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
