package conformance

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// The abstract tests of OGC 20-057 (Tiles, Part 1), annex A, as the test suite
// of the OGC understands them.

type tilesetDoc struct {
	Title, DataType, CRS, TileMatrixSetURI, TileMatrixSetID string
	Links                                                   []docLink
	TileMatrixSetLimits                                     []struct {
		TileMatrix                                     string
		MinTileRow, MaxTileRow, MinTileCol, MaxTileCol int
	}
}

const relTilesets = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-"

func TestTiles(t *testing.T) {
	base := root(t)
	var conformance struct{ ConformsTo []string }
	read(t, base+"/conformance", &conformance)
	for _, class := range []string{"core", "tileset", "tilesets-list", "dataset-tilesets", "geodata-tilesets", "mvt", "oas30"} {
		if !slices.Contains(conformance.ConformsTo, "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/"+class) {
			t.Errorf("%s is not declared", class)
		}
	}
	var landing struct{ Links []docLink }
	read(t, base+"/", &landing)
	lists := map[string]string{"landing page": find(landing.Links, relTilesets+"vector", "")}
	for _, c := range allCollections(t, base) {
		lists[c.ID] = find(c.Links, relTilesets+"vector", "")
	}
	for name, address := range lists {
		if !strings.Contains(address, "/tiles") {
			t.Errorf("%s: A.9, A.12: the link to the tilesets leads to %q", name, address)
			continue
		}
		testTilesets(t, address)
	}
	var sets struct {
		TileMatrixSets []struct{ Links []docLink }
	}
	read(t, base+"/tileMatrixSets", &sets)
	if len(sets.TileMatrixSets) == 0 || !strings.Contains(find(sets.TileMatrixSets[0].Links, "item", "application/json"), "WebMercatorQuad") {
		t.Errorf("A.24, /req/tileset/tmxslink: got %+v", sets)
	}
	var api struct {
		Paths map[string]struct{ Get struct{ OperationID string } }
	}
	read(t, base+"/openapi.json", &api)
	found := false
	for _, path := range api.Paths {
		found = found || strings.Contains(path.Get.OperationID, ".getTile")
	}
	if !found {
		t.Error("/req/oas30: no operationId holds .getTile")
	}
}

func testTilesets(t *testing.T, address string) {
	var list struct{ Tilesets []tilesetDoc }
	read(t, address, &list)
	for _, entry := range list.Tilesets {
		if entry.TileMatrixSetURI == "" || len(entry.TileMatrixSetLimits) == 0 {
			t.Errorf("%s: A.10: an entry without tileMatrixSetURI or limits", address)
		}
		for _, l := range entry.Links { // each that is an address is followed as JSON
			if strings.Contains(l.Href, "{") {
				continue
			}
			var any map[string]any
			read(t, l.Href, &any)
		}
		var set tilesetDoc
		read(t, find(entry.Links, "self", "application/json"), &set)
		template := find(set.Links, "item", "application/vnd.mapbox-vector-tile")
		for _, name := range []string{"{tileMatrix}", "{tileRow}", "{tileCol}"} {
			if !strings.Contains(template, name) {
				t.Errorf("%s: A.3 to A.5: %s is not in %q", address, name, template)
			}
		}
		tile := func(matrix string, row, col int) string {
			return strings.NewReplacer("{tileMatrix}", matrix, "{tileRow}", fmt.Sprint(row), "{tileCol}", fmt.Sprint(col)).Replace(template)
		}
		for _, l := range entry.TileMatrixSetLimits {
			if code := status(t, tile(l.TileMatrix, l.MaxTileRow, l.MinTileCol)); code != http.StatusOK && code != http.StatusNoContent {
				t.Errorf("%s: A.6, /req/core/tc-success: tile matrix %s: got %d", address, l.TileMatrix, code)
			}
			for _, outside := range []string{tile(l.TileMatrix, l.MaxTileRow+1, l.MinTileCol), tile(l.TileMatrix, 1<<31-1, 1<<31-1)} {
				if code := status(t, outside); code != http.StatusNotFound && code != http.StatusBadRequest {
					t.Errorf("A.7, /req/core/tc-error: %s: got %d", outside, code)
				}
			}
		}
	}
}
