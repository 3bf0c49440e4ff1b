package csv

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
)

func TestReadWhatIsWritten(t *testing.T) {
	layer := geo.Layer{
		Fields: []geo.Field{{Name: "id"}, {Name: "note"}},
		Features: []geo.Feature{
			{Geometry: orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}}, Values: []any{"a", "=1+1"}},
			{Geometry: orb.Point{46.5, -39}, Values: []any{"b", "Şuşa, \"Շուշի\"\nШуша"}},
			{Values: []any{"c", nil}},
		},
	}
	for _, bom := range []bool{false, true} {
		var out bytes.Buffer
		if err := Write(&out, layer, geo.Meta{}, Options{BOM: bom}); err != nil {
			t.Fatal(err)
		}
		if got, err := Read(&out); err != nil || !reflect.DeepEqual(got, layer) {
			t.Errorf("got  %v, %v\nwant %v", got, err, layer)
		}
	}
}

func TestReadDelimiters(t *testing.T) {
	for _, text := range []string{"a,b\n1,2\n", "a;b\n1;2\n", "a\tb\r\n1\t2\r\n", "\xef\xbb\xbfa,b\n1,2"} {
		layer, err := Read(strings.NewReader(text))
		if err != nil || len(layer.Fields) != 2 || layer.Fields[0].Name != "a" || !reflect.DeepEqual(layer.Features[0].Values, []any{"1", "2"}) {
			t.Errorf("%q: got %v, %v", text, layer, err)
		}
	}
	for text, says := range map[string]string{"": "is empty", "a,b\n1\n": "line 2", "a\n\"x": "quote", "a,wkt\n1,POINT(x)\n": "line 2: well-known text", "a\n\xff\n": "UTF-8"} {
		if _, err := Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: got %v, want an error that says %q", text, err, says)
		}
	}
}

func TestReadWKT(t *testing.T) {
	for text, want := range map[string]orb.Geometry{
		"POINT (1 2)": orb.Point{1, 2}, "point z(1 2 3)": orb.Point{1, 2}, "POINTZ (1 2 3)": orb.Point{1, 2}, "SRID=4326;POINT(1e1 -2.5)": orb.Point{10, -2.5},
		"LINESTRING(1 2,3 4)": orb.LineString{{1, 2}, {3, 4}}, "POLYGON EMPTY": nil, "POLYGON Z EMPTY": nil, "": nil,
		"MULTIPOINT(1 2,3 4)": orb.MultiPoint{{1, 2}, {3, 4}}, "MULTIPOINT((1 2),(3 4))": orb.MultiPoint{{1, 2}, {3, 4}},
		"POLYGON((0 0, 1 0 , 1 1,0 0),( 0 0,1 1,0 1,0 0))": orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}, {{0, 0}, {1, 1}, {0, 1}, {0, 0}}},
		"GEOMETRYCOLLECTION(POINT(1 2),POINT EMPTY)":       orb.Collection{orb.Point{1, 2}},
	} {
		if got, err := readWKT(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{
		"POINT", "POINT(1)", "POINT(1 2", "POINT(1 2) x", "POINT(1 2,3 4)", "CIRCLE(1 2)", "SRID=3857;POINT(1 2)", "POLYGON(0 0,1 1)", "POINT(1e999 2)",
		strings.Repeat("GEOMETRYCOLLECTION(", 50), "(1 2)", "POINT(1 2))",
	} {
		if got, err := readWKT(text); err == nil {
			t.Errorf("%q: got %v, want an error", text, got)
		}
	}
}

// What is read can be written and is read again as the same.
func FuzzReadWKT(f *testing.F) {
	f.Add("POLYGON((0 0,1 0,1 1,0 0))")
	f.Add("MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5)))")
	f.Add("GEOMETRYCOLLECTION(POINT M(1 2 3),LINESTRING(1 2,3 4))")
	f.Fuzz(func(t *testing.T, text string) {
		g, err := readWKT(text)
		if g = geo.Plain(g); err != nil || g == nil {
			return
		}
		written := string(appendWKT(nil, g))
		again, err := readWKT(written)
		if err != nil || outline(geo.Plain(again)) != outline(g) {
			t.Errorf("%q: got %s, then %v, %v", text, written, again, err)
		}
	})
}

// outline is what does not depend on the direction of rings.
func outline(g orb.Geometry) string {
	n := 0
	for range geo.Positions(g) {
		n++
	}
	return fmt.Sprint(g.GeoJSONType(), n, g.Bound())
}
