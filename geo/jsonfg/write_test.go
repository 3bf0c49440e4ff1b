package jsonfg_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/jsonfg"
)

func TestWrite(t *testing.T) {
	layer := geo.Layer{Name: "zones", Fields: []geo.Field{
		{Name: "id"}, {Name: "valid_from", Type: geo.Date, Role: geo.RoleFrom}, {Name: "valid_to", Type: geo.Date, Role: geo.RoleTo},
	}}
	for _, row := range [][]any{
		{"both", "1994-05-12", "2020-03-01"}, {"one day", "2020-11-25", "2020-11-26"}, {"still", "2020-11-25", nil}, {"once", nil, "1988-01-01"}, {"always", nil, nil},
	} {
		layer.Features = append(layer.Features, geo.Feature{ID: row[0].(string), Geometry: orb.LineString{{1, 2}, {3, 4}}, Values: row})
	}
	var file bytes.Buffer
	if err := jsonfg.Write(&file, layer, geo.Meta{Licence: "CC-BY-4.0"}); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Type, FeatureType, Licence string
		ConformsTo                 []string
		GeometryDimension          int
		Features                   []map[string]any
	}
	if err := json.Unmarshal(file.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Type != "FeatureCollection" || got.FeatureType != "zones" || got.GeometryDimension != 1 || got.Licence != "CC-BY-4.0" ||
		got.ConformsTo[0] != "http://www.opengis.net/spec/json-fg-1/1.0/conf/core" {
		t.Errorf("got %+v", got)
	}
	for i, want := range []any{
		[]any{"1994-05-12", "2020-02-29"}, []any{"2020-11-25", "2020-11-25"}, []any{"2020-11-25", ".."}, []any{"..", "1987-12-31"}, nil,
	} {
		f := got.Features[i]
		var interval any
		if time, ok := f["time"].(map[string]any); ok {
			interval = time["interval"]
		}
		if !reflect.DeepEqual(interval, want) {
			t.Errorf("%s: got %v, want %v", f["id"], interval, want)
		}
		if _, ok := f["place"]; !ok {
			t.Errorf("%s: there is no member place", f["id"])
		}
	}
}

func TestDimension(t *testing.T) {
	for name, tt := range map[string]struct {
		shapes []orb.Geometry
		want   any
	}{
		"points":  {[]orb.Geometry{orb.Point{1, 2}, nil, orb.MultiPoint{{1, 2}}}, 0.0},
		"mixed":   {[]orb.Geometry{orb.Point{1, 2}, orb.LineString{{1, 2}, {3, 4}}}, nil},
		"nowhere": {[]orb.Geometry{nil}, nil},
	} {
		layer := geo.Layer{Name: "x"}
		for _, g := range tt.shapes {
			layer.Features = append(layer.Features, geo.Feature{Geometry: g})
		}
		var file bytes.Buffer
		if err := jsonfg.Write(&file, layer, geo.Meta{}); err != nil {
			t.Fatal(err)
		}
		var got map[string]any
		if err := json.Unmarshal(file.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if got["geometryDimension"] != tt.want {
			t.Errorf("%s: got %v, want %v", name, got["geometryDimension"], tt.want)
		}
	}
}
