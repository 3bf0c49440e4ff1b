package geojson

import (
	"reflect"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
)

func TestReadLayer(t *testing.T) {
	layer, faults, err := ReadLayer([]byte(`{"type": "FeatureCollection", "name": "areas", "features": [
		{"type": "Feature", "id": "a", "geometry": {"type": "Point", "coordinates": [1, 2]},
		 "properties": {"names": {"en": "A", "az": "Ə"}, "n": 1, "x": 1, "on": true, "day": "2020-11-25", "mixed": 1, "tags": ["p", "q"], "none": null}},
		{"type": "Feature", "id": 7, "geometry": null,
		 "properties": {"x": 2.5, "day": null, "mixed": "two", "deep": {"er": {"est": 1}}}}
	]}`))
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	wantFields := []geo.Field{{Name: "names.en"}, {Name: "names.az"}, {Name: "n", Type: geo.Int}, {Name: "x", Type: geo.Float}, {Name: "on", Type: geo.Bool},
		{Name: "day", Type: geo.Date}, {Name: "mixed"}, {Name: "tags"}, {Name: "none"}, {Name: "deep.er"}}
	if !reflect.DeepEqual(layer.Fields, wantFields) || layer.Name != "areas" {
		t.Errorf("%q: got fields %v, want %v", layer.Name, layer.Fields, wantFields)
	}
	want := []geo.Feature{
		{ID: "a", Geometry: orb.Point{1, 2}, Values: []any{"A", "Ə", int64(1), 1.0, true, "2020-11-25", "1", "p; q", nil, nil}},
		{ID: "7", Values: []any{nil, nil, nil, 2.5, nil, nil, "two", nil, nil, `{"est":1}`}},
	}
	if !reflect.DeepEqual(layer.Features, want) {
		t.Errorf("got  %#v\nwant %#v", layer.Features, want)
	}
}
