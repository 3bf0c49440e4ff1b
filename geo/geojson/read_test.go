package geojson

import (
	"reflect"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo/jsontree"
)

// collection is a document with a geometry of each of the texts, on a line of
// its own.
func collection(geometries ...string) string {
	var features []string
	for _, g := range geometries {
		features = append(features, `{"type": "Feature", "properties": null, "geometry": `+g+`}`)
	}
	return "{\"type\": \"FeatureCollection\", \"features\": [\n" + strings.Join(features, ",\n") + "\n]}"
}

func read(t testing.TB, document string) ([]Feature, []Fault) {
	t.Helper()
	root, err := Parse([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	return Read(root)
}

func TestReadKeepsLinesOfRings(t *testing.T) {
	features, faults := read(t, collection(`{"coordinates": [
		[[[0,0], [1,0],
		  [1, 1 ],[0,0]],
		 [[0.5 ,0.25],[1e-1,-0.5E+1],[0,0],[0.5,0.25]]],
		[
		 [[2,2],[3,2],[3,3],[2,2]]]
	], "type": "MultiPolygon"}`, `{"type":"Point","coordinates":[1,2]}`))
	if len(faults) > 0 || len(features) != 2 {
		t.Fatalf("got %d features and %v", len(features), faults)
	}
	wantRings := Rings{{0, 0, 3}, {0, 1, 5}, {1, 0, 7}}
	if got := features[0].Rings; !reflect.DeepEqual(got, wantRings) {
		t.Errorf("rings: got %v, want %v", got, wantRings)
	}
	for _, tt := range []struct{ polygon, ring, line int }{{0, 0, 3}, {0, 1, 5}, {0, 9, 5}, {1, 0, 7}, {1, 1, 7}} {
		if got := features[0].Rings.Line(tt.polygon, tt.ring); got != tt.line {
			t.Errorf("polygon %d, ring %d: got line %d, want %d", tt.polygon, tt.ring, got, tt.line)
		}
	}
	want := orb.MultiPolygon{
		{{{0, 0}, {1, 0}, {1, 1}, {0, 0}}, {{0.5, 0.25}, {0.1, -5}, {0, 0}, {0.5, 0.25}}},
		{{{2, 2}, {3, 2}, {3, 3}, {2, 2}}},
	}
	if got := features[0].Geometry; !orb.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if features[1].Line != 9 || !orb.Equal(features[1].Geometry, orb.Point{1, 2}) {
		t.Errorf("second feature: got %v on line %d, want the point on line 9", features[1].Geometry, features[1].Line)
	}
}

func TestReadNamesFaults(t *testing.T) {
	for _, tt := range []struct {
		name, geometry string
		line           int
		says           string
	}{
		{"text for a number", "{\"type\": \"LineString\", \"coordinates\": [[0, 0],\n[\"1\", 2]]}", 3, "two numbers"},
		{"one number", "{\"type\": \"LineString\", \"coordinates\": [[0, 0],\n[1]]}", 3, "[longitude, latitude]"},
		{"number out of range", `{"type": "Point", "coordinates": [1e999, 0]}`, 2, "two numbers"},
		{"altitude", "{\"type\": \"LineString\", \"coordinates\": [[0, 0],\n[1, 2, 3], [1, 2, 3]]}", 3, "altitudes"},
		{"line as polygon", `{"type": "Polygon", "coordinates": [[0, 0]]}`, 2, "[longitude, latitude]"},
		{"polygon as line", "{\"type\": \"LineString\", \"coordinates\":\n[\n[[0, 0], [1, 2]]]}", 4, "two numbers"},
		{"polygon without rings", `{"type": "Polygon", "coordinates": []}`, 2, "feature 1: no coordinates"},
		{"nested too deep", `{"type": "Polygon", "coordinates": [[[[[0, 0]]]]]}`, 2, "[longitude, latitude]"},
		{"unknown type", `{"type": "Circle", "coordinates": [0, 0]}`, 2, "Circle"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, faults := read(t, collection(tt.geometry))
			if len(faults) != 1 || faults[0].Line != tt.line || !strings.Contains(faults[0].Message, tt.says) {
				t.Errorf("got %v, want one on line %d saying %q", faults, tt.line, tt.says)
			}
		})
	}
}

func TestParseRefusesWhatIsNotJSON(t *testing.T) {
	for _, coordinates := range []string{
		"[01, 2]", "[1., 2]", "[.5, 2]", "[+1, 2]", "[1, 2,]", "[1.e3, 2]", "[1e, 2]", "[-, 2]", "[1, 2", "[1 2]", "[[1, 2] [3, 4]]", "[0x1, 2]", "[NaN, 2]",
	} {
		if _, err := Parse([]byte(collection(`{"type": "Point", "coordinates": ` + coordinates + `}`))); err == nil {
			t.Errorf("%s was accepted", coordinates)
		}
	}
}

// The quick way gives the same features and faults as the tree alone.
func FuzzParse(f *testing.F) {
	for _, coordinates := range []string{
		"[1, 2]", "[[1,2],[3,4]]", "[[[0,0],[1,0],[1,1],[0,0]]]", "[[[[0,0],[1,0],[1,1],[0,0]],[[0,0,5],[1,0],[1,1],[0,0]]],[[[1e-3,2]]]]",
		"[ -0 ,\n1.5E1 ]", "[[[]]]", "[]", "[[1,2],[3]]", "[[1,2],[[3,4]]]", "[1,null]", "[{}]", "[[0.1,0.12345678901234567],\n\n[1,2]]", "[1.,2]", "[01,2]",
		"[1e999,2]", "[1,2,\"x\"]", "[[1,2],[3,4,5],]",
	} {
		for _, kind := range []string{"Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "MultiPoint", ""} {
			f.Add(collection(`{"type": "` + kind + `", "coordinates": ` + coordinates + `}`))
		}
	}
	f.Add(`{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"coordinates":[1,2],"geometry":{"coordinates":[1]}},"geometry":{"coordinates":[1,2],"coordinates":[3,4],"type":"Point"}}]}`)
	f.Add(`{"type":"FeatureCollection","features":{"geometry":{"coordinates":[1,2]}}}`)
	f.Fuzz(func(t *testing.T, document string) {
		quick, err := Parse([]byte(document))
		slow, slowErr := jsontree.Parse([]byte(document))
		if !reflect.DeepEqual(err, slowErr) {
			t.Fatalf("got %v, want %v", err, slowErr)
		}
		if err != nil {
			return
		}
		if got, want := quick.Interface(), slow.Interface(); !reflect.DeepEqual(got, want) {
			t.Fatalf("tree: got %v, want %v", got, want)
		}
		features, faults := Read(quick)
		wantFeatures, wantFaults := Read(slow)
		if !reflect.DeepEqual(faults, wantFaults) {
			t.Fatalf("faults: got %v, want %v", faults, wantFaults)
		}
		for i, f := range features {
			want := wantFeatures[i]
			if !reflect.DeepEqual(f.Geometry, want.Geometry) || !reflect.DeepEqual(f.Rings, want.Rings) || f.Line != want.Line || f.ID != want.ID {
				t.Fatalf("feature %d: got %v, want %v", i, f, want)
			}
		}
	})
}
