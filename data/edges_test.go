package data_test

import (
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/testdata"
)

// openEdge opens one of the datasets where maps begin and end.
func openEdge(t *testing.T, name string) *data.Snapshot {
	t.Helper()
	s, problems, err := data.Open(testdata.Edges()[name])
	if err != nil || len(problems) > 0 {
		t.Fatal(name, err, problems)
	}
	return s
}

// What the page and tile clients are told to show first of data across the date line.
func TestStateAcrossTheDateLine(t *testing.T) {
	for _, name := range []string{"islands", "plain-islands"} {
		s := openEdge(t, name)
		state := s.State()
		boxes := map[string][4]float64{}
		for _, z := range state.Zones {
			boxes[z.ID] = z.Bbox
		}
		for _, r := range state.Regions {
			boxes[r.ID] = *r.Bbox
		}
		for id, want := range map[string][4]float64{
			"leeward": {176.5, -19, 178.5, -17}, "strait": {179, -18, -179.5, -16}, "windward": {-175.5, -19.5, -174, -15.5},
		} {
			if boxes[id] != want {
				t.Errorf("%s: box of %s %v, want %v", name, id, boxes[id], want)
			}
		}
		if c := s.Dataset.View.Center; c != [2]float64{-178.5, -17.5} {
			t.Errorf("%s: seen first from %v", name, c)
		}
		if b := state.TileBounds; b[0] != -180 || b[2] != 180 {
			t.Errorf("%s: tile bounds %v, want -180 to 180: no tile is beyond", name, b)
		}
	}
}

// The center of a tileset lies within its bounds, at one of its zooms (TileJSON 3.0.0, 3.4).
func TestTileJSONCenters(t *testing.T) {
	for name := range testdata.Edges() {
		s := openEdge(t, name)
		for _, tileset := range s.Tilesets() {
			doc, err := s.TileJSON(t.Context(), tileset, s.Timeline.Covers().From, "t")
			if err != nil {
				t.Fatal(err)
			}
			b, c := doc.Bounds, doc.Center
			if b[0] < -180 || b[2] > 180 || b[0] > b[2] {
				t.Errorf("%s, %s: bounds %v", name, tileset, b)
			}
			if c[0] < b[0] || c[0] > b[2] || c[1] < b[1] || c[1] > b[3] || c[2] < float64(doc.MinZoom) || c[2] > float64(doc.MaxZoom) {
				t.Errorf("%s, %s: center %v, bounds %v, zooms %d to %d", name, tileset, c, b, doc.MinZoom, doc.MaxZoom)
			}
		}
	}
	if doc, err := openEdge(t, "islands").TileJSON(t.Context(), "control", 0, "t"); err != nil || doc.Center[0] != -178.5 {
		t.Errorf("islands: center %v, %v", doc.Center, err)
	}
}

// A place between the islands is covered, one on the other side of the earth is not.
func TestLocateAcrossTheDateLine(t *testing.T) {
	s := openEdge(t, "islands")
	for _, tt := range []struct {
		at   orb.Point
		says string
	}{
		{orb.Point{179.9, -19}, "lies in no zone"}, {orb.Point{-179.9, -19}, "lies in no zone"}, {orb.Point{0, -17}, "outside the extent"},
		{orb.Point{-17, 5}, "outside the extent"},
	} {
		if got := s.Locate(tt.at, s.Dataset.View.Date).Control.Reason; !strings.Contains(got, tt.says) {
			t.Errorf("%v: %q, want %q", tt.at, got, tt.says)
		}
	}
	for text, want := range map[string]orb.Point{
		"-17 178": {178, -17}, "178 -17": {178, -17}, "-17, -175": {-175, -17}, "185 -17": {-175, -17},
	} {
		if r, err := s.ReadPoint(text, nil); err != nil || r.Point != want {
			t.Errorf("%s: %v, %v; want %v", text, r.Point, err, want)
		}
	}
}
