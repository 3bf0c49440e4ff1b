package pmtiles

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/mvt"
)

func TestTileID(t *testing.T) {
	for _, tt := range []struct {
		z, x, y uint32
		want    uint64
	}{
		{0, 0, 0, 0}, {1, 0, 0, 1}, {1, 0, 1, 2}, {1, 1, 1, 3}, {1, 1, 0, 4}, {2, 0, 0, 5},
		{12, 3423, 1763, 19078479}, // the example of the specification
	} {
		if got := tileID(tt.z, tt.x, tt.y); got != tt.want {
			t.Errorf("tileID(%d, %d, %d) = %d, want %d", tt.z, tt.x, tt.y, got, tt.want)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 10000 {
		z := random.Uint32N(27)
		x, y := random.Uint32N(1<<z), random.Uint32N(1<<z)
		id := tileID(z, x, y)
		gotX, gotY := tileAt(z, id-firstID(z))
		if zoomOf(id) != z || gotX != x || gotY != y {
			t.Fatalf("tile %d/%d/%d has the id %d, which is %d/%d/%d", z, x, y, id, zoomOf(id), gotX, gotY)
		}
		if z > 0 && (id-firstID(z))/4 != tileID(z-1, x/2, y/2)-firstID(z-1) {
			t.Fatalf("tile %d/%d/%d does not stand among the children of the tile above", z, x, y)
		}
	}
}

var someInfo = Info{
	Bounds: [4]float64{45, 38.5, 48, 41}, Center: [3]float64{46.5, 39.75, 8},
	Metadata: map[string]any{"vector_layers": []any{}, "name": "some"},
}

func newWriter(t *testing.T) *Writer {
	t.Helper()
	w, err := NewWriter(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Close)
	return w
}

func finish(t *testing.T, w *Writer) *archive {
	t.Helper()
	var out bytes.Buffer
	if err := w.Finish(&out, someInfo); err != nil {
		t.Fatal(err)
	}
	a, err := openArchive(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// gzipped compresses, for one goroutine at a time.
func gzipped(raw []byte) []byte { return testZip.zip(raw) }

var testZip, _ = newZipper()

// Runs, gaps and repeated contents come back, with the directory in the root
// and, when there is too much for it, in leaves.
func TestWriterRoundTrip(t *testing.T) {
	for _, tt := range []struct {
		entries    int
		wantLeaves bool
	}{{1, false}, {1000, false}, {60000, true}} {
		t.Run(fmt.Sprint(tt.entries), func(t *testing.T) {
			random := rand.New(rand.NewPCG(3, uint64(tt.entries)))
			w, want := newWriter(t), map[uint64]string{}
			id := tileID(10, 100, 100)
			for range tt.entries {
				id += random.Uint64N(5) * random.Uint64N(2)
				content, run := fmt.Sprint("content ", random.IntN(tt.entries)), 1+random.Uint32N(3)
				if err := w.add(id, run, gzipped([]byte(content))); err != nil {
					t.Fatal(err)
				}
				for range run {
					want[id] = content
					id++
				}
			}
			a := finish(t, w)
			if got := a.header.leaves.length > 0; got != tt.wantLeaves || a.header.addressed != uint64(len(want)) {
				t.Errorf("leaves: %v, want %v; %d tiles, want %d", got, tt.wantLeaves, a.header.addressed, len(want))
			}
			for i := tileID(10, 100, 100); i < id+3; i++ {
				z := zoomOf(i)
				x, y := tileAt(z, i-firstID(z))
				if got, err := a.tile(z, x, y); err != nil || string(got) != want[i] {
					t.Fatalf("tile %d: got %q, %v, want %q", i, got, err, want[i])
				}
			}
		})
	}
}

func TestHeaderAndMetadata(t *testing.T) {
	w := newWriter(t)
	for _, z := range []uint32{3, 5} {
		if err := w.add(tileID(z, 4, 4), 1, gzipped([]byte("tile"))); err != nil {
			t.Fatal(err)
		}
	}
	a := finish(t, w)
	if a.header.bounds != someInfo.Bounds || a.header.center != [3]float64{46.5, 39.75, 5} {
		t.Errorf("bounds %v, centre %v: want %v, and the zoom that is nearest to %v", a.header.bounds, a.header.center, someInfo.Bounds, someInfo.Center)
	}
	if a.metadata["name"] != "some" || a.header.contents != 1 || a.header.entries != 2 {
		t.Errorf("metadata %v, %d contents, %d entries: want the name, 1, 2", a.metadata, a.header.contents, a.header.entries)
	}
}

func TestWriterRefuses(t *testing.T) {
	w := newWriter(t)
	if err := w.Finish(&bytes.Buffer{}, someInfo); !errors.Is(err, ErrEmpty) {
		t.Errorf("an archive without tiles: got %v, want %v", err, ErrEmpty)
	}
	if err := w.add(7, 3, []byte("x")); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		id   uint64
		run  uint32
		tile string
	}{{"again", 9, 1, "y"}, {"before", 1, 1, "y"}, {"no tiles", 20, 0, "y"}, {"no content", 20, 1, ""}} {
		if err := w.add(tt.id, tt.run, []byte(tt.tile)); err == nil {
			t.Errorf("%s: got no error", tt.name)
		}
	}
	if err := w.Finish(&bytes.Buffer{}, Info{Metadata: []int{1}}); err == nil {
		t.Error("metadata that is no object: got no error")
	}
}

// squares is a layer of everything that makes tiles uniform or not: large and small polygons, one
// with a hole, a long slanted line, a point, something at the edge of the world.
func squares() []geo.Layer {
	box := func(west, south, east, north float64) orb.Ring {
		return orb.Ring{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}
	}
	areas := geo.Layer{Name: "areas", Fields: []geo.Field{{Name: "name"}}}
	for i, g := range []orb.Geometry{
		orb.Polygon{box(-170, -60, -40, 60), box(-120, -20, -110, -15)},
		orb.Polygon{box(-100, 0, 20, 80)},
		orb.Polygon{box(30, 30, 30.01, 30.01)},
		orb.MultiPolygon{{box(170, -89, 180, 10)}, {box(60, -10, 61, -9)}},
		orb.Polygon{{{40, 40}, {90, 45}, {60, 70}, {40, 40}}},
	} {
		areas.Features = append(areas.Features, geo.Feature{ID: fmt.Sprint(i), Geometry: g, Values: []any{fmt.Sprint("area ", i)}})
	}
	lines := geo.Layer{Name: "lines", Features: []geo.Feature{
		{ID: "line", Geometry: orb.LineString{{-60, -70}, {100, 20}}}, {ID: "point", Geometry: orb.Point{120, 50}}, {ID: "nowhere"},
	}}
	return []geo.Layer{areas, lines}
}

// The archive has exactly the tiles that the tiler makes, however it skips.
func TestPyramidHasEveryTile(t *testing.T) {
	layers := squares()
	tiler := mvt.NewTiler(layers)
	for _, zooms := range [][2]uint32{{0, 7}, {3, 6}, {5, 5}} {
		w := newWriter(t)
		last := Progress{}
		p := Pyramid{Layers: layers, Tile: tiler.Tile, MinZoom: zooms[0], MaxZoom: zooms[1], Progress: func(p Progress) { last = p }}
		if err := w.AddPyramid(context.Background(), p); err != nil {
			t.Fatal(err)
		}
		a := finish(t, w)
		tiles := uint64(0)
		for z := zooms[0]; z <= zooms[1]; z++ {
			for x := range uint32(1) << z {
				for y := range uint32(1) << z {
					want, err := tiler.Tile(z, x, y)
					if err != nil {
						t.Fatal(err)
					}
					got, err := a.tile(z, x, y)
					if err != nil || !bytes.Equal(got, want) {
						t.Fatalf("tile %d/%d/%d: got %d bytes, %v, want %d", z, x, y, len(got), err, len(want))
					}
					if len(want) > 0 {
						tiles++
					}
				}
			}
		}
		if a.header.addressed != tiles || last.Tiles != tiles || last.Bytes != a.header.tiles.length {
			t.Errorf("zooms %v: %d tiles, progress %+v, want %d tiles", zooms, a.header.addressed, last, tiles)
		}
	}
}

// A uniform square is made once, whatever the zoom.
func TestPyramidMakesUniformTilesOnce(t *testing.T) {
	layers := squares()[:1]
	layers[0].Features = layers[0].Features[:2]
	tiler := mvt.NewTiler(layers)
	made := make(chan int, 1)
	made <- 0
	w := newWriter(t)
	err := w.AddPyramid(context.Background(), Pyramid{Layers: layers, MaxZoom: 9, Tile: func(z, x, y uint32) ([]byte, error) {
		made <- 1 + <-made
		return tiler.Tile(z, x, y)
	}})
	if err != nil {
		t.Fatal(err)
	}
	if n := <-made; n > 10000 || w.tiles < 80000 {
		t.Errorf("%d tiles were made for an archive of %d: want at most 10000 for at least 80000", n, w.tiles)
	}
}

func TestPyramidHasALimit(t *testing.T) {
	layers := squares()
	tiler := mvt.NewTiler(layers)
	for limit, want := range map[int]error{100: ErrTooMany, 100000: nil} {
		w := newWriter(t)
		p := Pyramid{Layers: layers, Tile: tiler.Tile, MaxZoom: 6, MaxTiles: limit}
		if err := w.AddPyramid(context.Background(), p); !errors.Is(err, want) {
			t.Errorf("at most %d tiles: got %v, want %v", limit, err, want)
		}
	}
}

// Equal pyramids make equal files.
func TestPyramidIsReproducible(t *testing.T) {
	layers := squares()
	tiler := mvt.NewTiler(layers)
	var files [2][]byte
	for i := range files {
		w := newWriter(t)
		if err := w.AddPyramid(context.Background(), Pyramid{Layers: layers, Tile: tiler.Tile, MaxZoom: 6}); err != nil {
			t.Fatal(err)
		}
		files[i] = finish(t, w).data
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("two archives of the same layers differ")
	}
}

// When it is stopped or fails, at once or on the way, nothing is left.
func TestAbortLeavesNothing(t *testing.T) {
	layers, failure := squares(), errors.New("no")
	tiler := mvt.NewTiler(layers)
	for _, tt := range []struct {
		name string
		tile func(stop func()) error
		want error
	}{
		{"stopped", func(stop func()) error { stop(); return nil }, context.Canceled},
		{"failed", func(func()) error { return failure }, failure},
	} {
		t.Run(tt.name, func(t *testing.T) {
			directory := t.TempDir()
			w, err := NewWriter(directory)
			if err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithCancel(context.Background())
			defer stop()
			err = w.AddPyramid(ctx, Pyramid{Layers: layers, MaxZoom: 14, Tile: func(z, x, y uint32) ([]byte, error) {
				if z == 8 {
					if err := tt.tile(stop); err != nil {
						return nil, err
					}
				}
				return tiler.Tile(z, x, y)
			}})
			if !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			w.Close()
			if left, _ := os.ReadDir(directory); len(left) > 0 {
				t.Errorf("%s is left", left[0].Name())
			}
		})
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestFinishReportsWriteErrors(t *testing.T) {
	w := newWriter(t)
	if err := w.add(0, 1, []byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := w.Finish(full{}, someInfo); err == nil {
		t.Error("got no error")
	}
}

// Directories of any entries in order come back as they were.
func FuzzDirectory(f *testing.F) {
	f.Add([]byte("\x01\x02\x03\x04\x00\x00\x01\x02"))
	f.Add(bytes.Repeat([]byte{7, 1, 0, 200}, 50))
	f.Fuzz(func(t *testing.T, seed []byte) {
		var entries []entry
		id, end := uint64(0), uint64(0)
		for ; len(seed) >= 4; seed = seed[4:] {
			e := entry{id: id + uint64(seed[0]), run: uint32(seed[1]), length: uint32(seed[2]) << (seed[2] % 20), offset: end}
			if seed[3]%3 == 0 && len(entries) > 0 {
				e.offset, e.length = entries[0].offset, entries[0].length
			} else {
				end += uint64(e.length)
			}
			id = e.id + uint64(e.run)
			entries = append(entries, e)
		}
		if len(entries) == 0 {
			return
		}
		encoded, err := encodeDirectory(entries)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := decodeDirectory(encoded); err != nil || !slices.Equal(got, entries) {
			t.Errorf("got %v, %v, want %v", got, err, entries)
		}
	})
}
