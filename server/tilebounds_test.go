package server_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/live"
	"demarc/data/testdata"
	"demarc/server"
)

// Every tile around a tileset is 200 when it holds anything, else 204, within the bounds and
// outside of them, under both of its addresses: clients report 404 as an error. By the rules of OGC
// API Tiles it is 200 within the limits, with or without content, and 404 outside of them.
func TestEmptyTilesOutsideOfTheBounds(t *testing.T) {
	for _, tt := range []struct {
		name string
		ring string // of the western zone; the eastern one spans 11 to 12, 50 to 51
		zoom int
		near orb.Bound // the tiles that are asked for
	}{
		{"side by side", "[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]", 7, orb.Bound{Min: orb.Point{0, 45}, Max: orb.Point{20, 55}}},
		{"an edge that is a tile's", "[5.625, 50], [11, 50], [11, 51], [5.625, 51], [5.625, 50]", 6, orb.Bound{Min: orb.Point{-5, 45}, Max: orb.Point{20, 55}}},
		{"from the antimeridian on", "[-180, 50], [-170, 50], [-170, 51], [-180, 51], [-180, 50]", 5, orb.Bound{Min: orb.Point{-180, 20}, Max: orb.Point{179.9, 70}}},
		{"up to the antimeridian, at the equator", "[179, -1], [180, -1], [180, 0], [179, 0], [179, -1]", 4, orb.Bound{Min: orb.Point{-180, -60}, Max: orb.Point{179.9, 70}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			files := changed(t, testdata.Small(), "regions/zones.geojson", "[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]", tt.ring)
			(*files)["dataset.json"] = &fstest.MapFile{Data: []byte(strings.Replace(string((*files)["dataset.json"].Data), "[9, 49, 13, 52]", "[-180, -80, 180, 80]", 1))}
			live, err := live.New(files)
			if err != nil {
				t.Fatal(err)
			}
			seen := compareCodes(t, server.New(live, server.Options{}), live.Current(), maptile.Zoom(tt.zoom), tt.near)
			for _, code := range []int{http.StatusOK, http.StatusNoContent} {
				if seen[code] == 0 {
					t.Errorf("no answer was %d: the test looks in the wrong place", code)
				}
			}
		})
	}
}

func compareCodes(t *testing.T, h http.Handler, s *data.Snapshot, zoom maptile.Zoom, near orb.Bound) map[int]int {
	t.Helper()
	box, seen := s.TileBound(dataset.ControlLayer), map[int]int{}
	day, _ := date.Parse("2001-06-01")
	first, last := maptile.At(orb.Point{near.Left(), near.Top()}, zoom), maptile.At(orb.Point{near.Right(), near.Bottom()}, zoom)
	for x := first.X; x <= last.X; x++ {
		for y := first.Y; y <= last.Y; y++ {
			tile, err := s.Tile(t.Context(), dataset.ControlLayer, day, uint32(zoom), x, y)
			if err != nil {
				t.Fatal(err)
			}
			want, area := http.StatusNoContent, maptile.New(x, y, zoom).Bound()
			if len(tile) > 0 {
				want = http.StatusOK
			}
			checkOGCTile(t, h, fmt.Sprintf("/collections/control/tiles/WebMercatorQuad/%d/%d/%d?datetime=2001-06-01", zoom, y, x), area, box, tile)
			name := fmt.Sprintf("%d/%d/%d.mvt", zoom, x, y)
			for _, target := range []string{"/tiles/control/" + name + "?datetime=2001-06-01", fmt.Sprintf("/v/%s/tiles/control/%d/%s", s.ID, s.Timeline.Epoch(day), name)} {
				for range 2 { // the second may come from the cache
					if got := get(t, h, target).Code; got != want {
						t.Errorf("%s: got %d, want %d within %v", target, got, want, box)
					}
				}
			}
			seen[want]++
		}
	}
	return seen
}

// checkOGCTile compares an answer with the limits of OGC API Tiles. Of tiles that touch the bounds
// with an edge alone the limits have some.
func checkOGCTile(t *testing.T, h http.Handler, target string, area, box orb.Bound, tile []byte) {
	t.Helper()
	want := http.StatusOK
	if !area.Intersects(box) {
		want = http.StatusNotFound
	} else if area.Left() == box.Right() || area.Right() == box.Left() || area.Bottom() == box.Top() || area.Top() == box.Bottom() {
		return
	}
	w := get(t, h, target)
	if w.Code != want || want == http.StatusOK && (!bytes.Equal(w.Body.Bytes(), tile) || w.Header().Get("Content-Type") != "application/vnd.mapbox-vector-tile") {
		t.Errorf("%s: got %d, %s with %d bytes, want %d with %d within %v", target, w.Code, w.Header().Get("Content-Type"), w.Body.Len(), want, len(tile), box)
	}
}

// An empty tile outside of the bounds may be kept like others, is not kept by the server, and may
// be read by scripts of any origin.
func TestTileOutsideOfTheBounds(t *testing.T) {
	h := handler(t)
	id := getJSON(t, h, "/status")["snapshot"].(string)
	for target, keep := range map[string]string{
		"/tiles/history/8/0/0.mvt":                  "max-age=60",
		"/v/" + id + "/tiles/history/all/8/0/0.mvt": "immutable",
	} {
		w := get(t, h, target, "Origin", "https://example.org")
		if got := w.Header(); w.Code != http.StatusNoContent || got.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(got.Get("Cache-Control"), keep) {
			t.Errorf("%s: got %d and %v, want 204 that any origin may read, with %s", target, w.Code, got, keep)
		}
	}
	for _, target := range []string{"/tiles/history/8/256/0.mvt", "/tiles/history/15/0/0.mvt", "/tiles/nothing/0/0/0.mvt"} {
		if w := get(t, h, target); w.Code != http.StatusNotFound || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: got %d %v, want 404, not to be kept", target, w.Code, w.Header())
		}
	}
}

// What tells clients where the tiles are says the same everywhere.
func TestTileBoundsAreDeclaredAlike(t *testing.T) {
	h := handler(t)
	bounds := func(of any) string { return fmt.Sprint(of.(map[string]any)["bounds"]) }
	control := bounds(getJSON(t, h, "/tiles/control.json"))
	if got := bounds(getJSON(t, h, "/styles/control.json")["sources"].(map[string]any)["demarc"]); got != control || control != "[-131.3957 -43.3 -127.1739 -41.0656]" {
		t.Errorf("control: the style has the bounds %s, TileJSON %s", got, control)
	}
	history := bounds(getJSON(t, h, "/tiles/history.json"))
	if got := fmt.Sprint(getJSON(t, h, "/timeline")["tile_bounds"]); got != history || history != "[-132.5 -44 -125 -40]" {
		t.Errorf("history: /timeline has the bounds %s, TileJSON %s", got, history)
	}
}
