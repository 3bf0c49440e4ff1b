package data_test

import (
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"
	"github.com/paulmach/orb/geojson"
	"github.com/paulmach/orb/maptile"
	"github.com/paulmach/orb/planar"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
)

// In every epoch the control tiles, read by a decoder that is not ours, say of a grid of points
// what Locate says.
func TestControlTilesAgreeWithLocate(t *testing.T) {
	s := open(t)
	tiles := []maptile.Tile{{X: 17, Y: 80, Z: 7}, {X: 35, Y: 160, Z: 8}, {X: 72, Y: 322, Z: 9}, {X: 142, Y: 643, Z: 10}}
	compared := 0
	for epoch := range epochs(s) {
		on := max(s.Timeline.EpochInterval(epoch).From, -100_000)
		for _, tile := range tiles {
			compared += compareTile(t, s, on, tile)
		}
	}
	if compared < 50*epochs(s) {
		t.Errorf("only %d points were compared in %d epochs: the test looks in the wrong place", compared, epochs(s))
	}
}

func compareTile(t *testing.T, s *data.Snapshot, on date.Date, tile maptile.Tile) int {
	t.Helper()
	raw, err := s.Tile(t.Context(), dataset.ControlLayer, on, uint32(tile.Z), tile.X, tile.Y)
	if err != nil {
		t.Fatal(err)
	}
	layers, err := mvt.Unmarshal(raw)
	if err != nil || len(layers) != 1 {
		t.Fatalf("%v on %s: %d layers, %v", tile, on, len(layers), err)
	}
	layers.ProjectToWGS84(tile)
	bound, compared := tile.Bound(), 0
	unit := (bound.Max[0] - bound.Min[0]) / 4096
	for i := range 14 {
		for j := range 14 {
			p := orb.Point{
				bound.Min[0] + (float64(i)+0.5)/14*(bound.Max[0]-bound.Min[0]),
				bound.Min[1] + (float64(j)+0.5)/14*(bound.Max[1]-bound.Min[1]),
			}
			want := s.Locate(p, on)
			if want.Zone != nil && want.Zone.BorderM < 4*unit*111_000 {
				continue // the tile is only this exact
			}
			if want.Nearest != nil && want.Nearest.DistanceM < 4*unit*111_000 {
				continue
			}
			controller, status := controlAt(layers[0].Features, p)
			if wanted := value(want.Control.Controller); controller != wanted || want.Zone != nil && status != want.Control.Status {
				t.Errorf("%v on %s: the tile says %q %q, Locate %q %q", p, on, controller, status, wanted, want.Control.Status)
			}
			compared++
		}
	}
	return compared
}

// controlAt returns what the features that are no overlays say of a point.
func controlAt(features []*geojson.Feature, p orb.Point) (controller, status string) {
	for _, f := range features {
		if overlay, _ := f.Properties["overlay"].(bool); overlay || !covers(f.Geometry, p) {
			continue
		}
		controller, _ = f.Properties["controller"].(string)
		status, _ = f.Properties["status"].(string)
	}
	return controller, status
}

func covers(g orb.Geometry, p orb.Point) bool {
	switch g := g.(type) {
	case orb.Polygon:
		return planar.PolygonContains(g, p)
	case orb.MultiPolygon:
		return planar.MultiPolygonContains(g, p)
	}
	return false
}

func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func TestTileZoomFollowsPrecision(t *testing.T) {
	s := open(t)
	for tileset, want := range map[string][2]int{"shires": {9, 12}, dataset.ControlLayer: {9, 12}, dataset.PlacesLayer: {14, 14}} {
		if got := s.TileZoom(tileset); got < want[0] || got > want[1] {
			t.Errorf("%s: got zoom %d, want %d to %d", tileset, got, want[0], want[1])
		}
	}
}
