package mvt

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/maptile"

	"demarc/geo"
)

// scrawl is rings, lines and points of which most are not valid: they wander far, cross each other
// and themselves, run along each other, and some are very small.
func scrawl(seed uint64) []geo.Layer {
	r := rand.New(rand.NewPCG(seed, 7))
	wander := func(n int, step float64) orb.Ring {
		at := orb.Point{45.4 + 2.8*r.Float64(), 38.4 + 2.7*r.Float64()}
		ring := orb.Ring{at}
		for range n {
			at = orb.Point{at[0] + step*(r.Float64()-0.5), at[1] + step*(r.Float64()-0.5)}
			ring = append(ring, at)
		}
		return append(ring, ring[0])
	}
	var shapes []orb.Geometry
	for range 4 {
		rough := wander(300, 0.1)
		large := orb.Ring{{45.4, 38.4}, {48.2, 38.5}, {48.1, 41}, {45.5, 41.1}, {45.4, 38.4}}
		straight := wander(5, 3)
		shapes = append(shapes,
			orb.Polygon{rough},
			orb.MultiPolygon{{large, wander(40, 0.2), wander(4, 1)}, {wander(100, 0.02)}},
			orb.LineString(slices.Concat(straight, rough[:50], straight)),
			orb.Polygon{straight}, orb.Polygon{wander(6, 0.004)}, rough[7], rough[9])
	}
	return features("scrawl", shapes...)
}

// normal is what a tile draws, whatever the vertex that a ring begins at, vertices at which it goes
// straight on, and the order of rings. Lines are edges; those along the border of what a tile keeps
// do not count.
func normal(tile []byte) (string, error) {
	layers, err := decode(tile)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	for _, l := range layers {
		for _, f := range l.features {
			var parts []string
			for _, polygon := range f.polygons {
				for k, ring := range polygon {
					ring = withoutStraight(ring)
					least := slices.Index(ring, slices.MinFunc(ring, comparePoints))
					parts = append(parts, fmt.Sprint("ring ", k > 0, slices.Concat(ring[least:], ring[:least])))
				}
			}
			for _, line := range f.lines {
				line = withoutStraight(line)
				for k, p := range line[1:] {
					if q := line[k]; !along(p.x, q.x) && !along(p.y, q.y) {
						parts = append(parts, fmt.Sprint("edge ", q, p))
					}
				}
			}
			slices.Sort(parts)
			if parts = slices.Compact(parts); len(parts)+len(f.points) > 0 {
				fmt.Fprintln(&text, l.name, f.id, f.points, strings.Join(parts, "\n"))
			}
		}
	}
	return text.String(), nil
}

func along(a, b int32) bool { return a == b && (a == -bufferPx || a == extent+bufferPx) }

func withoutStraight(ring []point) (kept []point) {
	for k, p := range ring {
		if !within(ring[(k+len(ring)-1)%len(ring)], ring[(k+1)%len(ring)], p) {
			kept = append(kept, p)
		}
	}
	return kept
}

// A tile is the same whether its zoom is made all at once or in blocks, however small, and in
// whichever order these are asked for and forgotten.
func TestBlocks(t *testing.T) {
	layers := map[string][]geo.Layer{"zones": zones(t), "mosaic": mosaic(rand.New(rand.NewPCG(5, 5)))}
	for seed := range uint64(3) {
		layers[fmt.Sprint("scrawl ", seed)] = scrawl(seed)
	}
	for name, layers := range layers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			whole, parted, again := NewTiler(layers), NewTiler(layers), NewTiler(layers)
			whole.layers[0].pyramid.blocks.zooms = MaxZoom
			parted.layers[0].pyramid.blocks.blockSize = blockSize{100, MaxZoom, 4}
			again.layers[0].pyramid.blocks.blockSize, again.layers[0].pyramid.blocks.most = blockSize{100, MaxZoom, 4}, 50_000
			r := rand.New(rand.NewPCG(6, 6))
			var tiles [][3]uint32
			for z := range uint32(MaxZoom + 1) {
				few := max(1, (1<<z)*(1<<z)/200_000)
				tilesOver(z, func(x, y uint32) {
					if r.IntN(few) == 0 {
						tiles = append(tiles, [3]uint32{z, x, y})
					}
				})
			}
			made := map[[3]uint32][]byte{}
			for _, at := range tiles {
				compareTiles(t, whole, parted, at)
				made[at], _ = parted.Tile(at[0], at[1], at[2])
			}
			r.Shuffle(len(tiles), func(i, k int) { tiles[i], tiles[k] = tiles[k], tiles[i] })
			var asking sync.WaitGroup
			for client := range 3 {
				asking.Go(func() {
					for i, at := range tiles[:min(300, len(tiles))] {
						if i%2 == client%2 { // two clients ask for the same
							continue
						}
						if tile, _ := again.Tile(at[0], at[1], at[2]); !bytes.Equal(tile, made[at]) {
							t.Errorf("tile %v is another one in another order", at)
						}
					}
				})
			}
			asking.Wait()
			if b := &again.layers[0].pyramid.blocks; b.bytes > b.most && len(b.kept) > 1 || len(tiles) < 100 {
				t.Errorf("%d blocks of %d bytes are kept after %d tiles: want %d bytes at most", len(b.kept), b.bytes, len(tiles), b.most)
			}
			if n := len(parted.layers[0].pyramid.blocks.kept); n < 80 {
				t.Errorf("only %d blocks: want more for a test", n)
			}
		})
	}
}

func compareTiles(t *testing.T, whole, parted *Tiler, at [3]uint32) {
	t.Helper()
	var drawn [2]string
	for i, tiler := range []*Tiler{whole, parted} {
		tile, err := tiler.Tile(at[0], at[1], at[2])
		if err != nil {
			t.Fatal(err)
		}
		if drawn[i], err = normal(tile); err != nil {
			t.Fatal(err)
		}
	}
	if !reflect.DeepEqual(drawn[0], drawn[1]) {
		got, want := strings.Split(drawn[1], "\n"), strings.Split(drawn[0], "\n")
		for k := range min(len(got), len(want)) {
			if got[k] != want[k] {
				t.Errorf("tile %v: got\n%.1500s\nwant\n%.1500s", at, got[k], want[k])
				return
			}
		}
		t.Errorf("tile %v: got %d parts, want %d", at, len(got), len(want))
	}
}

// One tile of a large layer needs little of it, whatever the zoom; before, all of the zoom was
// made.
func TestFirstTileIsCheap(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	var shapes []orb.Geometry
	for i := range 40 {
		for k := range 20 {
			ring := orb.Ring{}
			for n := range 400 {
				sin, cos := math.Sincos(2 * math.Pi * float64(n) / 400)
				size := 1 + 0.3*r.Float64()
				ring = append(ring, orb.Point{-100 + 5*float64(i) + 2*size*cos, -50 + 5*float64(k) + 2*size*sin})
			}
			shapes = append(shapes, orb.Polygon{append(ring, ring[0])})
		}
	}
	for z := uint32(6); z <= MaxZoom; z++ {
		tiler := NewTiler(features("many", shapes...))
		at := maptile.At(orb.Point{-100, -50}, maptile.Zoom(z))
		if _, err := tiler.Tile(z, at.X, at.Y); err != nil {
			t.Fatal(err)
		}
		p := tiler.layers[0].pyramid
		all := 0
		for _, rank := range p.arcs.ranks {
			if rank <= p.most(int(z)) {
				all++
			}
		}
		if made := p.blocks.bytes / 8; len(p.blocks.kept) != 1 || made > int64(all/2) {
			t.Errorf("zoom %d: one tile made %d blocks of about %d vertices of %d: want one block, less than half", z, len(p.blocks.kept), made, all)
		}
	}
}
