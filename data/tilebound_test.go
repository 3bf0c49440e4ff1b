package data_test

import (
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/dataset"
)

// dataset files with another ring for the western and the eastern zone.
func ringed(t *testing.T, west, east string) fstest.MapFS {
	files := with(t, small(t), zonesFile, "[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]", west)
	files = with(t, files, zonesFile, "[11, 50], [12, 50], [12, 51], [11, 51], [11, 50]", east)
	return with(t, files, "dataset.json", "[9, 49, 13, 52]", "[-180, -80, 180, 80]")
}

func TestTileBound(t *testing.T) {
	undrawn := with(t, small(t), zonesFile, `{"type": "Polygon", "coordinates": [
    [[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]
  ]}`, "null")
	undrawn = with(t, undrawn, zonesFile, `{"type": "MultiPolygon", "coordinates": [[
    [[11, 50], [12, 50], [12, 51], [11, 51], [11, 50]]
  ]]}`, "null")
	const eastmost, westmost = "[179, -18], [180, -18], [180, -17], [179, -17], [179, -18]", "[-180, -18], [-179, -18], [-179, -16], [-180, -16], [-180, -18]"
	for _, tt := range []struct {
		name    string
		files   fstest.MapFS
		tileset string
		want    [4]float64 // west, south, east, north
	}{
		{"all zones", small(t), dataset.ControlLayer, [4]float64{10, 50, 12, 51}},
		{"a layer of its own", small(t), "counties", [4]float64{10, 50, 12, 51}},
		{"one point", small(t), dataset.PlacesLayer, [4]float64{11, 50.5, 11, 50.5}},
		{"no event has a point: what is covered", small(t), dataset.EventsLayer, [4]float64{9, 49, 13, 52}},
		{"no zone is drawn: what is covered", undrawn, dataset.ControlLayer, [4]float64{9, 49, 13, 52}},
		{"no zone is drawn, but a county", undrawn, dataset.HistoryTiles, [4]float64{10, 50, 12, 51}},
		{"both sides of the antimeridian", ringed(t, eastmost, westmost), dataset.ControlLayer, [4]float64{-180, -18, 180, -16}},
		{"both sides of it, with the county far off", ringed(t, eastmost, westmost), dataset.HistoryTiles, [4]float64{-180, -18, 180, 51}},
		{"both sides of the equator and of Greenwich", ringed(t, "[-1, -1], [0, -1], [0, 1], [-1, 1], [-1, -1]", "[0, -1], [2, -1], [2, 1], [0, 1], [0, -1]"), "zones", [4]float64{-1, -1, 2, 1}},
	} {
		s, problems, err := data.Open(tt.files)
		if err != nil {
			t.Errorf("%s: %v %v", tt.name, err, problems)
			continue
		}
		want := orb.Bound{Min: orb.Point{tt.want[0], tt.want[1]}, Max: orb.Point{tt.want[2], tt.want[3]}}
		if got := s.TileBound(tt.tileset); got != want {
			t.Errorf("%s: the bounds of %s are %v, want %v", tt.name, tt.tileset, got, want)
		}
	}
}

// The bounds hold every feature of the tileset on every day, and none is larger than what the
// features of all days need.
func TestTileBoundsAreThoseOfTheFeatures(t *testing.T) {
	s := open(t)
	for _, tileset := range append(s.Tilesets(), data.WholeTiles) {
		all, found := s.Dataset.Covers.Bound(), false
		for epoch := range epochs(s) {
			layers, err := s.TileContent(t.Context(), tileset, max(s.Timeline.EpochInterval(epoch).From, -100_000))
			if err != nil {
				t.Fatal(err)
			}
			for _, layer := range layers {
				for _, f := range layer.Features {
					if f.Geometry == nil {
						continue
					}
					if box := f.Geometry.Bound(); found {
						all = all.Union(box)
					} else {
						all, found = box, true
					}
				}
			}
			if data.Timeless(tileset) {
				break
			}
		}
		got := s.TileBound(tileset)
		if got.Union(all) != got {
			t.Errorf("%s: the bounds %v do not hold all of %v", tileset, got, all)
		}
		if front := tileset == dataset.FrontLayer; !front && got != all {
			t.Errorf("%s: the bounds are %v, want %v", tileset, got, all)
		}
	}
}
