package geojson

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"
)

// A reference system that is WGS 84 in longitude, latitude is read, whatever it is called.
func TestReadTakesNamesOfWGS84(t *testing.T) {
	named := `{"type": "name", "properties": {"name": %q}}`
	for _, tt := range []struct {
		crs  string
		want string // how often it is said and whether it is refused
	}{
		{"null", ""},
		{fmt.Sprintf(named, "urn:ogc:def:crs:OGC:1.3:CRS84"), ""},
		{fmt.Sprintf(named, "urn:ogc:def:crs:OGC::CRS84"), ""},
		{fmt.Sprintf(named, "OGC:CRS84"), ""},
		{fmt.Sprintf(named, "CRS:84"), ""},
		{fmt.Sprintf(named, "http://www.opengis.net/def/crs/OGC/1.3/CRS84"), ""},
		{fmt.Sprintf(named, "urn:ogc:def:crs:EPSG::4326"), "said"},
		{fmt.Sprintf(named, "urn:ogc:def:crs:EPSG:6.9:4326"), "said"},
		{fmt.Sprintf(named, "EPSG:4326"), "said"},
		{fmt.Sprintf(named, "epsg:4326"), "said"},
		{fmt.Sprintf(named, "http://www.opengis.net/def/crs/EPSG/0/4326"), "said"},
		{fmt.Sprintf(named, "https://www.opengis.net/def/crs/EPSG/9.9.1/4326"), "said"},
		{fmt.Sprintf(named, "http://www.opengis.net/gml/srs/epsg.xml#4326"), "said"},
		{`{"type": "EPSG", "properties": {"code": 4326}}`, "said"},
		{`{"type": "link", "properties": {"href": "http://spatialreference.org/ref/epsg/4326/proj4/", "type": "proj4"}}`, "said"},
		{`"EPSG:4326"`, "said"},
		{`{"type": "EPSG", "properties": {"code": 4269}}`, "said"},
		{fmt.Sprintf(named, "http://www.opengis.net/def/crs/EPSG/0/4283"), "said"},
		{fmt.Sprintf(named, "EPSG:4267"), "refused"},
		{fmt.Sprintf(named, "ESRI:4269"), "refused"},
		{fmt.Sprintf(named, "EPSG:84283"), "refused"},
		{fmt.Sprintf(named, "EPSG:3857"), "refused"},
		{fmt.Sprintf(named, "EPSG:43260"), "refused"},
		{fmt.Sprintf(named, "urn:ogc:def:crs:EPSG::14326"), "refused"},
		{fmt.Sprintf(named, "urn:ogc:def:crs:EPSG::4258"), "said"},
		{fmt.Sprintf(named, "urn:ogc:def:crs:OGC:1.3:CRS83"), "said"},
		{`{"type": "EPSG", "properties": {"code": 3857}}`, "refused"},
		{`{}`, "refused"},
	} {
		features, faults := read(t, `{"type": "FeatureCollection", "crs": `+tt.crs+`, "features": [{"type": "Feature", "properties": null, "geometry": {"type": "Point", "coordinates": [1, 2]}}]}`)
		got := ""
		for _, f := range faults {
			if got = "refused"; f.Warning {
				got = "said"
			}
			if f.Kind != ForeignCRS || f.Warning == (f.Hint != "") {
				t.Errorf("%s: %+v: want a fault of crs with a hint, or a warning", tt.crs, f)
			}
		}
		if got != tt.want || len(faults) > 1 || len(features) != 1 {
			t.Errorf("%s: got %q, want %q: %v", tt.crs, got, tt.want, faults)
		}
	}
}

// Empty arrays are no geometry (RFC 7946, 3.1), those of parts no parts. The feature is named.
func TestReadOfEmptyCoordinates(t *testing.T) {
	ring := "[[0, 0], [1, 0], [1, 1], [0, 0]]"
	square := orb.Ring{{0, 0}, {1, 0}, {1, 1}, {0, 0}}
	for _, tt := range []struct {
		kind, coordinates string
		want              orb.Geometry
		says              string // "" for nothing
	}{
		{"Point", "[]", nil, "no coordinates"},
		{"LineString", "[]", nil, "no coordinates"},
		{"MultiPoint", "[]", nil, "no coordinates"},
		{"MultiLineString", "[[]]", nil, "no coordinates"},
		{"Polygon", "[]", nil, "no coordinates"},
		{"Polygon", "[[]]", nil, "no coordinates"},
		{"MultiPolygon", "[]", nil, "no coordinates"},
		{"MultiPolygon", "[[[]], []]", nil, "no coordinates"},
		{"MultiPoint", "[[1, 2], []]", orb.MultiPoint{{1, 2}}, "are left out: 1"},
		{"MultiLineString", "[[], [[1, 2], [3, 4]], []]", orb.MultiLineString{{{1, 2}, {3, 4}}}, "are left out: 2"},
		{"Polygon", "[" + ring + ", []]", orb.Polygon{square}, "are left out: 1"},
		{"MultiPolygon", "[[], [" + ring + "], [[]]]", orb.MultiPolygon{{square}}, "are left out: 2"},
		{"Polygon", "[[], " + ring + "]", nil, "first ring"},
		{"MultiPolygon", "[[" + ring + "]]", orb.MultiPolygon{{square}}, ""},
	} {
		features, faults := read(t, `{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "north", "properties": null, "geometry": {"type": "`+tt.kind+`", "coordinates": `+tt.coordinates+`}}]}`)
		if got := features[0].Geometry; !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s %s: got %v, want %v", tt.kind, tt.coordinates, got, tt.want)
		}
		var said []string
		for _, f := range faults {
			said = append(said, f.Message)
			if f.Warning && !strings.Contains(f.Message, `"north"`) {
				t.Errorf("%s %s: %q names no feature", tt.kind, tt.coordinates, f.Message)
			}
		}
		if all := strings.Join(said, "\n"); tt.says == "" && all != "" || !strings.Contains(all, tt.says) {
			t.Errorf("%s %s: said %q, want %q", tt.kind, tt.coordinates, all, tt.says)
		}
		if features[0].Altered != (tt.says != "" && tt.says != "first ring") && tt.says != "first ring" {
			t.Errorf("%s %s: altered: %v", tt.kind, tt.coordinates, features[0].Altered)
		}
	}
	many := strings.Repeat(`{"type": "Polygon", "coordinates": []}|`, 15)
	_, faults := read(t, collection(strings.Split(strings.TrimSuffix(many, "|"), "|")...))
	if len(faults) != maxNamed+1 || !strings.Contains(faults[maxNamed].Message, ": 5") {
		t.Errorf("15 features without coordinates: got %v, want 10 of them and the number of the others", faults)
	}
}

// Lines of rings are those of the file, though rings before them are left out.
func TestReadKeepsLinesBehindEmptyParts(t *testing.T) {
	features, _ := read(t, collection("{\"type\": \"MultiPolygon\", \"coordinates\": [[],\n[[[0, 0], [1, 0], [1, 1], [0, 0]],\n[],\n[[0, 0], [1, 0], [1, 1], [0, 0]]]]}"))
	if a, b := features[0].Rings.Line(0, 0), features[0].Rings.Line(0, 1); a != 3 || b != 5 {
		t.Errorf("rings on lines %d and %d, want 3 and 5", a, b)
	}
}

// What computing left beyond the edge of the globe is on it; said once.
func TestReadTakesNoiseForTheBound(t *testing.T) {
	for _, tt := range []struct {
		point string
		want  orb.Point
		noise bool
	}{
		{"[180.00000000000006, 70]", orb.Point{180, 70}, true},
		{"[-180.00000000000003, -90.00000000000001]", orb.Point{-180, -90}, true},
		{"[180.000000001, 90.000000001]", orb.Point{180, 90}, true},
		{"[10, 90.0000000005]", orb.Point{10, 90}, true},
		{"[180.000000002, 1]", orb.Point{180.000000002, 1}, false},
		{"[190, 1]", orb.Point{190, 1}, false},
		{"[180, -90]", orb.Point{180, -90}, false},
	} {
		features, faults := read(t, collection(`{"type": "Point", "coordinates": `+tt.point+`}`, `{"type": "LineString", "coordinates": [`+tt.point+`, [0, 0]]}`))
		if got := features[0].Geometry; got != orb.Geometry(tt.want) || features[0].Altered != tt.noise {
			t.Errorf("%s: got %v, altered %v; want %v", tt.point, got, features[0].Altered, tt.want)
		}
		if tt.noise != (len(faults) == 1) || tt.noise && !(faults[0].Warning && faults[0].Kind == Noise && strings.HasSuffix(faults[0].Message, ": 2")) {
			t.Errorf("%s: said %v", tt.point, faults)
		}
	}
}

func TestReadOfCollections(t *testing.T) {
	point, line := `{"type": "Point", "coordinates": [1, 2]}`, `{"type": "LineString", "coordinates": [[1, 2], [3, 4]]}`
	list := func(members ...string) string {
		return `{"type": "GeometryCollection", "geometries": [` + strings.Join(members, ",") + `]}`
	}
	for _, tt := range []struct {
		geometry string
		want     orb.Geometry
		says     string
	}{
		{list(point, line), orb.Collection{orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}}, ""},
		{list(point), orb.Collection{orb.Point{1, 2}}, ""},
		{list(list(list(point)), line), orb.Collection{orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}}, ""},
		{list(), nil, "no coordinates"},
		{list(list()), nil, "no coordinates"},
		{list(point, `{"type": "Polygon", "coordinates": []}`), orb.Collection{orb.Point{1, 2}}, "are left out: 1"},
		{list(point, `{"type": "Circle", "coordinates": [1, 2]}`), nil, "Circle"},
		{list(point, "null"), nil, "want geometries, got null"},
		{`{"type": "GeometryCollection"}`, nil, `"geometries": want an array`},
	} {
		features, faults := read(t, collection(tt.geometry))
		if got := features[0].Geometry; !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.geometry, got, tt.want)
		}
		if said := fmt.Sprint(faults); tt.says == "" && len(faults) > 0 || !strings.Contains(said, tt.says) {
			t.Errorf("%s: said %s, want %q", tt.geometry, said, tt.says)
		}
	}
}

// Features that lack a type or a geometry are read as what they can only be, with a fault.
func TestReadOfFeaturesThatLackMembers(t *testing.T) {
	for _, tt := range []struct {
		name, feature string
		warnings      int
		refused       bool
	}{
		{"no type", `{"properties": {"a": 1}, "geometry": {"type": "Point", "coordinates": [1, 2]}}`, 1, false},
		{"properties alone", `{"properties": {"a": 1}}`, 2, false},
		{"no geometry", `{"type": "Feature", "properties": {"a": 1}}`, 1, false},
		{"a geometry alone", `{"type": "Point", "coordinates": [1, 2]}`, 0, true},
		{"another type", `{"type": "Topology", "properties": {}}`, 0, true},
		{"nothing", `{}`, 0, true},
		{"null", `null`, 0, true},
	} {
		features, faults := read(t, `{"type": "FeatureCollection", "features": [`+tt.feature+`]}`)
		warnings, refused := 0, false
		for _, f := range faults {
			if refused = refused || !f.Missing; f.Missing {
				warnings++
			}
		}
		if warnings != tt.warnings || refused != tt.refused || (len(features) == 1) == tt.refused {
			t.Errorf("%s: got %d features and %v, want %d members missing, refused %v", tt.name, len(features), faults, tt.warnings, tt.refused)
		}
	}
}
