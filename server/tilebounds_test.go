package server_test

import (
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

// Every tile around a tileset is what the letter says: 200 when it holds anything, else 204 when
// its area meets the bounds and 404 when it does not, under both of its addresses.
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
			for _, code := range []int{http.StatusOK, http.StatusNotFound} {
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
			want := http.StatusNotFound
			if len(tile) > 0 {
				want = http.StatusOK
			} else if maptile.New(x, y, zoom).Bound().Intersects(box) {
				want = http.StatusNoContent
			}
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

// A client reads from the problem where the tiles are; scripts of any origin may read it.
func TestProblemOfATileOutsideOfTheBounds(t *testing.T) {
	h := handler(t)
	id := getJSON(t, h, "/status")["snapshot"].(string)
	for _, target := range []string{"/tiles/history/8/0/0.mvt", "/v/" + id + "/tiles/history/all/8/0/0.mvt"} {
		w := get(t, h, target, "Origin", "https://example.org")
		if w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "longitudes -132.5 to -125, latitudes -44 to -40") {
			t.Errorf("%s: got %d %s, want 404 and the bounds", target, w.Code, w.Body)
		}
		if got := w.Header(); got.Get("Access-Control-Allow-Origin") != "*" || got.Get("Content-Type") != "application/problem+json" || got.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: got %v, want a problem that any origin may read", target, got)
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
