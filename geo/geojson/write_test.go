package geojson

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
)

func TestAppendGeometry(t *testing.T) {
	anticlockwise := orb.Ring{{0, 0}, {1, 0}, {1, 1}, {0, 0}}
	clockwise := orb.Ring{{0, 0}, {1, 1}, {1, 0}, {0, 0}}
	for _, tt := range []struct {
		name string
		g    orb.Geometry
		want string
	}{
		{"none", nil, `null`},
		{"no positions", orb.MultiPolygon{}, `null`},
		{"point", orb.Point{46.75, 39.8}, `{"type":"Point","coordinates":[46.75,39.8]}`},
		{"shortest decimals", orb.Point{0.30000000000000004, -1e-7}, `{"type":"Point","coordinates":[0.30000000000000004,-1e-07]}`},
		{"negative zero", orb.Point{math.Copysign(0, -1), 1e21}, `{"type":"Point","coordinates":[0,1e+21]}`},
		{"points", orb.MultiPoint{{1, 2}, {3, 4}}, `{"type":"MultiPoint","coordinates":[[1,2],[3,4]]}`},
		{"line", orb.LineString{{1, 2}, {3, 4}}, `{"type":"LineString","coordinates":[[1,2],[3,4]]}`},
		{"lines", orb.MultiLineString{{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}, `{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[5,6],[7,8]]]}`},
		{"shell as it should be", orb.Polygon{anticlockwise}, `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`},
		{"shell turned", orb.Polygon{clockwise}, `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`},
		{"hole turned", orb.Polygon{clockwise, anticlockwise}, `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]],[[0,0],[1,1],[1,0],[0,0]]]}`},
		{"hole as it should be", orb.Polygon{anticlockwise, clockwise}, `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]],[[0,0],[1,1],[1,0],[0,0]]]}`},
		{"empty ring", orb.Polygon{anticlockwise, {}}, `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]],[]]}`},
		{"polygons", orb.MultiPolygon{{clockwise}}, `{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]}`},
		{"ring", clockwise, `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}`},
		{"box", orb.Bound{Max: orb.Point{1, 1}}, `{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}`},
		{"collection", orb.Collection{orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}},
			`{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"LineString","coordinates":[[1,2],[3,4]]}]}`},
		{"not a number", orb.Point{math.NaN(), 1}, `{"type":"Point","coordinates":[null,1]}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(AppendGeometry(nil, tt.g)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
	if clockwise[1] != (orb.Point{1, 1}) {
		t.Error("the ring that was written has been turned itself")
	}
}

func TestWrite(t *testing.T) {
	layer := geo.Layer{
		Name: "zones",
		Fields: []geo.Field{
			{Name: "name", Type: geo.String}, {Name: "n", Type: geo.Int}, {Name: "km2", Type: geo.Float},
			{Name: "sure", Type: geo.Bool}, {Name: "from", Type: geo.Date},
		},
		Features: []geo.Feature{
			{ID: "a", Geometry: orb.Point{46, 39}, Values: []any{"Şuşa <&> \"x\"", 3, 1.5, true, "2020-11-25"}},
			{ID: "b", Values: []any{nil, int64(-9007199254740993), nil, nil, nil}},
			{Geometry: orb.Point{1, 2}, Values: []any{"", 0, 0.0, false, nil}},
		},
	}
	want := `{"type":"FeatureCollection","attribution":"x < y","bbox":[1,2,46,39],"features":[
{"type":"Feature","id":"a","properties":{"name":"Şuşa <&> \"x\"","n":3,"km2":1.5,"sure":true,"from":"2020-11-25"},"geometry":{"type":"Point","coordinates":[46,39]}},
{"type":"Feature","id":"b","properties":{"name":null,"n":-9007199254740993,"km2":null,"sure":null,"from":null},"geometry":null},
{"type":"Feature","properties":{"name":"","n":0,"km2":0,"sure":false,"from":null},"geometry":{"type":"Point","coordinates":[1,2]}}
]}
`
	var got bytes.Buffer
	if err := Write(&got, layer, map[string]any{"bbox": []float64{1, 2, 46, 39}, "attribution": "x < y"}); err != nil {
		t.Fatal(err)
	}
	if got.String() != want {
		t.Errorf("got  %s\nwant %s", &got, want)
	}
	got.Reset()
	if err := Write(&got, geo.Layer{}, nil); err != nil || got.String() != "{\"type\":\"FeatureCollection\",\"features\":[\n]}\n" {
		t.Errorf("empty layer: %s, %v", &got, err)
	}
}

func TestWriteErrors(t *testing.T) {
	one := func(f geo.Feature) geo.Layer {
		return geo.Layer{Name: "zones", Fields: []geo.Field{{Name: "v"}}, Features: []geo.Feature{f}}
	}
	for _, tt := range []struct {
		name  string
		layer geo.Layer
		extra map[string]any
		want  string
	}{
		{"value missing", one(geo.Feature{ID: "a"}), nil, `feature "a" of layer "zones": has 0 values: want 1`},
		{"value of no field type", one(geo.Feature{Values: []any{[]int{1}}}), nil, `field "v": value of type []int`},
		{"value not a number", one(geo.Feature{Values: []any{math.NaN()}}), nil, `field "v": value NaN: want a finite number`},
		{"infinite position", one(geo.Feature{Geometry: orb.Point{math.Inf(1), 0}, Values: []any{nil}}), nil, `position +Inf,0`},
		{"crs", geo.Layer{}, map[string]any{"crs": "x"}, `member "crs"`},
		{"features", geo.Layer{}, map[string]any{"features": nil}, `member "features"`},
		{"member that JSON cannot hold", geo.Layer{}, map[string]any{"x": math.NaN()}, `member "x"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := Write(&bytes.Buffer{}, tt.layer, tt.extra)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}

var errFull = errors.New("disk full")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestWritePassesOnErrors(t *testing.T) {
	if err := Write(fullDisk{}, geo.Layer{}, nil); !errors.Is(err, errFull) {
		t.Errorf("got %v, want %v", err, errFull)
	}
}

// What is written reads back as the same numbers, whatever they are.
func FuzzAppendGeometry(f *testing.F) {
	f.Add(46.75, 39.8, 1e-7, 5e-324)
	f.Fuzz(func(t *testing.T, a, b, c, d float64) {
		line := orb.LineString{{a, b}, {c, d}}
		if checkFinite(line) != nil {
			t.Skip()
		}
		var got struct{ Coordinates orb.LineString }
		if text := AppendGeometry(nil, line); json.Unmarshal(text, &got) != nil || !got.Coordinates.Equal(line) {
			t.Errorf("%v is written as %s", line, text)
		}
	})
}

// A ring that runs wrong whichever way it is turned is not turned each time it is written.
func TestAppendGeometryTurnsRingsOnce(t *testing.T) {
	touching := orb.Ring{{2, 1}, {1, 2}, {0, 0}, {-2, 1}, {-1, 2}, {0, 0}, {2, 1}} // in its lowest point
	once := AppendGeometry(nil, orb.Polygon{touching})
	if want := AppendGeometry(nil, orb.LineString(touching)); !bytes.Contains(once, want[bytes.Index(want, []byte("[[")):len(want)-1]) {
		t.Errorf("the ring is turned: %s", once)
	}
	if got := AppendGeometry(nil, orb.Polygon{{{0, 0}, {0, 1}, {1, 1}, {0, 0}}}); !bytes.Contains(got, []byte("[[0,0],[1,1],[0,1],[0,0]]")) {
		t.Errorf("a clockwise shell is not turned: %s", got)
	}
	line := orb.Ring{{0, 0}, {1, 1}, {2, 2}, {0, 0}}
	if got := AppendGeometry(nil, orb.Polygon{{{0, 0}, {9, 0}, {9, 9}, {0, 0}}, line}); !bytes.Contains(got, []byte("[[0,0],[1,1],[2,2],[0,0]]")) {
		t.Errorf("a hole without area is turned: %s", got)
	}
}
