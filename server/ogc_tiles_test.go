package server_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"demarc/data/testdata"
)

type tilesetList struct {
	Tilesets []tileset
	TileJSON []struct{ ID, TileJSON string }
}

type tileset struct {
	DataType, CRS, TileMatrixSetURI, TileMatrixSetID string
	TileMatrixSetLimits                              []struct {
		TileMatrix                                     string
		MinTileRow, MaxTileRow, MinTileCol, MaxTileCol int
	}
	Layers []struct{ ID string }
	Links  []struct {
		Href, Rel, Type string
		Templated       bool
	}
}

func (s tileset) link(t *testing.T, rel string) string {
	t.Helper()
	for _, l := range s.Links {
		if l.Rel == rel {
			return l.Href
		}
	}
	t.Fatalf("no link with rel %s in %v", rel, s.Links)
	return ""
}

// From the landing page to a tile by links alone, for every collection and for the whole; and the
// tile is that of /tiles.
func TestTilesByLinks(t *testing.T) {
	h := handler(t)
	paths := map[string]string{"/tiles": ""}
	var all struct{ Collections []struct{ ID string } }
	json.Unmarshal(get(t, h, "/collections").Body.Bytes(), &all)
	for _, c := range all.Collections {
		paths["/collections/"+c.ID+"/tiles"] = c.ID
	}
	for path, name := range paths {
		var list tilesetList
		json.Unmarshal(get(t, h, path).Body.Bytes(), &list)
		if len(list.Tilesets) != 1 {
			t.Errorf("%s: got %d tilesets, want 1", path, len(list.Tilesets))
			continue
		}
		if entry := list.Tilesets[0].link(t, "item"); !strings.Contains(entry, "/{tileMatrix}/{tileRow}/{tileCol}") {
			t.Errorf("%s: the entry has no template of tiles, but %s: the OGC's suite finds no tiles then", path, entry)
		}
		var set tileset
		json.Unmarshal(get(t, h, list.Tilesets[0].link(t, "self")).Body.Bytes(), &set)
		if set.DataType != "vector" || set.TileMatrixSetID != "WebMercatorQuad" || len(set.Layers) == 0 || len(set.TileMatrixSetLimits) != 15 {
			t.Errorf("%s: got %+v", path, set)
			continue
		}
		if w := get(t, h, set.link(t, "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme")); w.Code != http.StatusOK {
			t.Errorf("%s: tiling scheme: got %d", path, w.Code)
		}
		l := set.TileMatrixSetLimits[9]
		row, col := (l.MinTileRow+l.MaxTileRow)/2, (l.MinTileCol+l.MaxTileCol)/2
		address := strings.NewReplacer("{tileMatrix}", l.TileMatrix, "{tileRow}", fmt.Sprint(row), "{tileCol}", fmt.Sprint(col)).Replace(set.link(t, "item"))
		w := get(t, h, address)
		if w.Code != http.StatusOK {
			t.Errorf("%s: got %d %s", address, w.Code, w.Body)
		}
		if name != "" {
			if same := get(t, h, fmt.Sprintf("/tiles/%s/%s/%d/%d.mvt", name, l.TileMatrix, col, row)); same.Body.String() != w.Body.String() {
				t.Errorf("%s is another tile than that of /tiles", address)
			}
		}
		outside := strings.NewReplacer("{tileMatrix}", l.TileMatrix, "{tileRow}", fmt.Sprint(l.MaxTileRow+1), "{tileCol}", fmt.Sprint(col)).Replace(set.link(t, "item"))
		if w := get(t, h, outside); w.Code != http.StatusNotFound {
			t.Errorf("%s, outside of the limits: got %d, want 404", outside, w.Code)
		}
	}
}

func TestOGCTileProblems(t *testing.T) {
	h := handler(t)
	for _, tt := range []struct {
		target string
		status int
		says   string
	}{
		{"/tiles/WorldCRS84Quad", 404, "want WebMercatorQuad"},
		{"/tiles/WorldCRS84Quad/0/0/0", 404, "want WebMercatorQuad"},
		{"/tiles/control/8/35/161.pbf", 404, "{y}.mvt, with this ending"}, // how other servers name them
		{"/tiles/control/8/35/161", 404, "{y}.mvt, with this ending"},
		{"/collections/nothing/tiles", 404, "want one of"},
		{"/collections/nothing/tiles/WebMercatorQuad/0/0/0", 404, "want one of"},
		{"/collections/control/tiles/WebMercatorQuad/15/0/0", 404, "want 0 to 14"},
		{"/collections/control/tiles/WebMercatorQuad/x/0/0", 404, "want 0 to 14"},
		{"/collections/control/tiles/WebMercatorQuad/8/35/161", 404, "the row comes before"},
		{"/collections/control/tiles/WebMercatorQuad/8/-1/96", 404, "want rows"},
		{"/collections/control/tiles/WebMercatorQuad/8/99999999999999999999/96", 404, "want rows"},
		{"/collections/control/tiles/WebMercatorQuad/8/161/35?f=png", 400, "want mvt"},
		{"/collections/control/tiles/WebMercatorQuad/8/161/35?datetime=soon", 400, "YYYY-MM-DD"},
		{"/collections/control/tiles/WebMercatorQuad/8/161/35?colour=red", 400, "unknown parameter"},
		{"/tileMatrixSets/nothing", 404, "want WebMercatorQuad"},
		{"/tiles?f=html", 400, "want json"},
	} {
		w := get(t, h, tt.target)
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("%s: got %d %s, want %d and %q", tt.target, w.Code, w.Body, tt.status, tt.says)
		}
	}
	for _, target := range []string{"/collections/control/tiles/WebMercatorQuad/8/161/35?datetime=1972-11-25&f=mvt", "/collections/places/tiles/WebMercatorQuad/8/161/35?datetime=1972-11-25", "/tiles/WebMercatorQuad/8/161/35?datetime=1972-11-25"} {
		if w := get(t, h, target); w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/vnd.mapbox-vector-tile" {
			t.Errorf("%s: got %d %s", target, w.Code, w.Header().Get("Content-Type"))
		}
	}
}

// Events are tiled for all days at once, but by the day when one is asked for.
func TestEventTilesOfADay(t *testing.T) {
	h := handler(t)
	const target = "/collections/events/tiles/WebMercatorQuad/5/20/4"
	count := func(query string) int {
		tile := save(t, h, target+query, "events.mvt")
		return len(readBack(t, "MVT:"+tile, "-oo", "Z=5", "-oo", "X=4", "-oo", "Y=20", "events"))
	}
	drawn := 0
	for _, f := range getItems(t, h, "/collections/events/items?limit=1000&datetime=1972-11-25").Features {
		if f.Geometry.Type != "" {
			drawn++
		}
	}
	all, day := count(""), count("?datetime=1972-11-25")
	if day != drawn || all <= day {
		t.Errorf("got %d events on the day and %d in all, want %d and more", day, all, drawn)
	}
	if w := get(t, h, target+"?datetime=1900-01-01"); w.Code != http.StatusOK || w.Body.Len() > 0 {
		t.Errorf("a day without events: got %d with %d bytes, want 200 with none", w.Code, w.Body.Len())
	}
}

// GDAL finds every layer in a tile of the whole.
func TestGDALReadsTheWholeTile(t *testing.T) {
	h := handler(t)
	tile := save(t, h, "/tiles/WebMercatorQuad/5/20/4?datetime=1972-11-25", "whole.mvt")
	out := string(testdata.GDAL(t, "ogrinfo", "-oo", "Z=5", "-oo", "X=4", "-oo", "Y=20", "-q", "MVT:"+tile))
	for _, name := range []string{"control", "shires", "places", "events"} {
		if !strings.Contains(out, ": "+name+" ") {
			t.Errorf("layer %s is not in the tile: %s", name, out)
		}
	}
}
