package geoparquet_test

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/geoparquet"
)

// What is written comes back: types, nulls, days of all years, and what the file says of itself.
func TestReadWritten(t *testing.T) {
	written := layer
	written.Features = append(written.Features[:3:3], geo.Feature{ID: "", Geometry: orb.MultiPolygon{{{{0, 0}, {4, 0}, {4, 4}, {0, 0}}, {{1, 0.5}, {2, 1}, {2, 0.5}, {1, 0.5}}}}, Values: []any{"", nil, int64(math.MinInt64), math.MaxFloat64, nil, "-0044-03-15"}})
	var file bytes.Buffer
	if err := geoparquet.Write(&file, written, geo.Meta{Licence: "CC-BY-4.0", Title: "Zones"}); err != nil {
		t.Fatal(err)
	}
	got, notes, err := geoparquet.Read(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil || len(notes) > 0 {
		t.Fatalf("got %v, notes %q", err, notes)
	}
	if !reflect.DeepEqual(got.Fields, written.Fields) {
		t.Errorf("fields: got %v, want %v", got.Fields, written.Fields)
	}
	if want := map[string]string{"licence": "CC-BY-4.0", "title": "Zones"}; !reflect.DeepEqual(got.Metadata, want) {
		t.Errorf("metadata: got %v, want %v", got.Metadata, want)
	}
	for i, f := range got.Features {
		want := written.Features[i]
		if fmt.Sprint(f.Values) != fmt.Sprint(want.Values) {
			t.Errorf("row %d: got %v, want %v", i, f.Values, want.Values)
		}
		if g := geo.WoundAll(want.Geometry, false); !reflect.DeepEqual(f.Geometry, g) {
			t.Errorf("row %d: got %v, want %v", i, f.Geometry, g)
		}
	}
}

// The testdata are what geopandas 1.2 writes, with well-known binary and with nested coordinates.
func TestReadGeopandas(t *testing.T) {
	want := []string{
		`"a" [a x 1 true 2020-02-29 2020-01-01 2020-01-01T12:30:00Z 1.25 p] [[[[0 0] [2 0] [2 2] [0 0]] [[1 0.5] [1.5 0.5] [1.5 0.75] [1 0.5]]] [[[4 0] [5 0] [5 1] [4 0]]]]`,
		`"b" [b <nil> <nil> false <nil> <nil> <nil> <nil> q] <nil>`,
		`"c" [c  -3 <nil> 1815-06-09 1999-12-31 2021-05-06T00:00:00Z -100.01 p] [[[[6 0] [7 0] [7 1] [6 0]]]]`,
	}
	const types = "id:0 nâme:0 n:1 ok:3 day:4 at:4 when:0 sum:2 kind:0 "
	for name, left := range map[string]string{
		"wkb":    "[columns of lists and structures are left out: list columns of bytes are left out: raw columns of numbers of rows are left out: __index_level_0__]",
		"nested": "[columns of lists and structures are left out: list columns of bytes are left out: raw]",
	} {
		content, err := os.ReadFile(filepath.Join("testdata", "geopandas-"+name+".parquet"))
		if err != nil {
			t.Fatal(err)
		}
		got, notes, err := geoparquet.Read(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			t.Fatal(name, err)
		}
		fields := ""
		for _, f := range got.Fields {
			fields += fmt.Sprintf("%s:%d ", f.Name, f.Type)
		}
		if fmt.Sprint(notes) != left || fields != types {
			t.Errorf("%s: got %s and %q, want %s and %q", name, fmt.Sprint(notes), fields, left, types)
		}
		for i, f := range got.Features {
			if text := fmt.Sprintf("%q %v %v", f.ID, f.Values, f.Geometry); text != want[i] {
				t.Errorf("%s, row %d: got\n%s, want\n%s", name, i+1, text, want[i])
			}
		}
	}
}

// file writes rows of a Go type, with what the key geo says unless it is empty.
func file[T any](t testing.TB, about string, rows ...T) []byte {
	t.Helper()
	var out bytes.Buffer
	var options []parquet.WriterOption
	if about != "" {
		options = append(options, parquet.KeyValueMetadata("geo", about))
	}
	if err := parquet.Write(&out, rows, options...); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

type xy struct {
	X float64 `parquet:"x"`
	Y float64 `parquet:"y"`
}

type bytesRow struct {
	Name     string `parquet:"name"`
	Geometry []byte `parquet:"geometry"`
}

const aPoint = "\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\xf0\x3f\x00\x00\x00\x00\x00\x00\x00\x40"

func encoded(kind, more string) string {
	return fmt.Sprintf(`{"version":"1.1.0","primary_column":"geometry","columns":{"geometry":{"encoding":%q,"geometry_types":[]%s}}}`, kind, more)
}

func TestReadEncodings(t *testing.T) {
	type point struct {
		Geometry xy `parquet:"geometry"`
	}
	type line struct {
		Geometry []xy `parquet:"geometry,list"`
	}
	for _, tt := range []struct {
		name    string
		content []byte
		want    string // shapes and notes
	}{
		{"point", file(t, encoded("point", ""), point{xy{1, 2}}, point{xy{3, 4}}), "[1 2] [3 4] []"},
		{"line", file(t, encoded("linestring", ""), line{[]xy{{1, 2}, {3, 4}}}, line{}), "[[1 2] [3 4]] <nil> []"},
		{"points", file(t, encoded("multipoint", ""), line{[]xy{{1, 2}, {3, 4}}}), "[[1 2] [3 4]] []"},
		{"no metadata, a usual name", file(t, "", bytesRow{"a", []byte(aPoint)}), "[1 2] [the file is no GeoParquet: column \"geometry\" is taken for well-known binary with longitude and latitude in WGS 84]"},
		{"a system as good", file(t, encoded("WKB", `,"crs":{"type":"GeographicCRS","name":"ETRS89","id":{"authority":"EPSG","code":4258}}`), bytesRow{"a", []byte(aPoint)}), "[1 2] [ETRS89 is taken for WGS 84, from which it differs by a few metres at most]"},
		{"system unknown", file(t, encoded("WKB", `,"crs":null`), bytesRow{"a", []byte(aPoint)}), "[1 2] [the file says that its reference system is not known: taken for longitude and latitude in WGS 84]"},
		{"round edges", file(t, encoded("WKB", `,"edges":"spherical"`), bytesRow{"a", []byte(aPoint)}), "[1 2] [edges are those of a sphere there: taken as straight in longitude and latitude]"},
		{"infinite", file(t, "", struct{ N float64 }{math.Inf(1)}, struct{ N float64 }{7}), "<nil> <nil> [column \"N\": values that are not finite, or no moment of the calendar, are left out: 1]"},
		{"not a number", file(t, "", struct{ N, M float32 }{float32(math.NaN()), float32(math.Inf(-1))}), "<nil> [column \"M\": values that are not finite, or no moment of the calendar, are left out: 1 column \"N\": values that are not finite, or no moment of the calendar, are left out: 1]"},
		{"finite", file(t, "", struct{ N float64 }{math.MaxFloat64}), "<nil> []"},
		{"no geometry at all", file(t, "", struct{ N int64 }{7}), "<nil> []"},
	} {
		got, notes, err := geoparquet.Read(bytes.NewReader(tt.content), int64(len(tt.content)))
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		text := ""
		for _, f := range got.Features {
			text += fmt.Sprint(f.Geometry) + " "
		}
		if text += fmt.Sprint(notes); text != tt.want {
			t.Errorf("%s: got %s, want %s", tt.name, text, tt.want)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	good := file(t, encoded("WKB", ""), bytesRow{"a", []byte(aPoint)})
	for _, tt := range []struct {
		name    string
		content []byte
		says    string
	}{
		{"another system", file(t, encoded("WKB", `,"crs":{"type":"ProjectedCRS","name":"WGS 84 / UTM 38N","id":{"authority":"EPSG","code":32638}}`), bytesRow{}), `reference system EPSG:32638 "WGS 84 / UTM 38N": want WGS 84`},
		{"projected, without an id", file(t, encoded("WKB", `,"crs":{"type":"ProjectedCRS","name":"WGS 84 / UTM"}`), bytesRow{}), "want WGS 84"},
		{"an encoding that nobody knows", file(t, encoded("WKT", ""), bytesRow{}), `encoding "WKT": want WKB`},
		{"points that are bytes", file(t, encoded("point", ""), bytesRow{}), `want numbers "x" in 0 lists`},
		{"binary that is a number", file(t, encoded("WKB", ""), struct {
			Geometry int64 `parquet:"geometry"`
		}{}), "want bytes"},
		{"no such column", file(t, strings.ReplaceAll(encoded("WKB", ""), "geometry\"", "shape\""), bytesRow{}), `a column "shape" of geometries, which is missing`},
		{"metadata that are no JSON", file(t, "{", bytesRow{}), `metadata "geo"`},
		{"geometry cut short", file(t, encoded("WKB", ""), bytesRow{"a", []byte(aPoint[:9])}), `column "geometry": row 1: it ends too early`},
		{"file cut short", good[:len(good)-9], "is it whole?"},
		{"metadata that claim to be long", slices.Concat(good[:len(good)-8], []byte("\xff\xff\xff\xffPAR1")), "claim to be longer"},
		{"another file", []byte("PAR0 and so forth"), "first bytes"},
		{"nothing", nil, "too short"},
	} {
		if _, _, err := geoparquet.Read(bytes.NewReader(tt.content), int64(len(tt.content))); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: got %v, want %q", tt.name, err, tt.says)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(file(f, encoded("WKB", ""), bytesRow{"a", []byte(aPoint)}))
	f.Add(file(f, encoded("point", ""), struct {
		Geometry xy `parquet:"geometry"`
	}{}))
	f.Fuzz(func(t *testing.T, content []byte) {
		got, _, err := geoparquet.Read(bytes.NewReader(content), int64(len(content)))
		for i := range got.Features {
			if err != nil || got.Check(&got.Features[i]) != nil && !hasNaN(got.Features[i].Geometry) {
				t.Fatalf("got %v with %v, %v", got.Features[i], err, got.Check(&got.Features[i]))
			}
		}
	})
}

func hasNaN(g orb.Geometry) bool {
	for p := range geo.Positions(g) {
		if math.IsNaN(p[0]+p[1]) || math.IsInf(p[0]+p[1], 0) {
			return true
		}
	}
	return false
}
