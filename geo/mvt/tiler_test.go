package mvt

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"demarc/geo"
	"demarc/geo/internal/fixture"
)

func boxRing(west, south, east, north float64) orb.Ring {
	return orb.Ring{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}}
}

func reversedRing(r orb.Ring) orb.Ring {
	r = slices.Clone(r)
	slices.Reverse(r)
	return r
}

// atTile returns the position at x, y in units of a tile.
func atTile(z, tx, ty uint32, x, y float64) orb.Point {
	size := math.Ldexp(1, int(z))
	u, v := (float64(tx)+x/extent)/size, (float64(ty)+y/extent)/size
	return orb.Point{(u - 0.5) * 360, math.Atan(math.Sinh(math.Pi*(1-2*v))) * 180 / math.Pi}
}

// ringAt is a ring of tile 5/10/12 given in its units.
func ringAt(points ...point) orb.Ring {
	var r orb.Ring
	for _, p := range points {
		r = append(r, atTile(5, 10, 12, float64(p.x), float64(p.y)))
	}
	return append(r, r[0])
}

func features(layer string, geometries ...orb.Geometry) []geo.Layer {
	l := geo.Layer{Name: layer}
	for i, g := range geometries {
		l.Features = append(l.Features, geo.Feature{ID: string(rune('a' + i)), Geometry: g})
	}
	return []geo.Layer{l}
}

func mustDecode(t *testing.T, tiler *Tiler, z, x, y uint32) []decodedLayer {
	t.Helper()
	tile, err := tiler.Tile(z, x, y)
	if err != nil {
		t.Fatal(err)
	}
	layers, err := decode(tile)
	if err != nil {
		t.Fatalf("tile %d/%d/%d: %v", z, x, y, err)
	}
	return layers
}

func TestTileGeometry(t *testing.T) {
	square := ringAt(point{100, 100}, point{200, 100}, point{200, 200}, point{100, 200})
	hole := ringAt(point{120, 120}, point{150, 120}, point{150, 150}, point{120, 150})
	const squareWant = "[[[{100 100} {200 100} {200 200} {100 200}]]]"
	comb := ringAt(point{4000, 0}, point{5000, 0}, point{5000, 300}, point{4000, 300},
		point{4000, 200}, point{4500, 200}, point{4500, 100}, point{4000, 100})
	for _, tt := range []struct {
		name string
		g    orb.Geometry
		want string
	}{
		{"none", nil, ""},
		{"shell clockwise on the map", orb.Polygon{square}, squareWant},
		{"shell anticlockwise on the map", orb.Polygon{reversedRing(square)}, squareWant},
		{"hole like the shell", orb.Polygon{square, hole},
			"[[[{100 100} {200 100} {200 200} {100 200}] [{120 120} {120 150} {150 150} {150 120}]]]"},
		{"hole the other way", orb.Polygon{reversedRing(square), reversedRing(hole)},
			"[[[{100 100} {200 100} {200 200} {100 200}] [{120 120} {120 150} {150 150} {150 120}]]]"},
		{"repeated positions", orb.Polygon{slices.Insert(slices.Clone(square), 1, square[1])}, squareWant},
		{"too small to see", orb.Polygon{ringAt(point{100, 100}, point{100, 100})}, ""},
		{"in the tile to the left", orb.Polygon{ringAt(point{-300, 100}, point{-100, 100}, point{-100, 200})}, ""},
		{"touches the buffer in a line", orb.Polygon{ringAt(point{-300, 100}, point{-64, 100}, point{-64, 200})}, ""},
		{"covers the tile", orb.Polygon{ringAt(point{-999, -999}, point{9999, -999}, point{9999, 9999}, point{-999, 9999})},
			"[[[{-64 -64} {4160 -64} {4160 4160} {-64 4160}]]]"},
		{"covers the tile but for a hole", orb.Polygon{
			ringAt(point{-999, -999}, point{9999, -999}, point{9999, 9999}, point{-999, 9999}), hole},
			"[[[{-64 -64} {4160 -64} {4160 4160} {-64 4160}] [{120 120} {120 150} {150 150} {150 120}]]]"},
		{"hole covers the tile", orb.Polygon{ringAt(point{-9999, -9999}, point{9999, -9999}, point{9999, 9999}, point{-9999, 9999}),
			ringAt(point{-999, -999}, point{8999, -999}, point{8999, 8999}, point{-999, 8999})}, ""},
		{"vertex where it crosses the side of the tile", orb.Polygon{ringAt(point{4090, 10}, point{4100, 20}, point{4090, 30})},
			"[[[{4090 10} {4096 16} {4100 20} {4096 24} {4090 30}]]]"},
		{"comb: two teeth, no bridge between them", orb.Polygon{comb},
			"[[[{4000 0} {4032 0} {4096 0} {4160 0} {4160 100} {4096 100} {4032 100} {4000 100} {4000 64}]]" +
				" [[{4000 200} {4032 200} {4096 200} {4160 200} {4160 300} {4096 300} {4032 300} {4000 300}]]]"},
		{"hole reaches the side", orb.Polygon{
			ringAt(point{4000, 0}, point{5000, 0}, point{5000, 300}, point{4000, 300}),
			ringAt(point{4120, 100}, point{4200, 100}, point{4200, 200}, point{4120, 200})},
			"[[[{4000 0} {4032 0} {4096 0} {4160 0} {4160 100} {4120 100} {4120 200} {4160 200} {4160 300} {4096 300} {4032 300} {4000 300} {4000 64}]]]"},
		{"lobes that meet in a vertex", orb.Polygon{ringAt(point{10, 10}, point{20, 10}, point{20, 20}, point{30, 20}, point{30, 30}, point{20, 30}, point{20, 20}, point{10, 20})},
			"[[[{10 10} {20 10} {20 20} {10 20}]] [[{20 20} {30 20} {30 30} {20 30}]]]"},
		{"spike", orb.Polygon{ringAt(point{10, 10}, point{20, 10}, point{50, 10}, point{20, 10}, point{20, 20}, point{10, 20})},
			"[[[{10 10} {20 10} {20 20} {10 20}]]]"},
		{"polygons", orb.MultiPolygon{{square}, {ringAt(point{300, 100}, point{330, 100}, point{300, 150})}}, "[[[{100 100} {200 100} {200 200} {100 200}]] [[{300 100} {330 100} {300 150}]]]"},
		{"polygon upon polygon", orb.MultiPolygon{{square}, {hole}, {reversedRing(square)}}, squareWant},
		{"hole in the second polygon only", orb.MultiPolygon{{square, hole}, {hole}}, squareWant},
		{"hole outside of the shell", orb.Polygon{hole, ringAt(point{130, 300}, point{140, 300}, point{130, 320})}, "[[[{120 120} {150 120} {150 150} {120 150}]]]"},
		{"bow tie", orb.Polygon{ringAt(point{100, 100}, point{200, 200}, point{200, 100}, point{100, 200})},
			"[[[{100 100} {150 150} {100 200}]] [[{150 150} {200 100} {200 200}]]]"},
		{"runs around twice", orb.Polygon{slices.Concat(square, square)}, ""},
		{"hole touches the shell twice", orb.Polygon{ringAt(point{10, 10}, point{20, 10}, point{30, 10}, point{30, 30}, point{20, 30}, point{10, 30}), ringAt(point{20, 10}, point{25, 20}, point{20, 30}, point{15, 20})},
			"[[[{10 10} {20 10} {15 20} {20 30} {10 30}]] [[{20 10} {30 10} {30 30} {20 30} {25 20}]]]"},
		{"shell touches itself around a hole", orb.Polygon{ringAt(point{10, 10}, point{30, 10}, point{30, 30}, point{10, 30}, point{10, 10}, point{15, 20}, point{20, 15})},
			"[[[{10 10} {30 10} {30 30} {10 30}] [{10 10} {15 20} {20 15}]]]"},
		{"line", orb.LineString(square[:3]), "[[{100 100} {200 100} {200 200}]]"},
		{"line leaves and comes back", orb.LineString(ringAt(point{4000, 0}, point{5000, 0}, point{5000, 50}, point{4000, 50})[:4]),
			"[[{4000 0} {4032 0} {4096 0} {4160 0}] [{4160 50} {4096 50} {4032 50} {4000 50}]]"},
		{"line passes a corner outside", orb.LineString(ringAt(point{-200, 20}, point{20, -200})[:2]), ""},
		{"line too short to see", orb.LineString(ringAt(point{7, 7}, point{7, 7})[:2]), ""},
		{"line of one position", orb.LineString(square[:1]), ""},
		{"point", atTile(5, 10, 12, 7, 8), "[{7 8}]"},
		{"point in the buffer", atTile(5, 10, 12, -64, 4160), "[{-64 4160}]"},
		{"point beyond the buffer", atTile(5, 10, 12, -65, 8), ""},
		{"points, two of them one", orb.MultiPoint{atTile(5, 10, 12, 9, 8), atTile(5, 10, 12, 7, 8), atTile(5, 10, 12, 9, 8)}, "[{7 8} {9 8}]"},
		{"not a number", orb.MultiPoint{{math.NaN(), 0}, atTile(5, 10, 12, 7, 8)}, "[{7 8}]"},
		{"collection", orb.Collection{atTile(5, 10, 12, 7, 8), orb.LineString(square[:2])}, "[[{100 100} {200 100}]] [{7 8}]"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var before orb.Geometry
			if tt.g != nil && !strings.Contains(tt.name, "number") {
				before = orb.Clone(tt.g)
			}
			tiler := NewTiler(features("l", tt.g))
			layers := mustDecode(t, tiler, 5, 10, 12)
			var got []string
			for _, l := range layers {
				for _, f := range l.features {
					got = append(got, f.String())
				}
			}
			if text := strings.Join(got, " "); text != tt.want {
				t.Errorf("got  %s\nwant %s", text, tt.want)
			}
			if before != nil && !orb.Equal(before, tt.g) {
				t.Error("the geometry has been changed")
			}
		})
	}
}

func TestTileAttributes(t *testing.T) {
	here := atTile(3, 4, 2, 50, 50)
	layers := []geo.Layer{
		{Name: "empty", Features: []geo.Feature{{ID: "x", Geometry: atTile(3, 1, 1, 50, 50)}, {ID: "y"}}},
		{
			Name: "places",
			Fields: []geo.Field{
				{Name: "name"}, {Name: "rank", Type: geo.Int}, {Name: "km2", Type: geo.Float},
				{Name: "sure", Type: geo.Bool}, {Name: "from", Type: geo.Date}, {Name: "never"},
			},
			Features: []geo.Feature{
				{ID: "a", Geometry: here, Values: []any{"Şuşa", 1, 1.5, true, "2020-11-25", nil}},
				{ID: "b", Geometry: here, Values: []any{nil, int64(-5), nil, false, nil, nil}},
				{ID: "c", Geometry: here, Values: []any{"1", 1, 1.0, nil, nil, nil}},
			},
		},
	}
	got := mustDecode(t, NewTiler(layers), 3, 4, 2)
	if len(got) != 1 || got[0].name != "places" {
		t.Fatalf("layers %v, want only places", got)
	}
	for i, want := range []map[string]any{
		{"name": "Şuşa", "rank": int64(1), "km2": 1.5, "sure": true, "from": "2020-11-25"},
		{"rank": int64(-5), "sure": false},
		{"name": "1", "rank": int64(1), "km2": 1.0},
	} {
		f := got[0].features[i]
		if id := geo.FeatureNumber(layers[1].Features[i].ID); f.id != id {
			t.Errorf("feature %d has id %d, want %d", i, f.id, id)
		}
		if len(f.values) != len(want) {
			t.Errorf("feature %d has %v, want %v", i, f.values, want)
		}
		for key, value := range want {
			if f.values[key] != value {
				t.Errorf("feature %d: %s is %#v, want %#v", i, key, f.values[key], value)
			}
		}
	}
}

func TestTileRange(t *testing.T) {
	tiler := NewTiler(features("l", orb.Polygon{boxRing(46, 39, 47, 40)}))
	for _, tt := range []struct {
		name    string
		z, x, y uint32
		empty   bool
		failed  bool
	}{
		{"world", 0, 0, 0, false, false},
		{"there", 5, 20, 12, false, false},
		{"empty", 5, 0, 0, true, false},
		{"largest", 14, 16383, 16383, true, false},
		{"zoom too large", 15, 0, 0, true, true},
		{"zoom far too large", math.MaxUint32, 0, 0, true, true},
		{"column too large", 5, 32, 0, true, true},
		{"row too large", 0, 0, 1, true, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tile, err := tiler.Tile(tt.z, tt.x, tt.y)
			if (tile == nil) != tt.empty || (err != nil) != tt.failed {
				t.Errorf("%d bytes, error %v; want empty %v, error %v", len(tile), err, tt.empty, tt.failed)
			}
		})
	}
	if tile, err := NewTiler(nil).Tile(0, 0, 0); tile != nil || err != nil {
		t.Errorf("no layers: %v, %v", tile, err)
	}
}

// The world ends at 180 degrees and at latitude 85.05.
func TestTileEdgeOfTheWorld(t *testing.T) {
	tiler := NewTiler(features("l", orb.Polygon{boxRing(170, -90, 180, 90)}))
	got := mustDecode(t, tiler, 1, 1, 0)
	if want := "[[[{3868 -64} {4096 -64} {4096 0} {4096 64} {4096 4032} {4096 4096} {4096 4160} {3868 4160} {3868 4096} {3868 4032} {3868 64} {3868 0}]]]"; len(got) != 1 || got[0].features[0].String() != want {
		t.Errorf("got %v, want %s", got, want)
	}
	if got := mustDecode(t, tiler, 1, 0, 0); len(got) > 0 {
		t.Errorf("tile at the other end of the world has %v", got)
	}
}

// A shape that is cut at the antimeridian, as RFC 7946 (3.1.9) wants, meets itself there at the
// same heights, and neither half reaches over the edge of the world.
func TestTileAntimeridian(t *testing.T) {
	coast := func(sign float64) orb.Polygon {
		return orb.Polygon{{{sign * 180, -20}, {sign * 178, -19}, {sign * 177.5, -17}, {sign * 179, -15}, {sign * 180, -14.5}, {sign * 180, -20}}}
	}
	tiler := NewTiler(features("l", orb.MultiPolygon{coast(1), coast(-1)}))
	for z := uint32(2); z <= 8; z++ {
		last := uint32(1)<<z - 1
		met := 0
		for y := last / 2; y <= last/2+last/8+1; y++ {
			heights := map[int32][]int32{}
			for _, side := range [...]struct {
				x    uint32
				edge int32
			}{{last, extent}, {0, 0}} {
				for _, l := range mustDecode(t, tiler, z, side.x, y) {
					for _, r := range slices.Concat(l.features[0].polygons...) {
						for _, p := range r {
							if side.x == 0 && p.x < 0 || side.x == last && p.x > extent {
								t.Errorf("zoom %d: %v lies beyond the edge of the world", z, p)
							}
							if p.x == side.edge {
								heights[side.edge] = append(heights[side.edge], p.y)
							}
						}
					}
				}
				slices.Sort(heights[side.edge])
			}
			met += len(heights[0])
			if !slices.Equal(heights[0], heights[extent]) {
				t.Errorf("zoom %d, row %d: vertices at %v on one side, %v on the other", z, y, heights[0], heights[extent])
			}
		}
		if met < 2 {
			t.Errorf("zoom %d: only %d vertices on the antimeridian", z, met)
		}
	}
}

func zones(t testing.TB) []geo.Layer {
	t.Helper()
	layer := geo.Layer{Name: "zones"}
	for i, shape := range fixture.Zones(t) {
		layer.Features = append(layer.Features, geo.Feature{ID: strconv.Itoa(i), Geometry: shape})
	}
	return []geo.Layer{layer}
}

// mosaic is a partition with rough borders.
func mosaic(r *rand.Rand) []geo.Layer {
	const n = 6
	var corners [n + 1][n + 1]orb.Point
	for i := range corners {
		for j := range corners[i] {
			corners[i][j] = orb.Point{46 + 0.3*(float64(i)+0.4*r.Float64()), 39 + 0.3*(float64(j)+0.4*r.Float64())}
		}
	}
	lines := map[[2]orb.Point][]orb.Point{}
	line := func(a, b orb.Point) []orb.Point {
		if l, ok := lines[[2]orb.Point{b, a}]; ok {
			l = slices.Clone(l)
			slices.Reverse(l)
			return l[:len(l)-1]
		}
		l := []orb.Point{a}
		const steps = 20
		for i := 1; i < steps; i++ {
			s := float64(i) / steps
			l = append(l, orb.Point{a[0] + s*(b[0]-a[0]) + 0.01*r.Float64(), a[1] + s*(b[1]-a[1]) + 0.01*r.Float64()})
		}
		lines[[2]orb.Point{a, b}] = append(l, b)
		return l
	}
	var shapes []orb.Geometry
	for i := range n {
		for j := range n {
			a, b, c, d := corners[i][j], corners[i+1][j], corners[i+1][j+1], corners[i][j+1]
			ring := orb.Ring(slices.Concat(line(a, b), line(b, c), line(c, d), line(d, a)))
			shapes = append(shapes, orb.Polygon{append(ring, ring[0])})
		}
	}
	return features("mosaic", shapes...)
}

// tilesOver returns the tiles of a zoom over the test data.
func tilesOver(z uint32, visit func(x, y uint32)) {
	low, high := project(orb.Point{45.4, 41.1}), project(orb.Point{48.2, 38.4})
	shift := finestBits - z
	for x := uint32(low.x) >> shift; x <= uint32(high.x)>>shift; x++ {
		for y := uint32(low.y) >> shift; y <= uint32(high.y)>>shift; y++ {
			visit(x, y)
		}
	}
}

// Neighbouring tiles have the same vertices on their common side, for every feature.
func TestTileSeams(t *testing.T) {
	for name, layers := range map[string][]geo.Layer{"zones": zones(t), "mosaic": mosaic(rand.New(rand.NewPCG(1, 1)))} {
		tiler := NewTiler(layers)
		// onSide lists the vertices of features on a side, by feature.
		onSide := func(z, x, y uint32, along func(point) int32, line int32, across func(point) int32) map[uint64][]int32 {
			found := map[uint64][]int32{}
			for _, l := range mustDecode(t, tiler, z, x, y) {
				for _, f := range l.features {
					for _, r := range slices.Concat(f.polygons...) {
						for _, p := range r {
							if across(p) == line && 0 <= along(p) && along(p) <= extent {
								found[f.id] = append(found[f.id], along(p))
							}
						}
					}
					slices.Sort(found[f.id])
				}
			}
			return found
		}
		px, py := func(p point) int32 { return p.x }, func(p point) int32 { return p.y }
		compared := 0
		for z := uint32(4); z <= 10; z++ {
			tilesOver(z, func(x, y uint32) {
				for _, pair := range [...][2]map[uint64][]int32{
					{onSide(z, x, y, py, extent, px), onSide(z, x+1, y, py, 0, px)},
					{onSide(z, x, y, px, extent, py), onSide(z, x, y+1, px, 0, py)},
				} {
					for id, here := range pair[0] {
						compared += len(here)
						if there := pair[1][id]; !slices.Equal(here, there) {
							t.Errorf("%s %d/%d/%d: feature %d meets the side at %v, in the next tile at %v", name, z, x, y, id, here, there)
						}
					}
				}
			})
		}
		if compared < 100 {
			t.Errorf("%s: only %d vertices on sides", name, compared)
		}
	}
}

// In a tile, shapes that share borders share vertices: every inner edge is there once in each
// direction. And rounding has made no ring meet itself.
func TestTileKeepsPartition(t *testing.T) {
	for name, layers := range map[string][]geo.Layer{"zones": zones(t), "mosaic": mosaic(rand.New(rand.NewPCG(2, 2)))} {
		tiler := NewTiler(layers)
		rings, bad := 0, 0
		for z := uint32(5); z <= 11; z++ {
			tilesOver(z, func(x, y uint32) {
				uses := map[[2]point]int{}
				for _, l := range mustDecode(t, tiler, z, x, y) {
					for _, f := range l.features {
						for _, r := range slices.Concat(f.polygons...) {
							rings++
							if !simpleRing(r) {
								bad++
							}
							for i, p := range r {
								uses[[2]point{p, r[(i+1)%len(r)]}]++
							}
						}
					}
				}
				for e, n := range uses {
					if n > 1 {
						t.Errorf("%s %d/%d/%d: edge %v is used %d times in one direction", name, z, x, y, e, n)
					}
				}
			})
		}
		if bad > 0 {
			t.Errorf("%s: %d of %d rings are not simple", name, bad, rings)
		}
	}
}

// Any old lines and polygons, most of them invalid, make valid tiles.
func FuzzTile(f *testing.F) {
	f.Add(uint64(1), uint32(6), uint32(40), uint32(24))
	f.Add(uint64(2), uint32(0), uint32(0), uint32(0))
	f.Add(uint64(3), uint32(14), uint32(10333), uint32(6237))
	f.Fuzz(func(t *testing.T, seed uint64, z, x, y uint32) {
		z %= MaxZoom + 3
		if z <= MaxZoom {
			x, y = x%(1<<z), y%(1<<z)
		}
		r := rand.New(rand.NewPCG(seed, 1))
		size := math.Pow(10, 0.5+4.5*r.Float64())
		ring := func(n int) (ring orb.Ring) {
			for range n {
				ring = append(ring, atTile(min(z, MaxZoom), x, y, 2048+size*(r.Float64()-0.5), 2048+size*(r.Float64()-0.5)))
			}
			return append(ring, ring[0])
		}
		first := ring(3 + r.IntN(30))
		shape := orb.MultiPolygon{{first}, {ring(3 + r.IntN(6)), ring(3 + r.IntN(6)), first[len(first)/3:]}}
		layers := features("l", orb.LineString(first), orb.Polygon{first}, first[0], shape)
		tile, err := NewTiler(layers).Tile(z, x, y)
		if (err != nil) != (z > MaxZoom) {
			t.Fatalf("tile %d/%d/%d: error %v", z, x, y, err)
		}
		decoded, err := decode(tile)
		if err != nil {
			t.Fatalf("tile %d/%d/%d of %v: %v", z, x, y, shape, err)
		}
		for _, l := range decoded {
			for _, f := range l.features {
				if err := checkPolygons(f); err != nil {
					t.Fatalf("tile %d/%d/%d of %v: %v", z, x, y, shape, err)
				}
			}
		}
	})
}

func BenchmarkTile(b *testing.B) {
	tiler := NewTiler(zones(b))
	for name, at := range map[string][3]uint32{"z7": {7, 80, 48}, "z12": {12, 2580, 1559}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := tiler.Tile(at[0], at[1], at[2]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
