package csv_test

import (
	"bytes"
	stdcsv "encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"

	"demarc/geo"
	"demarc/geo/csv"
)

func layerOf(text any, g orb.Geometry) geo.Layer {
	return geo.Layer{
		Name:   "zones",
		Fields: []geo.Field{{Name: "id"}, {Name: "note"}, {Name: "rank", Type: geo.Int}, {Name: "area", Type: geo.Float}, {Name: "overlay", Type: geo.Bool}},
		Features: []geo.Feature{
			{ID: "a", Geometry: g, Values: []any{"a", text, -3, -1.5, true}},
			{ID: "b", Values: []any{"b", nil, nil, nil, nil}},
		},
	}
}

func write(t testing.TB, layer geo.Layer, options csv.Options) string {
	t.Helper()
	var file bytes.Buffer
	meta := geo.Meta{Dataset: "small", Version: "1.0.0", Snapshot: "0123", Licence: "CC-BY-4.0", Attribution: "somebody"}
	if err := csv.Write(&file, layer, meta, options); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

func TestWriteLess(t *testing.T) {
	layer := layerOf("x", orb.Point{46.5, 40})
	for _, tt := range []struct {
		options csv.Options
		want    string
	}{
		{csv.Options{Fields: true}, "id,note,rank,area,overlay,WKT\r\na,x,-3,-1.5,true,POINT (46.5 40)\r\nb,,,,,\r\n"},
		{csv.Options{Fields: true, Bare: true}, "id,note,rank,area,overlay\r\na,x,-3,-1.5,true\r\nb,,,,\r\n"},
		{csv.Options{Bare: true}, "id,note,rank,area,overlay,dataset,licence,attribution\r\n" +
			"a,x,-3,-1.5,true,small 1.0.0 (0123),CC-BY-4.0,somebody\r\nb,,,,,small 1.0.0 (0123),CC-BY-4.0,somebody\r\n"},
	} {
		if got := write(t, layer, tt.options); got != tt.want {
			t.Errorf("%+v: got %q, want %q", tt.options, got, tt.want)
		}
	}
}

func TestWrite(t *testing.T) {
	got := write(t, layerOf("Ağdam, \"Լեռ\"", orb.Point{46.5, 40}), csv.Options{})
	want := "id,note,rank,area,overlay,dataset,licence,attribution,WKT\r\n" +
		"a,\"Ağdam, \"\"Լեռ\"\"\",-3,-1.5,true,small 1.0.0 (0123),CC-BY-4.0,somebody,POINT (46.5 40)\r\n" +
		"b,,,,,small 1.0.0 (0123),CC-BY-4.0,somebody,\r\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if marked := write(t, layerOf("x", nil), csv.Options{BOM: true}); !strings.HasPrefix(marked, "\xEF\xBB\xBFid,") {
		t.Errorf("got %q, want a byte order mark first", marked[:8])
	}
}

// No cell may begin as a formula does; all else is left alone.
func TestFormulas(t *testing.T) {
	for text, want := range map[string]string{
		"=HYPERLINK(\"x\")": "'=HYPERLINK(\"x\")", "+1": "'+1", "-1": "'-1", "@SUM(1)": "'@SUM(1)", "\t=1": "'\t=1", "\r=1": "'\r=1",
		"a=1": "a=1", "'x": "'x", " =1": " =1", "": "",
	} {
		rows, err := stdcsv.NewReader(strings.NewReader(write(t, layerOf(text, nil), csv.Options{}))).ReadAll()
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if got := rows[1][1]; got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestGeometries(t *testing.T) {
	ring := orb.Ring{{0, 0}, {1, 0}, {1, 1}, {0, 0}}
	clockwise := slices.Clone(ring)
	slices.Reverse(clockwise)
	for want, g := range map[string]orb.Geometry{
		"POINT (0.1 -2)":                                     orb.Point{0.1, -2},
		"MULTIPOINT ((1 2), (3 4))":                          orb.MultiPoint{{1, 2}, {3, 4}},
		"LINESTRING (1 2, 3 4)":                              orb.LineString{{1, 2}, {3, 4}},
		"MULTILINESTRING ((1 2, 3 4))":                       orb.MultiLineString{{{1, 2}, {3, 4}}},
		"POLYGON ((0 0, 1 0, 1 1, 0 0))":                     orb.Polygon{ring},
		"MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))":              orb.MultiPolygon{{clockwise}},
		"GEOMETRYCOLLECTION (POINT (1 2), POINT (0.0001 4))": orb.Collection{orb.Point{1, 2}, orb.Point{1e-4, 4}},
	} {
		rows, err := stdcsv.NewReader(strings.NewReader(write(t, layerOf("x", g), csv.Options{}))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		got := rows[1][len(rows[1])-1]
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if _, err := wkt.Unmarshal(got); err != nil {
			t.Errorf("%s: %v", got, err)
		}
	}
}

// Whatever the texts, a reader of CSV gets them back, but for the apostrophe before formulas.
func FuzzTexts(f *testing.F) {
	f.Add("a,b\"c\r\n=d")
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := stdcsv.NewReader(strings.NewReader(write(t, layerOf(text, nil), csv.Options{}))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		want := strings.ReplaceAll(text, "\r\n", "\n") // the reader's own doing
		if got := rows[1][1]; got != want && got != "'"+want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}
