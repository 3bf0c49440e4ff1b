package server_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/paulmach/orb/encoding/mvt"
)

// The front and the areas of controllers are layers like the others: exports, collections, tiles.
func TestFrontOverHTTP(t *testing.T) {
	h := handler(t)
	front := getJSON(t, h, "/export/front.geojson?datetime=1972-11-25")
	features := front["features"].([]any)
	if len(features) < 5 {
		t.Fatalf("the front of 1972-11-25 has %d lines", len(features))
	}
	for _, f := range features {
		properties := f.(map[string]any)["properties"].(map[string]any)
		if properties["left"] == properties["right"] || properties["length_km"].(float64) <= 0 {
			t.Errorf("line %v: want two sides and a length", properties)
		}
		if kind := f.(map[string]any)["geometry"].(map[string]any)["type"]; kind != "LineString" {
			t.Errorf("%v: got %v, want LineString", properties["id"], kind)
		}
	}
	areas := getJSON(t, h, "/export/controllers.geojson?datetime=1972-11-25")["features"].([]any)
	if !slices.ContainsFunc(areas, func(f any) bool {
		return f.(map[string]any)["properties"].(map[string]any)["controller"] == "league"
	}) {
		t.Errorf("%d areas, none of league", len(areas))
	}
	for _, tileset := range []string{"front", "controllers"} {
		w := get(t, h, "/tiles/"+tileset+"/8/35/161.mvt?datetime=1972-11-25")
		if w.Code != http.StatusOK {
			t.Errorf("tile of %s: got %d", tileset, w.Code)
			continue
		}
		layers, err := mvt.Unmarshal(w.Body.Bytes())
		if err != nil || len(layers) != 1 || layers[0].Name != tileset || len(layers[0].Features) == 0 {
			t.Errorf("tile of %s: %d layers, %v", tileset, len(layers), err)
		}
	}
}

func TestRegionSaysItsNeighbours(t *testing.T) {
	region := getJSON(t, handler(t), "/regions/upland")
	neighbours, ok := region["neighbours"].([]any)
	if !ok || len(neighbours) == 0 {
		t.Fatalf("got %v", region["neighbours"])
	}
	first := neighbours[0].(map[string]any)
	if first["id"] == "" || first["border_km"].(float64) < 10 {
		t.Errorf("the longest border is %v", first)
	}
}
