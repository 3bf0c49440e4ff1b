package server_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"demarc/data/testdata"
)

// readArchive reads an archive with the npm package pmtiles.
func readArchive(t *testing.T, address string) (read struct {
	Header struct {
		MinZoom, MaxZoom, NumAddressedTiles int
		TileType, TileCompression           int
		MinLon, MinLat, MaxLon, MaxLat      float64
	}
	Metadata map[string]any
	Tiles    map[string]string // z/x/y to the SHA-256 of the tile
}) {
	t.Helper()
	testdata.Node(t, &read, []string{"pmtiles"}, "../web", "testdata/archive.mjs", address)
	return read
}

// A reader that is not ours finds in an archive, asked for in ranges, exactly the tiles that the
// server serves.
func TestArchiveHasTheTilesOfTheServer(t *testing.T) {
	h := handler(t)
	live := httptest.NewServer(h)
	defer live.Close()
	for _, tt := range []struct {
		tileset, query string
		layers         []string
	}{
		{"control", "?datetime=1972-11-24", []string{"control"}},
		{"control", "?datetime=1972-11-25&viewpoint=crown_announced", []string{"control"}},
		{"history", "", []string{"shires", "borders", "places"}},
	} {
		t.Run(tt.tileset+tt.query, func(t *testing.T) {
			got := readArchive(t, live.URL+"/export/"+tt.tileset+".pmtiles"+tt.query)
			if got.Header.TileType != 1 || got.Header.TileCompression != 2 || got.Header.MinZoom != 0 {
				t.Errorf("header %+v: want gzip-compressed vector tiles from zoom 0 on", got.Header)
			}
			tiles := 0
			for z := got.Header.MinZoom; z <= got.Header.MaxZoom; z++ {
				tiles += compareZoom(t, h, tt.tileset, tt.query, z, got.Tiles)
			}
			if tiles != len(got.Tiles) || tiles != got.Header.NumAddressedTiles {
				t.Errorf("the server has %d tiles near the extent, the reader found %d of %d", tiles, len(got.Tiles), got.Header.NumAddressedTiles)
			}
			checkArchiveMetadata(t, h, tt.tileset, tt.query, got.Metadata, tt.layers)
		})
	}
}

// compareZoom compares the tiles within some degrees of the extent.
func compareZoom(t *testing.T, h http.Handler, tileset, query string, z int, read map[string]string) (tiles int) {
	t.Helper()
	side := 1 << z
	for x := side * 130 / 1000; x <= side*155/1000; x++ {
		for y := side * 615 / 1000; y <= side*645/1000; y++ {
			name := fmt.Sprintf("%d/%d/%d", z, x, y)
			answer := get(t, h, "/tiles/"+tileset+"/"+name+".mvt"+query)
			if answer.Code != http.StatusOK {
				if read[name] != "" {
					t.Errorf("tile %s: the archive has it, the server answers %d", name, answer.Code)
				}
				continue
			}
			sum := sha256.Sum256(answer.Body.Bytes())
			if want := hex.EncodeToString(sum[:]); read[name] != want {
				t.Errorf("tile %s: the archive has %q, the server %s", name, read[name], want)
			}
			tiles++
		}
	}
	return tiles
}

func checkArchiveMetadata(t *testing.T, h http.Handler, tileset, query string, metadata map[string]any, layers []string) {
	t.Helper()
	var described struct {
		Attribution  string
		VectorLayers []struct {
			ID     string
			Fields map[string]string
		} `json:"vector_layers"`
	}
	if err := json.Unmarshal(get(t, h, "/tiles/"+tileset+".json"+query).Body.Bytes(), &described); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"name", "dataset", "version", "snapshot", "licence"} {
		if text, _ := metadata[name].(string); text == "" {
			t.Errorf("the metadata lack %s", name)
		}
	}
	if metadata["attribution"] != described.Attribution {
		t.Errorf("attribution %v: TileJSON has %q", metadata["attribution"], described.Attribution)
	}
	have := map[string]bool{}
	for _, layer := range metadata["vector_layers"].([]any) {
		have[layer.(map[string]any)["id"].(string)] = true
	}
	for _, layer := range described.VectorLayers {
		if !have[layer.ID] {
			t.Errorf("vector_layers lack %s, which TileJSON has", layer.ID)
		}
	}
	for _, layer := range layers {
		if !have[layer] {
			t.Errorf("vector_layers lack %s", layer)
		}
	}
	if query != "" && metadata["datetime"] != query[len("?datetime="):][:len("1972-11-24")] {
		t.Errorf("datetime %v, asked for %s", metadata["datetime"], query)
	}
}

func TestArchiveRequests(t *testing.T) {
	h := handler(t)
	const path = "/export/control.pmtiles?datetime=1972-11-25"
	whole := get(t, h, path)
	tag := whole.Header().Get("ETag")
	if whole.Code != http.StatusOK || !strings.HasPrefix(whole.Body.String(), "PMTiles\x03") || tag == "" {
		t.Fatalf("got %d, %q, tag %q", whole.Code, whole.Body.String()[:8], tag)
	}
	for _, tt := range []struct {
		name, path string
		header     []string
		wantCode   int
		wantBody   string
	}{
		{"range", path, []string{"Range", "bytes=0-6"}, 206, "PMTiles"},
		{"range of the same file", path, []string{"Range", "bytes=0-6", "If-Range", tag}, 206, "PMTiles"},
		{"range beyond the end", path, []string{"Range", "bytes=99999999-"}, 416, ""},
		{"the client has it", path, []string{"If-None-Match", tag}, 304, ""},
		{"an interval with changes", "/export/control.pmtiles?datetime=1972-11-25/1973-12-31", nil, 400, ""},
		{"all days have no day", "/export/history.pmtiles?datetime=1972-11-25", nil, 400, ""},
		{"part of the layer", path + "&bbox=45,39,46,40", nil, 400, ""},
		{"zooms the wrong way round", path + "&minzoom=5&maxzoom=4", nil, 400, ""},
		{"zoom", path + "&maxzoom=15", nil, 400, ""},
		{"layer", "/export/nothing.pmtiles", nil, 404, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := get(t, h, tt.path, tt.header...)
			if got.Code != tt.wantCode || tt.wantBody != "" && got.Body.String() != tt.wantBody {
				t.Errorf("got %d %.200q, want %d %q", got.Code, got.Body.String(), tt.wantCode, tt.wantBody)
			}
		})
	}
}
