package wkt_test

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/wkt"
)

func TestParse(t *testing.T) {
	for text, want := range map[string]orb.Geometry{
		"POINT (1 2)": orb.Point{1, 2}, "point z(1 2 3)": orb.Point{1, 2}, "POINTZ (1 2 3)": orb.Point{1, 2}, "SRID=4326;POINT(1e1 -2.5)": orb.Point{10, -2.5},
		"LINESTRING(1 2,3 4)": orb.LineString{{1, 2}, {3, 4}}, "POLYGON EMPTY": nil, "POLYGON Z EMPTY": nil, "": nil,
		"MULTIPOINT(1 2,3 4)": orb.MultiPoint{{1, 2}, {3, 4}}, "MULTIPOINT((1 2),(3 4))": orb.MultiPoint{{1, 2}, {3, 4}},
		"POLYGON((0 0, 1 0 , 1 1,0 0),( 0 0,1 1,0 1,0 0))": orb.Polygon{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}, {{0, 0}, {1, 1}, {0, 1}, {0, 0}}},
		"GEOMETRYCOLLECTION(POINT(1 2),POINT EMPTY)":       orb.Collection{orb.Point{1, 2}},
		" srid = 4326 ; POINT ZM (1 2 3 4) ":               orb.Point{1, 2}, "MULTIPOINT(1 2 3,(3 4 5))": orb.MultiPoint{{1, 2}, {3, 4}}, " \n": nil, "CURVEPOLYGON EMPTY": nil,
		"MULTILINESTRING((1 2,3 4),(5 6,7 8))":          orb.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}},
		"MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((1 2,3 4)))": orb.MultiPolygon{{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}}, {{{1, 2}, {3, 4}}}},
	} {
		if got, err := wkt.Parse(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: got %v, %v; want %v", text, got, err, want)
		}
	}
	for text, says := range map[string]string{
		"POINT": "at the end: want (", "POINT(1)": `at byte 8, ")": want a number`, "POINT(1 2": "at the end: want , or )", "POINT(1 2) x": `at byte 12, "x": want the end`,
		"POINT(1 2,3 4)": `at byte 6, "(1 2,3 4)": want one position`, "MULTIPOINT((1 2,3 4))": "want one position",
		"CIRCLE(1 2)": `at byte 1, "CIRCLE(1 2)": want POINT`, "(1 2)": `at byte 1, "(1 2)": want POINT`, "POINT FOO(1 2)": "at byte 1",
		"SRID=3857;POINT(1 2)": `at byte 6, "3857;POINT(1 2)": want 4326`, "SRID=43261;POINT(1 2)": "want 4326", "SRID=4326,POINT(1 2)": "want ;",
		"SRID 4326;POINT(1 2)": "want =", "POLYGON(0 0,1 1)": `at byte 9, "0 0,1 1)": want (`, "POINT(1e999 2)": "want a number", "POINT(0x1 2)": `at byte 8, "x1 2)": want a number`,
		"POINT(1 2 3 4 5)": `at byte 15, "5)": want , or )`, "POINT(1 2))": `at byte 11, ")": want the end`, "POINT(nan 1)": "want a number",
		strings.Repeat("GEOMETRYCOLLECTION(", 50): "no more than 10 deep",
	} {
		got, err := wkt.Parse(text)
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: got %v, %v; want an error that says %q", text, got, err, says)
		}
		if at := (*wkt.Error)(nil); !errors.As(err, &at) || at.At < 0 || at.At > len(text) {
			t.Errorf("%q: %v does not say where", text, err)
		}
	}
}

func TestParsePrefix(t *testing.T) {
	const text = "MULTIPOINT(1 2,3 4) ) = TRUE"
	g, size, err := wkt.ParsePrefix(text, 2)
	if err != nil || text[size:] != " ) = TRUE" || !reflect.DeepEqual(g, orb.MultiPoint{{1, 2}, {3, 4}}) {
		t.Errorf("got %v, %d, %v", g, size, err)
	}
	if _, _, err := wkt.ParsePrefix(text, 1); err == nil || !strings.Contains(err.Error(), `at byte 16, "3 4) ) = TRUE": want fewer positions`) {
		t.Errorf("two positions where one is allowed: got %v", err)
	}
}

// What is read can be written and is read again as the same.
func FuzzParse(f *testing.F) {
	f.Add("POLYGON((0 0,1 0,1 1,0 0))")
	f.Add("MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((5 5,6 5,6 6,5 5)))")
	f.Add("GEOMETRYCOLLECTION(POINT M(1 2 3),LINESTRING(1 2,3 4))")
	f.Fuzz(func(t *testing.T, text string) {
		g, err := wkt.Parse(text)
		if g = geo.Plain(g); err != nil || g == nil {
			return
		}
		written := string(wkt.Append(nil, g))
		again, err := wkt.Parse(written)
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
