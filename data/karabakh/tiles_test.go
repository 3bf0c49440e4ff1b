package karabakh_test

import (
	"bytes"
	"compress/gzip"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/mvt"

	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/geo"
	"demarc/geo/mvt/judge"
)

// GEOS finds nothing wrong in tiles of any zoom, on the first and last day of all and on days in
// between: nothing invalid, nothing empty, no gap and no overlap that the regions themselves lack.
func TestTilesAreValid(t *testing.T) {
	s := open(t)
	type set struct {
		tileset string
		epoch   int
	}
	last, judged := s.Timeline.Epoch(date.Forever-1), 0
	// The history holds the regions of all layers.
	sets := []set{
		{tileset: dataset.HistoryTiles, epoch: last}, {tileset: dataset.ControlLayer, epoch: 0}, {tileset: dataset.ControlLayer, epoch: last / 2}, {tileset: dataset.ControlLayer, epoch: last},
		{tileset: dataset.ControllersLayer, epoch: last / 2}, {tileset: dataset.FrontLayer, epoch: last / 2},
	}
	for _, x := range sets {
		on := max(s.Timeline.EpochInterval(x.epoch).From, date.Beginning+1)
		source, err := s.TileContent(t.Context(), x.tileset, on)
		if err != nil {
			t.Fatal(err)
		}
		var addresses []judge.Address
		for z := uint32(4); z <= 12; z += 2 {
			addresses = append(addresses, judge.Over(s.TileBound(x.tileset), z, 6)...)
		}
		verdict, err := judge.Judge(partitions(source), addresses, func(z, column, row uint32) ([]byte, error) {
			return s.Tile(t.Context(), x.tileset, on, z, column, row)
		})
		if err != nil {
			t.Fatal(err)
		}
		if judged += verdict.Counts.Features; verdict.Faults() > 0 {
			t.Errorf("%s on %v: %+v\n%q", x.tileset, on, verdict.Counts, verdict.Examples)
		}
	}
	if judged < 1500 {
		t.Errorf("only %d features were judged", judged)
	}
}

// partitions leaves out layers whose regions are not meant to lie side by side.
func partitions(layers []geo.Layer) []geo.Layer {
	var kept []geo.Layer
	for _, layer := range layers {
		if layer.Name != "land" && layer.Name != "countries" && layer.Name != "water" {
			kept = append(kept, layer)
		}
	}
	return kept
}

// In the history, borders lie exactly on the edges of the zones they name, but for edges on which
// several borders have come to lie because what was between them is too narrow to be drawn.
func TestBordersLieOnZones(t *testing.T) {
	s := open(t)
	compared := 0
	for z := uint32(5); z <= 12; z++ {
		for _, a := range judge.Over(s.TileBound(dataset.ControlLayer), z, 12) {
			tile, err := s.Tile(t.Context(), dataset.HistoryTiles, 0, a.Z, a.X, a.Y)
			if err != nil {
				t.Fatal(err)
			}
			layers, err := mvt.Unmarshal(tile)
			if err != nil {
				t.Fatal(err)
			}
			edges := map[string]map[[2]orb.Point]bool{}
			for _, layer := range layers {
				if layer.Name != s.Dataset.ControlLayer {
					continue
				}
				for _, f := range layer.Features {
					edges[f.Properties["id"].(string)] = edgesOf(f.Geometry)
				}
			}
			for _, layer := range layers {
				if layer.Name != dataset.BordersLayer {
					continue
				}
				uses := map[[2]orb.Point]int{}
				for _, f := range layer.Features {
					for edge := range edgesOf(f.Geometry) {
						uses[edge]++
					}
				}
				for _, f := range layer.Features {
					for _, side := range []string{"left", "right"} {
						zone, ok := f.Properties[side].(string)
						if !ok {
							continue
						}
						for edge := range edgesOf(f.Geometry) {
							compared++
							if !edges[zone][edge] && uses[edge] == 1 && !alongBuffer(edge) {
								t.Errorf("%v: %s of border %v: zone %s has no edge %v", a, side, f.ID, zone, edge)
							}
						}
					}
				}
			}
		}
	}
	if compared < 1000 {
		t.Errorf("only %d edges were compared", compared)
	}
}

// edgesOf returns the edges of lines and polygons in both directions.
func edgesOf(g orb.Geometry) map[[2]orb.Point]bool {
	edges := map[[2]orb.Point]bool{}
	add := func(points []orb.Point) {
		for i := 1; i < len(points); i++ {
			edges[[2]orb.Point{points[i-1], points[i]}] = true
			edges[[2]orb.Point{points[i], points[i-1]}] = true
		}
	}
	geo.EachPart(g, func(part orb.Geometry) {
		switch part := part.(type) {
		case orb.LineString:
			add(part)
		case orb.Polygon:
			for _, ring := range part {
				add(ring)
			}
		}
	})
	return edges
}

// alongBuffer tells whether an edge runs along the border of the buffer, where polygons end.
func alongBuffer(edge [2]orb.Point) bool {
	for axis := range 2 {
		if v := edge[0][axis]; v == edge[1][axis] && (v == -64 || v == 4096+64) {
			return true
		}
	}
	return false
}

// What the page loads: no tile of the history has more than 64 KB, and no view more than 400 KB,
// gzip. A view is a screen of 1920 x 1080 on tiles of 512, which is 5 x 4 of them at most.
func TestPageTilesAreSmall(t *testing.T) {
	const tileMost, viewMost, columns, rows = 64_000, 400_000, 5, 4
	s := open(t)
	for z := uint32(3); z <= 9; z++ {
		size := map[[2]uint32]int{}
		for _, a := range judge.Over(s.TileBound(dataset.ControlLayer).Pad(1), z, 1<<20) {
			tile, err := s.Tile(t.Context(), dataset.HistoryTiles, 0, a.Z, a.X, a.Y)
			if err != nil {
				t.Fatal(err)
			}
			if size[[2]uint32{a.X, a.Y}] = zipped(t, tile); size[[2]uint32{a.X, a.Y}] > tileMost {
				t.Errorf("tile %v has %d bytes, want at most %d", a, size[[2]uint32{a.X, a.Y}], tileMost)
			}
		}
		largest, most := 0, 0
		for at := range size {
			view := 0
			for i := range uint32(columns) {
				for j := range uint32(rows) {
					view += size[[2]uint32{at[0] + i, at[1] + j}]
				}
			}
			most, largest = max(most, view), max(largest, size[at])
		}
		if most > viewMost {
			t.Errorf("zoom %d: a view has %d bytes, want at most %d", z, most, viewMost)
		}
		t.Logf("zoom %d: tiles up to %d bytes, views up to %d", z, largest, most)
	}
}

func zipped(t *testing.T, content []byte) int {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}
