package geojson_test

import (
	"bytes"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo/geojson"
)

func TestReplace(t *testing.T) {
	const document = `{ "name": {"geometry": 1}, "type":"FeatureCollection","features" : [
  {"type":"Feature", "geometry" :  {"type":"Point","coordinates":[1,2.50]} , "properties": {"geometry": "x"}},
  {"properties": {"features": [{"geometry": null}]}, "geometry": null, "type":"Feature"},
  {"type":"Feature","properties":null,"geometry":{"type":"Point","coordinates":[1,2.50]}}
 ], "after": [1]}
`
	const want = `{ "name": {"geometry": 1}, "type":"FeatureCollection","features" : [
  {"type":"Feature", "geometry" :  {"type":"Point","coordinates":[3,4]} , "properties": {"geometry": "x"}},
  {"properties": {"features": [{"geometry": null}]}, "geometry": {"type":"Point","coordinates":[3,4]}, "type":"Feature"},
  {"type":"Feature","properties":null,"geometry":{"type":"Point","coordinates":[1,2.50]}}
 ], "after": [1]}
`
	for _, tt := range []struct {
		name  string
		count int
		want  string
	}{
		{"two of three", 2, want},
		{"none", 0, document},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var b bytes.Buffer
			err := geojson.Replace(&b, []byte(document), func(i int) (orb.Geometry, bool) { return orb.Point{3, 4}, i < tt.count })
			if err != nil || b.String() != tt.want {
				t.Errorf("error %v, got\n%s\nwant\n%s", err, b.String(), tt.want)
			}
		})
	}
	for _, broken := range []string{``, `[]`, `{"features": {}}`, `{"features": [1]}`, `{"features": [{"geometry": }]}`} {
		if err := geojson.Replace(&bytes.Buffer{}, []byte(broken), func(int) (orb.Geometry, bool) { return nil, true }); err == nil {
			t.Errorf("%q: no error", broken)
		}
	}
}
